//! rule        alter-copies-table
//! code        LCK015
//! level       warning
//! since       0.1
//! source      H019 H020 H021 H037 H038 H039 H064 H065 H066 H067 H094 H095 H096 H124 H134 H148
//!
//! MySQL or MariaDB carries a change out by copying the table, or keeps writers out for its time.
//!
//! ## Why
//!
//! Where no ALGORITHM is asked for, the server takes the best that it has, and says nothing when
//! that is COPY: every row goes into a new table while nobody can write. That is so for another
//! type, for a foreign key or CHECK, for a stored generated column, for a label in the middle of
//! an ENUM, for a VARCHAR whose length needs a second byte, and for many more; FULLTEXT and
//! SPATIAL indexes are built in place, but with writers kept out. `ALGORITHM=INPLACE, LOCK=NONE`
//! makes the server refuse instead. gh-ost and pt-online-schema-change copy while everybody goes
//! on.
//!
//! What the table was like must be in the plan's schema: else belay knows little.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine mysql 8.0
//!   schema ```sql
//!     CREATE TABLE guests (id int PRIMARY KEY, floor int, name varchar(60)) CHARSET=utf8mb4;
//!   ```
//! }
//! phase expand "Widen" {
//!   step "More floors" on main ```sql
//!     ALTER TABLE guests MODIFY floor bigint;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine mysql 8.0
//!   schema ```sql
//!     CREATE TABLE guests (id int PRIMARY KEY, floor int, name varchar(60)) CHARSET=utf8mb4;
//!   ```
//! }
//! phase expand "Widen" {
//!   step "Longer names" on main ```sql
//!     ALTER TABLE guests MODIFY name varchar(64);
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main { engine mariadb 10.11 }
//! phase expand "Check" {
//!   step "Check floors" on main ```sql
//!     ALTER TABLE guests ADD CONSTRAINT guests_floor CHECK (floor >= 0);
//!   ```
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main {
//!   engine mysql 8.0
//!   schema ```sql
//!     CREATE TABLE guests (id int PRIMARY KEY, floor int, name varchar(60)) CHARSET=utf8mb4;
//!   ```
//! }
//! phase expand "Widen" {
//!   step "Longer names" on main ```sql
//!     ALTER TABLE guests MODIFY name varchar(63);
//!   ```
//!   step "Stars" on main ```sql
//!     ALTER TABLE guests ADD COLUMN stars int, ALGORITHM=INSTANT;
//!   ```
//!   step "Find by floor" on main ```sql
//!     ALTER TABLE guests ADD INDEX guests_floor (floor), ALGORITHM=INPLACE, LOCK=NONE;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main { engine mysql 8.0 }
//! phase expand "Widen" {
//!   step "More floors" on main ```sql
//!     ALTER TABLE guests MODIFY floor bigint;
//!   ```
//! }
//! ````

#include "rules/support/blocking.h"

static bool is_of_mysql(const struct locking *locking)
{
    return locking->setting.engine == SQL_ENGINE_MYSQL
           || locking->setting.engine == SQL_ENGINE_MARIADB;
}

static void report(struct unit *unit, const struct locking *locking,
                   const struct sql_table_lock *lock)
{
    struct blocking blocking = {
        .locking = locking,
        .change = locking->statement->changes,
        .locks = locking->locks,
        .lock = lock,
        .span = locking->statement->span,
    };
    bool copies = locking->locks->algorithm == SQL_ALGORITHM_COPY;
    struct diagnostic *finding = blocking_report(
        unit, &kind_alter_copies_table, &blocking,
        copies ? "nobody can write to '%.*s' while %s copies it"
               : "nobody can write to '%.*s' while %s works on it",
        STR_ARGS(blocking_table(unit, &blocking)), sql_engine_title(locking->setting.engine));
    diagnostic_help(finding,
                    "gh-ost or pt-online-schema-change; LOCK=NONE refuses where it would block");
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    list_each(locking, locking, model_of(unit)->lockings) {
        if (!is_of_mysql(locking) || !locking->locks->is_algorithm_known
            || locking->locks->is_refused)
            continue;
        list_each(sql_table_lock, lock, locking->locks->tables)
            if (lock->work != 0 && blocking_is_felt(plan, locking, lock)) {
                report(unit, locking, lock);
                break;
            }
    }
}

const struct rule rule_alter_copies_table = { .check_plan = check_plan };
