#include "model/reach.h"

#include "base/index.h"
#include "model/compare.h"

enum { COST_MAX = 10 * 1000 * 1000 }; // past it nothing more is looked up

struct reach {
    struct arena *arena;
    const struct plan *plan;
    const struct moved *moved;       // by move->index
    struct index tables;             // by the name of a table in small letters: struct move_list
    struct move_users *users;        // by move->index
    struct move_list all;
    struct move_list **of_app;       // by version->index: those of all versions of its application
    struct move_list *of_flag;       // by flag->index
    const struct move_list **events; // by event->index; NULL: not asked for yet
    const struct shown **shown;      // by event->index; NULL: not asked for yet
    const void **mark;               // by move->index: for whom the move was found last
    size_t cost;
};

// ---- tables

static void add_end(struct reach *reach, const struct move *move, struct str table)
{
    struct str key = arena_lower(reach->arena, table);
    struct move_list *list = index_find(&reach->tables, key);
    if (!list) {
        list = arena_new(reach->arena, struct move_list);
        index_add(&reach->tables, key, list);
    }
    if (list->count == 0 || list->items[list->count - 1] != move)
        array_add(reach->arena, list, move);
}

// Adds the move where it was not added for the same asker before.
static void add_once(struct reach *reach, struct move_list *list, const struct move *move,
                     const void *asker)
{
    reach->cost++;
    if (reach->mark[move->index] == asker)
        return;
    reach->mark[move->index] = asker;
    array_add(reach->arena, list, move);
}

static void add_table(struct reach *reach, struct move_list *list, struct str table,
                      const void *asker)
{
    const struct move_list *found = index_find(&reach->tables, arena_lower(reach->arena, table));
    for (size_t i = 0; found && i < found->count; i++)
        add_once(reach, list, found->items[i], asker);
}

// ---- versions

static void add_user(struct reach *reach, const struct move *move, const struct version *version,
                     const struct move_use *use)
{
    struct move_users *users = &reach->users[move->index];
    if (users->count == 0 || users->items[users->count - 1].version != version)
        array_add(reach->arena, users, (struct move_user){ .version = version });
    array_add(reach->arena, &users->items[users->count - 1].uses, *use);
}

static void read_use(struct reach *reach, const struct version *version, const struct use *use,
                     struct move_list *of_app)
{
    struct move_list named = { 0 };
    for (const struct column_list *used = use->tables; used; used = used->next)
        if (used->table.count > 0)
            add_table(reach, &named, used->table.parts[used->table.count - 1], use);
    for (size_t i = 0; i < named.count && reach->cost < COST_MAX; i++) {
        const struct move *move = named.items[i];
        struct move_use found = { use, use_touches(use, move, &reach->moved[move->index]) };
        for (const struct column_list *used = use->tables; used; used = used->next)
            reach->cost += used->count;
        if (!found.touch.is_old && !found.touch.is_new)
            continue;
        add_user(reach, move, version, &found);
        array_add(reach->arena, of_app, move);
        if (use->flag)
            array_add(reach->arena, &reach->of_flag[use->flag->index], move);
    }
}

// Each once, in the order in which they were found.
static void make_unique(struct reach *reach, struct move_list *list)
{
    struct move_list all = *list;
    list->count = 0;
    for (size_t i = 0; i < all.count; i++)
        if (reach->mark[all.items[i]->index] != list) {
            reach->mark[all.items[i]->index] = list;
            list->items[list->count++] = all.items[i];
        }
}

static void read_uses(struct reach *reach)
{
    list_each(app, app, reach->plan->apps) {
        struct move_list *of_app = arena_new(reach->arena, struct move_list);
        list_each(version, version, app->versions) {
            reach->of_app[version->index] = of_app;
            list_each(use, use, version->uses)
                read_use(reach, version, use, of_app);
        }
        make_unique(reach, of_app);
    }
    for (unsigned i = 0; i < reach->plan->flag_count; i++)
        make_unique(reach, &reach->of_flag[i]);
}

struct reach *reach_new(struct arena *arena, const struct plan *plan, const struct line *line,
                        const struct moved *moved)
{
    struct reach *reach = arena_new(arena, struct reach);
    *reach = (struct reach){
        .arena = arena,
        .plan = plan,
        .moved = moved,
        .tables.arena = arena,
        .users = arena_new_many(arena, struct move_users, plan->move_count + 1),
        .of_app = arena_new_many(arena, struct move_list *, plan->version_count + 1),
        .of_flag = arena_new_many(arena, struct move_list, plan->flag_count + 1),
        .events = arena_new_many(arena, const struct move_list *, line->count),
        .shown = arena_new_many(arena, const struct shown *, line->count),
        .mark = arena_new_many(arena, const void *, plan->move_count + 1),
    };
    list_each(move, move, plan->moves) {
        array_add(arena, &reach->all, move);
        reach->users[move->index].move = move;
        reach->users[move->index].undeclared = moved[move->index].undeclared;
        add_end(reach, move, move->from.table);
        add_end(reach, move, move->to.table);
    }
    read_uses(reach);
    return reach;
}

const struct move_users *reach_users(const struct reach *reach, const struct move *move)
{
    return &reach->users[move->index];
}

// ---- events

static void add_all_once(struct reach *reach, struct move_list *list,
                         const struct move_list *more)
{
    for (size_t i = 0; i < more->count; i++)
        add_once(reach, list, more->items[i], list);
}

// A trigger's function, or a trigger that is dropped without its table's name.
static bool may_touch_triggers(enum sql_head head)
{
    return head == SQL_CREATE_ROUTINE || head == SQL_DROP_ROUTINE || head == SQL_DROP_TRIGGER
           || head == SQL_DROP_SCHEMA;
}

static void add_sql(struct reach *reach, struct move_list *list, const struct event *event)
{
    for (const struct sql_statement *statement = event->first; statement != event->end;
         statement = statement->next) {
        list_each(sql_operation, operation, statement->operations) {
            if (operation->table.name.length > 0)
                add_table(reach, list, operation->table.name, list);
            else if (may_touch_triggers(operation->head))
                add_all_once(reach, list, &reach->all);
            if (operation->head == SQL_RENAME_TABLE)
                add_table(reach, list, operation->new_name, list);
        }
        list_each(sql_access, access, statement->accesses)
            if (access->kind != SQL_READS)
                add_table(reach, list, access->table.name, list);
    }
}

static const struct move_list *find_moves(struct reach *reach, const struct event *event)
{
    const struct action *action = event->action;
    if (!action)
        return &reach->all;
    struct move_list *list = arena_new(reach->arena, struct move_list);
    if (action->kind == ACTION_STEP && event->first)
        add_sql(reach, list, event);
    if (action->version)
        add_all_once(reach, list, reach->of_app[action->version->index]);
    if (action->flag)
        add_all_once(reach, list, &reach->of_flag[action->flag->index]);
    if (action->move)
        add_once(reach, list, action->move, list);
    return list;
}

const struct move_list *reach_of(struct reach *reach, const struct event *event)
{
    if (!reach->events[event->index])
        reach->events[event->index] = find_moves(reach, event);
    return reach->events[event->index];
}

const struct shown *reach_shown(struct reach *reach, const struct event *event)
{
    if (reach->shown[event->index])
        return reach->shown[event->index];
    struct shown *shown = arena_new_many(reach->arena, struct shown, reach->plan->move_count + 1);
    list_each(move, move, reach->plan->moves) {
        reach->cost += 1 + event->verify->code.text.str.length;
        if (reach->cost > COST_MAX)
            break;
        shown[move->index].is_full = verify_shows_full(event->verify, move);
        shown[move->index].compared = verify_compares(event->verify, move, event->phase);
    }
    reach->shown[event->index] = shown;
    return shown;
}

size_t reach_cost(const struct reach *reach)
{
    return reach->cost;
}
