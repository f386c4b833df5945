// SQLite's statements.
#include "tests/catalog/generate.h"

static void put_type(struct generator *generator)
{
    put(generator, "%s", one_of(generator, " integer", " text", " int", " real", " blob",
                                " numeric(10,2)", " varchar(20)", ""));
}

static void put_check(struct generator *generator, struct str column)
{
    put(generator, " CHECK (");
    put_name(generator, column);
    put(generator, " %s)", one_of(generator, "> 0", "IS NOT 'a'", "IN (1, 2)"));
}

static void put_default(struct generator *generator)
{
    put(generator, " DEFAULT %s", one_of(generator, "0", "'a'", "NULL", "-1.5", "CURRENT_TIMESTAMP",
                                         "(1 + 2)"));
}

static void put_reference(struct generator *generator, const struct catalog_object *table)
{
    put(generator, " REFERENCES ");
    const struct catalog_object *other = put_table(generator);
    if (chance(generator, 60)) {
        put(generator, " (");
        put_column(generator, other ? other : table);
        put(generator, ")");
    }
    if (chance(generator, 30))
        put(generator, " ON DELETE %s", one_of(generator, "CASCADE", "SET NULL", "RESTRICT"));
}

static void put_definition(struct generator *generator, struct str name, bool may_be_key,
                           struct str other)
{
    put_name(generator, name);
    put_type(generator);
    if (may_be_key && chance(generator, 15))
        put(generator, " PRIMARY KEY");
    if (chance(generator, 25))
        put(generator, " NOT NULL");
    if (chance(generator, may_be_key ? 12 : 3))
        put(generator, " UNIQUE");
    if (chance(generator, 15))
        put_check(generator, name);
    if (chance(generator, 20))
        put_default(generator);
    else if (other.data && chance(generator, 10)) {
        put(generator, " AS (");
        put_name(generator, other);
        put(generator, " || 'x') %s", one_of(generator, "VIRTUAL", "STORED"));
    } else if (chance(generator, 10)) {
        put_reference(generator, NULL);
    }
    if (chance(generator, 8))
        put(generator, " COLLATE nocase");
}

static void create_table(struct generator *generator)
{
    struct str names[4];
    unsigned count = pick(generator, 4) + 1;
    put(generator, "CREATE TABLE %s", chance(generator, 15) ? "IF NOT EXISTS " : "");
    put_name(generator, any_name(generator, 't', 6));
    put(generator, " (");
    for (unsigned i = 0; i < count; i++) {
        names[i] = chance(generator, 96) ? arena_format(generator->arena, "c%u", i + 1)
                                         : any_name(generator, 'c', 4);
        put(generator, "%s", i ? ", " : "");
        put_definition(generator, names[i], i == 0, i ? names[0] : STR_NONE);
    }
    if (chance(generator, 15))
        put(generator, ", PRIMARY KEY (c1%s)", count > 1 && chance(generator, 40) ? ", c2" : "");
    if (chance(generator, 20))
        put(generator, ", %sUNIQUE (c1%s)", chance(generator, 50) ? "CONSTRAINT u1 " : "",
            count > 1 && chance(generator, 60) ? ", c2" : "");
    if (chance(generator, 10))
        put(generator, ", CONSTRAINT k1 CHECK (c1 > 0)");
    if (chance(generator, 10)) {
        put(generator, ", FOREIGN KEY (c1)");
        put_reference(generator, NULL);
    }
    put(generator, ")%s", chance(generator, 5) ? " STRICT" : "");
}

static void create_table_as(struct generator *generator)
{
    put(generator, "CREATE TABLE ");
    put_name(generator, any_name(generator, 't', 6));
    put(generator, " AS SELECT * FROM ");
    put_table(generator);
}

static void drop_table(struct generator *generator)
{
    put(generator, "DROP TABLE %s", chance(generator, 30) ? "IF EXISTS " : "");
    put_table(generator);
}

static void rename_table(struct generator *generator)
{
    put(generator, "ALTER TABLE ");
    put_table(generator);
    put(generator, " RENAME TO ");
    put_name(generator, any_name(generator, 't', 6));
}

static void add_column(struct generator *generator)
{
    put(generator, "ALTER TABLE ");
    const struct catalog_object *table = put_table(generator);
    put(generator, " ADD COLUMN ");
    const struct catalog_column *other = some_column(generator, table);
    put_definition(generator, any_name(generator, 'c', 8), chance(generator, 5),
                   other ? other->definition.name : STR_NONE);
}

static void drop_column(struct generator *generator)
{
    put(generator, "ALTER TABLE ");
    const struct catalog_object *table = put_table(generator);
    put(generator, " DROP COLUMN ");
    put_column(generator, table);
}

static void rename_column(struct generator *generator)
{
    put(generator, "ALTER TABLE ");
    const struct catalog_object *table = put_table(generator);
    put(generator, " RENAME COLUMN ");
    put_column(generator, table);
    put(generator, " TO ");
    put_name(generator, any_name(generator, 'c', 8));
}

static void create_index(struct generator *generator)
{
    put(generator, "CREATE %sINDEX %s", chance(generator, 30) ? "UNIQUE " : "",
        chance(generator, 15) ? "IF NOT EXISTS " : "");
    put_name(generator, any_name(generator, 'i', 6));
    put(generator, " ON ");
    const struct catalog_object *table = some_object(generator, CATALOG_TABLE);
    if (table)
        put_name(generator, table->name.name);
    else
        put(generator, "t1");
    put(generator, " (");
    put_column(generator, table);
    put(generator, "%s", chance(generator, 20) ? " DESC" : "");
    if (chance(generator, 30)) {
        put(generator, ", ");
        put_column(generator, table);
    }
    put(generator, ")");
    if (chance(generator, 15)) {
        put(generator, " WHERE ");
        put_column(generator, table);
        put(generator, " IS NOT NULL");
    }
}

static void drop_index(struct generator *generator)
{
    const struct catalog_object *index = some_object(generator, CATALOG_INDEX);
    put(generator, "DROP INDEX %s", chance(generator, 30) ? "IF EXISTS " : "");
    put_name(generator, index ? index->name.name : any_name(generator, 'i', 6));
}

static void create_view(struct generator *generator)
{
    put(generator, "CREATE VIEW %s", chance(generator, 15) ? "IF NOT EXISTS " : "");
    put_name(generator, any_name(generator, 'v', 4));
    put(generator, " AS SELECT ");
    const struct catalog_object *table = some_object(generator, CATALOG_TABLE);
    if (!table || chance(generator, 30))
        put(generator, "*");
    else
        put_column(generator, table);
    put(generator, " FROM ");
    put_name(generator, table ? table->name.name : STR("t1"));
}

static void drop_view(struct generator *generator)
{
    const struct catalog_object *view = some_object(generator, CATALOG_VIEW);
    put(generator, "DROP VIEW %s", chance(generator, 30) ? "IF EXISTS " : "");
    put_name(generator, view ? view->name.name : any_name(generator, 'v', 4));
}

static void create_trigger(struct generator *generator)
{
    put(generator, "CREATE TRIGGER %s", chance(generator, 15) ? "IF NOT EXISTS " : "");
    put_name(generator, any_name(generator, 'g', 4));
    put(generator, " %s ON ",
        one_of(generator, "AFTER INSERT", "BEFORE DELETE", "AFTER UPDATE", "BEFORE UPDATE OF c1"));
    put_table(generator);
    put(generator, " BEGIN SELECT 1; END");
}

static void drop_trigger(struct generator *generator)
{
    const struct catalog_object *trigger = some_object(generator, CATALOG_TRIGGER);
    put(generator, "DROP TRIGGER %s", chance(generator, 30) ? "IF EXISTS " : "");
    put_name(generator, trigger ? trigger->name.name : any_name(generator, 'g', 4));
}

static void transaction(struct generator *generator)
{
    put(generator, "%s", one_of(generator, "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT a",
                                "ROLLBACK TO a", "RELEASE a"));
}

const struct form sqlite_forms[] = {
    { 20, create_table }, { 3, create_table_as }, { 6, drop_table },     { 5, rename_table },
    { 16, add_column },   { 10, drop_column },    { 10, rename_column }, { 12, create_index },
    { 4, drop_index },    { 6, create_view },     { 3, drop_view },      { 5, create_trigger },
    { 3, drop_trigger },  { 4, transaction },     { 0, NULL },
};
