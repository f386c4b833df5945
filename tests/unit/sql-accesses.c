// Which rows statements of MySQL and SQLite read and write.
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
