// Names in SQL that belay writes: quotes where an engine needs them.
#include "tests/unit/check.h"

#include "sql/identifier.h"

static struct arena arena;

static struct str quoted(enum sql_engine engine, const char *name)
{
    return sql_identifier_quote(&arena, engine, str_of(name));
}

void test_sql_identifier__quotes_what_needs_it(void)
{
    CHECK_STR(quoted(SQL_ENGINE_POSTGRESQL, "order_lines2"), "order_lines2");
    CHECK_STR(quoted(SQL_ENGINE_POSTGRESQL, "order"), "\"order\"");
    CHECK_STR(quoted(SQL_ENGINE_POSTGRESQL, "zerofill"), "\"zerofill\"");
    CHECK_STR(quoted(SQL_ENGINE_POSTGRESQL, "Order"), "\"Order\"");
    CHECK_STR(quoted(SQL_ENGINE_POSTGRESQL, "a \"b\""), "\"a \"\"b\"\"\"");
    CHECK_STR(quoted(SQL_ENGINE_MARIADB, "key"), "`key`");
    CHECK_STR(quoted(SQL_ENGINE_MYSQL, "a`b"), "`a``b`");
    CHECK_STR(quoted(SQL_ENGINE_SQLITE, "2nd"), "\"2nd\"");
    CHECK_STR(quoted(SQL_ENGINE_SQLITE, "abort"), "\"abort\"");
    CHECK_STR(quoted(SQL_ENGINE_SQLITE, ""), "\"\"");
    arena_release(&arena);
}

void test_sql_identifier__joins_schema_and_name(void)
{
    struct sql_name name = { .schema = STR("shop"), .name = STR("Users") };
    CHECK_STR(sql_identifier_quote_name(&arena, SQL_ENGINE_POSTGRESQL, name), "shop.\"Users\"");
    name.schema = STR_NONE;
    CHECK_STR(sql_identifier_quote_name(&arena, SQL_ENGINE_MYSQL, name), "`Users`");
    arena_release(&arena);
}
