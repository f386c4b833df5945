#include "backends/precheck-conditions.h"

#include "backends/escape-sql.h"
#include "backends/sql-name.h"
#include "generated/templates/sql-precheck-mysql.h"
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

// "before NAME behind (step 2)" as a literal, on one line.
static struct str problem_of(struct precheck *precheck, const char *before,
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
    struct str said = problem_of(precheck, before, thing, ""),
               table = regclass(precheck, thing->table);
    if (is_of_columns)
        sql_precheck_privilege(precheck->out, said, table, str_of(privilege));
    else
        sql_precheck_table_privilege(precheck->out, said, table, str_of(privilege));
}

// Of what has to be there, or must not be: what is said where it is otherwise, and the query for it
// by engine, of a column or else of a table or index.
static const struct existence {
    const char *what, *problem;
    void (*postgresql)(struct output *out, struct str problem, struct str name);
    void (*postgresql_column)(struct output *out, struct str problem, struct str name,
                              struct str column);
    void (*sqlite)(struct output *out, struct str problem, struct str name);
    void (*sqlite_column)(struct output *out, struct str problem, struct str name,
                          struct str column);
    void (*mysql)(struct output *out, struct str problem, struct str schema, struct str table);
    void (*mysql_part)(struct output *out, struct str problem, struct str schema,
                       struct str table, struct str part);
} existences[] = {
    [TABLE_IS_THERE] = {
        "table", " is not there",
        .postgresql = sql_precheck_table_missing_postgresql,
        .sqlite = sql_precheck_table_missing_sqlite,
        .mysql = sql_precheck_mysql_table_missing,
    },
    [TABLE_IS_NOT_THERE] = {
        "table", " is there already",
        .postgresql = sql_precheck_table_there_postgresql,
        .sqlite = sql_precheck_table_there_sqlite,
        .mysql = sql_precheck_mysql_table_there,
    },
    [COLUMN_IS_THERE] = {
        "column", " is not there",
        .postgresql_column = sql_precheck_column_missing_postgresql,
        .sqlite_column = sql_precheck_column_missing_sqlite,
        .mysql_part = sql_precheck_mysql_column_missing,
    },
    [COLUMN_IS_NOT_THERE] = {
        "column", " is there already",
        .postgresql_column = sql_precheck_column_there_postgresql,
        .sqlite_column = sql_precheck_column_there_sqlite,
        .mysql_part = sql_precheck_mysql_column_there,
    },
    [INDEX_IS_THERE] = {
        "index", " is not there",
        .postgresql = sql_precheck_index_missing_postgresql,
        .sqlite = sql_precheck_index_missing_sqlite,
        .mysql_part = sql_precheck_mysql_index_missing,
    },
    [INDEX_IS_NOT_THERE] = {
        "index", " is there already",
        .postgresql = sql_precheck_index_there_postgresql,
        .sqlite = sql_precheck_index_there_sqlite,
        .mysql_part = sql_precheck_mysql_index_there,
    },
};

static bool is_of_existence(enum condition condition)
{
    return condition < sizeof existences / sizeof *existences;
}

static void write_existence_mysql(struct precheck *precheck, const struct existence *existence,
                                  const struct thing *thing, struct str problem)
{
    struct arena *arena = precheck->arena;
    struct str schema = thing->table.schema.length
                            ? sql_mysql_literal(arena, thing->table.schema)
                            : STR("database()");
    struct str table = sql_mysql_literal(arena, thing->table.name);
    if (existence->mysql_part)
        existence->mysql_part(precheck->out, problem, schema, table,
                              sql_mysql_literal(arena, thing->column));
    else
        existence->mysql(precheck->out, problem, schema, table);
}

static void write_existence(struct precheck *precheck, const struct thing *thing)
{
    const struct existence *existence = &existences[thing->condition];
    struct str problem = problem_of(precheck, existence->what, thing, existence->problem);
    struct str column = sql_literal(precheck->arena, thing->column);
    if (precheck->is_mysql) {
        write_existence_mysql(precheck, existence, thing, problem);
        return;
    }
    bool is_column = existence->postgresql_column != NULL;
    struct str name = precheck->is_postgresql ? regclass(precheck, thing->table)
                                              : sql_literal(precheck->arena, thing->table.name);
    if (is_column)
        (precheck->is_postgresql ? existence->postgresql_column : existence->sqlite_column)(
            precheck->out, problem, name, column);
    else
        (precheck->is_postgresql ? existence->postgresql : existence->sqlite)(precheck->out,
                                                                              problem, name);
}

// What PostgreSQL alone is asked: of the others, rights may come of roles, and who holds a table is
// said by no table that everybody may read.
static void write_for_postgresql(struct precheck *precheck, const struct thing *thing)
{
    struct output *out = precheck->out;
    struct str name = regclass(precheck, thing->table);
    switch (thing->condition) {
    case TABLE_IS_OWN:
        sql_precheck_owner(out, problem_of(precheck, "table", thing, " belongs to "), name);
        return;
    case TABLE_IS_FREE: sql_precheck_blocker(out, name); return;
    case MAY_INSERT: write_privilege(precheck, thing, "INSERT", true); return;
    case MAY_UPDATE: write_privilege(precheck, thing, "UPDATE", true); return;
    case MAY_DELETE: write_privilege(precheck, thing, "DELETE", false); return;
    case MAY_TRUNCATE: write_privilege(precheck, thing, "TRUNCATE", false); return;
    case MAY_CREATE:
        sql_precheck_schema_privilege(
            out,
            problem_of(precheck, "the role may not create anything in schema", thing, ""),
            name);
        return;
    case INDEXES_ARE_VALID: // behind all others, when it is known which are the phase's own
    case CHANGED: return;
    case TABLE_IS_THERE:
    case TABLE_IS_NOT_THERE:
    case COLUMN_IS_THERE:
    case COLUMN_IS_NOT_THERE:
    case INDEX_IS_THERE:
    case INDEX_IS_NOT_THERE: write_existence(precheck, thing); return;
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
    else if (is_of_existence(condition) && (precheck->is_mysql || !table.schema.length))
        write_existence(precheck, thing); // another file of SQLite's is not looked at
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
