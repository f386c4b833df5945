// The strings of host code. What one interpolates is cut out of it, its escapes are resolved,
// and every byte of it still leads to its place.
#include "sql/host-scan.h"

enum {
    LONGEST_INTERPOLATION = 400, // farther than this its end is not looked for
    MOST_HEREDOC_MARKS = 3,      // behind <<, such as <~'
};

// What a string looks like from its first quote on.
struct string_form {
    size_t body;         // the offset of its first byte
    struct str quote;    // that closes it
    bool is_raw;         // has no escapes
    bool doubles_quotes; // C#'s @"…"
    bool spans_lines;
    unsigned kind; // below QUOTE_KINDS
    enum interpolation interpolation;
};

// The offset behind the interpolation that opens at `from`; `from` where there is none. Its
// name, or "x", is stored in `*name`.
static size_t find_interpolation(const struct host_scanner *scanner, const struct string_form *form,
                                 size_t from, struct str *name)
{
    struct str source = scanner->source;
    char c = source.data[from], next = from + 1 < source.length ? source.data[from + 1] : '\0';
    size_t open = from;
    bool is_braced = (form->interpolation == INTERPOLATE_BRACES && c == '{' && next != '{')
                     || (form->interpolation == INTERPOLATE_DOLLAR && c == '{' && next == '$');
    if (!is_braced) {
        char mark = form->interpolation == INTERPOLATE_HASH ? '#' : '$';
        if (c != mark || form->interpolation == INTERPOLATE_NOTHING
            || form->interpolation == INTERPOLATE_BRACES)
            return from;
        open = from + 1;
        is_braced = next == '{';
    }
    if (!is_braced && (form->interpolation != INTERPOLATE_DOLLAR || !char_is_letter(next)))
        return from;
    size_t end = open + is_braced;
    while (end < source.length && is_name_part(source.data[end]))
        end++;
    size_t start = open + is_braced;
    start += start < end && source.data[start] == '$';
    *name = str_slice(source, start, end);
    if (!is_braced)
        return end;
    if (name->length == 0 || (end < source.length && source.data[end] != '}'))
        *name = STR("x");
    unsigned depth = 0;
    for (size_t i = open; i < source.length && i < from + LONGEST_INTERPOLATION; i++) {
        depth += source.data[i] == '{';
        if (source.data[i] == '}' && --depth == 0)
            return i + 1;
        if (!form->spans_lines && source.data[i] == '\n')
            return from;
    }
    return from;
}

// What an escape stands for; no data where the backslash stands for itself.
static struct str escaped(char c)
{
    switch (c) {
    case 'n': return STR("\n");
    case 't': return STR("\t");
    case 'r': return STR("\r");
    case '\n': return STR("");
    case '\\': return STR("\\");
    case '\'': return STR("'");
    case '"': return STR("\"");
    case '`': return STR("`");
    case '$': return STR("$");
    }
    return STR_NONE;
}

static void copy_until(struct host_scanner *scanner, struct text_builder *builder, size_t *from,
                       size_t to)
{
    if (to > *from)
        text_builder_append(builder, text_slice(scanner->code->text, *from, to));
    *from = to;
}

// Reads a string's body; returns the offset behind its closing quote, or 0 where it has none.
static size_t read_body(struct host_scanner *scanner, const struct string_form *form,
                        struct text_builder *builder)
{
    struct str source = scanner->source, name = STR_NONE;
    size_t copied = form->body, i = copied;
    while (i < source.length && (form->spans_lines || source.data[i] != '\n')) {
        size_t skip = 0;
        struct str replacement = STR_NONE;
        bool is_quote = str_starts_with(str_from(source, i), form->quote);
        if (is_quote && form->doubles_quotes && i + 1 < source.length
            && source.data[i + 1] == '"') {
            skip = 2;
            replacement = STR("\"");
        } else if (is_quote) {
            copy_until(scanner, builder, &copied, i);
            return i + form->quote.length;
        } else if (source.data[i] == '\\' && !form->is_raw && i + 1 < source.length) {
            replacement = escaped(source.data[i + 1]);
            skip = 2;
        } else {
            skip = find_interpolation(scanner, form, i, &name) - i;
            if (skip)
                replacement = arena_format(scanner->arena, "{%.*s}", STR_ARGS(name));
        }
        if (replacement.data) {
            copy_until(scanner, builder, &copied, i);
            text_builder_replace(builder, replacement, text_span(scanner->code->text, i, i + skip));
            copied = i + skip;
        }
        i += skip ? skip : 1;
    }
    return 0;
}

static bool scan_string(struct host_scanner *scanner, const struct string_form *form)
{
    if (scanner->at < scanner->unclosed_until[form->kind])
        return false;
    struct text_builder builder = { .arena = scanner->arena };
    size_t end = read_body(scanner, form, &builder);
    if (end == 0) { // its line, or the text, ends first: the quote is a sign like any other
        size_t line =
            form->spans_lines ? STR_NOT_FOUND : str_find_char(scanner->source, '\n', scanner->at);
        scanner->unclosed_until[form->kind] = line == STR_NOT_FOUND ? scanner->source.length : line;
        return false;
    }
    struct str written = str_slice(scanner->source, scanner->at, end);
    struct host_token *token = host_add_token(scanner, HOST_STRING, end);
    token->string = text_builder_finish(&builder);
    for (size_t i = 0; i < written.length; i++)
        scanner->line += written.data[i] == '\n';
    return true;
}

// Marks before a quote: f r b u of Python, r# of Rust, $ and @ of C#.
static size_t read_marks(const struct host_scanner *scanner, struct string_form *form,
                         bool *is_formatted)
{
    size_t i = 0;
    while (i < 2 && peek(scanner, i) != '\0' && strchr("rbufRBUF$@", peek(scanner, i))) {
        form->is_raw |= char_lower(peek(scanner, i)) == 'r' || peek(scanner, i) == '@';
        form->doubles_quotes |= peek(scanner, i) == '@';
        *is_formatted |= char_lower(peek(scanner, i)) == 'f' || peek(scanner, i) == '$';
        i++;
    }
    return i;
}

static bool scan_quoted(struct host_scanner *scanner)
{
    const struct host_language *language = scanner->language;
    struct string_form form = { .interpolation = language->interpolation };
    bool is_formatted = false;
    size_t marks = read_marks(scanner, &form, &is_formatted);
    char quote = peek(scanner, marks);
    if (quote == '#' && form.is_raw && peek(scanner, marks + 1) == '"') { // r#"…"#
        form.body = scanner->at + marks + 2;
        form.quote = STR("\"#");
        form.spans_lines = true;
        form.kind = 5;
        return scan_string(scanner, &form);
    }
    if (quote != '"' && quote != '\'' && quote != '`')
        return false;
    if (quote == '`' ? marks > 0 || !language->has_backquotes
                     : quote == '\'' && language->has_characters)
        return false;
    bool is_triple =
        quote != '`' && peek(scanner, marks + 1) == quote && peek(scanner, marks + 2) == quote;
    form.body = scanner->at + marks + (is_triple ? 3 : 1);
    form.quote = str_slice(scanner->source, form.body - (is_triple ? 3 : 1), form.body);
    form.spans_lines = is_triple || quote == '`' || form.doubles_quotes || language->is_shell;
    form.kind = (quote == '"' ? 1 : quote == '`' ? 2 : 0) + (is_triple ? 3 : 0);
    form.is_raw |= quote == '\'' && language->is_shell;
    form.is_raw |= quote == '`' && language->interpolation != INTERPOLATE_TEMPLATE;
    bool interpolates = language->interpolation == INTERPOLATE_BRACES     ? is_formatted
                        : language->interpolation == INTERPOLATE_TEMPLATE ? quote == '`'
                                                                          : quote == '"';
    if (!interpolates)
        form.interpolation = INTERPOLATE_NOTHING;
    return scan_string(scanner, &form);
}

// 'x' where single quotes hold characters; Rust's 'name is none.
static bool scan_character(struct host_scanner *scanner)
{
    if (peek(scanner, 0) != '\'' || !scanner->language->has_characters)
        return false;
    size_t length = peek(scanner, 1) == '\\' ? 2 : 1;
    while (length < 10 && peek(scanner, length) != '\'' && peek(scanner, length) != '\n'
           && (peek(scanner, 1) == '\\' || (unsigned char)peek(scanner, length) >= 0x80
               || length == 1))
        length++;
    if (peek(scanner, length) != '\'')
        return false;
    host_add_token(scanner, HOST_NUMBER, scanner->at + length + 1);
    return true;
}

// The offset of the line that closes the here-document, and behind it in `*after`; 0 for none.
static size_t find_heredoc_end(struct str source, size_t body, struct str tag, size_t *after)
{
    struct str rest = str_from(source, body), line;
    while (str_next_line(&rest, &line)) {
        size_t from = (size_t)(line.data - source.data);
        struct str word = str_trim(line);
        while (word.length
               && (word.data[word.length - 1] == ';' || word.data[word.length - 1] == ')'))
            word = str_slice(word, 0, word.length - 1);
        if (!str_equal(word, tag))
            continue;
        *after = from + line.length;
        return from;
    }
    return 0;
}

// <<NAME, <<-NAME, <<~NAME, <<<NAME, NAME in quotes or not: the lines behind are a string.
static bool scan_heredoc(struct host_scanner *scanner)
{
    if (!scanner->language->has_heredocs || scanner->has_no_heredocs || peek(scanner, 0) != '<'
        || peek(scanner, 1) != '<' || scanner->heredoc_to > scanner->at)
        return false;
    size_t from = scanner->at + 2, most = from + MOST_HEREDOC_MARKS;
    struct str source = scanner->source;
    while (from < source.length && from < most && source.data[from]
           && strchr("<-~'\"", source.data[from]))
        from++;
    size_t to = from;
    while (to < source.length && is_name_part(source.data[to]))
        to++;
    struct str tag = str_slice(source, from, to);
    to += to < source.length && (source.data[to] == '\'' || source.data[to] == '"');
    size_t line = str_find_char(source, '\n', to);
    if (tag.length == 0 || line == STR_NOT_FOUND)
        return false;
    size_t body = line + 1, after = 0, end = find_heredoc_end(source, body, tag, &after);
    if (after == 0) {
        scanner->has_no_heredocs = true;
        return false;
    }
    scanner->heredoc_from = line;
    scanner->heredoc_to = after;
    host_add_token(scanner, HOST_STRING, to)->string = text_slice(scanner->code->text, body, end);
    return true;
}

bool host_scan_string(struct host_scanner *scanner)
{
    return scan_character(scanner) || scan_heredoc(scanner) || scan_quoted(scanner);
}
