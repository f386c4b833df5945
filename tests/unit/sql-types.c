// Which changes of a type keep the rows, as each engine was measured.
#include "tests/unit/check.h"

#include "sql/types.h"

struct change {
    const char *from, *from_arguments, *to, *to_arguments;
    enum sql_type_change expected;
};

static struct sql_column column_of(const char *name, const char *arguments)
{
    return (struct sql_column){
        .type = { .name = str_of(name), .arguments = str_of(arguments) },
    };
}

static bool holds(const struct sql_type_setting *setting, const struct change *change)
{
    struct sql_column from = column_of(change->from, change->from_arguments);
    struct sql_column to = column_of(change->to, change->to_arguments);
    return sql_type_change(setting, &from, &to) == change->expected;
}

void test_sql_types__know_what_postgresql_keeps(void)
{
    static const struct change changes[] = {
        { "int4", "", "integer", "", SQL_TYPE_EQUAL },
        { "integer", "", "bigint", "", SQL_TYPE_REWRITTEN },
        { "character varying", "10", "varchar", "20", SQL_TYPE_KEPT },
        { "character varying", "20", "character varying", "10", SQL_TYPE_REWRITTEN },
        { "character varying", "10", "text", "", SQL_TYPE_KEPT },
        { "character varying", "", "character varying", "50", SQL_TYPE_REWRITTEN },
        { "text", "", "character varying", "", SQL_TYPE_KEPT },
        { "text", "", "character varying", "50", SQL_TYPE_REWRITTEN },
        { "character", "5", "character", "10", SQL_TYPE_REWRITTEN },
        { "character", "", "character", "1", SQL_TYPE_EQUAL },
        { "character", "5", "text", "", SQL_TYPE_REWRITTEN },
        { "numeric", "10,2", "numeric", "12,2", SQL_TYPE_KEPT },
        { "numeric", "10,2", "numeric", "12,4", SQL_TYPE_REWRITTEN },
        { "numeric", "10,2", "numeric", "", SQL_TYPE_KEPT },
        { "numeric", "", "numeric", "12,2", SQL_TYPE_REWRITTEN },
        { "timestamp without time zone", "3", "timestamp", "6", SQL_TYPE_KEPT },
        { "timestamp", "", "timestamp", "3", SQL_TYPE_REWRITTEN },
        { "interval", "3", "interval", "", SQL_TYPE_KEPT },
        { "bit varying", "8", "varbit", "16", SQL_TYPE_KEPT },
        { "cidr", "", "inet", "", SQL_TYPE_KEPT },
        { "inet", "", "text", "", SQL_TYPE_REWRITTEN },
        { "real", "", "double precision", "", SQL_TYPE_REWRITTEN },
        { "timestamp", "", "timestamptz", "", SQL_TYPE_UNSURE },
        { "mood", "", "text", "", SQL_TYPE_UNSURE },
    };
    struct sql_type_setting setting = { .engine = SQL_ENGINE_POSTGRESQL, .version = 169999 };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
        CHECK(holds(&setting, &changes[i]));
}

void test_sql_types__ask_for_the_time_zone(void)
{
    struct sql_column local = column_of("timestamp", ""), absolute = column_of("timestamptz", "");
    struct sql_type_setting setting = {
        .engine = SQL_ENGINE_POSTGRESQL,
        .version = 129999,
        .is_utc = SQL_KNOWN_YES,
    };
    CHECK(sql_type_change(&setting, &local, &absolute) == SQL_TYPE_REINDEXED);
    setting.is_utc = SQL_KNOWN_NO;
    CHECK(sql_type_change(&setting, &local, &absolute) == SQL_TYPE_REWRITTEN);
    setting.is_utc = SQL_KNOWN_YES;
    setting.version = 119999;
    CHECK(sql_type_change(&setting, &local, &absolute) == SQL_TYPE_REWRITTEN);
}

void test_sql_types__know_what_mysql_keeps(void)
{
    static const struct change changes[] = {
        { "int", "11", "integer", "", SQL_TYPE_EQUAL },
        { "int", "", "bigint", "", SQL_TYPE_REWRITTEN },
        { "varchar", "10", "varchar", "20", SQL_TYPE_KEPT },
        { "varchar", "60", "varchar", "63", SQL_TYPE_KEPT },
        { "varchar", "60", "varchar", "64", SQL_TYPE_REWRITTEN },
        { "varchar", "100", "varchar", "200", SQL_TYPE_KEPT },
        { "varchar", "100", "varchar", "90", SQL_TYPE_REWRITTEN },
        { "varbinary", "10", "varbinary", "20", SQL_TYPE_KEPT },
        { "enum", "'a','b'", "enum", "'a','b','c'", SQL_TYPE_KEPT },
        { "enum", "'a','b'", "enum", "'a','c','b'", SQL_TYPE_REWRITTEN },
        { "enum", "'a','b','c'", "enum", "'a','b'", SQL_TYPE_REWRITTEN },
        { "enum", "'a'", "enum", "'ab'", SQL_TYPE_REWRITTEN },
        { "set", "'x','y'", "set", "'x','y','z'", SQL_TYPE_KEPT },
        { "set", "'x','y'", "set", "'x','y','3','4','5','6','7','8','9'", SQL_TYPE_REWRITTEN },
        { "decimal", "10,2", "decimal", "12,2", SQL_TYPE_REWRITTEN },
        { "datetime", "", "datetime", "3", SQL_TYPE_REWRITTEN },
        { "timestamp", "", "datetime", "", SQL_TYPE_REWRITTEN },
    };
    struct sql_type_setting setting = {
        .engine = SQL_ENGINE_MYSQL,
        .version = 80400,
        .charset = STR("utf8mb4"),
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
        CHECK(holds(&setting, &changes[i]));
}

void test_sql_types__do_not_guess_a_charset(void)
{
    struct sql_column from = column_of("varchar", "60"), to = column_of("varchar", "64");
    struct sql_type_setting setting = { .engine = SQL_ENGINE_MYSQL, .version = 80400 };
    CHECK(sql_type_change(&setting, &from, &to) == SQL_TYPE_UNSURE);
    to.type.arguments = STR("62");
    CHECK(sql_type_change(&setting, &from, &to) == SQL_TYPE_KEPT);
    to.type.charset = STR("latin1");
    CHECK(sql_type_change(&setting, &from, &to) == SQL_TYPE_UNSURE);
    from.type.charset = STR("utf8mb4");
    CHECK(sql_type_change(&setting, &from, &to) == SQL_TYPE_REWRITTEN);
}

void test_sql_types__see_what_does_not_fit(void)
{
    static const struct {
        const char *from, *from_arguments, *to, *to_arguments;
        bool narrows;
    } changes[] = {
        { "bigint", "", "integer", "", true },
        { "integer", "", "bigint", "", false },
        { "varchar", "20", "varchar", "10", true },
        { "varchar", "10", "text", "", false },
        { "text", "", "varchar", "50", true },
        { "numeric", "10,2", "numeric", "10,4", true },
        { "numeric", "10,2", "numeric", "12,4", false },
        { "numeric", "", "numeric", "12,2", true },
        { "mood", "", "text", "", false },
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct sql_column from = column_of(changes[i].from, changes[i].from_arguments);
        struct sql_column to = column_of(changes[i].to, changes[i].to_arguments);
        CHECK(sql_type_narrows(SQL_ENGINE_POSTGRESQL, &from.type, &to.type) == changes[i].narrows);
    }
}

void test_sql_types__read_versions(void)
{
    CHECK(sql_version_number(STR("8.0.29")) == 80029);
    CHECK(sql_version_number(STR("8.0")) == 80099);
    CHECK(sql_version_number(STR("16")) == 169999);
    CHECK(sql_version_number(STR("10.6")) == 100699);
    CHECK(sql_version_number(STR_NONE) == 999999);
}
