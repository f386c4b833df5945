// MariaDB's statements.
#include "tests/catalog/generate.h"

static const char *any_type(struct generator *generator)
{
    return one_of(generator, "int", "varchar(20)", "bigint", "varchar(40)", "decimal(10,2)", "datetime",
                  "int unsigned", "date", "BOOL", "varbinary(30)", "smallint(4)", "numeric", "double precision",
                  "ENUM('a', 'b''c')", "timestamp(3)", "time", "year", "json", "bit", "float(30)");
}

static const char *any_text_type(struct generator *generator)
{
    return one_of(generator, "text", "blob", "varchar(30) CHARACTER SET latin1", "varchar(5) COLLATE utf8mb4_bin",
                  "varchar(10) CHARSET utf8 COLLATE utf8_bin");
}

static void put_default(struct generator *generator, const char *type)
{
    bool is_text = *type == 'v';
    bool is_whole = strstr(type, "int") && !strstr(type, "unsigned");
    if (chance(generator, 30))
        put(generator, " DEFAULT NULL");
    else if (is_text && chance(generator, 30))
        put(generator, " DEFAULT %s", one_of(generator, "'x'", "''", "'it''s'", "(concat('x'))"));
    else if (is_whole && chance(generator, 30))
        put(generator, " DEFAULT %s", one_of(generator, "0", "-5", "7", "(1 + 2)"));
    else if (!strcmp(type, "datetime"))
        put(generator, " DEFAULT %s%s", one_of(generator, "CURRENT_TIMESTAMP", "now()"),
            chance(generator, 40) ? " ON UPDATE NOW()" : "");
}

static void put_generated(struct generator *generator)
{
    put(generator, " int %sAS (%s)%s", chance(generator, 50) ? "GENERATED ALWAYS " : "",
        one_of(generator, "c1 + 1", "`c1` * 2", "1 + 1"),
        one_of(generator, "", " VIRTUAL", " STORED", " PERSISTENT"));
}

static void put_reference(struct generator *generator)
{
    const struct catalog_object *other = some_object(generator, CATALOG_TABLE);
    put(generator, " REFERENCES ");
    put_name(generator, other ? other->name.name : STR("t1"));
    put(generator, " (");
    put_column(generator, other);
    put(generator, ")%s%s",
        one_of(generator, "", "", " ON DELETE CASCADE", " ON DELETE SET NULL", " ON DELETE RESTRICT"),
        one_of(generator, "", "", " ON UPDATE CASCADE", " ON UPDATE NO ACTION"));
}

static void put_properties(struct generator *generator, struct str name, bool may_be_key)
{
    if (chance(generator, may_be_key ? 12 : 1))
        put(generator, " PRIMARY KEY");
    if (chance(generator, 6))
        put(generator, " UNIQUE");
    if (chance(generator, 5))
        put(generator, " COMMENT 'about %.*s'", STR_ARGS(name));
    if (chance(generator, 3))
        put(generator, " INVISIBLE");
    if (chance(generator, 6)) {
        put(generator, " CHECK (");
        put_name(generator, name);
        put(generator, " IS NOT NULL)");
    }
    if (may_be_key && chance(generator, 3))
        put_reference(generator);
}

static void put_definition(struct generator *generator, struct str name, bool may_be_key)
{
    put_name(generator, name);
    if (chance(generator, 5)) {
        put_generated(generator);
        return;
    }
    if (chance(generator, may_be_key ? 5 : 1)) {
        put(generator, " bigint AUTO_INCREMENT%s", one_of(generator, " PRIMARY KEY", " UNIQUE", ""));
        return;
    }
    const char *type = chance(generator, 10) ? any_text_type(generator) : any_type(generator);
    put(generator, " %s", type);
    if (chance(generator, 25))
        put(generator, " NOT NULL");
    else if (chance(generator, 5))
        put(generator, " NULL");
    if (chance(generator, 25))
        put_default(generator, type);
    put_properties(generator, name, may_be_key);
}

// ---- tables

static void put_key(struct generator *generator, unsigned count)
{
    if (chance(generator, 15))
        put(generator, ", PRIMARY KEY (c1%s)", count > 1 && chance(generator, 40) ? ", c2" : "");
    if (chance(generator, 20))
        put(generator, ", %s (c1%s)", one_of(generator, "UNIQUE", "KEY", "UNIQUE KEY u1", "KEY k1"),
            count > 1 && chance(generator, 60) ? ", c2" : "");
    if (chance(generator, 10))
        put(generator, ", %sCHECK (c1 IS NOT NULL)", one_of(generator, "", "CONSTRAINT k1 "));
    if (chance(generator, 8)) {
        put(generator, ", %sFOREIGN KEY (c1)", one_of(generator, "", "CONSTRAINT f1 "));
        put_reference(generator);
    }
}

static void create_table(struct generator *generator)
{
    unsigned count = pick(generator, 4) + 1;
    put(generator, "CREATE %s", one_of(generator, "TABLE ", "TABLE ", "TABLE ", "TABLE ", "TABLE ", "TABLE ",
                                       "OR REPLACE TABLE ", "TABLE IF NOT EXISTS "));
    put_name(generator, any_name(generator, 't', 6));
    put(generator, " (");
    for (unsigned i = 0; i < count; i++) {
        put(generator, "%s", i ? ", " : "");
        put_definition(generator, arena_format(generator->arena, "c%u", i + 1), i == 0);
    }
    put_key(generator, count);
    put(generator, ")%s", chance(generator, 10) ? one_of(generator, " COMMENT 'of use'", " CHARSET latin1", " COLLATE utf8mb4_bin")
                                                : "");
}

static void create_like(struct generator *generator)
{
    put(generator, "CREATE TABLE ");
    put_name(generator, any_name(generator, 't', 6));
    put(generator, " LIKE ");
    put_table(generator);
}

static void drop_table(struct generator *generator)
{
    put(generator, "DROP TABLE %s", chance(generator, 30) ? "IF EXISTS " : "");
    put_table(generator);
    if (chance(generator, 10))
        put(generator, ", t9");
}

static const struct catalog_object *put_alter(struct generator *generator)
{
    put(generator, "ALTER TABLE %s", chance(generator, 4) ? "IF EXISTS " : "");
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

static void set_option(struct generator *generator)
{
    put_alter(generator);
    put(generator, " %s", one_of(generator, "COMMENT 'other'", "ENGINE=InnoDB", "FORCE", "ALGORITHM=COPY",
                                 "AUTO_INCREMENT=5", "ROW_FORMAT=DYNAMIC", "COMMENT ''"));
}

// ---- columns: each is a clause of ALTER TABLE

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

static void add_column(struct generator *generator, const struct catalog_object *table)
{
    put(generator, " ADD COLUMN %s", chance(generator, 10) ? "IF NOT EXISTS " : "");
    put_definition(generator, any_name(generator, 'c', 8), false);
    put_place(generator, table);
}

static void drop_column(struct generator *generator, const struct catalog_object *table)
{
    put(generator, " DROP COLUMN %s", chance(generator, 10) ? "IF EXISTS " : "");
    put_column(generator, table);
}

static void change_column(struct generator *generator, const struct catalog_object *table)
{
    const struct catalog_column *column = some_column(generator, table);
    struct str name = column ? column->definition.name : any_name(generator, 'c', 8);
    unsigned what = pick(generator, 3);
    put(generator, " %s COLUMN ", what == 0 ? "RENAME" : what == 1 ? "MODIFY" : "CHANGE");
    if (what == 2)
        put_name(generator, name);
    put(generator, " ");
    if (what != 0) {
        put_definition(generator, what == 1 ? name : any_name(generator, 'c', 8), false);
        put_place(generator, table);
        return;
    }
    put_name(generator, name);
    put(generator, " TO ");
    put_name(generator, any_name(generator, 'c', 8));
}

static void alter_default(struct generator *generator, const struct catalog_object *table)
{
    const struct catalog_column *column = some_column(generator, table);
    if (column && (column->definition.generated || column->definition.is_auto_increment))
        column = NULL;
    put(generator, " ALTER COLUMN ");
    put_name(generator, column ? column->definition.name : any_name(generator, 'c', 8));
    put(generator, " %s", column && str_ends_with(column->definition.type.name, STR("int"))
                                  && chance(generator, 60)
                              ? one_of(generator, "SET DEFAULT 5", "SET DEFAULT (1 + 1)")
                              : one_of(generator, "DROP DEFAULT", "SET DEFAULT NULL"));
}

// ---- keys

static void put_key_parts(struct generator *generator, const struct catalog_object *table,
                          bool is_unique)
{
    unsigned count = pick(generator, 2) + 1;
    put(generator, " (");
    for (unsigned i = 0; i < count; i++) {
        put(generator, "%s", i ? ", " : "");
        put_column(generator, table);
        put(generator, "%s%s", chance(generator, is_unique ? 0 : 8) ? "(7)" : "", chance(generator, 10) ? " DESC" : "");
    }
    put(generator, ")");
}

static void add_key(struct generator *generator, const struct catalog_object *table)
{
    bool is_unique = chance(generator, 50);
    put(generator, " ADD %s", is_unique ? one_of(generator, "UNIQUE", "UNIQUE KEY u1", "PRIMARY KEY",
                                                 "CONSTRAINT u2 UNIQUE")
                                        : one_of(generator, "KEY", "KEY k1", "INDEX i1",
                                                 "INDEX IF NOT EXISTS i2"));
    put_key_parts(generator, table, is_unique);
}

static void add_constraint(struct generator *generator, const struct catalog_object *table)
{
    bool is_check = chance(generator, 30);
    put(generator, " ADD %s", is_check ? one_of(generator, "", "CONSTRAINT k1 ", "CONSTRAINT IF NOT EXISTS k1 ")
                                       : one_of(generator, "", "CONSTRAINT f1 ", "CONSTRAINT f2 "));
    put(generator, "%s (", is_check ? "CHECK" : "FOREIGN KEY");
    put_column(generator, table);
    put(generator, "%s)", is_check ? " IS NOT NULL" : "");
    if (!is_check)
        put_reference(generator);
}

static void drop_key(struct generator *generator, const struct catalog_object *table)
{
    const struct catalog_index *index = some_index(generator, table);
    const struct catalog_constraint *constraint = some_constraint(generator, table);
    if (chance(generator, 15)) {
        put(generator, " DROP PRIMARY KEY");
    } else if (chance(generator, 60)) {
        put(generator, " DROP INDEX %s", chance(generator, 10) ? "IF EXISTS " : "");
        put_name(generator, index ? index->definition.name.name : any_name(generator, 'i', 4));
    } else {
        put(generator, " DROP %s ", one_of(generator, "CONSTRAINT", "FOREIGN KEY", "CONSTRAINT IF EXISTS"));
        put_name(generator, constraint ? constraint->definition.name : STR("f1"));
    }
}

static void change_key(struct generator *generator, const struct catalog_object *table)
{
    const struct catalog_index *index = some_index(generator, table);
    bool is_renamed = chance(generator, 60);
    put(generator, " %s INDEX ", is_renamed ? "RENAME" : "ALTER");
    put_name(generator, index ? index->definition.name.name : any_name(generator, 'i', 4));
    if (is_renamed) {
        put(generator, " TO ");
        put_name(generator, any_name(generator, 'i', 4));
    } else {
        put(generator, "%s", one_of(generator, " IGNORED", " NOT IGNORED"));
    }
}

static void (*const clauses[])(struct generator *, const struct catalog_object *) = {
    add_column, add_column, drop_column, change_column, change_column, alter_default,
    add_key, add_key, add_constraint, drop_key, change_key,
};

static void alter_table(struct generator *generator)
{
    if (!some_object(generator, CATALOG_TABLE)) {
        create_table(generator);
        return;
    }
    const struct catalog_object *table = put_alter(generator);
    clauses[pick(generator, sizeof clauses / sizeof *clauses)](generator, table);
    for (unsigned more = chance(generator, 35) ? pick(generator, 3) + 1 : 0; more > 0; more--) {
        put(generator, ",");
        clauses[pick(generator, sizeof clauses / sizeof *clauses)](generator, table);
    }
}

// ---- indexes apart

static void create_index(struct generator *generator)
{
    bool is_unique = chance(generator, 30);
    put(generator, "CREATE %s%s ", is_unique ? "UNIQUE " : "",
        one_of(generator, "INDEX", "INDEX", "INDEX", "INDEX IF NOT EXISTS"));
    put_name(generator, any_name(generator, 'i', 6));
    put(generator, " ON ");
    put_key_parts(generator, put_table(generator), is_unique);
}

static void drop_index(struct generator *generator)
{
    const struct catalog_object *table = some_object(generator, CATALOG_TABLE);
    const struct catalog_index *index = some_index(generator, table);
    put(generator, "DROP INDEX %s", chance(generator, 15) ? "IF EXISTS " : "");
    put_name(generator, index ? index->definition.name.name : any_name(generator, 'i', 6));
    put(generator, " ON ");
    put_name(generator, table ? table->name.name : any_name(generator, 't', 6));
}

// ---- views, triggers, sequences, routines

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

static void create_trigger(struct generator *generator)
{
    put(generator, "CREATE %s ", one_of(generator, "TRIGGER", "TRIGGER", "OR REPLACE TRIGGER", "TRIGGER IF NOT EXISTS"));
    put_name(generator, any_name(generator, 'g', 4));
    put(generator, " %s %s ON ", one_of(generator, "BEFORE", "AFTER"),
        one_of(generator, "INSERT", "UPDATE", "DELETE"));
    put_table(generator);
    put(generator, " FOR EACH ROW SET @a = 1");
}

static void drop_trigger(struct generator *generator)
{
    put(generator, "DROP TRIGGER %s", chance(generator, 20) ? "IF EXISTS " : "");
    put_name(generator, any_name(generator, 'g', 4));
}

static void create_sequence(struct generator *generator)
{
    put(generator, "CREATE SEQUENCE %s", chance(generator, 15) ? "IF NOT EXISTS " : "");
    put_name(generator, any_name(generator, 's', 3));
    put(generator, "%s%s", one_of(generator, "", " START WITH 5", " START 3 MINVALUE 2"),
        one_of(generator, "", " INCREMENT BY 2", " MAXVALUE 100 CYCLE"));
}

static void drop_sequence(struct generator *generator)
{
    put(generator, "DROP SEQUENCE %s", chance(generator, 20) ? "IF EXISTS " : "");
    put_name(generator, any_name(generator, 's', 3));
}

static void change_routine(struct generator *generator)
{
    bool is_drop = chance(generator, 30);
    put(generator, "%s %s ", is_drop ? "DROP" : "CREATE", "FUNCTION");
    put_name(generator, any_name(generator, 'f', 3));
    if (!is_drop)
        put(generator, "(a int) RETURNS int RETURN a + 1");
}

const struct form mariadb_forms[] = {
    { 14, create_table }, { 2, create_like },    { 5, drop_table },      { 4, rename_table },
    { 2, set_option },    { 50, alter_table },   { 6, create_index },    { 3, drop_index },
    { 5, create_view },   { 3, drop_view },      { 3, create_trigger },  { 2, drop_trigger },
    { 2, create_sequence }, { 1, drop_sequence }, { 2, change_routine }, { 0, NULL },
};
