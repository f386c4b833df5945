#include "sql/sqlite.h"

#include "sql/cursor.h"
#include "sql/dialect.h"

#include "generated/sqlite.tab.h"
#include "generated/sqlite.lex.h"

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

int sqlite_end(struct sqlite_reader *reader, struct sqlite_place *place)
{
    *place = (struct sqlite_place){ reader->at, reader->at };
    if (reader->has_ended)
        return TOKEN_END;
    reader->has_ended = true;
    return TOKEN_SEMICOLON;
}

// ---- places

// The index of the first token at or behind the offset.
static uint32_t token_at(const struct sqlite_reader *reader, size_t offset)
{
    const struct sql_tokens *tokens = reader->tokens;
    const char *place = tokens->text.str.data + offset;
    uint32_t low = 0, high = tokens->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (tokens->items[middle].text.data < place)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct sql_range tokens_of(const struct sqlite_reader *reader, struct sqlite_place place)
{
    return (struct sql_range){ token_at(reader, place.from), token_at(reader, place.to) };
}

struct str sqlite_name(const struct sqlite_reader *reader, struct sqlite_place place)
{
    struct str name = str_slice(reader->tokens->text.str, place.from, place.to);
    if (name.length < 2 || !strchr("\"`['", name.data[0]))
        return name;
    return str_slice(name, 1, name.length - 1);
}

// ---- operations

static struct sql_operation *new_operation(struct sqlite_reader *reader, enum sql_head head)
{
    struct sql_operation *operation = arena_new(reader->arena, struct sql_operation);
    operation->head = head;
    return operation;
}

struct sql_operation *sqlite_head(struct sqlite_reader *reader, enum sql_head head,
                                  struct sql_name table)
{
    struct sql_operation *operation = new_operation(reader, head);
    operation->table = table;
    return operation;
}

struct sql_operation *sqlite_create_table(struct sqlite_reader *reader, enum sql_head head,
                                          struct sql_name table, bool is_temporary,
                                          bool is_conditional)
{
    struct sql_operation *operation = sqlite_head(reader, head, table);
    operation->is_temporary =
        is_temporary || str_equal_ignoring_case(table.schema, STR("temp"));
    operation->is_conditional = is_conditional;
    return operation;
}

struct sql_operation *sqlite_create_index(struct sqlite_reader *reader, struct sql_name index,
                                          struct str table, bool is_unique, bool is_conditional)
{
    // The table is in the schema of its index, which alone can name it.
    struct sql_operation *operation = sqlite_head(reader, SQL_CREATE_INDEX,
                                                  (struct sql_name){ index.schema, table });
    operation->object = index;
    operation->is_unique = is_unique;
    operation->is_conditional = is_conditional;
    return operation;
}

struct sql_operation *sqlite_drop(struct sqlite_reader *reader, enum sql_head head,
                                  struct sql_name name, bool is_conditional)
{
    struct sql_operation *operation = new_operation(reader, head);
    if (head == SQL_DROP_TABLE)
        operation->table = name;
    else
        operation->object = name;
    operation->is_conditional = is_conditional;
    return operation;
}

struct sql_operation *sqlite_rename(struct sqlite_reader *reader, enum sql_head head,
                                    struct str column, struct str new_name)
{
    struct sql_operation *operation = sqlite_column(reader, head, column);
    operation->new_name = new_name;
    return operation;
}

struct sql_operation *sqlite_column(struct sqlite_reader *reader, enum sql_head head,
                                    struct str column)
{
    struct sql_operation *operation = new_operation(reader, head);
    operation->column = column;
    return operation;
}

struct sql_operation *sqlite_check(struct sqlite_reader *reader, enum sql_head head,
                                   struct str constraint)
{
    struct sql_operation *operation = new_operation(reader, head);
    operation->object.name = constraint;
    if (head == SQL_ADD_CONSTRAINT)
        operation->constraint = SQL_CONSTRAINT_CHECK;
    return operation;
}

struct sql_operation *sqlite_add_column(struct sqlite_reader *reader, struct str name,
                                        struct sqlite_column properties,
                                        struct sqlite_place definition)
{
    struct sql_operation *operation = sqlite_column(reader, SQL_ADD_COLUMN, name);
    operation->definition = tokens_of(reader, definition);
    operation->fallback = tokens_of(reader, properties.fallback);
    operation->is_not_null = properties.is_not_null;
    operation->has_default = properties.has_default;
    return operation;
}

struct sql_operation *sqlite_on_table(struct sqlite_reader *reader, struct sqlite_place clause,
                                      struct sql_operation *operation, struct sql_name table)
{
    operation->table = table;
    operation->span = text_span(reader->tokens->text, clause.from, clause.to);
    return operation;
}

// ---- statements

void sqlite_stop(struct sqlite_reader *reader, struct sqlite_place place)
{
    reader->stopped = place;
}

struct sql_operation *sqlite_refuse(struct sqlite_reader *reader)
{
    reader->is_refused = true;
    return NULL;
}

static void put_refusal(const struct sqlite_reader *reader, struct sql_statement *statement)
{
    const struct sql_tokens *tokens = reader->tokens;
    uint32_t at = token_at(reader, reader->stopped.from);
    struct str token = STR("its end");
    if (at < statement->range.to)
        token = arena_format(reader->arena, "'%.*s'",
                             STR_ARGS(str_slice(tokens->items[at].text, 0, 40)));
    statement->refusal = arena_format(reader->arena, "belay's grammar, of SQLite, stops at %.*s",
                                      STR_ARGS(token));
    statement->refusal_span = sql_tokens_span(tokens, at, at + 1);
}

// What its head takes for more than it is, as CREATE VIRTUAL TABLE, is something else.
static void amend_opaque(struct sql_statement *statement)
{
    static const bool is_opaque[SQL_OTHER + 1] = {
        [SQL_CREATE_VIEW] = true, [SQL_CREATE_TRIGGER] = true, [SQL_CREATE_OTHER] = true,
        [SQL_DROP_VIEW] = true,   [SQL_DROP_TRIGGER] = true,   [SQL_DROP_OTHER] = true,
        [SQL_TRANSACTION] = true, [SQL_SET] = true,            [SQL_OTHER] = true,
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
static void amend(struct sql_statement *statement, struct sql_operation *operation)
{
    struct sql_operation *read_by_head = statement->operations.first;
    if (is_of_rows(operation->head)) {
        read_by_head->table = operation->table;
        return;
    }
    if (!span_is_set(operation->span))
        operation->span = statement->span;
    statement->operations.first = statement->operations.last = operation;
    statement->head = operation->head;
}

static void add_statement(struct sqlite_reader *reader, struct sql_range range,
                          struct sql_operation *operation)
{
    if (range.from >= range.to)
        return;
    struct sql_statement *statement =
        sql_read_statement(reader->arena, reader->tokens, range.from, range.to);
    if (reader->is_refused)
        put_refusal(reader, statement);
    else if (!sql_refuse_bytes(statement)) {
        if (operation)
            amend(statement, operation);
        else
            amend_opaque(statement);
    }
    sql_script_add(reader->script, statement);
}

void sqlite_finish(struct sqlite_reader *reader, struct sqlite_place statement,
                   struct sqlite_place semicolon, struct sql_operation *operation)
{
    struct sqlite_place place = { statement.from, semicolon.from };
    add_statement(reader, tokens_of(reader, place), operation);
    reader->is_refused = false;
}

struct sql_script *sql_read_sqlite(struct arena *arena, struct text text)
{
    struct sql_script *script = arena_new(arena, struct sql_script);
    script->tokens = sql_scan(arena, SQL_ENGINE_SQLITE, text);
    struct sqlite_reader reader = { .arena = arena, .script = script, .tokens = script->tokens };
    yyscan_t scanner;
    sqlite_lex_init_extra(&reader, &scanner);
    sqlite__scan_bytes(text.str.data ? text.str.data : "", (int)text.str.length, scanner);
    int status = sqlite_parse(scanner, &reader);
    sqlite_lex_destroy(scanner);
    if (status == 0)
        return script;
    // CASE in CASE, thousands deep: the rest is one statement that is not read.
    const struct sql_statement *last = script->statements.last;
    reader.is_refused = true;
    struct sql_range rest = { last ? last->range.to + 1 : 0, script->tokens->count };
    add_statement(&reader, rest, NULL);
    return script;
}
