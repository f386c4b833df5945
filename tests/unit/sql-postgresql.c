// What the parser of PostgreSQL says about statements.
#include "tests/unit/check.h"

#include "sql/read.h"

static struct arena arena;

static const struct sql_script *read_sql(const char *sql)
{
    struct text text = text_for_span(&arena, str_of(sql), (struct span){ 100, 100 });
    struct piece *pieces = arena_new(&arena, struct piece);
    *pieces = (struct piece){ .address = 100, .is_verbatim = true };
    text.pieces = pieces;
    text.piece_count = 1;
    return sql_read_for(&arena, SQL_ENGINE_POSTGRESQL, text);
}

static const struct sql_operation *operation_of(const char *sql)
{
    return read_sql(sql)->statements.first->operations.first;
}

static bool is_refused(const char *sql)
{
    return read_sql(sql)->statements.first->refusal.data != NULL;
}

void test_sql_postgresql__names_are_as_written(void)
{
    const struct sql_operation *operation =
        operation_of("ALTER TABLE Shop.\"Order Lines\" ADD COLUMN Sum int");
    CHECK(operation->head == SQL_ADD_COLUMN);
    CHECK(str_is(operation->table.schema, "Shop"));
    CHECK(str_is(operation->table.name, "Order Lines"));
    CHECK(str_is(operation->column, "Sum"));
    operation = operation_of("ALTER TABLE t RENAME \"a\"\"b\" TO c");
    CHECK(operation->head == SQL_RENAME_COLUMN);
    CHECK(str_is(operation->column, "a\"\"b"));
    CHECK(is_refused("ALTER TABLE t DROP COLUMN U&\"d\\0061ta\""));
    arena_release(&arena);
}

void test_sql_postgresql__clauses_of_alter_table(void)
{
    const struct sql_operation *operation = operation_of(
        "ALTER TABLE IF EXISTS t ADD a int[] DEFAULT ARRAY[1, 2] NOT NULL,"
        " ADD CONSTRAINT c CHECK (a IS NOT NULL) NOT VALID, VALIDATE CONSTRAINT c,"
        " ADD UNIQUE USING INDEX i, ALTER a DROP DEFAULT, ALTER b SET NOT NULL,"
        " DROP COLUMN IF EXISTS d CASCADE, ADD PRIMARY KEY (a), CLUSTER ON i");
    CHECK(operation->head == SQL_ADD_COLUMN && operation->is_not_null && operation->has_default);
    CHECK(operation->is_table_conditional && !operation->is_conditional);
    operation = operation->next;
    CHECK(operation->head == SQL_ADD_CONSTRAINT && operation->is_not_valid);
    CHECK(operation->constraint == SQL_CONSTRAINT_CHECK && str_is(operation->object.name, "c"));
    operation = operation->next;
    CHECK(operation->head == SQL_VALIDATE_CONSTRAINT && str_is(operation->object.name, "c"));
    operation = operation->next;
    CHECK(operation->constraint == SQL_CONSTRAINT_UNIQUE && operation->uses_index);
    CHECK(operation->object.name.length == 0);
    operation = operation->next;
    CHECK(operation->head == SQL_DROP_DEFAULT && str_is(operation->column, "a"));
    operation = operation->next;
    CHECK(operation->head == SQL_SET_NOT_NULL && str_is(operation->column, "b"));
    operation = operation->next;
    CHECK(operation->head == SQL_DROP_COLUMN && operation->is_conditional && operation->is_cascade);
    operation = operation->next;
    CHECK(operation->constraint == SQL_CONSTRAINT_PRIMARY_KEY && operation->is_unique);
    CHECK(operation->next->head == SQL_ALTER_OTHER && !operation->next->next);
    arena_release(&arena);
}

void test_sql_postgresql__places_are_those_of_the_clauses(void)
{
    const struct sql_operation *operation = operation_of("ALTER TABLE t ADD a int, DROP b");
    CHECK(operation->span.start == 114 && operation->span.end == 123);
    CHECK(operation->next->span.start == 125 && operation->next->span.end == 131);
    arena_release(&arena);
}

void test_sql_postgresql__tables_and_indexes(void)
{
    const struct sql_operation *operation = operation_of("CREATE TEMP TABLE t (a int)");
    CHECK(operation->head == SQL_CREATE_TABLE && operation->is_temporary);
    CHECK(operation_of("SELECT a INTO t FROM u")->head == SQL_CREATE_TABLE_AS);
    CHECK(operation_of("CREATE TABLE IF NOT EXISTS t AS SELECT 1")->is_conditional);
    CHECK(operation_of("CREATE FOREIGN TABLE t (a int) SERVER s")->head == SQL_CREATE_OTHER);
    operation = operation_of("CREATE UNIQUE INDEX CONCURRENTLY i ON ONLY s.t (lower(a))");
    CHECK(operation->head == SQL_CREATE_INDEX && operation->is_concurrent && operation->is_unique);
    CHECK(str_is(operation->table.schema, "s") && str_is(operation->object.name, "i"));
    CHECK(operation_of("CREATE INDEX ON t (a)")->object.name.length == 0);
    operation = operation_of("DROP INDEX CONCURRENTLY IF EXISTS s.i");
    CHECK(operation->head == SQL_DROP_INDEX && str_is(operation->object.schema, "s"));
    operation = operation_of("DROP INDEX a, b");
    CHECK(str_is(operation->next->object.name, "b") && !operation->next->next);
    operation = operation_of("DROP TABLE a, s.b CASCADE");
    CHECK(str_is(operation->next->table.schema, "s") && operation->next->is_cascade);
    arena_release(&arena);
}

void test_sql_postgresql__what_it_does_not_read_keeps_its_head(void)
{
    const struct sql_statement *statement =
        read_sql("ALTER TABLE t DROP a;\n"
                 "ALTER TABLE \xc3\xbc ADD b int GENERATED ALWAYS AS (a) VIRTUAL;\n"
                 "DROP TABLE t")->statements.first;
    CHECK(!statement->refusal.data);
    statement = statement->next;
    CHECK(statement->refusal.data && statement->head == SQL_ADD_COLUMN);
    CHECK(statement->refusal_span.start == 100 + 22 + 49 && statement->refusal_span.end == 100 + 22 + 56);
    CHECK(!statement->next->refusal.data && statement->next->head == SQL_DROP_TABLE);
    CHECK(is_refused("ALTER TABEL t DROP a"));
    CHECK(is_refused("ALTER TABLE t DROP"));
    CHECK(is_refused("DROP TABLE \xff"));
    arena_release(&arena);
}

void test_sql_postgresql__strings_have_no_escapes_but_in_E(void)
{
    const struct sql_statement *statement =
        read_sql("SELECT 'c:\\', \"a\"; SELECT E'\\';'; SELECT a #> b, c")->statements.first;
    CHECK(!statement->refusal.data);
    CHECK(statement->next && !statement->next->refusal.data);
    CHECK(statement->next->next && !statement->next->next->refusal.data);
    CHECK(!statement->next->next->next);
    arena_release(&arena);
}

void test_sql_postgresql__psql_commands_are_no_statements(void)
{
    const struct sql_script *script = read_sql("\\set ON_ERROR_STOP on\n\\c shop\nDROP TABLE t;\n");
    CHECK(script->statements.first == script->statements.last);
    CHECK(!script->statements.first->refusal.data);
    arena_release(&arena);
}

// The library's trees are walked by recursion, so deep ones must not reach it.
void test_sql_postgresql__survives_deep_statements(void)
{
    static const struct {
        const char *begin, *middle, *end;
        unsigned count;
    } shapes[] = {
        { "SELECT 1", "+1", "", 999 },      { "SELECT ", "NOT ", "true", 1998 },
        { "SELECT 1", "+1", "", 500000 / LESS_OFTEN },
        { "SELECT ", "NOT ", "true", 500000 / LESS_OFTEN },
        { "SELECT ", "(SELECT ", "1", 990 }, { "SELECT ", "(", "1", 1900 },
    };
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        char *sql = arena_alloc(&arena, 20 + strlen(shapes[i].middle) * shapes[i].count);
        size_t length = strlen(shapes[i].begin);
        memcpy(sql, shapes[i].begin, length);
        for (unsigned k = 0; k < shapes[i].count; k++, length += strlen(shapes[i].middle))
            memcpy(sql + length, shapes[i].middle, strlen(shapes[i].middle));
        memcpy(sql + length, shapes[i].end, strlen(shapes[i].end));
        CHECK(read_sql(sql)->statements.first->head == SQL_SELECT);
        arena_release(&arena);
    }
}
