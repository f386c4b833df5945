#include "sql/history.h"

// ---- names

static struct str lower(struct arena *arena, struct str name)
{
    struct str copy = arena_copy(arena, name);
    for (size_t i = 0; i < copy.length; i++)
        ((char *)copy.data)[i] = char_lower(copy.data[i]);
    return copy;
}

// PostgreSQL folds what stands without quotes; MySQL may tell tables apart by case, which is
// taken for certain; SQLite never does.
static struct str compared_name(struct arena *arena, enum sql_engine engine,
                                const struct sql_statement *statement, struct str name,
                                bool is_column)
{
    struct str written = sql_name_quoted(statement->tokens, name);
    switch (engine) {
    case SQL_ENGINE_POSTGRESQL: return written.length == name.length ? lower(arena, name) : name;
    case SQL_ENGINE_SQLITE: return lower(arena, name);
    case SQL_ENGINE_MYSQL:
    case SQL_ENGINE_MARIADB: return is_column ? lower(arena, name) : name;
    case SQL_ENGINE_UNKNOWN: break;
    }
    return name;
}

struct str sql_history_name(struct arena *arena, const struct sql_history *history,
                            const struct sql_statement *statement, struct str name)
{
    return compared_name(arena, history->engine, statement, name, true);
}

void sql_history_add(struct arena *arena, struct sql_history *history,
                     const struct sql_statement *statement, const struct sql_operation *operation)
{
    enum sql_engine engine = history->engine;
    bool renames_table = operation->head == SQL_RENAME_TABLE;
    struct sql_change change = { .statement = statement, .operation = operation };
    change.table.schema = compared_name(arena, engine, statement, operation->table.schema, false);
    change.table.name = compared_name(arena, engine, statement, operation->table.name, false);
    change.object.schema = compared_name(arena, engine, statement, operation->object.schema, false);
    change.object.name = compared_name(arena, engine, statement, operation->object.name, true);
    change.column = compared_name(arena, engine, statement, operation->column, true);
    change.new_name =
        compared_name(arena, engine, statement, operation->new_name, !renames_table);
    array_add(arena, &history->changes, change);
}

// A schema that is not said is not taken to be any that is.
static bool is_same(struct sql_name a, struct sql_name b)
{
    return a.name.length > 0 && str_equal(a.name, b.name) && str_equal(a.schema, b.schema);
}

// ---- going back

// What a thing was called at a point of the history.
struct trace {
    struct sql_name table;
    struct str column;
};

static struct trace trace_of(const struct sql_change *change, struct str column)
{
    return (struct trace){ change->table, column };
}

static bool is_on(const struct sql_change *change, const struct trace *trace)
{
    return is_same(change->table, trace->table);
}

static bool is_on_column(const struct sql_change *change, const struct trace *trace)
{
    return is_on(change, trace) && str_equal(change->column, trace->column);
}

// The names before the change.
static void go_back(struct trace *trace, const struct sql_change *change)
{
    enum sql_head head = change->operation->head;
    if (head == SQL_RENAME_TABLE && str_equal(change->table.schema, trace->table.schema)
        && str_equal(change->new_name, trace->table.name))
        trace->table = change->table;
    else if (head == SQL_RENAME_COLUMN && is_on(change, trace)
             && str_equal(change->new_name, trace->column))
        trace->column = change->column;
}

static bool creates_table(enum sql_head head)
{
    return head == SQL_CREATE_TABLE || head == SQL_CREATE_TABLE_AS;
}

bool sql_history_creates_table(const struct sql_history *history, size_t from, size_t index)
{
    struct trace trace = trace_of(&history->changes.items[index], STR_NONE);
    while (index-- > from) {
        const struct sql_change *change = &history->changes.items[index];
        if (creates_table(change->operation->head) && is_on(change, &trace))
            return !change->operation->is_conditional;
        if (change->operation->head == SQL_DROP_TABLE && is_on(change, &trace))
            return false;
        go_back(&trace, change);
    }
    return false;
}

bool sql_history_creates_column(const struct sql_history *history, size_t from, size_t index,
                                struct str column)
{
    struct trace trace = trace_of(&history->changes.items[index], column);
    while (index-- > from) {
        const struct sql_change *change = &history->changes.items[index];
        enum sql_head head = change->operation->head;
        if (creates_table(head) && is_on(change, &trace))
            return !change->operation->is_conditional;
        if (head == SQL_ADD_COLUMN && is_on_column(change, &trace))
            return !change->operation->is_conditional;
        if ((head == SQL_DROP_COLUMN && is_on_column(change, &trace))
            || (head == SQL_DROP_TABLE && is_on(change, &trace)))
            return false;
        go_back(&trace, change);
    }
    return false;
}

bool sql_history_creates_object(const struct sql_history *history, size_t from, size_t index)
{
    struct sql_name object = history->changes.items[index].object;
    struct trace trace = trace_of(&history->changes.items[index], STR_NONE);
    while (object.name.length > 0 && index-- > from) {
        const struct sql_change *change = &history->changes.items[index];
        enum sql_head head = change->operation->head;
        if (head == SQL_RENAME_OTHER)
            return false; // perhaps of this one
        bool is_one = head == SQL_CREATE_INDEX || head == SQL_ADD_CONSTRAINT
                      || head == SQL_DROP_INDEX || head == SQL_DROP_CONSTRAINT;
        bool is_here = !sql_name_is_set(trace.table) || !sql_name_is_set(change->table)
                       || is_on(change, &trace);
        if (is_one && is_here && str_equal(change->object.name, object.name))
            return (head == SQL_CREATE_INDEX || head == SQL_ADD_CONSTRAINT)
                   && !change->operation->is_conditional;
        go_back(&trace, change);
    }
    return false;
}

// ---- what a column was like

// It may have changed the column in a way that is not seen here.
static bool may_change(const struct sql_change *change, const struct trace *trace)
{
    enum sql_head head = change->operation->head;
    if (change->statement->refusal.data || head == SQL_OTHER || head == SQL_ALTER_OTHER)
        return !sql_name_is_set(change->table) || is_on(change, trace);
    if (!is_on(change, trace))
        return false;
    return creates_table(head) || head == SQL_DROP_TABLE
           || (head == SQL_RENAME_COLUMN && change->operation->is_redefined)
           || (head == SQL_ADD_CONSTRAINT
               && change->operation->constraint == SQL_CONSTRAINT_PRIMARY_KEY);
}

// SERIAL and GENERATED bring a default and NOT NULL along.
static bool has_hidden_parts(const struct sql_change *change)
{
    const struct sql_tokens *tokens = change->statement->tokens;
    struct sql_range definition = change->operation->definition;
    const struct sql_token *type = sql_token_at(tokens, definition.from);
    for (uint32_t i = definition.from; i < definition.to; i++)
        if (sql_token_is(sql_token_at(tokens, i), "GENERATED"))
            return true;
    return str_find_ignoring_case(type->text, STR("serial"), 0) != STR_NOT_FOUND;
}

static enum sql_known known(bool value)
{
    return value ? SQL_KNOWN_YES : SQL_KNOWN_NO;
}

enum sql_known sql_history_not_null(const struct sql_history *history, size_t index)
{
    struct trace trace =
        trace_of(&history->changes.items[index], history->changes.items[index].column);
    while (index-- > 0) {
        const struct sql_change *change = &history->changes.items[index];
        enum sql_head head = change->operation->head;
        bool is_here = is_on_column(change, &trace);
        if (may_change(change, &trace) || (is_here && head == SQL_CHANGE_TYPE))
            return SQL_NOT_KNOWN;
        if (is_here && (head == SQL_SET_NOT_NULL || head == SQL_DROP_NOT_NULL))
            return known(head == SQL_SET_NOT_NULL);
        if (is_here && head == SQL_ADD_COLUMN)
            return change->operation->is_conditional ? SQL_NOT_KNOWN
                   : has_hidden_parts(change)        ? SQL_KNOWN_YES
                                                     : known(change->operation->is_not_null);
        go_back(&trace, change);
    }
    return SQL_NOT_KNOWN;
}

static enum sql_known read_default(const struct sql_change *change, struct str *text)
{
    struct sql_range range = change->operation->fallback;
    if (change->operation->is_conditional)
        return SQL_NOT_KNOWN;
    if (range.from == range.to)
        return change->operation->head == SQL_DROP_DEFAULT
                       || (!change->operation->has_default && !has_hidden_parts(change))
                   ? SQL_KNOWN_NO
                   : SQL_NOT_KNOWN;
    *text = sql_tokens_text(change->statement->tokens, range.from, range.to);
    return SQL_KNOWN_YES;
}

enum sql_known sql_history_default(const struct sql_history *history, size_t index,
                                   struct str *text)
{
    struct trace trace =
        trace_of(&history->changes.items[index], history->changes.items[index].column);
    while (index-- > 0) {
        const struct sql_change *change = &history->changes.items[index];
        enum sql_head head = change->operation->head;
        bool is_here = is_on_column(change, &trace);
        if (may_change(change, &trace) || (is_here && head == SQL_CHANGE_TYPE))
            return SQL_NOT_KNOWN;
        if (is_here
            && (head == SQL_SET_DEFAULT || head == SQL_DROP_DEFAULT || head == SQL_ADD_COLUMN))
            return read_default(change, text);
        go_back(&trace, change);
    }
    return SQL_NOT_KNOWN;
}
