//! rule        drop-table-in-use
//! code        CMP002
//! level       error
//! since       0.1
//! fix         unsafe
//! source      X02
//! breaks      reads contract
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
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, city text);
//!     CREATE VIEW cities AS SELECT DISTINCT city FROM guests;
//!   ```
//! }
//! app web { version v1 { reads cities(city) }; live v1 }
//! phase contract "Drop the column, and what hangs on it" {
//!   step "Drop it" ```sql
//!     ALTER TABLE guests DROP COLUMN city CASCADE;
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

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    drops_in_use_report(unit, &kind_drop_table_in_use, LACK_TABLE);
}

const struct rule rule_drop_table_in_use = { .check_plan = check_plan };
