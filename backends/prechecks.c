#include "backends/prechecks.h"

#include "backends/precheck-conditions.h"
#include "backends/sql-name.h"
#include "sql/effect.h"
#include "sql/transaction.h"
#include "generated/templates/sql-precheck.h"

// ---- one operation

// An operation with its names as the engine stores them.
struct names {
    struct sql_name table, object, new_table;
    struct str column, new_column;
    struct str index; // of a table, where its name says nothing without one
};

static struct str stored(struct precheck *precheck, const struct sql_statement *statement,
                         struct str name)
{
    struct str written = sql_name_quoted(statement->tokens, name);
    if (written.length != name.length)
        return sql_undouble(precheck->arena, name, written.data[0]);
    return sql_stored_name(precheck->arena, precheck->engine, name, name);
}

static struct sql_name stored_name(struct precheck *precheck,
                                   const struct sql_statement *statement, struct sql_name name)
{
    return (struct sql_name){ stored(precheck, statement, name.schema),
                              stored(precheck, statement, name.name) };
}

static struct names names_of(struct precheck *precheck, const struct sql_statement *statement,
                             const struct sql_operation *operation)
{
    struct names names = {
        .table = stored_name(precheck, statement, operation->table),
        .object = stored_name(precheck, statement, operation->object),
        .column = stored(precheck, statement, operation->column),
        .new_column = stored(precheck, statement, operation->new_name),
    };
    names.new_table = (struct sql_name){ names.table.schema, names.new_column };
    if (operation->head == SQL_CREATE_INDEX) // an index lies beside its table
        names.object.schema = names.table.schema;
    bool is_index = operation->head == SQL_CREATE_INDEX || operation->head == SQL_DROP_INDEX;
    if (precheck->is_mysql && is_index) // or is a part of it
        names.index = names.object.name;
    return names;
}

static bool changes_table(enum sql_head head)
{
    return (head >= SQL_ADD_COLUMN && head <= SQL_RENAME_COLUMN) || head == SQL_ALTER_OTHER
           || (head >= SQL_DROP_TABLE && head <= SQL_DROP_CONSTRAINT);
}

static void need_table(struct precheck *precheck, const struct sql_operation *operation,
                       struct sql_name table)
{
    enum sql_head head = operation->head;
    bool is_optional = operation->is_table_conditional
                       || (head == SQL_DROP_TABLE && operation->is_conditional);
    bool is_changed = changes_table(head) || head == SQL_CREATE_INDEX;
    if (!is_optional)
        precheck_need(precheck, TABLE_IS_THERE, table, STR(""));
    if (!is_changed)
        return;
    precheck_need(precheck, TABLE_IS_OWN, table, STR(""));
    precheck_need(precheck, INDEXES_ARE_VALID, table, STR(""));
    if (!operation->is_concurrent)
        precheck_need(precheck, TABLE_IS_FREE, table, STR(""));
}

static void need_columns(struct precheck *precheck, const struct sql_operation *operation,
                         const struct names *names)
{
    enum sql_head head = operation->head;
    if (operation->is_conditional || !names->column.length)
        return;
    if (head == SQL_ADD_COLUMN)
        precheck_need(precheck, COLUMN_IS_NOT_THERE, names->table, names->column);
    else if (head == SQL_DROP_COLUMN || head == SQL_RENAME_COLUMN || head == SQL_CHANGE_TYPE
             || (head >= SQL_SET_NOT_NULL && head <= SQL_DROP_DEFAULT))
        precheck_need(precheck, COLUMN_IS_THERE, names->table, names->column);
    if (head == SQL_RENAME_COLUMN)
        precheck_need(precheck, COLUMN_IS_NOT_THERE, names->table, names->new_column);
}

static void need_room(struct precheck *precheck, const struct sql_operation *operation,
                      const struct names *names)
{
    enum sql_head head = operation->head;
    bool makes_table = head == SQL_CREATE_TABLE || head == SQL_CREATE_TABLE_AS;
    if (makes_table && names->table.schema.length)
        precheck_need(precheck, MAY_CREATE, (struct sql_name){ .name = names->table.schema },
                      STR(""));
    if (makes_table && !operation->is_conditional && !operation->is_temporary)
        precheck_need(precheck, TABLE_IS_NOT_THERE, names->table, STR(""));
    if (head == SQL_RENAME_TABLE && !operation->is_moved)
        precheck_need(precheck, TABLE_IS_NOT_THERE, names->new_table, STR(""));
    struct sql_name index = names->index.length ? names->table : names->object;
    if (head == SQL_CREATE_INDEX && !operation->is_conditional)
        precheck_need(precheck, INDEX_IS_NOT_THERE, index, names->index);
    if (head == SQL_CREATE_INDEX && sql_name_is_set(names->object))
        precheck_own_index(precheck, names->object);
    if (head == SQL_DROP_INDEX && !operation->is_conditional)
        precheck_need(precheck, INDEX_IS_THERE, index, names->index);
}

static void need_rights(struct precheck *precheck, enum sql_head head, struct sql_name table)
{
    if (head == SQL_INSERT || head == SQL_INSERT_SELECT)
        precheck_need(precheck, MAY_INSERT, table, STR(""));
    if (head == SQL_UPDATE)
        precheck_need(precheck, MAY_UPDATE, table, STR(""));
    if (head == SQL_DELETE)
        precheck_need(precheck, MAY_DELETE, table, STR(""));
    if (head == SQL_TRUNCATE)
        precheck_need(precheck, MAY_TRUNCATE, table, STR(""));
}

// What it leaves behind is asked for no more.
static void follow(struct precheck *precheck, enum sql_head head, const struct names *names)
{
    switch (head) {
    case SQL_CREATE_TABLE:
    case SQL_CREATE_TABLE_AS:
    case SQL_DROP_TABLE: precheck_change(precheck, names->table, STR("")); return;
    case SQL_RENAME_TABLE:
        precheck_change(precheck, names->table, STR(""));
        precheck_change(precheck, names->new_table, STR(""));
        return;
    case SQL_ADD_COLUMN:
    case SQL_DROP_COLUMN: precheck_change(precheck, names->table, names->column); return;
    case SQL_RENAME_COLUMN:
        precheck_change(precheck, names->table, names->column);
        precheck_change(precheck, names->table, names->new_column);
        return;
    case SQL_CREATE_INDEX:
    case SQL_DROP_INDEX:
        precheck_change(precheck, names->index.length ? names->table : names->object,
                        names->index);
        return;
    case SQL_CREATE_VIEW:
    case SQL_DROP_VIEW:
    case SQL_RENAME_OTHER: precheck_change(precheck, names->object, STR("")); return;
    case SQL_SELECT: case SQL_INSERT: case SQL_INSERT_SELECT: case SQL_UPDATE: case SQL_DELETE:
    case SQL_MERGE: case SQL_TRUNCATE: case SQL_COPY: case SQL_CREATE_TRIGGER:
    case SQL_CREATE_ROUTINE: case SQL_CREATE_SCHEMA: case SQL_CREATE_OTHER:
    case SQL_ADD_CONSTRAINT: case SQL_VALIDATE_CONSTRAINT: case SQL_SET_NOT_NULL:
    case SQL_DROP_NOT_NULL: case SQL_SET_DEFAULT: case SQL_DROP_DEFAULT: case SQL_CHANGE_TYPE:
    case SQL_ALTER_OTHER: case SQL_DROP_CONSTRAINT: case SQL_DROP_TRIGGER: case SQL_DROP_ROUTINE:
    case SQL_DROP_SCHEMA: case SQL_DROP_OTHER: case SQL_LOCK: case SQL_TRANSACTION: case SQL_SET:
    case SQL_OTHER: return;
    }
}

static bool is_on_table(enum sql_head head)
{
    return changes_table(head) || head == SQL_INSERT || head == SQL_INSERT_SELECT
           || head == SQL_UPDATE || head == SQL_DELETE || head == SQL_TRUNCATE
           || head == SQL_CREATE_INDEX || head == SQL_CREATE_TRIGGER || head == SQL_LOCK;
}

// ---- statements

// What makes anything at all, or makes names mean something else.
static bool cannot_be_seen(const struct precheck *precheck, const struct sql_statement *statement)
{
    enum sql_head head = statement->head;
    return statement->refusal.data || sql_changes_names(statement) || head == SQL_OTHER
           || head == SQL_CREATE_SCHEMA || head == SQL_DROP_SCHEMA || head == SQL_CREATE_OTHER
           || (head == SQL_SELECT
               && !sql_leaves_nothing(sql_engine_of(precheck->store->engine), statement));
}

static void read_step(struct precheck *precheck, const struct action *action)
{
    const struct sql_script *script = sql_read_for(
        precheck->arena, sql_engine_of(precheck->store->engine), action->code.text);
    list_each(sql_statement, statement, script->statements) {
        precheck->is_blind |= cannot_be_seen(precheck, statement);
        list_each(sql_operation, operation, statement->operations) {
            struct names names = names_of(precheck, statement, operation);
            if (precheck->is_blind)
                return;
            if (is_on_table(operation->head))
                need_table(precheck, operation, names.table);
            need_columns(precheck, operation, &names);
            need_room(precheck, operation, &names);
            need_rights(precheck, operation->head, names.table);
            follow(precheck, operation->head, &names);
        }
    }
}

// ---- moves

static struct sql_name stored_table(const struct precheck *precheck, const struct object *object)
{
    return (struct sql_name){
        sql_stored_name(precheck->arena, precheck->engine, object->schema, object->text.str),
        sql_stored_name(precheck->arena, precheck->engine, object->table, object->text.str),
    };
}

static void need_side(struct precheck *precheck, const struct object *object)
{
    struct sql_name table = stored_table(precheck, object);
    precheck_need(precheck, TABLE_IS_THERE, table, STR(""));
    if (object->column.length)
        precheck_need(precheck, COLUMN_IS_THERE, table,
                      sql_stored_name(precheck->arena, precheck->engine, object->column,
                                      object->text.str));
}

static void read_move(struct precheck *precheck, const struct action *action)
{
    const struct object *from = &action->move->from, *to = &action->move->to;
    need_side(precheck, from);
    need_side(precheck, to);
    if (action->kind != ACTION_BACKFILL)
        return;
    precheck_need(precheck, MAY_UPDATE, stored_table(precheck, to), STR(""));
    if (!to->column.length)
        precheck_need(precheck, MAY_INSERT, stored_table(precheck, to), STR(""));
}

// ---- the phase

static const struct store *store_of(const struct carried_move *moves, const struct action *action)
{
    bool is_of_move = action->kind == ACTION_BACKFILL
                      || (action->kind == ACTION_WRITES && action->is_by_trigger);
    if (action->kind == ACTION_STEP && code_is_sql(&action->code))
        return action->store;
    if (!is_of_move || !action->move || moves[action->move->index].obstacle.length)
        return NULL;
    return moves[action->move->index].store;
}

// A person or a command may do anything; what only says or keeps something does nothing.
static bool is_seen(const struct action *action)
{
    return (action->kind == ACTION_BACKUP && !code_is_set(&action->code))
           || action->kind == ACTION_READS
           || (action->kind == ACTION_WRITES && !action->is_by_trigger);
}

static void write_general(struct precheck *precheck)
{
    struct str version = precheck->store->version.str;
    size_t dot = str_find_char(version, '.', 0);
    unsigned major = sql_version_of(version);
    unsigned minor = dot == STR_NOT_FOUND ? 0 : sql_version_of(str_from(version, dot + 1));
    bool has_minor = minor && !precheck->is_postgresql;
    struct str needed = arena_format(
        precheck->arena, "the plan is for %s %u%.*s, and this is ",
        sql_engine_title(precheck->engine), major,
        STR_ARGS(has_minor ? arena_format(precheck->arena, ".%u", minor) : STR("")));
    long least = (long)major * 1000 + minor;
    if (precheck->is_mysql)
        precheck_write_mysql_server(precheck, needed, least);
    if (precheck->is_postgresql && major)
        sql_precheck_version_postgresql(precheck->out, sql_literal(precheck->arena, needed),
                                        major);
    if (precheck->is_postgresql)
        sql_precheck_server(precheck->out);
    if (precheck->engine == SQL_ENGINE_SQLITE && major)
        sql_precheck_version_sqlite(precheck->out, sql_literal(precheck->arena, needed), least);
}

struct str prechecks_of(struct arena *arena, const struct carried_move *moves,
                        const struct phase *phase, const struct store *store)
{
    struct output out = { .arena = arena };
    struct precheck precheck = {
        .arena = arena,
        .out = &out,
        .store = store,
        .engine = sql_engine_of(store->engine),
        .is_postgresql = str_is(store->engine, "postgresql"),
        .is_mysql = sql_engine_is_mysql(sql_engine_of(store->engine)),
        .own_indexes = { .arena = arena },
    };
    bool is_touched = false;
    if (precheck.engine == SQL_ENGINE_UNKNOWN)
        return STR("");
    list_each(action, action, phase->actions)
        is_touched |= store_of(moves, action) == store;
    if (!is_touched)
        return STR("");
    write_general(&precheck);
    list_each(action, action, phase->actions) {
        const struct store *acted_on = store_of(moves, action);
        precheck.step++;
        if (acted_on == store && action->kind == ACTION_STEP)
            read_step(&precheck, action);
        else if (acted_on == store && !precheck.is_blind)
            read_move(&precheck, action);
        precheck.is_blind |= !acted_on && !is_seen(action);
    }
    precheck_end(&precheck);
    return output_get(&out);
}
