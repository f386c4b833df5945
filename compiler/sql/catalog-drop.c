// Dropping tables, views, sequences, indexes and all that goes with them.
#include "sql/catalog-parts.h"

struct closure { // what goes: grows while it is walked
    ARRAY_OF(const struct catalog_object *) objects;
};

// The statement drops this one too.
static bool is_dropped_beside(const struct applier *applier, struct sql_name name)
{
    const struct sql_statement *statement = applier->ddl->statement;
    for (const struct ddl *ddl = statement ? statement->changes : NULL; ddl; ddl = ddl->next) {
        struct sql_name other = ddl->kind == DDL_DROP_TABLE ? ddl->table : ddl->object;
        if (ddl->kind == applier->ddl->kind
            && applier_same(applier, CATALOG_TABLE, other.name, name.name))
            return true;
    }
    return false;
}

static bool is_in(const struct applier *applier, const struct closure *closure,
                  struct sql_name name)
{
    for (size_t i = 0; i < closure->objects.count; i++)
        if (applier_same_name(applier, CATALOG_TABLE, closure->objects.items[i]->name, name))
            return true;
    return false;
}

static void add(struct applier *applier, struct closure *closure, struct sql_name name)
{
    const struct catalog_object *object = applier_find(applier, name).object;
    if (object && !is_in(applier, closure, name))
        array_add(applier->arena, &closure->objects, object);
}

// May what uses a dropped thing go, or lose what uses it?
static bool may_cascade(struct applier *applier, const struct catalog_use *use)
{
    if (applier->ddl->is_cascade || is_dropped_beside(applier, use->by))
        return true;
    return applier_refuse(applier, "'%.*s' is used by '%.*s'%s%.*s",
                          STR_ARGS(applier->ddl->column.data ? applier->ddl->column
                                   : sql_name_is_set(applier->ddl->object)
                                       ? applier->ddl->object.name
                                       : applier->ddl->table.name),
                          STR_ARGS(applier_say(applier, use->by)), use->name.length ? ", " : "",
                          STR_ARGS(use->name));
}

static bool drop_foreign_key(struct applier *applier, const struct catalog_use *use)
{
    const struct catalog_object *by = applier_find(applier, use->by).object;
    const struct catalog_constraint *constraint = NULL;
    if (is_sqlite(applier) || !by)
        return true; // it refers to nothing then
    if (!may_cascade(applier, use))
        return false;
    if (is_mysql(applier))
        return true;
    struct table_edit edit = applier_edit_table(applier, by);
    catalog_find_constraint(applier->arena, applier->catalog, edit.table, use->name, &constraint);
    if (constraint)
        constraint_remove(applier, edit, constraint);
    return true;
}

static bool drop_default(struct applier *applier, const struct catalog_use *use)
{
    if (!may_cascade(applier, use))
        return false;
    struct table_edit edit = applier_user(applier, use);
    struct catalog_column *column = edit.object ? column_edit(applier, edit, use->name) : NULL;
    if (!column)
        return applier->outcome != CATALOG_REFUSED;
    uses_of_column(applier, edit.object, column, false);
    column->definition.fallback = (struct sql_expression){ 0 };
    column->definition.is_serial = false;
    return true;
}

// What one use of a dropped relation leads to.
static bool follow(struct applier *applier, struct closure *closure, const struct catalog_use *use)
{
    if (is_in(applier, closure, use->by) && use->part != CATALOG_USE_DEFAULT)
        return true; // goes too
    switch (use->part) {
    case CATALOG_USE_CONSTRAINT: return drop_foreign_key(applier, use);
    case CATALOG_USE_DEFAULT:
        return is_in(applier, closure, use->by) || drop_default(applier, use);
    case CATALOG_USE_PARENT: {
        const struct catalog_object *child = applier_find(applier, use->by).object;
        if (!child->table->is_partition && !may_cascade(applier, use))
            return false;
        break;
    }
    case CATALOG_USE_WHOLE:
        if (use->kind == CATALOG_VIEW && !is_postgresql(applier))
            return true; // it looks again when it is asked
        if (use->kind == CATALOG_VIEW && !may_cascade(applier, use))
            return false;
        break;
    case CATALOG_USE_COLUMN:
    case CATALOG_USE_TRIGGER: return true;
    }
    add(applier, closure, use->by);
    return true;
}

static void remove_object(struct applier *applier, const struct catalog_object *object)
{
    if (!object)
        return; // another one of them took it along
    if (object->kind == CATALOG_TABLE) {
        struct map_walk indexes = map_walk(object->table->indexes);
        const struct catalog_index *index;
        while ((index = map_next(&indexes))) {
            struct sql_name name = { object->name.schema, index->definition.name.name };
            const struct catalog_object *there =
                is_mysql(applier) ? NULL : applier_find(applier, name).object;
            if (there && there->kind == CATALOG_INDEX)
                applier_remove(applier, there);
        }
    }
    struct map_walk triggers = map_walk(catalog_triggers_of(object));
    const struct catalog_trigger *trigger;
    while (!is_postgresql(applier) && (trigger = map_next(&triggers))) {
        struct catalog_object name = { .kind = CATALOG_TRIGGER,
                                       .name = { object->name.schema, trigger->name } };
        applier_remove(applier, &name);
    }
    applier_remove(applier, object);
}

bool object_drop(struct applier *applier, const struct catalog_object *object)
{
    struct closure closure = { 0 };
    array_add(applier->arena, &closure.objects, object);
    for (size_t i = 0; i < closure.objects.count; i++) {
        struct catalog_uses uses =
            uses_of_thing(applier, closure.objects.items[i]);
        for (size_t j = 0; j < uses.count; j++)
            if (!follow(applier, &closure, &uses.items[j]))
                return false;
    }
    // What they use is found by name, as long as all of it is there.
    for (size_t i = 0; i < closure.objects.count; i++) {
        const struct catalog_object *gone =
            applier_find(applier, closure.objects.items[i]->name).object;
        if (gone)
            uses_of_object(applier, gone, false);
    }
    for (size_t i = closure.objects.count; i-- > 0;)
        remove_object(applier, applier_find(applier, closure.objects.items[i]->name).object);
    return true;
}

// ---- DROP TABLE, VIEW, SEQUENCE

static const char *title_of(enum catalog_kind kind)
{
    return kind == CATALOG_VIEW ? "view" : kind == CATALOG_SEQUENCE ? "sequence" : "table";
}

static bool is_of_kind(const struct applier *applier, const struct catalog_object *object,
                       enum catalog_kind kind)
{
    return object->kind == kind
           && (kind != CATALOG_VIEW || !is_postgresql(applier)
               || object->view->definition.is_materialized == applier->ddl->is_materialized);
}

static bool is_of_identity(const struct catalog_object *object)
{
    return object->kind == CATALOG_SEQUENCE && object->sequence->is_of_identity;
}

// PostgreSQL drops what a statement names twice once.
static bool was_dropped_before(const struct applier *applier, struct sql_name name)
{
    const struct ddl *ddl = applier->ddl->statement ? applier->ddl->statement->changes : NULL;
    for (; is_postgresql(applier) && ddl && ddl != applier->ddl; ddl = ddl->next) {
        struct sql_name other = ddl->kind == DDL_DROP_TABLE ? ddl->table : ddl->object;
        struct str schema = name.schema.length ? name.schema : applier->catalog->schema;
        struct str its = other.schema.length ? other.schema : applier->catalog->schema;
        if (ddl->kind == applier->ddl->kind && str_equal(other.name, name.name)
            && str_equal(schema, its))
            return true;
    }
    return false;
}

bool apply_drop_relation(struct applier *applier, enum catalog_kind kind)
{
    const struct ddl *ddl = applier->ddl;
    struct sql_name name = kind == CATALOG_TABLE ? ddl->table : ddl->object;
    struct catalog_found found = applier_find(applier, name);
    struct str said = applier_say(applier, name);
    bool is_wrong = found.object && !is_of_kind(applier, found.object, kind);
    bool is_overlooked =
        is_mysql(applier) || (is_sqlite(applier) && found.object
                              && found.object->kind == CATALOG_INDEX);
    if (is_wrong && !(is_overlooked && ddl->is_conditional))
        return applier_refuse(applier, "'%.*s' is no %s", STR_ARGS(said), title_of(kind));
    if (found.presence == CATALOG_ABSENT || is_wrong)
        return ddl->is_conditional || was_dropped_before(applier, name)
               || applier_lacks_named(applier, title_of(kind), name);
    if (found.presence == CATALOG_MAYBE) {
        struct catalog_object gone = { .kind = kind,
                                       .name = applier_new_name(applier, name, false) };
        applier_remove(applier, &gone);
        return applier_doubt(applier,
                             "whether there is a %s '%.*s', and what uses it, is not known",
                             title_of(kind), STR_ARGS(said));
    }
    if (is_of_identity(found.object))
        return applier_refuse(applier, "'%.*s' belongs to an identity column", STR_ARGS(said));
    if (!applier->catalog->is_complete && !ddl->is_cascade && is_postgresql(applier))
        applier_doubt(applier, "what uses '%.*s' is not known", STR_ARGS(said));
    return object_drop(applier, found.object);
}
