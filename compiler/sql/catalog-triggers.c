// Triggers and routines.
#include "sql/catalog-parts.h"

// ---- triggers of a table or view

struct place { // what has the triggers, to be changed
    struct catalog_object *object;
    struct map *triggers;
};

static struct place edit_place(struct applier *applier, const struct catalog_object *object)
{
    if (object->kind == CATALOG_TABLE) {
        struct table_edit edit = applier_edit_table(applier, object);
        return (struct place){ edit.object, &edit.table->triggers };
    }
    struct catalog_view *view = arena_new(applier->arena, struct catalog_view);
    struct catalog_object *copy = applier_edit(applier, object);
    *view = *object->view;
    copy->view = view;
    return (struct place){ copy, &view->triggers };
}

static struct str trigger_key(const struct applier *applier, struct str name)
{
    return applier_fold(applier, CATALOG_TRIGGER, name);
}

static void put_trigger(struct applier *applier, struct place place,
                        const struct catalog_trigger *trigger)
{
    *place.triggers = map_put(applier->arena, *place.triggers, trigger_key(applier, trigger->name),
                              trigger);
    uses_of_trigger(applier, place.object, trigger, true);
    if (is_postgresql(applier))
        return;
    struct catalog_object *object = arena_new(applier->arena, struct catalog_object);
    struct sql_name *owner = arena_new(applier->arena, struct sql_name);
    *owner = place.object->name;
    *object = (struct catalog_object){
        .kind = CATALOG_TRIGGER,
        .name = { owner->schema, trigger->name },
        .span = trigger->span,
        .owner = owner,
    };
    applier_put(applier, object);
}

static void remove_trigger(struct applier *applier, struct place place,
                           const struct catalog_trigger *trigger)
{
    *place.triggers =
        map_remove(applier->arena, *place.triggers, trigger_key(applier, trigger->name));
    uses_of_trigger(applier, place.object, trigger, false);
    struct catalog_object object = { .kind = CATALOG_TRIGGER,
                                     .name = { place.object->name.schema, trigger->name } };
    if (!is_postgresql(applier))
        applier_remove(applier, &object);
}

// ---- creating

static bool is_on_right_kind(struct applier *applier, const struct catalog_object *object)
{
    const struct sql_trigger *trigger = applier->ddl->trigger;
    bool is_view = object->kind == CATALOG_VIEW;
    bool is_instead = trigger->timing == SQL_INSTEAD_OF;
    struct str name = applier_say(applier, object->name);
    if (is_view && (is_mysql(applier) || (!is_instead && (is_sqlite(applier)
                                                          || trigger->is_for_each_row))))
        return applier_refuse(applier, "'%.*s' is a view", STR_ARGS(name));
    if (!is_view && is_instead)
        return applier_refuse(applier, "'%.*s' is no view", STR_ARGS(name));
    return true;
}

static bool has_columns(struct applier *applier, const struct catalog_object *object)
{
    const struct sql_names *columns = applier->ddl->trigger->columns;
    if (!is_postgresql(applier) || object->kind != CATALOG_TABLE)
        return true;
    for (size_t i = 0; columns && i < columns->count; i++) {
        const struct catalog_column *found = NULL;
        if (catalog_find_column(applier->arena, applier->catalog, object->table,
                                columns->items[i].name, &found)
            == CATALOG_ABSENT)
            return applier_lacks(applier, CATALOG_NO_COLUMN, object->name, columns->items[i].name);
    }
    return true;
}

static bool is_built_in(struct str function)
{
    return str_is(function, "suppress_redundant_updates_trigger")
           || str_is(function, "tsvector_update_trigger")
           || str_is(function, "tsvector_update_trigger_column");
}

static bool find_routine(struct applier *applier, struct sql_name *name)
{
    if (!sql_name_is_set(*name))
        return true;
    struct catalog_found found =
        catalog_find_routine(applier->arena, applier->catalog, *name, STR_NONE);
    if (found.presence == CATALOG_ABSENT && is_built_in(name->name))
        return true;
    if (found.presence == CATALOG_ABSENT)
        return applier_refuse(applier, "there is no function '%.*s'",
                              STR_ARGS(applier_say(applier, *name)));
    if (found.presence == CATALOG_MAYBE)
        applier_doubt(applier, "whether there is a function '%.*s' is not known",
                      STR_ARGS(applier_say(applier, *name)));
    if (found.object && !str_is(found.object->routine->returns, "trigger"))
        return applier_refuse(applier, "'%.*s' is no function for triggers",
                              STR_ARGS(applier_say(applier, *name)));
    if (found.object)
        *name = found.object->name;
    return true;
}

static bool is_trigger_free(struct applier *applier, struct place place, struct str name,
                            const struct catalog_trigger **there)
{
    const struct ddl *ddl = applier->ddl;
    *there = map_find(*place.triggers, trigger_key(applier, name));
    if (*there && ddl->trigger && ddl->trigger->is_replace)
        return true;
    struct sql_name full = { place.object->name.schema, name };
    bool is_taken =
        *there
        || (!is_postgresql(applier)
            && map_find(applier->catalog->triggers, applier_key(applier, CATALOG_TRIGGER, full)));
    if (!is_taken)
        return true;
    if (ddl->is_conditional)
        return false;
    return applier_refuse(applier, "there is a trigger '%.*s' already", STR_ARGS(name));
}

static const struct catalog_object *find_table(struct applier *applier, struct sql_name name)
{
    struct catalog_found found = applier_find(applier, name);
    if (found.presence == CATALOG_MAYBE)
        return applier_table(applier, name, false).object;
    if (found.presence == CATALOG_ABSENT
        || (found.object->kind != CATALOG_TABLE && found.object->kind != CATALOG_VIEW)) {
        applier_lacks_named(applier, "table", name);
        return NULL;
    }
    return found.object;
}

bool apply_create_trigger(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    const struct catalog_trigger *there = NULL;
    struct sql_name table = ddl->table;
    if (!table.schema.length && !is_postgresql(applier))
        table.schema = ddl->object.schema;
    const struct catalog_object *object = find_table(applier, table);
    if (!object)
        return false;
    struct place place = edit_place(applier, object);
    if (!is_trigger_free(applier, place, ddl->object.name, &there)
        || !is_on_right_kind(applier, object) || !has_columns(applier, object))
        return false;
    bool is_of_each_partition = object->kind == CATALOG_TABLE
                                && object->table->partition_method.data && is_postgresql(applier)
                                && ddl->trigger->timing == SQL_BEFORE
                                && ddl->trigger->is_for_each_row;
    if (is_of_each_partition && applier->catalog->version < 130000)
        return applier_refuse(applier, "partitions have no triggers before each row");
    struct catalog_trigger *trigger = arena_new(applier->arena, struct catalog_trigger);
    *trigger = (struct catalog_trigger){
        .name = ddl->object.name,
        .definition = *ddl->trigger,
        .made = ddl->statement,
        .span = ddl->span,
        .id = there ? there->id : applier_new_id(applier),
    };
    if (!find_routine(applier, &trigger->definition.routine))
        return false;
    if (there)
        remove_trigger(applier, place, there);
    put_trigger(applier, place, trigger);
    return true;
}

// ---- one that is there

// Which table or view has the trigger that the change names.
static const struct catalog_object *find_owner(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    if (sql_name_is_set(ddl->table))
        return find_table(applier, ddl->table);
    struct sql_name full = applier_new_name(applier, ddl->object, false);
    const struct catalog_object *trigger =
        map_find(applier->catalog->triggers, applier_key(applier, CATALOG_TRIGGER, full));
    if (trigger && trigger->kind == CATALOG_TRIGGER)
        return applier_find(applier, *trigger->owner).object;
    if (!applier->catalog->is_complete && !trigger)
        applier_doubt(applier, "whether there is a trigger '%.*s' is not known",
                      STR_ARGS(ddl->object.name));
    else if (!ddl->is_conditional)
        applier_refuse(applier, "there is no trigger '%.*s'", STR_ARGS(ddl->object.name));
    return NULL;
}

static const struct catalog_trigger *find_trigger(struct applier *applier, struct place *place)
{
    const struct ddl *ddl = applier->ddl;
    const struct catalog_object *owner = find_owner(applier);
    if (!owner)
        return NULL;
    *place = edit_place(applier, owner);
    const struct catalog_trigger *trigger =
        map_find(*place->triggers, trigger_key(applier, ddl->object.name));
    bool is_partial = owner->kind == CATALOG_TABLE && owner->table->is_partial;
    if (!trigger && is_partial)
        applier_doubt(applier, "whether there is a trigger '%.*s' is not known",
                      STR_ARGS(ddl->object.name));
    else if (!trigger && !ddl->is_conditional)
        applier_lacks(applier, CATALOG_NO_TRIGGER, owner->name, ddl->object.name);
    return trigger;
}

bool apply_drop_trigger(struct applier *applier)
{
    struct place place;
    // PostgreSQL's IF EXISTS is about the table as well.
    if (applier->ddl->is_conditional && sql_name_is_set(applier->ddl->table)
        && applier_find(applier, applier->ddl->table).presence == CATALOG_ABSENT)
        return true;
    const struct catalog_trigger *trigger = find_trigger(applier, &place);
    if (trigger)
        remove_trigger(applier, place, trigger);
    return applier->outcome != CATALOG_REFUSED;
}

bool apply_rename_trigger(struct applier *applier)
{
    struct place place;
    const struct catalog_trigger *there = NULL;
    const struct catalog_trigger *trigger = find_trigger(applier, &place);
    if (!trigger || !is_trigger_free(applier, place, applier->ddl->new_name.name, &there))
        return applier->outcome != CATALOG_REFUSED;
    struct catalog_trigger *copy = arena_new(applier->arena, struct catalog_trigger);
    *copy = *trigger;
    copy->name = applier->ddl->new_name.name;
    copy->made = NULL;
    copy->span = applier->ddl->span;
    remove_trigger(applier, place, trigger);
    put_trigger(applier, place, copy);
    return true;
}

bool apply_enable_trigger(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    struct place place;
    const struct catalog_object *owner = find_table(applier, ddl->table);
    if (!owner)
        return false;
    if (sql_name_is_set(ddl->object) && !find_trigger(applier, &place))
        return applier->outcome != CATALOG_REFUSED;
    place = edit_place(applier, applier_find(applier, owner->name).object);
    struct map_walk walk = map_walk(*place.triggers);
    const struct catalog_trigger *trigger;
    while ((trigger = map_next(&walk))) {
        if (sql_name_is_set(ddl->object)
            && !applier_same(applier, CATALOG_TRIGGER, trigger->name, ddl->object.name))
            continue;
        struct catalog_trigger *copy = arena_new(applier->arena, struct catalog_trigger);
        *copy = *trigger;
        copy->is_disabled = ddl->kind == DDL_DISABLE_TRIGGER;
        *place.triggers = map_put(applier->arena, *place.triggers,
                                  trigger_key(applier, trigger->name), copy);
    }
    return true;
}

// ---- routines: PostgreSQL tells them apart by their arguments, MySQL by their kind

static struct str arguments_of(const struct applier *applier, const struct sql_routine *routine)
{
    if (is_postgresql(applier) || !routine)
        return routine ? routine->arguments : STR_NONE;
    return routine->is_procedure ? STR("procedure") : STR("function");
}

static struct sql_name full_name(const struct applier *applier, struct sql_name name,
                                 const struct sql_routine *routine)
{
    name.name = arena_format(applier->arena, "%.*s(%.*s)", STR_ARGS(name.name),
                             STR_ARGS(arguments_of(applier, routine)));
    return name;
}

bool apply_create_routine(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    struct sql_name name = full_name(applier, ddl->object, ddl->routine);
    struct catalog_found found = catalog_find_routine(applier->arena, applier->catalog,
                                                      ddl->object,
                                                      arguments_of(applier, ddl->routine));
    const struct catalog_object *there =
        found.object && ddl->routine->is_replace ? found.object : NULL;
    if (there && is_postgresql(applier)
        && (!str_equal(there->routine->returns, ddl->routine->returns)
            || there->routine->is_procedure != ddl->routine->is_procedure))
        return applier_refuse(applier, "what '%.*s' returns cannot change",
                              STR_ARGS(ddl->object.name));
    if (there)
        name = there->name;
    else if (!applier_may_create(applier, CATALOG_ROUTINE, &name, false))
        return false;
    struct catalog_object *object = arena_new(applier->arena, struct catalog_object);
    *object = (struct catalog_object){
        .kind = CATALOG_ROUTINE,
        .name = name,
        .span = ddl->span,
        .id = there ? there->id : applier_new_id(applier),
        .made = ddl->statement,
        .comment = there ? there->comment : STR_NONE,
        .routine = ddl->routine,
    };
    applier_put(applier, object);
    return true;
}

// Where no arguments are said, the only one of its name.
static struct catalog_found find_named(struct applier *applier, bool *is_ambiguous)
{
    const struct ddl *ddl = applier->ddl;
    *is_ambiguous = false;
    if (!is_postgresql(applier) || (ddl->routine && ddl->routine->has_arguments))
        return catalog_find_routine(applier->arena, applier->catalog, ddl->object,
                                    arguments_of(applier, ddl->routine));
    struct sql_name name = applier_new_name(applier, ddl->object, false);
    name.name = arena_format(applier->arena, "%.*s(", STR_ARGS(name.name));
    struct str from = applier_key(applier, CATALOG_ROUTINE, name);
    struct map_walk walk = map_walk_from(applier->catalog->routines, from);
    const struct catalog_object *object = map_next(&walk);
    if (!object || !str_starts_with(walk.key, from))
        return (struct catalog_found){ .presence = applier->catalog->is_complete ? CATALOG_ABSENT
                                                                                 : CATALOG_MAYBE };
    *is_ambiguous = map_next(&walk) && str_starts_with(walk.key, from);
    return (struct catalog_found){ object->kind == CATALOG_ROUTINE ? CATALOG_PRESENT
                                                                   : CATALOG_MAYBE, object };
}

static bool drop_callers(struct applier *applier, const struct catalog_object *routine)
{
    struct catalog_uses uses = uses_of_thing(applier, routine);
    for (size_t i = 0; i < uses.count; i++) {
        if (!applier->ddl->is_cascade)
            return applier_refuse(applier, "'%.*s' is used by trigger '%.*s'",
                                  STR_ARGS(applier->ddl->object.name),
                                  STR_ARGS(uses.items[i].name));
        struct place place =
            edit_place(applier, applier_find(applier, uses.items[i].by).object);
        const struct catalog_trigger *trigger =
            map_find(*place.triggers, trigger_key(applier, uses.items[i].name));
        if (trigger)
            remove_trigger(applier, place, trigger);
    }
    return true;
}

bool apply_drop_routine(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    bool is_ambiguous;
    struct catalog_found found = find_named(applier, &is_ambiguous);
    if (is_ambiguous)
        return applier_refuse(applier, "there is more than one '%.*s'",
                              STR_ARGS(ddl->object.name));
    if (found.presence == CATALOG_MAYBE)
        return applier_doubt(applier, "whether there is a routine '%.*s' is not known",
                             STR_ARGS(ddl->object.name));
    if (found.presence == CATALOG_ABSENT)
        return ddl->is_conditional
               || applier_refuse(applier, "there is no routine '%.*s'",
                                 STR_ARGS(ddl->object.name));
    if (!drop_callers(applier, found.object))
        return false;
    applier_remove(applier, found.object);
    return true;
}

bool apply_rename_routine(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    bool is_ambiguous;
    struct catalog_found found = find_named(applier, &is_ambiguous);
    if (is_ambiguous || found.presence != CATALOG_PRESENT)
        return found.presence == CATALOG_MAYBE
                   ? applier_doubt(applier, "whether there is a routine '%.*s' is not known",
                                   STR_ARGS(ddl->object.name))
                   : applier_refuse(applier, "there is no one routine '%.*s'",
                                    STR_ARGS(ddl->object.name));
    struct sql_name name =
        full_name(applier, (struct sql_name){ found.object->name.schema, ddl->new_name.name },
                  found.object->routine);
    if (!applier_may_create(applier, CATALOG_ROUTINE, &name, false))
        return false;
    struct catalog_uses uses = uses_of_thing(applier, found.object);
    struct catalog_object *copy = arena_new(applier->arena, struct catalog_object);
    *copy = *found.object;
    copy->name = name;
    copy->made = NULL;
    copy->span = ddl->span;
    applier_remove(applier, found.object);
    applier_put(applier, copy);
    for (size_t i = 0; i < uses.count; i++) {
        struct place place =
            edit_place(applier, applier_find(applier, uses.items[i].by).object);
        const struct catalog_trigger *old =
            map_find(*place.triggers, trigger_key(applier, uses.items[i].name));
        struct catalog_trigger *trigger = arena_new(applier->arena, struct catalog_trigger);
        *trigger = *old;
        trigger->definition.routine = name;
        remove_trigger(applier, place, old);
        put_trigger(applier, place, trigger);
    }
    return true;
}
