// What went with a change, made again: by what both catalogs hold.
#include "sql/inverse-parts.h"

enum pass { PASS_KEYS, PASS_INDEXES, PASS_FOREIGN_KEYS, PASS_VIEWS, PASS_TRIGGERS, PASSES };

struct restorer {
    struct deriver *deriver;
    enum pass pass;
    bool is_whole; // nothing had to be refused
};

static void refuse(struct restorer *restorer, struct str name)
{
    REFUSE(restorer->deriver, WRITE_IT, "how '%.*s' was made is not known to belay",
           STR_ARGS(name));
    restorer->is_whole = false;
}

// The pass in which a constraint comes back; CHECKs stand with the keys.
static enum pass pass_of(const struct catalog_constraint *constraint)
{
    return constraint->definition.kind == SQL_CONSTRAINT_FOREIGN_KEY ? PASS_FOREIGN_KEYS
                                                                     : PASS_KEYS;
}

static void restore_constraints(struct restorer *restorer, struct str table,
                                const struct catalog_table *before,
                                const struct catalog_table *after)
{
    struct map_comparison comparison = map_compare(before->constraints, after->constraints);
    struct map_pair pair;
    while (map_next_pair(&comparison, &pair)) {
        const struct catalog_constraint *constraint = pair.before;
        if (!constraint || pair.after || pass_of(constraint) != restorer->pass
            || constraint->is_inherited)
            continue;
        inverse_put(restorer->deriver, "ALTER TABLE %.*s ADD %.*s", STR_ARGS(table),
                    STR_ARGS(constraint_text(restorer->deriver, constraint)));
    }
}

static void restore_indexes(struct restorer *restorer, struct str table,
                            const struct catalog_table *before, const struct catalog_table *after)
{
    struct deriver *deriver = restorer->deriver;
    struct map_comparison comparison = map_compare(before->indexes, after->indexes);
    struct map_pair pair;
    while (map_next_pair(&comparison, &pair)) {
        const struct catalog_index *index = pair.before;
        bool is_of_constraint = index && index->constraint.data && index->constraint.length
                                && (!in_mysql(deriver) || index->is_primary);
        if (!index || pair.after || is_of_constraint || index->parent.name.length)
            continue;
        inverse_put(deriver, "%.*s", STR_ARGS(index_text(deriver, table, index)));
    }
}

static void restore_triggers(struct restorer *restorer, struct map before, struct map after)
{
    struct map_comparison comparison = map_compare(before, after);
    struct map_pair pair;
    while (map_next_pair(&comparison, &pair)) {
        const struct catalog_trigger *trigger = pair.before;
        if (!trigger || pair.after)
            continue;
        if (!trigger->made)
            refuse(restorer, trigger->name);
        else
            inverse_put(restorer->deriver, "%.*s", STR_ARGS(statement_text(trigger->made)));
    }
}

static void restore_table(struct restorer *restorer, const struct catalog_object *before,
                          const struct catalog_object *after)
{
    struct str name = object_name(restorer->deriver, before);
    if (restorer->pass == PASS_KEYS || restorer->pass == PASS_FOREIGN_KEYS)
        restore_constraints(restorer, name, before->table, after->table);
    else if (restorer->pass == PASS_INDEXES)
        restore_indexes(restorer, name, before->table, after->table);
    else if (restorer->pass == PASS_TRIGGERS)
        restore_triggers(restorer, before->table->triggers, after->table->triggers);
}

static void restore_pair(struct restorer *restorer, const struct map_pair *pair)
{
    const struct catalog_object *before = pair->before, *after = pair->after;
    if (before && after && before->kind == CATALOG_TABLE && after->kind == CATALOG_TABLE)
        restore_table(restorer, before, after);
    else if (before && before->kind == CATALOG_VIEW && after && after->kind == CATALOG_VIEW
             && restorer->pass == PASS_TRIGGERS)
        restore_triggers(restorer, before->view->triggers, after->view->triggers);
}

// ---- views: those that others read come first

struct gone {
    ARRAY_OF(const struct catalog_object *) views;
    struct map by_name; // "schema.name": what is still to be made
};

static bool is_ready(const struct restorer *restorer, const struct gone *gone,
                     const struct catalog_object *view)
{
    const struct sql_names *reads = view->view->reads;
    for (size_t i = 0; reads && i < reads->count; i++)
        if (map_find(gone->by_name, sql_name_format(restorer->deriver->arena, reads->items[i])))
            return false;
    return true;
}

static void restore_views(struct restorer *restorer, struct gone *gone)
{
    struct deriver *deriver = restorer->deriver;
    enum { VIEWS_MAX = 200 }; // each is held against each
    if (gone->views.count > VIEWS_MAX) {
        refuse(restorer, gone->views.items[0]->name.name);
        return;
    }
    for (size_t done = 0, seen = 0; done < gone->views.count && seen < gone->views.count; seen++)
        for (size_t i = 0; i < gone->views.count; i++) {
            const struct catalog_object *view = gone->views.items[i];
            struct str key = sql_name_format(deriver->arena, view->name);
            if (!map_find(gone->by_name, key) || !is_ready(restorer, gone, view))
                continue;
            gone->by_name = map_remove(deriver->arena, gone->by_name, key);
            inverse_put(deriver, "%.*s", STR_ARGS(view_text(deriver, view, false)));
            restore_triggers(restorer, view->view->triggers, (struct map){ 0 });
            done++;
        }
}

static struct gone find_gone_views(const struct restorer *restorer)
{
    struct deriver *deriver = restorer->deriver;
    struct gone gone = { 0 };
    struct map_comparison comparison =
        map_compare(deriver->before->relations, deriver->after->relations);
    struct map_pair pair;
    while (map_next_pair(&comparison, &pair)) {
        const struct catalog_object *before = pair.before, *after = pair.after;
        bool is_gone = !after || after->kind == CATALOG_NOTHING;
        if (!before || before->kind != CATALOG_VIEW || !is_gone)
            continue;
        array_add(deriver->arena, &gone.views, before);
        gone.by_name = map_put(deriver->arena, gone.by_name,
                               sql_name_format(deriver->arena, before->name), before);
    }
    return gone;
}

bool restore_vanished(struct deriver *deriver)
{
    struct restorer restorer = { .deriver = deriver, .is_whole = true };
    for (int pass = 0; pass < PASSES; pass++) {
        restorer.pass = (enum pass)pass;
        if (pass == PASS_VIEWS) {
            struct gone gone = find_gone_views(&restorer);
            restore_views(&restorer, &gone);
            continue;
        }
        struct map_comparison comparison =
            map_compare(deriver->before->relations, deriver->after->relations);
        struct map_pair pair;
        while (map_next_pair(&comparison, &pair))
            restore_pair(&restorer, &pair);
    }
    return restorer.is_whole;
}
