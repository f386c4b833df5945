// What MySQL's and MariaDB's statements change in a catalog.
#include "tests/unit/check.h"

#include "sql/ddl.h"
#include "sql/read.h"

static struct arena arena;

static const struct sql_statement *read_for(enum sql_engine engine, const char *sql)
{
    struct piece *piece = arena_new(&arena, struct piece);
    *piece = (struct piece){ .address = 100, .is_verbatim = true };
    struct text text = { .str = str_of(sql), .pieces = piece, .piece_count = 1 };
    return sql_read_for(&arena, engine, text)->statements.first;
}

static const struct sql_statement *read_sql(const char *sql)
{
    return read_for(SQL_ENGINE_MARIADB, sql);
}

static const struct ddl *change_of(const char *sql)
{
    return read_sql(sql)->changes;
}

static const struct sql_column *column_for(enum sql_engine engine, const char *definition)
{
    struct str sql = arena_format(&arena, "ALTER TABLE t ADD COLUMN %s", definition);
    return read_for(engine, sql.data)->changes->definition;
}

static bool is_type(enum sql_engine engine, const char *written, const char *name,
                    const char *arguments)
{
    struct str definition = arena_format(&arena, "c %s", written);
    const struct sql_type *type = &column_for(engine, definition.data)->type;
    if (!str_is(type->name, name))
        return false;
    return arguments ? str_is(type->arguments, arguments) : !type->arguments.data;
}

void test_sql_mysql_changes__types_are_as_information_schema_tells_them(void)
{
    enum sql_engine mysql = SQL_ENGINE_MYSQL, mariadb = SQL_ENGINE_MARIADB;
    CHECK(is_type(mysql, "INTEGER", "int", NULL) && is_type(mariadb, "INTEGER", "int", "11"));
    CHECK(is_type(mysql, "int(7)", "int", NULL) && is_type(mariadb, "int(7)", "int", "7"));
    CHECK(is_type(mysql, "BOOLEAN", "tinyint", "1") && is_type(mariadb, "bool", "tinyint", "1"));
    CHECK(is_type(mysql, "tinyint(1)", "tinyint", "1") && is_type(mysql, "tinyint", "tinyint", NULL));
    CHECK(is_type(mariadb, "int unsigned", "int", "10") && is_type(mariadb, "bigint unsigned", "bigint", "20"));
    CHECK(column_for(mariadb, "c int unsigned zerofill")->type.is_unsigned);
    CHECK(is_type(mysql, "numeric", "decimal", "10,0") && is_type(mysql, "DEC( 5 )", "decimal", "5,0"));
    CHECK(is_type(mysql, "decimal(10, 2)", "decimal", "10,2"));
    CHECK(is_type(mysql, "float(30)", "double", NULL) && is_type(mysql, "float(3)", "float", NULL));
    CHECK(is_type(mysql, "float(7,4)", "float", "7,4") && is_type(mysql, "real", "double", NULL));
    CHECK(is_type(mysql, "character varying(20)", "varchar", "20") && is_type(mysql, "char", "char", "1"));
    CHECK(is_type(mysql, "json", "json", NULL) && is_type(mariadb, "json", "longtext", NULL));
    CHECK(is_type(mysql, "year", "year", NULL) && is_type(mariadb, "year", "year", "4"));
    CHECK(is_type(mysql, "datetime(0)", "datetime", NULL) && is_type(mysql, "time(3)", "time", "3"));
    CHECK(is_type(mysql, "ENUM('a', \"b\", 'c''d', 'e\\'f ')", "enum", "'a','b','c''d','e''f'"));
    CHECK(is_type(mysql, "LONG VARBINARY", "mediumblob", NULL) && is_type(mariadb, "inet6", "inet6", NULL));
    CHECK(is_type(mysql, "serial", "bigint", NULL) && is_type(mariadb, "serial", "bigint", "20"));
    const struct sql_column *column = column_for(mysql, "c varchar(9) CHARACTER SET UTF8 COLLATE utf8_bin");
    CHECK(str_is(column->type.charset, "utf8mb3") && str_is(column->collation, "utf8mb3_bin"));
    CHECK(str_is(column->type.written, "varchar(9)"));
    CHECK(str_is(column_for(mysql, "c nchar(3)")->type.charset, "utf8mb3"));
    arena_release(&arena);
}

void test_sql_mysql_changes__columns_say_all_that_stands_there(void)
{
    const struct sql_column *column = column_for(
        SQL_ENGINE_MYSQL, "`a``b` timestamp(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE NOW(6)"
                          " COMMENT 'it''s \\'so\\'' INVISIBLE AFTER `x y`");
    CHECK(str_is(column->name, "a`b") && column->is_not_null && column->is_invisible);
    CHECK(str_is(column->fallback.text, "CURRENT_TIMESTAMP(6)") && column->fallback.volatility == SQL_STABLE);
    CHECK(str_is(column->on_update.text, "NOW(6)") && str_is(column->comment, "it's 'so'"));
    CHECK(column->place == SQL_PLACE_AFTER && str_is(column->after, "x y") && column->has_comment);
    column = column_for(SQL_ENGINE_MYSQL, "c int AS (a + length(b)) STORED");
    CHECK(column->generated == SQL_GENERATED_STORED && str_is(column->expression.text, "a + length(b)"));
    CHECK(column->expression.volatility == SQL_CONSTANT && column->expression.names->count == 3);
    CHECK(column_for(SQL_ENGINE_MYSQL, "c int DEFAULT (rand())")->fallback.volatility == SQL_VOLATILE);
    CHECK(column_for(SQL_ENGINE_MYSQL, "c int DEFAULT (f(1))")->fallback.volatility == SQL_VOLATILITY_UNKNOWN);
    CHECK(column_for(SQL_ENGINE_MYSQL, "c int DEFAULT -5")->fallback.is_literal);
    CHECK(column_for(SQL_ENGINE_MYSQL, "c int DEFAULT NULL")->fallback.is_null);
    column = column_for(SQL_ENGINE_MARIADB, "c serial");
    CHECK(column->is_auto_increment && column->is_not_null && column->type.is_unsigned);
    arena_release(&arena);
}

void test_sql_mysql_changes__constraints_follow_the_column_that_they_stand_in(void)
{
    const struct ddl *change = change_of("ALTER TABLE d.t ADD c int UNIQUE CHECK (c > 0) REFERENCES p (id)"
                                         " ON DELETE SET NULL");
    CHECK(change->kind == DDL_ADD_COLUMN && str_is(change->table.schema, "d"));
    change = change->next;
    CHECK(change->kind == DDL_ADD_CONSTRAINT && change->constraint->kind == SQL_CONSTRAINT_UNIQUE);
    CHECK(change->constraint->is_of_column && change->constraint->key->is_unique);
    CHECK(str_is(change->constraint->columns.first->column, "c") && str_is(change->table.name, "t"));
    CHECK(str_is(change->next->constraint->expression.text, "c > 0"));
    change = change->next->next;
    CHECK(change->constraint->kind == SQL_CONSTRAINT_FOREIGN_KEY && !change->next);
    CHECK(str_is(change->constraint->other.name, "p") && change->constraint->on_delete == SQL_SET_NULL);
    CHECK(!read_for(SQL_ENGINE_MYSQL, "ALTER TABLE t ADD c int REFERENCES p (id)")->changes->next);
    change = change_of("ALTER TABLE t ADD c json");
    CHECK(str_is(change->next->constraint->expression.text, "json_valid(`c`)"));
    CHECK(!change_of("ALTER TABLE t ADD c json CHECK (c <> '')")->next->next);
    arena_release(&arena);
}

void test_sql_mysql_changes__tables_have_keys_constraints_and_options(void)
{
    const struct sql_table_definition *table =
        change_of("CREATE TABLE t (a int PRIMARY KEY, b text, KEY k (b(10) DESC, a) USING HASH COMMENT 'x',"
                  " CONSTRAINT u UNIQUE (a), CONSTRAINT f FOREIGN KEY (a) REFERENCES p (id) ON UPDATE CASCADE,"
                  " CHECK (a > 1)) ENGINE=InnoDB DEFAULT CHARSET utf8 PARTITION BY LINEAR HASH (a) PARTITIONS 4")
            ->create_table;
    const struct sql_index *key = table->indexes.first;
    CHECK(str_is(key->name.name, "k") && str_is(key->method, "hash") && str_is(key->comment, "x"));
    CHECK(str_is(key->parts.first->length, "10") && key->parts.first->is_descending && key->parts.first->next);
    const struct sql_constraint_definition *each = table->constraints.first;
    CHECK(each->kind == SQL_CONSTRAINT_PRIMARY_KEY && each->is_of_column);
    each = each->next;
    CHECK(each->kind == SQL_CONSTRAINT_UNIQUE && str_is(each->name, "u") && str_is(each->index, "u"));
    each = each->next;
    CHECK(str_is(each->name, "f") && each->on_update == SQL_CASCADE && each->on_delete == SQL_NO_ACTION);
    CHECK(each->next->kind == SQL_CONSTRAINT_CHECK && !each->next->next);
    CHECK(str_is(table->options.first->name, "engine") && str_is(table->options.first->value, "InnoDB"));
    CHECK(str_is(table->options.last->name, "charset") && str_is(table->options.last->value, "utf8mb3"));
    CHECK(str_is(table->partition_method, "hash") && str_is(table->partition_key.text, "a"));
    CHECK(change_of("CREATE TABLE t LIKE d.u")->create_table->is_like_all);
    CHECK(change_of("CREATE TABLE t (a int) SELECT 1")->kind == DDL_CREATE_TABLE_AS);
    CHECK(change_of("CREATE OR REPLACE TABLE t (a int)")->kind == DDL_DROP_TABLE);
    arena_release(&arena);
}

void test_sql_mysql_changes__every_clause_is_a_change_in_its_place(void)
{
    const char *sql = "ALTER TABLE t CHANGE a b int NOT NULL FIRST, RENAME KEY i TO j, ALTER c SET DEFAULT 3,"
                      " ALTER INDEX k INVISIBLE, ENGINE=InnoDB COMMENT='x', CONVERT TO CHARACTER SET latin1,"
                      " DROP FOREIGN KEY f, ALGORITHM=inplace, LOCK=NONE, RENAME TO d.u";
    const struct sql_statement *statement = read_sql(sql);
    const struct ddl *change = statement->changes;
    CHECK(change->kind == DDL_CHANGE_COLUMN && str_is(change->column, "a"));
    CHECK(str_is(change->definition->name, "b") && change->definition->place == SQL_PLACE_FIRST);
    CHECK(change->span.start == 100 + 14 && change->span.end == 100 + 43 && change->statement == statement);
    change = change->next;
    CHECK(change->kind == DDL_RENAME_INDEX && str_is(change->object.name, "i") && str_is(change->new_name.name, "j"));
    change = change->next;
    CHECK(change->kind == DDL_SET_DEFAULT && str_is(change->expression.text, "3"));
    change = change->next;
    CHECK(change->kind == DDL_INDEX_OPTION && str_is(change->option->value, "no"));
    change = change->next;
    CHECK(change->kind == DDL_TABLE_OPTION && str_is(change->option->name, "engine"));
    change = change->next;
    CHECK(str_is(change->option->name, "comment") && str_is(change->option->value, "x"));
    change = change->next;
    CHECK(str_is(change->option->name, "convert") && str_is(change->option->value, "latin1"));
    change = change->next;
    CHECK(change->kind == DDL_DROP_CONSTRAINT && change->constraint->kind == SQL_CONSTRAINT_FOREIGN_KEY);
    change = change->next;
    CHECK(change->kind == DDL_RENAME_TABLE && str_is(change->new_name.schema, "d") && !change->next);
    CHECK(str_is(statement->manner->algorithm, "INPLACE") && str_is(statement->manner->lock, "NONE"));
    CHECK(str_is(read_sql("DROP TABLE t NOWAIT")->manner->wait, "0"));
    arena_release(&arena);
}

void test_sql_mysql_changes__operations_are_those_of_the_clauses(void)
{
    const struct sql_statement *statement =
        read_sql("ALTER TABLE t ADD (a int UNIQUE, b int DEFAULT 5 NOT NULL), ADD c int DEFAULT 1, CHANGE d e text, ALGORITHM=COPY");
    const struct sql_operation *operation = statement->operations.first;
    CHECK(operation->head == SQL_ADD_COLUMN && str_is(operation->column, "a") && !operation->has_default);
    operation = operation->next;
    CHECK(operation->head == SQL_ADD_COLUMN && operation->has_default && operation->is_not_null);
    operation = operation->next;
    CHECK(str_is(operation->column, "c") && operation->fallback.to == operation->fallback.from + 1);
    CHECK(operation->definition.to == operation->definition.from + 3);
    operation = operation->next;
    CHECK(operation->head == SQL_RENAME_COLUMN && operation->is_redefined && str_is(operation->new_name, "e"));
    CHECK(!operation->next);
    CHECK(read_sql("ALTER TABLE t ALGORITHM=COPY")->operations.first->head == SQL_ALTER_OTHER);
    arena_release(&arena);
}

void test_sql_mysql_changes__views_triggers_routines_and_sequences(void)
{
    const struct ddl *change = change_of("CREATE OR REPLACE VIEW d.v (a) AS SELECT x FROM `u w` JOIN d.z USING (i)");
    CHECK(change->kind == DDL_CREATE_VIEW && change->view->is_replace && change->view->columns.first);
    bool reads_u = false, reads_z = false;
    for (size_t i = 0; i < change->view->reads->count; i++) {
        reads_u |= str_is(change->view->reads->items[i].name, "u w");
        reads_z |= str_is(change->view->reads->items[i].schema, "d");
    }
    CHECK(reads_u && reads_z);
    change = change_of("CREATE TRIGGER g AFTER UPDATE ON t FOR EACH ROW PRECEDES h BEGIN DELETE FROM log; END");
    CHECK(change->trigger->timing == SQL_AFTER && change->trigger->on_update && !change->trigger->on_insert);
    CHECK(str_is(change->trigger->beside.name, "h") && str_is(change->table.name, "t"));
    CHECK(str_is(change->trigger->body, "BEGIN DELETE FROM log; END"));
    change = change_of("CREATE FUNCTION f (a int, b decimal(5,2)) RETURNS varchar(10) NOT DETERMINISTIC RETURN 'x'");
    CHECK(str_is(change->routine->returns, "varchar(10)") && change->routine->volatility == SQL_VOLATILE);
    CHECK(change_of("DROP PROCEDURE p")->routine->is_procedure);
    change = change_of("CREATE SEQUENCE s START 5 INCREMENT BY -1 NOCACHE CYCLE");
    CHECK(str_is(change->sequence->start, "5") && str_is(change->sequence->increment, "-1"));
    CHECK(str_is(change->sequence->cache, "0") && change->sequence->is_cycle);
    change = change_of("DROP TABLE a, d.b");
    CHECK(change->kind == DDL_DROP_TABLE && str_is(change->next->table.schema, "d") && !change->next->next);
    change = change_of("RENAME TABLE a TO b, c TO d.e");
    CHECK(str_is(change->new_name.name, "b") && str_is(change->next->table.name, "c"));
    CHECK(str_is(change_of("USE d")->path->items[0].name, "d"));
    arena_release(&arena);
}

static bool names(const struct ddl *change, const char *name)
{
    for (size_t i = 0; i < change->names->count; i++)
        if (str_is(change->names->items[i].name, name))
            return true;
    return false;
}

void test_sql_mysql_changes__what_is_not_understood_makes_what_it_names_unknown(void)
{
    const struct ddl *change = change_of("ALTER TABLE d.t FROBNICATE `a b`, ADD COLUMN c int");
    CHECK(change->kind == DDL_OPAQUE && !change->next && names(change, "t") && names(change, "a b"));
    CHECK(names(change_of("CALL p(1)"), "p"));
    CHECK(names(change_of("EXECUTE IMMEDIATE 'DROP TABLE things'"), "things"));
    CHECK(change_of("ALTER TABLE t ADD SYSTEM VERSIONING")->kind == DDL_OPAQUE);
    CHECK(change_of("CREATE UNIQUE TABLE t (a int)")->kind == DDL_OPAQUE);
    CHECK(change_of("ALTER TABLE t b")->kind == DDL_OPAQUE);
    CHECK(!change_of("INSERT INTO t VALUES (1)") && !change_of("SET @a = 1"));
    const struct sql_statement *statement = read_sql("DROP TABLE a; ALTER TABLE {t} ADD x");
    CHECK(!statement->refusal.data && statement->next->refusal.data);
    CHECK(statement->next->refusal_span.start == 100 + 14 + 12);
    arena_release(&arena);
}

// Seconds would be too long for any of these.
void test_sql_mysql_changes__long_and_deep_statements_are_bounded(void)
{
    size_t count = 10000, depth = 100000;
    struct str column = STR("c int,");
    char *text = arena_alloc(&arena, 40 + count * column.length + 2 * depth);
    size_t length = 0;
    memcpy(text, "CREATE TABLE t (", 16);
    length = 16;
    for (size_t i = 0; i < count; i++, length += column.length)
        memcpy(text + length, column.data, column.length);
    memcpy(text + length, "d int)", 7);
    const struct ddl *change = change_of(text);
    CHECK(change->kind == DDL_CREATE_TABLE && str_is(change->create_table->columns.last->name, "d"));
    memcpy(text, "CREATE TABLE t (a int CHECK (", 29);
    memset(text + 29, '(', depth);
    memset(text + 29 + depth, ')', depth);
    memcpy(text + 29 + 2 * depth, "))", 3);
    CHECK(change_of(text)->kind == DDL_OPAQUE);
    arena_release(&arena);
}
