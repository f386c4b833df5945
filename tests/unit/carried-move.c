// What belay carries out of a move: the names in its SQL, its key, or what stands in the way.
#include "tests/unit/check.h"

#include "backends/carried-move.h"
#include "backends/sql-fill.h"
#include "backends/sql-triggers.h"
#include "model/model.h"
#include "plan/bind.h"
#include "readers/reader.h"

// "from(columns) to(columns)" of the first move, or "! what stands in the way".
static struct str carry(struct arena *arena, const char *store, const char *move)
{
    struct source_map sources = { .arena = arena };
    struct unit unit;
    struct str text = arena_format(
        arena,
        "plan \"It\" {\n  store s { %s }\n  move m %s\n"
        "  phase dual-write \"Both\" { writes m old, new by trigger; rollback auto }\n"
        "  phase backfill \"Fill\" { backfill m { batch 10 }; rollback auto }\n}\n",
        store, move);
    unit_init(&unit, &sources, source_add(&sources, STR("plan.belay"), text));
    reader_for(STR("plan.belay"))->read(&unit);
    plan_bind(&unit);
    CHECK(!unit.diagnostics.list.first);
    model_of(&unit);
    const struct carried_move *carried = carried_moves_read(arena, &unit);
    struct str obstacle =
        fill_obstacle(arena, carried, unit.plan->phases.last->actions.first);
    unsigned count = carried->column_count;
    struct str said = arena_format(arena, "! %.*s", STR_ARGS(obstacle));
    if (!obstacle.length)
        said = arena_format(
        arena, "%.*s(%.*s) %.*s(%.*s) %u", STR_ARGS(carried->from.table),
        STR_ARGS(carried_columns(arena, &carried->from, 0, count, "", "")),
        STR_ARGS(carried->to.table),
        STR_ARGS(carried_columns(arena, &carried->to, 0, count, "", "")), carried->key_count);
    arena_release(&unit.arena);
    return said;
}

#define CARRIES(store, move, expected)                                       \
    do {                                                                     \
        struct arena arena = { 0 };                                          \
        CHECK(str_is(carry(&arena, store, move), expected));                 \
        arena_release(&arena);                                                  \
    } while (0)

#define SCHEMA(engine, sql) "engine " engine "; schema ```sql\n" sql "\n```\n"
#define TABLES "from a to b { columns x -> y }"
#define COLUMNS "from a.x to a.y { forward \"x\" }"

void test_carried_move__takes_the_key_of_the_plan(void)
{
    CARRIES("engine postgresql; table a { key Id }", TABLES,
            "\"a\"(\"id\", \"x\") \"b\"(\"id\", \"y\") 1");
    CARRIES("engine sqlite; table a { key Id }", COLUMNS, "\"a\"(\"Id\") \"a\"(\"Id\") 1");
    CARRIES("engine sqlite; table a { key Id }", "from a.x to a.y",
            "\"a\"(\"Id\") \"a\"(\"Id\") 1");
    CARRIES("engine postgresql; table b { key y }", TABLES, "\"a\"(\"x\") \"b\"(\"y\") 1");
    CARRIES("engine mysql; table a { key Id }", TABLES, "`a`(`Id`, `x`) `b`(`Id`, `y`) 1");
}

void test_carried_move__pairs_the_columns_of_the_key(void)
{
    CARRIES("engine postgresql; table a { key id, place }",
            "from a to b { columns x -> y, id -> number }",
            "\"a\"(\"id\", \"place\", \"x\") \"b\"(\"number\", \"place\", \"y\") 2");
}

void test_carried_move__finds_the_key_in_the_schema(void)
{
    CARRIES(SCHEMA("postgresql", "CREATE TABLE a (x text, id bigint PRIMARY KEY);"), TABLES,
            "\"a\"(\"id\", \"x\") \"b\"(\"id\", \"y\") 1");
    CARRIES(SCHEMA("postgresql", "CREATE TABLE a (\"Id\" uuid, x text);"
                                 "ALTER TABLE ONLY a ADD CONSTRAINT a_key PRIMARY KEY (\"Id\");"),
            TABLES, "\"a\"(\"Id\", \"x\") \"b\"(\"Id\", \"y\") 1");
    CARRIES(SCHEMA("sqlite", "CREATE TABLE a (n int NOT NULL, m text NOT NULL, x, "
                             "PRIMARY KEY (m, n));"),
            TABLES, "\"a\"(\"m\", \"n\", \"x\") \"b\"(\"m\", \"n\", \"y\") 2");
}

#define NO_KEY "! the key of 'a' is not known; table a { key COLUMN } says it"

void test_carried_move__takes_no_key_that_rows_can_be_without(void)
{
    CARRIES(SCHEMA("sqlite", "CREATE TABLE a (id text PRIMARY KEY, x);"), TABLES, NO_KEY);
    CARRIES(SCHEMA("sqlite", "CREATE TABLE a (id text PRIMARY KEY, x) WITHOUT ROWID;"), TABLES,
            "\"a\"(\"id\", \"x\") \"b\"(\"id\", \"y\") 1");
    CARRIES(SCHEMA("sqlite", "CREATE TABLE a (id integer PRIMARY KEY, x);"), TABLES,
            "\"a\"(\"id\", \"x\") \"b\"(\"id\", \"y\") 1");
}

void test_carried_move__takes_no_key_that_may_change_on_its_way(void)
{
    CARRIES(SCHEMA("postgresql", "CREATE TABLE a (id float8 PRIMARY KEY, x int);"), TABLES, NO_KEY);
    CARRIES(SCHEMA("postgresql", "CREATE TABLE other (id int PRIMARY KEY, x int);"), TABLES,
            NO_KEY);
    CARRIES("engine postgresql", COLUMNS, NO_KEY);
}

void test_carried_move__says_what_stands_in_the_way(void)
{
    CARRIES("engine postgresql; table a { key id }", "from a.x to b.y { forward \"x\" }",
            "! its columns are not in one table");
    CARRIES("engine postgresql; table a { key id }", "from a to b",
            "! its columns are not listed: move ... { columns A -> B, ... } says them");
    CARRIES("engine postgresql; table a { key id }",
            "from a to b { columns x -> y; forward \"x\" }",
            "! between tables, columns are copied as they are, without 'forward'");
    CARRIES("engine postgresql; table a { key id }", "from a.x to a.y { backward \"y\" }",
            "! the move does not say 'forward'");
    CARRIES("engine postgresql }; store t { engine postgresql", "from s.a to t.a { columns x -> x }",
            "! its two sides are not on one store");
}
