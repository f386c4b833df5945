// What the grammar of SQLite says about statements.
#include "tests/unit/check.h"

#include "sql/read.h"

static struct arena arena;

static const struct sql_script *read_sql(const char *sql)
{
    struct piece *piece = arena_new(&arena, struct piece);
    *piece = (struct piece){ .address = 100, .is_verbatim = true };
    return sql_read_for(&arena, SQL_ENGINE_SQLITE,
                        (struct text){ .str = str_of(sql), .pieces = piece, .piece_count = 1 });
}

static const struct sql_operation *operation_of(const char *sql)
{
    return read_sql(sql)->statements.first->operations.first;
}

static bool is_refused(const char *sql)
{
    return read_sql(sql)->statements.first->refusal.data != NULL;
}

static size_t count(const char *sql)
{
    size_t result = 0;
    list_each(sql_statement, statement, read_sql(sql)->statements)
        result++;
    return result;
}

void test_sql_sqlite__tables(void)
{
    const struct sql_operation *operation =
        operation_of("CREATE TABLE IF NOT EXISTS main.[Order Lines] (a int, b text) STRICT, WITHOUT ROWID");
    CHECK(operation->head == SQL_CREATE_TABLE && operation->is_conditional);
    CHECK(str_is(operation->table.schema, "main") && str_is(operation->table.name, "Order Lines"));
    CHECK(operation_of("create temporary table t as select 1")->is_temporary);
    CHECK(operation_of("CREATE TABLE temp.t (a)")->is_temporary);
    CHECK(operation_of("CREATE TABLE t AS SELECT (1) UNION SELECT 2")->head == SQL_CREATE_TABLE_AS);
    CHECK(operation_of("CREATE VIRTUAL TABLE t USING fts5(a)")->head == SQL_CREATE_OTHER);
    CHECK(str_is(operation_of("DROP TABLE IF EXISTS 'a''b'")->table.name, "a''b"));
    CHECK(operation_of("DROP VIEW v")->head == SQL_DROP_VIEW);
    CHECK(is_refused("CREATE TABLE t (a int") && is_refused("CREATE TABLE t (a) PARTITION BY a"));
    arena_release(&arena);
}

void test_sql_sqlite__columns(void)
{
    const struct sql_operation *operation = operation_of(
        "ALTER TABLE t ADD COLUMN price DECIMAL(10, 2) CONSTRAINT c NOT NULL ON CONFLICT ABORT"
        " DEFAULT -1.5e+3 CHECK (price <> 0) COLLATE nocase REFERENCES p(id) ON DELETE SET NULL"
        " DEFERRABLE INITIALLY DEFERRED");
    CHECK(operation->head == SQL_ADD_COLUMN && str_is(operation->column, "price"));
    CHECK(operation->is_not_null && operation->has_default);
    const struct sql_statement *statement =
        read_sql("ALTER TABLE t ADD c int DEFAULT (1 + 2) NOT NULL, ADD d")->statements.first;
    CHECK(statement->refusal.data); // one clause is all that SQLite takes
    statement = read_sql("ALTER TABLE t ADD c int DEFAULT (1 + 2) NOT NULL;")->statements.first;
    operation = statement->operations.first;
    CHECK(str_is(sql_tokens_text(statement->tokens, operation->definition.from,
                                 operation->definition.to),
                 "int DEFAULT (1 + 2) NOT NULL"));
    CHECK(str_is(
        sql_tokens_text(statement->tokens, operation->fallback.from, operation->fallback.to),
        "(1 + 2)"));
    CHECK(operation->span.start == 114 && operation->span.end == 148);
    CHECK(operation_of("ALTER TABLE t ADD c GENERATED ALWAYS AS (a || 'x') STORED")->has_default);
    CHECK(operation_of("ALTER TABLE t ADD c")->definition.from
          == operation_of("ALTER TABLE t ADD c")->definition.to);
    CHECK(operation_of("ALTER TABLE t DROP if")->head == SQL_DROP_COLUMN);
    CHECK(is_refused("ALTER TABLE t MODIFY a int") && is_refused("ALTER TABLE t ADD"));
    arena_release(&arena);
}

void test_sql_sqlite__renames_indexes_and_checks(void)
{
    const struct sql_operation *operation = operation_of("ALTER TABLE a RENAME TO `b c`");
    CHECK(operation->head == SQL_RENAME_TABLE && str_is(operation->new_name, "b c"));
    operation = operation_of("ALTER TABLE a RENAME \"key\" TO value");
    CHECK(operation->head == SQL_RENAME_COLUMN && str_is(operation->column, "key"));
    operation = operation_of("CREATE UNIQUE INDEX main.i ON t (lower(a), b DESC) WHERE a IS NOT NULL");
    CHECK(operation->head == SQL_CREATE_INDEX && operation->is_unique);
    CHECK(str_is(operation->object.schema, "main") && str_is(operation->table.name, "t"));
    CHECK(str_is(operation_of("DROP INDEX IF EXISTS main.i")->object.name, "i"));
    operation = operation_of("ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)");
    CHECK(operation->head == SQL_ADD_CONSTRAINT && str_is(operation->object.name, "c"));
    CHECK(operation_of("ALTER TABLE t DROP CONSTRAINT c")->head == SQL_DROP_CONSTRAINT);
    CHECK(operation_of("ALTER TABLE t ALTER COLUMN a SET NOT NULL")->head == SQL_SET_NOT_NULL);
    CHECK(operation_of("ALTER TABLE t ALTER a DROP NOT NULL")->head == SQL_DROP_NOT_NULL);
    arena_release(&arena);
}

void test_sql_sqlite__heads_of_what_reads_and_writes(void)
{
    const struct sql_operation *operation =
        operation_of("WITH RECURSIVE a(x) AS (SELECT 1), b AS NOT MATERIALIZED (SELECT 2)"
                     " INSERT OR REPLACE INTO main.t SELECT * FROM a");
    CHECK(operation->head == SQL_INSERT_SELECT && str_is(operation->table.name, "t"));
    CHECK(operation_of("REPLACE INTO t VALUES (1)")->head == SQL_INSERT);
    operation = operation_of("UPDATE OR IGNORE [t u] SET a = 1");
    CHECK(operation->head == SQL_UPDATE && str_is(operation->table.name, "t u"));
    CHECK(operation_of("DELETE FROM t WHERE a = 'x;y'")->head == SQL_DELETE);
    CHECK(!is_refused("SELECT CASE WHEN 1 THEN 2 END FROM t"));
    CHECK(!is_refused("PRAGMA foreign_keys = ON") && !is_refused("BEGIN IMMEDIATE"));
    arena_release(&arena);
}

void test_sql_sqlite__a_triggers_body_is_no_statement(void)
{
    const struct sql_script *script = read_sql(
        "CREATE TRIGGER tr AFTER UPDATE OF a ON t WHEN new.a = CASE WHEN 1 THEN 2 END BEGIN\n"
        "  UPDATE t SET b = CASE a WHEN 1 THEN (SELECT 2) ELSE 3 END WHERE id = new.id;\n"
        "  DELETE FROM u;\n"
        "END;\n"
        "DROP TABLE v");
    CHECK(script->statements.first->head == SQL_CREATE_TRIGGER);
    CHECK(!script->statements.first->refusal.data);
    CHECK(script->statements.last->head == SQL_DROP_TABLE);
    CHECK(script->statements.first->next == script->statements.last);
    arena_release(&arena);
}

void test_sql_sqlite__what_is_wrong_stays_in_its_statement(void)
{
    CHECK(count(";;DROP TABLE a;; ALTER TABEL b;DROP TABLE c;-- d") == 3);
    const struct sql_statement *second =
        read_sql("DROP TABLE a; ALTER TABLE b ADD c int WHATEVER (d; DROP TABLE e;")
            ->statements.first->next;
    CHECK(second->refusal.data && second->head == SQL_ADD_COLUMN);
    CHECK(!second->next->refusal.data && second->next->head == SQL_DROP_TABLE);
    CHECK(is_refused("DROP TABLE") && is_refused("ALTER"));
    CHECK(count("") == 0 && count("'") == 1 && count("(") == 1 && count("/* a") == 0);
    arena_release(&arena);
}

void test_sql_sqlite__survives_long_and_deep_statements(void)
{
    enum { TIMES = 100000 / LESS_OFTEN };
    static const char *const parts[] = { "(", "[", "'", "\"", "CASE ", "/*", "SELECT 1;", "*/" };
    static const char *const heads[] = { "", "CREATE TRIGGER t BEGIN ", "SELECT " };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        for (size_t k = 0; k < sizeof heads / sizeof *heads; k++) {
            size_t at = strlen(heads[k]), length = strlen(parts[i]);
            char *sql = arena_alloc(&arena, at + TIMES * length + 1);
            memcpy(sql, heads[k], at);
            for (size_t n = 0; n < TIMES; n++)
                memcpy(sql + at + n * length, parts[i], length);
            read_sql(sql);
            arena_release(&arena);
        }
    CHECK(true);
}
