// What an engine knows after some statements: taken, refused, not known, and what there is then.
#include "tests/unit/check.h"

#include "base/output.h"
#include "sql/catalog.h"
#include "sql/read.h"

static struct arena arena;

static struct catalog_session session_of(enum sql_engine engine, bool is_complete)
{
    return (struct catalog_session){ .now = catalog_new(&arena, engine, 999999, is_complete) };
}

static struct catalog_result run(struct catalog_session *session, const char *sql)
{
    struct catalog_result result = { 0 };
    struct text text = { .str = str_of(sql) };
    list_each(sql_statement, statement,
              sql_read_for(&arena, session->now->engine, text)->statements)
        result = catalog_run(&arena, session, statement);
    return result;
}

// The reason for which the last of the statements is refused, "? reason" where that is not
// known, "" where it is taken.
static struct str outcome(enum sql_engine engine, bool is_complete, const char *sql)
{
    struct catalog_session session = session_of(engine, is_complete);
    struct catalog_result result = run(&session, sql);
    if (result.outcome == CATALOG_APPLIED)
        return STR("");
    return result.outcome == CATALOG_REFUSED
               ? result.reason
               : arena_format(&arena, "? %.*s", STR_ARGS(result.reason));
}

#define CHECK_TAKEN(engine, sql) CHECK_REFUSED(engine, sql, "")
#define CHECK_REFUSED(engine, sql, reason)                              \
    do {                                                                \
        CHECK_STR(outcome(SQL_ENGINE_##engine, true, sql), reason);     \
        arena_release(&arena);                                          \
    } while (0)
#define CHECK_UNKNOWN(engine, sql, reason)                              \
    do {                                                                \
        CHECK_STR(outcome(SQL_ENGINE_##engine, false, sql), reason);    \
        arena_release(&arena);                                          \
    } while (0)

static struct str dump_after(enum sql_engine engine, const char *sql)
{
    struct catalog_session session = session_of(engine, true);
    run(&session, sql);
    return catalog_dump(&arena, session.now);
}

#define CHECK_DUMP(engine, sql, want)                                   \
    do {                                                                \
        CHECK_STR(dump_after(SQL_ENGINE_##engine, sql), want);          \
        arena_release(&arena);                                          \
    } while (0)

void test_sql_catalog__engines_complete_what_is_made(void)
{
    CHECK_DUMP(POSTGRESQL, "CREATE TABLE t (id serial PRIMARY KEY, a varchar(20) UNIQUE)",
               "column\tpublic\tt\ta\t2\tcharacter varying(20)\tnull\n"
               "column\tpublic\tt\tid\t1\tinteger\tnot null\tdefault=nextval't_id_seq'\n"
               "constraint\tpublic\tt\tt_a_key\tunique\tcolumns=a\tindex=t_a_key\n"
               "constraint\tpublic\tt\tt_pkey\tprimary key\tcolumns=id\tindex=t_pkey\n"
               "index\tpublic\tt\tt_a_key\tunique\tmethod=btree\tparts=a\n"
               "index\tpublic\tt\tt_pkey\tunique\tprimary\tmethod=btree\tparts=id\n"
               "sequence\tpublic\tt_id_seq\tinteger\tstart=1\tincrement=1\tmin=1\t"
               "max=2147483647\towner=t.id\n"
               "table\tpublic\tt\n");
    CHECK_DUMP(SQLITE, "CREATE TABLE t (a INTEGER PRIMARY KEY, b text UNIQUE)",
               "column\tmain\tt\ta\t1\tINTEGER\tnull\n"
               "column\tmain\tt\tb\t2\tTEXT\tnull\n"
               "constraint\tmain\tt\t\tprimary key\tcolumns=a\n"
               "constraint\tmain\tt\t\tunique\tcolumns=b\tindex=sqlite_autoindex_t_1\n"
               "index\tmain\tt\tsqlite_autoindex_t_1\tunique\tmethod=btree\tparts=b\n"
               "table\tmain\tt\n");
}

void test_sql_catalog__what_is_missing_or_there_already_is_refused(void)
{
    CHECK_REFUSED(POSTGRESQL, "ALTER TABLE t ADD a int", "there is no table 't'");
    CHECK_REFUSED(POSTGRESQL, "CREATE TABLE t (a int); CREATE TABLE t (a int)",
                  "there is a 't' already");
    CHECK_TAKEN(POSTGRESQL, "CREATE TABLE t (a int); CREATE TABLE IF NOT EXISTS t (a int)");
    CHECK_TAKEN(POSTGRESQL, "DROP TABLE IF EXISTS t");
    CHECK_REFUSED(POSTGRESQL, "CREATE TABLE t (a int); ALTER TABLE t ADD a text",
                  "'t' has a column 'a' already");
    CHECK_TAKEN(POSTGRESQL, "CREATE TABLE t (a int); ALTER TABLE t ADD \"A\" text");
    CHECK_REFUSED(SQLITE, "CREATE TABLE t (a int); ALTER TABLE T ADD [A] text",
                  "'t' has a column 'A' already");
    CHECK_REFUSED(MYSQL, "CREATE TABLE t (a int); ALTER TABLE T ADD b int",
                  "there is no table 'T'");
    CHECK_REFUSED(POSTGRESQL, "CREATE TABLE s.t (a int)", "there is no schema 's'");
    CHECK_TAKEN(POSTGRESQL, "CREATE SCHEMA s; CREATE TABLE s.t (a int); ALTER TABLE s.t ADD b int");
}

void test_sql_catalog__what_others_use_stays_without_cascade(void)
{
    CHECK_REFUSED(POSTGRESQL,
                  "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; DROP TABLE t",
                  "'t' is used by 'v'");
    CHECK_REFUSED(POSTGRESQL,
                  "CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT a FROM t;"
                  "ALTER TABLE t DROP b; ALTER TABLE t DROP a",
                  "'t.a' is used by view 'v'");
    CHECK_DUMP(POSTGRESQL,
               "CREATE TABLE t (a int PRIMARY KEY); CREATE TABLE u (b int REFERENCES t);"
               "CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w AS SELECT a FROM v;"
               "DROP TABLE t CASCADE",
               "column\tpublic\tu\tb\t1\tinteger\tnull\ntable\tpublic\tu\n");
    CHECK_REFUSED(SQLITE, "CREATE TABLE t (a int PRIMARY KEY, b int); ALTER TABLE t DROP a",
                  "'t.a' is used by a constraint of 't'");
}

void test_sql_catalog__names_follow_a_rename(void)
{
    CHECK_DUMP(POSTGRESQL,
               "CREATE TABLE t (a int CHECK (a > 0)); CREATE INDEX i ON t (a);"
               "ALTER TABLE t RENAME a TO \"B\"; ALTER TABLE t RENAME TO u",
               "column\tpublic\tu\tB\t1\tinteger\tnull\n"
               "constraint\tpublic\tu\tt_a_check\tcheck\tcheck=b>0\n"
               "index\tpublic\tu\ti\tmethod=btree\tparts=B\n"
               "table\tpublic\tu\n");
}

void test_sql_catalog__types_change_where_the_engine_converts(void)
{
    CHECK_TAKEN(POSTGRESQL, "CREATE TABLE t (a int); ALTER TABLE t ALTER a TYPE text");
    CHECK_REFUSED(POSTGRESQL, "CREATE TABLE t (a text); ALTER TABLE t ALTER a TYPE int",
                  "'a' does not become integer without USING");
    CHECK_TAKEN(POSTGRESQL, "CREATE TABLE t (a text); ALTER TABLE t ALTER a TYPE int USING a::int");
}

void test_sql_catalog__a_statement_is_all_or_nothing(void)
{
    struct catalog_session session = session_of(SQL_ENGINE_POSTGRESQL, true);
    run(&session, "CREATE TABLE t (a int)");
    struct str before = catalog_dump(&arena, session.now);
    CHECK(run(&session, "ALTER TABLE t ADD b int, DROP c").outcome == CATALOG_REFUSED);
    CHECK_STR(catalog_dump(&arena, session.now), before.data);
    run(&session, "BEGIN; ALTER TABLE t ADD b int; ROLLBACK");
    CHECK(str_equal(catalog_dump(&arena, session.now), before));
    run(&session, "BEGIN; ALTER TABLE t ADD b int; ALTER TABLE nowhere ADD c int; COMMIT");
    CHECK(str_equal(catalog_dump(&arena, session.now), before));
    run(&session, "BEGIN; SAVEPOINT s; DROP TABLE t; ROLLBACK TO s; COMMIT");
    CHECK(str_equal(catalog_dump(&arena, session.now), before));
    arena_release(&arena);
}

void test_sql_catalog__what_is_not_known_answers_no_question(void)
{
    CHECK_UNKNOWN(POSTGRESQL, "ALTER TABLE t DROP a",
                  "? whether there is a table 't', and what it has, is not known");
    CHECK_UNKNOWN(POSTGRESQL, "ALTER TABLE t DROP a; ALTER TABLE t DROP a",
                  "'t' has no column 'a'");
    CHECK_UNKNOWN(POSTGRESQL, "DROP TABLE t; ALTER TABLE t DROP a", "there is no table 't'");
    CHECK_UNKNOWN(POSTGRESQL, "CREATE TABLE t (a int); ALTER TABLE t ADD b int", "");
    CHECK_UNKNOWN(POSTGRESQL,
                  "ALTER TABLE t RENAME a TO b; ALTER TABLE t RENAME b TO a;"
                  "ALTER TABLE t RENAME a TO b",
                  "? whether 't' has a column 'a' is not known");
}

static struct str differences(const char *before, const char *after)
{
    struct catalog_session session = session_of(SQL_ENGINE_POSTGRESQL, true);
    run(&session, before);
    const struct catalog *old = session.now;
    run(&session, after);
    struct output out = { .arena = &arena };
    struct catalog_differences found = catalog_difference(&arena, old, session.now);
    list_each(catalog_difference, difference, found)
        output_format(&out, "%c%.*s%s%.*s%s%.*s%s%.*s\n",
                      difference->kind == CATALOG_APPEARED   ? '+'
                      : difference->kind == CATALOG_VANISHED ? '-'
                                                             : '~',
                      STR_ARGS(difference->object), difference->property.data ? " " : "",
                      STR_ARGS(difference->property), difference->property.data ? ": " : "",
                      STR_ARGS(difference->before), difference->property.data ? " -> " : "",
                      STR_ARGS(difference->after));
    return output_get(&out);
}

void test_sql_catalog__differences_are_told_object_by_object(void)
{
    CHECK_STR(differences("CREATE TABLE t (a int, b int)", "SELECT 1"), "");
    CHECK_STR(differences("CREATE TABLE t (a int, b int)",
                          "ALTER TABLE t ALTER a TYPE bigint, ALTER a SET NOT NULL, DROP b;"
                          "CREATE TABLE u (c int); CREATE INDEX i ON t (a)"),
              "~column public.t.a type: integer -> bigint\n"
              "~column public.t.a null: null -> not null\n"
              "-column public.t.b\n"
              "+index public.t.i\n"
              "+table public.u\n");
    CHECK_STR(differences("CREATE TABLE t (a int); CREATE INDEX i ON t (a)",
                          "DROP INDEX i; CREATE INDEX i ON t (a)"),
              "");
    arena_release(&arena);
}

void test_sql_catalog__expressions_have_one_form(void)
{
    CHECK_STR(catalog_expression(&arena, SQL_ENGINE_POSTGRESQL, STR("(('A b'::text))")), "'A b'");
    CHECK_STR(catalog_expression(&arena, SQL_ENGINE_POSTGRESQL,
                                 STR("((a)::numeric(10,2) > (0)::numeric)")),
              "a>0");
    CHECK_STR(catalog_expression(&arena, SQL_ENGINE_SQLITE, STR("\"a\"  IS not NULL")),
              "a is not null");
    arena_release(&arena);
}

void test_sql_catalog__is_bounded(void)
{
    enum { TIMES = 3000 };
    struct output out = { .arena = &arena };
    output_format(&out, "CREATE TABLE t (a int);");
    for (int i = 0; i < TIMES; i++)
        output_format(&out, "CREATE VIEW v%d AS SELECT a FROM t;", i);
    for (int i = 0; i < TIMES; i++)
        output_format(&out, "ALTER TABLE t RENAME %s;", i % 2 ? "b TO a" : "a TO b");
    output_char(&out, '\0');
    CHECK_STR(outcome(SQL_ENGINE_POSTGRESQL, true, output_get(&out).data),
              "? whether 't' has a column 'b' is not known");
    arena_release(&arena);
}
