// Who has written what a way back drops.

#include "model/loser.h"

#include "model/sides.h"
#include "model/world.h"

static bool writes_values(const struct need *need)
{
    return need->use->access != ACCESS_READ && need->use->access != ACCESS_DELETE;
}

// The table in another state, where it may have another name.
static const struct catalog_object *find_in(struct loser *loser, const struct catalog *catalog,
                                            const struct thing *thing)
{
    const struct catalog_object *object = catalog_find_table(loser->arena, catalog, thing->name);
    loser->cost++;
    if (object && object->id == thing->table_id)
        return object;
    struct map_walk relations = map_walk(catalog->relations);
    for (const struct catalog_object *other; (other = map_next(&relations)); loser->cost++)
        if (other->kind == CATALOG_TABLE && other->id == thing->table_id)
            return other;
    return NULL;
}

static struct str column_in(const struct catalog_object *object, const struct thing *thing)
{
    struct map_walk columns = map_walk(object->table->columns);
    for (const struct catalog_column *column; (column = map_next(&columns));)
        if (column->id == thing->column_id && !column->is_absent)
            return column->definition.name;
    return STR_NONE;
}

static bool is_end(const struct object *end, const struct store *store, struct sql_name table)
{
    return (!end->store || !store || end->store == store)
           && str_equal_ignoring_case(end->table, table.name);
}

static bool is_key(const struct catalog_table *table, const struct store *store,
                   struct sql_name name, struct str column)
{
    const struct catalog_constraint *key = catalog_primary_key(table);
    if (key)
        for (const struct sql_key_part *part = key->definition.columns.first; part;
             part = part->next)
            if (str_equal_ignoring_case(part->column, column))
                return true;
    if (store)
        list_each(table, stated, store->tables)
            if (str_equal_ignoring_case(column_name(&stated->name), name.name)
                && columns_have(&stated->key, column))
                return true;
    return false;
}

// Of a move between tables without pairs the columns with the same name are meant; a column that
// both tables have is taken for a copy in any case.
static bool has_same(struct loser *loser, const struct state *state, const struct object *other,
                     struct str column)
{
    const struct catalog *catalog =
        state_catalog(loser->model->world, state, other->store);
    const struct catalog_column *found;
    const struct catalog_object *object = catalog_find_table(
        loser->arena, catalog, (struct sql_name){ other->schema, other->table });
    return !object
           || catalog_find_column(loser->arena, catalog, object->table, column, &found)
                  != CATALOG_ABSENT;
}

static bool pair_has(const struct move *move, bool is_new, struct str column)
{
    list_each(column_pair, pair, move->columns)
        if (str_equal_ignoring_case(column_name(is_new ? &pair->to : &pair->from), column))
            return true;
    return false;
}

// The move says what the column holds; or it cannot be seen whether it does.
static bool move_carries(struct loser *loser, const struct state *state, const struct move *move,
                         bool is_new, const struct thing *thing, struct str column)
{
    const struct object *end = is_new ? &move->to : &move->from;
    if (end->column.length > 0)
        return str_equal_ignoring_case(end->column, column);
    return text_is_set(move->forward) || pair_has(move, is_new, column)
           || is_key(thing->table, thing->store, thing->name, column)
           || has_same(loser, state, is_new ? &move->from : &move->to, column);
}

static bool is_carried(struct loser *loser, const struct state *state, const struct thing *thing,
                       struct sql_name table, struct str column)
{
    list_each(move, move, loser->plan->moves)
        for (int is_new = 0; is_new < 2; is_new++, loser->cost++)
            if (is_end(is_new ? &move->to : &move->from, thing->store, table)
                && move_carries(loser, state, move, is_new, thing, column))
                return true;
    return false;
}

static bool names(struct loser *loser, const struct thing *thing, struct sql_name table)
{
    list_each(move, move, loser->plan->moves) {
        loser->cost++;
        if (is_end(&move->from, thing->store, table) || is_end(&move->to, thing->store, table))
            return true;
    }
    return false;
}

// What of the thing the need has written that is nowhere else: true, and the column, which is
// empty for whole rows.
static bool writes_alone(struct loser *loser, const struct state *state, const struct need *need,
                         const struct thing *thing, struct sql_name table, struct str *column)
{
    if (column->length > 0)
        return need_has(need, *column)
               && !is_carried(loser, state, thing, table, *column);
    if (!names(loser, thing, table))
        return true;
    for (unsigned i = 0; i < need->table->count; i++) {
        *column = column_name(&need->table->columns[i]);
        if (!is_carried(loser, state, thing, table, *column))
            return true;
    }
    *column = STR_NONE;
    return false;
}

// The version writes another table that its name makes a copy.
static bool writes_copy(struct loser *loser, const struct need *need, struct sql_name table)
{
    const struct need_list *all = world_needs(loser->model->world, need->version);
    for (size_t i = 0; i < all->count; i++, loser->cost++)
        if (writes_values(all->items[i]) && !sql_name_equal(all->items[i]->name, table)
            && tables_are_sides(loser->plan, all->items[i]->name, table))
            return true;
    return false;
}

static bool is_store_of(const struct loser *loser, const struct need *need,
                        const struct thing *thing)
{
    return need->store == thing->store && (need->store || !loser->plan->stores.first);
}

static const struct need *find_need(struct loser *loser, const struct state *state,
                                    const struct thing *thing, struct str *column)
{
    const struct catalog *catalog = state_catalog(loser->model->world, state, thing->store);
    const struct catalog_object *object = find_in(loser, catalog, thing);
    struct str now = object && thing->column.length ? column_in(object, thing) : STR_NONE;
    if (!object || (thing->column.length > 0 && now.length == 0))
        return NULL;
    const struct need_list *needs =
        needs_on(loser->arena, world_all_needs(loser->model->world), object->name.name);
    for (size_t i = 0; needs && i < needs->count; i++, loser->cost++) {
        const struct need *need = needs->items[i];
        *column = now;
        if (writes_values(need) && is_store_of(loser, need, thing)
            && sql_name_equal(need->name, object->name) && state_needs(state, need)
            && writes_alone(loser, state, need, thing, object->name, column))
            return need;
    }
    return NULL;
}

struct written find_written(struct loser *loser, const struct thing *thing)
{
    for (size_t i = 0; i < loser->states.count && loser->cost < LOSER_COST_MAX; i++) {
        const struct state *state = loser->states.items[i];
        struct str column = STR_NONE;
        const struct need *need = find_need(loser, state, thing, &column);
        if (need)
            return (struct written){
                .version = need->version,
                .since = state->event,
                .column = column,
                .is_copied = map_count(thing->table->triggers) > 0
                             || (thing->column.length == 0 && column.length == 0
                                 && writes_copy(loser, need, thing->name)),
            };
    }
    return (struct written){ 0 };
}

bool move_names(struct loser *loser, const struct thing *thing)
{
    return names(loser, thing, thing->name);
}
