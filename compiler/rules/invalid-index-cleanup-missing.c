//! rule        invalid-index-cleanup-missing
//! code        LCK025
//! level       error
//! since       0.1
//! source      X54
//!
//! A second try takes the invalid index that the first one left for the one that is wanted.
//!
//! ## Why
//!
//! CREATE INDEX CONCURRENTLY that fails, or is stopped, leaves an invalid index behind, which no
//! query uses and every write pays for. With IF NOT EXISTS the next run sees its name, does
//! nothing, and reports success. What is left has to be dropped first, or the catalog asked
//! whether the index is valid. The runbook does both for the SQL of a plan's own steps; for SQL
//! inside of commands, and in documents that people follow, the plan has to say it.
//!
//! ## Fails
//!
//! ````belay plan
//! phase expand "Find by room" {
//!   step "Index" ```sh
//!     psql -c "CREATE INDEX CONCURRENTLY IF NOT EXISTS guests_room ON guests (room)"
//!   ```
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! phase expand "Find by room" {
//!   step "Index" ```sh
//!     psql -c "DROP INDEX CONCURRENTLY IF EXISTS guests_room"
//!     psql -c "CREATE INDEX CONCURRENTLY IF NOT EXISTS guests_room ON guests (room)"
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "Find by room" {
//!   step "Index" on main ```sql
//!     CREATE INDEX CONCURRENTLY IF NOT EXISTS guests_room ON guests (room);
//!   ```
//! }
//! ````

#include "rules/rule.h"

#include "model/mention.h"

// Somebody looks whether indexes are valid.
static bool asks_for_validity(const struct plan *plan, const struct sites *sites)
{
    list_each(site, site, *sites)
        if (str_find_ignoring_case(site->code->text.str, STR("indisvalid"), 0) != STR_NOT_FOUND)
            return true;
    list_each(phase, phase, plan->phases)
        if (phase_mentions(phase, "invalid|indisvalid|valid index"))
            return true;
    return false;
}

static bool drops(const struct sql_statement *statement, struct sql_name index)
{
    list_each(sql_operation, operation, statement->operations)
        if (operation->head == SQL_DROP_INDEX && sql_name_equal(operation->object, index))
            return true;
    return false;
}

enum { LOOK_MAX = 200 }; // statements that are looked through for what drops an index

// In the same piece of code, whatever its order: a loop or a trap may run it first.
static bool is_dropped(const struct site *site, struct sql_name index)
{
    unsigned looks = 0;
    list_each(site_query, query, site->queries)
        list_each(sql_statement, statement, query->script->statements)
            if (drops(statement, index) || ++looks > LOOK_MAX)
                return true;
    return false;
}

static void check_statement(struct unit *unit, const struct site *site,
                            const struct sql_statement *statement)
{
    const struct sql_operation *made = statement->operations.first;
    if (made->head != SQL_CREATE_INDEX || !made->is_concurrent || !made->is_conditional
        || is_dropped(site, made->object))
        return;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_invalid_index_cleanup_missing, statement->span,
                 "a second try takes an invalid '%.*s' for the index that is wanted",
                 STR_ARGS(made->object.name));
    diagnostic_label(finding, "does nothing where the name is taken");
    diagnostic_note(finding, "a build that fails leaves an index of this name that no query uses");
    diagnostic_help(finding, "DROP INDEX CONCURRENTLY IF EXISTS before it, or look at indisvalid");
    diagnostic_about(finding, "%.*s", STR_ARGS(made->object.name));
    site_cap(finding, site);
}

// belay's runbook clears up behind the SQL that it runs itself.
static bool is_run_by_others(const struct site *site)
{
    bool is_run = site->role == SITE_RUNS || site->role == SITE_UNDOES;
    return is_run && site->phase && (site->host || site->is_inferred || site->phase->is_inferred);
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    const struct model *model = model_of(unit);
    if (asks_for_validity(plan, &model->sites))
        return;
    list_each(site, site, model->sites)
        if (is_run_by_others(site))
            list_each(site_query, query, site->queries)
                list_each(sql_statement, statement, query->script->statements)
                    check_statement(unit, site, statement);
}

const struct rule rule_invalid_index_cleanup_missing = { .check_plan = check_plan };
