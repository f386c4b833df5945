//! rule        validate-in-same-tx
//! code        LCK012
//! level       warning
//! since       0.1
//! fix         unsafe
//! source      H074
//!
//! A constraint is validated in the transaction that adds it, under the lock that adding takes.
//!
//! ## Why
//!
//! NOT VALID is there so that a constraint is added in a moment, and its rows are read later under
//! a weaker lock. In one transaction the strong lock is held until the end, while every row is
//! read: nothing is gained. That is so for two statements in a step as for two clauses of one
//! ALTER TABLE. VALIDATE CONSTRAINT belongs into a step of its own.
//!
//! ## Fails
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "Check floors" {
//!   step "Add it" on main ```sql
//!     ALTER TABLE guests ADD CONSTRAINT guests_floor CHECK (floor >= 0) NOT VALID;
//!     ALTER TABLE guests VALIDATE CONSTRAINT guests_floor;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "Check floors" {
//!   step "Add it" on main ```sql
//!     ALTER TABLE guests
//!       ADD CONSTRAINT guests_floor CHECK (floor >= 0) NOT VALID,
//!       VALIDATE CONSTRAINT guests_floor;
//!   ```
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "Check floors" {
//!   step "Add it" on main ```sql
//!     ALTER TABLE guests ADD CONSTRAINT guests_floor CHECK (floor >= 0) NOT VALID;
//!   ```
//!   step "Read the rows" on main ```sql
//!     ALTER TABLE guests VALIDATE CONSTRAINT guests_floor;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "Check floors" {
//!   step "Add it" on main ```sql
//!     BEGIN;
//!     ALTER TABLE guests ADD CONSTRAINT guests_floor CHECK (floor >= 0) NOT VALID;
//!     COMMIT;
//!     ALTER TABLE guests VALIDATE CONSTRAINT guests_floor;
//!   ```
//! }
//! ````

#include "rules/support/blocking.h"
#include "rules/support/edits.h"

static bool adds(const struct ddl *ddl, const struct ddl *validated)
{
    return ddl->kind == DDL_ADD_CONSTRAINT && ddl->constraint->is_not_valid
           && str_equal(ddl->constraint->name, validated->object.name)
           && sql_name_equal(ddl->table, validated->table);
}

// False where both are clauses of one statement.
static bool offer(struct unit *unit, const struct locking *locking, const struct ddl *added,
                  struct diagnostic *finding)
{
    struct step_text step;
    const struct sql_statement *statement = locking->statement;
    bool is_one = statement->span.start <= added->span.start
                  && added->span.end <= statement->span.end;
    if (is_one || !step_text_of(&step, unit, locking->site)
        || !step_can_split(locking->site, statement))
        return false;
    struct edits edits = edits_begin(unit, finding, "validate it in a step of its own");
    edits_split_before(&edits, &step, locking->site, statement, STR("Read the rows"));
    return true;
}

static void report(struct unit *unit, const struct locking *locking, const struct ddl *validated,
                   const struct ddl *added)
{
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_validate_in_same_tx, validated->span,
                 "'%.*s' is validated under the lock of the statement that adds it",
                 STR_ARGS(validated->object.name));
    diagnostic_also(finding, added->span, "added here; the lock is held to the end");
    diagnostic_note(finding, "'%.*s' is blocked while every row is read",
                    STR_ARGS(validated->table.name));
    if (!offer(unit, locking, added, finding))
        diagnostic_help(finding, "VALIDATE CONSTRAINT in a step of its own, behind this one");
    diagnostic_about(finding, "%.*s", STR_ARGS(validated->object.name));
    site_cap(finding, locking->site);
}

// The statement that adds it, from the first of the transaction on.
static const struct ddl *find_adding(const struct locking *first, const struct locking *last,
                                     const struct ddl *validated)
{
    enum { LOOK_MAX = 200 };
    unsigned looks = 0;
    for (const struct locking *each = first; each; each = each->next) {
        list_each(change_locks, change, each->changes) {
            if (change->change == validated || ++looks > LOOK_MAX)
                return NULL;
            if (change->change && adds(change->change, validated))
                return change->change;
        }
        if (each == last)
            break;
    }
    return NULL;
}

static void check_statement(struct unit *unit, const struct plan *plan, const struct locking *first,
                            const struct locking *locking)
{
    list_each(change_locks, change, locking->changes) {
        const struct ddl *ddl = change->change;
        if (!ddl || ddl->kind != DDL_VALIDATE_CONSTRAINT)
            continue;
        const struct ddl *added = find_adding(first, locking, ddl);
        struct sql_table_lock lock = {
            .table = ddl->table,
            .mode = SQL_LOCK_ACCESS_EXCLUSIVE,
            .work = SQL_SCANS,
        };
        if (added && blocking_is_felt(plan, locking, &lock))
            report(unit, locking, ddl, added);
    }
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    const struct locking *first = NULL;
    list_each(locking, locking, model_of(unit)->lockings) {
        bool is_alone = locking->transaction == 0;
        if (is_alone || !first || first->transaction != locking->transaction)
            first = locking;
        if (locking->setting.engine == SQL_ENGINE_POSTGRESQL)
            check_statement(unit, plan, first, locking);
    }
}

const struct rule rule_validate_in_same_tx = { .check_plan = check_plan };
