// What PostgreSQL's reader does not judge, and statements that are large.
#include "tests/unit/check.h"

#include "base/output.h"
#include "sql/ddl.h"
#include "sql/read.h"

static struct arena arena;

static const struct sql_script *read_text(struct str sql)
{
    return sql_read_for(&arena, SQL_ENGINE_POSTGRESQL,
                        text_for_span(&arena, sql, (struct span){ 1, 1 }));
}

static const struct sql_script *read_sql(const char *sql)
{
    return read_text(str_of(sql));
}

// The forms that servers of 17 and 18 took when locks were measured, and this grammar does not:
// each is opaque, and what it names is unknown from there on.
void test_sql_postgresql_limits__twelve_newer_forms_are_not_judged(void)
{
    static const char *const forms[] = {
        "ALTER TABLE box ADD COLUMN v int GENERATED ALWAYS AS (w + 1) VIRTUAL",
        "ALTER TABLE box ADD CONSTRAINT box_w NOT NULL w",
        "ALTER TABLE box ADD CONSTRAINT box_w NOT NULL w NOT VALID",
        "ALTER TABLE box ADD CONSTRAINT box_checked NOT NULL checked",
        "ALTER TABLE box ADD CONSTRAINT box_later NOT NULL later NOT VALID,"
        " VALIDATE CONSTRAINT box_later",
        "ALTER TABLE box ADD CONSTRAINT box_plus CHECK (w >= 0) NOT ENFORCED",
        "ALTER TABLE box ADD CONSTRAINT box_shelf FOREIGN KEY (shelf) REFERENCES shelves (id)"
        " NOT ENFORCED",
        "ALTER TABLE box ALTER CONSTRAINT box_shelf NOT ENFORCED",
        "ALTER TABLE box ALTER CONSTRAINT box_shelf NOT ENFORCED,"
        " ALTER CONSTRAINT box_shelf ENFORCED",
        "ALTER TABLE box ALTER CONSTRAINT box_shelf ENFORCED",
        "ALTER TABLE box ALTER CONSTRAINT box_w NO INHERIT",
        "ALTER TABLE box ALTER COLUMN v SET EXPRESSION AS (w + 2)",
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        const struct sql_statement *statement = read_sql(forms[i])->statements.first;
        CHECK(statement->refusal.data && !statement->next);
        CHECK(statement->changes->kind == DDL_OPAQUE && !statement->changes->next);
        CHECK_STR(statement->changes->names->items[0].name, "box");
    }
    arena_release(&arena);
}

void test_sql_postgresql_limits__reads_ten_thousand_columns(void)
{
    enum { COLUMNS = 10000 };
    struct output out = { .arena = &arena };
    output_format(&out, "CREATE TABLE wide (id bigint PRIMARY KEY");
    for (int i = 0; i < COLUMNS; i++)
        output_format(&out, ",\n c%d int DEFAULT %d CHECK (c%d > 0)", i, i, i);
    output_format(&out, ")");
    const struct sql_statement *statement = read_text(output_get(&out))->statements.first;
    CHECK(!statement->refusal.data && statement->changes->kind == DDL_CREATE_TABLE);
    size_t count = 0;
    list_each(sql_column, column, statement->changes->create_table->columns)
        count++;
    CHECK(count == COLUMNS + 1);
    CHECK_STR(statement->changes->create_table->columns.last->fallback.text, "9999");
    CHECK_STR(statement->changes->create_table->constraints.last->expression.text, "c9999 > 0");

    out = (struct output){ .arena = &arena };
    output_format(&out, "ALTER TABLE wide ADD a int");
    for (int i = 0; i < COLUMNS; i++)
        output_format(&out, ", DROP COLUMN c%d", i);
    statement = read_text(output_get(&out))->statements.first;
    CHECK(!statement->refusal.data && str_is(statement->operations.last->column, "c9999"));
    arena_release(&arena);
}

void test_sql_postgresql_limits__reads_ten_megabytes_of_rows(void)
{
    struct output out = { .arena = &arena };
    output_format(&out, "INSERT INTO Stock (id, name) VALUES (1, 'it''s (one')");
    while (output_get(&out).length < (10 << 20) / LESS_OFTEN)
        output_format(&out, ",\n (%zu, 'some (name'), (2, '), (')", output_get(&out).length);
    output_format(&out, " ON CONFLICT (id) DO UPDATE SET name = excluded.name; DROP TABLE t");
    const struct sql_statement *statement = read_text(output_get(&out))->statements.first;
    CHECK(!statement->refusal.data && statement->head == SQL_INSERT);
    CHECK(statement->conflict == SQL_CONFLICT_UPDATE);
    CHECK_STR(statement->accesses.first->table.name, "stock");
    CHECK_STR(statement->accesses.first->columns->items[1].name, "name");
    CHECK(statement->accesses.first->next->kind == SQL_UPDATES);
    CHECK(statement->next->head == SQL_DROP_TABLE && !statement->next->next);
    arena_release(&arena);
}

static bool is_read(const char *begin, const char *middle, const char *end, unsigned count)
{
    struct output out = { .arena = &arena };
    output_str(&out, str_of(begin));
    for (unsigned i = 0; i < count; i++)
        output_str(&out, str_of(middle));
    output_str(&out, str_of(end));
    const struct sql_statement *statement = read_text(output_get(&out))->statements.first;
    return !statement->refusal.data;
}

// How deep a tree gets is bounded, whatever makes it deep; how long a list is, is not.
void test_sql_postgresql_limits__are_of_depth_and_not_of_length(void)
{
    CHECK(is_read("SELECT 1", ", 1 + 1", "", 10000));
    CHECK(is_read("SELECT * FROM t WHERE a IN (1", ", 1", ")", 10000));
    CHECK(is_read("SELECT ARRAY[1", ", 2", "]", 10000));
    CHECK(is_read("DROP TABLE a", ", b.c", "", 10000));
    static const struct {
        const char *begin, *middle, *end;
    } deep[] = {
        { "SELECT 1", " + 1", "" },
        { "SELECT 1", " UNION SELECT 1, 2", "" },
        { "SELECT ARRAY[1", ", ARRAY[1", "" },
        { "SELECT f(1", ", f(1", "" },
        { "SELECT 1", "::int", "" },
        { "SELECT ", "- ", "1" },
        { "SELECT 1 ", "%(1 %(1 %(1 ", "" },
        { "SELECT 1 ", "` ((( 1 ", "" },
        { "SELECT * FROM a", " JOIN b ON true", "" },
        { "SELECT ", "CASE WHEN true THEN ", "1" },
        { "SELECT * FROM a WHERE a", " AND NOT a", "" },
    };
    for (size_t i = 0; i < sizeof deep / sizeof *deep; i++)
        CHECK(!is_read(deep[i].begin, deep[i].middle, deep[i].end, 10000));
    arena_release(&arena);
}

void test_sql_postgresql_limits__psql_commands_stand_between_statements(void)
{
    const struct sql_statement *statement =
        read_sql("\\set ON_ERROR_STOP on\n"
                 "CREATE TABLE a (b int); \\echo 'it''s; done\n"
                 "SELECT 'DROP TABLE ' || c FROM d \\gexec\n"
                 "SELECT 1 AS one\n\\gset\n"
                 "INSERT INTO a VALUES (1) \\; INSERT INTO a VALUES (2);\n"
                 "\\if :one\nDROP TABLE a;\n\\endif\n")->statements.first;
    static const enum sql_head heads[] = { SQL_CREATE_TABLE, SQL_SELECT, SQL_SELECT,
                                           SQL_INSERT,       SQL_INSERT, SQL_DROP_TABLE };
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        CHECK(statement && statement->head == heads[i] && !statement->refusal.data);
        statement = statement ? statement->next : NULL;
    }
    CHECK(!statement);
    arena_release(&arena);
}

void test_sql_postgresql_limits__rows_behind_copy_are_no_statements(void)
{
    const struct sql_statement *statement =
        read_sql("COPY a (b, c) FROM stdin;\n1\tit's (one;\n\\N\tDROP TABLE x;\n\\.\n"
                 "CREATE INDEX i ON a (b);\nCOPY a FROM stdin;\n1\t'")->statements.first;
    CHECK(statement->head == SQL_COPY && !statement->refusal.data);
    statement = statement->next;
    CHECK(statement->head == SQL_CREATE_INDEX && statement->next->head == SQL_COPY);
    CHECK(!statement->next->next);
    arena_release(&arena);
}
