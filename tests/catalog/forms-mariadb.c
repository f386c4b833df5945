// MariaDB's statements.
#include "tests/catalog/generate.h"

static void put_type(struct generator *generator)
{
    put(generator, " %s", one_of(generator, "int", "varchar(20)", "bigint", "varchar(40)",
                                 "decimal(10,2)", "datetime", "int unsigned", "date"));
}

static void put_definition(struct generator *generator, struct str name, bool may_be_key)
{
    put_name(generator, name);
    put_type(generator);
    if (chance(generator, 30))
        put(generator, " NOT NULL");
    if (chance(generator, 15))
        put(generator, " DEFAULT NULL");
    if (chance(generator, may_be_key ? 15 : 1))
        put(generator, " PRIMARY KEY");
    if (chance(generator, 8))
        put(generator, " UNIQUE");
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
        put(generator, ", %s (c1%s)", one_of(generator, "UNIQUE", "KEY", "UNIQUE KEY u1", "KEY k1"),
            count > 1 && chance(generator, 60) ? ", c2" : "");
    put(generator, ")");
}

static void drop_table(struct generator *generator)
{
    put(generator, "DROP TABLE %s", chance(generator, 30) ? "IF EXISTS " : "");
    put_table(generator);
}

static const struct catalog_object *put_alter(struct generator *generator)
{
    put(generator, "ALTER TABLE ");
    return put_table(generator);
}

static void rename_table(struct generator *generator)
{
    if (chance(generator, 50)) {
        put_alter(generator);
        put(generator, " RENAME TO ");
    } else {
        put(generator, "RENAME TABLE ");
        put_table(generator);
        put(generator, " TO ");
    }
    put_name(generator, any_name(generator, 't', 6));
}

static void put_place(struct generator *generator, const struct catalog_object *table)
{
    if (chance(generator, 70))
        return;
    if (chance(generator, 40)) {
        put(generator, " FIRST");
        return;
    }
    put(generator, " AFTER ");
    put_column(generator, table);
}

static void add_column(struct generator *generator)
{
    const struct catalog_object *table = put_alter(generator);
    put(generator, " ADD COLUMN %s", chance(generator, 10) ? "IF NOT EXISTS " : "");
    put_definition(generator, any_name(generator, 'c', 8), false);
    put_place(generator, table);
}

static void drop_column(struct generator *generator)
{
    const struct catalog_object *table = put_alter(generator);
    put(generator, " DROP COLUMN %s", chance(generator, 10) ? "IF EXISTS " : "");
    put_column(generator, table);
}

static void change_column(struct generator *generator)
{
    const struct catalog_object *table = put_alter(generator);
    const struct catalog_column *column = some_column(generator, table);
    struct str name = column ? column->definition.name : any_name(generator, 'c', 8);
    unsigned what = pick(generator, 3);
    put(generator, " %s COLUMN ", what == 0 ? "RENAME" : what == 1 ? "MODIFY" : "CHANGE");
    put_name(generator, name);
    put(generator, "%s ", what == 0 ? " TO" : "");
    if (what != 1)
        put_name(generator, any_name(generator, 'c', 8));
    if (what == 0)
        return;
    put_type(generator);
    put(generator, "%s", chance(generator, 40) ? " NOT NULL" : "");
    put_place(generator, table);
}

static void alter_default(struct generator *generator)
{
    const struct catalog_object *table = put_alter(generator);
    put(generator, " ALTER COLUMN ");
    put_column(generator, table);
    put(generator, " DROP DEFAULT");
}

static void add_key(struct generator *generator)
{
    const struct catalog_object *table = put_alter(generator);
    put(generator, " ADD %s (", one_of(generator, "UNIQUE", "KEY", "UNIQUE KEY u1", "KEY k1",
                                       "PRIMARY KEY", "CONSTRAINT u2 UNIQUE", "INDEX i1"));
    put_columns(generator, table, 2);
    put(generator, ")");
}

static void add_foreign_key(struct generator *generator)
{
    const struct catalog_object *table = put_alter(generator);
    put(generator, " ADD %sFOREIGN KEY (",
        one_of(generator, "", "CONSTRAINT f1 ", "CONSTRAINT f2 "));
    put_column(generator, table);
    put(generator, ") REFERENCES ");
    const struct catalog_object *other = put_table(generator);
    put(generator, " (");
    put_column(generator, other);
    put(generator, ")%s", chance(generator, 30) ? " ON DELETE CASCADE" : "");
}

static void drop_key(struct generator *generator)
{
    const struct catalog_object *table = put_alter(generator);
    const struct catalog_index *index = some_index(generator, table);
    const struct catalog_constraint *constraint = some_constraint(generator, table);
    if (chance(generator, 15)) {
        put(generator, " DROP PRIMARY KEY");
    } else if (chance(generator, 60)) {
        put(generator, " DROP INDEX ");
        put_name(generator, index ? index->definition.name.name : any_name(generator, 'i', 4));
    } else {
        put(generator, " DROP %s ", one_of(generator, "CONSTRAINT", "FOREIGN KEY"));
        put_name(generator, constraint ? constraint->definition.name : STR("f1"));
    }
}

static void create_index(struct generator *generator)
{
    put(generator, "CREATE %sINDEX %s", chance(generator, 30) ? "UNIQUE " : "",
        chance(generator, 15) ? "IF NOT EXISTS " : "");
    put_name(generator, any_name(generator, 'i', 6));
    put(generator, " ON ");
    const struct catalog_object *table = put_table(generator);
    put(generator, " (");
    put_columns(generator, table, 2);
    put(generator, ")");
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
}

const struct form mariadb_forms[] = {
    { 16, create_table },   { 5, drop_table },     { 4, rename_table },    { 12, add_column },
    { 8, drop_column },     { 12, change_column }, { 4, alter_default },   { 10, add_key },
    { 10, add_foreign_key }, { 8, drop_key },      { 8, create_index },    { 5, create_view },
    { 3, drop_view },       { 0, NULL },
};
