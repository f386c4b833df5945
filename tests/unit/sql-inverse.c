// What undoes statements, engine by engine, and what is refused.
#include "tests/unit/check.h"

#include "base/output.h"
#include "sql/inverse.h"
#include "sql/read.h"

static struct arena arena;

static void add(struct sql_line *line, const char *sql)
{
    struct piece *piece = arena_new(&arena, struct piece);
    *piece = (struct piece){ .address = 100, .is_verbatim = true };
    struct text text = { .str = str_of(sql), .pieces = piece, .piece_count = 1 };
    const struct sql_script *script = sql_read_for(&arena, line->session.now->engine, text);
    list_each(sql_statement, statement, script->statements)
        sql_line_add(&arena, line, statement);
}

// The statements that undo `sql`, where `before` ran in earlier phases, a blank between them;
// a refusal as "! reason".
static struct str undo_after(const char *before, bool is_complete, enum sql_engine engine,
                             const char *sql)
{
    struct sql_line line = { .session.now = catalog_new(&arena, engine, 999999, is_complete) };
    struct output out = { .arena = &arena };
    add(&line, before);
    size_t from = line.changes.count;
    add(&line, sql);
    struct sql_inverse inverse = sql_inverse_derive(&arena, &line, from);
    list_each(sql_refusal, refusal, inverse.refusals)
        output_format(&out, "! %.*s ", STR_ARGS(refusal->reason));
    if (!inverse.refusals.first)
        list_each(sql_undoing, undoing, inverse.statements)
            output_format(&out, "%s%.*s ", undoing->stands_alone ? "alone: " : "",
                          STR_ARGS(undoing->text));
    return str_trim(output_get(&out));
}

#define CHECK_UNDO_AFTER(before, engine, sql, want)                     \
    do {                                                                \
        CHECK_STR(undo_after(before, false, SQL_ENGINE_##engine, sql), want);  \
        arena_release(&arena);                                          \
    } while (0)
#define CHECK_UNDO(engine, sql, want) CHECK_UNDO_AFTER("", engine, sql, want)

void test_sql_inverse__what_is_created_is_dropped(void)
{
    CHECK_UNDO(POSTGRESQL, "CREATE TABLE s.t (a int)", "DROP TABLE IF EXISTS s.t;");
    CHECK_UNDO(SQLITE, "CREATE TABLE t AS SELECT 1", "DROP TABLE IF EXISTS t;");
    CHECK_UNDO(UNKNOWN, "CREATE TABLE t (a int)", "! which engine the store has is not said");
    CHECK_UNDO(POSTGRESQL, "CREATE TEMP TABLE t (a int)", "");
    CHECK_UNDO(POSTGRESQL, "ALTER TABLE t ADD a int", "ALTER TABLE t DROP COLUMN IF EXISTS a;");
    CHECK_UNDO(SQLITE, "ALTER TABLE t ADD a int", "ALTER TABLE t DROP COLUMN a;");
    CHECK_UNDO(MYSQL, "ALTER TABLE t ADD a int, ADD INDEX i (a)",
               "alone: DROP INDEX i ON t; alone: ALTER TABLE t DROP COLUMN a;");
    CHECK_UNDO(MARIADB, "CREATE INDEX i ON t (a)", "alone: DROP INDEX IF EXISTS i ON t;");
    CHECK_UNDO(POSTGRESQL, "CREATE INDEX CONCURRENTLY i ON s.t (a)",
               "alone: DROP INDEX CONCURRENTLY IF EXISTS s.i;");
    CHECK_UNDO(SQLITE, "CREATE INDEX main.i ON t (a)", "DROP INDEX IF EXISTS main.i;");
    CHECK_UNDO(MYSQL, "CREATE AGGREGATE FUNCTION f RETURNS STRING SONAME 'u.so'",
               "alone: DROP FUNCTION IF EXISTS f;");
    CHECK_UNDO(UNKNOWN, "CREATE INDEX i ON t (a)", "! which engine the store has is not said");
    CHECK_UNDO(POSTGRESQL, "CREATE INDEX ON t (a)",
               "! the index has no name here, and the engine chooses one");
}

void test_sql_inverse__what_may_have_been_there_is_not_dropped(void)
{
    CHECK_UNDO(POSTGRESQL, "CREATE TABLE IF NOT EXISTS t (a int)",
               "! IF NOT EXISTS leaves open whether 't' was there before");
    CHECK_UNDO(POSTGRESQL, "ALTER TABLE t ADD COLUMN IF NOT EXISTS a int",
               "! IF NOT EXISTS leaves open whether 't.a' was there before");
    CHECK_UNDO(POSTGRESQL, "CREATE INDEX IF NOT EXISTS i ON t (a)", // an index holds nothing
               "DROP INDEX IF EXISTS i;");
}

void test_sql_inverse__names_keep_their_quotes(void)
{
    CHECK_UNDO(POSTGRESQL, "ALTER TABLE \"Order Lines\" RENAME \"Sum\" TO total",
               "ALTER TABLE \"Order Lines\" RENAME COLUMN total TO \"Sum\";");
    CHECK_UNDO(SQLITE, "ALTER TABLE [order lines] ADD 'a b' int",
               "ALTER TABLE \"order lines\" DROP COLUMN \"a b\";");
    CHECK_UNDO(MYSQL, "ALTER TABLE `order` ADD `key` int",
               "alone: ALTER TABLE `order` DROP COLUMN `key`;");
}

void test_sql_inverse__names_go_back(void)
{
    CHECK_UNDO(POSTGRESQL, "ALTER TABLE s.a RENAME TO b; ALTER TABLE s.b RENAME c TO d",
               "ALTER TABLE s.b RENAME COLUMN d TO c; ALTER TABLE IF EXISTS s.b RENAME TO a;");
    CHECK_UNDO(MYSQL, "RENAME TABLE x.a TO b", "alone: ALTER TABLE x.b RENAME TO x.a;");
    CHECK_UNDO(MYSQL, "RENAME TABLE a TO x.b", "! 'a' moves to another schema");
    CHECK_UNDO(MYSQL, "ALTER TABLE t CHANGE a b bigint",
               "! how 't.a' was defined is not known to belay");
    CHECK_UNDO(POSTGRESQL, "ALTER TABLE IF EXISTS a RENAME TO b",
               "! IF EXISTS leaves open whether 'a' is renamed");
}

void test_sql_inverse__constraints(void)
{
    CHECK_UNDO(POSTGRESQL,
               "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID;"
               "ALTER TABLE t VALIDATE CONSTRAINT c",
               "ALTER TABLE t DROP CONSTRAINT IF EXISTS c;");
    CHECK_UNDO_AFTER("ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID", POSTGRESQL,
                     "ALTER TABLE t VALIDATE CONSTRAINT c",
                     "! no statement makes 'c' NOT VALID again");
    CHECK_UNDO(POSTGRESQL, "ALTER TABLE t ADD UNIQUE (a)",
               "! the constraint has no name here, and the engine chooses one");
    CHECK_UNDO(POSTGRESQL, "ALTER TABLE t ADD CONSTRAINT c PRIMARY KEY (a)",
               "! a primary key makes its columns NOT NULL, and whether they were is not known");
    CHECK_UNDO(POSTGRESQL, "ALTER TABLE t ADD CONSTRAINT c UNIQUE USING INDEX i",
               "! dropping the constraint drops the index that it took over");
    CHECK_UNDO(MYSQL, "ALTER TABLE t ADD CONSTRAINT c UNIQUE (a)",
               "alone: ALTER TABLE t DROP INDEX c;");
    CHECK_UNDO(MARIADB, "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)",
               "alone: ALTER TABLE t DROP CONSTRAINT IF EXISTS c;");
    CHECK_UNDO(MYSQL, "ALTER TABLE t ADD CONSTRAINT c FOREIGN KEY (a) REFERENCES u (b)",
               "! whether MySQL made an index for the foreign key is not known");
}

void test_sql_inverse__what_a_new_table_or_column_takes_along(void)
{
    CHECK_UNDO(POSTGRESQL,
               "CREATE TABLE t (a int); CREATE INDEX ON t (a); INSERT INTO t SELECT b FROM u;"
               "ALTER TABLE t ADD PRIMARY KEY (a); DELETE FROM t; TRUNCATE t",
               "DROP TABLE IF EXISTS t;");
    CHECK_UNDO(POSTGRESQL, "ALTER TABLE t ADD a int; UPDATE t SET a = b; ALTER TABLE t ALTER a SET NOT NULL",
               "ALTER TABLE t DROP COLUMN IF EXISTS a;");
    CHECK_UNDO(POSTGRESQL, "ALTER TABLE t ADD a int; UPDATE t SET a = b, c = 1",
               "! what the rows of 't' held before is not known to belay");
    CHECK_UNDO(POSTGRESQL, "CREATE TABLE t (a int); WITH d AS (DELETE FROM u RETURNING a) INSERT INTO t SELECT a FROM d",
               "! which rows of 't' are new is not known to belay");
    CHECK_UNDO(POSTGRESQL, "CREATE TABLE t AS WITH d AS (DELETE FROM u RETURNING a) SELECT a FROM d",
               "! the rows that it changes in its WITH are not known to belay");
    // A table that the schema tells apart is another one, and so is one in other letters.
    CHECK_UNDO(POSTGRESQL, "CREATE TABLE s.t (a int); DELETE FROM t",
               "! the rows that go from 't' are not known to belay");
    CHECK_UNDO(POSTGRESQL, "CREATE TABLE \"T\" (a int); DELETE FROM T",
               "! the rows that go from 'T' are not known to belay");
    CHECK_UNDO(POSTGRESQL, "CREATE TABLE T (a int); DELETE FROM \"t\"", "DROP TABLE IF EXISTS t;");
    CHECK_UNDO(POSTGRESQL, "CREATE TABLE t (a int); ALTER TABLE t RENAME TO u; DELETE FROM u",
               "ALTER TABLE IF EXISTS u RENAME TO t; DROP TABLE IF EXISTS t;");
    CHECK_UNDO(POSTGRESQL, "CREATE TABLE t (a int); DROP TABLE t", "DROP TABLE IF EXISTS t;");
    CHECK_UNDO(SQLITE, "ALTER TABLE t ADD a; ALTER TABLE t DROP a",
               "! what 't.a' held is not known to belay");
}

void test_sql_inverse__what_the_plan_did_before_tells_what_there_was(void)
{
    CHECK_UNDO(POSTGRESQL, "ALTER TABLE t ALTER a SET NOT NULL",
               "! whether 't.a' was NOT NULL before is not known to belay");
    CHECK_UNDO_AFTER("ALTER TABLE t ADD a int", POSTGRESQL, "ALTER TABLE t ALTER A SET NOT NULL",
                     "ALTER TABLE t ALTER COLUMN a DROP NOT NULL;");
    CHECK_UNDO_AFTER("ALTER TABLE t ADD a int NOT NULL", POSTGRESQL,
                     "ALTER TABLE t ALTER a SET NOT NULL", "");
    CHECK_UNDO_AFTER("ALTER TABLE t ADD b int NOT NULL; ALTER TABLE t RENAME b TO a", POSTGRESQL,
                     "ALTER TABLE t ALTER a DROP NOT NULL",
                     "ALTER TABLE t ALTER COLUMN a SET NOT NULL;");
    CHECK_UNDO_AFTER("ALTER TABLE t ADD a int; ALTER TABLE t ADD PRIMARY KEY (a)", POSTGRESQL,
                     "ALTER TABLE t ALTER a SET NOT NULL", "");
    CHECK_UNDO_AFTER("ALTER TABLE t ADD a int DEFAULT 1 + 2 NOT NULL", POSTGRESQL,
                     "ALTER TABLE t ALTER a SET DEFAULT 4",
                     "ALTER TABLE t ALTER COLUMN a SET DEFAULT 1 + 2;");
    CHECK_UNDO_AFTER("ALTER TABLE t ADD a int", POSTGRESQL, "ALTER TABLE t ALTER a SET DEFAULT 4",
                     "ALTER TABLE t ALTER COLUMN a DROP DEFAULT;");
    CHECK_UNDO_AFTER("ALTER TABLE t ADD a serial", POSTGRESQL, "ALTER TABLE t ALTER a DROP DEFAULT",
                     "! the default that 't.a' had is not known to belay");
}

void test_sql_inverse__what_is_lost_is_refused(void)
{
    CHECK_UNDO(POSTGRESQL, "ALTER TABLE t DROP a", "! what 't.a' held is not known to belay");
    CHECK_UNDO(POSTGRESQL, "DROP TABLE t, u",
               "! what 't' held is not known to belay ! what 'u' held is not known to belay");
    CHECK_UNDO(POSTGRESQL, "DROP INDEX i", "! how 'i' was made is not known to belay");
    CHECK_UNDO(POSTGRESQL, "ALTER TABLE t DROP CONSTRAINT c",
               "! how 'c' was made is not known to belay");
    CHECK_UNDO(POSTGRESQL, "ALTER TABLE t ALTER a TYPE bigint",
               "! the type that 't.a' had is not known to belay");
    CHECK_UNDO(POSTGRESQL, "UPDATE t SET a = 1",
               "! what the rows of 't' held before is not known to belay");
    CHECK_UNDO(POSTGRESQL, "SELECT setval('s', 1)",
               "! what undoes this statement is not known to belay");
    CHECK_UNDO(POSTGRESQL, "ALTER TABLE t ADD c int GENERATED ALWAYS AS (a) VIRTUAL",
               "! belay's grammar, of PostgreSQL 15, stops at 'VIRTUAL'");
    CHECK_UNDO(POSTGRESQL, "SET search_path = s; CREATE TABLE t (a int)",
               "! behind this statement names mean other things");
}

void test_sql_inverse__what_leaves_nothing_needs_nothing(void)
{
    CHECK_UNDO(POSTGRESQL,
               "BEGIN; SET LOCAL lock_timeout = '1s'; LOCK TABLE t; SELECT count(*) FROM t;"
               "ANALYZE t; COMMIT; VACUUM",
               "");
    CHECK_UNDO(SQLITE, "PRAGMA foreign_keys = ON; PRAGMA integrity_check", "");
    CHECK_UNDO(SQLITE, "PRAGMA user_version = 3",
               "! what undoes this statement is not known to belay");
    CHECK_UNDO(POSTGRESQL, "ROLLBACK", "! what undoes this statement is not known to belay");
}

// What follows is known from its begin on: the first statements are the schema.
#define CHECK_KNOWN(before, engine, sql, want)                          \
    do {                                                                \
        CHECK_STR(undo_after(before, true, SQL_ENGINE_##engine, sql), want);  \
        arena_release(&arena);                                          \
    } while (0)

void test_sql_inverse__a_schema_tells_what_columns_were(void)
{
    CHECK_KNOWN("CREATE TABLE t (a int)", POSTGRESQL, "ALTER TABLE t ALTER a TYPE bigint",
                "ALTER TABLE t ALTER COLUMN a TYPE integer USING a::integer;");
    CHECK_KNOWN("CREATE TABLE t (a bigint)", POSTGRESQL, "ALTER TABLE t ALTER a TYPE int",
                "! what 't.a' held before its new type is not known to belay");
    CHECK_KNOWN("CREATE TABLE t (a text)", POSTGRESQL,
                "ALTER TABLE t ALTER a TYPE int USING a::int",
                "! what 't.a' held before its new type is not known to belay");
    CHECK_KNOWN("CREATE TABLE t (a int NOT NULL DEFAULT 3)", POSTGRESQL,
                "ALTER TABLE t ALTER a DROP NOT NULL, ALTER a DROP DEFAULT",
                "ALTER TABLE t ALTER COLUMN a SET DEFAULT 3; "
                "ALTER TABLE t ALTER COLUMN a SET NOT NULL;");
    CHECK_KNOWN("CREATE TABLE t (a varchar(20) NOT NULL, b int)", MARIADB,
                "ALTER TABLE t CHANGE a c varchar(40) AFTER b",
                "alone: ALTER TABLE t CHANGE COLUMN c a varchar(20) NOT NULL FIRST;");
    CHECK_KNOWN("CREATE TABLE t (a int)", POSTGRESQL, "ALTER TABLE t DROP a",
                "! what 't.a' held is not known to belay");
}

void test_sql_inverse__a_schema_tells_what_keys_and_indexes_were(void)
{
    CHECK_KNOWN("CREATE TABLE t (a int UNIQUE, b int)", POSTGRESQL,
                "ALTER TABLE t DROP CONSTRAINT t_a_key",
                "ALTER TABLE t ADD CONSTRAINT t_a_key UNIQUE (a);");
    CHECK_KNOWN("CREATE TABLE t (a int PRIMARY KEY); CREATE TABLE u (b int REFERENCES t)",
                POSTGRESQL, "ALTER TABLE t DROP CONSTRAINT t_pkey CASCADE",
                "ALTER TABLE t ADD CONSTRAINT t_pkey PRIMARY KEY (a); "
                "ALTER TABLE u ADD CONSTRAINT u_b_fkey FOREIGN KEY (b) REFERENCES t (a);");
    CHECK_KNOWN("CREATE TABLE t (a int, b int); CREATE UNIQUE INDEX i ON t (a DESC) WHERE b > 0",
                SQLITE, "DROP INDEX i", "CREATE UNIQUE INDEX i ON t (a DESC) WHERE b > 0;");
    CHECK_KNOWN("CREATE TABLE t (a int, b int NOT NULL)", POSTGRESQL,
                "ALTER TABLE t ADD PRIMARY KEY (a, b)",
                "ALTER TABLE t DROP CONSTRAINT IF EXISTS t_pkey; "
                "ALTER TABLE t ALTER COLUMN a DROP NOT NULL;");
    CHECK_KNOWN("CREATE TABLE t (a int)", POSTGRESQL, "CREATE INDEX ON t (a)",
                "DROP INDEX IF EXISTS t_a_idx;");
    CHECK_KNOWN("CREATE TABLE t (a int PRIMARY KEY); CREATE TABLE u (b int)", MYSQL,
                "ALTER TABLE u ADD FOREIGN KEY (b) REFERENCES t (a)",
                "alone: ALTER TABLE u DROP FOREIGN KEY u_ibfk_1; alone: DROP INDEX b ON u;");
    CHECK_KNOWN("CREATE TABLE t (a int NOT NULL); CREATE UNIQUE INDEX i ON t (a)", POSTGRESQL,
                "ALTER TABLE t ADD CONSTRAINT c UNIQUE USING INDEX i",
                "ALTER TABLE t DROP CONSTRAINT IF EXISTS c; CREATE UNIQUE INDEX i ON t (a);");
}

void test_sql_inverse__a_schema_tells_what_views_and_triggers_were(void)
{
    CHECK_KNOWN("CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t;"
                "CREATE VIEW b AS SELECT a FROM v",
                POSTGRESQL, "DROP VIEW v CASCADE",
                "CREATE VIEW v AS SELECT a FROM t; CREATE VIEW b AS SELECT a FROM v;");
    CHECK_KNOWN("CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT a FROM t", POSTGRESQL,
                "CREATE OR REPLACE VIEW v AS SELECT a, b FROM t",
                "DROP VIEW IF EXISTS v; CREATE VIEW v AS SELECT a FROM t;");
    CHECK_KNOWN("CREATE TABLE t (a int); CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END",
                SQLITE, "DROP TRIGGER g",
                "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END;");
    CHECK_KNOWN("CREATE TABLE t (a int)", SQLITE,
                "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END",
                "DROP TRIGGER IF EXISTS g;");
    CHECK_UNDO(POSTGRESQL, "DROP VIEW v", "! how 'v' was made is not known to belay");
    CHECK_UNDO(POSTGRESQL, "CREATE OR REPLACE VIEW v AS SELECT 1",
               "! what OR REPLACE replaces is not known to belay");
}

void test_sql_inverse__types_sequences_and_comments(void)
{
    CHECK_UNDO(POSTGRESQL, "CREATE TYPE m AS ENUM ('a')", "DROP TYPE IF EXISTS m;");
    CHECK_UNDO(POSTGRESQL, "ALTER TYPE m ADD VALUE 'b'",
               "! no statement takes a label out of 'm'");
    CHECK_UNDO(POSTGRESQL, "ALTER TYPE m RENAME VALUE 'a' TO 'b'",
               "ALTER TYPE m RENAME VALUE 'b' TO 'a';");
    CHECK_KNOWN("CREATE SEQUENCE s", POSTGRESQL, "ALTER SEQUENCE s INCREMENT BY 5",
                "ALTER SEQUENCE IF EXISTS s AS bigint START WITH 1 INCREMENT BY 1 MINVALUE 1 "
                "MAXVALUE 9223372036854775807 NO CYCLE OWNED BY NONE;");
    CHECK_UNDO(POSTGRESQL, "DROP SEQUENCE s",
               "! where the numbers of 's' stood is not known to belay");
    CHECK_KNOWN("CREATE TABLE t (a int); COMMENT ON COLUMN t.a IS 'it''s'", POSTGRESQL,
                "COMMENT ON COLUMN t.a IS NULL", "COMMENT ON COLUMN t.a IS 'it''s';");
}

void test_sql_inverse__is_bounded(void)
{
    enum { TIMES = 5000 };
    static const char statement[] = "ALTER TABLE t ALTER a SET DEFAULT 1;";
    char *sql = arena_alloc(&arena, TIMES * sizeof statement);
    for (size_t i = 0; i < TIMES; i++)
        memcpy(sql + i * (sizeof statement - 1), statement, sizeof statement - 1);
    struct sql_line line = { .session.now = catalog_new(&arena, SQL_ENGINE_SQLITE, 0, false) };
    add(&line, sql);
    struct sql_inverse inverse = sql_inverse_derive(&arena, &line, 0);
    CHECK(inverse.refusals.first && !inverse.statements.first);
    arena_release(&arena);
}
