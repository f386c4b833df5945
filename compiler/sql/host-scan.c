// Reads host code into tokens.
#include "sql/host-scan.h"

struct host_token *host_add_token(struct host_scanner *scanner, enum host_token_kind kind,
                                  size_t to)
{
    struct host_code *code = scanner->code;
    code->tokens = arena_grow(scanner->arena, code->tokens, &scanner->capacity, code->count,
                              sizeof *code->tokens);
    struct host_token *token = &code->tokens[code->count];
    *token = (struct host_token){
        .kind = kind,
        .depth = scanner->depth,
        .line = scanner->line,
        .indent = scanner->indent,
        .chain = code->count,
        .is_first = scanner->is_line_start,
        .text = str_slice(scanner->source, scanner->at, to),
    };
    code->count++;
    scanner->is_line_start = false;
    scanner->at = to;
    return token;
}

// ---- blanks and comments

static void new_line(struct host_scanner *scanner)
{
    scanner->line++;
    scanner->indent = 0;
    scanner->is_line_start = true;
    if (scanner->heredoc_to > scanner->at && scanner->at >= scanner->heredoc_from)
        scanner->at = scanner->heredoc_to - 1;
    scanner->at++;
    while (peek(scanner, 0) == ' ' || peek(scanner, 0) == '\t') {
        scanner->indent += peek(scanner, 0) == '\t' ? 4 : 1;
        scanner->at++;
    }
}

static void add_comment(struct host_scanner *scanner, size_t to)
{
    struct host_comment *comment = arena_new(scanner->arena, struct host_comment);
    comment->text = str_slice(scanner->source, scanner->at, to);
    comment->before = scanner->code->count;
    list_add(&scanner->code->comments, comment);
    for (size_t i = 0; i < comment->text.length; i++)
        scanner->line += comment->text.data[i] == '\n';
    scanner->at = to;
}

static bool skip_comment(struct host_scanner *scanner)
{
    const struct host_language *language = scanner->language;
    char c = peek(scanner, 0), next = peek(scanner, 1);
    char before = scanner->at ? scanner->source.data[scanner->at - 1] : '\n';
    bool is_hash =
        c == '#' && language->has_hash_comments && (char_is_blank(before) || before == ';');
    bool is_slash = c == '/' && next == '/' && language->has_slash_comments && before != ':';
    if (is_hash || is_slash) {
        size_t end = str_find_char(scanner->source, '\n', scanner->at);
        add_comment(scanner, end == STR_NOT_FOUND ? scanner->source.length : end);
        return true;
    }
    if (c != '/' || next != '*' || !language->has_slash_comments)
        return false;
    size_t end = str_find(scanner->source, STR("*/"), scanner->at + 2);
    add_comment(scanner, end == STR_NOT_FOUND ? scanner->source.length : end + 2);
    return true;
}

// ---- the rest

static size_t find_operator_end(const struct host_scanner *scanner)
{
    static const char *const longer[] = {
        "===", "!==", "...", "<=>", "==", "!=", "<=", ">=", ":=", "=>", "->", "::", "?.", "+=",
        "-=",  "*=",  "/=",  "||",  "&&", "<<", ">>", "??", "++", "--", "**", "..", "<>", NULL
    };
    struct str rest = str_from(scanner->source, scanner->at);
    for (const char *const *each = longer; *each; each++)
        if (str_starts_with(rest, str_of(*each)))
            return scanner->at + strlen(*each);
    return scanner->at + 1;
}

static void scan_bracket(struct host_scanner *scanner, bool is_open)
{
    struct host_code *code = scanner->code;
    uint32_t index = code->count;
    if (is_open) {
        host_add_token(scanner, HOST_OPEN, scanner->at + 1)->partner = scanner->open;
        scanner->open = index + 1;
        scanner->depth++;
        return;
    }
    uint32_t opener = scanner->open;
    if (opener) {
        scanner->open = code->tokens[opener - 1].partner;
        code->tokens[opener - 1].partner = index;
        scanner->depth--;
    }
    host_add_token(scanner, HOST_CLOSE, scanner->at + 1)->partner = opener ? opener - 1 : index;
}

static size_t find_word_end(const struct host_scanner *scanner)
{
    size_t i = scanner->at;
    while (i < scanner->source.length && is_name_part(scanner->source.data[i]))
        i++;
    return i;
}

static void scan_token(struct host_scanner *scanner)
{
    char c = peek(scanner, 0);
    if (host_scan_string(scanner))
        return;
    if (c != '\0' && strchr("([{)]}", c))
        scan_bracket(scanner, strchr("([{", c) != NULL);
    else if (is_name_start(c))
        host_add_token(scanner, HOST_WORD, find_word_end(scanner));
    else if (char_is_digit(c))
        host_add_token(scanner, HOST_NUMBER, find_word_end(scanner));
    else
        host_add_token(scanner, HOST_OPERATOR, find_operator_end(scanner));
}

void host_scan(struct arena *arena, struct host_code *code)
{
    struct host_scanner scanner = {
        .arena = arena,
        .code = code,
        .language = code->language,
        .source = code->text.str,
        .is_line_start = true,
    };
    while (scanner.at < scanner.source.length) {
        char c = peek(&scanner, 0);
        if (c == '\n')
            new_line(&scanner);
        else if (char_is_blank(c)) {
            scanner.indent += scanner.is_line_start;
            scanner.at++;
        } else if (!skip_comment(&scanner))
            scan_token(&scanner);
    }
    uint32_t count = code->count;
    while (scanner.open) {
        uint32_t opener = scanner.open - 1;
        scanner.open = code->tokens[opener].partner;
        code->tokens[opener].partner = count;
    }
    scanner.depth = 0;
    scanner.is_line_start = true;
    scanner.indent = 0;
    host_add_token(&scanner, HOST_END, scanner.at);
    code->count = count;
}
