//! rule        not-null-before-writers
//! code        CMP005
//! level       error
//! since       0.1
//! fix         unsafe
//! source      X08 X12 X81
//! breaks      writes
//!
//! A column must have a value while a version in service inserts rows without one.
//!
//! ## Why
//!
//! NOT NULL without a default refuses every row that leaves the column out, and so does a check
//! that demands it, from the moment at which it is added: NOT VALID spares only the rows that
//! are there already. The versions that write the table are first replaced by ones that fill the
//! column, or the column has a default or a trigger that does.
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
//!   version v1 { writes guests(id, born) }
//!   version v2 { writes guests(id, born, city) }
//!   live v1
//! }
//! phase expand "Add the city" {
//!   step "Add it" ```sql
//!     ALTER TABLE guests ADD COLUMN city text;
//!   ```
//!   step "Demand it" ```sql
//!     ALTER TABLE guests ADD CONSTRAINT guests_city CHECK (city IS NOT NULL) NOT VALID;
//!   ```
//! }
//! phase deploy "Write the city" { deploy web v2 }
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
//!   version v1 { writes guests(id, born) }
//!   version v2 { writes guests(id, born, city) }
//!   live v1
//! }
//! phase expand "Add the city" {
//!   step "Add it" ```sql
//!     ALTER TABLE guests ADD COLUMN city text;
//!   ```
//! }
//! phase deploy "Write the city" { deploy web v2 }
//! phase contract "Demand it" {
//!   step "Demand it" ```sql
//!     ALTER TABLE guests ADD CONSTRAINT guests_city CHECK (city IS NOT NULL) NOT VALID;
//!   ```
//! }
//! ````

#include "rules/rule.h"

#include "rules/support/breach.h"

static bool is_mine(const struct breach *breach)
{
    return breach->lack.kind == LACK_VALUE && breach->state->way == WAY_FORWARD;
}

// The event is the SQL that demands the value, not a deploy, nor what takes a trigger away.
static bool demands_it(const struct event *event, struct span demand)
{
    return event && event->first && span_covers(event->span, demand.start);
}

static void report(struct unit *unit, const struct breach *breach)
{
    struct str subject = breach_subject(unit, breach), version = breach_version(unit, breach);
    struct span demand = span_is_set(breach->lack.span) ? breach->lack.span : breach_place(breach);
    bool is_demand = demands_it(breach->state->event, demand);
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_not_null_before_writers,
                 is_demand ? demand : breach_place(breach),
                 "'%.*s' must have a value, and '%.*s' inserts none", STR_ARGS(subject),
                 STR_ARGS(version));
    if (!is_demand)
        diagnostic_also(finding, demand, "this demands a value");
    breach_add_versions(unit, finding, breach);
    diagnostic_note(finding, "the engine refuses its inserts from here on");
    if (!is_demand || !breach_offer_order(unit, finding, breach))
        diagnostic_help(finding,
                    is_demand ? "give it a default, or demand it when '%.*s' is replaced"
                              : "let '%.*s' write it, or give it a default",
                    STR_ARGS(version));
    diagnostic_about(finding, "%.*s", STR_ARGS(subject));
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    lacks_each(unit, is_mine, report);
}

const struct rule rule_not_null_before_writers = { .check_plan = check_plan };
