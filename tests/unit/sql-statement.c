// SQL by its statements: heads, names, SELECTs.
#include "sql/statement.h"
#include "tests/unit/check.h"

static struct arena arena;

static const struct sql_script *read(struct str sql)
{
    return sql_read(&arena, text_for_span(&arena, sql, (struct span){ 1, 2 }));
}

static const struct sql_statement *read_one(struct str sql)
{
    const struct sql_script *script = read(sql);
    CHECK(script->statements.first && !script->statements.first->next);
    return script->statements.first;
}

static const struct sql_operation *operation(struct str sql)
{
    return read_one(sql)->operations.first;
}

static bool is_about(const struct sql_operation *found, enum sql_head head, const char *table,
                     const char *column)
{
    return found->head == head && str_is(found->table.name, table) && str_is(found->column, column);
}

void test_sql_statement__splits_at_semicolons_outside_of_bodies(void)
{
    const struct sql_script *script = read(STR(
        "CREATE TRIGGER a BEFORE INSERT ON t FOR EACH ROW BEGIN IF x THEN SET y = 1; END IF; END;\n"
        "DELIMITER //\n; SELECT ';'; DO $$ BEGIN a; END $$;;"));
    unsigned count = 0;
    list_each(sql_statement, statement, script->statements)
        count++;
    CHECK(count == 3);
    CHECK(script->statements.first->head == SQL_CREATE_TRIGGER);
    CHECK(script->statements.first->next->head == SQL_SELECT);
    CHECK(script->statements.last->head == SQL_OTHER);
    arena_release(&arena);
}

void test_sql_statement__knows_heads(void)
{
    static const struct {
        const char *sql;
        enum sql_head head;
    } cases[] = {
        { "SELECT 1", SQL_SELECT },
        { "(SELECT 1)", SQL_SELECT },
        { "WITH a AS (SELECT 1) SELECT * FROM a", SQL_SELECT },
        { "WITH a AS (SELECT 1) DELETE FROM t USING a", SQL_DELETE },
        { "INSERT INTO t (a) VALUES (1)", SQL_INSERT },
        { "INSERT INTO t SELECT a FROM s ON DUPLICATE KEY UPDATE a = VALUES(a)",
          SQL_INSERT_SELECT },
        { "INSERT INTO t (a) WITH x AS (SELECT 1) SELECT * FROM x", SQL_INSERT_SELECT },
        { "REPLACE INTO t VALUES (1)", SQL_INSERT },
        { "UPDATE t SET a = 1", SQL_UPDATE },
        { "TRUNCATE t", SQL_TRUNCATE },
        { "COPY t FROM STDIN", SQL_COPY },
        { "LOAD DATA INFILE 'x' INTO TABLE t", SQL_COPY },
        { "MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN DELETE", SQL_MERGE },
        { "CREATE TEMP TABLE IF NOT EXISTS t (a int)", SQL_CREATE_TABLE },
        { "CREATE TABLE t AS SELECT * FROM s", SQL_CREATE_TABLE_AS },
        { "CREATE TABLE t AS (SELECT * FROM s)", SQL_CREATE_TABLE_AS },
        { "CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)", SQL_CREATE_INDEX },
        { "CREATE OR REPLACE VIEW v AS SELECT 1", SQL_CREATE_VIEW },
        { "CREATE FUNCTION f() RETURNS int AS $$ SELECT 1 $$", SQL_CREATE_ROUTINE },
        { "CREATE SCHEMA s", SQL_CREATE_SCHEMA },
        { "CREATE TYPE e AS ENUM ('a')", SQL_CREATE_OTHER },
        { "DROP TABLE IF EXISTS t", SQL_DROP_TABLE },
        { "DROP INDEX CONCURRENTLY i", SQL_DROP_INDEX },
        { "DROP TRIGGER g ON t", SQL_DROP_TRIGGER },
        { "DROP DATABASE d", SQL_DROP_SCHEMA },
        { "DROP TYPE e", SQL_DROP_OTHER },
        { "RENAME TABLE a TO b", SQL_RENAME_TABLE },
        { "ALTER INDEX i RENAME TO j", SQL_RENAME_OTHER },
        { "ALTER TYPE e ADD VALUE 'x'", SQL_ALTER_OTHER },
        { "BEGIN", SQL_TRANSACTION },
        { "SET lock_timeout = '1s'", SQL_SET },
        { "LOCK TABLE t IN SHARE MODE", SQL_LOCK },
        { "VACUUM t", SQL_OTHER },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK(read_one(str_of(cases[i].sql))->head == cases[i].head);
    arena_release(&arena);
}

void test_sql_statement__alter_table_has_an_operation_for_each_clause(void)
{
    const struct sql_operation *found = operation(
        STR("ALTER TABLE IF EXISTS shop.orders ADD COLUMN total numeric(10, 2) NOT NULL DEFAULT 0,"
            " DROP COLUMN IF EXISTS amount CASCADE, ALTER COLUMN note SET NOT NULL,"
            " ALTER note TYPE text"));
    CHECK(is_about(found, SQL_ADD_COLUMN, "orders", "total")
          && str_is(found->table.schema, "shop"));
    CHECK(found->is_not_null && found->has_default);
    found = found->next;
    CHECK(is_about(found, SQL_DROP_COLUMN, "orders", "amount"));
    CHECK(found->is_conditional && found->is_cascade);
    CHECK(is_about(found->next, SQL_SET_NOT_NULL, "orders", "note"));
    CHECK(is_about(found->next->next, SQL_CHANGE_TYPE, "orders", "note")
          && !found->next->next->next);
    arena_release(&arena);
}

void test_sql_statement__reads_constraints_and_renames(void)
{
    const struct sql_operation *found =
        operation(STR("ALTER TABLE t ADD CONSTRAINT c CHECK (a IS NOT NULL) NOT VALID"));
    CHECK(found->head == SQL_ADD_CONSTRAINT && found->is_not_valid
          && str_is(found->object.name, "c"));
    found = operation(STR("ALTER TABLE t ADD UNIQUE (a)"));
    CHECK(found->head == SQL_ADD_CONSTRAINT && found->is_unique && !found->is_not_valid);
    found = operation(STR("ALTER TABLE t VALIDATE CONSTRAINT c"));
    CHECK(found->head == SQL_VALIDATE_CONSTRAINT && str_is(found->object.name, "c"));
    CHECK(operation(STR("ALTER TABLE t DROP CONSTRAINT c"))->head == SQL_DROP_CONSTRAINT);
    found = operation(STR("ALTER TABLE t RENAME COLUMN a TO b"));
    CHECK(is_about(found, SQL_RENAME_COLUMN, "t", "a") && str_is(found->new_name, "b"));
    CHECK(operation(STR("ALTER TABLE t RENAME TO u"))->head == SQL_RENAME_TABLE);
    CHECK(operation(STR("ALTER TABLE t CHANGE a b int"))->head == SQL_RENAME_COLUMN);
    CHECK(operation(STR("ALTER TABLE t MODIFY a int NOT NULL"))->is_not_null);
    CHECK(operation(STR("ALTER TABLE t ADD INDEX i (a)"))->head == SQL_CREATE_INDEX);
    found = operation(STR("DROP TABLE a, s.b CASCADE"));
    CHECK(str_is(found->table.name, "a") && str_is(found->next->table.schema, "s")
          && found->is_cascade);
    found = operation(STR("CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON ONLY t (a)"));
    CHECK(found->is_concurrent && found->is_conditional && str_is(found->table.name, "t"));
    arena_release(&arena);
}

void test_sql_statement__says_what_stands_at_the_top(void)
{
    const struct sql_select *select = sql_main_select(read_one(
        STR("SELECT id, coalesce(n, (SELECT max(x) FROM y ORDER BY z)) FROM shop.orders o"
            " JOIN items AS i ON i.o = o.id WHERE o.id > %s LIMIT %s OFFSET 5 FOR UPDATE")));
    CHECK(select->items.count == 2 && select->has_from && select->has_where && select->has_limit);
    CHECK(select->has_offset && select->locks_rows && !select->has_order_by
          && !select->has_aggregate);
    CHECK_STR(select->sources.first->table.schema, "shop");
    CHECK_STR(select->sources.first->alias, "o");
    CHECK_STR(select->sources.last->table.name, "items");
    CHECK(select->where.to - select->where.from == 5);
    CHECK(select->next->has_order_by && select->next->has_aggregate && select->next->depth == 2);
    arena_release(&arena);
}

void test_sql_statement__joins_selects(void)
{
    const struct sql_statement *statement = read_one(
        STR("SELECT CASE WHEN count(*) = 0 THEN 1 END FROM (SELECT a, b FROM t EXCEPT SELECT *"
            " FROM u UNION ALL SELECT 1, extract(year FROM d) FROM v) AS x"));
    const struct sql_select *select = sql_main_select(statement);
    CHECK(select->has_aggregate && select->items.count == 1 && !select->before);
    const struct sql_select *first = select->next, *second = first->next, *third = second->next;
    CHECK(first->items.count == 2 && first->joining == SQL_FIRST);
    CHECK(second->joining == SQL_EXCEPT && second->before == first && second->has_star);
    CHECK(third->joining == SQL_UNION_ALL && third->before == second && third->items.count == 2);
    CHECK(third->has_from && str_is(third->sources.first->table.name, "v") && !third->next);
    CHECK_STR(select->sources.first->alias, "x");
    arena_release(&arena);
}

void test_sql_statement__reads_writes(void)
{
    const struct sql_statement *statement =
        read_one(STR("INSERT INTO t (a) SELECT a FROM s ON CONFLICT (a) DO UPDATE SET a = 1"
                     " WHERE t.v < excluded.v"));
    CHECK(statement->conflict == SQL_CONFLICT_UPDATE && statement->has_conflict_where);
    CHECK_STR(statement->operations.first->table.name, "t");
    statement = read_one(STR("INSERT IGNORE INTO t VALUES (1)"));
    CHECK(statement->conflict == SQL_CONFLICT_NOTHING);
    statement =
        read_one(STR("UPDATE t SET a = b.x, c = 2 FROM b WHERE a IS DISTINCT FROM c RETURNING *"));
    CHECK(is_about(statement->operations.first, SQL_UPDATE, "t", "a") && statement->has_where);
    CHECK(str_is(statement->sources.first->table.name, "b") && !statement->sources.first->next);
    CHECK(statement->where.to - statement->where.from == 5 && statement->has_returning);
    statement = read_one(STR("DELETE FROM t WHERE a = 1 ORDER BY a LIMIT 5"));
    CHECK(statement->has_limit && statement->has_order_by && statement->has_where);
    arena_release(&arena);
}

void test_sql_statement__survives_what_is_cut_anywhere(void)
{
    struct str sql =
        STR("WITH a AS (SELECT 1) INSERT INTO t SELECT x FROM (SELECT DISTINCT ON (y) z FROM u"
            " WHERE 1 GROUP BY 2) UNION ALL SELECT 3 ON CONFLICT DO UPDATE SET a = 1; ALTER TABLE"
            " t ADD COLUMN (c int), DROP d; CREATE TABLE t AS SELECT 1; RENAME TABLE a TO b, c;"
            " DELETE t FROM t JOIN u WHERE 1; DROP TABLE x, y; LOAD DATA INTO TABLE z;");
    for (size_t i = 0; i <= sql.length; i++)
        for (size_t skip = 0; skip < 2; skip++) {
            const struct sql_script *script =
                read(str_slice(sql, skip ? i : 0, skip ? sql.length : i));
            list_each(sql_statement, statement, script->statements)
                CHECK(statement->operations.first != NULL);
        }
    arena_release(&arena);
}
