// Which rows PostgreSQL's statements read and write.
#include "tests/unit/check.h"

#include "base/output.h"
#include "sql/ddl.h"
#include "sql/read.h"

static struct arena arena;

// "reads t(a,b)* inserts s.u(c)"
static struct str accesses_of(const char *sql)
{
    static const char *const words[] = {
        [SQL_READS] = "reads", [SQL_INSERTS] = "inserts", [SQL_UPDATES] = "updates",
        [SQL_DELETES] = "deletes",
    };
    struct text text = text_for_span(&arena, str_of(sql), (struct span){ 1, 1 });
    const struct sql_script *script = sql_read_for(&arena, SQL_ENGINE_POSTGRESQL, text);
    struct output out = { .arena = &arena };
    list_each(sql_access, access, script->statements.first->accesses) {
        struct str table = sql_name_format(&arena, access->table);
        output_format(&out, "%s%s %.*s(", out.bytes.count ? " " : "", words[access->kind],
                      STR_ARGS(table));
        for (size_t i = 0; access->columns && i < access->columns->count; i++)
            output_format(&out, "%s%.*s", i ? "," : "",
                          STR_ARGS(access->columns->items[i].name));
        output_format(&out, ")%s", access->has_all_columns ? "*" : "");
    }
    return output_get(&out);
}

void test_sql_postgresql_access__statements_that_write(void)
{
    static const struct {
        const char *sql, *accesses;
    } statements[] = {
        { "INSERT INTO s.T (a, \"B\") VALUES (1, 2)", "inserts s.t(a,B)" },
        { "INSERT INTO t VALUES (1)", "inserts t()*" },
        { "INSERT INTO t (a) SELECT u.b FROM u WHERE u.c > 1", "inserts t(a) reads u(b,c)" },
        { "INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET b = t.c",
          "inserts t(a) updates t(b) reads t(c)" },
        { "UPDATE t SET a = u.b, c = 1 FROM u WHERE t.id = u.id",
          "updates t(a,c) reads t(id) reads u(b,id)" },
        { "UPDATE t AS x SET a = 1 WHERE x.b = 2", "updates t(a) reads t(b)" },
        { "DELETE FROM t USING u WHERE t.a = u.b", "deletes t()* reads t(a) reads u(b)" },
        { "TRUNCATE a, s.b", "deletes a()* deletes s.b()*" },
        { "COPY t (a, b) FROM STDIN", "inserts t(a,b)" },
        { "COPY t TO STDOUT", "reads t()*" },
        { "COPY (SELECT a FROM t) TO STDOUT", "reads t(a)" },
        { "MERGE INTO t USING u ON t.id = u.id WHEN MATCHED THEN UPDATE SET a = u.b"
          " WHEN NOT MATCHED THEN INSERT (id) VALUES (u.id)",
          "updates t(a) inserts t(id) reads t(id) reads u(id,b,id)" },
        { "WITH gone AS (DELETE FROM t WHERE a = 1 RETURNING b) INSERT INTO u SELECT b FROM gone",
          "inserts u()* deletes t()* reads t(b,a,b)" },
    };
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++)
        CHECK_STR(accesses_of(statements[i].sql), statements[i].accesses);
    arena_release(&arena);
}

void test_sql_postgresql_access__statements_that_read(void)
{
    static const struct {
        const char *sql, *accesses;
    } statements[] = {
        { "SELECT a, x.b FROM t x JOIN s.u ON x.id = u.id WHERE c > 1",
          "reads t(b,id,a,c) reads s.u(id,a,c)" },
        { "SELECT * FROM t", "reads t()*" },
        { "SELECT u.*, t.a FROM t, u", "reads t(a) reads u()*" },
        { "SELECT t FROM t", "reads t()*" },
        { "SELECT count(*) FROM t", "reads t()" },
        { "WITH w AS (SELECT a FROM t) SELECT w.a FROM w", "reads t(a)" },
        { "CREATE TABLE n AS SELECT a FROM t", "reads t(a)" },
        { "SELECT a INTO n FROM t", "reads t(a)" },
        { "EXPLAIN ANALYZE UPDATE t SET a = 1", "updates t(a) reads t()" },
        { "SELECT 1", "" },
        { "CREATE VIEW v AS SELECT a FROM t", "" },
    };
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++)
        CHECK_STR(accesses_of(statements[i].sql), statements[i].accesses);
    arena_release(&arena);
}

// One statement with many tables and columns takes no more than it has of both together.
static void check_bounds(enum sql_engine engine)
{
    enum { TABLES = 1000 };
    struct output out = { .arena = &arena };
    output_format(&out, "SELECT a");
    for (int i = 0; i < TABLES; i++)
        output_format(&out, ", c%d", i);
    output_format(&out, " FROM t");
    for (int i = 0; i < TABLES; i++)
        output_format(&out, ", t%d", i);
    output_char(&out, '\0');
    struct text text = text_for_span(&arena, str_of(output_get(&out).data), (struct span){ 1, 1 });
    const struct sql_script *script = sql_read_for(&arena, engine, text);
    size_t named = 0, tables = 0;
    list_each(sql_access, access, script->statements.first->accesses) {
        tables++;
        named += access->columns ? access->columns->count : 0;
        CHECK(access->has_all_columns || (access->columns && access->columns->count > TABLES));
    }
    CHECK(tables == TABLES + 1 && named < 100 * TABLES);
    arena_release(&arena);
}

void test_sql_postgresql_access__is_bounded(void)
{
    check_bounds(SQL_ENGINE_POSTGRESQL);
    check_bounds(SQL_ENGINE_MARIADB);
    check_bounds(SQL_ENGINE_SQLITE);
}
