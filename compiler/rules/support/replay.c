#include "rules/support/move-sql.h"

struct replay replay_begin(struct unit *unit, const struct diagnostic_kind *kind, enum way way)
{
    return (struct replay){
        .unit = unit,
        .kind = kind,
        .way = way,
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
        const struct moment_of_sql moment = { session->now, replay_before(replay, event),
                                              { replay->way, event }, action->store };
        report_mistakes(replay->unit, replay->kind, &moment, statement, site);
        catalog_run(replay->unit->diagnostics.arena, session, statement);
    }
    if (replay->look_behind)
        replay->look_behind(replay, event);
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

// ---- moves

static struct catalog_absence absence_of(struct replay *replay, const struct object *side)
{
    struct catalog_absence absence = { CATALOG_NO_OBJECT, { side->schema, side->table }, STR_NONE };
    const struct store *store = side->store;
    if (!store)
        return (struct catalog_absence){ 0 };
    const struct catalog *catalog = replay->sessions[store->index].now;
    struct arena *arena = replay->unit->diagnostics.arena;
    if (catalog_find_absent(arena, catalog, &absence) == CATALOG_ABSENT)
        return absence;
    absence.kind = CATALOG_NO_COLUMN;
    absence.part = side->column;
    bool is_absent = side->column.length > 0
                     && catalog_find_absent(arena, catalog, &absence) == CATALOG_ABSENT;
    return is_absent ? absence : (struct catalog_absence){ 0 };
}

static void report_move(struct replay *replay, const struct event *event,
                        const struct object *side, const struct catalog_absence *absence)
{
    struct unit *unit = replay->unit;
    const struct action *action = event->action;
    const struct move *move = action->move;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, replay->kind, action->span,
                 action->kind != ACTION_WRITES
                     ? "there is no '%.*s' when '%.*s' is filled"
                     : "there is no '%.*s' when the triggers of '%.*s' are made",
                 STR_ARGS(side->text.str), STR_ARGS(move->name));
    diagnostic_also(finding, move->span, "both ends of the move have to be there");
    diagnostic_help(finding, replay->way == WAY_FORWARD
                                 ? "make it in a step before, or drop it in one behind"
                                 : "bring it back before, or leave this out");
    diagnostic_about(finding, "%.*s", STR_ARGS(side->text.str));
    struct grounds grounds =
        grounds_of_absence(unit->model->world, replay_before(replay, event), event, side->store,
                           absence);
    add_since(finding, &grounds, event);
    finding_rests(unit, finding, &grounds, (struct meeting){ replay->way, event },
                  STR("this cannot run without it"));
}

void replay_look_at_move(struct replay *replay, const struct event *event)
{
    const struct action *action = event->action;
    const struct move *move = action->move;
    bool is_own = action->kind == ACTION_BACKFILL || action->kind == ACTION_FILL
                  || (action->kind == ACTION_WRITES && action->is_by_trigger);
    if (!move || !is_own || action->is_inferred)
        return;
    const struct object *const sides[] = { &move->from, &move->to };
    for (unsigned i = 0; i < 2; i++) {
        const struct catalog_absence absence = absence_of(replay, sides[i]);
        if (absence.kind == CATALOG_NO_ABSENCE)
            continue;
        report_move(replay, event, sides[i], &absence);
        return;
    }
    report_move_sql(replay, event);
}
