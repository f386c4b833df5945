#include "model/moved.h"

#include "model/declared.h"
#include "model/needs.h"

static void add_key(struct index *key, const struct catalog_table *table)
{
    const struct catalog_constraint *primary = catalog_primary_key(table);
    if (primary)
        list_each(sql_key_part, part, primary->definition.columns)
            index_add(key, arena_lower(key->arena, part->column), part);
}

static bool has(const struct index *columns, struct str name)
{
    return index_find(columns, arena_lower(columns->arena, name)) != NULL;
}

static bool keeps_columns(struct arena *arena, const struct catalog_table *table,
                          const struct index *moved, const struct index *key)
{
    struct catalog_columns columns = catalog_columns_of(arena, table);
    for (size_t i = 0; i < columns.count; i++) {
        struct str name = columns.items[i]->definition.name;
        if (!has(moved, name) && !has(key, name))
            return true;
    }
    return false;
}

static struct moved_side read_side(struct arena *arena, const struct move *move, bool is_old,
                                   const struct catalog *schema)
{
    const struct object *end = is_old ? &move->from : &move->to;
    struct moved_side side = { .columns.arena = arena };
    struct index key = { .arena = arena };
    if (end->column.length > 0 || !move->columns.first)
        return side;
    const struct catalog_object *table =
        catalog_find_table(arena, schema, (struct sql_name){ end->schema, end->table });
    if (!table)
        return side;
    add_key(&key, table->table);
    list_each(column_pair, pair, move->columns) {
        struct str column = column_name(is_old ? &pair->from : &pair->to);
        if (!has(&key, column))
            index_add(&side.columns, arena_lower(arena, column), pair);
    }
    side.is_partial = keeps_columns(arena, table->table, &side.columns, &key);
    return side;
}

enum { LOOKS_MAX = 1000 * 1000 }; // of hostile plans, in which no flag is declared

static struct str find_undeclared(const struct plan *plan, const struct move *move,
                                  const struct moved *moved, struct str set_by_plan,
                                  unsigned *looks)
{
    list_each(app, app, plan->apps)
        list_each(version, version, app->versions)
            list_each(use, use, version->uses) {
                struct str name = use_undeclared_flag(use, set_by_plan);
                struct touch touch = { 0 };
                if (name.data && ++*looks < LOOKS_MAX)
                    touch = use_touches(use, move, moved);
                if (touch.is_old || touch.is_new)
                    return name;
            }
    return STR_NONE;
}

const struct moved *moved_read(struct arena *arena, const struct plan *plan,
                               const struct catalog *const *schemas)
{
    struct moved *all = arena_new_many(arena, struct moved, plan->move_count + 1);
    struct str set_by_plan = plan_find_undeclared_flag(plan);
    unsigned looks = 0;
    list_each(move, move, plan->moves) {
        const struct store *from = move->from.store, *to = move->to.store;
        struct moved *moved = &all[move->index];
        moved->from = read_side(arena, move, true, schemas[from ? from->index : plan->store_count]);
        moved->to = read_side(arena, move, false, schemas[to ? to->index : plan->store_count]);
        moved->undeclared = find_undeclared(plan, move, moved, set_by_plan, &looks);
    }
    return all;
}
