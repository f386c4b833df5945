//! rule        upsert-target-removed
//! code        CMP006
//! level       error
//! since       0.1
//! source      X11
//! breaks      writes
//!
//! The unique key on which a version in service upserts is taken away.
//!
//! ## Why
//!
//! `INSERT ... ON CONFLICT (a)` needs a unique index or constraint over just these columns. In
//! the moment in which it is gone the engine refuses the statement: no row is written at all.
//! The new key is made first, and the old one dropped when no version in service names it.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint, born date, CONSTRAINT guests_born UNIQUE (born));
//!   ```
//! }
//! app web { version v1 { upserts guests(id, born) on (born) }; live v1 }
//! phase contract "Drop the key" {
//!   step "Drop it" ```sql
//!     ALTER TABLE guests DROP CONSTRAINT guests_born;
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
//!     CREATE TABLE guests (id bigint, born date, CONSTRAINT guests_born UNIQUE (born));
//!   ```
//! }
//! app web { version v1 { upserts guests(id, born) on (born) }; live v1 }
//! phase expand "Change the key" {
//!   step "Make the new one" ```sql
//!     CREATE UNIQUE INDEX CONCURRENTLY guests_born_2 ON guests (born);
//!   ```
//!   step "Drop the old one" ```sql
//!     ALTER TABLE guests DROP CONSTRAINT guests_born;
//!   ```
//! }
//! ````

#include "rules/rule.h"

#include "rules/support/breach.h"

static bool is_mine(const struct breach *breach)
{
    const struct event *event = breach->state->event;
    return breach->lack.kind == LACK_UNIQUE_KEY && breach->state->way == WAY_FORWARD && event;
}

static void report(struct unit *unit, const struct breach *breach)
{
    struct str subject = breach_subject(unit, breach), version = breach_version(unit, breach);
    bool is_sql = breach->state->event->first != NULL;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_upsert_target_removed, breach_place(breach),
                 "nothing makes the columns unique on which '%.*s' upserts into '%.*s'",
                 STR_ARGS(version), STR_ARGS(subject));
    diagnostic_label(finding, is_sql ? "taken away here" : "from here on");
    breach_add_versions(unit, finding, breach);
    diagnostic_note(finding, "the engine refuses the statement, and no row is written");
    diagnostic_help(finding, "%s",
                    is_sql ? "make the new key first, and drop this one when no version uses it"
                           : "make a unique key over these columns in a phase before");
    diagnostic_about(finding, "%.*s", STR_ARGS(subject));
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    lacks_each(unit, is_mine, report);
}

const struct rule rule_upsert_target_removed = { .check_plan = check_plan };
