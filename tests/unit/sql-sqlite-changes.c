// What SQLite's statements change in a catalog.
#include "tests/unit/check.h"

#include "sql/ddl.h"
#include "sql/read.h"

#include <stdio.h>

static struct arena arena;

static const struct sql_statement *read_sql(const char *sql)
{
    struct piece *piece = arena_new(&arena, struct piece);
    *piece = (struct piece){ .address = 100, .is_verbatim = true };
    struct text text = { .str = str_of(sql), .pieces = piece, .piece_count = 1 };
    return sql_read_for(&arena, SQL_ENGINE_SQLITE, text)->statements.first;
}

static const struct ddl *change_of(const char *sql)
{
    return read_sql(sql)->changes;
}

static const struct sql_table_definition *table_of(const char *sql)
{
    const struct ddl *change = change_of(sql);
    return change && change->kind == DDL_CREATE_TABLE ? change->create_table : NULL;
}

static const struct sql_column *column_of(const char *definition)
{
    struct str sql = arena_format(&arena, "CREATE TABLE t (%s)", definition);
    const struct sql_table_definition *table = table_of(sql.data);
    return table ? table->columns.first : NULL;
}

static bool has_name(const struct sql_names *names, const char *schema, const char *name)
{
    for (size_t i = 0; names && i < names->count; i++)
        if (str_is(names->items[i].schema, schema) && str_is(names->items[i].name, name))
            return true;
    return false;
}

void test_sql_sqlite_changes__names_are_as_the_engine_stores_them(void)
{
    const struct ddl *change = change_of("CREATE TABLE \"a\"\"b.c\".[d \"\"] ('e''f', `g```, h)");
    CHECK(str_is(change->table.schema, "a\"b.c") && str_is(change->table.name, "d \"\""));
    const struct sql_column *column = change->create_table->columns.first;
    CHECK(str_is(column->name, "e'f") && str_is(column->next->name, "g`"));
    CHECK(str_is(column->next->next->name, "h") && !column->next->next->next);
    change = change_of("ALTER TABLE x RENAME COLUMN \"a\"\"b\" TO column");
    CHECK(change->kind == DDL_RENAME_COLUMN && str_is(change->column, "a\"b"));
    CHECK(str_is(change->new_name.name, "column") && str_is(change->table.name, "x"));
    CHECK(str_is(change_of("ALTER TABLE x ADD COLUMN column int")->column, "column"));
    CHECK(str_is(change_of("ALTER TABLE x RENAME TO \"y\"\"z\"")->new_name.name, "y\"z"));
    arena_release(&arena);
}

void test_sql_sqlite_changes__types_are_as_the_engine_tells_them(void)
{
    CHECK(str_is(column_of("a integer")->type.name, "INTEGER"));
    CHECK(str_is(column_of("a Int unsigned")->type.name, "Int unsigned"));
    CHECK(str_is(column_of("a decimal ( 10 , 2 ) NOT NULL")->type.name, "decimal ( 10 , 2 )"));
    CHECK(str_is(column_of("a \"my \"\"type\" (3)")->type.name, "my \"type"));
    CHECK(str_is(column_of("a 'x' y")->type.name, "x"));
    CHECK(str_is(column_of("a \"int\"")->type.name, "int"));
    CHECK(!column_of("a")->type.name.data && !column_of("a NOT NULL")->type.name.data);
    CHECK(!column_of("a GENERATED ALWAYS AS (1)")->type.name.data);
    CHECK(str_is(column_of("key key no action, b")->type.name, "key no action"));
    arena_release(&arena);
}

void test_sql_sqlite_changes__properties_of_columns(void)
{
    const struct sql_column *column =
        column_of("a text CONSTRAINT n NOT NULL ON CONFLICT FAIL DEFAULT 'it''s' COLLATE nocase");
    CHECK(column->is_not_null && str_is(column->collation, "nocase"));
    CHECK(str_is(column->fallback.text, "'it''s'") && column->fallback.is_literal);
    CHECK(column->fallback.volatility == SQL_CONSTANT);
    CHECK(column->fallback.span.start
          == 100
                 + sizeof "CREATE TABLE t (a text CONSTRAINT n NOT NULL "
                          "ON CONFLICT FAIL DEFAULT");
    CHECK(column_of("a DEFAULT CURRENT_TIMESTAMP")->fallback.volatility == SQL_STABLE);
    CHECK(column_of("a DEFAULT (abs(random()))")->fallback.volatility == SQL_VOLATILE);
    CHECK(column_of("a DEFAULT (mine(1))")->fallback.volatility == SQL_VOLATILITY_UNKNOWN);
    CHECK(column_of("a DEFAULT NULL")->fallback.is_null
          && column_of("a DEFAULT -1")->fallback.is_literal);
    CHECK(str_is(column_of("a DEFAULT (1 + 2) UNIQUE")->fallback.text, "(1 + 2)"));
    column = column_of("a GENERATED ALWAYS AS (b || \"c d\") STORED");
    CHECK(column->generated == SQL_GENERATED_STORED
          && str_is(column->expression.text, "b || \"c d\""));
    CHECK(has_name(column->expression.names, "", "c d") && column->expression.names->count == 2);
    CHECK(column_of("a AS (1)")->generated == SQL_GENERATED_VIRTUAL);
    CHECK(column_of("a INTEGER PRIMARY KEY AUTOINCREMENT")->is_auto_increment);
    CHECK(column_of("a INTEGER, PRIMARY KEY (\"a\" AUTOINCREMENT)")->is_auto_increment);
    CHECK(!column_of("a INTEGER PRIMARY KEY")->is_auto_increment);
    arena_release(&arena);
}

void test_sql_sqlite_changes__constraints_in_their_order(void)
{
    const struct sql_table_definition *table =
        table_of("CREATE TABLE t (a int CONSTRAINT k PRIMARY KEY DESC ON CONFLICT REPLACE,"
                 " b CHECK (b > 0) REFERENCES u ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE "
                 "INITIALLY DEFERRED,"
                 " CONSTRAINT \"w\" UNIQUE (a COLLATE nocase DESC, lower(b)), CHECK (a <> b)"
                 " CONSTRAINT f FOREIGN KEY (a, b) REFERENCES v (c, d) MATCH FULL NOT DEFERRABLE) "
                 "STRICT, WITHOUT ROWID");
    CHECK(table->is_strict && table->is_without_rowid);
    const struct sql_constraint_definition *constraint = table->constraints.first;
    CHECK(constraint->kind == SQL_CONSTRAINT_PRIMARY_KEY && str_is(constraint->name, "k"));
    CHECK(constraint->is_of_column && constraint->columns.first->is_descending);
    CHECK(str_is(str_of(constraint->conflict), "REPLACE"));
    constraint = constraint->next;
    CHECK(constraint->kind == SQL_CONSTRAINT_CHECK && str_is(constraint->expression.text, "b > 0"));
    constraint = constraint->next;
    CHECK(constraint->kind == SQL_CONSTRAINT_FOREIGN_KEY && str_is(constraint->other.name, "u"));
    CHECK(constraint->on_delete == SQL_SET_NULL && constraint->on_update == SQL_CASCADE);
    CHECK(constraint->is_deferrable && constraint->is_deferred && !constraint->other_columns.first);
    constraint = constraint->next;
    CHECK(constraint->kind == SQL_CONSTRAINT_UNIQUE && str_is(constraint->name, "w"));
    const struct sql_key_part *part = constraint->columns.first;
    CHECK(str_is(part->column, "a") && str_is(part->collation, "nocase") && part->is_descending);
    CHECK(!part->next->column.data && str_is(part->next->expression.text, "lower(b)"));
    CHECK(has_name(part->next->expression.names, "", "b")
          && part->next->expression.names->count == 1);
    constraint = constraint->next;
    CHECK(constraint->kind == SQL_CONSTRAINT_CHECK && !constraint->name.data);
    constraint = constraint->next;
    CHECK(str_is(constraint->name, "f") && str_is(constraint->columns.last->column, "b"));
    CHECK(str_is(constraint->other_columns.last->column, "d") && !constraint->is_deferrable);
    CHECK(!constraint->next);
    arena_release(&arena);
}

void test_sql_sqlite_changes__an_added_column_brings_its_constraints(void)
{
    const struct ddl *change = change_of(
        "ALTER TABLE main.t ADD c text CHECK (c <> '') REFERENCES u (id) NOT NULL DEFAULT 'x'");
    CHECK(change->kind == DDL_ADD_COLUMN && change->definition->is_not_null);
    CHECK(str_is(change->table.schema, "main") && change->span.start == 119);
    CHECK(change->next->kind == DDL_ADD_CONSTRAINT);
    CHECK(change->next->constraint->kind == SQL_CONSTRAINT_CHECK);
    CHECK(str_is(change->next->table.name, "t") && str_is(change->next->column, "c"));
    CHECK(change->next->next->constraint->kind == SQL_CONSTRAINT_FOREIGN_KEY);
    CHECK(!change->next->next->next && change->next->statement == change->statement);
    arena_release(&arena);
}

void test_sql_sqlite_changes__indexes_and_views(void)
{
    const struct sql_statement *statement =
        read_sql("CREATE UNIQUE INDEX IF NOT EXISTS main.i ON t ((a), b COLLATE \"my rules\" DESC, "
                 "a + b) WHERE c IS NOT NULL");
    const struct ddl *change = statement->changes;
    CHECK(change->kind == DDL_CREATE_INDEX && change->is_conditional && change->index->is_unique);
    CHECK(str_is(change->table.schema, "main") && str_is(change->object.name, "i"));
    const struct sql_key_part *part = change->index->parts.first;
    CHECK(str_is(part->column, "a") && str_is(part->next->collation, "my rules"));
    CHECK(str_is(part->next->next->expression.text, "a + b") && !part->next->next->next);
    CHECK(str_is(change->index->where.text, "c IS NOT NULL"));
    change =
        change_of("CREATE TEMP VIEW v (x, y) AS WITH w AS (SELECT * FROM a), n(i) AS (VALUES (1))"
                  " SELECT b.x AS z FROM (aux.b JOIN 'c d' AS e USING (x)), w, json_each(b.y), "
                  "(SELECT 1 FROM f, g)"
                  " WHERE x IN h AND x IS NOT DISTINCT FROM y AND EXISTS (SELECT 1 FROM n)");
    CHECK(change->kind == DDL_CREATE_VIEW && change->is_temporary);
    const struct sql_names *reads = change->view->reads;
    CHECK(reads->count == 6 && has_name(reads, "", "a") && has_name(reads, "aux", "b"));
    CHECK(has_name(reads, "", "c d") && has_name(reads, "", "f") && has_name(reads, "", "g"));
    CHECK(has_name(reads, "", "h") && str_is(change->view->columns.last->column, "y"));
    CHECK(!has_name(change->view->query.names, "", "z")
          && has_name(change->view->query.names, "b", "x"));
    change = change_of("CREATE TABLE t AS SELECT a FROM u");
    CHECK(change->kind == DDL_CREATE_TABLE_AS
          && has_name(change->create_table->query->reads, "", "u"));
    change = change_of("CREATE VIRTUAL TABLE IF NOT EXISTS t USING fts5(a, b)");
    CHECK(change->create_table->is_virtual && change->is_conditional);
    arena_release(&arena);
}

void test_sql_sqlite_changes__triggers(void)
{
    const struct ddl *change = change_of(
        "CREATE TEMPORARY TRIGGER IF NOT EXISTS g AFTER UPDATE OF a, [b c] ON t FOR EACH ROW\n"
        "WHEN new.a <> CASE WHEN old.a THEN 1 END BEGIN\n"
        "  INSERT INTO log(id, at) SELECT new.a, \"x\" FROM u;\n"
        "END");
    const struct sql_trigger *trigger = change->trigger;
    CHECK(change->kind == DDL_CREATE_TRIGGER && str_is(change->object.name, "g"));
    CHECK(trigger->timing == SQL_AFTER && trigger->on_update && !trigger->on_insert);
    CHECK(trigger->columns->count == 2 && has_name(trigger->columns, "", "b c"));
    CHECK(str_is(trigger->when.text, "new.a <> CASE WHEN old.a THEN 1 END"));
    CHECK(has_name(trigger->names, "", "log") && has_name(trigger->names, "", "u"));
    CHECK(has_name(trigger->names, "new", "a") && trigger->is_temporary);
    CHECK(trigger->tables->count == 2 && has_name(trigger->tables, "", "log"));
    trigger =
        change_of("CREATE TRIGGER g AFTER INSERT ON t BEGIN\n"
                  "  UPDATE OR IGNORE a SET x = 1, y = (SELECT max(z) FROM b, c) FROM d WHERE 1;\n"
                  "  INSERT INTO e (x, y) VALUES (1, 2) ON CONFLICT DO UPDATE SET x = 1, y = 2;\n"
                  "  DELETE FROM f WHERE x = 1, y;\n"
                  "END")
            ->trigger;
    CHECK(trigger->tables->count == 6 && has_name(trigger->tables, "", "a"));
    CHECK(has_name(trigger->tables, "", "c") && has_name(trigger->tables, "", "d"));
    CHECK(has_name(trigger->tables, "", "e") && has_name(trigger->tables, "", "f"));
    trigger = change_of("CREATE TRIGGER g INSTEAD OF DELETE ON v BEGIN SELECT 1; END")->trigger;
    CHECK(trigger->timing == SQL_INSTEAD_OF && trigger->on_delete);
    CHECK(str_is(trigger->body, "SELECT 1;"));
    CHECK(change_of("CREATE TRIGGER g DELETE ON v BEGIN SELECT 1; END")->trigger->timing
          == SQL_BEFORE);
    CHECK(change_of("DROP TRIGGER IF EXISTS main.g")->kind == DDL_DROP_TRIGGER);
    arena_release(&arena);
}

void test_sql_sqlite_changes__what_is_not_understood_names_what_it_may_touch(void)
{
    const struct ddl *change =
        change_of("CREATE TRIGGER g AFTER TRUNCATE ON t BEGIN DROP TABLE u; END; SELECT 1");
    CHECK(change->kind == DDL_OPAQUE && has_name(change->names, "", "t") && !change->next);
    const struct sql_statement *statement = change->statement;
    CHECK(statement->refusal.data && statement->next->head == SQL_SELECT && !statement->next->next);
    change = change_of("ALTER TABLE main.\"a\"\"b\" MODIFY c int");
    CHECK(change->kind == DDL_OPAQUE && has_name(change->names, "main", "a\"b"));
    CHECK(change_of("DELETE FROM sqlite_schema")->kind == DDL_OPAQUE);
    CHECK(change_of("ATTACH DATABASE 'x.db' AS aux")->kind == DDL_OTHER);
    CHECK(str_is(change_of("ATTACH DATABASE 'x.db' AS aux")->option->value, "aux"));
    CHECK(str_is(change_of("DETACH aux")->option->value, "aux"));
    static const char *const harmless[] = {
        "PRAGMA foreign_keys = ON",
        "ANALYZE",
        "VACUUM INTO 'x'",
        "REINDEX t",
        "BEGIN IMMEDIATE",
        "SAVEPOINT a",
        "ROLLBACK TO a",
        "EXPLAIN QUERY PLAN DELETE FROM t",
        "INSERT INTO t VALUES (1)",
        "UPDATE t SET a = 1",
        "INSERT t",
        "WITH a AS (SELECT 1) DELETE FROM t",
    };
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
        CHECK(!change_of(harmless[i]));
    arena_release(&arena);
}

void test_sql_sqlite_changes__ten_thousand_columns_and_ten_megabytes(void)
{
    enum { COLUMNS = 10000 / LESS_OFTEN, COMMENT = (10 << 20) / LESS_OFTEN };
    char *sql = arena_alloc(&arena, COLUMNS * 64 + COMMENT + 64);
    size_t length = (size_t)snprintf(sql, 64, "CREATE TABLE t (c int");
    for (int i = 0; i < COLUMNS; i++)
        length += (size_t)snprintf(sql + length, 64, ", c%d int CHECK (c%d > 0) DEFAULT 1", i, i);
    length += (size_t)snprintf(sql + length, 64, ", CHECK (c IN (0");
    while (length < COMMENT)
        length += (size_t)snprintf(sql + length, 64, ", 'a value', c + 1");
    snprintf(sql + length, 64, ")))");
    size_t columns = 0, constraints = 0;
    const struct sql_table_definition *table = table_of(sql);
    CHECK(table != NULL);
    list_each(sql_column, column, table->columns)
        columns++;
    list_each(sql_constraint_definition, constraint, table->constraints)
        constraints++;
    CHECK(columns == COLUMNS + 1 && constraints == COLUMNS + 1);
    arena_release(&arena);
}
