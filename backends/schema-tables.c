// What a table has, as facts.
#include "backends/schema-rows.h"

#include "sql/types.h"

// ---- columns

// Without the width that MySQL 8 forgets.
static struct str mysql_type_text(const struct schema_writer *writer, struct sql_type type)
{
    static const char *const names[] = { "tinyint", "smallint", "mediumint", "int", "bigint",
                                         "year" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_is(type.name, names[i]))
            type.arguments = STR_NONE;
    return catalog_type_text(writer->arena, writer->engine, &type);
}

// A type of one's own is known by its name: it may have come from an extension.
static struct str type_text(const struct schema_writer *writer, const struct sql_type *type)
{
    if (writer->engine == SQL_ENGINE_SQLITE)
        return catalog_fold(writer->arena, writer->engine, CATALOG_ANYTHING, type->name);
    if (schema_is_mysql(writer))
        return mysql_type_text(writer, *type);
    struct sql_type plain = *type;
    plain.schema = STR_NONE;
    if (!sql_type_is_builtin(writer->engine, type))
        plain.arguments = STR_NONE;
    return catalog_type_text(writer->arena, writer->engine, &plain);
}

static void add_default(struct schema_writer *writer, const struct sql_column *column)
{
    const struct sql_expression *fallback = &column->fallback;
    if (column->generated != SQL_NOT_GENERATED || column->identity != SQL_NO_IDENTITY
        || fallback->is_null)
        return;
    struct str value = fallback->text.data ? schema_default(writer->arena, writer->engine, column)
                                           : STR("no default");
    if (value.data)
        schema_fact(writer, "default", value);
    else
        schema_fact(writer, "has default", STR("yes"));
}

static void add_column(struct schema_writer *writer, const struct catalog_object *table,
                       const struct sql_column *column)
{
    static const char *const generated[] = { "no", "stored", "virtual" };
    static const char *const identities[] = { "no", "always", "by default" };
    schema_begin_facts(writer);
    if (column->type.name.length)
        schema_fact(writer, "type", type_text(writer, &column->type));
    schema_fact(writer, "nullability", column->is_not_null ? STR("not null") : STR("null"));
    add_default(writer, column);
    schema_fact(writer, "generated", str_of(generated[column->generated]));
    if (schema_is_mysql(writer))
        schema_fact_if(writer, "auto increment", column->is_auto_increment);
    if (writer->engine == SQL_ENGINE_POSTGRESQL)
        schema_fact(writer, "identity", str_of(identities[column->identity]));
    schema_end_facts(writer, schema_key(writer, "table", table->name),
                     schema_part_key(writer, "column", table->name, column->name));
}

// ---- constraints

static struct str joined(const struct schema_writer *writer, const struct sql_key_parts *parts,
                         bool is_index)
{
    struct output out = { .arena = writer->arena };
    list_each(sql_key_part, part, *parts) {
        output_str(&out, part == parts->first ? STR("") : STR(","));
        output_str(&out, part->column.data ? schema_name(writer, part->column) : STR("()"));
        if (is_index && part->is_descending)
            output_str(&out, STR(" desc"));
    }
    return output_get(&out);
}

// The columns of a CHECK, by their names.
static struct str sorted(const struct schema_writer *writer, const struct sql_names *columns)
{
    struct map set = { 0 };
    struct output out = { .arena = writer->arena };
    for (size_t i = 0; columns && i < columns->count; i++)
        set = map_put(writer->arena, set, columns->items[i].name, columns);
    struct map_walk walk = map_walk(set);
    while (map_next(&walk))
        output_format(&out, "%s%.*s", out.bytes.count ? "," : "", STR_ARGS(walk.key));
    return output_get(&out);
}

static struct str reference(const struct schema_writer *writer,
                            const struct sql_constraint_definition *definition)
{
    return arena_format(writer->arena, "%.*s (%.*s)",
                        STR_ARGS(schema_name(writer, definition->other.name)),
                        STR_ARGS(joined(writer, &definition->other_columns, false)));
}

static const char *constraint_kind(enum sql_constraint kind)
{
    switch (kind) {
    case SQL_CONSTRAINT_PRIMARY_KEY: return "primary key";
    case SQL_CONSTRAINT_UNIQUE: return "unique";
    case SQL_CONSTRAINT_FOREIGN_KEY: return "foreign key";
    case SQL_CONSTRAINT_CHECK: return "check";
    case SQL_CONSTRAINT_EXCLUDE: return "exclude";
    case SQL_CONSTRAINT_NONE:
    case SQL_CONSTRAINT_NOT_NULL: break;
    }
    return NULL;
}

// By what it holds: the engine chose its name, or it has none.
static struct str content_key(const struct schema_writer *writer, struct sql_name table,
                              const struct sql_constraint_definition *definition)
{
    struct arena *arena = writer->arena;
    const char *kind = constraint_kind(definition->kind);
    struct str start = schema_key(writer, arena_format(arena, "%s on", kind).data, table);
    if (definition->kind == SQL_CONSTRAINT_EXCLUDE)
        return start;
    struct str columns = definition->kind == SQL_CONSTRAINT_CHECK
                             ? sorted(writer, definition->expression.columns)
                             : joined(writer, &definition->columns, false);
    struct str text = arena_format(arena, "%.*s (%.*s)", STR_ARGS(start), STR_ARGS(columns));
    if (definition->kind != SQL_CONSTRAINT_FOREIGN_KEY)
        return text;
    return arena_format(arena, "%.*s to %.*s", STR_ARGS(text),
                        STR_ARGS(reference(writer, definition)));
}

static void add_constraint_facts(struct schema_writer *writer,
                                 const struct catalog_constraint *constraint)
{
    static const char *const actions[] = { "no action", "restrict", "cascade", "set null",
                                           "set default" };
    const struct sql_constraint_definition *definition = &constraint->definition;
    enum sql_constraint kind = definition->kind;
    bool is_postgresql = writer->engine == SQL_ENGINE_POSTGRESQL;
    schema_fact(writer, "kind", str_of(constraint_kind(kind)));
    if (kind != SQL_CONSTRAINT_CHECK && kind != SQL_CONSTRAINT_EXCLUDE)
        schema_fact(writer, "columns", joined(writer, &definition->columns, false));
    if (kind == SQL_CONSTRAINT_FOREIGN_KEY) {
        schema_fact(writer, "references", reference(writer, definition));
        schema_fact(writer, "on delete", str_of(actions[definition->on_delete]));
        schema_fact(writer, "on update", str_of(actions[definition->on_update]));
    }
    if (is_postgresql)
        schema_fact(writer, "validity", constraint->is_valid ? STR("valid") : STR("not valid"));
    if (is_postgresql)
        schema_fact(writer, "deferred", definition->is_deferred     ? STR("initially")
                                        : definition->is_deferrable ? STR("where asked for")
                                                                    : STR("no"));
}

// SQLite says nothing of a CHECK, nor of a key that has another one's index. MySQL's UNIQUE is
// its index, and the name of a CHECK may be a column's.
static bool is_told(const struct schema_writer *writer, const struct catalog_constraint *constraint)
{
    enum sql_constraint kind = constraint->definition.kind;
    if (!constraint_kind(kind))
        return false;
    if (schema_is_mysql(writer))
        return kind == SQL_CONSTRAINT_PRIMARY_KEY || kind == SQL_CONSTRAINT_FOREIGN_KEY;
    if (writer->engine != SQL_ENGINE_SQLITE)
        return true;
    return kind != SQL_CONSTRAINT_CHECK
           && (kind != SQL_CONSTRAINT_UNIQUE || constraint->index.length);
}

static void add_constraint(struct schema_writer *writer, const struct catalog_object *table,
                           const struct catalog_constraint *constraint)
{
    const struct sql_constraint_definition *definition = &constraint->definition;
    if (!is_told(writer, constraint))
        return;
    struct str object = schema_part_key(writer, "constraint", table->name, definition->name);
    schema_remember(writer, object);
    if (writer->engine == SQL_ENGINE_SQLITE || definition->is_name_chosen
        || (schema_is_mysql(writer) && definition->kind == SQL_CONSTRAINT_PRIMARY_KEY))
        object = content_key(writer, table->name, definition);
    schema_begin_facts(writer);
    add_constraint_facts(writer, constraint);
    schema_end_facts(writer, schema_key(writer, "table", table->name), object);
}

// ---- indexes, triggers

// The index of a key comes and goes with it.
static void add_index(struct schema_writer *writer, const struct catalog_object *table,
                      const struct catalog_index *index)
{
    const struct sql_index *definition = &index->definition;
    bool is_postgresql = writer->engine == SQL_ENGINE_POSTGRESQL;
    bool is_mysql = schema_is_mysql(writer);
    struct sql_name name = { table->name.schema, definition->name.name };
    struct str parts = joined(writer, &definition->parts, !is_mysql);
    struct str object = is_mysql ? schema_part_key(writer, "index", table->name, name.name)
                                 : schema_key(writer, "index", name);
    schema_remember(writer, object);
    if ((index->constraint.length && !is_mysql) || index->is_primary
        || str_starts_with(name.name, STR("sqlite_autoindex_")))
        return;
    if (definition->is_name_chosen || index->is_for_foreign_key)
        object = arena_format(writer->arena, "%.*s (%.*s)",
                              STR_ARGS(schema_key(writer, "index on", table->name)),
                              STR_ARGS(parts));
    schema_begin_facts(writer);
    schema_fact_if(writer, "unique", definition->is_unique);
    schema_fact(writer, "parts", parts);
    if (!is_mysql) {
        schema_fact(writer, "table", schema_name(writer, table->name.name));
        schema_fact_if(writer, "partial", definition->where.text.data != NULL);
    }
    if (is_postgresql) {
        schema_fact(writer, "method", definition->method);
        schema_fact(writer, "included", joined(writer, &definition->include, false));
    }
    if (is_postgresql && !table->table->partition_method.length)
        schema_fact(writer, "validity", index->is_valid ? STR("valid") : STR("not valid"));
    schema_end_facts(writer, schema_key(writer, "table", table->name), object);
}

static void add_trigger_facts(struct schema_writer *writer, const struct catalog_trigger *trigger)
{
    static const char *const timings[] = { "before", "after", "instead of" };
    const struct sql_trigger *definition = &trigger->definition;
    struct str events = arena_format(
        writer->arena, "%s%s%s%s", definition->on_insert ? " insert" : "",
        definition->on_update ? " update" : "", definition->on_delete ? " delete" : "",
        definition->on_truncate ? " truncate" : "");
    schema_fact(writer, "timing", str_of(timings[definition->timing]));
    schema_fact(writer, "events", str_trim(events));
    if (writer->engine != SQL_ENGINE_POSTGRESQL)
        return;
    schema_fact(writer, "for each", definition->is_for_each_row ? STR("row") : STR("statement"));
    struct str routine = definition->routine.name;
    size_t arguments = str_find_char(routine, '(', 0);
    schema_fact(writer, "calls",
                arguments == STR_NOT_FOUND ? routine : str_slice(routine, 0, arguments));
    schema_fact_if(writer, "enabled", !trigger->is_disabled);
}

void schema_add_triggers(struct schema_writer *writer, const struct catalog_object *owner)
{
    struct map_walk walk = map_walk(catalog_triggers_of(owner));
    const struct catalog_trigger *trigger;
    while ((trigger = map_next(&walk))) {
        schema_begin_facts(writer);
        if (writer->engine == SQL_ENGINE_SQLITE)
            schema_fact(writer, "table", schema_name(writer, owner->name.name));
        else
            add_trigger_facts(writer, trigger);
        const char *kind = owner->kind == CATALOG_VIEW ? "view" : "table";
        schema_end_facts(writer, schema_key(writer, kind, owner->name),
                         schema_trigger_key(writer, owner->name, trigger->name));
    }
}

// ---- tables

// What a partition has follows from its table, and may be made while the plan runs.
void schema_add_table(struct schema_writer *writer, const struct catalog_object *object)
{
    const struct catalog_table *table = object->table;
    schema_begin_facts(writer);
    schema_end_facts(writer, STR(""), schema_key(writer, "table", object->name));
    struct catalog_columns columns = catalog_columns_of(writer->arena, table);
    for (size_t i = 0; i < columns.count && !table->is_virtual; i++)
        add_column(writer, object, &columns.items[i]->definition);
    if (table->is_partition)
        return;
    struct map_walk constraints = map_walk(table->constraints);
    const struct catalog_constraint *constraint;
    while ((constraint = map_next(&constraints)))
        add_constraint(writer, object, constraint);
    struct map_walk indexes = map_walk(table->indexes);
    const struct catalog_index *index;
    while ((index = map_next(&indexes)))
        add_index(writer, object, index);
    schema_add_triggers(writer, object);
    if (writer->schema->is_whole && !table->is_partial && !table->is_virtual)
        schema_add_single(writer, &writer->whole, schema_key(writer, "table", object->name));
}
