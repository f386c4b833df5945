#include "model/changes.h"

#include "model/schema.h"

// ---- what the plan itself created

enum { CREATED_MAX = 1000 }; // objects that are remembered, so that a look-up stays cheap

struct created {
    const struct store *store;
    struct sql_name table;
    struct str column; // empty: the table
};

struct creation {
    struct created objects[CREATED_MAX];
    unsigned count;
    bool is_full; // more were created than are known: nothing is said of what is dropped
};

static void remember(struct creation *creation, const struct change_step *change)
{
    enum sql_head head = change->operation->head;
    if (head != SQL_CREATE_TABLE && head != SQL_CREATE_TABLE_AS && head != SQL_ADD_COLUMN)
        return;
    creation->is_full |= creation->count == CREATED_MAX;
    if (creation->is_full)
        return;
    creation->objects[creation->count++] = (struct created){
        .store = change->action->store,
        .table = change->operation->table,
        .column = head == SQL_ADD_COLUMN ? change->operation->column : STR_NONE,
    };
}

static bool is_created(const struct creation *creation, const struct change_step *change)
{
    const struct sql_operation *operation = change->operation;
    if (creation->is_full)
        return true;
    for (unsigned i = 0; i < creation->count; i++) {
        const struct created *created = &creation->objects[i];
        if (created->store == change->action->store
            && sql_name_equal(created->table, operation->table)
            && (created->column.length == 0
                || str_equal_ignoring_case(created->column, operation->column)))
            return true;
    }
    return false;
}

static bool can_destroy(enum sql_head head)
{
    return head == SQL_DROP_TABLE || head == SQL_DROP_COLUMN || head == SQL_DROP_SCHEMA
           || head == SQL_TRUNCATE || head == SQL_DELETE;
}

// ---- reading

static void add_script(struct arena *arena, struct change_list *list, const struct phase *phase,
                       const struct action *action, const struct sql_script *script)
{
    list_each(sql_statement, statement, script->statements)
        list_each(sql_operation, operation, statement->operations) {
            struct change_step *change = arena_new(arena, struct change_step);
            *change = (struct change_step){
                .phase = phase, .action = action, .statement = statement, .operation = operation
            };
            list_add(list, change);
        }
}

struct change_list changes_of_actions(struct arena *arena, const struct phase *phase,
                                      const struct action_list *actions)
{
    struct change_list list = { 0 };
    list_each(action, action, *actions)
        if (action->kind == ACTION_STEP && code_is_sql(&action->code))
            add_script(arena, &list, phase, action,
                       sql_read_for(arena, store_engine(action->store), action->code.text));
    return list;
}

static bool is_step(const struct site *site)
{
    return site->role == SITE_RUNS && site->phase && site->action
           && site->action->kind == ACTION_STEP && code_is_sql(site->code);
}

struct changes changes_read(struct arena *arena, const struct plan *plan, const struct sites *sites)
{
    struct changes changes = { 0 };
    struct creation *creation = arena_new(arena, struct creation);
    changes.of_phase = arena_new_many(arena, struct change_list, plan->phase_count);
    list_each(site, site, *sites)
        if (is_step(site))
            list_each(site_query, query, site->queries)
                add_script(arena, &changes.of_phase[site->phase->index], site->phase, site->action,
                           query->script);
    list_each(phase, phase, plan->phases)
        list_each(change_step, change, changes.of_phase[phase->index]) {
            change->destroys =
                can_destroy(change->operation->head) && !is_created(creation, change);
            remember(creation, change);
        }
    return changes;
}

// ---- questions

bool change_is_on_table(const struct change_step *change, const struct object *object)
{
    const struct store *store = change->action->store;
    struct sql_name table = { object->schema, object->table };
    return object->table.length > 0 && sql_name_is_set(change->operation->table)
           && sql_name_equal(change->operation->table, table)
           && (!store || !object->store || store == object->store);
}

bool change_is_on(const struct change_step *change, const struct object *object)
{
    return change_is_on_table(change, object)
           && (object->column.length == 0
               || str_equal_ignoring_case(change->operation->column, object->column));
}

bool change_drops(const struct change_step *change, const struct object *object)
{
    enum sql_head head = change->operation->head;
    if (head == SQL_DROP_TABLE)
        return change_is_on_table(change, object);
    return head == SQL_DROP_COLUMN && object->column.length > 0 && change_is_on(change, object);
}

bool change_takes_name(const struct change_step *change, const struct object *object)
{
    enum sql_head head = change->operation->head;
    if (head == SQL_RENAME_TABLE)
        return change_is_on_table(change, object);
    return head == SQL_RENAME_COLUMN && object->column.length > 0 && change_is_on(change, object);
}

bool change_gives_name(const struct change_step *change, const struct object *object)
{
    const struct sql_operation *operation = change->operation;
    if (operation->head == SQL_RENAME_TABLE)
        return str_equal_ignoring_case(operation->new_name, object->table);
    return operation->head == SQL_RENAME_COLUMN && object->column.length > 0
           && change_is_on_table(change, object)
           && str_equal_ignoring_case(operation->new_name, object->column);
}

// Where the rows that are written are not known: an operation knows the first column that an
// UPDATE sets; the others stand before its WHERE.
static bool sets_column(const struct change_step *change, struct str column)
{
    const struct sql_statement *statement = change->statement;
    uint32_t end = statement->has_where ? statement->where.from : statement->range.to;
    return str_has_word(sql_tokens_text(statement->tokens, statement->range.from, end), column);
}

static bool is_access_to(const struct sql_access *access, const struct object *object)
{
    if (!sql_name_equal(access->table, (struct sql_name){ object->schema, object->table }))
        return false;
    for (size_t i = 0; access->columns && i < access->columns->count; i++)
        if (str_equal_ignoring_case(access->columns->items[i].name, object->column))
            return true;
    return access->has_all_columns;
}

// MySQL's UPDATE of several tables; INSERT … SELECT that updates the rows that are there, and
// REPLACE, which deletes them first.
static bool sets_column_of(const struct change_step *change, const struct object *object)
{
    const struct store *store = change->action->store;
    bool is_inserted = false, is_deleted = false, is_updated = false;
    if (store && object->store && store != object->store)
        return false;
    list_each(sql_access, access, change->statement->accesses) {
        bool is_to = is_access_to(access, object);
        is_updated |= is_to && access->kind == SQL_UPDATES;
        is_inserted |= is_to && access->kind == SQL_INSERTS;
        is_deleted |= is_to && access->kind == SQL_DELETES;
    }
    return is_updated || (is_inserted && is_deleted);
}

bool change_fills(const struct change_step *change, const struct object *object)
{
    enum sql_head head = change->operation->head;
    bool is_set = head == SQL_UPDATE || head == SQL_INSERT_SELECT || head == SQL_MERGE;
    if (object->column.length > 0 && is_set && change->statement->accesses.first)
        return sets_column_of(change, object);
    if (!change_is_on_table(change, object))
        return false;
    if (object->column.length > 0)
        return head == SQL_UPDATE && sets_column(change, object->column);
    return head == SQL_INSERT_SELECT || head == SQL_MERGE || head == SQL_COPY
           || head == SQL_CREATE_TABLE_AS;
}

struct str change_object(struct arena *arena, const struct change_step *change)
{
    const struct sql_operation *operation = change->operation;
    struct sql_name name = sql_name_is_set(operation->table) ? operation->table : operation->object;
    struct str table = sql_name_format(arena, name);
    if (operation->column.length == 0 || table.length == 0)
        return table.length > 0 ? table : operation->column;
    return arena_format(arena, "%.*s.%.*s", STR_ARGS(table), STR_ARGS(operation->column));
}

const char *change_verb(const struct change_step *change)
{
    if (change->operation->head == SQL_DELETE)
        return "deletes from";
    return change->operation->head == SQL_TRUNCATE ? "truncates" : "drops";
}
