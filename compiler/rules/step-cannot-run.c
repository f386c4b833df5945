//! rule        step-cannot-run
//! code        SQL010
//! level       error
//! since       0.1
//! also        sequence-ownership-on-swap
//! fix         unsafe
//! source      X81 X83
//! breaks      contract
//!
//! A statement of a step is one that the engine refuses, as the schema is then.
//!
//! ## Why
//!
//! What a step needs may have gone in a phase before it, or may be there already. belay does the
//! statements of all phases in order on the schema that it knows; what is not known it takes to
//! be right. Triggers and fills that belay makes for a move need both ends of it.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, born date);
//!   ```
//! }
//! phase expand "Add the city" {
//!   step "Add it" ```sql
//!     ALTER TABLE guests ADD COLUMN born date;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine sqlite
//!   schema ```sql
//!     CREATE TABLE guests (id integer PRIMARY KEY, born text);
//!     CREATE TABLE guests_v2 (id integer PRIMARY KEY, born text, city text);
//!   ```
//! }
//! phase backfill "Copy them" {
//!   step "Copy" ```sql
//!     INSERT INTO guests_v2 SELECT g.id, g.birthday, NULL FROM guests g;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine sqlite
//!   schema ```sql
//!     CREATE TABLE guests (id integer PRIMARY KEY, born text);
//!   ```
//! }
//! phase backfill "Forget them" {
//!   step "Delete" ```sql
//!     DELETE FROM guest WHERE born < '1900';
//!   ```
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, born date);
//!   ```
//! }
//! phase expand "Add the city" {
//!   step "Add it" ```sql
//!     ALTER TABLE guests ADD COLUMN city text;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine sqlite
//!   schema ```sql
//!     CREATE TABLE guests (id integer PRIMARY KEY, born text);
//!   ```
//! }
//! phase backfill "Copy them" {
//!   step "Copy" ```sql
//!     CREATE TABLE guests_v2 (id integer PRIMARY KEY, born text, city text);
//!     INSERT INTO guests_v2 (id, born) SELECT g.id, g.born FROM guests g WHERE born IS NOT NULL;
//!   ```
//! }
//! ````

#include "rules/support/mistakes.h"
#include "rules/support/rests.h"

static void report(struct unit *unit, const struct breach *breach)
{
    const struct phase *phase = breach->state->event->phase;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_step_cannot_run, breach->statement->span,
                 "phase %d stops at this statement", phase->number);
    diagnostic_label(finding, "%.*s", STR_ARGS(breach->reason));
    breach_rests(unit, finding, breach,
                 arena_format(&unit->arena, "phase %d stops here", phase->number));
    diagnostic_help(finding, "write it for the schema as the phases before this one leave it");
    diagnostic_about(finding, "phase %.*s", STR_ARGS(phase->name));
}

// ---- rows: what a statement reads and writes has to be there

struct replay {
    struct unit *unit;
    const struct model *model;
    struct catalog_session *sessions; // by store->index
    const struct site *site;          // the last one that was found; both are in plan order
    const struct events *events;      // of the phase
    const struct state **befores;     // the state before each of them; NULL: not known
};

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

static const struct state *before_of(const struct replay *replay, const struct event *event)
{
    return replay->befores[event - replay->events->items];
}

// Triggers and fills are belay's own SQL: both sides of their move have to be there.
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
        diagnose(&unit->diagnostics, &kind_step_cannot_run, action->span,
                 action->kind == ACTION_BACKFILL
                     ? "there is no '%.*s' when '%.*s' is filled"
                     : "there is no '%.*s' when the triggers of '%.*s' are made",
                 STR_ARGS(side->text.str), STR_ARGS(move->name));
    diagnostic_also(finding, move->span, "both ends of the move have to be there");
    diagnostic_help(finding, "make it in a step before, or drop it in one behind");
    diagnostic_about(finding, "%.*s", STR_ARGS(side->text.str));
    struct grounds grounds =
        grounds_of_absence(replay->model->world, before_of(replay, event), event, side->store,
                           absence);
    finding_rests(unit, finding, &grounds, (struct meeting){ WAY_FORWARD, event },
                  STR("this cannot run without it"));
}

static void check_move(struct replay *replay, const struct event *event)
{
    const struct action *action = event->action;
    const struct move *move = action->move;
    bool is_own = action->kind == ACTION_BACKFILL
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
}

static void replay_event(struct replay *replay, const struct event *event)
{
    const struct action *action = event->action;
    if (action)
        check_move(replay, event);
    if (!action || action->kind != ACTION_STEP || !event->first || !action->store)
        return;
    struct catalog_session *session = &replay->sessions[action->store->index];
    const struct site *site = find_site(replay, action);
    const struct sql_statement *statement = event->first;
    for (; statement && statement != event->end; statement = statement->next) {
        const struct moment_of_sql moment = { session->now, before_of(replay, event), event,
                                              action->store };
        report_mistakes(replay->unit, &kind_step_cannot_run, &moment, statement, site);
        catalog_run(replay->unit->diagnostics.arena, session, statement);
    }
}

static void replay_phase(struct replay *replay, const struct plan *plan,
                         const struct phase *phase, const struct state *begin)
{
    replay->events = &replay->model->line.forward[phase->index];
    find_befores(replay, replay->model->exploration->ends[phase->index]);
    list_each(store, store, plan->stores)
        replay->sessions[store->index] =
            (struct catalog_session){ .now = state_catalog(replay->model->world, begin, store) };
    for (size_t i = 0; i < replay->events->count; i++)
        replay_event(replay, &replay->events->items[i]);
}

static void check_rows(struct unit *unit, const struct plan *plan)
{
    const struct model *model = model_of(unit);
    struct replay replay = { .unit = unit, .model = model, .site = model->sites.first };
    replay.sessions =
        arena_new_many(unit->diagnostics.arena, struct catalog_session, plan->store_count + 1);
    const struct state *begin = world_start(model->world);
    unsigned refused = first_refused_phase(model, plan);
    list_each(phase, phase, plan->phases) {
        if (!begin || phase->index >= refused)
            return;
        replay_phase(&replay, plan, phase, begin);
        begin = model->exploration->ends[phase->index];
    }
}

// ---- all of it

static void check_plan(struct unit *unit, const struct plan *plan)
{
    list_each(breach, breach, model_of(unit)->exploration->breaches)
        if (breach->kind == BREACH_REFUSED && breach->state->way == WAY_FORWARD)
            report(unit, breach);
    check_rows(unit, plan);
}

const struct rule rule_step_cannot_run = { .check_plan = check_plan };
