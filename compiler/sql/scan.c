// Reads SQL byte by byte into tokens; every byte is looked at a bounded number of times.
#include "sql/scan.h"

#include "sql/scan-psql.h"

enum { BYTES_OF_TOKEN = 4 }; // about; where there are more tokens, there is room for twice as many

struct scanner {
    struct arena *arena;
    struct sql_tokens *tokens;
    struct str source;
    enum sql_engine engine;
    size_t at;
    uint32_t capacity;
    uint32_t open; // the innermost '(' that is not closed, plus one; 0 for none
    uint32_t depth;
    uint32_t statement;    // its first token, where statements end with semicolons alone
    bool has_no_nesting;   // a comment that is never closed showed that they do not nest
    bool is_in_executable; // inside /*! ... */, which MySQL runs
    struct str delimiter;  // what ends statements; no data: the semicolon
};

static char peek(const struct scanner *scanner, size_t ahead)
{
    size_t at = scanner->at + ahead;
    return at < scanner->source.length ? scanner->source.data[at] : '\0';
}

static bool is_name_start(char c)
{
    return char_is_letter(c) || c == '_' || (unsigned char)c >= 0x80;
}

static bool is_name_part(char c)
{
    return char_is_word(c) || c == '$' || (unsigned char)c >= 0x80;
}

static void add_token(struct scanner *scanner, enum sql_token_kind kind, size_t to)
{
    struct sql_tokens *tokens = scanner->tokens;
    size_t capacity = scanner->capacity;
    tokens->items =
        arena_grow(scanner->arena, tokens->items, &capacity, tokens->count, sizeof *tokens->items);
    scanner->capacity = (uint32_t)capacity;
    tokens->items[tokens->count++] = (struct sql_token){
        .kind = kind,
        .depth = scanner->depth,
        .text = str_slice(scanner->source, scanner->at, to),
    };
    scanner->at = to;
}

static void add_comment(struct scanner *scanner, size_t inner_from, size_t inner_to, size_t to)
{
    struct sql_comment *comment = arena_new(scanner->arena, struct sql_comment);
    comment->text = str_trim(str_slice(scanner->source, inner_from, inner_to));
    comment->span = text_span(scanner->tokens->text, scanner->at, to);
    comment->before = scanner->tokens->count;
    list_add(&scanner->tokens->comments, comment);
    scanner->at = to;
}

static void scan_line_comment(struct scanner *scanner, size_t marks)
{
    size_t end = str_find_char(scanner->source, '\n', scanner->at);
    if (end == STR_NOT_FOUND)
        end = scanner->source.length;
    add_comment(scanner, scanner->at + marks, end, end);
}

static bool is_mysql(const struct scanner *scanner)
{
    return scanner->engine == SQL_ENGINE_MYSQL || scanner->engine == SQL_ENGINE_MARIADB;
}

// PostgreSQL's comments nest and MySQL's do not: they nest where that closes them all.
static size_t find_comment_end(struct scanner *scanner)
{
    struct str source = scanner->source;
    size_t first_end = str_find(source, STR("*/"), scanner->at + 2);
    if (scanner->has_no_nesting || is_mysql(scanner))
        return first_end;
    unsigned depth = 1;
    for (size_t i = scanner->at + 2; i + 1 < source.length; i++) {
        bool is_open = source.data[i] == '/' && source.data[i + 1] == '*';
        bool is_close = source.data[i] == '*' && source.data[i + 1] == '/';
        if (is_close && --depth == 0)
            return i;
        depth += is_open;
        i += is_open || is_close;
    }
    scanner->has_no_nesting = true;
    return first_end;
}

static void scan_block_comment(struct scanner *scanner)
{
    if (sql_comment_is_code(scanner->engine, str_from(scanner->source, scanner->at))) {
        scanner->at += char_lower(peek(scanner, 2)) == 'm' ? 4 : 3;
        while (char_is_digit(peek(scanner, 0)))
            scanner->at++;
        scanner->is_in_executable = true;
        return;
    }
    size_t end = find_comment_end(scanner);
    if (end == STR_NOT_FOUND)
        add_comment(scanner, scanner->at + 2, scanner->source.length, scanner->source.length);
    else
        add_comment(scanner, scanner->at + 2, end, end + 2);
}

static bool starts_line(const struct scanner *scanner)
{
    size_t i = scanner->at;
    while (i > 0 && (scanner->source.data[i - 1] == ' ' || scanner->source.data[i - 1] == '\t'))
        i--;
    return i == 0 || scanner->source.data[i - 1] == '\n';
}

// '#' opens a comment for MySQL, and operators (#> #>> #-) or #{a placeholder} elsewhere.
static bool is_hash_comment(const struct scanner *scanner)
{
    if (scanner->engine != SQL_ENGINE_UNKNOWN)
        return is_mysql(scanner);
    char next = peek(scanner, 1);
    return next != '{' && (starts_line(scanner) || (next != '>' && next != '-' && next != '='));
}

// MySQL reads 5--3 as a sum.
static bool is_dash_comment(const struct scanner *scanner)
{
    return !is_mysql(scanner) || scanner->at + 2 >= scanner->source.length
           || char_is_blank(peek(scanner, 2));
}

// Outside of strings, PostgreSQL knows no backslash.
static bool is_psql_command(const struct scanner *scanner)
{
    return scanner->engine == SQL_ENGINE_POSTGRESQL
               ? psql_command_length(str_from(scanner->source, scanner->at)) > 0
               : char_is_letter(peek(scanner, 1)) && starts_line(scanner);
}

static void scan_psql_command(struct scanner *scanner)
{
    struct str rest = str_from(scanner->source, scanner->at);
    size_t length = psql_command_length(rest);
    bool is_end = psql_command_sends(str_slice(rest, 0, length));
    if (scanner->engine == SQL_ENGINE_POSTGRESQL && is_end)
        add_token(scanner, SQL_TOKEN_SEMICOLON, scanner->at + length);
    else
        scan_line_comment(scanner, 1);
}

// Behind a semicolon: the rows of a COPY, which are no SQL.
static void skip_rows(struct scanner *scanner)
{
    const struct sql_tokens *tokens = scanner->tokens;
    uint32_t first = scanner->statement;
    scanner->statement = tokens->count;
    if (scanner->engine != SQL_ENGINE_POSTGRESQL
        || !psql_statement_takes_rows(&tokens->items[first], tokens->count - first))
        return;
    size_t line = str_find_char(scanner->source, '\n', scanner->at);
    if (line == STR_NOT_FOUND)
        return;
    size_t length = psql_rows_length(str_from(scanner->source, line + 1));
    add_comment(scanner, line + 1, line + 1 + length, line + 1 + length);
}

static bool skip_blank_or_comment(struct scanner *scanner)
{
    char c = peek(scanner, 0), next = peek(scanner, 1);
    if (char_is_blank(c))
        scanner->at++;
    else if (c == '-' && next == '-' && is_dash_comment(scanner))
        scan_line_comment(scanner, 2);
    else if (c == '#' && is_hash_comment(scanner))
        scan_line_comment(scanner, 1);
    else if (c == '\\' && is_psql_command(scanner))
        scan_psql_command(scanner);
    else if (c == '/' && next == '*')
        scan_block_comment(scanner);
    else if (c == '*' && next == '/' && scanner->is_in_executable) {
        scanner->at += 2;
        scanner->is_in_executable = false;
    } else
        return false;
    return true;
}

// True where the quote behind a backslash ends the string all the same: so in standard SQL,
// where a backslash is a letter like any other ('C:\').
static bool ends_after_backslash(const struct scanner *scanner, size_t quote)
{
    size_t i = quote + 1;
    while (i < scanner->source.length
           && (scanner->source.data[i] == ' ' || scanner->source.data[i] == '\n'))
        i++;
    return i == scanner->source.length || memchr(",);", scanner->source.data[i], 3);
}

// A backslash in a plain string: MySQL's escape, and a letter like any other elsewhere.
static bool is_escape(const struct scanner *scanner, size_t at, char quote)
{
    char next = at + 1 < scanner->source.length ? scanner->source.data[at + 1] : '\0';
    if (quote == '`' || scanner->engine == SQL_ENGINE_POSTGRESQL
        || scanner->engine == SQL_ENGINE_SQLITE)
        return false;
    return is_mysql(scanner) || next == '\\'
           || (next == quote && !ends_after_backslash(scanner, at + 1));
}

// The offset behind the closing quote of the string or name that opens at `from`.
static size_t find_quote_end(struct scanner *scanner, size_t from, bool has_escapes)
{
    struct str source = scanner->source;
    char quote = source.data[from];
    for (size_t i = from + 1; i < source.length; i++) {
        char next = i + 1 < source.length ? source.data[i + 1] : '\0';
        if (source.data[i] == quote && next != quote)
            return i + 1;
        if (source.data[i] == quote
            || (source.data[i] == '\\' && (has_escapes || is_escape(scanner, i, quote))))
            i++;
    }
    scanner->tokens->is_unclosed = true;
    return source.length;
}

// $tag$ ... $tag$; false where no tag stands here.
static bool scan_dollar_quote(struct scanner *scanner)
{
    size_t end = scanner->at + 1;
    if (is_mysql(scanner)
        || (end < scanner->source.length && char_is_digit(scanner->source.data[end])))
        return false;
    while (end < scanner->source.length
           && (char_is_word(scanner->source.data[end])
               || (unsigned char)scanner->source.data[end] >= 0x80))
        end++;
    if (end >= scanner->source.length || scanner->source.data[end] != '$')
        return false;
    struct str tag = str_slice(scanner->source, scanner->at, end + 1);
    size_t close = str_find(scanner->source, tag, end + 1);
    scanner->tokens->is_unclosed |= close == STR_NOT_FOUND;
    add_token(scanner, SQL_TOKEN_STRING,
              close == STR_NOT_FOUND ? scanner->source.length : close + tag.length);
    return true;
}

// The offset behind `{...}` that opens at `from`, within one line; `from` where there is none.
static size_t find_brace_end(const struct scanner *scanner, size_t from)
{
    for (size_t i = from + 1; i < scanner->source.length; i++) {
        if (scanner->source.data[i] == '}')
            return i + 1;
        if (scanner->source.data[i] == '\n' || scanner->source.data[i] == '{')
            return from;
    }
    return from;
}

static bool is_delimiter(const struct scanner *scanner, size_t at)
{
    return scanner->delimiter.length > 0 && scanner->source.data[at] == scanner->delimiter.data[0]
           && str_starts_with(str_from(scanner->source, at), scanner->delimiter);
}

static size_t find_word_end(const struct scanner *scanner, size_t from)
{
    while (from < scanner->source.length && is_name_part(scanner->source.data[from])
           && !is_delimiter(scanner, from))
        from++;
    return from;
}

// The offset behind the placeholder at the scanner's place; the place where there is none.
static size_t find_placeholder_end(const struct scanner *scanner)
{
    size_t at = scanner->at;
    char c = peek(scanner, 0), next = peek(scanner, 1);
    if (c == '?')
        return at + 1;
    if (c == '{')
        return find_brace_end(scanner, at);
    if ((c == '$' || c == '#') && next == '{') {
        size_t end = find_brace_end(scanner, at + 1);
        return end == at + 1 ? at : end;
    }
    if (c == '$' && is_name_part(next))
        return find_word_end(scanner, at + 1);
    if ((c == ':' || c == '@') && is_name_start(next))
        return find_word_end(scanner, at + 1);
    if (c == '%' && next == '(') {
        size_t end = str_find_char(str_slice(scanner->source, 0, at + 80), ')', at);
        return end == STR_NOT_FOUND || end + 1 == scanner->source.length ? at : end + 2;
    }
    if (c == '%' && next != '\0' && strchr("sdvifq", next) && !is_name_part(peek(scanner, 2)))
        return at + 2;
    return at;
}

static bool scan_placeholder(struct scanner *scanner)
{
    size_t end = find_placeholder_end(scanner);
    if (end == scanner->at)
        return false;
    add_token(scanner, SQL_TOKEN_PLACEHOLDER, end);
    return true;
}

static bool is_operator_char(char c)
{
    return c != '\0' && strchr("+-*/<>=~!@#%^&|:[]{}$\\", c);
}

static size_t find_operator_end(const struct scanner *scanner)
{
    static const char *const longer[] = { "<=>", "->>", "#>>", "!~*", "||", "::", "<=", ">=",
                                          "<>",  "!=",  "->",  "#>",  ":=", "=>", "@>", "<@",
                                          "!~",  "~*",  "&&",  "==",  "<<", ">>", NULL };
    struct str rest = str_from(scanner->source, scanner->at);
    for (const char *const *each = longer; *each; each++)
        if (str_starts_with(rest, str_of(*each)))
            return scanner->at + strlen(*each);
    return scanner->at + 1;
}

static size_t find_number_end(const struct scanner *scanner)
{
    size_t i = scanner->at;
    struct str source = scanner->source;
    while (i < source.length && (is_name_part(source.data[i]) || source.data[i] == '.'))
        i++;
    return i;
}

static void scan_parenthesis(struct scanner *scanner, char c)
{
    struct sql_tokens *tokens = scanner->tokens;
    if (c == '(') {
        uint32_t index = tokens->count;
        add_token(scanner, SQL_TOKEN_OPEN, scanner->at + 1);
        tokens->items[index].partner = scanner->open; // kept here until it is closed
        scanner->open = index + 1;
        scanner->depth++;
        return;
    }
    uint32_t opener = scanner->open;
    if (opener) {
        scanner->open = tokens->items[opener - 1].partner;
        scanner->depth--;
        tokens->items[opener - 1].partner = tokens->count;
    }
    add_token(scanner, SQL_TOKEN_CLOSE, scanner->at + 1);
    tokens->items[tokens->count - 1].partner = opener ? opener - 1 : tokens->count - 1;
}

static size_t find_bracket_end(const struct scanner *scanner)
{
    size_t end = str_find_char(scanner->source, ']', scanner->at);
    return end == STR_NOT_FOUND ? scanner->source.length : end + 1;
}

// A line DELIMITER, which is a command of mysql's client, or the delimiter that it set.
static bool scan_delimiter(struct scanner *scanner)
{
    if (is_delimiter(scanner, scanner->at)) {
        add_token(scanner, SQL_TOKEN_DELIMITER, scanner->at + scanner->delimiter.length);
        return true;
    }
    struct str rest = str_from(scanner->source, scanner->at), line, word = STR("DELIMITER");
    if (!is_mysql(scanner) || char_lower(peek(scanner, 0)) != 'd'
        || !char_is_blank(peek(scanner, 9))
        || !str_equal_ignoring_case(str_slice(rest, 0, word.length), word) || !starts_line(scanner)
        || !str_next_line(&rest, &line))
        return false;
    scanner->delimiter = str_trim(str_from(line, word.length));
    if (str_is(scanner->delimiter, ";"))
        scanner->delimiter = STR_NONE;
    add_token(scanner, SQL_TOKEN_DELIMITER, scanner->at + line.length);
    return true;
}

static void scan_token(struct scanner *scanner)
{
    char c = peek(scanner, 0);
    bool has_prefix = c != '\0' && strchr("eEnNbBxX", c) && peek(scanner, 1) == '\'';
    if (c == '(' || c == ')')
        scan_parenthesis(scanner, c);
    else if (c == ',' || c == '.')
        add_token(scanner, c == ',' ? SQL_TOKEN_COMMA : SQL_TOKEN_DOT, scanner->at + 1);
    else if (c == ';') {
        add_token(scanner, SQL_TOKEN_SEMICOLON, scanner->at + 1);
        skip_rows(scanner);
    } else if (c == '\'' || has_prefix)
        add_token(
            scanner, SQL_TOKEN_STRING,
            find_quote_end(scanner, scanner->at + has_prefix, has_prefix && char_lower(c) == 'e'));
    else if (c == '"' || c == '`')
        add_token(scanner, SQL_TOKEN_QUOTED_NAME, find_quote_end(scanner, scanner->at, false));
    else if (c == '[' && scanner->engine == SQL_ENGINE_SQLITE)
        add_token(scanner, SQL_TOKEN_QUOTED_NAME, find_bracket_end(scanner));
    else if ((c == '$' && scan_dollar_quote(scanner)) || scan_placeholder(scanner))
        return;
    else if (char_is_digit(c))
        add_token(scanner, SQL_TOKEN_NUMBER, find_number_end(scanner));
    else if (is_name_start(c))
        add_token(scanner, SQL_TOKEN_WORD, find_word_end(scanner, scanner->at));
    else if (is_operator_char(c))
        add_token(scanner, SQL_TOKEN_OPERATOR, find_operator_end(scanner));
    else
        scanner->at++; // nothing that SQL knows
}

struct sql_tokens *sql_scan(struct arena *arena, enum sql_engine engine, struct text text)
{
    struct sql_tokens *tokens = arena_new(arena, struct sql_tokens);
    tokens->text = text;
    struct scanner scanner = {
        .arena = arena, .tokens = tokens, .source = text.str, .engine = engine
    };
    scanner.capacity = (uint32_t)(text.str.length / BYTES_OF_TOKEN + 4);
    tokens->items = arena_new_many(arena, struct sql_token, scanner.capacity);
    while (scanner.at < text.str.length)
        if (!skip_blank_or_comment(&scanner) && !scan_delimiter(&scanner))
            scan_token(&scanner);
    uint32_t count = tokens->count;
    while (scanner.open) { // what is never closed ends with the text
        uint32_t opener = scanner.open - 1;
        scanner.open = tokens->items[opener].partner;
        tokens->items[opener].partner = count;
    }
    scanner.depth = 0;
    add_token(&scanner, SQL_TOKEN_END, scanner.at);
    tokens->count = count;
    return tokens;
}

struct span sql_find_client_command(const struct sql_tokens *tokens)
{
    list_each(sql_comment, comment, tokens->comments) {
        const char *mark = comment->text.data - 1;
        if (mark >= tokens->text.str.data && *mark == '\\'
            && psql_command_acts((struct str){ mark, comment->text.length + 1 }))
            return comment->span;
    }
    for (uint32_t i = 0; i < tokens->count; i++)
        if (tokens->items[i].kind == SQL_TOKEN_SEMICOLON && tokens->items[i].text.data[0] == '\\'
            && psql_command_acts(tokens->items[i].text))
            return sql_tokens_span(tokens, i, i + 1);
    return (struct span){ 0 };
}
