// Columns: added, and their places.
#include "sql/catalog-parts.h"

#include "sql/types.h"

enum { POSITION_STEP_BITS = 32 };

static size_t columns_max(const struct applier *applier)
{
    switch (applier->catalog->engine) {
    case SQL_ENGINE_POSTGRESQL: return 1600;
    case SQL_ENGINE_SQLITE: return 2000;
    case SQL_ENGINE_MARIADB:
    case SQL_ENGINE_MYSQL: return 1017; // InnoDB's
    case SQL_ENGINE_UNKNOWN: break;
    }
    return 4096;
}

const struct catalog_column *column_find(const struct applier *applier,
                                         const struct catalog_table *table, struct str name)
{
    const struct catalog_column *column =
        map_find(table->columns, applier_fold(applier, CATALOG_ANYTHING, name));
    return column && !column->is_absent ? column : NULL;
}

void column_put(struct applier *applier, struct table_edit edit,
                const struct catalog_column *column)
{
    edit.table->columns =
        map_put(applier->arena, edit.table->columns,
                applier_fold(applier, CATALOG_ANYTHING, column->definition.name), column);
}

// A copy of the column that may be changed, in its place; NULL where the change is refused.
struct catalog_column *column_edit(struct applier *applier, struct table_edit edit,
                                   struct str name)
{
    const struct catalog_column *found = NULL;
    enum catalog_presence presence =
        catalog_find_column(applier->arena, applier->catalog, edit.table, name, &found);
    if (presence == CATALOG_ABSENT) {
        applier_lacks(applier, CATALOG_NO_COLUMN, edit.object->name, name);
        return NULL;
    }
    struct catalog_column *column = arena_new(applier->arena, struct catalog_column);
    if (presence == CATALOG_MAYBE) {
        applier_doubt(applier, "whether '%.*s' has a column '%.*s' is not known",
                      STR_ARGS(applier_say(applier, edit.object->name)), STR_ARGS(name));
        return column; // of which nothing is known: it is not put into the table
    }
    *column = *found;
    column->span = applier->ddl->span;
    column_put(applier, edit, column);
    return column;
}

// ---- places

// Columns in their order, with room between them again.
static void spread(struct applier *applier, struct table_edit edit)
{
    struct catalog_columns columns = catalog_columns_of(applier->arena, edit.table);
    for (size_t i = 0; i < columns.count; i++) {
        struct catalog_column *copy = arena_new(applier->arena, struct catalog_column);
        *copy = *columns.items[i];
        copy->position = (uint64_t)(i + 1) << POSITION_STEP_BITS;
        column_put(applier, edit, copy);
    }
    edit.table->last_position = (uint64_t)columns.count << POSITION_STEP_BITS;
}

static uint64_t last_place(struct table_edit edit)
{
    return edit.table->last_position += (uint64_t)1 << POSITION_STEP_BITS;
}

// The first position behind `position`; 0 where there is none.
static uint64_t position_behind(struct table_edit edit, uint64_t position)
{
    uint64_t next = 0;
    struct map_walk walk = map_walk(edit.table->columns);
    const struct catalog_column *column;
    while ((column = map_next(&walk)))
        if (!column->is_absent && column->position > position
            && (!next || column->position < next))
            next = column->position;
    return next;
}

static uint64_t place_for(struct applier *applier, struct table_edit edit,
                          const struct sql_column *definition)
{
    const struct catalog_column *after = NULL;
    if (definition->place == SQL_PLACE_AFTER)
        after = column_find(applier, edit.table, definition->after);
    if (definition->place == SQL_PLACE_LAST || (definition->place == SQL_PLACE_AFTER && !after))
        return last_place(edit);
    uint64_t low = after ? after->position : 0;
    uint64_t high = position_behind(edit, low);
    if (!high)
        return last_place(edit);
    if (high - low >= 2)
        return low + (high - low) / 2;
    spread(applier, edit);
    return place_for(applier, edit, definition);
}

static bool has_place(struct applier *applier, struct table_edit edit,
                      const struct sql_column *definition)
{
    const struct catalog_column *after = NULL;
    if (definition->place != SQL_PLACE_AFTER
        || catalog_find_column(applier->arena, applier->catalog, edit.table, definition->after,
                               &after) != CATALOG_ABSENT)
        return true;
    return applier_refuse(applier, "'%.*s' has no column '%.*s' to stand before this one",
                          STR_ARGS(applier_say(applier, edit.object->name)),
                          STR_ARGS(definition->after));
}

bool column_place(struct applier *applier, struct table_edit edit,
                  const struct sql_column *definition, uint64_t *position)
{
    if (!has_place(applier, edit, definition))
        return false;
    *position = place_for(applier, edit, definition);
    return true;
}

// ---- adding

static bool may_add(struct applier *applier, struct table_edit edit,
                    const struct sql_column *definition)
{
    const struct catalog_column *there = NULL;
    enum catalog_presence presence = catalog_find_column(
        applier->arena, applier->catalog, edit.table, definition->name, &there);
    if (presence == CATALOG_PRESENT)
        return applier_refuse(applier, "'%.*s' has a column '%.*s' already",
                              STR_ARGS(applier_say(applier, edit.object->name)),
                              STR_ARGS(definition->name));
    if (presence == CATALOG_MAYBE)
        applier_doubt(applier, "whether '%.*s' has a column '%.*s' already is not known",
                      STR_ARGS(applier_say(applier, edit.object->name)),
                      STR_ARGS(definition->name));
    if (map_count(edit.table->columns) >= columns_max(applier))
        return applier_refuse(applier, "a table has at most %zu columns", columns_max(applier));
    return true;
}

void column_forget_null(const struct applier *applier, struct sql_column *column)
{
    if (column->fallback.is_null && is_postgresql(applier) && !column->type.arguments.length)
        column->fallback = (struct sql_expression){ 0 };
}

// What the engine adds to a definition: a sequence and NOT NULL.
static bool complete(struct applier *applier, struct table_edit edit, struct sql_column *column)
{
    struct sql_name sequence = { STR_NONE, STR_NONE };
    if (is_mysql(applier))
        return mysql_complete_column(applier, edit.table, column);
    if (column->is_serial || column->identity != SQL_NO_IDENTITY)
        column->is_not_null = true;
    if (!is_postgresql(applier) || (!column->is_serial && column->identity == SQL_NO_IDENTITY))
        return true;
    if (!sequence_for_column(applier, edit, column, &sequence))
        return false;
    if (column->is_serial)
        column->fallback = (struct sql_expression){
            .text = sequence_next(applier, sequence),
            .span = column->span,
            .volatility = SQL_VOLATILE,
        };
    return true;
}

// Of a default, a sequence and an expression a column has one.
static bool may_combine(struct applier *applier, const struct sql_column *column)
{
    bool has_default = column->fallback.text.data != NULL;
    bool is_identity = column->identity != SQL_NO_IDENTITY;
    bool is_generated = column->generated != SQL_NOT_GENERATED;
    if (!is_postgresql(applier) || has_default + is_identity + is_generated + column->is_serial < 2)
        return true;
    return applier_refuse(applier, "column '%.*s' has two values where none is given",
                          STR_ARGS(column->name));
}

bool column_create(struct applier *applier, struct table_edit edit,
                   const struct sql_column *definition)
{
    if (!may_add(applier, edit, definition))
        return false;
    struct catalog_column *column = arena_new(applier->arena, struct catalog_column);
    column->definition = *definition;
    column->definition.next = NULL;
    column->span = definition->span;
    column->id = applier_new_id(applier);
    if (!type_resolve(applier, &column->definition.type)
        || !may_combine(applier, &column->definition)
        || !column_place(applier, edit, definition, &column->position))
        return false;
    column_put(applier, edit, column);
    column_forget_null(applier, &column->definition);
    if (!complete(applier, edit, &column->definition)
        || (is_mysql(applier) && !mysql_takes_expression(applier, edit, column)))
        return false;
    uses_of_column(applier, edit.object, column, true);
    return true;
}

// Columns of a parent are those of its children too.
static bool add_to_children(struct applier *applier, const struct catalog_object *parent,
                            struct sql_column definition)
{
    struct children children = children_of(applier, parent->name);
    definition.place = SQL_PLACE_LAST;
    for (struct table_edit child; (child = children_next(applier, &children)).object;) {
        const struct catalog_column *own = column_find(applier, child.table, definition.name);
        if (own && !sql_type_equal(applier->catalog->engine, &own->definition.type,
                                   &definition.type))
            return applier_refuse(applier, "'%.*s' is of another type in '%.*s'",
                                  STR_ARGS(definition.name),
                                  STR_ARGS(applier_say(applier, child.object->name)));
        if (own) { // they become one
            struct catalog_column *column = column_edit(applier, child, definition.name);
            column->is_own_too = !own->is_inherited || own->is_own_too;
            column->is_inherited = true;
            continue;
        }
        if (!column_create(applier, child, &definition))
            return false;
        struct catalog_column *column = column_edit(applier, child, definition.name);
        column->is_inherited = true;
        if (!add_to_children(applier, child.object, definition))
            return false;
    }
    return true;
}

static bool has_children(const struct applier *applier, struct table_edit edit)
{
    struct catalog_uses uses =
        uses_of(applier, USES_RELATION, edit.object->name);
    for (size_t i = 0; i < uses.count; i++)
        if (uses.items[i].part == CATALOG_USE_PARENT)
            return true;
    return false;
}

// Before 13 PostgreSQL finds the type and makes the sequence before it sees that the column is
// there.
static bool look_all_the_same(struct applier *applier, struct table_edit edit)
{
    struct sql_column column = *applier->ddl->definition;
    struct sql_name sequence;
    return type_resolve(applier, &column.type)
           && (!is_postgresql(applier)
               || (!column.is_serial && column.identity == SQL_NO_IDENTITY)
               || sequence_for_column(applier, edit, &column, &sequence));
}

bool apply_add_column(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    const struct sql_column *definition = ddl->definition;
    struct table_edit edit = applier_table(applier, ddl->table, ddl->is_table_conditional);
    if (!edit.object)
        return false;
    if (is_mysql(applier) && !mysql_takes_column(applier, definition))
        return false;
    if (ddl->is_conditional && column_find(applier, edit.table, definition->name)) {
        return applier->catalog->version >= 130000 || look_all_the_same(applier, edit);
    }
    if (ddl->is_only && has_children(applier, edit))
        return applier_refuse(applier, "the column is to be added to the children too");
    if (is_postgresql(applier) && definition->identity != SQL_NO_IDENTITY
        && has_children(applier, edit))
        return applier_refuse(applier, "an identity column is not added to children");
    if (edit.table->is_partition)
        return applier_refuse(applier, "a partition has the columns of its table");
    if (!column_create(applier, edit, definition)
        || (definition->expression.text.data
            && !expression_may_generate(applier, edit, &definition->expression)))
        return false;
    bool is_filled = definition->fallback.text.data && !definition->fallback.is_null;
    if (definition->is_not_null && !is_filled && !definition->is_serial && !is_mysql(applier)
        && definition->identity == SQL_NO_IDENTITY
        && definition->generated == SQL_NOT_GENERATED)
        applier->depends_on_rows = true;
    if (is_sqlite(applier) && definition->generated == SQL_GENERATED_STORED)
        applier->depends_on_rows = true;
    return add_to_children(applier, edit.object, *definition);
}
