//! rule        partial-failure-state-unhandled
//! code        RBK013
//! level       error
//! since       0.1
//! fix         unsafe
//! source      X53
//!
//! A step can stop half-way with a part of it done, and cannot be run again then.
//!
//! ## Why
//!
//! A step that fails is mended and run again, from its beginning. That works where the engine
//! undoes all of it, and not where the step writes COMMIT itself: what stands before is done, and
//! is refused the second time, so that the step never gets past it. Two steps leave nothing half
//! done; where the statements have to stand together, IF EXISTS and IF NOT EXISTS let them run
//! again. On MySQL and MariaDB the runbook knows which statements of a step are done.
//!
//! ## Fails
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "Add the columns" {
//!   step "Add them" on main ```sql
//!     BEGIN;
//!     ALTER TABLE guests ADD COLUMN birthday date;
//!     COMMIT;
//!     CREATE INDEX CONCURRENTLY guests_birthday ON guests (birthday);
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main { engine sqlite }
//! phase contract "Drop the column" {
//!   step "Drop it" on main ```sql
//!     BEGIN;
//!     ALTER TABLE guests DROP COLUMN born;
//!     COMMIT;
//!     BEGIN;
//!     DELETE FROM rooms WHERE floor IS NULL;
//!     COMMIT;
//!   ```
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "Add the columns" {
//!   step "Add it" on main ```sql
//!     ALTER TABLE guests ADD COLUMN birthday date;
//!   ```
//!   step "Index it" on main ```sql
//!     CREATE INDEX CONCURRENTLY guests_birthday ON guests (birthday);
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "Add the columns" {
//!   step "Add them" on main ```sql
//!     BEGIN;
//!     ALTER TABLE guests ADD COLUMN IF NOT EXISTS birthday date;
//!     COMMIT;
//!     CREATE INDEX CONCURRENTLY guests_birthday ON guests (birthday);
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase dual-write "Write both" {
//!   step "Follow the old column" on main ```sql
//!     BEGIN;
//!     DROP TRIGGER IF EXISTS guests_follow ON guests;
//!     CREATE TRIGGER guests_follow BEFORE INSERT ON guests
//!       FOR EACH ROW EXECUTE FUNCTION follow();
//!     COMMIT;
//!     VACUUM guests;
//!     REINDEX TABLE CONCURRENTLY guests;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main { engine sqlite }
//! phase expand "Rebuild the table" {
//!   step "Rebuild it" on main ```sql
//!     PRAGMA foreign_keys = OFF;
//!     BEGIN;
//!     CREATE TABLE new_guests (id integer PRIMARY KEY, born text NOT NULL);
//!     INSERT INTO new_guests (id, born) SELECT id, born FROM guests;
//!     DROP TABLE guests;
//!     ALTER TABLE new_guests RENAME TO guests;
//!     COMMIT;
//!     PRAGMA foreign_keys = ON;
//!     PRAGMA user_version = 5;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main { engine mariadb 10.11 }
//! phase expand "Add the columns" {
//!   step "Add them" on main ```sql
//!     ALTER TABLE guests ADD COLUMN birthday date;
//!     ALTER TABLE guests ADD INDEX guests_birthday (birthday);
//!   ```
//! }
//! ````

#include "rules/support/halves.h"

static void report(struct unit *unit, const struct half *half)
{
    bool is_back = half->site->role == SITE_UNDOES;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_partial_failure_state_unhandled, half->failed->span,
                 "where this fails, the %s is half done and cannot run again",
                 is_back ? "rollback" : "step");
    diagnostic_also(finding, half->done->span, "this stays, and is refused the second time");
    diagnostic_note(finding, "it is committed before the statement that fails begins");
    if (!half_offer_split(unit, half, finding))
        diagnostic_help(finding, "a %s of its own behind the COMMIT; or IF EXISTS, IF NOT EXISTS",
                        is_back ? "run" : "step");
    diagnostic_about(finding, "phase %.*s", STR_ARGS(half->site->phase->name));
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    halves_each(unit, statement_is_refused_again, report);
}

const struct rule rule_partial_failure_state_unhandled = { .check_plan = check_plan };
