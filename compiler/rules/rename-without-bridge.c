//! rule        rename-without-bridge
//! code        CMP004
//! level       error
//! since       0.1
//! source      X04
//! breaks      reads contract
//!
//! A table or column is renamed while a version in service uses the old name.
//!
//! ## Why
//!
//! No deploy is done at the same moment as a statement: before it the new version fails, and
//! after it the old one does. A table can be renamed with a view of the old name in the same
//! transaction; a column is added, filled and dropped instead, in phases of their own.
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
//!   version v1 { reads guests(id, born); writes guests(born) }
//!   version v2 { reads guests(id) }
//!   live v1
//! }
//! phase expand "Rename the column" {
//!   step "Rename it" ```sql
//!     ALTER TABLE guests RENAME COLUMN born TO birthday;
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
//! app web { version v1 { reads guests(id, born) }; live v1 }
//! phase expand "Rename the table" {
//!   step "Rename it" ```sql
//!     ALTER TABLE guests RENAME TO visitors;
//!     CREATE VIEW guests AS SELECT id, born FROM visitors;
//!   ```
//! }
//! ````

#include "rules/rule.h"

#include "rules/support/breach.h"

static bool is_mine(const struct breach *breach)
{
    const struct sql_operation *operation = breach_operation(breach);
    return breach->state->way == WAY_FORWARD && operation
           && (operation->head == SQL_RENAME_COLUMN || operation->head == SQL_RENAME_TABLE);
}

static void report(struct unit *unit, const struct breach *breach)
{
    bool is_table = breach->lack.kind == LACK_TABLE;
    struct str subject = breach_subject(unit, breach), version = breach_version(unit, breach);
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_rename_without_bridge, breach_place(breach),
                 "'%.*s' gets another name while '%.*s' uses this one", STR_ARGS(subject),
                 STR_ARGS(version));
    diagnostic_label(finding, "renamed here");
    breach_add_versions(unit, finding, breach);
    diagnostic_note(finding, "its queries that use the old name fail from here on");
    diagnostic_help(finding, "%s",
                    is_table ? "create a view of the old name in the same step: CREATE VIEW ..."
                             : "add the new column, write both, fill it, drop the old one");
    diagnostic_about(finding, "%.*s", STR_ARGS(subject));
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    lacks_each(unit, is_mine, report);
}

const struct rule rule_rename_without_bridge = { .check_plan = check_plan };
