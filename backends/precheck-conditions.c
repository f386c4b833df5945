#include "backends/precheck-conditions.h"

#include "backends/escape-sql.h"
#include "backends/sql-name.h"
#include "generated/templates/sql-precheck.h"

enum { MOST_THINGS = 1000 }; // a bound on hostile plans: each is looked for among all

// ---- what is known

static bool is_same(const struct thing *thing, struct sql_name table, struct str column)
{
    return sql_name_equal(thing->table, table) && str_equal_ignoring_case(thing->column, column);
}

static void add_thing(struct precheck *precheck, enum condition condition, struct sql_name table,
                      struct str column)
{
    array_add(precheck->arena, &precheck->things, ((struct thing){ condition, table, column }));
    precheck->is_blind |= precheck->things.count >= MOST_THINGS;
}

void precheck_change(struct precheck *precheck, struct sql_name table, struct str column)
{
    if (sql_name_is_set(table) && !precheck->is_blind)
        add_thing(precheck, CHANGED, table, column);
}

// True where the phase has changed it before, or it was asked already.
static bool is_settled(const struct precheck *precheck, enum condition condition,
                       struct sql_name table, struct str column)
{
    for (size_t i = 0; i < precheck->things.count; i++) {
        const struct thing *thing = &precheck->things.items[i];
        if (thing->condition == condition && is_same(thing, table, column))
            return true;
        if (thing->condition == CHANGED
            && (is_same(thing, table, STR("")) || is_same(thing, table, column)))
            return true;
    }
    return false;
}

// ---- conditions

static struct str regclass(const struct precheck *precheck, struct sql_name name)
{
    struct arena *arena = precheck->arena;
    struct str text = sql_quoted_name(arena, SQL_ENGINE_POSTGRESQL, name.name);
    if (name.schema.length)
        text = arena_format(arena, "%.*s.%.*s",
                            STR_ARGS(sql_quoted_name(arena, SQL_ENGINE_POSTGRESQL, name.schema)),
                            STR_ARGS(text));
    return sql_literal(arena, text);
}

struct str precheck_problem(struct precheck *precheck, const char *before,
                            const struct thing *thing, const char *behind)
{
    struct output out = { .arena = precheck->arena };
    struct str table = sql_name_format(precheck->arena, thing->table);
    output_format(&out, "%s ", before);
    sql_comment(&out, thing->column.length
                          ? arena_format(precheck->arena, "%.*s.%.*s", STR_ARGS(table),
                                         STR_ARGS(thing->column))
                          : table);
    output_format(&out, "%s", behind);
    if (!str_ends_with(str_of(behind), STR(" ")))
        output_format(&out, " (step %ld)", precheck->step);
    return precheck->is_mysql ? sql_mysql_literal(precheck->arena, output_get(&out))
                              : sql_literal(precheck->arena, output_get(&out));
}

static void write_privilege(struct precheck *precheck, const struct thing *thing,
                            const char *privilege, bool is_of_columns)
{
    const char *before = arena_format(precheck->arena, "the role may not %s on", privilege).data;
    struct str said = precheck_problem(precheck, before, thing, ""),
               table = regclass(precheck, thing->table);
    if (is_of_columns)
        sql_precheck_privilege(precheck->out, said, table, str_of(privilege));
    else
        sql_precheck_table_privilege(precheck->out, said, table, str_of(privilege));
}

static void write_for_postgresql(struct precheck *precheck, const struct thing *thing)
{
    struct output *out = precheck->out;
    struct str name = regclass(precheck, thing->table);
    struct str column = sql_literal(precheck->arena, thing->column);
    switch (thing->condition) {
    case TABLE_IS_THERE:
        sql_precheck_table_missing_postgresql(
            out, precheck_problem(precheck, "table", thing, " is not there"), name);
        return;
    case TABLE_IS_NOT_THERE:
        sql_precheck_table_there_postgresql(
            out, precheck_problem(precheck, "table", thing, " is there already"), name);
        return;
    case COLUMN_IS_THERE:
        sql_precheck_column_missing_postgresql(
            out, precheck_problem(precheck, "column", thing, " is not there"), name, column);
        return;
    case COLUMN_IS_NOT_THERE:
        sql_precheck_column_there_postgresql(
            out, precheck_problem(precheck, "column", thing, " is there already"), name, column);
        return;
    case INDEX_IS_THERE:
        sql_precheck_index_missing_postgresql(
            out, precheck_problem(precheck, "index", thing, " is not there"), name);
        return;
    case INDEX_IS_NOT_THERE:
        sql_precheck_index_there_postgresql(
            out, precheck_problem(precheck, "index", thing, " is there already"), name);
        return;
    case TABLE_IS_OWN:
        sql_precheck_owner(out, precheck_problem(precheck, "table", thing, " belongs to "), name);
        return;
    case TABLE_IS_FREE: sql_precheck_blocker(out, name); return;
    case MAY_INSERT: write_privilege(precheck, thing, "INSERT", true); return;
    case MAY_UPDATE: write_privilege(precheck, thing, "UPDATE", true); return;
    case MAY_DELETE: write_privilege(precheck, thing, "DELETE", false); return;
    case MAY_TRUNCATE: write_privilege(precheck, thing, "TRUNCATE", false); return;
    case MAY_CREATE:
        sql_precheck_schema_privilege(
            out,
            precheck_problem(precheck, "the role may not create anything in schema", thing, ""),
            name);
        return;
    case INDEXES_ARE_VALID: // behind all others, when it is known which are the phase's own
    case CHANGED: return;
    }
}

static void write_for_sqlite(struct precheck *precheck, const struct thing *thing)
{
    struct output *out = precheck->out;
    struct str name = sql_literal(precheck->arena, thing->table.name);
    struct str column = sql_literal(precheck->arena, thing->column);
    switch (thing->condition) {
    case TABLE_IS_THERE:
        sql_precheck_table_missing_sqlite(
            out, precheck_problem(precheck, "table", thing, " is not there"), name);
        return;
    case TABLE_IS_NOT_THERE:
        sql_precheck_table_there_sqlite(
            out, precheck_problem(precheck, "table", thing, " is there already"), name);
        return;
    case COLUMN_IS_THERE:
        sql_precheck_column_missing_sqlite(
            out, precheck_problem(precheck, "column", thing, " is not there"), name, column);
        return;
    case COLUMN_IS_NOT_THERE:
        sql_precheck_column_there_sqlite(
            out, precheck_problem(precheck, "column", thing, " is there already"), name, column);
        return;
    case INDEX_IS_THERE:
        sql_precheck_index_missing_sqlite(
            out, precheck_problem(precheck, "index", thing, " is not there"), name);
        return;
    case INDEX_IS_NOT_THERE:
        sql_precheck_index_there_sqlite(
            out, precheck_problem(precheck, "index", thing, " is there already"), name);
        return;
    case INDEXES_ARE_VALID:
    case TABLE_IS_OWN:
    case TABLE_IS_FREE:
    case MAY_INSERT:
    case MAY_UPDATE:
    case MAY_DELETE:
    case MAY_TRUNCATE:
    case MAY_CREATE:
    case CHANGED: return;
    }
}

void precheck_need(struct precheck *precheck, enum condition condition, struct sql_name table,
                   struct str column)
{
    if (precheck->is_blind || !sql_name_is_set(table)
        || is_settled(precheck, condition, table, column))
        return;
    add_thing(precheck, condition, table, column);
    const struct thing *thing = &precheck->things.items[precheck->things.count - 1];
    if (precheck->is_postgresql)
        write_for_postgresql(precheck, thing);
    else if (precheck->is_mysql)
        precheck_write_mysql(precheck, thing);
    else if (!table.schema.length) // another file of SQLite's is not looked at
        write_for_sqlite(precheck, thing);
}

void precheck_own_index(struct precheck *precheck, struct sql_name index)
{
    struct output *own = &precheck->own_indexes;
    if (own->bytes.count)
        output_str(own, STR(", "));
    output_format(own, "to_regclass(%.*s)", STR_ARGS(regclass(precheck, index)));
}

void precheck_end(struct precheck *precheck)
{
    for (size_t i = 0; i < precheck->things.count; i++)
        if (precheck->things.items[i].condition == INDEXES_ARE_VALID && precheck->is_postgresql)
            sql_precheck_invalid_index(precheck->out,
                                       regclass(precheck, precheck->things.items[i].table),
                                       output_get(&precheck->own_indexes));
    sql_precheck_checked(precheck->out);
}
