// PostgreSQL's statements.
#include "tests/catalog/forms-postgresql.h"

void put_new_name(struct generator *generator, char letter, unsigned count)
{
    if (chance(generator, 12))
        put(generator, "%s.", one_of(generator, "s1", "s2", "public"));
    put_name(generator, any_name(generator, letter, count));
}

void put_object(struct generator *generator, enum catalog_kind kind, char letter)
{
    const struct catalog_object *object = some_object(generator, kind);
    if (object)
        put_table_name(generator, object->name);
    else
        put_name(generator, any_name(generator, letter, 3));
}

// ---- columns

// A type, and a default that goes with it.
static void put_type(struct generator *generator)
{
    static const struct {
        const char *type, *fallback;
    } types[] = {
        { "integer", "5" },          { "integer", "(1 + 2) * 3" }, { "text", "'a'" },
        { "text", "('a' || 'b')" },  { "bigint", "7" },            { "varchar(20)", "'a'" },
        { "numeric(10,2)", "1.5" },  { "boolean", "true" },        { "timestamptz", "now()" },
        { "date", "CURRENT_DATE" },  { "int[]", "NULL" },          { "smallint", "1" },
        { "double precision", "random()" }, { "uuid", "NULL" },
    };
    if (chance(generator, 10)) {
        put(generator, " ");
        put_object(generator, chance(generator, 50) ? CATALOG_ENUM : CATALOG_DOMAIN, 'e');
        return;
    }
    unsigned i = pick(generator, sizeof types / sizeof *types);
    put(generator, " %s", types[i].type);
    if (chance(generator, 20))
        put(generator, " DEFAULT %s", chance(generator, 20) ? "NULL" : types[i].fallback);
}

static void put_definition(struct generator *generator, struct str name, bool may_be_key)
{
    put_name(generator, name);
    if (chance(generator, 10))
        put(generator, " %s", one_of(generator, "serial", "bigserial"));
    else if (chance(generator, 8))
        put(generator, " integer GENERATED %s AS IDENTITY",
            one_of(generator, "ALWAYS", "BY DEFAULT"));
    else if (chance(generator, 5))
        put(generator, " boolean GENERATED ALWAYS AS (c1 IS NULL) STORED");
    else
        put_type(generator);
    if (chance(generator, may_be_key ? 15 : 1))
        put(generator, " PRIMARY KEY");
    if (chance(generator, 25))
        put(generator, " NOT NULL");
    if (chance(generator, 8))
        put(generator, " UNIQUE");
    if (chance(generator, 8)) {
        put(generator, " REFERENCES ");
        put_table(generator);
        put(generator, "%s", one_of(generator, "", " (c1)", " ON DELETE CASCADE",
                                    " ON DELETE SET NULL ON UPDATE CASCADE", " DEFERRABLE",
                                    " INITIALLY DEFERRED"));
    }
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
    put_new_name(generator, 't', 6);
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

// Tables that are made from others.
static void create_from(struct generator *generator)
{
    unsigned what = pick(generator, 4);
    put(generator, "CREATE %sTABLE ", chance(generator, 10) ? "UNLOGGED " : "");
    put_new_name(generator, 't', 6);
    if (what == 0)
        put(generator, " (LIKE ");
    else if (what == 1)
        put(generator, " (c%u integer) INHERITS (", pick(generator, 8) + 1);
    else
        put(generator, " AS SELECT ");
    const struct catalog_object *table = some_object(generator, CATALOG_TABLE);
    if (what > 1) {
        if (chance(generator, 50))
            put(generator, "*");
        else
            put_column(generator, table);
        put(generator, " FROM ");
    }
    put_table_name(generator, table ? table->name : (struct sql_name){ STR_NONE, STR("t1") });
    if (what == 0)
        put(generator, "%s)", one_of(generator, "", " INCLUDING ALL", " INCLUDING DEFAULTS",
                                     " INCLUDING CONSTRAINTS INCLUDING INDEXES"));
    else if (what == 1)
        put(generator, ")");
}

static void create_partitioned(struct generator *generator)
{
    put(generator, "CREATE TABLE ");
    put_new_name(generator, 't', 6);
    put(generator, " (c1 integer%s, c2 text DEFAULT 'a', c3 date CHECK (c3 IS NOT NULL)) PARTITION BY %s",
        one_of(generator, "", " PRIMARY KEY", " UNIQUE", " NOT NULL"),
        one_of(generator, "RANGE (c1)", "LIST (c1)", "HASH (c1)", "RANGE (c1, c3)"));
}

static const struct catalog_object *partitioned_table(struct generator *generator)
{
    const struct catalog_object *table = NULL;
    for (unsigned i = 0; i < 8 && (!table || !table->table->partition_method.data); i++)
        table = some_object(generator, CATALOG_TABLE);
    return table;
}

static void put_bound(struct generator *generator, const struct catalog_object *table)
{
    struct str method = table ? table->table->partition_method : STR("range");
    unsigned number = pick(generator, 20);
    if (chance(generator, 15))
        put(generator, " DEFAULT");
    else if (str_is(method, "list"))
        put(generator, " FOR VALUES IN (%u)", number);
    else if (str_is(method, "hash"))
        put(generator, " FOR VALUES WITH (MODULUS 4, REMAINDER %u)", number % 4);
    else
        put(generator, " FOR VALUES FROM (%u) TO (%u)", number * 10, number * 10 + 10);
}

static void partition(struct generator *generator)
{
    const struct catalog_object *table = partitioned_table(generator);
    struct sql_name parent = table ? table->name : (struct sql_name){ STR_NONE, STR("t1") };
    unsigned what = pick(generator, 3);
    if (what == 0) {
        put(generator, "CREATE TABLE ");
        put_new_name(generator, 't', 6);
        put(generator, " PARTITION OF ");
        put_table_name(generator, parent);
        put_bound(generator, table);
        return;
    }
    put(generator, "ALTER TABLE ");
    put_table_name(generator, parent);
    put(generator, " %s PARTITION ", what == 1 ? "ATTACH" : "DETACH");
    put_table(generator);
    if (what == 1)
        put_bound(generator, table);
}

static void drop_table(struct generator *generator)
{
    put(generator, "DROP TABLE %s", chance(generator, 30) ? "IF EXISTS " : "");
    put_table(generator);
    if (chance(generator, 10)) {
        put(generator, ", ");
        put_table(generator);
    }
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

// Several clauses, which are carried out in an order of the engine's.
static void alter_much(struct generator *generator)
{
    const struct catalog_object *table = put_alter(generator);
    put(generator, " ADD COLUMN ");
    put_definition(generator, any_name(generator, 'c', 8), false);
    put(generator, ", DROP COLUMN ");
    put_column(generator, table);
    put(generator, ", ALTER COLUMN ");
    put_column(generator, table);
    put(generator, " %s", one_of(generator, "SET NOT NULL", "DROP NOT NULL", "SET DEFAULT NULL",
                                 "DROP DEFAULT", "TYPE bigint"));
    if (chance(generator, 40)) {
        put(generator, ", ADD UNIQUE (");
        put_column(generator, table);
        put(generator, ")");
    }
}

static void inherit(struct generator *generator)
{
    put_alter(generator);
    put(generator, " %s ", one_of(generator, "INHERIT", "NO INHERIT"));
    put_table(generator);
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

static void take_index(struct generator *generator)
{
    const struct catalog_object *table = put_alter(generator);
    const struct catalog_index *index = some_index(generator, table);
    put(generator, " ADD %s%s USING INDEX ", chance(generator, 50) ? "CONSTRAINT k1 " : "",
        one_of(generator, "UNIQUE", "PRIMARY KEY"));
    put_name(generator, index ? index->definition.name.name : STR("i1"));
}

static void alter_constraint(struct generator *generator)
{
    const struct catalog_object *table = put_alter(generator);
    const struct catalog_constraint *constraint = some_constraint(generator, table);
    put(generator, " ALTER CONSTRAINT ");
    put_name(generator, constraint ? constraint->definition.name : STR("k1"));
    put(generator, " %s", one_of(generator, "DEFERRABLE", "NOT DEFERRABLE",
                                 "DEFERRABLE INITIALLY DEFERRED"));
}

static void create_index(struct generator *generator)
{
    put(generator, "CREATE %sINDEX ", chance(generator, 30) ? "UNIQUE " : "");
    if (chance(generator, 70))
        put_name(generator, any_name(generator, 'i', 6));
    put(generator, " ON ");
    const struct catalog_object *table = put_table(generator);
    put(generator, " (");
    if (chance(generator, 15)) {
        put(generator, "(");
        put_column(generator, table);
        put(generator, " IS NULL)");
    } else
        put_columns(generator, table, 2);
    put(generator, "%s)", chance(generator, 15) ? " DESC" : "");
    if (chance(generator, 10)) {
        put(generator, " INCLUDE (");
        put_column(generator, table);
        put(generator, ")");
    }
    if (chance(generator, 10)) {
        put(generator, " WHERE ");
        put_column(generator, table);
        put(generator, " IS NOT NULL");
    }
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
    put(generator, "CREATE %sVIEW ", one_of(generator, "", "", "", "OR REPLACE ", "MATERIALIZED "));
    put_new_name(generator, 'v', 4);
    put(generator, " AS SELECT ");
    const struct catalog_object *table = some_object(generator, CATALOG_TABLE);
    if (!table || chance(generator, 30))
        put(generator, "*");
    else
        put_column(generator, table);
    put(generator, " FROM ");
    put_table_name(generator, table ? table->name : (struct sql_name){ STR_NONE, STR("t1") });
}

static void drop_view(struct generator *generator)
{
    const struct catalog_object *view = some_object(generator, CATALOG_VIEW);
    bool is_materialized = view && view->view->definition.is_materialized;
    bool is_drop = chance(generator, 70);
    put(generator, "%s %sVIEW %s", is_drop ? "DROP" : "ALTER",
        is_materialized && !chance(generator, 5) ? "MATERIALIZED " : "",
        chance(generator, 30) ? "IF EXISTS " : "");
    put_table_name(generator,
                   view ? view->name : (struct sql_name){ STR_NONE, any_name(generator, 'v', 4) });
    put(generator, "%s", !is_drop ? " RENAME TO v1" : chance(generator, 20) ? " CASCADE" : "");
}

static void transaction(struct generator *generator)
{
    put(generator, "%s", one_of(generator, "BEGIN", "COMMIT", "ROLLBACK", "ROLLBACK", "SAVEPOINT a",
                                "ROLLBACK TO a", "RELEASE a"));
}

const struct form postgresql_forms[] = {
    { 16, create_table },     { 5, create_from },       { 3, create_partitioned },
    { 4, partition },         { 6, drop_table },        { 4, rename_table },
    { 12, add_column },       { 7, drop_column },       { 6, rename_column },
    { 12, alter_column },     { 4, alter_much },        { 1, inherit },
    { 14, add_constraint },   { 8, change_constraint }, { 2, alter_constraint },
    { 2, take_index },        { 10, create_index },     { 5, change_index },
    { 6, create_view },       { 3, drop_view },         { 3, transaction },
    { 3, create_schema },     { 1, drop_schema },       { 2, set_schema },
    { 3, create_sequence },   { 3, change_sequence },   { 4, create_type },
    { 4, change_type },       { 3, change_domain },     { 4, create_function },
    { 2, change_function },   { 4, create_trigger },    { 2, change_trigger },
    { 4, comment },           { 0, NULL },
};
