//! rule        unique-rejects-old-writers
//! code        CMP009
//! level       error
//! since       0.1
//! source      X10
//! breaks      writes
//!
//! A key becomes unique while a version in service leaves its columns at one default.
//!
//! ## Why
//!
//! A version that does not name the columns of the key gives each of its rows the default. The
//! first row is taken; the engine refuses the second. The versions that write the table are first
//! replaced by ones that give the columns values of their own, or the default goes: NULL is equal
//! to nothing.
//!
//! Whether a version that names the columns writes the same value twice is not judged.
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
//!   version v2 { writes guests(id, born, code) }
//!   live v1
//! }
//! phase expand "Add the code" {
//!   step "Add it" ```sql
//!     ALTER TABLE guests ADD COLUMN code text NOT NULL DEFAULT '';
//!   ```
//!   step "Make it unique" ```sql
//!     CREATE UNIQUE INDEX CONCURRENTLY guests_code ON guests (code);
//!   ```
//! }
//! phase deploy "Write the code" { deploy web v2 }
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
//!   version v2 { writes guests(id, born, code) }
//!   live v1
//! }
//! phase expand "Add the code" {
//!   step "Add it" ```sql
//!     ALTER TABLE guests ADD COLUMN code text;
//!   ```
//!   step "Make it unique" ```sql
//!     CREATE UNIQUE INDEX CONCURRENTLY guests_code ON guests (code);
//!   ```
//! }
//! phase deploy "Write the code" { deploy web v2 }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, born date);
//!   ```
//! }
//! app web { version v1 { writes guests(id, born) }; live v1 }
//! phase expand "Add the code" {
//!   step "Add it" ```sql
//!     ALTER TABLE guests ADD COLUMN code uuid DEFAULT gen_random_uuid();
//!   ```
//!   step "Make it unique" ```sql
//!     CREATE UNIQUE INDEX CONCURRENTLY guests_code ON guests (id, code);
//!   ```
//! }
//! ````

#include "rules/rule.h"

#include "rules/support/breach.h"

static bool is_mine(const struct breach *breach)
{
    return breach->lack.kind == LACK_DISTINCT && breach->state->way == WAY_FORWARD;
}

static void report(struct unit *unit, const struct breach *breach)
{
    struct str subject = breach_subject(unit, breach), version = breach_version(unit, breach);
    const struct event *event = breach->state->event;
    bool is_sql = event && event->first;
    struct span made = breach->lack.span;
    struct diagnostic *finding = diagnose(
        &unit->diagnostics, &kind_unique_rejects_old_writers, is_sql ? made : breach_place(breach),
        "'%.*s' must be unique, and '%.*s' always leaves it at its default", STR_ARGS(subject),
        STR_ARGS(version));
    if (!is_sql)
        diagnostic_also(finding, made, "this makes it unique");
    breach_add_versions(unit, finding, breach);
    diagnostic_note(finding, "the engine takes the first row of '%.*s', and refuses the second",
                    STR_ARGS(version));
    diagnostic_help(finding, "drop the default, or make it unique when '%.*s' is replaced",
                    STR_ARGS(version));
    diagnostic_about(finding, "%.*s", STR_ARGS(subject));
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    lacks_each(unit, is_mine, report);
}

const struct rule rule_unique_rejects_old_writers = { .check_plan = check_plan };
