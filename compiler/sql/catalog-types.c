// Types of columns: how they are written, and which changes an engine takes.
#include "sql/catalog-parts.h"

#include "base/output.h"
#include "sql/identifier.h"
#include "sql/types.h"

// ---- as text

struct str catalog_type_text(struct arena *arena, enum sql_engine engine,
                             const struct sql_type *type)
{
    struct output out = { .arena = arena };
    struct str name = type->name, rest = STR_NONE;
    if (engine == SQL_ENGINE_SQLITE)
        return name;
    size_t space = str_find_char(name, ' ', 0);
    bool is_time = str_starts_with(name, STR("time"));
    if (type->arguments.length && is_time && space != STR_NOT_FOUND) {
        rest = str_from(name, space); // timestamp(3) without time zone
        name = str_slice(name, 0, space);
    }
    bool is_own = engine == SQL_ENGINE_POSTGRESQL && !type_is_built_in(type->name)
                  && !str_starts_with(type->name, STR("\""));
    if (type->schema.length)
        output_format(&out, "%.*s.",
                      STR_ARGS(sql_identifier_quote(arena, engine, type->schema)));
    output_str(&out, is_own ? sql_identifier_quote(arena, engine, name) : name);
    if (type->arguments.length)
        output_format(&out, "(%.*s)", STR_ARGS(type->arguments));
    output_str(&out, rest);
    if (type->is_unsigned)
        output_format(&out, " unsigned");
    if (type->is_zerofill)
        output_format(&out, " zerofill");
    for (unsigned i = 0; i < type->dimensions && i < 1; i++)
        output_format(&out, "[]"); // PostgreSQL keeps no number of dimensions
    return output_get(&out);
}

// ---- PostgreSQL's casts

enum family {
    FAMILY_OTHER,
    FAMILY_NUMBER,
    FAMILY_TEXT,
    FAMILY_BOOLEAN,
    FAMILY_DATE,
    FAMILY_TIMESTAMP,
    FAMILY_TIME,
    FAMILY_INTERVAL,
    FAMILY_UUID,
    FAMILY_JSON,
    FAMILY_BYTES,
};

static const struct {
    const char *name;
    enum family family;
} families[] = {
    { "smallint", FAMILY_NUMBER }, { "integer", FAMILY_NUMBER }, { "bigint", FAMILY_NUMBER },
    { "numeric", FAMILY_NUMBER }, { "real", FAMILY_NUMBER }, { "double precision", FAMILY_NUMBER },
    { "text", FAMILY_TEXT }, { "character varying", FAMILY_TEXT }, { "character", FAMILY_TEXT },
    { "boolean", FAMILY_BOOLEAN }, { "date", FAMILY_DATE },
    { "timestamp without time zone", FAMILY_TIMESTAMP },
    { "timestamp with time zone", FAMILY_TIMESTAMP },
    { "time without time zone", FAMILY_TIME }, { "time with time zone", FAMILY_TIME },
    { "interval", FAMILY_INTERVAL }, { "uuid", FAMILY_UUID }, { "json", FAMILY_JSON },
    { "jsonb", FAMILY_JSON }, { "bytea", FAMILY_BYTES },
};

static enum family family_of(const struct sql_type *type)
{
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        if (!type->dimensions && str_is(type->name, families[i].name))
            return families[i].family;
    return FAMILY_OTHER;
}

static enum catalog_presence is_castable(const struct sql_type *from, const struct sql_type *to)
{
    enum family old = family_of(from), new = family_of(to);
    if (str_equal(from->name, to->name) && from->dimensions == to->dimensions)
        return CATALOG_PRESENT;
    if (new == FAMILY_TEXT)
        return CATALOG_PRESENT;
    if (old == FAMILY_OTHER || new == FAMILY_OTHER)
        return CATALOG_MAYBE;
    if (old == new)
        return CATALOG_PRESENT;
    bool is_moment = (old == FAMILY_DATE && new == FAMILY_TIMESTAMP)
                     || (old == FAMILY_TIMESTAMP && (new == FAMILY_DATE || new == FAMILY_TIME))
                     || (old == FAMILY_TIME && new == FAMILY_INTERVAL)
                     || (old == FAMILY_INTERVAL && new == FAMILY_TIME);
    return is_moment ? CATALOG_PRESENT : CATALOG_ABSENT;
}

// PostgreSQL casts a number by itself to one of the same rank or a higher one.
static unsigned rank_of(const struct sql_type *number)
{
    bool is_float = str_is(number->name, "real") || str_is(number->name, "double precision");
    return is_float ? 2 : str_is(number->name, "numeric");
}

enum catalog_presence types_compare(const struct applier *applier, const struct sql_type *from,
                                    const struct sql_type *to)
{
    if (!is_postgresql(applier))
        return sql_type_equal(applier->catalog->engine, from, to) ? CATALOG_PRESENT
                                                                  : CATALOG_MAYBE;
    enum family left = family_of(from), right = family_of(to);
    if (str_equal(from->name, to->name) && from->dimensions == to->dimensions)
        return CATALOG_PRESENT;
    if (left == FAMILY_OTHER || right == FAMILY_OTHER)
        return (from->dimensions > 0) != (to->dimensions > 0) ? CATALOG_ABSENT : CATALOG_MAYBE;
    bool are_moments = (left == FAMILY_DATE || left == FAMILY_TIMESTAMP)
                       && (right == FAMILY_DATE || right == FAMILY_TIMESTAMP);
    if (left == FAMILY_NUMBER && right == FAMILY_NUMBER)
        return rank_of(from) <= rank_of(to) ? CATALOG_PRESENT : CATALOG_ABSENT;
    return left == right || are_moments ? CATALOG_PRESENT : CATALOG_ABSENT;
}

// ---- what stands in the way

static bool refuse(struct applier *applier, const struct catalog_column *column, const char *by,
                   struct str name)
{
    return applier_refuse(applier, "the type of '%.*s' is used by %s '%.*s'",
                          STR_ARGS(column->definition.name), by, STR_ARGS(name));
}

static bool is_free_of_views(struct applier *applier, struct table_edit edit,
                             const struct catalog_column *column)
{
    struct catalog_uses uses =
        uses_of(applier, USES_RELATION, edit.object->name);
    for (size_t i = 0; i < uses.count; i++) {
        const struct catalog_object *by = applier_find(applier, uses.items[i].by).object;
        if (!by || by->kind != CATALOG_VIEW)
            continue;
        const struct catalog_reads *reads = by->view->reads_columns;
        for (size_t j = 0; reads && j < reads->count; j++)
            if (applier_same_name(applier, CATALOG_TABLE, reads->items[j].table,
                                  edit.object->name)
                && str_equal(reads->items[j].column, column->definition.name))
                return refuse(applier, column, "view", by->name.name);
    }
    return true;
}

static bool is_free_of_parts(struct applier *applier, struct table_edit edit,
                             const struct catalog_column *column)
{
    struct str name = column->definition.name;
    struct map_walk columns = map_walk(edit.table->columns);
    const struct catalog_column *other;
    while ((other = map_next(&columns)))
        if (other != column && expression_mentions(applier, &other->definition.expression, name))
            return refuse(applier, column, "column", other->definition.name);
    struct map_walk triggers = map_walk(edit.table->triggers);
    const struct catalog_trigger *trigger;
    while ((trigger = map_next(&triggers))) {
        const struct sql_names *of = trigger->definition.columns;
        for (size_t i = 0; of && i < of->count; i++)
            if (str_equal(of->items[i].name, name))
                return refuse(applier, column, "trigger", trigger->name);
        if (expression_mentions(applier, &trigger->definition.when, name))
            return refuse(applier, column, "trigger", trigger->name);
    }
    if (expression_mentions(applier, &edit.table->partition_key, name))
        return applier_refuse(applier, "'%.*s' is in the partition key", STR_ARGS(name));
    return true;
}

// Expressions over the column are read again with the new type.
static void doubt_expressions(struct applier *applier, struct table_edit edit,
                              const struct catalog_column *column, const struct sql_type *type)
{
    if (family_of(type) == family_of(&column->definition.type)
        && family_of(type) != FAMILY_OTHER)
        return;
    struct map_walk constraints = map_walk(edit.table->constraints);
    const struct catalog_constraint *constraint;
    while ((constraint = map_next(&constraints))) {
        const struct sql_constraint_definition *definition = &constraint->definition;
        if (expression_mentions(applier, &definition->expression, column->definition.name)
            || (definition->kind == SQL_CONSTRAINT_FOREIGN_KEY
                && parts_have(applier, &definition->columns, column->definition.name)))
            applier_doubt(applier, "whether '%.*s' takes the new type is not known",
                          STR_ARGS(definition->name));
    }
    struct map_walk indexes = map_walk(edit.table->indexes);
    const struct catalog_index *index;
    while ((index = map_next(&indexes)))
        if (parts_have(applier, &index->definition.parts, column->definition.name)
            || expression_mentions(applier, &index->definition.where, column->definition.name))
            applier_doubt(applier, "whether '%.*s' takes the new type is not known",
                          STR_ARGS(index->definition.name.name));
    struct catalog_uses uses =
        uses_of(applier, USES_RELATION, edit.object->name);
    for (size_t i = 0; i < uses.count; i++)
        if (uses.items[i].part == CATALOG_USE_CONSTRAINT)
            applier_doubt(applier, "whether foreign keys to '%.*s' take the new type is not known",
                          STR_ARGS(column->definition.name));
}

static bool may_cast(struct applier *applier, const struct catalog_column *column,
                     const struct sql_type *type)
{
    enum catalog_presence castable = is_castable(&column->definition.type, type);
    bool has_default = column->definition.fallback.text.data != NULL;
    bool has_using = applier->ddl->expression.text.data != NULL;
    if (castable == CATALOG_ABSENT && !has_using)
        return applier_refuse(applier, "'%.*s' does not become %.*s without USING",
                              STR_ARGS(column->definition.name), STR_ARGS(type->name));
    if (castable == CATALOG_ABSENT && has_default)
        return applier_refuse(applier, "the default of '%.*s' does not become %.*s",
                              STR_ARGS(column->definition.name), STR_ARGS(type->name));
    if (castable == CATALOG_MAYBE && (!has_using || has_default))
        applier_doubt(applier, "whether '%.*s' becomes %.*s without USING is not known",
                      STR_ARGS(column->definition.name), STR_ARGS(type->name));
    return true;
}

static bool set_in_children(struct applier *applier, struct table_edit edit, struct str name,
                            const struct sql_column *definition)
{
    struct children children = children_of(applier, edit.object->name);
    for (struct table_edit child; (child = children_next(applier, &children)).object;) {
        struct catalog_column *column = column_edit(applier, child, name);
        if (!column || !is_free_of_views(applier, child, column)
            || !is_free_of_parts(applier, child, column))
            return false;
        column->definition.type = definition->type;
        column->definition.collation = definition->collation;
        if (!set_in_children(applier, child, name, definition))
            return false;
    }
    return true;
}

bool apply_set_type(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    struct table_edit edit = applier_table(applier, ddl->table, ddl->is_table_conditional);
    if (!edit.object)
        return false;
    applier_work_on(applier, edit.table);
    struct catalog_column *column = column_edit(applier, edit, ddl->column);
    if (!column || !column->position)
        return column != NULL;
    const struct sql_type *type = &ddl->definition->type;
    if (column->is_inherited)
        return applier_refuse(applier, "'%.*s' is inherited", STR_ARGS(ddl->column));
    if (ddl->is_only && uses_by_children(applier, edit.object->name).count)
        return applier_refuse(applier, "'%.*s' is to be changed in the children too",
                              STR_ARGS(ddl->column));
    if (is_postgresql(applier)
        && (!is_free_of_views(applier, edit, column) || !is_free_of_parts(applier, edit, column)
            || !may_cast(applier, column, type)))
        return false;
    if (column->definition.identity != SQL_NO_IDENTITY && family_of(type) != FAMILY_NUMBER)
        return applier_refuse(applier, "an identity column is smallint, integer or bigint");
    if (is_postgresql(applier))
        doubt_expressions(applier, edit, column, type);
    applier->depends_on_rows |=
        sql_type_narrows(applier->catalog->engine, &column->definition.type, type);
    uses_of_column(applier, edit.object, column, false);
    column->definition.type = *type;
    if (!type_resolve(applier, &column->definition.type))
        return false;
    column->definition.collation = ddl->definition->collation;
    uses_of_column(applier, edit.object, column, true);
    if (column->definition.identity != SQL_NO_IDENTITY
        && !sequence_of_identity_change(
            applier, edit, column->definition.name,
            &(struct sql_sequence){ .type = column->definition.type.name }))
        return false;
    return set_in_children(applier, edit, ddl->column, ddl->definition);
}
