// What statements lock where little is known, in words, and at the edges; tests/locks holds the
// forms against what was measured.
#include "tests/unit/check.h"

#include "base/output.h"
#include "sql/locks.h"
#include "sql/read.h"
#include "sql/types.h"

static struct arena arena;

static const struct sql_script *read(enum sql_engine engine, const char *sql)
{
    struct piece *piece = arena_new(&arena, struct piece);
    *piece = (struct piece){ .address = 100, .is_verbatim = true };
    struct text text = { .str = str_of(sql), .pieces = piece, .piece_count = 1 };
    return sql_read_for(&arena, engine, text);
}

// The locks of the last statement, those before it applied to `before`.
static const struct sql_locks *locks_of(struct sql_lock_setting setting, const char *sql)
{
    const struct sql_locks *locks = NULL;
    list_each(sql_statement, statement, read(setting.engine, sql)->statements) {
        locks = sql_locks_of(&arena, &setting, statement);
        sql_lock_setting_take(&setting, statement);
        if (setting.before)
            setting.before = catalog_apply_statement(&arena, setting.before, statement).after;
    }
    return locks;
}

static struct sql_lock_setting setting_of(enum sql_engine engine, const char *version,
                                          bool is_known)
{
    struct sql_lock_setting setting = {
        .engine = engine,
        .version = sql_version_number(str_of(version)),
    };
    if (is_known)
        setting.before = catalog_new(&arena, engine, setting.version, true);
    return setting;
}

static const struct sql_table_lock *lock_of(struct sql_lock_setting setting, const char *sql)
{
    const struct sql_locks *locks = locks_of(setting, sql);
    CHECK(locks->tables.first != NULL);
    return locks->tables.first;
}

void test_sql_locks__do_not_guess_what_the_table_was_like(void)
{
    struct sql_lock_setting unknown = setting_of(SQL_ENGINE_POSTGRESQL, "16", false);
    const struct sql_table_lock *lock = lock_of(unknown, "ALTER TABLE t ALTER c SET NOT NULL");
    CHECK(lock->mode == SQL_LOCK_ACCESS_EXCLUSIVE);
    CHECK(lock->work == 0 && lock->may_work == SQL_SCANS);
    lock = lock_of(unknown, "ALTER TABLE t ALTER c TYPE bigint");
    CHECK(lock->work == 0 && lock->may_work == SQL_REWRITES);
    lock = lock_of(unknown, "ALTER TABLE t ADD c some_type");
    CHECK(lock->work == 0 && lock->may_work == SQL_REWRITES);
    lock = lock_of(unknown, "ALTER TABLE t ADD c int DEFAULT own_function()");
    CHECK(lock->work == 0 && lock->may_work == SQL_REWRITES);
    lock = lock_of(unknown, "ALTER TABLE t ADD c int DEFAULT 1 CHECK (c > 0)");
    CHECK(lock->work == SQL_SCANS && lock->may_work == 0);
    arena_release(&arena);
}

void test_sql_locks__take_only_a_proof_of_this_column(void)
{
    static const struct {
        const char *check;
        bool is_proof;
    } checks[] = {
        { "c IS NOT NULL", true },
        { "(c IS NOT NULL) AND (d > 0)", true },
        { "d > 0 AND c IS NOT NULL", true },
        { "\"c\" IS NOT NULL", true },
        { "d IS NOT NULL", false },
        { "c IS NOT NULL OR d > 0", false },
        { "c IS NOT NULL AND d > 0 OR d < 9", false },
        { "c > 0", false },
        { "NOT (c IS NOT NULL)", false },
        { "\"C\" IS NOT NULL", false },
    };
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
        struct str sql = arena_format(&arena,
                                      "CREATE TABLE t (c int, \"C\" int, d int, CHECK (%s));"
                                      "ALTER TABLE t ALTER c SET NOT NULL",
                                      checks[i].check);
        struct sql_lock_setting setting = setting_of(SQL_ENGINE_POSTGRESQL, "16", true);
        CHECK(lock_of(setting, sql.data)->work == (checks[i].is_proof ? 0 : SQL_SCANS));
    }
    arena_release(&arena);
}

void test_sql_locks__know_using_that_says_nothing(void)
{
    static const struct {
        const char *using;
        unsigned work, may_work;
    } usings[] = {
        { "", 0, 0 },
        { " USING c", 0, 0 },
        { " USING c::text", 0, 0 },
        { " USING lower(c)", SQL_REWRITES, 0 },
        { " USING c || ''", SQL_REWRITES, 0 },
        { " USING c::varchar::text", 0, SQL_REWRITES },
    };
    for (size_t i = 0; i < sizeof usings / sizeof *usings; i++) {
        struct str sql = arena_format(&arena,
                                      "CREATE TABLE t (c varchar(10));"
                                      "ALTER TABLE t ALTER c TYPE text%s",
                                      usings[i].using);
        struct sql_lock_setting setting = setting_of(SQL_ENGINE_POSTGRESQL, "16", true);
        const struct sql_table_lock *lock = lock_of(setting, sql.data);
        CHECK(lock->work == usings[i].work && lock->may_work == usings[i].may_work);
    }
    arena_release(&arena);
}

void test_sql_locks__of_mysql_rebuild_what_cannot_be_instant(void)
{
    static const struct {
        enum sql_engine engine;
        const char *version, *changes;
        unsigned work;
    } statements[] = {
        { SQL_ENGINE_MYSQL, "8.0.36", "ADD COLUMN d int", 0 },
        { SQL_ENGINE_MYSQL, "8.0.36", "ADD COLUMN d int, ALGORITHM=INPLACE", SQL_REWRITES },
        { SQL_ENGINE_MYSQL, "8.0.36", "ADD COLUMN d int, ADD INDEX (c)",
          SQL_BUILDS | SQL_REWRITES },
        { SQL_ENGINE_MYSQL, "8.4.6", "DROP COLUMN b, ADD INDEX (c)", SQL_BUILDS | SQL_REWRITES },
        { SQL_ENGINE_MYSQL, "8.4.6", "ALTER b SET DEFAULT 2, ADD INDEX (c)", SQL_BUILDS },
        { SQL_ENGINE_MARIADB, "10.6", "ADD COLUMN d int, ADD INDEX (c)",
          SQL_BUILDS | SQL_REWRITES },
        { SQL_ENGINE_MARIADB, "10.6", "ADD COLUMN d int, ALGORITHM=INPLACE", 0 },
    };
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
        struct sql_lock_setting setting =
            setting_of(statements[i].engine, statements[i].version, true);
        struct str sql = arena_format(
            &arena, "CREATE TABLE t (id int PRIMARY KEY, b int, c int); ALTER TABLE t %s",
            statements[i].changes);
        CHECK(lock_of(setting, sql.data)->work == statements[i].work);
    }
    arena_release(&arena);
}

void test_sql_locks__of_mysql_need_the_table_and_obey_its_manner(void)
{
    struct sql_lock_setting unknown = setting_of(SQL_ENGINE_MYSQL, "8.0", false);
    const struct sql_locks *locks = locks_of(unknown, "ALTER TABLE t MODIFY c bigint");
    CHECK(!locks->is_algorithm_known && locks->tables.first->may_work == SQL_REWRITES);
    locks = locks_of(unknown, "ALTER TABLE t ADD CONSTRAINT k CHECK (c > 0), ALGORITHM=INPLACE");
    CHECK(locks->is_refused && locks->is_algorithm_known);
    struct sql_lock_setting known = setting_of(SQL_ENGINE_MYSQL, "8.0", true);
    locks = locks_of(known, "CREATE TABLE t (c int); ALTER TABLE t ADD d int, ALGORITHM=COPY");
    CHECK(locks->algorithm == SQL_ALGORITHM_COPY && !locks->is_refused);
    CHECK(locks->tables.first->mode == SQL_LOCK_SHARE);
    locks = locks_of(known, "CREATE TABLE t (c int); ALTER TABLE t ADD d int");
    CHECK(locks->algorithm == SQL_ALGORITHM_INSTANT && locks->uses_row_version);
    locks = locks_of(known, "CREATE TABLE t (c int); ALTER TABLE t ADD d int, ADD INDEX i (c)");
    CHECK(locks->algorithm == SQL_ALGORITHM_INPLACE && !locks->uses_row_version);
    arena_release(&arena);
}

void test_sql_locks__of_sqlite_are_those_of_its_file(void)
{
    struct sql_lock_setting setting = setting_of(SQL_ENGINE_SQLITE, "3.40", true);
    const struct sql_table_lock *lock =
        lock_of(setting, "CREATE TABLE t (a, b); CREATE INDEX i ON t (a)");
    CHECK(lock->mode == SQL_LOCK_EXCLUSIVE && lock->work == SQL_BUILDS);
    CHECK(lock_of(setting, "VACUUM")->work == SQL_REWRITES);
    arena_release(&arena);
}

void test_sql_locks__are_not_known_for_what_is_not_read(void)
{
    struct sql_lock_setting setting = setting_of(SQL_ENGINE_POSTGRESQL, "16", false);
    CHECK(!locks_of(setting, "ALTER TABLE t REPLACE c")->is_known);
    CHECK(!locks_of(setting, "DO $$ BEGIN PERFORM 1; END $$")->is_known);
    CHECK(!locks_of(setting, "VACUUM")->is_known);
    CHECK(!locks_of(setting_of(SQL_ENGINE_UNKNOWN, "", false), "DROP TABLE t")->is_known);
    CHECK(locks_of(setting, "SET work_mem = '1GB'")->is_known);
    arena_release(&arena);
}

void test_sql_locks__list_no_more_tables_than_anybody_reads(void)
{
    struct output out = { .arena = &arena };
    output_format(&out, "DROP TABLE t0");
    for (unsigned i = 1; i < 500; i++)
        output_format(&out, ", t%u", i);
    output_char(&out, '\0');
    struct sql_lock_setting setting = setting_of(SQL_ENGINE_POSTGRESQL, "16", false);
    const struct sql_locks *locks = locks_of(setting, output_get(&out).data);
    unsigned count = 0;
    list_each(sql_table_lock, lock, locks->tables)
        count += lock != NULL;
    CHECK(!locks->is_known && count > 0 && count < 500);
    arena_release(&arena);
}

void test_sql_locks__say_what_they_block_and_how_long(void)
{
    CHECK(sql_lock_blocks(SQL_LOCK_SHARE_UPDATE_EXCLUSIVE) == SQL_BLOCKS_DDL);
    CHECK(sql_lock_blocks(SQL_LOCK_SHARE) == SQL_BLOCKS_WRITES);
    CHECK(sql_lock_blocks(SQL_LOCK_ACCESS_EXCLUSIVE) == SQL_BLOCKS_ALL);
    CHECK(str_is(str_of(sql_lock_name(SQL_LOCK_SHARE_ROW_EXCLUSIVE)), "SHARE ROW EXCLUSIVE"));
    CHECK(sql_work_time(0, 1e9, 0) == NULL);
    CHECK(sql_work_time(SQL_SCANS, 0, 0) == NULL);
    CHECK(str_is(str_of(sql_work_time(SQL_SCANS, 1000, 0)), "less than a second"));
    CHECK(str_is(str_of(sql_work_time(SQL_BUILDS, 5e6, 0)), "seconds"));
    CHECK(str_is(str_of(sql_work_time(SQL_REWRITES, 0, 40e9)), "minutes"));
    CHECK(str_is(str_of(sql_work_time(SQL_REWRITES, 5e9, 0)), "hours"));
}
