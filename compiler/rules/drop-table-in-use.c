//! rule        drop-table-in-use
//! code        CMP002
//! level       error
//! since       0.1
//! source      X02
//!
//! A table is dropped while a version of an application that is in service uses it.
//!
//! ## Why
//!
//! From the statement on, every query of that version that names the table fails, until the
//! last of its instances is gone.
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
//! app web { version v1 { reads guests(id) }; version v2 { }; live v1 }
//! phase contract "Drop the table" {
//!   step "Drop it" ```sql
//!     DROP TABLE guests;
//!   ```
//! }
//! phase deploy "Replace the version" { deploy web v2 }
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
//! app web { version v1 { reads guests(id) }; version v2 { }; live v1 }
//! phase deploy "Replace the version" { deploy web v2 }
//! phase contract "Drop the table" {
//!   step "Drop it" ```sql
//!     DROP TABLE guests;
//!   ```
//! }
//! ````

#include "rules/rule.h"

#include "rules/support/breach.h"

static bool is_mine(const struct breach *breach)
{
    const struct sql_operation *operation = breach_operation(breach);
    return breach->lack.kind == LACK_TABLE && !breach->state->is_back && operation
           && operation->head == SQL_DROP_TABLE;
}

static void report(struct unit *unit, const struct breach *breach)
{
    struct str subject = breach_subject(unit, breach), version = breach_version(unit, breach);
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_drop_table_in_use, breach_place(breach),
                 "'%.*s' is dropped while '%.*s' uses it", STR_ARGS(subject), STR_ARGS(version));
    diagnostic_label(finding, "dropped here");
    breach_add_versions(unit, finding, breach);
    diagnostic_note(finding, "its queries that name the table fail from here on");
    diagnostic_help(finding, service_end(unit, breach)
                                 ? "drop it in a phase behind the one that replaces '%.*s'"
                                 : "first deploy a version that does not use it, not '%.*s'",
                    STR_ARGS(version));
    diagnostic_about(finding, "%.*s", STR_ARGS(subject));
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    lacks_each(unit, is_mine, report);
}

const struct rule rule_drop_table_in_use = { .check_plan = check_plan };
