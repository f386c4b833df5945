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
//! by object. What is not known is not compared: give the store its `schema`.
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

#include "rules/support/edits.h"

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

// `rollback auto`, where that can be derived and the author claims nothing about this one.
static bool offer(struct unit *unit, const struct phase *phase, struct diagnostic *finding)
{
    const struct rollback *rollback = &phase->rollback;
    const struct statement *statement = rollback->statement;
    if (!unit->takes_fixes || !statement || rollback->kind != ROLLBACK_ACTIONS
        || rollback->difficulty.length > 0 || text_is_set(rollback->loses)
        || text_is_set(rollback->impact) || quantity_is_set(rollback->takes)
        || rollback->loses_nothing || !undos_possible(unit)[phase->index]->actions.first)
        return false;
    struct edits edits = edits_begin(unit, finding, "let belay derive it");
    edits_replace(&edits,
                  span_join(statement->span,
                            statement->block ? statement->block->span : statement->span),
                  STR("rollback auto"));
    return true;
}

static void report(struct unit *unit, const struct breach *breach)
{
    const struct phase *phase = breach->undone;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_rollback_not_inverse, phase->rollback.span,
                 "the rollback of phase %d does not bring back the schema of '%.*s'",
                 phase->number, STR_ARGS(breach->store->name));
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
    if (!offer(unit, phase, finding))
        diagnostic_help(finding, "undo each of these, or let belay derive it: rollback auto");
    diagnostic_about(finding, "phase %.*s", STR_ARGS(phase->name));
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    list_each(breach, breach, model_of(unit)->exploration->breaches)
        if (breach->kind == BREACH_NOT_INVERSE)
            report(unit, breach);
}

const struct rule rule_rollback_not_inverse = { .check_plan = check_plan };
