// SQLite's statements.
#include "tests/catalog/generate.h"

static const char *const column_names[] = {
    "c1", "c2", "c3", "c4", "key", "Order", "c \"5", "c 6"
};
enum { COLUMN_NAMES = sizeof column_names / sizeof *column_names };

// ---- names, in every way in which they can be written

static bool is_plain(struct str name)
{
    for (size_t i = 0; i < name.length; i++)
        if (!char_is_word(name.data[i]))
            return false;
    return !str_equal_ignoring_case(name, STR("order"));
}

static void put_between(struct generator *generator, struct str name, const char *quotes)
{
    put(generator, "%c", quotes[0]);
    for (size_t i = 0; i < name.length; i++) {
        char c = name.data[i];
        bool is_raised = i == 0 && c >= 'a' && c <= 'z' && chance(generator, 30);
        put(generator, "%c", is_raised ? c - 32 : c);
    }
    put(generator, "%c", quotes[1]);
}

static void put_any(struct generator *generator, struct str name)
{
    if (!is_plain(name) || chance(generator, 60))
        put_name(generator, name);
    else
        put_between(generator, name, one_of(generator, "\"\"", "[]", "``", "  "));
}

// Inside an expression: what stands in double quotes there becomes a text where it is no column
// any more.
static void put_meant(struct generator *generator, struct str name)
{
    bool is_bare = is_plain(name) && chance(generator, 70);
    put_between(generator, name, is_bare ? "  " : one_of(generator, "[]", "``"));
}

static struct str new_column(struct generator *generator)
{
    return str_of(pick_word(generator, column_names, COLUMN_NAMES));
}

// The name of a column that is there, most of the time.
static struct str column_of(struct generator *generator, const struct catalog_object *table)
{
    if (table && table->kind == CATALOG_VIEW && table->view->columns && table->view->columns->count)
        return table->view->columns->items[pick(generator, (unsigned)table->view->columns->count)]
            .name;
    const struct catalog_column *column =
        table && table->kind == CATALOG_TABLE ? some_column(generator, table) : NULL;
    return column && !chance(generator, 4) ? column->definition.name : new_column(generator);
}

static void put_a_column(struct generator *generator, const struct catalog_object *table)
{
    put_any(generator, column_of(generator, table));
}

static void put_its_column(struct generator *generator, const struct catalog_object *table)
{
    put_meant(generator, column_of(generator, table));
}

static const struct catalog_object *put_a_table(struct generator *generator)
{
    const struct catalog_object *table = some_object(generator, CATALOG_TABLE);
    if (!table || chance(generator, 4)) {
        put_any(generator, any_name(generator, 't', 6));
        return NULL;
    }
    put(generator, "%s", chance(generator, 8) ? "main." : "");
    put_any(generator, table->name.name);
    return table;
}

static const char *may_exist(struct generator *generator, const char *words)
{
    return chance(generator, 15) ? words : "";
}

// ---- expressions

static void put_expression(struct generator *generator, struct str a, struct str b)
{
    switch (pick(generator, 5)) {
    case 0:
        put_meant(generator, a);
        put(generator, " %s", one_of(generator, "> 0", "IS NOT 'a'", "IN (1, 2)", "LIKE 'x%'"));
        return;
    case 1:
        put(generator, "length(");
        put_meant(generator, a);
        put(generator, ") < 10 AND ");
        put_meant(generator, b);
        put(generator, " <> 'it''s'");
        return;
    case 2:
        put(generator, "CASE WHEN ");
        put_meant(generator, a);
        put(generator, " THEN 1 ELSE ");
        put_meant(generator, b);
        put(generator, " END");
        return;
    case 3:
        put(generator, "coalesce(");
        put_meant(generator, a);
        put(generator, ", 'x') || ");
        put_meant(generator, b);
        return;
    default:
        put(generator, "(");
        put_meant(generator, a);
        put(generator, " + 1) * 2");
    }
}

static void put_condition(struct generator *generator, const struct catalog_object *table)
{
    put_expression(generator, column_of(generator, table), column_of(generator, table));
}

// ---- definitions

static void put_type(struct generator *generator)
{
    put(generator, "%s",
        one_of(generator, " integer", " text", " int", " REAL", " blob", " any", " numeric(10, 2)",
               " varchar(20)", " unsigned big int", " \"my type\" (3)", " boolean", ""));
}

static void put_default(struct generator *generator)
{
    put(generator, " DEFAULT %s",
        one_of(generator, "0", "'it''s'", "NULL", "-1.5", "CURRENT_TIMESTAMP", "(1 + 2)", "true",
               "+ 3", "x'ab'", "\"text\"", "(lower('A'))", "(abs(random()))"));
}

static void put_reference(struct generator *generator, unsigned count)
{
    put(generator, " REFERENCES ");
    const struct catalog_object *other = put_a_table(generator);
    for (unsigned i = 0; i < count && other && chance(generator, i ? 100 : 60); i++) {
        put(generator, "%s", i ? ", " : " (");
        put_a_column(generator, other);
        put(generator, "%s", i + 1 == count ? ")" : "");
    }
    put(generator, "%s%s",
        one_of(generator, "", "", " ON DELETE CASCADE", " ON DELETE RESTRICT",
               " ON UPDATE SET NULL ON DELETE SET DEFAULT", " ON DELETE NO ACTION MATCH FULL"),
        one_of(generator, "", "", " DEFERRABLE", " NOT DEFERRABLE",
               " DEFERRABLE INITIALLY DEFERRED"));
}

static void put_generated(struct generator *generator, struct str other)
{
    put(generator, "%s AS (", chance(generator, 50) ? " GENERATED ALWAYS" : "");
    put_expression(generator, other, other);
    put(generator, ")%s", one_of(generator, "", " STORED", " VIRTUAL"));
}

// `other` is a column that stands before it; no data where there is none.
static void put_definition(struct generator *generator, struct str name, bool may_be_key,
                           struct str other)
{
    put_any(generator, name);
    put_type(generator);
    if (may_be_key && chance(generator, 20))
        put(generator, " PRIMARY KEY%s",
            one_of(generator, "", "", " DESC", " ON CONFLICT FAIL", " AUTOINCREMENT"));
    if (chance(generator, 20))
        put(generator, " %sNOT NULL%s", chance(generator, 10) ? "CONSTRAINT k0 " : "",
            chance(generator, 10) ? " ON CONFLICT IGNORE" : "");
    if (chance(generator, may_be_key ? 12 : 2))
        put(generator, " UNIQUE");
    if (chance(generator, 12)) {
        put(generator, " %sCHECK (", chance(generator, 30) ? "CONSTRAINT k1 " : "");
        put_expression(generator, name, other.data && chance(generator, 20) ? other : name);
        put(generator, ")");
    }
    if (chance(generator, 20))
        put_default(generator);
    else if (other.data && chance(generator, 10))
        put_generated(generator, other);
    else if (chance(generator, 10))
        put_reference(generator, 1);
    if (chance(generator, 8))
        put(generator, " COLLATE %s", one_of(generator, "nocase", "RTRIM", "binary"));
}

static void put_key(struct generator *generator, const struct str *names, unsigned count)
{
    unsigned parts = pick(generator, count < 2 ? count : 2) + 1;
    for (unsigned i = 0; i < parts; i++) {
        put(generator, "%s", i ? ", " : "(");
        put_any(generator, chance(generator, 98) ? names[i] : STR("c9"));
        put(generator, "%s", one_of(generator, "", "", "", " DESC", " ASC", " COLLATE nocase"));
    }
    put(generator, ")");
}

static void put_constraint(struct generator *generator, const struct str *names, unsigned count)
{
    put(generator, ", %s", one_of(generator, "", "", "CONSTRAINT k1 ", "CONSTRAINT \"k 2\" "));
    switch (pick(generator, 4)) {
    case 0:
        put(generator, "PRIMARY KEY ");
        put_key(generator, names, count);
        return;
    case 1:
        put(generator, "UNIQUE ");
        put_key(generator, names, count);
        put(generator, "%s", chance(generator, 10) ? " ON CONFLICT REPLACE" : "");
        return;
    case 2:
        put(generator, "CHECK (");
        put_expression(generator, names[0], names[count - 1]);
        put(generator, ")");
        return;
    default:
        put(generator, "FOREIGN KEY (");
        put_any(generator, names[0]);
        if (count > 1 && chance(generator, 30)) {
            put(generator, ", ");
            put_any(generator, names[1]);
            put(generator, ")");
            put_reference(generator, 2);
            return;
        }
        put(generator, ")");
        put_reference(generator, 1);
    }
}

static void create_table(struct generator *generator)
{
    struct str names[4];
    unsigned count = pick(generator, 4) + 1, first = pick(generator, COLUMN_NAMES);
    put(generator, "CREATE TABLE %s%s", may_exist(generator, "IF NOT EXISTS "),
        chance(generator, 8) ? "main." : "");
    put_any(generator, any_name(generator, 't', 6));
    put(generator, " (");
    for (unsigned i = 0; i < count; i++) {
        names[i] = chance(generator, 98) ? str_of(column_names[(first + i) % COLUMN_NAMES])
                                         : new_column(generator);
        put(generator, "%s", i ? ", " : "");
        put_definition(generator, names[i], i == 0, i ? names[0] : STR_NONE);
    }
    for (unsigned i = 0; i < 2; i++)
        if (chance(generator, 30))
            put_constraint(generator, names, count);
    put(generator, ")%s",
        one_of(generator, "", "", "", "", "", "", "", "", "", "", "", "", " STRICT",
               " WITHOUT ROWID", " STRICT, WITHOUT ROWID"));
}

static void create_table_as(struct generator *generator)
{
    put(generator, "CREATE TABLE ");
    put_any(generator, any_name(generator, 't', 6));
    put(generator, " AS SELECT * FROM ");
    put_a_table(generator);
}

static void drop_table(struct generator *generator)
{
    put(generator, "DROP TABLE %s", may_exist(generator, "IF EXISTS "));
    put_a_table(generator);
}

static void rename_table(struct generator *generator)
{
    put(generator, "ALTER TABLE ");
    put_a_table(generator);
    put(generator, " RENAME TO ");
    put_any(generator, any_name(generator, 't', 6));
}

static void add_column(struct generator *generator)
{
    put(generator, "ALTER TABLE ");
    const struct catalog_object *table = put_a_table(generator);
    put(generator, " ADD %s", chance(generator, 70) ? "COLUMN " : "");
    const struct catalog_column *other = some_column(generator, table);
    put_definition(generator, new_column(generator), chance(generator, 5),
                   other ? other->definition.name : STR_NONE);
}

static void drop_column(struct generator *generator)
{
    put(generator, "ALTER TABLE ");
    const struct catalog_object *table = put_a_table(generator);
    put(generator, " DROP %s", chance(generator, 70) ? "COLUMN " : "");
    put_a_column(generator, table);
}

static void rename_column(struct generator *generator)
{
    put(generator, "ALTER TABLE ");
    const struct catalog_object *table = put_a_table(generator);
    put(generator, " RENAME %s", chance(generator, 70) ? "COLUMN " : "");
    put_a_column(generator, table);
    put(generator, " TO ");
    put_any(generator, new_column(generator));
}

// ---- indexes

static void create_index(struct generator *generator)
{
    put(generator, "CREATE %sINDEX %s", chance(generator, 30) ? "UNIQUE " : "",
        may_exist(generator, "IF NOT EXISTS "));
    put_any(generator, any_name(generator, 'i', 6));
    put(generator, " ON ");
    const struct catalog_object *table = some_object(generator, CATALOG_TABLE);
    put_any(generator, table ? table->name.name : STR("t1"));
    unsigned count = pick(generator, 3) + 1;
    for (unsigned i = 0; i < count; i++) {
        put(generator, "%s", i ? ", " : " (");
        if (chance(generator, 15))
            put_condition(generator, table);
        else
            put_its_column(generator, table);
        put(generator, "%s", one_of(generator, "", "", "", " DESC", " COLLATE nocase"));
    }
    put(generator, ")");
    if (chance(generator, 20)) {
        put(generator, " WHERE ");
        put_condition(generator, table);
    }
}

static void drop_index(struct generator *generator)
{
    const struct catalog_object *index = some_object(generator, CATALOG_INDEX);
    put(generator, "DROP INDEX %s", may_exist(generator, "IF EXISTS "));
    put_any(generator, index ? index->name.name : any_name(generator, 'i', 6));
}

// ---- views

static void put_join(struct generator *generator, const struct catalog_object *table)
{
    put(generator, "x.");
    put_its_column(generator, table);
    put(generator, " AS z, count(*) n FROM ");
    put_any(generator, table ? table->name.name : STR("t1"));
    put(generator, " AS x JOIN ");
    const struct catalog_object *other = put_a_table(generator);
    put(generator, " y ON x.");
    put_its_column(generator, table);
    put(generator, " = y.");
    put_its_column(generator, other);
    put(generator, " GROUP BY 1");
}

static void put_query(struct generator *generator, const struct catalog_object *table)
{
    unsigned form = pick(generator, 10);
    if (form < 2) {
        put_join(generator, table);
        return;
    }
    if (form < 4)
        put(generator, "*");
    else {
        put_its_column(generator, table);
        put(generator, "%s", chance(generator, 30) ? " AS z" : "");
    }
    put(generator, " FROM ");
    put_any(generator, table ? table->name.name : STR("t1"));
    if (chance(generator, 70))
        return;
    put(generator, " WHERE ");
    put_condition(generator, table);
    if (chance(generator, 40)) {
        put(generator, " AND EXISTS (SELECT 1 FROM ");
        const struct catalog_object *other = put_a_table(generator);
        put(generator, " o WHERE o.");
        put_its_column(generator, other);
        put(generator, " = 1)");
    }
}

static void create_view(struct generator *generator)
{
    put(generator, "CREATE VIEW %s", may_exist(generator, "IF NOT EXISTS "));
    put_any(generator, any_name(generator, 'v', 4));
    put(generator, " AS SELECT ");
    bool is_on_view = chance(generator, 20);
    put_query(generator, some_object(generator, is_on_view ? CATALOG_VIEW : CATALOG_TABLE));
}

static void drop_view(struct generator *generator)
{
    const struct catalog_object *view = some_object(generator, CATALOG_VIEW);
    put(generator, "DROP VIEW %s", may_exist(generator, "IF EXISTS "));
    put_any(generator, view ? view->name.name : any_name(generator, 'v', 4));
}

// ---- triggers

// SQLite takes no schema here.
static const struct catalog_object *put_target(struct generator *generator)
{
    const struct catalog_object *table = some_object(generator, CATALOG_TABLE);
    put(generator, "%s", chance(generator, 2) ? "main." : "");
    put_any(generator, table ? table->name.name : any_name(generator, 't', 6));
    return table;
}

static void put_body(struct generator *generator, const struct catalog_object *table,
                     const char *row)
{
    const struct catalog_object *other;
    switch (pick(generator, 4)) {
    case 0:
        put(generator, "INSERT INTO ");
        other = put_target(generator);
        put(generator, " (");
        put_its_column(generator, other);
        put(generator, ") VALUES (%s.", row);
        put_its_column(generator, table);
        put(generator, ");");
        return;
    case 1:
        put(generator, "UPDATE ");
        other = put_target(generator);
        put(generator, " SET ");
        put_its_column(generator, other);
        put(generator, " = %s.", row);
        put_its_column(generator, table);
        put(generator, " WHERE ");
        put_condition(generator, other);
        put(generator, ";");
        return;
    case 2:
        put(generator, "DELETE FROM ");
        other = put_target(generator);
        put(generator, " WHERE ");
        put_condition(generator, other);
        put(generator, "; SELECT 2;");
        return;
    default: put(generator, "SELECT 1;");
    }
}

static void create_trigger(struct generator *generator)
{
    bool is_on_view = chance(generator, 15);
    const struct catalog_object *table =
        some_object(generator, is_on_view ? CATALOG_VIEW : CATALOG_TABLE);
    put(generator, "CREATE TRIGGER %s", may_exist(generator, "IF NOT EXISTS "));
    put_any(generator, any_name(generator, 'g', 4));
    bool is_instead = is_on_view != chance(generator, 4);
    const char *timing = is_instead ? "INSTEAD OF" : one_of(generator, "AFTER", "BEFORE");
    const char *event = one_of(generator, "INSERT", "DELETE", "UPDATE");
    put(generator, " %s %s", timing, event);
    if (event[0] == 'U' && chance(generator, 40)) {
        put(generator, " OF ");
        put_a_column(generator, table);
    }
    put(generator, " ON ");
    put_any(generator, table ? table->name.name : STR("t1"));
    const char *row = event[0] == 'D' ? "old" : "new";
    if (chance(generator, 20)) {
        put(generator, " WHEN %s.", row);
        put_its_column(generator, table);
        put(generator, " IS NOT NULL");
    }
    put(generator, " BEGIN ");
    put_body(generator, table, row);
    put(generator, " END");
}

static void drop_trigger(struct generator *generator)
{
    const struct catalog_object *trigger = some_object(generator, CATALOG_TRIGGER);
    put(generator, "DROP TRIGGER %s", may_exist(generator, "IF EXISTS "));
    put_any(generator, trigger ? trigger->name.name : any_name(generator, 'g', 4));
}

static void transaction(struct generator *generator)
{
    put(generator, "%s",
        one_of(generator, "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT a", "ROLLBACK TO a",
               "RELEASE a"));
}

const struct form sqlite_forms[] = {
    { 20, create_table }, { 3, create_table_as }, { 6, drop_table },     { 6, rename_table },
    { 16, add_column },   { 12, drop_column },    { 14, rename_column }, { 12, create_index },
    { 4, drop_index },    { 7, create_view },     { 4, drop_view },      { 6, create_trigger },
    { 4, drop_trigger },  { 4, transaction },     { 0, NULL },
};
