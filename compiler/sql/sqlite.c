#include "sql/sqlite.h"

#include "sql/accesses.h"
#include "sql/cursor.h"
#include "sql/dialect.h"

#include "generated/sqlite.lex.h"
#include "generated/sqlite.tab.h"

// ---- scanning

void sqlite_advance(struct sqlite_reader *reader, struct sqlite_place *place, size_t length)
{
    place->from = reader->at;
    reader->at += length;
    place->to = reader->at;
}

void sqlite_open(struct sqlite_reader *reader, struct sqlite_place place)
{
    if (reader->depth++ == 0)
        reader->group_from = place.from;
}

bool sqlite_close(struct sqlite_reader *reader, struct sqlite_place *place)
{
    place->from = reader->group_from;
    return --reader->depth == 0;
}

void sqlite_leave(struct sqlite_reader *reader, struct sqlite_place *place)
{
    if (place->to == reader->at && reader->at < reader->tokens->text.str.length)
        reader->at = place->from; // the semicolon
    *place = (struct sqlite_place){ reader->group_from, reader->at };
    reader->depth = 0;
}

int sqlite_start(struct sqlite_reader *reader, struct sqlite_place *place)
{
    int start = reader->start;
    *place = (struct sqlite_place){ reader->at, reader->at };
    reader->start = 0;
    return start;
}

int sqlite_end(struct sqlite_reader *reader, struct sqlite_place *place)
{
    *place = (struct sqlite_place){ reader->at, reader->at };
    if (reader->has_ended)
        return TOKEN_END;
    reader->has_ended = true;
    return TOKEN_SEMICOLON;
}

// ---- statements

void sqlite_stop(struct sqlite_reader *reader, struct sqlite_place place)
{
    reader->stopped = place;
}

struct sqlite_change *sqlite_refuse(struct sqlite_reader *reader)
{
    reader->is_refused = true;
    return NULL;
}

static void put_refusal(const struct sqlite_reader *reader, struct sql_statement *statement)
{
    const struct sql_tokens *tokens = reader->tokens;
    uint32_t at = sqlite_tokens(reader, reader->stopped).from;
    struct str token = STR("its end");
    if (at < statement->range.to)
        token = arena_format(reader->arena, "'%.*s'",
                             STR_ARGS(str_slice(tokens->items[at].text, 0, 40)));
    statement->refusal =
        arena_format(reader->arena, "belay's grammar, of SQLite, stops at %.*s", STR_ARGS(token));
    statement->refusal_span = sql_tokens_span(tokens, at, at + 1);
}

// What its head takes for more than it is, as CREATE VIRTUAL TABLE, is something else.
static void amend_opaque(struct sql_statement *statement)
{
    static const bool is_opaque[SQL_OTHER + 1] = {
        [SQL_CREATE_OTHER] = true, [SQL_DROP_OTHER] = true, [SQL_TRANSACTION] = true,
        [SQL_SET] = true,          [SQL_OTHER] = true,
    };
    struct sql_operation *operation = statement->operations.first;
    if (is_opaque[statement->head])
        return;
    bool creates = statement->head == SQL_CREATE_TABLE || statement->head == SQL_CREATE_TABLE_AS;
    statement->head = operation->head = creates ? SQL_CREATE_OTHER : SQL_OTHER;
    statement->operations.last = operation;
    operation->next = NULL;
}

static bool is_of_rows(enum sql_head head)
{
    return head == SQL_SELECT || head == SQL_INSERT || head == SQL_UPDATE || head == SQL_DELETE;
}

// The grammar knows which table it is; the rest of such a statement is read by its head.
static void amend(struct sql_statement *statement, const struct sqlite_change *change)
{
    struct sql_operation *operation = change->operation;
    statement->changes = change->changes.first;
    if (is_of_rows(operation->head)) {
        statement->operations.first->table = operation->table;
        return;
    }
    if (!span_is_set(operation->span))
        operation->span = statement->span;
    statement->operations.first = statement->operations.last = operation;
    statement->head = operation->head;
}

static void add_statement(struct sqlite_reader *reader, struct sql_range range,
                          const struct sqlite_change *change)
{
    if (range.from >= range.to)
        return;
    struct sql_statement *statement =
        sql_read_statement(reader->arena, reader->tokens, range.from, range.to);
    if (reader->is_refused)
        put_refusal(reader, statement);
    else if (!sql_refuse_bytes(statement) && !change)
        amend_opaque(statement);
    if (change && !statement->refusal.data)
        amend(statement, change);
    else
        statement->changes = sqlite_opaque(reader, statement);
    for (struct ddl *ddl = statement->changes; ddl; ddl = ddl->next) {
        ddl->statement = statement;
        if (!span_is_set(ddl->span))
            ddl->span = statement->span;
    }
    sql_read_accesses(reader->arena, SQL_ENGINE_SQLITE, statement);
    sql_script_add(reader->script, statement);
}

void sqlite_finish(struct sqlite_reader *reader, struct sqlite_place statement,
                   struct sqlite_place semicolon, struct sqlite_change *change)
{
    struct sqlite_place place = { statement.from, semicolon.from };
    add_statement(reader, sqlite_tokens(reader, place), change);
    reader->is_refused = false;
}

// ---- texts

static int parse(struct sqlite_reader *reader, struct str text)
{
    yyscan_t scanner;
    sqlite_lex_init_extra(reader, &scanner);
    sqlite__scan_bytes(text.data ? text.data : "", (int)text.length, scanner);
    int status = sqlite_parse(scanner, reader);
    sqlite_lex_destroy(scanner);
    return status;
}

struct sql_table_definition *sqlite_read_table(struct sqlite_reader *reader,
                                               struct sqlite_place group)
{
    struct sqlite_place inside = sqlite_inside(group);
    struct sqlite_reader table = {
        .arena = reader->arena,
        .tokens = reader->tokens,
        .start = TOKEN_START_TABLE,
        .at = inside.from,
        .has_ended = true,
    };
    if (parse(&table, str_slice(reader->tokens->text.str, inside.from, inside.to)) == 0)
        return table.definition;
    sqlite_stop(reader, table.stopped);
    reader->is_refused = true;
    return NULL;
}

struct sql_script *sql_read_sqlite(struct arena *arena, struct text text)
{
    struct sql_script *script = arena_new(arena, struct sql_script);
    script->tokens = sql_scan(arena, SQL_ENGINE_SQLITE, text);
    struct sqlite_reader reader = {
        .arena = arena,
        .script = script,
        .tokens = script->tokens,
        .start = TOKEN_START_SCRIPT,
    };
    if (parse(&reader, text.str) == 0)
        return script;
    // CASE in CASE, thousands deep: the rest is one statement that is not read.
    const struct sql_statement *last = script->statements.last;
    reader.is_refused = true;
    struct sql_range rest = { last ? last->range.to + 1 : 0, script->tokens->count };
    add_statement(&reader, rest, NULL);
    return script;
}
