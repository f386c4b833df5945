#include "rules/support/forgotten.h"

#include "sql/read.h"

enum { MADE_MAX = 8 }; // of one phase, each sought in its rollback

// ---- what the rollback is

// Whoever drops a schema, calls a function or sends what belay does not read may undo anything.
static bool is_plain(const struct sql_statement *statement)
{
    if (!statement->operations.first || sql_statement_opacity(statement).data)
        return false;
    list_each(sql_operation, operation, statement->operations) {
        enum sql_head head = operation->head;
        if (head == SQL_SELECT || head == SQL_OTHER || head == SQL_DROP_SCHEMA
            || head == SQL_DROP_OTHER || head == SQL_CREATE_ROUTINE)
            return false;
    }
    return true;
}

// All of it is SQL, and there is some.
static bool is_readable(const struct events *back)
{
    bool has_sql = false;
    for (size_t i = 0; i < back->count; i++) {
        const struct event *event = &back->items[i];
        bool is_step = event->action && event->action->kind == ACTION_STEP;
        if (is_step && (!event->first || span_is_set(event->client_command)))
            return false;
        for (const struct sql_statement *statement = event->first; statement != event->end;
             statement = statement->next)
            if (!is_plain(statement))
                return false;
        has_sql |= is_step;
    }
    return has_sql;
}

// ---- what is undone

static bool makes(const struct sql_operation *operation)
{
    if (operation->is_conditional || operation->is_table_conditional || operation->is_temporary)
        return false;
    return operation->head == SQL_CREATE_TABLE || operation->head == SQL_ADD_COLUMN
           || (operation->head == SQL_CREATE_INDEX && operation->object.name.length > 0);
}

static struct str made_name(const struct sql_operation *operation)
{
    return operation->head == SQL_ADD_COLUMN     ? operation->column
           : operation->head == SQL_CREATE_INDEX ? operation->object.name
                                                 : operation->table.name;
}

// What is dropped or renamed goes by its own name, or with its table; an index with a column too.
static bool goes_with(const struct sql_operation *made, const struct sql_operation *other)
{
    bool is_table = other->head == SQL_DROP_TABLE || other->head == SQL_RENAME_TABLE;
    bool is_column = other->head == SQL_DROP_COLUMN && made->head == SQL_CREATE_INDEX;
    return (is_table || is_column) && sql_name_equal(made->table, other->table);
}

static bool is_named_in(const struct sql_operation *made, const struct sql_statement *statement)
{
    struct str text =
        sql_tokens_text(statement->tokens, statement->range.from, statement->range.to);
    if (str_has_word(text, made_name(made)))
        return true;
    list_each(sql_operation, operation, statement->operations)
        if (goes_with(made, operation))
            return true;
    return false;
}

static bool is_undone(const struct events *back, const struct sql_operation *made)
{
    for (size_t i = 0; i < back->count; i++)
        for (const struct sql_statement *statement = back->items[i].first;
             statement != back->items[i].end; statement = statement->next)
            if (is_named_in(made, statement))
                return true;
    return false;
}

// The phase itself drops it again, renames it, or does more with it.
static bool is_touched_later(const struct change_step *made)
{
    for (const struct change_step *later = made->next; later; later = later->next) {
        enum sql_head head = later->operation->head;
        bool goes = head == SQL_DROP_TABLE || head == SQL_DROP_COLUMN || head == SQL_DROP_INDEX
                    || head == SQL_RENAME_TABLE || head == SQL_RENAME_COLUMN
                    || head == SQL_RENAME_OTHER || head == SQL_DROP_SCHEMA
                    || head == SQL_ADD_CONSTRAINT;
        if (goes && is_named_in(made->operation, later->statement))
            return true;
    }
    return false;
}

struct change_list rollback_forgets(struct unit *unit, const struct phase *phase)
{
    struct change_list forgotten = { 0 };
    const struct model *model = model_of(unit);
    const struct events *back = &model->line.back[phase->index];
    unsigned count = 0;
    if (phase->rollback.kind != ROLLBACK_ACTIONS || !is_readable(back))
        return forgotten;
    changes_each(change, &model->changes, phase) {
        const struct store *store = change->action->store;
        if (!makes(change->operation) || (store && text_is_set(store->schema.text)))
            continue;
        if (++count > MADE_MAX)
            break;
        if (is_undone(back, change->operation) || is_touched_later(change))
            continue;
        struct change_step *copy = arena_new(&unit->arena, struct change_step);
        *copy = *change;
        copy->next = NULL;
        list_add(&forgotten, copy);
    }
    return forgotten;
}

struct str forgotten_name(struct arena *arena, const struct sql_operation *operation)
{
    struct str table = sql_name_format(arena, operation->table);
    if (operation->head == SQL_ADD_COLUMN)
        return arena_format(arena, "column %.*s.%.*s", STR_ARGS(table),
                            STR_ARGS(operation->column));
    if (operation->head == SQL_CREATE_INDEX)
        return arena_format(arena, "index %.*s",
                            STR_ARGS(sql_name_format(arena, operation->object)));
    return arena_format(arena, "table %.*s", STR_ARGS(table));
}
