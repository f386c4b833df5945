// Schemas, sequences, types, functions, triggers and comments of PostgreSQL.
#include "tests/catalog/forms-postgresql.h"

static const char *conditional(struct generator *generator)
{
    return chance(generator, 20) ? "IF EXISTS " : "";
}

static const char *cascade(struct generator *generator)
{
    return chance(generator, 30) ? " CASCADE" : "";
}

// ---- schemas

void create_schema(struct generator *generator)
{
    put(generator, "CREATE SCHEMA %s%s", chance(generator, 30) ? "IF NOT EXISTS " : "",
        one_of(generator, "s1", "s2", "\"S 1\""));
    if (chance(generator, 20))
        put(generator, " CREATE TABLE t1 (c1 integer PRIMARY KEY) CREATE INDEX i1 ON t1 (c1)");
}

void drop_schema(struct generator *generator)
{
    put(generator, "DROP SCHEMA %s%s%s", conditional(generator),
        one_of(generator, "s1", "s2", "\"S 1\""), chance(generator, 70) ? " CASCADE" : "");
}

void set_schema(struct generator *generator)
{
    const char *what = one_of(generator, "TABLE", "VIEW", "SEQUENCE");
    put(generator, "ALTER %s ", what);
    put_object(generator,
               what[0] == 'T'   ? CATALOG_TABLE
               : what[0] == 'V' ? CATALOG_VIEW
                                : CATALOG_SEQUENCE,
               't');
    put(generator, " SET SCHEMA %s", one_of(generator, "s1", "s2", "public"));
}

// ---- sequences

static void put_sequence_option(struct generator *generator)
{
    put(generator, " %s", one_of(generator, "INCREMENT 5", "INCREMENT -1", "MINVALUE 3",
                                 "MAXVALUE 1000", "NO MAXVALUE", "CYCLE", "NO CYCLE", "CACHE 10",
                                 "AS integer", "AS smallint", "AS bigint", "OWNED BY NONE"));
}

static void put_owner(struct generator *generator)
{
    put(generator, " OWNED BY ");
    const struct catalog_object *table = put_table(generator);
    put(generator, ".");
    put_column(generator, table);
}

void create_sequence(struct generator *generator)
{
    put(generator, "CREATE SEQUENCE %s", chance(generator, 15) ? "IF NOT EXISTS " : "");
    put_new_name(generator, 'q', 4);
    if (chance(generator, 40))
        put_sequence_option(generator);
    else if (chance(generator, 40))
        put_owner(generator);
}

void change_sequence(struct generator *generator)
{
    unsigned what = pick(generator, 4);
    put(generator, "%s SEQUENCE %s", what == 0 ? "DROP" : "ALTER", conditional(generator));
    put_object(generator, CATALOG_SEQUENCE, 'q');
    if (what == 0)
        put(generator, "%s", cascade(generator));
    else if (what == 1) {
        put(generator, " RENAME TO ");
        put_name(generator, any_name(generator, 'q', 4));
    } else if (what == 2)
        put_owner(generator);
    else
        put_sequence_option(generator);
}

// ---- types

void create_type(struct generator *generator)
{
    switch (pick(generator, 3)) {
    case 0:
        put(generator, "CREATE TYPE ");
        put_new_name(generator, 'e', 3);
        put(generator, " AS ENUM (%s)", one_of(generator, "'a', 'b'", "'x'", "", "'it''s', 'b c'"));
        return;
    case 1:
        put(generator, "CREATE TYPE ");
        put_new_name(generator, 'y', 2);
        put(generator, " AS (a integer, b text)");
        return;
    default:
        put(generator, "CREATE DOMAIN ");
        put_new_name(generator, 'd', 3);
        put(generator, " AS %s%s%s%s", one_of(generator, "integer DEFAULT 1", "text", "numeric(8,2)", "text DEFAULT 'a'"), "", chance(generator, 20) ? " NOT NULL" : "",
            chance(generator, 40) ? " CHECK (VALUE IS NOT NULL)" : "");
    }
}

static void change_enum(struct generator *generator)
{
    const char *label = one_of(generator, "a", "b", "c", "x", "new");
    put(generator, "ALTER TYPE ");
    put_object(generator, CATALOG_ENUM, 'e');
    if (chance(generator, 30)) {
        put(generator, " RENAME VALUE '%s' TO '%s'", label,
            one_of(generator, "a", "b", "renamed"));
        return;
    }
    put(generator, " ADD VALUE %s'%s'", chance(generator, 20) ? "IF NOT EXISTS " : "", label);
    if (chance(generator, 50))
        put(generator, " %s '%s'", one_of(generator, "BEFORE", "AFTER"),
            one_of(generator, "a", "b", "x"));
}

void change_type(struct generator *generator)
{
    enum catalog_kind kind = chance(generator, 60) ? CATALOG_ENUM : CATALOG_TYPE;
    if (chance(generator, 60)) {
        change_enum(generator);
        return;
    }
    bool is_drop = chance(generator, 50);
    put(generator, "%s TYPE ", is_drop ? "DROP" : "ALTER");
    put_object(generator, kind, 'e');
    put(generator, "%s", is_drop ? cascade(generator) : " RENAME TO ");
    if (!is_drop)
        put_name(generator, any_name(generator, 'e', 3));
}

void change_domain(struct generator *generator)
{
    bool is_drop = chance(generator, 20);
    put(generator, "%s DOMAIN ", is_drop ? "DROP" : "ALTER");
    put_object(generator, CATALOG_DOMAIN, 'd');
    put(generator, "%s",
        is_drop ? cascade(generator)
                : one_of(generator, " SET NOT NULL", " DROP NOT NULL", " SET DEFAULT NULL",
                         " DROP DEFAULT", " ADD CONSTRAINT k1 CHECK (VALUE IS NOT NULL)",
                         " ADD CHECK (VALUE IS NOT NULL) NOT VALID", " DROP CONSTRAINT k1",
                         " VALIDATE CONSTRAINT d1_check", " RENAME TO d2",
                         " RENAME CONSTRAINT k1 TO k2", " DROP CONSTRAINT IF EXISTS k2"));
}

// ---- functions

void create_function(struct generator *generator)
{
    put(generator, "CREATE %s", chance(generator, 30) ? "OR REPLACE " : "");
    if (chance(generator, 15)) {
        put(generator, "PROCEDURE ");
        put_new_name(generator, 'p', 2);
        put(generator, "(integer) LANGUAGE sql AS 'SELECT 1'");
        return;
    }
    put(generator, "FUNCTION ");
    put_new_name(generator, 'f', 3);
    if (chance(generator, 60))
        put(generator, "() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'");
    else
        put(generator, "(%s) RETURNS %s LANGUAGE sql%s AS 'SELECT NULL::%s'",
            one_of(generator, "", "integer", "a text, b integer DEFAULT 1"), "integer",
            one_of(generator, "", " IMMUTABLE", " STABLE"), "integer");
}

void change_function(struct generator *generator)
{
    const struct catalog_object *routine = some_object(generator, CATALOG_ROUTINE);
    struct str name = routine ? routine->name.name : any_name(generator, 'f', 3);
    struct str arguments = routine ? routine->routine->arguments : STR("");
    size_t end = str_find_char(name, '(', 0);
    bool is_drop = chance(generator, 60);
    bool is_procedure = routine && routine->routine->is_procedure;
    put(generator, "%s %s ", is_drop ? "DROP" : "ALTER", is_procedure ? "PROCEDURE" : "FUNCTION");
    put_table_name(generator,
                   (struct sql_name){ routine ? routine->name.schema : STR_NONE,
                                      end == STR_NOT_FOUND ? name : str_slice(name, 0, end) });
    if (chance(generator, 80) || !is_drop)
        put(generator, "(%.*s)", STR_ARGS(arguments));
    put(generator, "%s", is_drop ? cascade(generator) : " RENAME TO f2");
}

// ---- triggers

void create_trigger(struct generator *generator)
{
    bool is_row = chance(generator, 70);
    put(generator, "CREATE TRIGGER ");
    put_name(generator, any_name(generator, 'g', 3));
    put(generator, " %s %s", one_of(generator, "BEFORE", "AFTER"),
        one_of(generator, "INSERT", "UPDATE", "DELETE", "INSERT OR UPDATE OR DELETE"));
    const struct catalog_object *table = some_object(generator, CATALOG_TABLE);
    put(generator, " ON ");
    if (table)
        put_table_name(generator, table->name);
    else
        put(generator, "t1");
    put(generator, "%s EXECUTE FUNCTION ", is_row ? " FOR EACH ROW" : "");
    put_name(generator, any_name(generator, 'f', 3));
    put(generator, "()");
}

void change_trigger(struct generator *generator)
{
    const struct catalog_object *table = some_object(generator, CATALOG_TABLE);
    const struct catalog_trigger *trigger = some_trigger(generator, table);
    struct str name = trigger ? trigger->name : any_name(generator, 'g', 3);
    struct sql_name owner =
        table ? table->name : (struct sql_name){ STR_NONE, any_name(generator, 't', 6) };
    unsigned what = pick(generator, 3);
    if (what == 0) {
        put(generator, "ALTER TABLE ");
        put_table_name(generator, owner);
        put(generator, " %s TRIGGER ", one_of(generator, "ENABLE", "DISABLE"));
        put_name(generator, name);
        return;
    }
    put(generator, "%s TRIGGER %s", what == 1 ? "DROP" : "ALTER",
        what == 1 ? conditional(generator) : "");
    put_name(generator, name);
    put(generator, " ON ");
    put_table_name(generator, owner);
    if (what == 1)
        return;
    put(generator, " RENAME TO ");
    put_name(generator, any_name(generator, 'g', 3));
}

// ---- comments

void comment(struct generator *generator)
{
    static const struct {
        const char *word;
        char letter;
        enum catalog_kind kind;
    } kinds[] = {
        { "TABLE", 't', CATALOG_TABLE },       { "VIEW", 'v', CATALOG_VIEW },
        { "SEQUENCE", 'q', CATALOG_SEQUENCE }, { "INDEX", 'i', CATALOG_INDEX },
        { "TYPE", 'e', CATALOG_ENUM },         { "DOMAIN", 'd', CATALOG_DOMAIN },
    };
    const char *text = one_of(generator, "'a'", "'it''s'", "NULL", "''");
    const struct catalog_object *table = some_object(generator, CATALOG_TABLE);
    put(generator, "COMMENT ON ");
    if (table && chance(generator, 40)) {
        put(generator, "COLUMN ");
        put_table_name(generator, table->name);
        put(generator, ".");
        put_column(generator, table);
    } else if (table && chance(generator, 30)) {
        const struct catalog_constraint *constraint = some_constraint(generator, table);
        put(generator, "CONSTRAINT ");
        put_name(generator, constraint ? constraint->definition.name : STR("k1"));
        put(generator, " ON ");
        put_table_name(generator, table->name);
    } else {
        unsigned i = pick(generator, sizeof kinds / sizeof *kinds);
        put(generator, "%s ", kinds[i].word);
        put_object(generator, kinds[i].kind, kinds[i].letter);
    }
    put(generator, " IS %s", text);
}
