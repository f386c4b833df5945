#include "rules/support/replay.h"

struct replay replay_begin(struct unit *unit, const struct diagnostic_kind *kind)
{
    return (struct replay){
        .unit = unit,
        .kind = kind,
        .sessions = arena_new_many(unit->diagnostics.arena, struct catalog_session,
                                   unit->plan->store_count + 1),
        .site = model_of(unit)->sites.first,
    };
}

const struct state *replay_before(const struct replay *replay, const struct event *event)
{
    return replay->befores[event - replay->events->items];
}

static const struct site *find_site(struct replay *replay, const struct action *action)
{
    const struct site *site = replay->site;
    while (site && site->action != action)
        site = site->next;
    if (site)
        replay->site = site;
    return site;
}

static void find_befores(struct replay *replay, const struct state *end)
{
    const struct events *events = replay->events;
    replay->befores =
        arena_new_many(replay->unit->diagnostics.arena, const struct state *, events->count + 1);
    size_t left = events->count;
    for (; left > 0 && end && end->event == &events->items[left - 1]; end = end->before)
        replay->befores[--left] = end->before;
}

static void replay_event(struct replay *replay, const struct event *event)
{
    const struct action *action = event->action;
    if (action && replay->look)
        replay->look(replay, event);
    if (!action || action->kind != ACTION_STEP || !event->first || !action->store)
        return;
    struct catalog_session *session = &replay->sessions[action->store->index];
    const struct site *site = find_site(replay, action);
    const struct sql_statement *statement = event->first;
    for (; statement && statement != event->end; statement = statement->next) {
        const struct moment_of_sql moment = { session->now, replay_before(replay, event), event,
                                              action->store };
        report_mistakes(replay->unit, replay->kind, &moment, statement, site);
        catalog_run(replay->unit->diagnostics.arena, session, statement);
    }
}

void replay_events(struct replay *replay, const struct events *events, const struct state *begin,
                   const struct state *end)
{
    const struct unit *unit = replay->unit;
    replay->events = events;
    find_befores(replay, end);
    list_each(store, store, unit->plan->stores)
        replay->sessions[store->index] =
            (struct catalog_session){ .now = state_catalog(unit->model->world, begin, store) };
    for (size_t i = 0; i < events->count; i++)
        replay_event(replay, &events->items[i]);
}
