// Which rows statements read and write, in every dialect.
#include "tests/unit/check.h"

#include "base/output.h"
#include "sql/ddl.h"
#include "sql/read.h"

static struct arena arena;

// "reads t(a,b)* inserts s.u(c)"
static struct str accesses_of(enum sql_engine engine, const char *sql)
{
    static const char *const words[] = {
        [SQL_READS] = "reads", [SQL_INSERTS] = "inserts", [SQL_UPDATES] = "updates",
        [SQL_DELETES] = "deletes",
    };
    struct text text = text_for_span(&arena, str_of(sql), (struct span){ 1, 1 });
    const struct sql_script *script = sql_read_for(&arena, engine, text);
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

struct expected {
    const char *sql, *accesses;
};

static void check_all(enum sql_engine engine, const struct expected *statements, size_t count)
{
    for (size_t i = 0; i < count; i++)
        CHECK_STR(accesses_of(engine, statements[i].sql), statements[i].accesses);
    arena_release(&arena);
}

void test_sql_accesses__statements_of_both(void)
{
    static const struct expected statements[] = {
        { "SELECT a, x.b FROM t x JOIN s.u ON x.id = u.id WHERE c > 1",
          "reads t(b,id,a,c) reads s.u(id,a,c)" },
        { "SELECT * FROM t", "reads t()*" },
        { "SELECT u.*, t.a FROM t, u", "reads t(a) reads u()*" },
        { "SELECT count(*) FROM t", "reads t()" },
        { "SELECT a AS b FROM t WHERE c IN (SELECT d FROM u)", "reads t(a,c,d) reads u(a,c,d)" },
        { "WITH w AS (SELECT a FROM t) SELECT w.a FROM w", "reads t(a)" },
        { "INSERT INTO t (a, b) VALUES (1, 2)", "inserts t(a,b)" },
        { "INSERT INTO t VALUES (1)", "inserts t()*" },
        { "INSERT INTO t (a) SELECT u.b FROM u WHERE u.c > 1", "inserts t(a) reads u(b,c)" },
        { "REPLACE INTO t (a) VALUES (1)", "inserts t(a) deletes t()*" },
        { "UPDATE t SET a = 1, c = d WHERE b = 2", "updates t(a,c) reads t(d,b)" },
        { "DELETE FROM t WHERE a = (SELECT max(u.b) FROM u)",
          "deletes t()* reads t(a) reads u(b,a)" },
        { "CREATE TABLE n AS SELECT a FROM t", "reads t(a)" },
        { "SELECT 1", "" },
        { "CREATE VIEW v AS SELECT a FROM t", "" },
        { "BEGIN", "" },
    };
    size_t count = sizeof statements / sizeof *statements;
    check_all(SQL_ENGINE_MYSQL, statements, count);
    check_all(SQL_ENGINE_MARIADB, statements, count);
    check_all(SQL_ENGINE_SQLITE, statements, count);
}

void test_sql_accesses__statements_of_mysql(void)
{
    static const struct expected statements[] = {
        { "SELECT `a b`, \"text\" FROM `t``u`", "reads t``u(a b)" },
        { "INSERT INTO t SET a = 1, b = c", "inserts t(a,b)" },
        { "INSERT INTO t (a) VALUES (1) ON DUPLICATE KEY UPDATE b = VALUES(a), t.c = d",
          "inserts t(a) updates t(b,c) reads t(a,d)" },
        { "UPDATE t AS x JOIN u ON x.id = u.id SET x.a = u.b, c = 1",
          "updates t(a,c) updates u(c) reads t(id) reads u(id,b)" },
        { "UPDATE t, u SET t.a = u.a", "updates t(a) updates u() reads t() reads u(a)" },
        { "DELETE x FROM t AS x JOIN u ON u.id = x.id", "deletes t()* reads t(id) reads u(id)" },
        { "DELETE FROM t, u USING t JOIN u ON t.id = u.id",
          "deletes t()* deletes u()* reads t(id) reads u(id)" },
        { "TRUNCATE TABLE t", "deletes t()*" },
        { "LOAD DATA INFILE 'x' INTO TABLE t (a, b)", "inserts t()*" },
        { "UPDATE (t JOIN u) SET a = 1", "" },
    };
    check_all(SQL_ENGINE_MARIADB, statements, sizeof statements / sizeof *statements);
}

void test_sql_accesses__statements_of_sqlite(void)
{
    static const struct expected statements[] = {
        { "SELECT \"a\", [b] FROM t", "reads t(a,b)" },
        { "INSERT OR REPLACE INTO t (a) VALUES (1)", "inserts t(a) deletes t()*" },
        { "INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET b = excluded.b",
          "inserts t(a) updates t(b) reads t(a)" },
        { "UPDATE t SET (a, b) = (SELECT c, d FROM u) WHERE e = 1",
          "updates t(a,b) reads t(c,d,e) reads u(c,d,e)" },
        { "UPDATE t SET a = u.b FROM u WHERE t.id = u.id",
          "updates t(a) reads t(id) reads u(b,id)" },
    };
    check_all(SQL_ENGINE_SQLITE, statements, sizeof statements / sizeof *statements);
}

void test_sql_accesses__survives_what_is_cut_anywhere(void)
{
    static const char sql[] =
        "WITH w (x) AS (SELECT a FROM t) DELETE x, y.* FROM s.t AS x JOIN (SELECT `b` FROM u) AS y "
        "USING (id) WHERE x.* = y.c ON DUPLICATE KEY UPDATE (a, b) = (1, 2), q.d = 'z' AS k";
    static const char *const begins[] = { "", "INSERT INTO t (a) ", "UPDATE ",
                                          "REPLACE INTO t SET " };
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        for (size_t from = 0; from + 1 < sizeof sql; from += 3)
            for (size_t to = from + 1; to < sizeof sql; to += 7) {
                struct str rest = { sql + from, to - from };
                struct str cut = arena_format(&arena, "%s%.*s", begins[i], STR_ARGS(rest));
                struct text text = text_for_span(&arena, cut, (struct span){ 1, 1 });
                CHECK(sql_read_for(&arena, SQL_ENGINE_MYSQL, text));
                CHECK(sql_read_for(&arena, SQL_ENGINE_SQLITE, text));
            }
    arena_release(&arena);
}

void test_sql_accesses__postgresql_writes(void)
{
    static const struct expected statements[] = {
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
    check_all(SQL_ENGINE_POSTGRESQL, statements, sizeof statements / sizeof *statements);
}

void test_sql_accesses__postgresql_reads(void)
{
    static const struct expected statements[] = {
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
    check_all(SQL_ENGINE_POSTGRESQL, statements, sizeof statements / sizeof *statements);
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

void test_sql_accesses__is_bounded(void)
{
    check_bounds(SQL_ENGINE_POSTGRESQL);
    check_bounds(SQL_ENGINE_MARIADB);
    check_bounds(SQL_ENGINE_SQLITE);
}
