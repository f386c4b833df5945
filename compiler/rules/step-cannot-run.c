//! rule        step-cannot-run
//! code        SQL010
//! level       error
//! since       0.1
//!
//! A statement of a step is one that the engine refuses, as the schema is then.
//!
//! ## Why
//!
//! What a step needs may have gone in a phase before it, or may be there already. belay does the
//! statements of all phases in order on the schema that it knows; what is not known it takes to
//! be right.
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

#include "rules/rule.h"

static void report(struct unit *unit, const struct breach *breach)
{
    const struct phase *phase = breach->state->event->phase;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_step_cannot_run, breach->statement->span,
                 "phase %d stops at this statement", phase->number);
    diagnostic_label(finding, "%.*s", STR_ARGS(breach->reason));
    diagnostic_help(finding, "write it for the schema as the phases before this one leave it");
    diagnostic_about(finding, "phase %.*s", STR_ARGS(phase->name));
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    list_each(breach, breach, model_of(unit)->exploration->breaches)
        if (breach->kind == BREACH_REFUSED && !breach->state->is_back)
            report(unit, breach);
}

const struct rule rule_step_cannot_run = { .check_plan = check_plan };
