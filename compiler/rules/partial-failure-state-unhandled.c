//! rule        partial-failure-state-unhandled
//! code        RBK013
//! level       error
//! since       0.1
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
//! store main { engine mariadb 10.11 }
//! phase expand "Add the columns" {
//!   step "Add them" on main ```sql
//!     ALTER TABLE guests ADD COLUMN birthday date;
//!     ALTER TABLE guests ADD INDEX guests_birthday (birthday);
//!   ```
//! }
//! ````

#include "rules/support/halves.h"

static bool is_replacing(const struct sql_statement *statement)
{
    enum { HEAD = 3 }; // CREATE OR REPLACE
    for (uint32_t i = statement->range.from; i < statement->range.from + HEAD; i++)
        if (sql_token_is(sql_token_at(statement->tokens, i), "REPLACE"))
            return true;
    return false;
}

// The engine refuses it the second time.
static bool is_refused_again(const struct sql_operation *operation)
{
    if (operation->is_conditional || operation->is_temporary)
        return false;
    switch (operation->head) {
    case SQL_CREATE_TABLE: case SQL_CREATE_TABLE_AS: case SQL_CREATE_INDEX: case SQL_CREATE_VIEW:
    case SQL_CREATE_TRIGGER: case SQL_CREATE_ROUTINE: case SQL_CREATE_SCHEMA: case SQL_ADD_COLUMN:
    case SQL_RENAME_TABLE: case SQL_RENAME_COLUMN: case SQL_DROP_TABLE: case SQL_DROP_COLUMN:
    case SQL_DROP_CONSTRAINT: case SQL_DROP_INDEX: case SQL_DROP_VIEW: case SQL_DROP_TRIGGER:
    case SQL_DROP_ROUTINE: case SQL_DROP_SCHEMA: return true;
    case SQL_ADD_CONSTRAINT:
        return operation->object.name.length > 0
               || operation->constraint == SQL_CONSTRAINT_PRIMARY_KEY;
    case SQL_SELECT: case SQL_INSERT: case SQL_INSERT_SELECT: case SQL_UPDATE: case SQL_DELETE:
    case SQL_MERGE: case SQL_TRUNCATE: case SQL_COPY: case SQL_CREATE_OTHER:
    case SQL_VALIDATE_CONSTRAINT: case SQL_SET_NOT_NULL: case SQL_DROP_NOT_NULL:
    case SQL_SET_DEFAULT: case SQL_DROP_DEFAULT: case SQL_CHANGE_TYPE: case SQL_RENAME_OTHER:
    case SQL_ALTER_OTHER: case SQL_DROP_OTHER: case SQL_LOCK: case SQL_TRANSACTION: case SQL_SET:
    case SQL_OTHER: return false;
    }
    return false;
}

enum { LOOK_MAX = 200 }; // statements before it that are looked at

// A conditional DROP before it, in the same step, makes room each time.
static bool is_made_room_for(const struct site *site, const struct sql_statement *statement)
{
    const struct sql_operation *made = statement->operations.first;
    struct sql_name name = sql_name_is_set(made->object) ? made->object : made->table;
    unsigned looks = 0;
    list_each(sql_statement, before, site->queries.first->script->statements) {
        if (before == statement || ++looks > LOOK_MAX)
            return false;
        list_each(sql_operation, operation, before->operations) {
            bool drops = operation->head >= SQL_DROP_TABLE && operation->head <= SQL_DROP_SCHEMA;
            struct sql_name dropped =
                sql_name_is_set(operation->object) ? operation->object : operation->table;
            if (drops && operation->is_conditional && sql_name_equal(dropped, name))
                return true;
        }
    }
    return false;
}

static bool is_mine(const struct site *site, const struct sql_statement *statement)
{
    if (is_replacing(statement))
        return false;
    list_each(sql_operation, operation, statement->operations)
        if (is_refused_again(operation))
            return !is_made_room_for(site, statement);
    return false;
}

static void report(struct unit *unit, const struct half *half)
{
    bool is_back = half->site->role == SITE_UNDOES;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_partial_failure_state_unhandled, half->failed->span,
                 "where this fails, the %s is half done and cannot run again",
                 is_back ? "rollback" : "step");
    diagnostic_also(finding, half->done->span, "this stays, and is refused the second time");
    diagnostic_note(finding, "it is committed before the statement that fails begins");
    diagnostic_help(finding, "one statement in each %s; or IF EXISTS, IF NOT EXISTS where the "
                             "engine has them",
                    is_back ? "run" : "step");
    diagnostic_about(finding, "phase %.*s", STR_ARGS(half->site->phase->name));
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    halves_each(unit, is_mine, report);
}

const struct rule rule_partial_failure_state_unhandled = { .check_plan = check_plan };
