#include "backends/precheck-conditions.h"

#include "backends/sql-name.h"
#include "generated/templates/sql-precheck-mysql.h"

// Rights are not asked: they may come of roles, and of what another account is granted. Nor is who
// holds a table: that is said by no table that everybody may read.
void precheck_write_mysql(struct precheck *precheck, const struct thing *thing)
{
    struct arena *arena = precheck->arena;
    struct output *out = precheck->out;
    struct str schema = thing->table.schema.length
                            ? sql_mysql_literal(arena, thing->table.schema)
                            : STR("database()");
    struct str table = sql_mysql_literal(arena, thing->table.name);
    struct str part = sql_mysql_literal(arena, thing->column);
    switch (thing->condition) {
    case TABLE_IS_THERE:
        sql_precheck_mysql_table_missing(
            out, precheck_problem(precheck, "table", thing, " is not there"), schema, table);
        return;
    case TABLE_IS_NOT_THERE:
        sql_precheck_mysql_table_there(
            out, precheck_problem(precheck, "table", thing, " is there already"), schema, table);
        return;
    case COLUMN_IS_THERE:
        sql_precheck_mysql_column_missing(
            out, precheck_problem(precheck, "column", thing, " is not there"), schema, table,
            part);
        return;
    case COLUMN_IS_NOT_THERE:
        sql_precheck_mysql_column_there(
            out, precheck_problem(precheck, "column", thing, " is there already"), schema, table,
            part);
        return;
    case INDEX_IS_THERE:
        sql_precheck_mysql_index_missing(
            out, precheck_problem(precheck, "index", thing, " is not there"), schema, table, part);
        return;
    case INDEX_IS_NOT_THERE:
        sql_precheck_mysql_index_there(
            out, precheck_problem(precheck, "index", thing, " is there already"), schema, table,
            part);
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

void precheck_write_mysql_server(struct precheck *precheck, struct str needed, long version)
{
    if (precheck->engine == SQL_ENGINE_MARIADB)
        sql_precheck_mysql_is_mariadb(precheck->out);
    else
        sql_precheck_mysql_is_mysql(precheck->out);
    if (version)
        sql_precheck_mysql_version(precheck->out, sql_mysql_literal(precheck->arena, needed),
                                   version);
    sql_precheck_mysql_server(precheck->out);
}
