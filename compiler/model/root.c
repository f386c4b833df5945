#include "model/root.h"

#include "model/world.h"
#include "plan/facts.h"

// Of hostile plans: many queries of what is not there, each behind many events. The rest stands
// alone.
enum { LOOKS_BACK_MAX = 2 * 1000 * 1000 };

// ---- one thing

// What is asked of each state: whether a thing is absent, or a need lacks just this.
struct question {
    struct world *world;
    const struct store *store;
    struct catalog_absence absence; // its kind: CATALOG_NO_ABSENCE where it is about a need
    const struct need *need;
    struct lack lack;
    struct need_memory memory;
};

static bool lacks_the_same(struct question *question, const struct state *state)
{
    struct world *world = question->world;
    const struct need *need = question->need;
    const struct need_place place = state_place(world, state, need);
    struct lack lack = need_lacks(world->arena, need, world_needs(world, need->version), &place,
                                  &question->memory);
    return lack.kind == question->lack.kind && str_equal(lack.column, question->lack.column);
}

static bool is_so(struct question *question, const struct state *state)
{
    struct world *world = question->world;
    world->cost++;
    world->looks_back++;
    if (question->absence.kind == CATALOG_NO_ABSENCE)
        return lacks_the_same(question, state);
    return catalog_find_absent(world->arena, state_catalog(world, state, question->store),
                               &question->absence)
           == CATALOG_ABSENT;
}

// ---- roots, each once

// With the schema in which a name without one is looked up.
static struct str full_name(struct question *question, struct sql_name name)
{
    struct world *world = question->world;
    const struct catalog *start = state_catalog(world, world_start(world), question->store);
    if (!name.schema.length)
        name.schema = start->schema;
    return sql_name_format(world->arena, name);
}

static struct str key_of(struct question *question, const struct event *since)
{
    struct arena *arena = question->world->arena;
    bool is_need = question->absence.kind == CATALOG_NO_ABSENCE;
    struct sql_name name = is_need ? question->need->name : question->absence.object;
    struct str part = is_need ? question->lack.column : question->absence.part;
    unsigned kind = is_need ? question->lack.kind : question->absence.kind;
    struct str key = arena_format(
        arena, "%c%u %u %u %.*s %.*s", is_need ? 'n' : 'a', kind,
        world_catalog_index(question->world, question->store), since ? since->index + 1 : 0,
        STR_ARGS(full_name(question, name)), STR_ARGS(part));
    return arena_lower(arena, key);
}

static struct diagnostic_root *root_with(struct world *world, struct str key)
{
    struct diagnostic_root *root = index_find(&world->roots, key);
    if (root)
        return root;
    root = arena_new(world->arena, struct diagnostic_root);
    index_add(&world->roots, key, root);
    return root;
}

struct diagnostic_root *root_about(struct world *world, const void *thing)
{
    struct str key = { (const char *)&thing, sizeof thing };
    struct diagnostic_root *known = index_find(&world->roots, key);
    return known ? known : root_with(world, arena_copy(world->arena, key));
}

// ---- statements that were refused

static struct sql_run *refused_run(struct world *world, const struct state *after)
{
    const struct event *event = after->event;
    if (!event || !event->first || !after->before)
        return NULL;
    const struct catalog *before = state_catalog(world, after->before, event->action->store);
    list_each(sql_run, run, world->runs[event->index])
        if (run->before == before)
            return run->refused ? run : NULL;
    return NULL;
}

// Where nothing is known, every statement is taken: then what they bring is there.
static bool would_bring(struct world *world, const struct event *event, struct sql_run *run,
                        const struct catalog_absence *absence)
{
    if (!run->brought) {
        struct catalog_session session = { .now = catalog_forget(world->arena, run->before) };
        for (const struct sql_statement *statement = event->first; statement != event->end;
             statement = statement->next, world->cost++)
            catalog_run(world->arena, &session, statement);
        run->brought = session.now;
    }
    return catalog_find_absent(world->arena, run->brought, absence) == CATALOG_PRESENT;
}

static struct grounds without(struct world *world, const struct state *after, struct sql_run *run)
{
    struct grounds grounds = grounds_of_refusal(world, after);
    if (!grounds.refused)
        grounds.refused = run->refused;
    return grounds;
}

// ---- since when

// A person or a command did something before, or does now.
static bool is_behind_blind(const struct state *state, const struct event *last)
{
    for (; state; last = state->event, state = state->before)
        if (last && last->action && action_is_blind(last->action))
            return true;
    return false;
}

// `state` is the last one that was well or not; what came behind it is `last`.
static struct grounds look_back(struct question *question, const struct state *state,
                                const struct event *last)
{
    struct world *world = question->world;
    const struct state *begin = state;
    const struct event *since = is_so(question, state) ? NULL : last;
    for (; !since && state->before; state = state->before) {
        struct sql_run *run = refused_run(world, state);
        if (run && question->absence.kind != CATALOG_NO_ABSENCE
            && would_bring(world, state->event, run, &question->absence))
            return without(world, state, run);
        if (!is_so(question, state->before))
            since = state->event;
    }
    return (struct grounds){
        .root = root_with(world, key_of(question, since)),
        .since = since,
        .is_perhaps_brought = !since && question->absence.kind != CATALOG_NO_ABSENCE
                              && is_behind_blind(begin, last),
    };
}

static struct catalog_absence absence_of(const struct need *need, const struct lack *lack)
{
    if (lack->kind == LACK_TABLE)
        return (struct catalog_absence){ CATALOG_NO_OBJECT, need->name, STR_NONE };
    if (lack->kind == LACK_COLUMN)
        return (struct catalog_absence){ CATALOG_NO_COLUMN, need->name, lack->column };
    return (struct catalog_absence){ 0 };
}

struct grounds grounds_of_lack(struct world *world, const struct state *state,
                               const struct need *need, const struct lack *lack)
{
    struct question question = { .world = world,
                                 .store = need->store,
                                 .absence = absence_of(need, lack),
                                 .need = need,
                                 .lack = *lack };
    return look_back(&question, state, state->event);
}

struct grounds grounds_of_absence(struct world *world, const struct state *before,
                                  const struct event *event, const struct store *store,
                                  const struct catalog_absence *absence)
{
    if (absence->kind == CATALOG_NO_ABSENCE || !before || world->looks_back > LOOKS_BACK_MAX)
        return (struct grounds){ 0 };
    struct question question = { .world = world, .store = store, .absence = *absence };
    return look_back(&question, before, event);
}

struct grounds grounds_of_refusal(struct world *world, const struct state *after)
{
    struct sql_run *run = refused_run(world, after);
    if (!run)
        return (struct grounds){ 0 };
    if (run->grounds)
        return *run->grounds;
    struct grounds grounds = grounds_of_absence(world, after->before, after->event,
                                                after->event->action->store, &run->absence);
    if (!grounds.root)
        grounds.root = arena_new(world->arena, struct diagnostic_root);
    run->grounds = arena_new(world->arena, struct grounds);
    *run->grounds = grounds;
    return grounds;
}

struct grounds grounds_of_rollback(struct world *world, const struct state *after)
{
    for (const struct state *state = after; state && state->way == WAY_BACK;
         state = state->before) {
        struct sql_run *run = refused_run(world, state);
        if (run)
            return without(world, state, run);
    }
    return (struct grounds){ .root = arena_new(world->arena, struct diagnostic_root),
                             .since = after->event };
}
