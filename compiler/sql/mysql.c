// Reads MySQL's and MariaDB's SQL, statement by statement, by the grammar in grammar/mysql.y.
#include "sql/mysql.h"

#include "sql/accesses.h"
#include "sql/cursor.h"
#include "sql/dialect.h"

#include "generated/mysql.tab.h"
#include "generated/mysql.lex.h"

// ---- scanning

void mysql_advance(struct mysql_reader *reader, struct mysql_place *place, size_t length)
{
    place->from = reader->at;
    reader->at += length;
    place->to = reader->at;
}

bool mysql_reads_comment(const struct mysql_reader *reader, struct mysql_place place)
{
    return sql_comment_is_code(reader->engine, str_from(reader->tokens->text.str, place.from));
}

void mysql_stop(struct mysql_reader *reader, struct mysql_place place)
{
    reader->stopped = place;
}

void mysql_opaque(struct mysql_reader *reader)
{
    reader->is_opaque = true;
}

// ---- statements

static void put_refusal(const struct mysql_reader *reader, struct sql_statement *statement)
{
    uint32_t at = mysql_tokens(reader, reader->stopped).from;
    struct str token = STR("its end");
    if (at < statement->range.to)
        token = arena_format(reader->arena, "'%.*s'",
                             STR_ARGS(str_slice(reader->tokens->items[at].text, 0, 40)));
    statement->refusal =
        arena_format(reader->arena, "belay's grammar, of %s, stops at %.*s",
                     reader->engine == SQL_ENGINE_MYSQL ? "MySQL" : "MariaDB", STR_ARGS(token));
    statement->refusal_span = sql_tokens_span(reader->tokens, at, at + 1);
}

// Whatever it is, it may change what it names.
static void put_opaque(struct mysql_reader *reader, const struct sql_statement *statement)
{
    const struct sql_token *first = sql_token_at(reader->tokens, statement->range.from);
    reader->changes.first = reader->changes.last = NULL;
    struct ddl *change = mysql_change(reader, DDL_OPAQUE, (struct mysql_place){ 0 });
    change->names = mysql_names_in(reader, statement->range,
                                   sql_token_is_any(first, "EXECUTE PREPARE CALL BEGIN"));
}

static void put_manner(const struct mysql_reader *reader, struct sql_statement *statement)
{
    const struct ddl_manner *manner = &reader->manner;
    if (!manner->algorithm.data && !manner->lock.data && !manner->wait.data)
        return;
    struct ddl_manner *kept = arena_new(reader->arena, struct ddl_manner);
    *kept = *manner;
    statement->manner = kept;
}

static void put_changes(const struct mysql_reader *reader, struct sql_statement *statement)
{
    statement->changes = reader->changes.first;
    for (struct ddl *change = statement->changes; change; change = change->next) {
        change->statement = statement;
        if (!span_is_set(change->span))
            change->span = statement->span;
    }
}

static bool parse(struct mysql_reader *reader, struct sql_range range)
{
    struct str text = sql_tokens_text(reader->tokens, range.from, range.to);
    reader->at = (size_t)(text.data - reader->tokens->text.str.data);
    yyscan_t scanner;
    mysql_lex_init_extra(reader, &scanner);
    mysql__scan_bytes(text.data, (int)text.length, scanner);
    int status = mysql_parse(scanner, reader);
    mysql_lex_destroy(scanner);
    return status == 0 && !reader->is_refused;
}

static struct sql_statement *read_statement(struct mysql_reader reader, struct sql_range range)
{
    struct sql_statement *statement =
        sql_read_statement(reader.arena, reader.tokens, range.from, range.to);
    if (!sql_refuse_bytes(statement) && !sql_refuse_unclosed(statement) && !parse(&reader, range))
        put_refusal(&reader, statement);
    if (statement->refusal.data || reader.is_opaque)
        put_opaque(&reader, statement);
    else {
        put_manner(&reader, statement);
        mysql_put_operations(&reader, statement);
    }
    put_changes(&reader, statement);
    sql_read_accesses(reader.arena, reader.engine, statement);
    return statement;
}

// ---- scripts

// The end of the statement at `from`. A delimiter of its own alone ends what stands before it.
static uint32_t find_end(const struct sql_tokens *tokens, uint32_t from, bool is_delimited)
{
    if (!is_delimited)
        return sql_find_end(tokens, from);
    while (from < tokens->count && tokens->items[from].kind != SQL_TOKEN_DELIMITER)
        from++;
    return from;
}

// True where statements end with a delimiter of their own behind the token.
static bool is_delimited_behind(const struct sql_token *token, bool is_delimited)
{
    struct str word = STR("DELIMITER");
    if (!str_equal_ignoring_case(str_slice(token->text, 0, word.length), word))
        return is_delimited;
    return !str_is(str_trim(str_from(token->text, word.length)), ";");
}

struct sql_script *sql_read_mysql(struct arena *arena, enum sql_engine engine, struct text text)
{
    struct sql_script *script = arena_new(arena, struct sql_script);
    const struct sql_tokens *tokens = script->tokens = sql_scan(arena, engine, text);
    const struct mysql_reader reader = { .arena = arena, .tokens = tokens, .engine = engine };
    bool is_delimited = false;
    for (uint32_t from = 0; from < tokens->count;) {
        const struct sql_token *token = &tokens->items[from];
        if (token->kind == SQL_TOKEN_DELIMITER)
            is_delimited = is_delimited_behind(token, is_delimited);
        if (token->kind == SQL_TOKEN_DELIMITER || token->kind == SQL_TOKEN_SEMICOLON) {
            from++;
            continue;
        }
        struct sql_range range = { from, find_end(tokens, from, is_delimited) };
        sql_script_add(script, read_statement(reader, range));
        from = range.to;
    }
    return script;
}
