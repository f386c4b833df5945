#include "sql/catalog-lines.h"

#include "base/output.h"

struct liner {
    struct arena *arena;
    const struct catalog *catalog;
    struct catalog_lines lines;
    struct catalog_line *line; // that is being made
};

// ---- parts of a line

static void begin(struct liner *liner, const char *kind, struct span span)
{
    liner->line = arena_new(liner->arena, struct catalog_line);
    liner->line->kind = kind;
    liner->line->span = span;
    list_add(&liner->lines, liner->line);
}

static void path(struct liner *liner, struct str name)
{
    array_add(liner->arena, &liner->line->path, ((struct sql_name){ .name = name }));
}

static void say(struct liner *liner, const char *name, struct str value)
{
    struct catalog_property *property = arena_new(liner->arena, struct catalog_property);
    property->name = name;
    property->value = value;
    list_add(&liner->line->properties, property);
}

static void flag(struct liner *liner, const char *name, bool is_set)
{
    if (is_set)
        say(liner, name, STR_NONE);
}

static void value(struct liner *liner, const char *name, struct str value)
{
    if (value.length)
        say(liner, name, value);
}

static struct str canonical(const struct liner *liner, struct str text)
{
    return catalog_expression(liner->arena, liner->catalog->engine, text);
}

static void expression(struct liner *liner, const char *name,
                       const struct sql_expression *expression)
{
    if (expression->text.data)
        say(liner, name, canonical(liner, expression->text));
}

static struct str joined(const struct liner *liner, const struct sql_names *names)
{
    struct output out = { .arena = liner->arena };
    for (size_t i = 0; names && i < names->count; i++)
        output_format(&out, "%s%.*s%s%.*s", i ? "," : "", STR_ARGS(names->items[i].schema),
                      names->items[i].schema.length ? "." : "", STR_ARGS(names->items[i].name));
    return output_get(&out);
}

// MySQL's partitions have their bounds where others have schemas.
static struct str partitions(const struct liner *liner, const struct sql_names *names)
{
    struct output out = { .arena = liner->arena };
    for (size_t i = 0; names && i < names->count; i++)
        output_format(&out, "%s%.*s", i ? "," : "", STR_ARGS(names->items[i].name));
    return output_get(&out);
}

static struct str keys(const struct liner *liner, const struct sql_key_parts *parts)
{
    struct output out = { .arena = liner->arena };
    list_each(sql_key_part, part, *parts) {
        if (part != parts->first)
            output_char(&out, ',');
        if (part->column.data)
            output_str(&out, part->column);
        else
            output_format(&out, "(%.*s)", STR_ARGS(canonical(liner, part->expression.text)));
        if (part->length.length)
            output_format(&out, "(%.*s)", STR_ARGS(part->length));
        if (part->is_descending)
            output_format(&out, " desc");
    }
    return output_get(&out);
}

// ---- columns

static const char *identity_text(enum sql_identity identity)
{
    return identity == SQL_IDENTITY_ALWAYS ? "always" : "by default";
}

static void add_column(struct liner *liner, const struct catalog_object *table,
                       const struct catalog_column *column, size_t position)
{
    const struct sql_column *definition = &column->definition;
    begin(liner, "column", column->span);
    path(liner, table->name.schema);
    path(liner, table->name.name);
    path(liner, definition->name);
    say(liner, "position", arena_format(liner->arena, "%zu", position));
    say(liner, "type",
        catalog_type_text(liner->arena, liner->catalog->engine, &definition->type));
    say(liner, "null", definition->is_not_null ? STR("not null") : STR("null"));
    expression(liner, "default", &definition->fallback);
    expression(liner, "on update", &definition->on_update);
    if (definition->generated != SQL_NOT_GENERATED)
        expression(liner, definition->generated == SQL_GENERATED_STORED ? "stored" : "virtual",
                   &definition->expression);
    if (definition->identity != SQL_NO_IDENTITY)
        say(liner, "identity", str_of(identity_text(definition->identity)));
    flag(liner, "auto increment",
         definition->is_auto_increment && liner->catalog->engine != SQL_ENGINE_SQLITE);
    flag(liner, "invisible", definition->is_invisible);
    value(liner, "collate", definition->collation);
}

// ---- constraints

static const char *const constraint_kinds[] = {
    [SQL_CONSTRAINT_NONE] = "none",
    [SQL_CONSTRAINT_PRIMARY_KEY] = "primary key",
    [SQL_CONSTRAINT_UNIQUE] = "unique",
    [SQL_CONSTRAINT_FOREIGN_KEY] = "foreign key",
    [SQL_CONSTRAINT_CHECK] = "check",
    [SQL_CONSTRAINT_NOT_NULL] = "not null",
    [SQL_CONSTRAINT_EXCLUDE] = "exclude",
};

static const char *const actions[] = {
    [SQL_NO_ACTION] = "no action",   [SQL_RESTRICT] = "restrict",
    [SQL_CASCADE] = "cascade",       [SQL_SET_NULL] = "set null",
    [SQL_SET_TO_DEFAULT] = "set default",
};

static void add_reference(struct liner *liner, const struct sql_constraint_definition *definition)
{
    struct output out = { .arena = liner->arena };
    if (definition->other.schema.length)
        output_format(&out, "%.*s.", STR_ARGS(definition->other.schema));
    output_format(&out, "%.*s(%.*s)", STR_ARGS(definition->other.name),
                  STR_ARGS(keys(liner, &definition->other_columns)));
    say(liner, "references", output_get(&out));
    if (definition->on_delete != SQL_NO_ACTION)
        say(liner, "on delete", str_of(actions[definition->on_delete]));
    if (definition->on_update != SQL_NO_ACTION)
        say(liner, "on update", str_of(actions[definition->on_update]));
}

static void add_constraint(struct liner *liner, const struct catalog_object *table,
                           const struct catalog_constraint *constraint)
{
    const struct sql_constraint_definition *definition = &constraint->definition;
    begin(liner, "constraint", constraint->span);
    path(liner, table->name.schema);
    path(liner, table->name.name);
    path(liner, constraint->is_named_by_engine ? STR("") : definition->name);
    say(liner, "kind", str_of(constraint_kinds[definition->kind]));
    if (definition->kind != SQL_CONSTRAINT_CHECK)
        value(liner, "columns", keys(liner, &definition->columns));
    if (definition->kind == SQL_CONSTRAINT_FOREIGN_KEY)
        add_reference(liner, definition);
    if (definition->kind == SQL_CONSTRAINT_CHECK)
        expression(liner, "check", &definition->expression);
    flag(liner, "not valid", !constraint->is_valid);
    flag(liner, "deferrable", definition->is_deferrable);
    flag(liner, "deferred", definition->is_deferred);
    value(liner, "index", constraint->index);
}

// ---- indexes and triggers

static void add_index(struct liner *liner, const struct catalog_object *table,
                      const struct catalog_index *index)
{
    const struct sql_index *definition = &index->definition;
    begin(liner, "index", index->span);
    path(liner, table->name.schema);
    path(liner, table->name.name);
    path(liner, definition->name.name);
    flag(liner, "unique", definition->is_unique);
    flag(liner, "primary", index->is_primary);
    say(liner, "method", definition->method);
    say(liner, "parts", keys(liner, &definition->parts));
    value(liner, "include", keys(liner, &definition->include));
    expression(liner, "where", &definition->where);
    flag(liner, "invalid", !index->is_valid);
    flag(liner, "invisible", definition->is_invisible);
}

static void add_trigger(struct liner *liner, const struct catalog_object *owner,
                        const struct catalog_trigger *trigger)
{
    static const char *const timings[] = {
        [SQL_BEFORE] = "before", [SQL_AFTER] = "after", [SQL_INSTEAD_OF] = "instead of"
    };
    const struct sql_trigger *definition = &trigger->definition;
    begin(liner, "trigger", trigger->span);
    path(liner, owner->name.schema);
    path(liner, owner->name.name);
    path(liner, trigger->name);
    say(liner, "timing", str_of(timings[definition->timing]));
    struct output events = { .arena = liner->arena };
    output_format(&events, "%s%s%s%s", definition->on_insert ? " insert" : "",
                  definition->on_update ? " update" : "", definition->on_delete ? " delete" : "",
                  definition->on_truncate ? " truncate" : "");
    say(liner, "events", str_trim(output_get(&events)));
    say(liner, "for each", definition->is_for_each_row ? STR("row") : STR("statement"));
    value(liner, "of", joined(liner, definition->columns));
    struct sql_name routine = definition->routine;
    size_t arguments = str_find_char(routine.name, '(', 0);
    if (arguments != STR_NOT_FOUND)
        routine.name = str_slice(routine.name, 0, arguments);
    value(liner, "calls", sql_name_format(liner->arena, routine));
    flag(liner, "disabled", trigger->is_disabled);
}

static void add_comment(struct liner *liner, const char *kind, struct str schema,
                        struct str table, struct str name, struct str comment)
{
    if (!comment.length)
        return;
    begin(liner, "comment", (struct span){ 0 });
    path(liner, str_of(kind));
    path(liner, schema);
    if (table.data)
        path(liner, table);
    path(liner, name);
    say(liner, "text", comment);
}

static void add_triggers(struct liner *liner, const struct catalog_object *owner)
{
    struct map_walk walk = map_walk(catalog_triggers_of(owner));
    const struct catalog_trigger *trigger;
    while ((trigger = map_next(&walk)))
        add_trigger(liner, owner, trigger);
}

// ---- tables

static void add_table_line(struct liner *liner, const struct catalog_object *object)
{
    const struct catalog_table *table = object->table;
    begin(liner, "table", object->span);
    path(liner, object->name.schema);
    path(liner, object->name.name);
    flag(liner, "unlogged", table->is_unlogged);
    flag(liner, "without rowid", table->is_without_rowid);
    flag(liner, "strict", table->is_strict);
    flag(liner, "virtual", table->is_virtual);
    if (table->partition_method.length)
        say(liner, "partitioned",
            arena_format(liner->arena, "%.*s %.*s", STR_ARGS(table->partition_method),
                         STR_ARGS(canonical(liner, table->partition_key.text))));
    value(liner, "partitions", partitions(liner, table->partitions));
    value(liner, table->is_partition ? "partition of" : "inherits", joined(liner, table->parents));
    if (table->is_partition)
        expression(liner, "bound", &table->bound);
    const struct sql_option *engine = map_find(table->options, STR("engine"));
    if (engine && !str_equal_ignoring_case(engine->value, STR("InnoDB"))) // as without it
        value(liner, "engine", catalog_fold(liner->arena, SQL_ENGINE_SQLITE, CATALOG_TABLE,
                                            engine->value));
}

static void add_table(struct liner *liner, const struct catalog_object *object)
{
    const struct catalog_table *table = object->table;
    struct str schema = object->name.schema, name = object->name.name;
    add_table_line(liner, object);
    add_comment(liner, "table", schema, STR_NONE, name, object->comment);
    struct catalog_columns columns = catalog_columns_of(liner->arena, table);
    for (size_t i = 0; i < columns.count; i++) {
        const struct sql_column *definition = &columns.items[i]->definition;
        add_column(liner, object, columns.items[i], i + 1);
        if (definition->has_comment)
            add_comment(liner, "column", schema, name, definition->name, definition->comment);
    }
    struct map_walk constraints = map_walk(table->constraints);
    const struct catalog_constraint *constraint;
    while ((constraint = map_next(&constraints))) {
        add_constraint(liner, object, constraint);
        add_comment(liner, "constraint", schema, name, constraint->definition.name,
                    constraint->comment);
    }
    struct map_walk indexes = map_walk(table->indexes);
    const struct catalog_index *index;
    while ((index = map_next(&indexes)))
        add_index(liner, object, index);
    add_triggers(liner, object);
}

// ---- the others

static void add_view(struct liner *liner, const struct catalog_object *object)
{
    const struct catalog_view *view = object->view;
    begin(liner, "view", object->span);
    path(liner, object->name.schema);
    path(liner, object->name.name);
    flag(liner, "materialized", view->definition.is_materialized);
    value(liner, "columns", joined(liner, view->columns));
    value(liner, "reads", joined(liner, view->reads));
    add_comment(liner, "view", object->name.schema, STR_NONE, object->name.name, object->comment);
    add_triggers(liner, object);
}

static void add_sequence(struct liner *liner, const struct catalog_object *object)
{
    const struct sql_sequence *sequence = &object->sequence->definition;
    begin(liner, "sequence", object->span);
    path(liner, object->name.schema);
    path(liner, object->name.name);
    say(liner, "type", sequence->type);
    say(liner, "start", sequence->start);
    say(liner, "increment", sequence->increment);
    say(liner, "min", sequence->min);
    say(liner, "max", sequence->max);
    flag(liner, "cycle", sequence->is_cycle);
    if (sql_name_is_set(sequence->owner))
        say(liner, "owner",
            arena_format(liner->arena, "%.*s.%.*s", STR_ARGS(sequence->owner.name),
                         STR_ARGS(sequence->owner_column)));
    add_comment(liner, "sequence", object->name.schema, STR_NONE, object->name.name,
                object->comment);
}

static void add_routine(struct liner *liner, const struct catalog_object *object)
{
    const struct sql_routine *routine = object->routine;
    struct str name = str_slice(object->name.name, 0, str_find_char(object->name.name, '(', 0));
    begin(liner, "routine", object->span);
    path(liner, object->name.schema);
    path(liner, name);
    path(liner, arena_format(liner->arena, "(%.*s)", STR_ARGS(routine->arguments)));
    say(liner, "kind", routine->is_procedure   ? STR("procedure")
                       : routine->is_aggregate ? STR("aggregate")
                                               : STR("function"));
    value(liner, "returns", routine->returns);
    value(liner, "language", routine->language);
    add_comment(liner, "routine", object->name.schema, STR_NONE, name, object->comment);
}

static void add_domain(struct liner *liner, const struct catalog_object *object)
{
    const struct sql_column *definition = &object->domain->definition;
    begin(liner, "domain", object->span);
    path(liner, object->name.schema);
    path(liner, object->name.name);
    say(liner, "type",
        catalog_type_text(liner->arena, liner->catalog->engine, &definition->type));
    say(liner, "null", definition->is_not_null ? STR("not null") : STR("null"));
    expression(liner, "default", &definition->fallback);
    struct map_walk walk = map_walk(object->domain->constraints);
    const struct catalog_constraint *constraint;
    while ((constraint = map_next(&walk)))
        add_constraint(liner, object, constraint);
    add_comment(liner, "type", object->name.schema, STR_NONE, object->name.name, object->comment);
}

static void add_named(struct liner *liner, const char *kind, const struct catalog_object *object)
{
    begin(liner, kind, object->span);
    if (object->kind != CATALOG_SCHEMA)
        path(liner, object->name.schema);
    path(liner, object->name.name);
    if (object->kind == CATALOG_ENUM)
        say(liner, "labels", joined(liner, object->labels));
    add_comment(liner, object->kind == CATALOG_SCHEMA ? "schema" : "type",
                object->name.schema.data ? object->name.schema : STR(""), STR_NONE,
                object->name.name, object->comment);
}

struct catalog_lines catalog_lines_of(struct arena *arena, const struct catalog *catalog,
                                      const struct catalog_object *object)
{
    struct liner liner = { .arena = arena, .catalog = catalog };
    switch (object->kind) {
    case CATALOG_TABLE: add_table(&liner, object); break;
    case CATALOG_VIEW: add_view(&liner, object); break;
    case CATALOG_SEQUENCE: add_sequence(&liner, object); break;
    case CATALOG_ROUTINE: add_routine(&liner, object); break;
    case CATALOG_DOMAIN: add_domain(&liner, object); break;
    case CATALOG_ENUM: add_named(&liner, "enum", object); break;
    case CATALOG_TYPE: add_named(&liner, "type", object); break;
    case CATALOG_SCHEMA: add_named(&liner, "schema", object); break;
    case CATALOG_INDEX:
        add_comment(&liner, "index", object->name.schema, STR_NONE, object->name.name,
                    object->comment);
        break;
    case CATALOG_TRIGGER: // with their tables
    case CATALOG_NOTHING:
    case CATALOG_ANYTHING: break;
    }
    return liner.lines;
}

// ---- as text

static void put_escaped(struct output *out, struct str field)
{
    for (size_t i = 0; i < field.length; i++) {
        char c = field.data[i];
        if (c == '\t' || c == '\n' || c == '\\')
            output_char(out, '\\');
        output_char(out, c == '\t' ? 't' : c == '\n' ? 'n' : c);
    }
}

// What every line of a kind has stands there without its name.
static bool is_bare(const struct catalog_property *property)
{
    static const char *const names[] = { "position", "type", "null", "kind", "timing", "events",
                                         "for each", "text" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_equal(str_of(property->name), str_of(names[i])))
            return true;
    return false;
}

struct str catalog_line_text(struct arena *arena, const struct catalog_line *line)
{
    struct output out = { .arena = arena };
    output_format(&out, "%s", line->kind);
    for (size_t i = 0; i < line->path.count; i++) {
        output_char(&out, '\t');
        put_escaped(&out, line->path.items[i].name);
    }
    for (const struct catalog_property *property = line->properties.first; property;
         property = property->next) {
        output_char(&out, '\t');
        if (!is_bare(property))
            output_format(&out, "%s%s", property->name, property->value.data ? "=" : "");
        put_escaped(&out, property->value);
    }
    return output_get(&out);
}
