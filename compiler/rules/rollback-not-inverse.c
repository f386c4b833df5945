//! rule        rollback-not-inverse
//! code        RBK002
//! level       error
//! since       0.1
//! fix         unsafe
//! source      X44
//! breaks      inverse
//!
//! After the rollback of a phase the schema is not what it was before the phase.
//!
//! ## Why
//!
//! Whoever goes back relies on being where they were. What a rollback forgets - an index, a
//! default, a constraint - is found when the phase is run again and refused, or never. belay
//! does the phase's SQL and its rollback on the schema that it knows, and compares them object
//! by object. Without the store's `schema` only tables, columns and indexes are looked for that the
//! phase makes and the SQL of the rollback does not name. A rollback that
//! deploys the version that the phase deployed, or sets the flag as the phase set it, undoes
//! nothing.
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
//!     CREATE INDEX guests_by_birth ON guests (born);
//!   ```
//!   rollback ```sql
//!     ALTER TABLE guests DROP COLUMN city;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "Add the city" {
//!   step "Add it" ```sql
//!     ALTER TABLE guests ADD COLUMN city text;
//!     CREATE INDEX guests_by_city ON guests (city);
//!   ```
//!   rollback ```sql
//!     DROP INDEX guests_by_city;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! app web { version v1 { }; version v2 { }; live v1 }
//! phase deploy "Version 2" {
//!   deploy web v2
//!   rollback deploy web v2
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
//!     CREATE INDEX guests_by_birth ON guests (born);
//!   ```
//!   rollback ```sql
//!     DROP INDEX guests_by_birth;
//!     ALTER TABLE guests DROP COLUMN city;
//!   ```
//! }
//! ````

#include "rules/support/derived.h"
#include "rules/support/forgotten.h"
#include "rules/support/rests.h"

#include "plan/facts.h"

enum { DIFFERENCES_MAX = 8 }; // that are named; the rest is counted

static const char *value(struct diagnostic *finding, struct str text)
{
    if (text.length == 0)
        return "none";
    return arena_format(finding->arena, "'%.*s'", STR_ARGS(text)).data;
}

static void add_difference(struct diagnostic *finding, const struct catalog_difference *difference)
{
    struct str object = difference->object;
    switch (difference->kind) {
    case CATALOG_APPEARED:
        diagnostic_note(finding, "left behind: %.*s", STR_ARGS(object));
        if (span_is_set(difference->after_span))
            diagnostic_also(finding, difference->after_span, "%.*s stays", STR_ARGS(object));
        return;
    case CATALOG_VANISHED:
        diagnostic_note(finding, "not brought back: %.*s", STR_ARGS(object));
        return;
    case CATALOG_CHANGED:
        diagnostic_note(finding, "changed: %.*s, %.*s %s instead of %s", STR_ARGS(object),
                        STR_ARGS(difference->property), value(finding, difference->after),
                        value(finding, difference->before));
        return;
    }
}

static void report(struct unit *unit, const struct breach *breach)
{
    const struct phase *phase = breach->undone;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_rollback_not_inverse, phase->rollback.span,
                 "the rollback of phase %d does not bring back the schema of '%.*s'",
                 phase->number, STR_ARGS(breach->store->name));
    if (breach->inside)
        diagnostic_also(finding, breach->inside->span, "where phase %d was stopped behind this",
                        phase->number);
    unsigned count = 0;
    for (const struct catalog_difference *difference = breach->differences.first; difference;
         difference = difference->next)
        if (count++ < DIFFERENCES_MAX)
            add_difference(finding, difference);
    if (count > DIFFERENCES_MAX)
        diagnostic_note(finding, "and %u more", count - DIFFERENCES_MAX);
    if (breach->again.data) {
        diagnostic_also(finding, breach->again_span, "this is refused when the phase runs again");
        diagnostic_note(finding, "the phase cannot run again: %.*s", STR_ARGS(breach->again));
    }
    breach_rests(unit, finding, breach, STR("this rollback does not bring it back"));
    if (!rollback_offer_auto(unit, finding, phase))
        diagnostic_help(finding, "undo each of these, or let belay derive it: rollback auto");
    diagnostic_about(finding, "phase %.*s", STR_ARGS(phase->name));
}

// ---- what leaves versions and flags as the phase made them

// The last action of the phase that deploys the same application, or sets the same flag.
static const struct action *find_done(const struct phase *phase, const struct action *undo)
{
    const struct action *done = NULL;
    list_each(action, action, phase->actions) {
        bool sets = action->kind == ACTION_FLAG || action->kind == ACTION_RAMP;
        if ((undo->kind == ACTION_DEPLOY && action->kind == ACTION_DEPLOY
             && action->app == undo->app)
            || (undo->kind == ACTION_FLAG && sets && action->flag == undo->flag))
            done = action;
    }
    return done;
}

static bool is_named(const struct action *undo)
{
    return undo->kind == ACTION_DEPLOY ? undo->app && undo->version && !undo->is_beside
                                       : undo->kind == ACTION_FLAG && undo->flag;
}

static bool leaves_as_is(const struct action *undo, const struct action *done)
{
    if (undo->kind == ACTION_DEPLOY)
        return undo->version == done->version && !done->is_beside && !undo->is_beside;
    if (undo->is_removed || done->is_removed)
        return false;
    bool is_raised = done->kind == ACTION_RAMP;
    return action_percent(undo) == action_percent(done)
           || (is_raised && action_percent(undo) > action_percent(done));
}

// What a later action of the rollback sets again is only passed through.
static bool is_passing(const struct action *undo)
{
    for (const struct action *later = undo->next; later; later = later->next)
        if (later->kind == undo->kind
            && (undo->kind == ACTION_DEPLOY ? later->app == undo->app : later->flag == undo->flag))
            return true;
    return false;
}

// ---- what is forgotten where the schema is not known

static void check_forgotten(struct unit *unit, const struct phase *phase)
{
    struct change_list forgotten = rollback_forgets(unit, phase);
    if (!forgotten.first)
        return;
    bool is_inferred = phase->is_inferred || phase->rollback.is_inferred;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_rollback_not_inverse, phase->rollback.span,
                 "the rollback of phase %d leaves behind what the phase makes", phase->number);
    list_each(change_step, change, forgotten) {
        struct str name = forgotten_name(&unit->arena, change->operation);
        diagnostic_note(finding, "left behind: %.*s", STR_ARGS(name));
        diagnostic_also(finding, change->operation->span, "%.*s stays", STR_ARGS(name));
    }
    if (is_inferred)
        diagnostic_inferred(finding, "what undoes phase %d is inferred from its text",
                            phase->number);
    if (is_inferred || !rollback_offer_auto(unit, finding, phase))
        diagnostic_help(finding, is_inferred
                                     ? "undo each of these"
                                     : "undo each of these, or let belay derive it: rollback auto");
    diagnostic_about(finding, "phase %.*s", STR_ARGS(phase->name));
}

enum { UNDOS_MAX = 50 }; // of one rollback, each sought in its phase

static void check_phase(struct unit *unit, const struct plan *plan, const struct phase *phase)
{
    (void)plan;
    unsigned count = 0;
    check_forgotten(unit, phase);
    if (phase->is_inferred || phase->rollback.is_inferred
        || phase->rollback.kind != ROLLBACK_ACTIONS)
        return;
    list_each(action, undo, phase->rollback.actions) {
        if (!is_named(undo) || ++count > UNDOS_MAX || is_passing(undo))
            continue;
        const struct action *done = find_done(phase, undo);
        if (!done || !leaves_as_is(undo, done))
            continue;
        struct diagnostic *finding = diagnose(
            &unit->diagnostics, &kind_rollback_not_inverse, undo->span,
            "the rollback of phase %d does what the phase did", phase->number);
        diagnostic_also(finding, done->span, "the phase does this");
        diagnostic_help(finding, undo->kind == ACTION_DEPLOY
                                     ? "deploy the version that was in service before the phase"
                                     : "set the flag to what it was before the phase");
        finding_concerns(unit, finding, &phase->rollback.actions, 0);
        diagnostic_about(finding, "phase %.*s", STR_ARGS(phase->name));
    }
}

// ---- what leaves a schema otherwise

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    list_each(breach, breach, model_of(unit)->exploration->breaches)
        if (breach->kind == BREACH_NOT_INVERSE)
            report(unit, breach);
}

const struct rule rule_rollback_not_inverse = { .check_plan = check_plan,
                                               .check_phase = check_phase };
