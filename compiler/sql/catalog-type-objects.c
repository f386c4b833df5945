// Types with names: enums and their labels, domains, composite and other types.
#include "sql/catalog-parts.h"

static bool is_label_twice(struct applier *applier, const struct sql_names *labels)
{
    struct map seen = { 0 };
    for (size_t i = 0; labels && i < labels->count; i++) {
        if (map_find(seen, labels->items[i].name))
            return !applier_refuse(applier, "label '%.*s' stands in it twice",
                                   STR_ARGS(labels->items[i].name));
        seen = map_put(applier->arena, seen, labels->items[i].name, labels);
    }
    return false;
}

static struct catalog_domain *domain_of(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    struct catalog_domain *domain = arena_new(applier->arena, struct catalog_domain);
    unsigned number = 0;
    domain->definition = *ddl->definition;
    if (!ddl->domain)
        return domain;
    list_each(sql_constraint_definition, definition, *ddl->domain) {
        struct catalog_constraint *constraint =
            arena_new(applier->arena, struct catalog_constraint);
        *constraint = (struct catalog_constraint){
            .definition = *definition, .span = definition->span, .is_valid = true
        };
        struct str *name = &constraint->definition.name;
        if (!name->length)
            *name = number++ ? arena_format(applier->arena, "%.*s_check%u",
                                            STR_ARGS(ddl->object.name), number - 1)
                             : arena_format(applier->arena, "%.*s_check",
                                            STR_ARGS(ddl->object.name));
        domain->constraints = map_put(applier->arena, domain->constraints, *name, constraint);
    }
    return domain;
}

bool apply_create_type(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    enum catalog_kind kind = ddl->kind == DDL_CREATE_ENUM     ? CATALOG_ENUM
                             : ddl->kind == DDL_CREATE_DOMAIN ? CATALOG_DOMAIN
                                                              : CATALOG_TYPE;
    struct sql_name name = ddl->object;
    if (!applier_may_create(applier, kind, &name, false) || is_label_twice(applier, ddl->labels))
        return false;
    struct catalog_domain *domain = kind == CATALOG_DOMAIN ? domain_of(applier) : NULL;
    if (domain && !type_resolve(applier, &domain->definition.type))
        return false;
    struct catalog_object *object = arena_new(applier->arena, struct catalog_object);
    *object = (struct catalog_object){ .kind = kind,
                                       .name = name,
                                       .span = ddl->span,
                                       .id = applier_new_id(applier),
                                       .made = ddl->statement };
    if (kind == CATALOG_ENUM)
        object->labels = ddl->labels;
    if (kind == CATALOG_DOMAIN)
        object->domain = domain;
    applier_put(applier, object);
    uses_of_object(applier, object, true);
    return true;
}

// The type of the change, to be changed; NULL where there is none.
static struct catalog_object *edit_type(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    struct catalog_found found = catalog_find_type(applier->arena, applier->catalog, ddl->object);
    if (found.presence == CATALOG_PRESENT) {
        struct catalog_object *object = applier_edit(applier, found.object);
        object->made = NULL;
        return object;
    }
    if (found.presence == CATALOG_MAYBE)
        applier_doubt(applier, "whether there is a type '%.*s' is not known",
                      STR_ARGS(ddl->object.name));
    else
        applier_refuse(applier, "there is no type '%.*s'", STR_ARGS(ddl->object.name));
    return NULL;
}

static size_t place_of(const struct sql_names *labels, struct str label)
{
    for (size_t i = 0; labels && i < labels->count; i++)
        if (str_equal(labels->items[i].name, label))
            return i;
    return STR_NOT_FOUND;
}

static bool rename_label(struct applier *applier, struct sql_names *labels)
{
    const struct ddl *ddl = applier->ddl;
    size_t at = place_of(labels, ddl->column);
    if (at == STR_NOT_FOUND)
        return applier_refuse(applier, "there is no label '%.*s'", STR_ARGS(ddl->column));
    if (place_of(labels, ddl->new_name.name) != STR_NOT_FOUND)
        return applier_refuse(applier, "there is a label '%.*s' already",
                              STR_ARGS(ddl->new_name.name));
    labels->items[at].name = ddl->new_name.name;
    return true;
}

static bool add_label(struct applier *applier, const struct sql_names *old,
                      struct sql_names *labels)
{
    const struct ddl *ddl = applier->ddl;
    struct sql_name label = ddl->labels->items[0];
    if (place_of(old, label.name) != STR_NOT_FOUND)
        return ddl->is_conditional
               || applier_refuse(applier, "there is a label '%.*s' already",
                                 STR_ARGS(label.name));
    size_t beside = place_of(old, ddl->beside);
    if (ddl->beside.data && beside == STR_NOT_FOUND)
        return applier_refuse(applier, "there is no label '%.*s'", STR_ARGS(ddl->beside));
    size_t at = ddl->beside.data ? beside + !ddl->is_before : labels->count;
    array_add(applier->arena, labels, label);
    for (size_t i = labels->count - 1; i > at; i--)
        labels->items[i] = labels->items[i - 1];
    labels->items[at] = label;
    return true;
}

bool apply_label(struct applier *applier)
{
    struct catalog_object *object = edit_type(applier);
    if (!object)
        return applier->outcome != CATALOG_REFUSED;
    if (object->kind != CATALOG_ENUM)
        return applier_refuse(applier, "'%.*s' is no enum", STR_ARGS(object->name.name));
    struct sql_names *labels = arena_new(applier->arena, struct sql_names);
    const struct sql_names *old = object->labels;
    for (size_t i = 0; old && i < old->count; i++)
        array_add(applier->arena, labels, old->items[i]);
    object->labels = labels;
    return applier->ddl->kind == DDL_RENAME_LABEL ? rename_label(applier, labels)
                                                  : add_label(applier, old, labels);
}

static bool change_constraint(struct applier *applier, struct catalog_domain *domain)
{
    const struct ddl *ddl = applier->ddl;
    struct catalog_constraint *constraint = arena_new(applier->arena, struct catalog_constraint);
    const struct catalog_constraint *there = map_find(domain->constraints, ddl->object.name);
    if (str_is(ddl->option->name, "add constraint") && ddl->constraint) {
        *constraint = (struct catalog_constraint){
            .definition = *ddl->constraint,
            .span = ddl->span,
            .is_valid = !ddl->constraint->is_not_valid,
        };
        struct str *name = &constraint->definition.name;
        for (unsigned i = 0; !name->length || (i > 0 && map_find(domain->constraints, *name)); i++)
            *name = arena_format(applier->arena, i ? "%.*s_check%u" : "%.*s_check",
                                 STR_ARGS(ddl->object.name), i);
        if (map_find(domain->constraints, *name))
            return applier_refuse(applier, "there is a constraint '%.*s' already",
                                  STR_ARGS(*name));
        domain->constraints = map_put(applier->arena, domain->constraints, *name, constraint);
        applier->depends_on_rows = constraint->is_valid;
        return true;
    }
    there = map_find(domain->constraints, ddl->option->value);
    if (!there)
        return ddl->is_conditional
               || applier_refuse(applier, "there is no constraint '%.*s'",
                                 STR_ARGS(ddl->option->value));
    domain->constraints =
        map_remove(applier->arena, domain->constraints, there->definition.name);
    if (str_is(ddl->option->name, "drop constraint"))
        return true;
    *constraint = *there;
    constraint->is_valid = true;
    if (str_is(ddl->option->name, "rename constraint"))
        constraint->definition.name = ddl->new_name.name;
    domain->constraints = map_put(applier->arena, domain->constraints,
                                  constraint->definition.name, constraint);
    return true;
}

bool apply_alter_domain(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    struct catalog_object *object = edit_type(applier);
    if (!object)
        return applier->outcome != CATALOG_REFUSED;
    if (object->kind != CATALOG_DOMAIN)
        return applier_refuse(applier, "'%.*s' is no domain", STR_ARGS(object->name.name));
    struct catalog_domain *domain = arena_new(applier->arena, struct catalog_domain);
    *domain = *object->domain;
    object->domain = domain;
    if (!ddl->option)
        return applier_doubt(applier, "what changes of the domain is not known");
    if (str_is(ddl->option->name, "set default"))
        domain->definition.fallback = ddl->expression;
    else if (str_is(ddl->option->name, "drop default"))
        domain->definition.fallback = (struct sql_expression){ 0 };
    else if (str_is(ddl->option->name, "set not null"))
        domain->definition.is_not_null = applier->depends_on_rows = true;
    else if (str_is(ddl->option->name, "drop not null"))
        domain->definition.is_not_null = false;
    else
        return change_constraint(applier, domain);
    return true;
}

// ---- dropping and renaming

static bool drop_user(struct applier *applier, const struct catalog_use *use)
{
    if (!applier->ddl->is_cascade)
        return applier_refuse(applier, "'%.*s' is used by '%.*s'",
                              STR_ARGS(applier->ddl->object.name),
                              STR_ARGS(applier_say(applier, use->by)));
    if (use->part != CATALOG_USE_COLUMN) {
        struct catalog_found found =
            catalog_find_type(applier->arena, applier->catalog, use->by);
        if (found.object)
            applier_remove(applier, found.object);
        return true;
    }
    struct table_edit edit = applier_user(applier, use);
    const struct catalog_column *column =
        edit.object ? column_find(applier, edit.table, use->name) : NULL;
    return !column || column_drop(applier, edit, column);
}

static bool is_of_said_kind(struct applier *applier, const struct catalog_object *object)
{
    const struct sql_option *option = applier->ddl->option;
    bool is_domain = option && str_is(option->name, "domain");
    return !is_domain || object->kind == CATALOG_DOMAIN
           || applier_refuse(applier, "'%.*s' is no domain", STR_ARGS(object->name.name));
}

bool apply_drop_type(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    struct catalog_found found = catalog_find_type(applier->arena, applier->catalog, ddl->object);
    if (found.presence == CATALOG_ABSENT)
        return ddl->is_conditional
               || applier_refuse(applier, "there is no type '%.*s'", STR_ARGS(ddl->object.name));
    if (found.presence == CATALOG_MAYBE)
        return applier_doubt(applier, "whether there is a type '%.*s' is not known",
                             STR_ARGS(ddl->object.name));
    if (!is_of_said_kind(applier, found.object))
        return false;
    struct catalog_uses uses = uses_of_thing(applier, found.object);
    for (size_t i = 0; i < uses.count; i++)
        if (!drop_user(applier, &uses.items[i]))
            return false;
    uses_of_object(applier, found.object, false);
    applier_remove(applier, found.object);
    return true;
}

bool apply_rename_type(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    struct catalog_found found = catalog_find_type(applier->arena, applier->catalog, ddl->object);
    if (found.presence != CATALOG_PRESENT)
        return found.presence == CATALOG_MAYBE
                   ? applier_doubt(applier, "whether there is a type '%.*s' is not known",
                                   STR_ARGS(ddl->object.name))
                   : applier_refuse(applier, "there is no type '%.*s'",
                                    STR_ARGS(ddl->object.name));
    struct sql_name name = { found.object->name.schema, ddl->new_name.name };
    if (!is_of_said_kind(applier, found.object))
        return false;
    if (!applier_may_create(applier, found.object->kind, &name, false))
        return false;
    struct catalog_uses uses = uses_of_thing(applier, found.object);
    struct catalog_object *copy = arena_new(applier->arena, struct catalog_object);
    *copy = *found.object;
    copy->name = name;
    copy->made = NULL;
    copy->span = ddl->span;
    uses_of_object(applier, found.object, false);
    for (size_t i = 0; i < uses.count; i++)
        uses_remove(applier, USES_TYPE, found.object->name, uses.items[i]);
    applier_remove(applier, found.object);
    applier_put(applier, copy);
    uses_of_object(applier, copy, true);
    for (size_t i = 0; i < uses.count; i++) {
        uses_add(applier, USES_TYPE, name, uses.items[i]);
        if (uses.items[i].part != CATALOG_USE_COLUMN)
            continue;
        struct table_edit edit = applier_user(applier, &uses.items[i]);
        struct catalog_column *column =
            edit.object ? column_edit(applier, edit, uses.items[i].name) : NULL;
        if (column)
            column->definition.type.name = name.name;
    }
    return true;
}
