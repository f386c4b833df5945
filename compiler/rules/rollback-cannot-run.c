//! rule        rollback-cannot-run
//! code        RBK003
//! level       error
//! since       0.1
//! fix         unsafe
//! source      X47 X53
//! breaks      inverse
//!
//! A statement of a rollback is one that the engine refuses.
//!
//! ## Why
//!
//! A rollback runs in the worst hour of a migration, and mostly for the first time. belay does it
//! on the schema that the phase leaves, and on those that it leaves when it stops half-way:
//! there a rollback that was written by hand meets objects that are not there yet. The rows that
//! it reads and writes are looked for as well, where their tables are known in full, and so are the
//! columns that a trigger names which it makes: the engine takes that trigger, and refuses each
//! write that fires it. A rollback runs also on the way back from a later phase, which may have
//! dropped what it needs.
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
//!     ALTER TABLE guests ADD COLUMN city text;
//!   ```
//!   rollback ```sql
//!     ALTER TABLE guests DROP COLUMN town;
//!   ```
//! }
//! ````
//!
//! Behind the first step, the second statement of this rollback has nothing to undo:
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
//!   step "Index it" ```sql
//!     CREATE INDEX CONCURRENTLY guests_city ON guests (city);
//!   ```
//!   rollback {
//!     run "Drop the index" ```sql
//!       DROP INDEX guests_city;
//!     ```
//!     run "Drop the column" ```sql
//!       ALTER TABLE guests DROP COLUMN city;
//!     ```
//!   }
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine mysql 8.0
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, born date);
//!   ```
//! }
//! phase expand "Add the birthday" {
//!   step "Add it" ```sql
//!     ALTER TABLE guests ADD COLUMN birthday date;
//!   ```
//!   rollback ```sql
//!     ALTER TABLE guests DROP COLUMN birthday;
//!     UPDATE guests SET born = birthday WHERE birthday IS NOT NULL;
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
//!   rollback ```sql
//!     ALTER TABLE guests DROP COLUMN city;
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
//! phase expand "Add the birthday" {
//!   step "Add it" ```sql
//!     ALTER TABLE guests ADD COLUMN birthday text;
//!   ```
//!   rollback ```sql
//!     UPDATE guests SET born = birthday WHERE birthday IS NOT NULL;
//!     ALTER TABLE guests DROP COLUMN birthday;
//!   ```
//! }
//! ````

#include "rules/support/derived.h"
#include "rules/support/replay.h"
#include "rules/support/rests.h"
#include "rules/support/trigger.h"

static void report(struct unit *unit, const struct breach *breach)
{
    const struct phase *from = breach->from;
    struct diagnostic *finding = diagnose(
        &unit->diagnostics, &kind_rollback_cannot_run, breach->statement->span,
        breach->inside ? "the rollback of phase %d stops here when the phase was not finished"
                       : "the rollback of phase %d stops here",
        breach->undone->number);
    diagnostic_label(finding, "%.*s", STR_ARGS(breach->reason));
    if (breach->inside) {
        diagnostic_also(finding, breach->inside->span, "when the phase was stopped behind this");
        if (!rollback_offer_auto(unit, finding, breach->undone))
            diagnostic_help(finding, "write IF EXISTS where the engine has it");
        diagnostic_level(finding, LEVEL_NOTE);
    } else {
        breach_rests(unit, finding, breach,
                     arena_format(&unit->arena, "the rollback of phase %d stops here",
                                  breach->undone->number));
        if (from != breach->undone)
            diagnostic_note(finding, "on the way back from phase %d", from->number);
        if (!rollback_offer_auto(unit, finding, breach->undone))
            diagnostic_help(finding,
                            "undo what the phase did, or let belay derive it: rollback auto");
    }
    diagnostic_about(finding, "phase %.*s", STR_ARGS(breach->undone->name));
}

// ---- triggers: what they do with a row has to be possible

struct made_trigger {
    const struct event *event;
    const struct sql_statement *statement; // that makes it, or its code
    const struct catalog_object *table;
    const struct catalog_trigger *trigger;
};

static void report_trigger(struct replay *replay, const struct made_trigger *made,
                           struct str column)
{
    struct unit *unit = replay->unit;
    struct str table = made->table->name.name;
    const struct event *event = made->event;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_rollback_cannot_run, made->statement->span,
                 "the rollback of phase %d makes a trigger that cannot work",
                 event->phase->number);
    diagnostic_label(finding, "'%.*s' has no column '%.*s' then", STR_ARGS(table),
                     STR_ARGS(column));
    diagnostic_note(finding, "every write that fires '%.*s' fails",
                    STR_ARGS(made->trigger->name));
    diagnostic_help(finding, "bring the column back before it, or leave the trigger out");
    diagnostic_about(finding, "phase %.*s", STR_ARGS(event->phase->name));
    const struct catalog_absence absence = { CATALOG_NO_COLUMN, made->table->name, column };
    struct grounds grounds =
        grounds_of_absence(unit->model->world, replay_before(replay, event), event,
                           event->action->store, &absence);
    add_since(finding, &grounds, event);
    finding_rests(unit, finding, &grounds, (struct meeting){ WAY_BACK, event },
                  STR("this makes a trigger that cannot work without it"));
}

static void check_trigger(struct replay *replay, struct forward *forward,
                          const struct catalog *catalog, const struct made_trigger *made)
{
    const struct sql_tokens *code = trigger_code(forward, catalog, made->trigger);
    if (made->trigger->is_disabled || !code || code_may_look_first(code))
        return;
    struct str column = code_missing_row_column(&replay->unit->arena, code, catalog,
                                                made->table->table);
    if (column.data)
        report_trigger(replay, made, column);
}

static bool is_code_of(const struct ddl *ddl, const struct catalog_trigger *trigger)
{
    struct str routine = trigger->definition.routine.name; // as the catalog has it: "touch()"
    return ddl->kind == DDL_CREATE_ROUTINE
           && str_equal(str_slice(routine, 0, str_find_char(routine, '(', 0)), ddl->object.name);
}

static void check_table(struct replay *replay, struct forward *forward,
                        const struct catalog *catalog, const struct ddl *ddl,
                        struct made_trigger *made)
{
    struct map_walk triggers = map_walk(made->table->table->triggers);
    while ((made->trigger = map_next(&triggers)))
        if (forward_afford(forward, 1)
            && (is_code_of(ddl, made->trigger)
                || (ddl->kind == DDL_CREATE_TRIGGER
                    && str_equal(made->trigger->name, ddl->object.name))))
            check_trigger(replay, forward, catalog, made);
}

static void check_change(struct replay *replay, struct forward *forward,
                         const struct catalog *catalog, const struct ddl *ddl,
                         struct made_trigger *made)
{
    if (ddl->kind == DDL_CREATE_TRIGGER) {
        made->table = catalog_find_table(&replay->unit->arena, catalog, ddl->table);
        if (made->table)
            check_table(replay, forward, catalog, ddl, made);
    }
    if (ddl->kind != DDL_CREATE_ROUTINE || !ddl->routine
        || !str_equal_ignoring_case(ddl->routine->returns, STR("trigger")))
        return;
    struct map_walk relations = map_walk(catalog->relations);
    while ((made->table = map_next(&relations)))
        if (made->table->kind == CATALOG_TABLE && forward_afford(forward, 1))
            check_table(replay, forward, catalog, ddl, made);
}

static void look_at_triggers(struct replay *replay, const struct event *event)
{
    const struct catalog *catalog = replay->sessions[event->action->store->index].now;
    struct forward forward = forward_begin(replay->unit);
    struct made_trigger made = { .event = event };
    if (event->action->undoes || event->action->is_inferred)
        return;
    for (const struct sql_statement *statement = event->first; statement != event->end;
         statement = statement->next) {
        made.statement = statement;
        for (const struct ddl *ddl = statement->changes; ddl; ddl = ddl->next)
            check_change(replay, &forward, catalog, ddl, &made);
    }
}

// ---- rows: what a statement reads and writes has to be there

static bool stops(const struct exploration *exploration, const struct phase *phase)
{
    list_each(breach, breach, exploration->breaches)
        if (breach->kind == BREACH_REFUSED && breach->state->way == WAY_BACK
            && breach->undone == phase && !breach->inside)
            return true;
    return false;
}

// ---- ways back

// The state before the rollback of its phase, of a state behind it on a way back.
static const struct state *begin_of(const struct state *end)
{
    const struct state *state = end;
    while (state && state->way == WAY_BACK && state->event->phase == end->event->phase)
        state = state->before;
    return state;
}

static void check_rollback(struct replay *replay, const struct phase *phase,
                           const struct state *begin, const struct state *end)
{
    const struct model *model = replay->unit->model;
    if (phase->rollback.kind == ROLLBACK_ACTIONS && !stops(model->exploration, phase))
        replay_events(replay, &model->line.back[phase->index], begin, end);
}

enum { CHAIN_MAX = 1000 }; // rollbacks that are looked at on the way back from later phases

struct chains {
    struct replay *replay;
    const struct catalog *const **schemas; // by phase->index: in which its rollback began last
    unsigned count;
};

static bool is_new(struct chains *chains, const struct phase *phase, const struct state *begin)
{
    const struct catalog *const **last = &chains->schemas[phase->index];
    bool is_same = *last == begin->catalogs;
    *last = begin->catalogs;
    return !is_same && ++chains->count <= CHAIN_MAX;
}

// On the way to the start, the rollbacks of the phases before it.
static void check_chain(struct chains *chains, const struct phase *from)
{
    struct replay *replay = chains->replay;
    const struct state *end = replay->unit->model->exploration->ways_home[from->index].start;
    const struct site *site = replay->site;
    replay->site = NULL; // they are not in the order of the plan
    while (end && end->way == WAY_BACK) {
        const struct phase *phase = end->event->phase;
        const struct state *begin = begin_of(end);
        if (begin && phase != from && !phase->rollback.is_inferred
            && is_new(chains, phase, begin))
            check_rollback(replay, phase, begin, end);
        end = begin;
    }
    replay->site = site;
}

// From the end of each phase: what it leaves half-way may lack what is written here.
static void check_ways(struct unit *unit, const struct plan *plan)
{
    const struct model *model = model_of(unit);
    struct replay replay = replay_begin(unit, &kind_rollback_cannot_run, WAY_BACK);
    struct chains chains = {
        .replay = &replay,
        .schemas = arena_alloc(&unit->arena, plan->phase_count * sizeof *chains.schemas),
    };
    unsigned refused = first_refused_phase(model, plan);
    replay.look = replay_look_at_move;
    replay.look_behind = look_at_triggers;
    list_each(phase, phase, plan->phases) {
        const struct state *end = model->exploration->ends[phase->index];
        if (!end || phase->index >= refused)
            return;
        check_rollback(&replay, phase, end, model->exploration->ways_home[phase->index].undone);
        check_chain(&chains, phase);
    }
}

// ---- all of it

static void check_plan(struct unit *unit, const struct plan *plan)
{
    list_each(breach, breach, model_of(unit)->exploration->breaches)
        if (breach->kind == BREACH_REFUSED && breach->state->way == WAY_BACK
            && !breach->grounds.is_perhaps_brought)
            report(unit, breach);
    check_ways(unit, plan);
}

const struct rule rule_rollback_cannot_run = { .check_plan = check_plan };
