// Which writes of a column the triggers of a schema carry over to the new one.
#include "tests/unit/check.h"

#include "model/carriers.h"
#include "sql/read.h"

// "iu" where inserts and updates are carried, "?" where it cannot be told.
static struct str carry(struct arena *arena, enum sql_engine engine, const char *sql)
{
    const struct catalog *catalog = catalog_new(arena, engine, 0, true);
    struct str text = arena_format(
        arena, "CREATE TABLE crates (id int PRIMARY KEY, colour text, paint text);\n%s", sql);
    const struct sql_script *script =
        sql_read_for(arena, engine, (struct text){ .str = text });
    list_each(sql_statement, statement, script->statements) {
        struct catalog_result result = catalog_apply_statement(arena, catalog, statement);
        CHECK(result.outcome == CATALOG_APPLIED);
        catalog = result.after;
    }
    const struct move move = {
        .from = { .table = STR("crates"), .column = STR("colour") },
        .to = { .table = STR("crates"), .column = STR("paint") },
    };
    struct carriers carriers = carriers_find(arena, catalog, &move);
    CHECK(carriers.is_known);
    return arena_format(arena, "%s%s%s", carriers.inserts ? "i" : "", carriers.updates ? "u" : "",
                        carriers.is_unsure ? "?" : "");
}

#define CARRIES(engine, sql, expected)                        \
    do {                                                      \
        struct arena arena = { 0 };                           \
        CHECK(str_is(carry(&arena, engine, sql), expected));  \
        arena_release(&arena);                                \
    } while (0)

#define FUNCTION(body)                                                               \
    "CREATE FUNCTION carry() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN " body     \
    " RETURN NEW; END $$;\n"
#define TRIGGER(when)                                                                \
    "CREATE TRIGGER carry " when " ON crates FOR EACH ROW EXECUTE FUNCTION carry();\n"
#define ASSIGN "NEW.paint := NEW.colour;"
#define BOTH TRIGGER("BEFORE INSERT OR UPDATE")

void test_carriers__of_postgresql_set_the_column_before_the_row(void)
{
    CARRIES(SQL_ENGINE_POSTGRESQL, FUNCTION(ASSIGN) BOTH, "iu");
    CARRIES(SQL_ENGINE_POSTGRESQL, FUNCTION(ASSIGN) TRIGGER("BEFORE INSERT"), "i");
    CARRIES(SQL_ENGINE_POSTGRESQL, FUNCTION(ASSIGN) TRIGGER("BEFORE INSERT OR UPDATE OF id"), "i");
    CARRIES(SQL_ENGINE_POSTGRESQL, FUNCTION(ASSIGN) TRIGGER("AFTER INSERT OR UPDATE"), "?");
    CARRIES(SQL_ENGINE_POSTGRESQL,
            FUNCTION("IF TG_OP = 'INSERT' OR NEW.colour IS DISTINCT FROM OLD.colour THEN " ASSIGN
                     " END IF;") BOTH, "iu");
}

void test_carriers__of_some_rows_are_unsure(void)
{
    CARRIES(SQL_ENGINE_POSTGRESQL, FUNCTION("IF NEW.id > 5 THEN " ASSIGN " END IF;") BOTH, "?");
    CARRIES(SQL_ENGINE_POSTGRESQL, FUNCTION("NEW.paint := 'red';") BOTH, "?");
    CARRIES(SQL_ENGINE_POSTGRESQL, FUNCTION(ASSIGN " RETURN NULL;") BOTH, "?");
}

void test_carriers__do_what_their_function_does_now(void)
{
    CARRIES(SQL_ENGINE_POSTGRESQL, FUNCTION("-- paint\n") BOTH, "");
    CARRIES(SQL_ENGINE_POSTGRESQL, FUNCTION("NEW.colour := NEW.paint;") BOTH, "");
    CARRIES(SQL_ENGINE_POSTGRESQL,
            FUNCTION(ASSIGN) BOTH "ALTER TABLE crates DISABLE TRIGGER carry;", "");
    CARRIES(SQL_ENGINE_POSTGRESQL,
            FUNCTION(ASSIGN) BOTH "CREATE OR REPLACE FUNCTION carry() RETURNS trigger "
                                  "LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;", "");
    CARRIES(SQL_ENGINE_POSTGRESQL, FUNCTION(ASSIGN) BOTH "DROP FUNCTION carry() CASCADE;", "");
}

#define SQLITE(verb, body)                                                           \
    "CREATE TRIGGER carry_" verb " AFTER " verb " ON crates BEGIN " body " END;\n"
#define UPDATE "UPDATE crates SET paint = NEW.colour"

void test_carriers__of_sqlite_change_their_own_row_again(void)
{
    CARRIES(SQL_ENGINE_SQLITE, SQLITE("INSERT", UPDATE " WHERE id = NEW.id;")
                               SQLITE("UPDATE", UPDATE " WHERE id = NEW.id;"), "iu");
    CARRIES(SQL_ENGINE_SQLITE, SQLITE("INSERT", UPDATE " WHERE id = 1;"), "?");
    CARRIES(SQL_ENGINE_SQLITE, SQLITE("INSERT", UPDATE ";"), "?");
}
