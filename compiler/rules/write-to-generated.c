//! rule        write-to-generated
//! code        CMP007
//! level       error
//! since       0.1
//! breaks      writes
//!
//! A version in service writes a column that the engine computes.
//!
//! ## Why
//!
//! A generated column takes no value from a statement: the engine refuses the insert or update
//! as a whole.
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
//! app web {
//!   version v1 { writes guests(id) }
//!   version v2 { writes guests(id, days) }
//!   live v1
//! }
//! phase expand "Add the days" {
//!   step "Add it" ```sql
//!     ALTER TABLE guests
//!       ADD COLUMN days integer GENERATED ALWAYS AS (born - date '2000-01-01') STORED;
//!   ```
//! }
//! phase deploy "Write it" { deploy web v2 }
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
//! app web {
//!   version v1 { writes guests(id) }
//!   version v2 { reads guests(days); writes guests(id) }
//!   live v1
//! }
//! phase expand "Add the days" {
//!   step "Add it" ```sql
//!     ALTER TABLE guests
//!       ADD COLUMN days integer GENERATED ALWAYS AS (born - date '2000-01-01') STORED;
//!   ```
//! }
//! phase deploy "Read it" { deploy web v2 }
//! ````

#include "rules/rule.h"

#include "rules/support/breach.h"

static bool is_mine(const struct breach *breach)
{
    return breach->lack.kind == LACK_WRITABLE && breach->state->way == WAY_FORWARD;
}

static void report(struct unit *unit, const struct breach *breach)
{
    struct str subject = breach_subject(unit, breach), version = breach_version(unit, breach);
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_write_to_generated, breach_place(breach),
                 "'%.*s' writes '%.*s', which the engine computes", STR_ARGS(version),
                 STR_ARGS(subject));
    if (span_is_set(breach->lack.span))
        diagnostic_also(finding, breach->lack.span, "generated here");
    breach_add_versions(unit, finding, breach);
    diagnostic_note(finding, "the engine refuses the whole statement");
    diagnostic_help(finding, "let '%.*s' leave the column out", STR_ARGS(version));
    diagnostic_about(finding, "%.*s", STR_ARGS(subject));
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    lacks_each(unit, is_mine, report);
}

const struct rule rule_write_to_generated = { .check_plan = check_plan };
