//! rule        algorithm-refused
//! code        LCK016
//! level       error
//! since       0.1
//! source      H040 H148
//!
//! A change asks for an ALGORITHM or LOCK with which the server does not do it.
//!
//! ## Why
//!
//! ALGORITHM and LOCK are promises: where the server cannot keep them, it refuses the statement,
//! and the plan stops there. A statement of several changes runs at the worst of them, so that
//! one that needs a copy has all refused. The version of the store decides; what the plan does
//! not say of it counts as the newest.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine mysql 8.0
//!   schema ```sql
//!     CREATE TABLE guests (id int PRIMARY KEY, floor int);
//!   ```
//! }
//! phase expand "Widen" {
//!   step "More floors" on main ```sql
//!     ALTER TABLE guests MODIFY floor bigint, ALGORITHM=INPLACE, LOCK=NONE;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine mysql 8.0.28
//!   schema ```sql
//!     CREATE TABLE guests (id int PRIMARY KEY, floor int);
//!   ```
//! }
//! phase contract "Forget floors" {
//!   step "Drop them" on main ```sql
//!     ALTER TABLE guests DROP COLUMN floor, ALGORITHM=INSTANT;
//!   ```
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main {
//!   engine mysql 8.0.34
//!   schema ```sql
//!     CREATE TABLE guests (id int PRIMARY KEY, floor int);
//!   ```
//! }
//! phase contract "Forget floors" {
//!   step "Drop them" on main ```sql
//!     ALTER TABLE guests DROP COLUMN floor, ALGORITHM=INSTANT;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main { engine mysql 8.0 }
//! phase expand "Find by floor" {
//!   step "Index" on main ```sql
//!     ALTER TABLE guests ADD INDEX guests_floor (floor), ALGORITHM=INPLACE, LOCK=NONE;
//!   ```
//! }
//! ````

#include "rules/rule.h"

static struct str asked(struct unit *unit, const struct ddl_manner *manner)
{
    if (manner->algorithm.length == 0)
        return arena_format(&unit->arena, "LOCK=%.*s", STR_ARGS(manner->lock));
    if (manner->lock.length == 0)
        return arena_format(&unit->arena, "ALGORITHM=%.*s", STR_ARGS(manner->algorithm));
    return arena_format(&unit->arena, "ALGORITHM=%.*s, LOCK=%.*s", STR_ARGS(manner->algorithm),
                        STR_ARGS(manner->lock));
}

static void report(struct unit *unit, const struct locking *locking)
{
    const struct store *store = locking->store;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_algorithm_refused, locking->statement->span,
                 "%s refuses %.*s here", sql_engine_title(locking->setting.engine),
                 STR_ARGS(asked(unit, locking->statement->manner)));
    if (text_is_set(store->version))
        diagnostic_note(finding, "as version %.*s does it, the change needs more than that",
                        STR_ARGS(store->version.str));
    diagnostic_help(finding, "ask for less, or change the table with gh-ost");
    diagnostic_about(finding, "%.*s", STR_ARGS(locking->statement->changes->table.name));
    site_cap(finding, locking->site);
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    list_each(locking, locking, model_of(unit)->lockings) {
        const struct ddl_manner *manner = locking->statement->manner;
        bool is_asked = manner && (manner->algorithm.length > 0 || manner->lock.length > 0);
        if (is_asked && locking->locks->is_refused && locking->locks->is_algorithm_known
            && locking->locks->algorithm != SQL_ALGORITHM_NONE)
            report(unit, locking);
    }
}

const struct rule rule_algorithm_refused = { .check_plan = check_plan };
