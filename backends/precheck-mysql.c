#include "backends/precheck-conditions.h"

#include "backends/sql-name.h"
#include "generated/templates/sql-precheck-mysql.h"

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
