// Finds the parts of plain text in the marked-up text that it came from.
#include "readers/markdown/prose.h"

#include "base/utf8.h"
#include "readers/markdown/html.h"

enum {
    MAX_ENTITY_LENGTH = 32,
    MAX_LOOKED_FOR = 24, // bytes of a part that must be the same where it is found again
    LONGEST_DESTINATION = 2048,
    MAX_CODE_POINT = 0x10FFFF,
};

struct prose prose_begin(struct arena *arena, struct text source, size_t from, size_t to)
{
    return (struct prose){
        .arena = arena,
        .source = source,
        .at = from,
        .end = to,
        .builder = { .arena = arena },
    };
}

static char raw_at(const struct prose *prose, size_t at)
{
    return at < prose->end ? prose->source.str.data[at] : '\0';
}

static bool is_punctuation(char c)
{
    return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`')
           || (c >= '{' && c <= '~');
}

static void copy(struct prose *prose, size_t from, size_t to)
{
    if (to > from)
        text_builder_append(&prose->builder, text_slice(prose->source, from, to));
}

static void replace(struct prose *prose, struct str bytes, size_t from, size_t to)
{
    text_builder_replace(&prose->builder, bytes, text_span(prose->source, from, to));
}

// Goes behind the indentation and the quote marks of a new line, up to what begins with `next`:
// what is indented far keeps its ">", and code some of its blanks.
static void skip_margin(struct prose *prose, char next)
{
    while (prose->is_at_margin && prose->at < prose->end && raw_at(prose, prose->at) != next
           && strchr(" \t>", raw_at(prose, prose->at)))
        prose->at++;
    prose->is_at_margin = false;
}

static void skip_char(struct prose *prose, const char *characters)
{
    if (prose->at < prose->end && strchr(characters, raw_at(prose, prose->at)))
        prose->at++;
}

// Goes on where the part stands, if it stands anywhere.
static bool find(struct prose *prose, struct str part)
{
    struct str raw = str_slice(prose->source.str, 0, prose->end);
    size_t at = prose->is_lost ? STR_NOT_FOUND
                               : str_find(raw, str_slice(part, 0, MAX_LOOKED_FOR), prose->at);
    prose->is_lost = at == STR_NOT_FOUND;
    if (!prose->is_lost)
        prose->at = at;
    return !prose->is_lost;
}

static uint32_t numeric_entity(struct str digits)
{
    bool is_hexadecimal = digits.length && (digits.data[0] == 'x' || digits.data[0] == 'X');
    uint32_t value = 0;
    for (size_t i = is_hexadecimal; i < digits.length && value <= MAX_CODE_POINT; i++) {
        char c = char_lower(digits.data[i]);
        value = is_hexadecimal ? value * 16 + (uint32_t)(char_is_digit(c) ? c - '0' : c - 'a' + 10)
                               : value * 10 + (uint32_t)(c - '0');
    }
    return value && value <= MAX_CODE_POINT ? value : 0xFFFD;
}

// The length of what stands for the entity `raw` ("&lt;") at the head of `literal`; 0 where
// `raw` stands for itself. Names that are not in the table are taken to be one character.
static size_t entity_length(struct str raw, struct str literal)
{
    struct str name = str_slice(raw, 1, raw.length - 1);
    char bytes[4];
    size_t length;
    if (name.length > 1 && name.data[0] == '#') {
        length = utf8_encode(numeric_entity(str_from(name, 1)), bytes);
        return str_starts_with(literal, (struct str){ bytes, length }) ? length : 0;
    }
    if (str_is(name, "amp"))
        return literal.data[0] == '&';
    if (str_starts_with(literal, raw))
        return 0;
    utf8_decode(literal, &length);
    return length;
}

// The entity at the place, "&" to ";", or an empty str.
static struct str entity_at(const struct prose *prose)
{
    struct str raw = str_slice(prose->source.str, prose->at, prose->end);
    size_t length = 1;
    while (length < raw.length && length < MAX_ENTITY_LENGTH
           && (char_is_word(raw.data[length]) || raw.data[length] == '#'))
        length++;
    bool is_entity = raw.length && raw.data[0] == '&' && length > 1 && length < raw.length
                     && raw.data[length] == ';';
    return str_slice(raw, 0, is_entity ? length + 1 : 0);
}

// Adds what stands for an entity at the place; 0 where there is none.
static size_t add_entity(struct prose *prose, struct str literal)
{
    struct str entity = entity_at(prose);
    size_t length = entity.length ? entity_length(entity, literal) : 0;
    if (length) {
        replace(prose, str_slice(literal, 0, length), prose->at, prose->at + entity.length);
        prose->at += entity.length;
    }
    return length;
}

// The length of the head of `literal` that stands at the place as it is.
static size_t same_length(const struct prose *prose, struct str literal)
{
    size_t length = 0;
    while (length < literal.length && prose->at + length < prose->end
           && raw_at(prose, prose->at + length) == literal.data[length]
           && !strchr("\\&", literal.data[length]))
        length++;
    return length;
}

// Adds the head of `literal` and returns its length, at least 1.
static size_t add_some(struct prose *prose, struct str literal)
{
    size_t length = same_length(prose, literal);
    if (length == 0) {
        char raw = raw_at(prose, prose->at), next = raw_at(prose, prose->at + 1);
        if (raw == '&' && (length = add_entity(prose, literal)))
            return length;
        if (raw == '\\' && is_punctuation(next) && next == literal.data[0])
            prose->at++;
        length = prose->at < prose->end && raw_at(prose, prose->at) == literal.data[0];
    }
    if (length == 0 && find(prose, literal))
        length = 1;
    if (length == 0) {
        replace(prose, literal, prose->at, prose->end);
        return literal.length;
    }
    copy(prose, prose->at, prose->at + length);
    prose->at += length;
    return length;
}

void prose_text(struct prose *prose, struct str literal)
{
    if (literal.length)
        skip_margin(prose, literal.data[0]);
    while (literal.length)
        literal = str_from(literal, add_some(prose, literal));
}

void prose_tag(struct prose *prose, struct str literal)
{
    if (!tag_is_left_out(literal)) {
        prose_text(prose, literal);
        return;
    }
    skip_margin(prose, literal.data[0]);
    size_t from = prose->at, to = from + literal.length;
    prose->at = to < prose->end ? to : prose->end;
    if (tag_is_line_break(literal))
        replace(prose, STR("\n"), from, prose->at);
}

void prose_break(struct prose *prose)
{
    while (raw_at(prose, prose->at) == ' ' || raw_at(prose, prose->at) == '\t'
           || raw_at(prose, prose->at) == '\\')
        prose->at++;
    bool is_in_source = raw_at(prose, prose->at) == '\n';
    replace(prose, STR("\n"), prose->at, prose->at + is_in_source);
    prose->at += is_in_source;
    prose->is_at_margin = is_in_source;
}

// Skips the run of backquotes at or behind the place and returns its length.
static size_t skip_backquotes(struct prose *prose)
{
    size_t start = str_find_char(str_slice(prose->source.str, 0, prose->end), '`', prose->at);
    if (start == STR_NOT_FOUND)
        return 0;
    prose->at = start;
    while (raw_at(prose, prose->at) == '`')
        prose->at++;
    return prose->at - start;
}

static struct markdown_mark *open_mark(struct prose *prose, enum markdown_mark_kind kind)
{
    struct markdown_mark *mark = arena_new(prose->arena, struct markdown_mark);
    *mark = (struct markdown_mark){ .kind = kind, .from = prose->builder.written.bytes.count };
    list_add(&prose->marks, mark);
    return mark;
}

static void close_mark(const struct prose *prose, struct markdown_mark *mark)
{
    mark->to = prose->builder.written.bytes.count;
}

// In code a line end is a blank, and "\|" is "|" in tables; else nothing is escaped.
static size_t add_some_code(struct prose *prose, struct str literal)
{
    if (literal.data[0] == ' ' && raw_at(prose, prose->at) == '\n') {
        replace(prose, STR(" "), prose->at, prose->at + 1);
        prose->at++;
        prose->is_at_margin = true;
        return 1;
    }
    skip_margin(prose, literal.data[0]);
    if (literal.data[0] == '|' && raw_at(prose, prose->at) == '\\')
        prose->at++;
    while (literal.data[0] != ' ' && raw_at(prose, prose->at) == ' ')
        prose->at++;
    size_t length = 0;
    while (length < literal.length && prose->at + length < prose->end
           && raw_at(prose, prose->at + length) == literal.data[length])
        length++;
    if (length == 0) {
        replace(prose, literal, prose->at, prose->at);
        return literal.length;
    }
    copy(prose, prose->at, prose->at + length);
    prose->at += length;
    return length;
}

void prose_code(struct prose *prose, struct str literal)
{
    struct markdown_mark *mark = open_mark(prose, MARK_CODE);
    skip_margin(prose, '`');
    size_t run = skip_backquotes(prose);
    if (literal.length && literal.data[0] != ' ')
        while (raw_at(prose, prose->at) == ' ' || raw_at(prose, prose->at) == '\n')
            prose->at++;
    while (literal.length)
        literal = str_from(literal, add_some_code(prose, literal));
    if (run)
        skip_backquotes(prose);
    close_mark(prose, mark);
}

static void skip_delimiters(struct prose *prose, enum markdown_mark_kind kind)
{
    if (kind == MARK_STRONG)
        skip_char(prose, "*_");
    if (kind == MARK_STRONG || kind == MARK_EMPHASIS)
        skip_char(prose, "*_");
}

struct markdown_mark *prose_enter(struct prose *prose, enum markdown_mark_kind kind)
{
    skip_margin(prose, '\0');
    skip_delimiters(prose, kind);
    if (kind == MARK_LINK)
        skip_char(prose, "[<");
    return open_mark(prose, kind);
}

// The offset behind "(destination "title")" or "[label]" at `at`; 0 where it is not found.
static size_t destination_end(const struct prose *prose, size_t at)
{
    char open = raw_at(prose, at), close = open == '(' ? ')' : ']', quote = '\0';
    size_t depth = 0, limit = at + LONGEST_DESTINATION;
    for (; at < prose->end && at < limit; at++) {
        char c = raw_at(prose, at), before = raw_at(prose, at - 1);
        if (c == '\\')
            at++;
        else if (quote)
            quote = c == quote ? '\0' : quote;
        else if (c == '<' && before == '(')
            quote = '>';
        else if ((c == '"' || c == '\'') && char_is_blank(before))
            quote = c;
        else if (c == open)
            depth++;
        else if (c == close && --depth == 0)
            return at + 1;
    }
    return 0;
}

static void skip_destination(struct prose *prose)
{
    skip_char(prose, "]>");
    if (raw_at(prose, prose->at) != '(' && raw_at(prose, prose->at) != '[')
        return;
    size_t end = destination_end(prose, prose->at);
    if (end)
        prose->at = end;
}

void prose_leave(struct prose *prose, struct markdown_mark *mark)
{
    close_mark(prose, mark);
    skip_delimiters(prose, mark->kind);
    if (mark->kind == MARK_LINK)
        skip_destination(prose);
}

void prose_enter_image(struct prose *prose)
{
    skip_margin(prose, '!');
    skip_char(prose, "!");
    skip_char(prose, "[");
}

void prose_leave_image(struct prose *prose)
{
    skip_destination(prose);
}

struct text prose_finish(struct prose *prose)
{
    return text_builder_finish(&prose->builder);
}
