//! rule        drop-column-in-use
//! code        CMP001
//! level       error
//! since       0.1
//! fix         unsafe
//! source      X01 X20
//! breaks      reads contract
//!
//! A column is dropped while a version of an application that is in service reads or writes it.
//!
//! ## Why
//!
//! From the statement on, every query of that version that names the column fails, until the
//! last of its instances is gone. A version is in service from its deploy until the deploy that
//! replaces it has ended, with the application's `drain` after it, or until it is retired.
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
//! phase contract "Drop the column" {
//!   step "Drop it" ```sql
//!     ALTER TABLE guests DROP COLUMN born;
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
//! app web {
//!   version v1 { reads guests(id, born); writes guests(born) }
//!   version v2 { reads guests(id) }
//!   live v1
//! }
//! phase deploy "Replace the version" { deploy web v2 }
//! phase contract "Drop the column" {
//!   step "Drop it" ```sql
//!     ALTER TABLE guests DROP COLUMN born;
//!   ```
//! }
//! ````

#include "rules/rule.h"

#include "rules/support/breach.h"

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    drops_in_use_report(unit, &kind_drop_column_in_use, LACK_COLUMN);
}

const struct rule rule_drop_column_in_use = { .check_plan = check_plan };
