#include "backends/schema-check.h"

#include "backends/schema-rows.h"
#include "backends/sql-name.h"
#include "generated/templates/sql-schema.h"

// ---- where it is asked for

static const struct verify *find_schema_verify(const struct verify_list *verifies)
{
    list_each(verify, verify, *verifies)
        if (verify->kind == VERIFY_SCHEMA)
            return verify;
    return NULL;
}

const struct verify *rollback_verify(const struct unit *unit, const struct phase *phase)
{
    enum rollback_kind kind = phase->rollback.kind;
    const struct verify *verify = find_schema_verify(&phase->verifies);
    if (kind != ROLLBACK_AUTO && kind != ROLLBACK_ACTIONS && kind != ROLLBACK_RESTORE)
        return NULL;
    return verify ? verify : find_schema_verify(&unit->plan->verifies);
}

bool plan_verifies_schema(const struct plan *plan)
{
    list_each(phase, phase, plan->phases)
        if (find_schema_verify(&phase->verifies))
            return true;
    return find_schema_verify(&plan->verifies) != NULL;
}

// ---- objects that are not tables

static void end_object(struct schema_writer *writer, const char *kind, struct sql_name name)
{
    schema_end_facts(writer, STR(""), schema_key(writer, kind, name));
}

static struct str joined(struct arena *arena, const struct sql_names *names)
{
    struct output out = { .arena = arena };
    for (size_t i = 0; names && i < names->count; i++)
        output_format(&out, "%s%.*s", i ? "," : "", STR_ARGS(names->items[i].name));
    return output_get(&out);
}

static void add_view(struct schema_writer *writer, const struct catalog_object *object)
{
    const struct catalog_view *view = object->view;
    bool is_postgresql = writer->engine == SQL_ENGINE_POSTGRESQL;
    schema_begin_facts(writer);
    if (is_postgresql)
        schema_fact_if(writer, "materialized", view->definition.is_materialized);
    if (is_postgresql && view->columns)
        schema_fact(writer, "columns", joined(writer->arena, view->columns));
    end_object(writer, "view", object->name);
    schema_add_triggers(writer, object);
}

// That of a column comes and goes with it.
static void add_sequence(struct schema_writer *writer, const struct catalog_object *object)
{
    const struct catalog_sequence *sequence = object->sequence;
    schema_remember(writer, schema_key(writer, "sequence", object->name));
    if (!sequence->is_of_identity && !sql_name_is_set(sequence->definition.owner))
        end_object(writer, "sequence", object->name);
}

static void add_routine(struct schema_writer *writer, const struct catalog_object *object)
{
    struct sql_name name = object->name;
    name.name = str_slice(name.name, 0, str_find_char(name.name, '(', 0));
    end_object(writer, "routine", name);
}

static bool is_temporary(const struct catalog_object *object)
{
    struct str schema = object->name.schema;
    return str_is(schema, "pg_temp") || str_is(schema, "temp") || str_is(schema, "#temporary");
}

// MySQL: in another database than the store's.
static bool is_elsewhere(const struct schema_writer *writer, struct sql_name name)
{
    return schema_is_mysql(writer) && name.schema.length;
}

static void add_object(struct schema_writer *writer, const struct catalog_object *object)
{
    if (is_temporary(object) || is_elsewhere(writer, object->name))
        return;
    schema_begin_facts(writer);
    switch (object->kind) {
    case CATALOG_TABLE: schema_add_table(writer, object); return;
    case CATALOG_VIEW: add_view(writer, object); return;
    case CATALOG_SEQUENCE: add_sequence(writer, object); return;
    case CATALOG_ROUTINE: add_routine(writer, object); return;
    case CATALOG_ENUM:
        schema_fact(writer, "labels", joined(writer->arena, object->labels));
        end_object(writer, "type", object->name);
        return;
    case CATALOG_DOMAIN:
    case CATALOG_TYPE: end_object(writer, "type", object->name); return;
    case CATALOG_SCHEMA:
        if (!schema_is_mysql(writer)) // another database
            end_object(writer, "schema", (struct sql_name){ .name = object->name.name });
        return;
    case CATALOG_INDEX: // with their tables
    case CATALOG_TRIGGER:
    case CATALOG_NOTHING:
    case CATALOG_ANYTHING: return;
    }
}

static void add_objects(struct schema_writer *writer, struct map map)
{
    struct map_walk walk = map_walk(map);
    const struct catalog_object *object;
    while ((object = map_next(&walk)))
        add_object(writer, object);
}

// ---- what must not be there

static struct str gone_key(const struct schema_writer *writer, const struct schema_gone *gone)
{
    switch (gone->kind) {
    case DDL_ON_TABLE: return schema_key(writer, "table", gone->table);
    case DDL_ON_VIEW: return schema_key(writer, "view", gone->table);
    case DDL_ON_INDEX:
        return schema_is_mysql(writer)
                   ? schema_part_key(writer, "index", gone->table, gone->name)
                   : schema_key(writer, "index", (struct sql_name){ gone->table.schema,
                                                                    gone->name });
    case DDL_ON_COLUMN: return schema_part_key(writer, "column", gone->table, gone->name);
    case DDL_ON_CONSTRAINT: return schema_part_key(writer, "constraint", gone->table, gone->name);
    case DDL_ON_TRIGGER: return schema_trigger_key(writer, gone->table, gone->name);
    case DDL_ON_ROUTINE:
    case DDL_ON_SEQUENCE:
    case DDL_ON_TYPE:
    case DDL_ON_SCHEMA:
    case DDL_ON_OTHER: break;
    }
    return STR_NONE;
}

// An opaque statement may have made it again.
static bool is_unsure(const struct schema_writer *writer, const struct schema_gone *gone)
{
    const struct catalog_object *table =
        catalog_find(writer->arena, writer->schema->catalog, gone->table).object;
    return table && table->kind == CATALOG_ANYTHING;
}

static void add_gone(struct schema_writer *writer)
{
    for (const struct schema_gone *gone = writer->schema->gone; gone; gone = gone->before) {
        struct str object = gone_key(writer, gone);
        if (map_find(writer->objects, object) || is_unsure(writer, gone)
            || is_elsewhere(writer, gone->table))
            continue;
        schema_add_single(writer, &writer->gone, object);
        schema_remember(writer, object);
    }
}

// ---- what is known as a whole

static bool has_virtual_table(const struct catalog *catalog)
{
    struct map_walk walk = map_walk(catalog->relations);
    const struct catalog_object *object;
    while ((object = map_next(&walk)))
        if (object->kind == CATALOG_TABLE && object->table->is_virtual)
            return true;
    return false;
}

// SQLite's virtual tables make others that nobody wrote.
static void add_whole(struct schema_writer *writer)
{
    const struct catalog *catalog = writer->schema->catalog;
    if (!writer->schema->is_whole || !catalog->is_complete
        || (writer->engine == SQL_ENGINE_SQLITE && has_virtual_table(catalog)))
        return;
    schema_add_single(writer, &writer->whole,
                      schema_key(writer, "schema", (struct sql_name){ .name = catalog->schema }));
    struct map_walk walk = map_walk(catalog->schemas);
    const struct catalog_object *schema;
    while ((schema = map_next(&walk)))
        if (schema->kind == CATALOG_SCHEMA && !str_equal(schema->name.name, catalog->schema))
            schema_add_single(writer, &writer->whole,
                              schema_key(writer, "schema",
                                         (struct sql_name){ .name = schema->name.name }));
}

// ---- the query

static struct str values(const struct schema_rows *rows)
{
    return rows->count ? output_get(&rows->out) : STR("    (NULL)");
}

// For MySQL and MariaDB, whose VALUES differ.
static struct str json(struct arena *arena, const struct schema_rows *rows)
{
    return sql_mysql_literal(
        arena, arena_format(arena, "[\n%.*s\n]", STR_ARGS(output_get(&rows->out))));
}

static struct str query(const struct schema_writer *writer)
{
    struct output out = { .arena = writer->arena };
    const struct schema_rows *whole = &writer->whole, *gone = &writer->gone;
    struct str expected = writer->expected.count ? output_get(&writer->expected.out)
                                                 : STR("    ('', '', '{}')");
    switch (writer->engine) {
    case SQL_ENGINE_POSTGRESQL:
        sql_schema_postgresql(&out, expected, values(whole), values(gone));
        return output_get(&out);
    case SQL_ENGINE_SQLITE:
        sql_schema_sqlite(&out, expected, values(whole), values(gone));
        return output_get(&out);
    case SQL_ENGINE_MYSQL:
    case SQL_ENGINE_MARIADB:
        sql_schema_mysql(&out, json(writer->arena, &writer->expected), json(writer->arena, whole),
                         json(writer->arena, gone));
        return output_get(&out);
    case SQL_ENGINE_UNKNOWN: break;
    }
    return STR_NONE;
}

static struct str left_out(const struct schema_writer *writer)
{
    if (writer->engine != SQL_ENGINE_POSTGRESQL)
        return STR("not compared: expressions, CHECKs, what views and triggers do, collations, the"
                   " order of columns");
    return STR("not compared: expressions, bodies of views and routines, rights, comments,"
               " collations, storage, partitions, the order of columns");
}

static struct str compared(const struct schema_writer *writer)
{
    const struct predicted_schema *schema = writer->schema;
    if (schema->is_whole && schema->catalog->is_complete)
        return STR("compared: all that the store's schema says, and what the plan has made of it");
    if (schema->catalog->is_complete)
        return STR("compared: what the store's schema and the plan say is there, or gone; a step"
                   " that cannot be seen into may have made more");
    return STR("compared: what the plan itself has made, changed or taken away; the store says no"
               " schema");
}

struct schema_check schema_check_read(struct arena *arena, const struct predicted_schema *schema)
{
    const struct catalog *catalog = schema->catalog;
    struct schema_writer writer = {
        .arena = arena,
        .schema = schema,
        .engine = catalog->engine,
        .expected = { { .arena = arena }, 0 },
        .whole = { { .arena = arena }, 0 },
        .gone = { { .arena = arena }, 0 },
    };
    add_objects(&writer, catalog->schemas);
    add_objects(&writer, catalog->types);
    add_objects(&writer, catalog->relations);
    add_objects(&writer, catalog->routines);
    add_gone(&writer);
    add_whole(&writer);
    struct schema_check check = {
        .compared = compared(&writer),
        .left_out = left_out(&writer),
        .size = writer.expected.count + writer.gone.count + writer.whole.count,
    };
    if (check.size)
        check.sql = query(&writer);
    return check;
}
