//! rule        concurrent-in-transaction
//! code        SQL001
//! level       error
//! since       0.1
//! fix         unsafe
//! source      H004 X49
//!
//! A statement that no transaction takes shares its step with others.
//!
//! ## Why
//!
//! The SQL of a step runs in one transaction, so that a step is done or not begun. PostgreSQL
//! refuses CREATE INDEX CONCURRENTLY, VACUUM and the like in one, and SQLite ignores PRAGMA
//! foreign_keys there. Such a statement has a step of its own; only SET may stand with it. Where
//! a step writes BEGIN and COMMIT itself, those count. So it is in a rollback.
//!
//! ## Fails
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "Add the column" {
//!   step "Add and index it" on main ```sql
//!     ALTER TABLE guests ADD COLUMN birthday date;
//!     CREATE INDEX CONCURRENTLY guests_birthday ON guests (birthday);
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main { engine sqlite }
//! phase expand "Rebuild the table" {
//!   step "Compact it" on main ```sql
//!     BEGIN;
//!     VACUUM;
//!     COMMIT;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase contract "Drop the old index" {
//!   step "Drop it" on main ```sql
//!     DROP INDEX CONCURRENTLY guests_birthday;
//!   ```
//!   rollback on main ```sql
//!     CREATE INDEX CONCURRENTLY guests_birthday ON guests (birthday);
//!     ALTER TABLE guests ALTER COLUMN birthday SET STATISTICS 500;
//!   ```
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "Add the column" {
//!   step "Add it" on main ```sql
//!     ALTER TABLE guests ADD COLUMN birthday date;
//!   ```
//!   step "Index it" on main ```sql
//!     SET maintenance_work_mem = '1GB';
//!     CREATE INDEX CONCURRENTLY guests_birthday ON guests (birthday);
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
//!     ALTER TABLE guests RENAME TO old_guests;
//!     COMMIT;
//!   ```
//! }
//! ````

#include "rules/support/edits.h"
#include "sql/transaction.h"

struct step {
    const struct site *site;
    const struct sql_statement *begin; // that is not committed yet
    const struct sql_statement *other; // neither SET nor BEGIN nor refused in a transaction
    bool has_begin;
};

static const char *needs_none(const struct step *step, const struct sql_statement *statement)
{
    const struct store *store = step->site->action->store;
    return sql_needs_no_transaction(store_engine(store),
                                    store ? sql_version_of(store->version.str) : 0, statement);
}

// Of two that refuse a transaction, each is the other's other.
static void look_at_others(struct step *step, const struct sql_script *script)
{
    const struct sql_statement *alone = NULL;
    list_each(sql_statement, statement, script->statements) {
        step->has_begin |= sql_begins_transaction(statement);
        if (statement->head == SQL_SET || statement->head == SQL_TRANSACTION)
            continue;
        if (!needs_none(step, statement) || alone)
            step->other = statement;
        else
            alone = statement;
        if (step->other && step->has_begin)
            return;
    }
}

// False where the step says itself what is one transaction.
static bool offer(struct unit *unit, const struct step *step, const struct sql_statement *statement,
                  struct diagnostic *finding)
{
    struct step_text text;
    if (step->has_begin || !step_text_of(&text, unit, step->site)
        || !step_can_split(step->site, statement))
        return false;
    struct edits edits = edits_begin(unit, finding, "give it a step of its own");
    edits_isolate(&edits, &text, step->site, statement, step_title(&text));
    return true;
}

static void report(struct unit *unit, const struct step *step,
                   const struct sql_statement *statement, const char *what)
{
    const struct sql_statement *reason = step->has_begin ? step->begin : step->other;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_concurrent_in_transaction, statement->span,
                 "%s does not work in a transaction", what);
    diagnostic_also(finding, reason->span,
                    step->has_begin ? "the transaction begins here"
                                    : "this runs in the same step, which is one transaction");
    if (!offer(unit, step, statement, finding))
        diagnostic_help(finding, "give it a step of its own; only SET may stand with it");
    diagnostic_about(finding, "phase %.*s, %s", STR_ARGS(step->site->phase->name), what);
    site_cap(finding, step->site);
}

static void check_query(struct unit *unit, const struct site *site, const struct sql_script *script)
{
    struct step step = { .site = site };
    look_at_others(&step, script);
    bool is_one = !step.has_begin && step.other && !site->is_inferred && !site->phase->is_inferred;
    list_each(sql_statement, statement, script->statements) {
        if (sql_begins_transaction(statement))
            step.begin = statement;
        else if (statement->head == SQL_TRANSACTION)
            step.begin = NULL;
        const char *what = step.begin || is_one ? needs_none(&step, statement) : NULL;
        if (!what)
            continue;
        report(unit, &step, statement, what);
        return; // the next one has the same cure
    }
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    list_each(site, site, model_of(unit)->sites)
        if ((site->role == SITE_RUNS || site->role == SITE_UNDOES) && site->phase && site->action
            && !site->host && site->queries.first)
            check_query(unit, site, site->queries.first->script);
}

const struct rule rule_concurrent_in_transaction = { .check_plan = check_plan };
