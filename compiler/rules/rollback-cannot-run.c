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
//! it reads and writes are looked for as well, where their tables are known in full.
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

// ---- rows: what a statement reads and writes has to be there

static bool stops(const struct exploration *exploration, const struct phase *phase)
{
    list_each(breach, breach, exploration->breaches)
        if (breach->kind == BREACH_REFUSED && breach->state->way == WAY_BACK
            && breach->undone == phase && !breach->inside)
            return true;
    return false;
}

// At the end of the phase: what it leaves half-way may lack what is written here.
static void check_rows(struct unit *unit, const struct plan *plan)
{
    const struct model *model = model_of(unit);
    struct replay replay = replay_begin(unit, &kind_rollback_cannot_run);
    unsigned refused = first_refused_phase(model, plan);
    list_each(phase, phase, plan->phases) {
        const struct state *end = model->exploration->ends[phase->index];
        if (!end || phase->index >= refused)
            return;
        if (phase->rollback.kind == ROLLBACK_ACTIONS && !stops(model->exploration, phase))
            replay_events(&replay, &model->line.back[phase->index], end, NULL);
    }
}

// ---- all of it

static void check_plan(struct unit *unit, const struct plan *plan)
{
    list_each(breach, breach, model_of(unit)->exploration->breaches)
        if (breach->kind == BREACH_REFUSED && breach->state->way == WAY_BACK
            && !breach->grounds.is_perhaps_brought)
            report(unit, breach);
    check_rows(unit, plan);
}

const struct rule rule_rollback_cannot_run = { .check_plan = check_plan };
