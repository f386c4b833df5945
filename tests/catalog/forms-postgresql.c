// PostgreSQL's statements.
#include "tests/catalog/generate.h"

static void put_type(struct generator *generator)
{
    put(generator, " %s", one_of(generator, "integer", "text", "bigint", "varchar(20)",
                                 "numeric(10,2)", "boolean", "timestamptz", "date", "int[]",
                                 "smallint"));
}

static void put_definition(struct generator *generator, struct str name, bool may_be_key)
{
    put_name(generator, name);
    if (chance(generator, 10))
        put(generator, " %s", one_of(generator, "serial", "bigserial"));
    else if (chance(generator, 8))
        put(generator, " integer GENERATED %s AS IDENTITY",
            one_of(generator, "ALWAYS", "BY DEFAULT"));
    else
        put_type(generator);
    if (chance(generator, may_be_key ? 15 : 1))
        put(generator, " PRIMARY KEY");
    if (chance(generator, 25))
        put(generator, " NOT NULL");
    if (chance(generator, 8))
        put(generator, " UNIQUE");
    if (chance(generator, 10)) {
        put(generator, " CHECK (");
        put_name(generator, name);
        put(generator, " IS NOT NULL)");
    }
}

static void create_table(struct generator *generator)
{
    unsigned count = pick(generator, 4) + 1;
    put(generator, "CREATE TABLE %s", chance(generator, 15) ? "IF NOT EXISTS " : "");
    put_name(generator, any_name(generator, 't', 6));
    put(generator, " (");
    for (unsigned i = 0; i < count; i++) {
        put(generator, "%s", i ? ", " : "");
        put_definition(generator, arena_format(generator->arena, "c%u", i + 1), i == 0);
    }
    if (chance(generator, 15))
        put(generator, ", PRIMARY KEY (c1%s)", count > 1 && chance(generator, 40) ? ", c2" : "");
    if (chance(generator, 20))
        put(generator, ", %sUNIQUE (c1%s)", chance(generator, 50) ? "CONSTRAINT u1 " : "",
            count > 1 && chance(generator, 60) ? ", c2" : "");
    put(generator, ")");
}

static void drop_table(struct generator *generator)
{
    put(generator, "DROP TABLE %s", chance(generator, 30) ? "IF EXISTS " : "");
    put_table(generator);
    put(generator, "%s", chance(generator, 30) ? " CASCADE" : "");
}

static const struct catalog_object *put_alter(struct generator *generator)
{
    put(generator, "ALTER TABLE %s", chance(generator, 10) ? "IF EXISTS " : "");
    return put_table(generator);
}

static void rename_table(struct generator *generator)
{
    put_alter(generator);
    put(generator, " RENAME TO ");
    put_name(generator, any_name(generator, 't', 6));
}

static void add_column(struct generator *generator)
{
    put_alter(generator);
    put(generator, " ADD COLUMN %s", chance(generator, 10) ? "IF NOT EXISTS " : "");
    put_definition(generator, any_name(generator, 'c', 8), false);
}

static void drop_column(struct generator *generator)
{
    const struct catalog_object *table = put_alter(generator);
    put(generator, " DROP COLUMN %s", chance(generator, 10) ? "IF EXISTS " : "");
    put_column(generator, table);
    put(generator, "%s", chance(generator, 30) ? " CASCADE" : "");
}

static void rename_column(struct generator *generator)
{
    const struct catalog_object *table = put_alter(generator);
    put(generator, " RENAME COLUMN ");
    put_column(generator, table);
    put(generator, " TO ");
    put_name(generator, any_name(generator, 'c', 8));
}

static void alter_column(struct generator *generator)
{
    const struct catalog_object *table = put_alter(generator);
    put(generator, " ALTER COLUMN ");
    put_column(generator, table);
    put(generator, " %s", one_of(generator, "SET NOT NULL", "DROP NOT NULL", "DROP DEFAULT",
                                 "SET DEFAULT NULL", "TYPE bigint", "TYPE text", "TYPE integer",
                                 "TYPE varchar(40)", "DROP IDENTITY IF EXISTS",
                                 "ADD GENERATED ALWAYS AS IDENTITY"));
}

static void add_constraint(struct generator *generator)
{
    const struct catalog_object *table = put_alter(generator);
    put(generator, " ADD ");
    if (chance(generator, 50)) {
        put(generator, "CONSTRAINT ");
        put_name(generator, any_name(generator, 'k', 5));
        put(generator, " ");
    }
    if (chance(generator, 40)) {
        put(generator, "%s (", one_of(generator, "UNIQUE", "PRIMARY KEY"));
        put_columns(generator, table, 2);
        put(generator, ")");
        return;
    }
    if (chance(generator, 40)) {
        put(generator, "CHECK (");
        put_column(generator, table);
        put(generator, " IS NOT NULL)");
    } else {
        put(generator, "FOREIGN KEY (");
        put_column(generator, table);
        put(generator, ") REFERENCES ");
        const struct catalog_object *other = put_table(generator);
        put(generator, " (");
        put_column(generator, other);
        put(generator, ")");
    }
    put(generator, "%s", chance(generator, 30) ? " NOT VALID" : "");
}

static void change_constraint(struct generator *generator)
{
    const struct catalog_object *table = put_alter(generator);
    const struct catalog_constraint *constraint = some_constraint(generator, table);
    struct str name = constraint ? constraint->definition.name : any_name(generator, 'k', 5);
    unsigned what = pick(generator, 3);
    put(generator, " %s CONSTRAINT ", what == 0 ? "DROP" : what == 1 ? "VALIDATE" : "RENAME");
    put_name(generator, name);
    if (what == 0 && chance(generator, 30))
        put(generator, " CASCADE");
    if (what < 2)
        return;
    put(generator, " TO ");
    put_name(generator, any_name(generator, 'k', 5));
}

static void create_index(struct generator *generator)
{
    put(generator, "CREATE %sINDEX ", chance(generator, 30) ? "UNIQUE " : "");
    if (chance(generator, 70))
        put_name(generator, any_name(generator, 'i', 6));
    put(generator, " ON ");
    const struct catalog_object *table = put_table(generator);
    put(generator, " (");
    put_columns(generator, table, 2);
    put(generator, ")");
}

static void change_index(struct generator *generator)
{
    const struct catalog_object *index = some_object(generator, CATALOG_INDEX);
    bool is_drop = chance(generator, 60);
    put(generator, "%s INDEX %s", is_drop ? "DROP" : "ALTER",
        chance(generator, 20) ? "IF EXISTS " : "");
    put_name(generator, index ? index->name.name : any_name(generator, 'i', 6));
    if (is_drop)
        return;
    put(generator, " RENAME TO ");
    put_name(generator, any_name(generator, 'i', 6));
}

static void create_view(struct generator *generator)
{
    put(generator, "CREATE %sVIEW ", chance(generator, 20) ? "OR REPLACE " : "");
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
    put(generator, "%s", chance(generator, 20) ? " CASCADE" : "");
}

static void transaction(struct generator *generator)
{
    put(generator, "%s", one_of(generator, "BEGIN", "COMMIT", "ROLLBACK"));
}

const struct form postgresql_forms[] = {
    { 16, create_table }, { 6, drop_table },     { 4, rename_table },      { 12, add_column },
    { 8, drop_column },   { 6, rename_column },  { 14, alter_column },     { 14, add_constraint },
    { 8, change_constraint }, { 10, create_index }, { 5, change_index },   { 7, create_view },
    { 3, drop_view },     { 3, transaction },    { 0, NULL },
};
