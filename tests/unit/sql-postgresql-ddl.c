// What PostgreSQL's statements do to a catalog, in every detail that ddl.h names.
#include "tests/unit/check.h"

#include "sql/ddl.h"
#include "sql/read.h"

static struct arena arena;
static const char *source; // of the statement that was read last

enum { ADDRESS = 100 };

static const struct sql_statement *statement_of(const char *sql)
{
    struct text text = text_for_span(&arena, str_of(sql), (struct span){ ADDRESS, ADDRESS });
    struct piece *piece = arena_new(&arena, struct piece);
    *piece = (struct piece){ .address = ADDRESS, .is_verbatim = true };
    text.pieces = piece;
    text.piece_count = 1;
    source = sql;
    return sql_read_for(&arena, SQL_ENGINE_POSTGRESQL, text)->statements.first;
}

static const struct ddl *changes_of(const char *sql)
{
    const struct sql_statement *statement = statement_of(sql);
    CHECK(!statement->refusal.data);
    static const struct ddl none = { .kind = DDL_OPAQUE };
    return statement->changes ? statement->changes : &none;
}

static struct str text_at(struct span span)
{
    return (struct str){ source + (span.start - ADDRESS), span.end - span.start };
}

#define CHECK_NAME(name_, schema_, last_)     \
    do {                                      \
        CHECK_STR((name_).schema, (schema_)); \
        CHECK_STR((name_).name, (last_));     \
    } while (0)

static bool has_name(const struct sql_names *names, const char *name)
{
    for (size_t i = 0; names && i < names->count; i++)
        if (str_is(names->items[i].name, name))
            return true;
    return false;
}

static const struct sql_column *column_of(const char *definition)
{
    struct str sql = arena_format(&arena, "ALTER TABLE t ADD COLUMN %s", definition);
    const struct ddl *change = changes_of(sql.data);
    CHECK(change->kind == DDL_ADD_COLUMN);
    return change->definition;
}

void test_sql_postgresql_ddl__types_have_the_engine_s_names(void)
{
    static const struct {
        const char *written, *name, *arguments;
    } types[] = {
        { "int", "integer", "" },
        { "int4", "integer", "" },
        { "bigint", "bigint", "" },
        { "int2", "smallint", "" },
        { "bool", "boolean", "" },
        { "float", "double precision", "" },
        { "float(20)", "real", "" },
        { "decimal(10, 2)", "numeric", "10,2" },
        { "numeric(7)", "numeric", "7,0" },
        { "varchar(20)", "character varying", "20" },
        { "varchar", "character varying", "" },
        { "char", "character", "1" },
        { "char(3)", "character", "3" },
        { "bpchar", "bpchar", "" },
        { "\"char\"", "\"char\"", "" },
        { "bit", "bit", "1" },
        { "bit varying(5)", "bit varying", "5" },
        { "timestamptz", "timestamp with time zone", "" },
        { "timestamp(3)", "timestamp without time zone", "3" },
        { "time with time zone", "time with time zone", "" },
        { "interval", "interval", "" },
        { "interval(2)", "interval", "2" },
        { "interval year to month", "interval year to month", "" },
        { "interval day to second(3)", "interval day to second", "3" },
        { "text", "text", "" },
        { "uuid", "uuid", "" },
        { "geometry(point, 4326)", "geometry", "point,4326" },
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        struct str sql = arena_format(&arena, "c %s NOT NULL", types[i].written);
        const struct sql_column *column = column_of(sql.data);
        CHECK_STR(column->type.name, types[i].name);
        CHECK_STR(column->type.arguments, types[i].arguments);
        CHECK_STR(column->type.written, types[i].written);
        CHECK(column->is_not_null);
    }
    CHECK(column_of("c int[][3]")->type.dimensions == 2);
    CHECK(column_of("c int ARRAY")->type.dimensions == 1);
    CHECK_STR(column_of("c shop.state")->type.schema, "shop");
    CHECK(column_of("c bigserial")->is_serial);
    CHECK_STR(column_of("c bigserial")->type.name, "bigint");
    arena_release(&arena);
}

void test_sql_postgresql_ddl__defaults_and_their_volatility(void)
{
    static const struct {
        const char *expression;
        enum sql_volatility volatility;
        bool is_literal, is_null;
    } defaults[] = {
        { "5", SQL_CONSTANT, true, false },
        { "-5", SQL_CONSTANT, true, false },
        { "'new'::text", SQL_CONSTANT, true, false },
        { "true", SQL_CONSTANT, true, false },
        { "NULL::int", SQL_CONSTANT, false, true },
        { "ARRAY[1, 2]", SQL_CONSTANT, false, false },
        { "lower('A') || 'b'", SQL_CONSTANT, false, false },
        { "now()", SQL_STABLE, false, false },
        { "now() + interval '1 day'", SQL_STABLE, false, false },
        { "CURRENT_DATE", SQL_STABLE, false, false },
        { "pg_catalog.now()", SQL_STABLE, false, false },
        { "gen_random_uuid()", SQL_VOLATILE, false, false },
        { "floor(random() * 6)", SQL_VOLATILE, false, false },
        { "clock_timestamp()", SQL_VOLATILE, false, false },
        { "nextval('s'::regclass)", SQL_VOLATILE, false, false },
        { "shop.price()", SQL_VOLATILITY_UNKNOWN, false, false },
        { "shop.now()", SQL_VOLATILITY_UNKNOWN, false, false },
        { "coalesce(shop.price(), random())", SQL_VOLATILE, false, false },
    };
    for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++) {
        struct str sql = arena_format(&arena,
                                      "c int CONSTRAINT d DEFAULT %s NOT NULL COLLATE \"C\"",
                                      defaults[i].expression);
        const struct sql_column *column = column_of(sql.data);
        CHECK_STR(column->fallback.text, defaults[i].expression);
        CHECK_STR(text_at(column->fallback.span), defaults[i].expression);
        CHECK(column->fallback.volatility == defaults[i].volatility);
        CHECK(column->fallback.is_literal == defaults[i].is_literal);
        CHECK(column->fallback.is_null == defaults[i].is_null);
        CHECK_STR(column->collation, "C");
    }
    CHECK_STR(column_of("c text DEFAULT 'a' COLLATE \"C\"")->fallback.text, "'a'");
    CHECK(has_name(column_of("c int DEFAULT shop.price()")->fallback.names, "price"));
    arena_release(&arena);
}

void test_sql_postgresql_ddl__create_table(void)
{
    const struct ddl *change = changes_of(
        "CREATE UNLOGGED TABLE IF NOT EXISTS Shop.\"Orders\" (\n"
        "  id bigint GENERATED BY DEFAULT AS IDENTITY (START 10) PRIMARY KEY,\n"
        "  total int CONSTRAINT plus CHECK (total > 0) NO INHERIT UNIQUE DEFERRABLE,\n"
        "  gross int GENERATED ALWAYS AS (total * 2) STORED,\n"
        "  buyer int REFERENCES people (id) MATCH FULL ON DELETE CASCADE ON UPDATE SET NULL\n"
        "        INITIALLY DEFERRED,\n"
        "  CONSTRAINT pair UNIQUE NULLS NOT DISTINCT (id, total) INCLUDE (gross),\n"
        "  EXCLUDE USING gist (total WITH =, (gross + 1) WITH &&) WHERE (total > 1),\n"
        "  FOREIGN KEY (id, total) REFERENCES other.pairs\n"
        ") WITH (fillfactor = 70) TABLESPACE fast");
    CHECK(change->kind == DDL_CREATE_TABLE && change->is_conditional && !change->next);
    CHECK_NAME(change->table, "shop", "Orders");
    const struct sql_table_definition *table = change->create_table;
    CHECK(table->is_unlogged && !table->is_temporary);
    CHECK_STR(table->options.first->name, "fillfactor");
    CHECK_STR(table->options.first->value, "70");
    CHECK_STR(table->options.first->next->value, "fast");

    const struct sql_column *column = table->columns.first;
    CHECK(column->identity == SQL_IDENTITY_BY_DEFAULT && column->is_not_null);
    column = column->next;
    CHECK_STR(text_at(column->span),
              "total int CONSTRAINT plus CHECK (total > 0) NO INHERIT UNIQUE DEFERRABLE");
    column = column->next;
    CHECK(column->generated == SQL_GENERATED_STORED);
    CHECK_STR(column->expression.text, "total * 2");
    CHECK(has_name(column->expression.names, "total") && !column->next->next);

    const struct sql_constraint_definition *constraint = table->constraints.first;
    CHECK(constraint->kind == SQL_CONSTRAINT_PRIMARY_KEY && constraint->is_of_column);
    CHECK_STR(constraint->columns.first->column, "id");
    constraint = constraint->next;
    CHECK(constraint->kind == SQL_CONSTRAINT_CHECK && constraint->is_no_inherit);
    CHECK_STR(constraint->name, "plus");
    CHECK_STR(constraint->expression.text, "total > 0");
    CHECK_STR(text_at(constraint->span), "CONSTRAINT plus CHECK (total > 0) NO INHERIT");
    constraint = constraint->next;
    CHECK(constraint->kind == SQL_CONSTRAINT_UNIQUE && constraint->is_deferrable);
    constraint = constraint->next;
    CHECK(constraint->kind == SQL_CONSTRAINT_FOREIGN_KEY && constraint->is_deferred);
    CHECK(constraint->on_delete == SQL_CASCADE && constraint->on_update == SQL_SET_NULL);
    CHECK(constraint->is_match_full && constraint->is_deferrable);
    CHECK_NAME(constraint->other, "", "people");
    CHECK_STR(constraint->columns.first->column, "buyer");
    CHECK_STR(constraint->other_columns.first->column, "id");
    constraint = constraint->next;
    CHECK(constraint->kind == SQL_CONSTRAINT_UNIQUE && !constraint->is_of_column);
    CHECK(constraint->is_nulls_not_distinct);
    CHECK_STR(constraint->columns.first->next->column, "total");
    CHECK_STR(constraint->include.first->column, "gross");
    constraint = constraint->next;
    CHECK(constraint->kind == SQL_CONSTRAINT_EXCLUDE);
    CHECK_STR(constraint->method, "gist");
    CHECK_STR(constraint->columns.first->operator, "=");
    CHECK_STR(constraint->columns.first->next->expression.text, "gross + 1");
    CHECK_STR(constraint->expression.text, "total > 1");
    constraint = constraint->next;
    CHECK_NAME(constraint->other, "other", "pairs");
    CHECK(!constraint->other_columns.first && !constraint->next);
    arena_release(&arena);
}

void test_sql_postgresql_ddl__create_table_in_its_other_forms(void)
{
    const struct sql_table_definition *table =
        changes_of("CREATE TABLE log (day date, n int) PARTITION BY RANGE (day, (n + 1))")
            ->create_table;
    CHECK_STR(table->partition_method, "range");
    CHECK_STR(table->partition_key.text, "day, (n + 1)");
    CHECK_STR(table->partition_parts.first->column, "day");
    CHECK_STR(table->partition_parts.first->next->expression.text, "n + 1");
    table = changes_of("CREATE TABLE log_1 PARTITION OF log (n DEFAULT 1)"
                       " FOR VALUES FROM ('2027-01-01', 1) TO (MAXVALUE, 2)"
                       " PARTITION BY HASH (n)")->create_table;
    CHECK_NAME(table->partition_of, "", "log");
    CHECK_STR(table->bound.text, "FOR VALUES FROM ('2027-01-01', 1) TO (MAXVALUE, 2)");
    CHECK_STR(table->partition_method, "hash");
    CHECK_STR(table->columns.first->fallback.text, "1");
    table = changes_of("CREATE TABLE rest PARTITION OF log DEFAULT")->create_table;
    CHECK_STR(table->bound.text, "DEFAULT");
    table = changes_of("CREATE TEMP TABLE a (LIKE b INCLUDING ALL, c int)"
                       " ON COMMIT DROP")->create_table;
    CHECK(table->is_like_all && table->is_temporary);
    CHECK_NAME(table->like, "", "b");
    CHECK_STR(table->options.first->value, "drop");
    table = changes_of("CREATE TABLE a (LIKE b INCLUDING DEFAULTS INCLUDING INDEXES)")
                ->create_table;
    CHECK_STR(table->options.first->name, "like defaults");
    CHECK_STR(table->options.first->next->name, "like indexes");
    const struct ddl *change = changes_of("CREATE TABLE a (b int, LIKE c)");
    CHECK(change->kind == DDL_OPAQUE && has_name(change->names, "a"));
    table = changes_of("CREATE TABLE a () INHERITS (b, s.c)")->create_table;
    CHECK(table->inherits->count == 2 && str_is(table->inherits->items[1].schema, "s"));
    change = changes_of("CREATE TABLE a (x, y) AS WITH w AS (SELECT 1) SELECT f(d.e), 2 FROM d, w"
                        " WITH NO DATA");
    CHECK(change->kind == DDL_CREATE_TABLE_AS);
    CHECK_STR(change->create_table->query->query.text,
              "WITH w AS (SELECT 1) SELECT f(d.e), 2 FROM d, w");
    CHECK(change->create_table->query->has_no_data);
    CHECK(has_name(change->create_table->query->reads, "d"));
    CHECK(has_name(change->create_table->query->reads, "f"));
    CHECK(!has_name(change->create_table->query->reads, "w"));
    change = changes_of("SELECT b INTO a FROM c");
    CHECK(change->kind == DDL_CREATE_TABLE_AS && str_is(change->table.name, "a"));
    arena_release(&arena);
}

void test_sql_postgresql_ddl__alter_table(void)
{
    const struct ddl *change = changes_of(
        "ALTER TABLE IF EXISTS ONLY s.t ADD COLUMN IF NOT EXISTS a int REFERENCES u CHECK (a > 1),"
        " ALTER b SET DEFAULT ARRAY[1, 2], ALTER b TYPE bigint USING b::bigint,"
        " ADD CONSTRAINT c CHECK (b > 0) NOT VALID, ADD UNIQUE USING INDEX i,"
        " DROP COLUMN IF EXISTS d CASCADE, ALTER b SET STATISTICS 100, SET (fillfactor = 70),"
        " OWNER TO shop, ALTER COLUMN e ADD GENERATED ALWAYS AS IDENTITY,"
        " ALTER e SET GENERATED BY DEFAULT RESTART WITH 5, NO INHERIT p, DISABLE TRIGGER ALL,"
        " ENABLE ROW LEVEL SECURITY, ALTER CONSTRAINT c DEFERRABLE, VALIDATE CONSTRAINT c");
    CHECK(change->kind == DDL_DROP_COLUMN && change->is_conditional && change->is_cascade);
    change = change->next;
    CHECK(change->kind == DDL_SET_TYPE && str_is(change->definition->type.name, "bigint"));
    CHECK_STR(change->expression.text, "b::bigint");
    change = change->next;
    CHECK(change->kind == DDL_ADD_COLUMN && change->is_only && change->is_table_conditional);
    CHECK(change->is_conditional && str_is(change->table.schema, "s"));
    CHECK_STR(text_at(change->span),
              "ADD COLUMN IF NOT EXISTS a int REFERENCES u CHECK (a > 1)");
    const struct sql_column *added = change->definition;
    change = change->next;
    CHECK(change->kind == DDL_SET_IDENTITY && str_is(change->sequence->restart, "5"));
    CHECK(change->definition->identity == SQL_IDENTITY_BY_DEFAULT);
    change = change->next;
    CHECK_STR(change->constraint->index, "i");
    change = change->next;
    CHECK(change->kind == DDL_ADD_CONSTRAINT && !change->is_conditional);
    CHECK(change->definition == added);
    CHECK(change->constraint->kind == SQL_CONSTRAINT_FOREIGN_KEY);
    CHECK_STR(text_at(change->span), "REFERENCES u");
    change = change->next;
    CHECK_STR(change->constraint->expression.text, "a > 1");
    change = change->next;
    CHECK(change->kind == DDL_SET_DEFAULT);
    CHECK_STR(change->expression.text, "ARRAY[1, 2]");
    change = change->next;
    CHECK(change->kind == DDL_ADD_CONSTRAINT && change->constraint->is_not_valid);
    CHECK_STR(text_at(change->constraint->span), "CONSTRAINT c CHECK (b > 0) NOT VALID");
    change = change->next;
    CHECK(change->kind == DDL_ADD_IDENTITY);
    CHECK(change->definition->identity == SQL_IDENTITY_ALWAYS);
    change = change->next;
    CHECK(change->kind == DDL_COLUMN_OPTION && str_is(change->option->value, "100"));
    change = change->next;
    CHECK(change->kind == DDL_TABLE_OPTION && str_is(change->option->name, "fillfactor"));
    change = change->next;
    CHECK(str_is(change->option->name, "owner"));
    change = change->next;
    CHECK(change->kind == DDL_NO_INHERIT && str_is(change->other.name, "p"));
    change = change->next;
    CHECK(change->kind == DDL_DISABLE_TRIGGER && !change->object.name.data);
    CHECK_STR(change->option->name, "all");
    change = change->next;
    CHECK_STR(change->option->name, "row level security");
    CHECK_STR(change->option->value, "enable");
    change = change->next;
    CHECK(change->kind == DDL_ALTER_CONSTRAINT && change->constraint->is_deferrability_said);
    change = change->next;
    CHECK(change->kind == DDL_VALIDATE_CONSTRAINT && str_is(change->object.name, "c"));
    CHECK(!change->next);
    arena_release(&arena);
}

void test_sql_postgresql_ddl__of_keys_that_say_the_same_one_is_left(void)
{
    const struct sql_constraint_definition *key =
        changes_of("CREATE TABLE t (a int UNIQUE PRIMARY KEY, CONSTRAINT k UNIQUE (a),"
                   " b int UNIQUE, UNIQUE (b, a), UNIQUE (b) DEFERRABLE)")
            ->create_table->constraints.first;
    CHECK(key->kind == SQL_CONSTRAINT_PRIMARY_KEY && str_is(key->name, "k"));
    key = key->next;
    CHECK(str_is(key->columns.first->column, "b") && !key->columns.first->next);
    CHECK(key->next->columns.first->next && key->next->next->is_deferrable);
    CHECK(!key->next->next->next);
    arena_release(&arena);
}

void test_sql_postgresql_ddl__partitions_and_indexes(void)
{
    const struct ddl *change =
        changes_of("ALTER TABLE log ATTACH PARTITION s.log_2 FOR VALUES IN (1, 2)");
    CHECK(change->kind == DDL_ATTACH_PARTITION);
    CHECK_NAME(change->other, "s", "log_2");
    CHECK_STR(change->expression.text, "FOR VALUES IN (1, 2)");
    change = changes_of("ALTER TABLE log DETACH PARTITION log_2 CONCURRENTLY");
    CHECK(change->kind == DDL_DETACH_PARTITION && change->is_concurrent);
    change = changes_of("ALTER INDEX i ATTACH PARTITION j");
    CHECK(change->kind == DDL_ATTACH_INDEX && str_is(change->object.name, "i"));
    CHECK_STR(change->other.name, "j");
    change = changes_of("ALTER INDEX s.i SET (fillfactor = 50)");
    CHECK(change->kind == DDL_INDEX_OPTION && str_is(change->object.schema, "s"));
    change = changes_of("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON ONLY s.t USING gin"
                        " (lower(a) text_ops DESC, (b + 1), c COLLATE \"C\" NULLS FIRST,"
                        " coalesce(d, 1)) INCLUDE (e) WITH (fastupdate = off) WHERE a > 'x'");
    CHECK(change->kind == DDL_CREATE_INDEX && change->is_conditional && change->is_concurrent);
    const struct sql_index *index = change->index;
    CHECK(index->is_unique && index->is_only && str_is(index->method, "gin"));
    const struct sql_key_part *part = index->parts.first;
    CHECK_STR(part->expression.text, "lower(a)");
    CHECK_STR(part->class, "text_ops");
    CHECK(part->is_descending && part->is_nulls_first);
    CHECK_STR(part->next->expression.text, "b + 1");
    CHECK_STR(part->next->next->column, "c");
    CHECK(part->next->next->is_nulls_first && !part->next->next->is_descending);
    CHECK_STR(part->next->next->next->expression.text, "coalesce(d, 1)");
    CHECK_STR(index->include.first->column, "e");
    CHECK_STR(index->where.text, "a > 'x'");
    CHECK_STR(index->options.first->name, "fastupdate");
    change = changes_of("REINDEX TABLE CONCURRENTLY s.t");
    CHECK(change->kind == DDL_REINDEX && change->is_concurrent && change->target == DDL_ON_TABLE);
    change = changes_of("CREATE INDEX ON t (a)");
    CHECK(!change->object.name.data && str_is(change->index->method, "btree"));
    arena_release(&arena);
}

void test_sql_postgresql_ddl__views_triggers_and_routines(void)
{
    const struct ddl *change = changes_of(
        "CREATE OR REPLACE VIEW s.v (a, b) AS SELECT x, y FROM t JOIN s.u USING (z)"
        " WITH LOCAL CHECK OPTION");
    CHECK(change->kind == DDL_CREATE_VIEW && change->view->is_replace);
    CHECK_STR(change->view->columns.first->next->column, "b");
    CHECK_STR(change->view->query.text, "SELECT x, y FROM t JOIN s.u USING (z)");
    CHECK(change->view->reads->count == 2 && str_is(change->view->reads->items[1].schema, "s"));
    change = changes_of("CREATE MATERIALIZED VIEW m AS SELECT 1 WITH NO DATA");
    CHECK(change->is_materialized && change->view->has_no_data);
    CHECK_STR(change->view->query.text, "SELECT 1");
    CHECK(changes_of("REFRESH MATERIALIZED VIEW CONCURRENTLY m")->is_concurrent);

    change = changes_of("CREATE TRIGGER g BEFORE INSERT OR UPDATE OF a, b ON s.t FOR EACH ROW"
                        " WHEN (NEW.a > 1) EXECUTE FUNCTION s.f('x')");
    const struct sql_trigger *trigger = change->trigger;
    CHECK(trigger->timing == SQL_BEFORE && trigger->on_insert && trigger->on_update);
    CHECK(!trigger->on_delete && !trigger->on_truncate && trigger->is_for_each_row);
    CHECK(trigger->columns->count == 2 && str_is(trigger->when.text, "NEW.a > 1"));
    CHECK_NAME(trigger->routine, "s", "f");
    CHECK_NAME(change->table, "s", "t");

    change = changes_of("CREATE FUNCTION s.f(a int, OUT b text, VARIADIC c varchar(3)[] DEFAULT '{}')"
                        " STABLE LANGUAGE plpgsql AS $f$ BEGIN UPDATE shop.Stock SET n = 1; END $f$");
    CHECK_STR(change->routine->arguments, "integer, character varying[]");
    CHECK_STR(change->routine->returns, "text");
    CHECK_STR(change->routine->language, "plpgsql");
    CHECK(change->routine->volatility == SQL_STABLE);
    CHECK_STR(text_at(change->routine->body_span),
              "$f$ BEGIN UPDATE shop.Stock SET n = 1; END $f$");
    CHECK_STR(change->routine->body, " BEGIN UPDATE shop.Stock SET n = 1; END ");
    CHECK(has_name(change->routine->names, "stock") && has_name(change->routine->names, "n"));
    CHECK(!has_name(change->routine->names, "BEGIN"));
    change = changes_of("CREATE PROCEDURE p() BEGIN ATOMIC DELETE FROM t; END");
    CHECK(change->routine->is_procedure && has_name(change->routine->names, "t"));
    CHECK_STR(change->routine->body, "BEGIN ATOMIC DELETE FROM t; END");
    change = changes_of("DO $$ BEGIN EXECUTE 'DROP TABLE ' || quote_ident(\"Old\"); END $$");
    CHECK(change->kind == DDL_OPAQUE && has_name(change->names, "Old"));
    arena_release(&arena);
}

void test_sql_postgresql_ddl__sequences_types_and_schemas(void)
{
    const struct ddl *change = changes_of("CREATE SEQUENCE s AS integer INCREMENT -2 NO MINVALUE"
                                          " MAXVALUE 9999999999 CYCLE OWNED BY a.t.c");
    CHECK_STR(change->sequence->type, "integer");
    CHECK_STR(change->sequence->increment, "-2");
    CHECK_STR(change->sequence->max, "9999999999");
    CHECK(change->sequence->is_cycle && change->sequence->is_owner_said);
    CHECK_NAME(change->sequence->owner, "a", "t");
    CHECK_STR(change->sequence->owner_column, "c");
    change = changes_of("ALTER SEQUENCE IF EXISTS s OWNED BY NONE NO CYCLE RESTART");
    CHECK(change->kind == DDL_ALTER_SEQUENCE && change->sequence->is_owner_said);
    CHECK(!change->sequence->owner.name.data && change->sequence->is_cycle_said);
    CHECK(change->sequence->restart.data && change->sequence->restart.length == 0);

    change = changes_of("CREATE TYPE mood AS ENUM ('sad', 'it''s ok')");
    CHECK(change->kind == DDL_CREATE_ENUM && str_is(change->labels->items[1].name, "it's ok"));
    change = changes_of("ALTER TYPE mood ADD VALUE IF NOT EXISTS 'glad' BEFORE 'sad'");
    CHECK(change->kind == DDL_ADD_LABEL && change->is_before && change->is_conditional);
    CHECK_STR(change->beside, "sad");
    change = changes_of("ALTER TYPE mood RENAME VALUE 'sad' TO 'low'");
    CHECK(change->kind == DDL_RENAME_LABEL && str_is(change->new_name.name, "low"));
    change = changes_of("CREATE DOMAIN s.code AS text DEFAULT 'x' NOT NULL CHECK (VALUE > '')");
    CHECK(change->kind == DDL_CREATE_DOMAIN && change->definition->is_not_null);
    CHECK_STR(change->definition->fallback.text, "'x'");
    CHECK_STR(change->domain->first->expression.text, "VALUE > ''");
    change = changes_of("ALTER DOMAIN code ADD CONSTRAINT c CHECK (VALUE <> '') NOT VALID");
    CHECK(change->constraint->is_not_valid && str_is(change->option->name, "add constraint"));
    CHECK_STR(changes_of("ALTER DOMAIN code SET DEFAULT now()")->expression.text, "now()");
    CHECK(changes_of("CREATE TYPE pair AS (a int, b text)")->kind == DDL_CREATE_TYPE);

    change = changes_of("CREATE SCHEMA IF NOT EXISTS shop");
    CHECK(change->kind == DDL_CREATE_SCHEMA && change->is_conditional);
    change = changes_of("CREATE SCHEMA shop CREATE TABLE t (a int) CREATE VIEW v AS SELECT 1");
    CHECK_NAME(change->next->table, "shop", "t");
    CHECK_NAME(change->next->next->object, "shop", "v");
    change = changes_of("SET search_path TO shop, 'Public'");
    CHECK(change->kind == DDL_USE && str_is(change->path->items[1].name, "Public"));
    CHECK(changes_of("SELECT pg_catalog.set_config('search_path', '', false)")->path->count == 0);
    CHECK(changes_of("RESET search_path")->kind == DDL_USE);
    arena_release(&arena);
}

void test_sql_postgresql_ddl__what_takes_every_kind_of_object(void)
{
    const struct ddl *change = changes_of("DROP TABLE IF EXISTS a, s.b CASCADE");
    CHECK(change->kind == DDL_DROP_TABLE && change->is_conditional && change->is_cascade);
    CHECK_NAME(change->next->table, "s", "b");
    change = changes_of("DROP TRIGGER g ON s.t");
    CHECK(change->kind == DDL_DROP_TRIGGER && str_is(change->object.name, "g"));
    CHECK_NAME(change->table, "s", "t");
    change = changes_of("DROP FUNCTION s.f(int, text[]), g");
    CHECK_STR(change->routine->arguments, "integer, text[]");
    CHECK(change->routine->has_arguments && !change->next->routine->has_arguments);
    CHECK(changes_of("DROP MATERIALIZED VIEW m")->is_materialized);
    CHECK(changes_of("DROP DOMAIN s.d")->kind == DDL_DROP_TYPE);
    CHECK(changes_of("DROP SCHEMA s")->kind == DDL_DROP_SCHEMA);
    change = changes_of("DROP POLICY p ON s.t");
    CHECK(change->kind == DDL_OTHER && str_is(change->option->name, "policy"));
    CHECK_NAME(change->table, "s", "t");
    change = changes_of("ALTER TABLE s.t RENAME CONSTRAINT a TO b");
    CHECK(change->kind == DDL_RENAME_CONSTRAINT && str_is(change->object.name, "a"));
    change = changes_of("ALTER TABLE s.t RENAME a TO b");
    CHECK(change->kind == DDL_RENAME_COLUMN && str_is(change->column, "a"));
    CHECK_NAME(changes_of("ALTER VIEW s.v RENAME TO w")->object, "s", "v");
    CHECK_NAME(changes_of("ALTER TABLE s.t RENAME TO u")->table, "s", "t");
    CHECK_STR(changes_of("ALTER SCHEMA a RENAME TO b")->object.name, "a");
    change = changes_of("ALTER TABLE t SET SCHEMA s");
    CHECK(change->kind == DDL_SET_SCHEMA && change->target == DDL_ON_TABLE);
    CHECK_STR(change->new_name.name, "s");
    change = changes_of("ALTER FUNCTION f(int) SET SCHEMA s");
    CHECK(change->target == DDL_ON_ROUTINE && str_is(change->routine->arguments, "integer"));
    change = changes_of("COMMENT ON COLUMN s.t.c IS 'it''s'");
    CHECK(change->target == DDL_ON_COLUMN && change->has_comment);
    CHECK_STR(change->comment, "it's");
    CHECK_NAME(change->table, "s", "t");
    CHECK(!changes_of("COMMENT ON TABLE t IS NULL")->has_comment);
    change = changes_of("REVOKE SELECT ON s.t FROM PUBLIC");
    CHECK(change->kind == DDL_OTHER && str_is(change->option->name, "revoke"));
    CHECK_NAME(change->table, "s", "t");
    arena_release(&arena);
}

void test_sql_postgresql_ddl__what_is_not_understood_makes_names_unknown(void)
{
    const struct sql_statement *statement =
        statement_of("ALTER TABLE shop.Orders ADD g int GENERATED ALWAYS AS (a) VIRTUAL");
    CHECK(statement->refusal.data && statement->changes->kind == DDL_OPAQUE);
    CHECK_NAME(statement->changes->names->items[0], "shop", "orders");
    CHECK(!statement->changes->next);
    statement = statement_of("SELECT :name FROM");
    CHECK(statement->refusal.data && !statement->changes);
    CHECK(!statement_of("INSERT INTO t VALUES (1)")->changes);
    arena_release(&arena);
}
