// What statements ask of a catalog that has it not.
#include "tests/unit/check.h"

#include "sql/mistakes.h"
#include "sql/read.h"

static struct arena arena;

static const struct sql_script *read_sql(enum sql_engine engine, const char *sql)
{
    struct piece *piece = arena_new(&arena, struct piece);
    *piece = (struct piece){ .address = 1, .is_verbatim = true };
    struct text text = { .str = str_of(sql), .pieces = piece, .piece_count = 1 };
    return sql_read_for(&arena, engine, text);
}

static const char SCHEMA[] =
    "CREATE TABLE parcels (id integer PRIMARY KEY, weight integer, van text);"
    "CREATE TABLE vans (id integer PRIMARY KEY, plate text);"
    "CREATE TABLE log (a integer, b integer GENERATED ALWAYS AS (a + 1) STORED);";

static const struct catalog *catalog_of(enum sql_engine engine, bool is_complete)
{
    struct catalog_session session = { .now = catalog_new(&arena, engine, 160000, is_complete) };
    list_each(sql_statement, statement, read_sql(engine, SCHEMA)->statements)
        catalog_run(&arena, &session, statement);
    return session.now;
}

static const struct sql_mistake *find(enum sql_engine engine, bool is_complete, const char *sql)
{
    const struct catalog *catalog = catalog_of(engine, is_complete);
    return sql_mistakes_find(&arena, catalog, read_sql(engine, sql)->statements.first).first;
}

static const struct sql_mistake *find_any(const char *sql)
{
    const struct sql_mistake *mistake = find(SQL_ENGINE_POSTGRESQL, true, sql);
    return mistake ? mistake : find(SQL_ENGINE_SQLITE, true, sql);
}

static bool is_column(const struct sql_mistake *mistake, const char *table, const char *column)
{
    return mistake && mistake->kind == SQL_NO_COLUMN && str_is(mistake->column, column)
           && str_is(mistake->table.name, table);
}

void test_sql_mistakes__columns_that_are_not_there(void)
{
    CHECK(is_column(find_any("SELECT p.id, p.wait FROM parcels p"), "parcels", "wait"));
    CHECK(is_column(find_any("SELECT wait FROM parcels"), "parcels", "wait"));
    CHECK(
        is_column(find_any("SELECT count(*) FROM parcels WHERE wait IS NULL"), "parcels", "wait"));
    CHECK(is_column(
        find_any("SELECT id FROM parcels WHERE id = 1 AND (SELECT max(wait) FROM vans) > 1"), "",
        "wait"));
    CHECK(is_column(find_any("SELECT id FROM parcels p WHERE NOT EXISTS"
                             " (SELECT 1 FROM vans v WHERE v.plate = p.plate)"),
                    "parcels", "plate"));
    const struct sql_mistake *mistake = find_any("SELECT sum(id) FROM parcels WHERE wait = 1");
    CHECK(is_column(mistake, "parcels", "wait") && mistake->span.start == 35 && !mistake->next);
    CHECK(is_column(find(SQL_ENGINE_MYSQL, true, "SELECT v.`nil` FROM vans v"), "vans", "nil"));
    arena_release(&arena);
}

void test_sql_mistakes__tables_that_are_not_there(void)
{
    const struct sql_mistake *mistake = find_any("SELECT 1 FROM parcel");
    CHECK(mistake && mistake->kind == SQL_NO_TABLE && str_is(mistake->table.name, "parcel"));
    CHECK(!find(SQL_ENGINE_POSTGRESQL, false, "SELECT 1 FROM parcel"));
    CHECK(!find_any("WITH parcel AS (SELECT 1 AS x) SELECT x FROM parcel"));
    CHECK(!find(SQL_ENGINE_POSTGRESQL, true, "SELECT x FROM generate_series(1, 2) AS x"));
    CHECK(!find(SQL_ENGINE_POSTGRESQL, true,
                "SELECT count(*) FROM pg_stat_activity WHERE state = 'x'"));
    CHECK(!find(SQL_ENGINE_POSTGRESQL, true, "SELECT table_name FROM information_schema.tables"));
    CHECK(!find(SQL_ENGINE_SQLITE, true, "SELECT name FROM sqlite_schema"));
    CHECK(!find(SQL_ENGINE_SQLITE, true, "SELECT name FROM pragma_table_info('parcels')"));
    arena_release(&arena);
}

void test_sql_mistakes__columns_of_two_tables(void)
{
    const struct sql_mistake *mistake =
        find_any("SELECT plate FROM parcels p JOIN vans v ON v.plate = p.van WHERE id = 1");
    CHECK(mistake && mistake->kind == SQL_AMBIGUOUS_COLUMN && str_is(mistake->column, "id"));
    CHECK(str_is(mistake->table.name, "parcels") && str_is(mistake->other.name, "vans"));
    CHECK(!find_any("SELECT plate FROM parcels JOIN vans USING (id) WHERE id = 1"));
    CHECK(!find_any(
        "SELECT plate FROM vans WHERE id = 1 AND plate IN (SELECT van FROM parcels WHERE id = 2)"));
    arena_release(&arena);
}

void test_sql_mistakes__inserts(void)
{
    const struct sql_mistake *mistake =
        find_any("INSERT INTO vans (id, plate) VALUES (1, 'a'), (2, 'b', 3)");
    CHECK(mistake && mistake->kind == SQL_COLUMN_COUNT && mistake->given == 3
          && mistake->expected == 2);
    CHECK(find_any("INSERT INTO vans VALUES (1, 2, 3)")->kind == SQL_COLUMN_COUNT);
    CHECK(find_any("INSERT INTO vans (id) SELECT id, van FROM parcels")->kind == SQL_COLUMN_COUNT);
    CHECK(find_any("INSERT INTO vans (id, ID) VALUES (1, 2)")->kind == SQL_COLUMN_TWICE);
    CHECK(is_column(find_any("INSERT INTO vans (id, colour) VALUES (1, 2)"), "vans", "colour"));
    CHECK(is_column(find_any("INSERT INTO vans (id) SELECT colour FROM parcels"), "parcels",
                    "colour"));
    CHECK(!find(SQL_ENGINE_POSTGRESQL, true, "INSERT INTO vans VALUES (1)"));
    CHECK(find(SQL_ENGINE_SQLITE, true, "INSERT INTO vans VALUES (1)")->kind == SQL_COLUMN_COUNT);
    CHECK(!find(SQL_ENGINE_SQLITE, true, "INSERT INTO log VALUES (1)"));
    CHECK(find(SQL_ENGINE_MARIADB, true, "INSERT INTO log VALUES (1)")->kind == SQL_COLUMN_COUNT);
    CHECK(!find_any("INSERT INTO vans DEFAULT VALUES")
          && !find_any("INSERT INTO vans SELECT * FROM vans"));
    CHECK(!find_any("INSERT INTO vans AS v (id, plate) VALUES (1, (SELECT max(plate) FROM vans))"
                    " ON CONFLICT (id) DO UPDATE SET plate = excluded.plate, id = v.id"));
    arena_release(&arena);
}

void test_sql_mistakes__updates_and_deletes(void)
{
    CHECK(is_column(find_any("UPDATE vans SET colour = 1 WHERE id = 2"), "vans", "colour"));
    CHECK(is_column(
        find_any("UPDATE vans AS v SET plate = 1 WHERE v.id IN (SELECT v.colour FROM parcels)"),
        "vans", "colour"));
    CHECK(!find_any("UPDATE vans SET plate = p.van FROM parcels p WHERE p.id = vans.id"));
    CHECK(find_any("DELETE FROM van WHERE id = 1")->kind == SQL_NO_TABLE);
    CHECK(!find(SQL_ENGINE_MYSQL, true,
                "UPDATE vans v JOIN parcels p ON p.van = v.plate SET v.plate = 'x', p.weight = 1"));
    CHECK(!find(SQL_ENGINE_MYSQL, true,
                "DELETE v FROM vans v JOIN parcels p ON p.van = v.plate WHERE p.id = 1"));
    arena_release(&arena);
}

void test_sql_mistakes__what_is_read_to_change_rows(void)
{
    static const enum sql_engine engines[] = { SQL_ENGINE_POSTGRESQL, SQL_ENGINE_MYSQL,
                                               SQL_ENGINE_MARIADB, SQL_ENGINE_SQLITE };
    static const char *const wrong[] = {
        "UPDATE vans SET plate = colour",
        "UPDATE vans SET id = 1, plate = colour WHERE id = 2",
        "UPDATE vans SET plate = 'x' WHERE colour IS NULL",
        "UPDATE vans SET plate = 'x' WHERE id = 1 AND vans.colour > 2",
        "DELETE FROM vans WHERE colour = 3",
        "DELETE FROM vans WHERE id = 1 OR vans.colour = 3",
    };
    static const char *const right[] = {
        "UPDATE vans SET plate = NULL, id = id WHERE plate IS NOT NULL",
        "UPDATE vans SET plate = CURRENT_TIMESTAMP WHERE id = 1",
        "UPDATE vans SET plate = (SELECT max(van) FROM parcels WHERE weight = id)",
        "DELETE FROM vans WHERE NOT EXISTS (SELECT 1 FROM parcels WHERE van = plate)",
    };
    for (size_t i = 0; i < sizeof engines / sizeof *engines; i++) {
        for (size_t at = 0; at < sizeof wrong / sizeof *wrong; at++)
            CHECK(is_column(find(engines[i], true, wrong[at]), "vans", "colour"));
        for (size_t at = 0; at < sizeof right / sizeof *right; at++)
            CHECK(!find(engines[i], true, right[at]));
    }
    CHECK(!find(SQL_ENGINE_MYSQL, true, "UPDATE vans SET plate = DEFAULT WHERE id = 1"));
    CHECK(!find(SQL_ENGINE_POSTGRESQL, true, "UPDATE vans SET plate = DEFAULT WHERE id = 1"));
    CHECK(!find(SQL_ENGINE_MYSQL, true, "UPDATE vans SET plate = \"colour\" WHERE id = 1"));
    CHECK(!find(SQL_ENGINE_POSTGRESQL, true,
                "UPDATE vans v SET plate = van FROM parcels p WHERE weight = 1"));
    arena_release(&arena);
}

void test_sql_mistakes__types_that_postgresql_does_not_compare(void)
{
    static const char sql[] = "SELECT count(*) FROM parcels p JOIN vans v ON v.id = p.van";
    const struct sql_mistake *mistake = find(SQL_ENGINE_POSTGRESQL, true, sql);
    CHECK(mistake && mistake->kind == SQL_COMPARED_TYPES && str_is(mistake->text, "integer"));
    CHECK(str_is(mistake->other_text, "text") && !find(SQL_ENGINE_SQLITE, true, sql));
    CHECK(!find(SQL_ENGINE_POSTGRESQL, true,
                "SELECT 1 FROM parcels p JOIN vans v ON v.id = p.van::int"));
    CHECK(!find(SQL_ENGINE_POSTGRESQL, true,
                "SELECT 1 FROM parcels p JOIN vans v ON v.plate || v.id = p.van"));
    arena_release(&arena);
}

void test_sql_mistakes__what_is_not_certain_is_no_mistake(void)
{
    static const char *const sure[] = {
        "SELECT weight AS w FROM parcels WHERE van = 'x' ORDER BY w",
        "SELECT x.a FROM (SELECT id AS a FROM parcels) AS x WHERE a = 1",
        "SELECT x.c FROM parcels AS x (a, b, c) WHERE c = 'x'",
        "SELECT count(*) FROM parcels WHERE CURRENT_DATE = '2024-01-01'",
        "SELECT CASE WHEN weight IS NULL THEN 1 ELSE 0 END FROM parcels",
        "SELECT id FROM parcels WHERE weight BETWEEN 1 AND 2 AND van IS NOT NULL",
        "SELECT p.* FROM parcels p",
        "SELECT other.parcels.id FROM other.parcels",
        "SELECT weight FROM parcels, other.vans WHERE colour = 1",
        "SELECT count(*) FROM parcels WHERE NULL IS NULL",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n",
        "SELECT id FROM parcels UNION SELECT id FROM vans ORDER BY id",
        "SELECT max(id) OVER (PARTITION BY van) FROM parcels",
    };
    for (size_t i = 0; i < sizeof sure / sizeof *sure; i++)
        CHECK(!find_any(sure[i]));
    CHECK(!find(SQL_ENGINE_SQLITE, true, "SELECT rowid FROM parcels WHERE rowid = 1"));
    CHECK(!find(SQL_ENGINE_SQLITE, true, "SELECT id FROM parcels WHERE \"some text\" = van"));
    CHECK(!find(SQL_ENGINE_POSTGRESQL, true, "SELECT ctid FROM parcels WHERE xmin IS NULL"));
    CHECK(!find(SQL_ENGINE_POSTGRESQL, true, "SELECT p FROM parcels p"));
    CHECK(!find(SQL_ENGINE_UNKNOWN, true, "SELECT nothing FROM parcels"));
    arena_release(&arena);
}
