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
//! there a rollback that was written by hand meets objects that are not there yet.
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

#include "rules/support/derived.h"
#include "rules/support/rests.h"

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

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    list_each(breach, breach, model_of(unit)->exploration->breaches)
        if (breach->kind == BREACH_REFUSED && breach->state->way == WAY_BACK)
            report(unit, breach);
}

const struct rule rule_rollback_cannot_run = { .check_plan = check_plan };
