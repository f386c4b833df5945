//! rule        missing-verification
//! code        VER001
//! level       warning
//! since       0.1
//! fix         unsafe
//!
//! A phase changes something, and nothing looks whether it worked.
//!
//! ## Why
//!
//! The next phase rests on this one. A backfill that stopped half way, a deploy that reached
//! some of the servers or a constraint that was never validated is found out by users, after
//! the way back has become longer.
//!
//! A step or a checklist item that is itself a check ("Compare the row counts") counts, and
//! so does a success criterion. A phase that only takes a backup needs none: belay looks
//! whether it can be read. A phase of kind verify is a check by itself, unless it changes the
//! schema or what is deployed.
//!
//! ## Fails
//!
//! ````belay plan
//! phase decommission "Remove the old servers" {
//!   step "Archive the data"
//!   step "Shut the servers down"
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, name text);
//!   ```
//! }
//! phase expand "Add the city" {
//!   step "Add it" ```sql
//!     ALTER TABLE guests ADD COLUMN city text;
//!   ```
//!   rollback auto
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! phase decommission "Remove the old servers" {
//!   step "Archive the data"
//!   step "Shut the servers down"
//!   verify manual "Nothing has connected to the old servers for a day" by "database team"
//! }
//! ````
//!
//! ````belay plan
//! phase observe "Watch it for a week" {
//!   step "Read the dashboard every morning"
//! }
//! ````

#include "rules/support/edits.h"
#include "rules/support/evidence.h"

static bool lacks_verification(const struct plan *plan, const struct phase *phase)
{
    (void)plan;
    return phase_changes_something(phase) && !phase_is_verified(phase)
           && !phase_is_way_back(phase);
}

// Whether its SQL changes nothing but the schema, and it does nothing else.
static bool changes_schema_alone(struct unit *unit, const struct phase *phase)
{
    unsigned steps = 0;
    list_each(action, action, phase->actions)
        if (action->kind != ACTION_STEP || ++steps == 0)
            return false;
    list_each(site, site, model_of(unit)->sites) {
        if (site->phase != phase || site->role != SITE_RUNS)
            continue;
        if (site->host || !site->queries.first)
            return false;
        list_each(sql_statement, statement, step_script(site)->statements)
            if (!statement->changes && statement->head != SQL_SET)
                return false;
        steps--;
    }
    return steps == 0;
}

// `verify schema`, where the store's schema is known and nothing else was changed.
static bool offer(struct unit *unit, const struct plan *plan, struct diagnostic *finding)
{
    const struct store *store = plan->stores.first;
    if (!unit->takes_fixes || !store || store->next
        || (!code_is_set(&store->schema) && !text_is_set(store->schema_file)))
        return false;
    list_each(phase, phase, plan->phases)
        if (lacks_verification(plan, phase) && !changes_schema_alone(unit, phase))
            return false;
    struct edits edits = edits_begin(unit, finding, "compare the schema with what belay expects");
    list_each(phase, phase, plan->phases)
        if (lacks_verification(plan, phase))
            edits_insert_behind(&edits, phase->actions.last->statement, STR("verify schema"));
    return true;
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    struct diagnostic *diagnostic =
        report_phases(unit, &kind_missing_verification, lacks_verification, "no verification");
    if (!diagnostic)
        return;
    diagnostic_note(diagnostic, "what went wrong there is found by the next phase, or by users");
    if (!offer(unit, plan, diagnostic))
        diagnostic_help_in(diagnostic, plan,
                       "verify \"...\" = 0 with a query, verify metric, or verify manual \"...\"",
                       "a list '**Validation:**' in the phase says what must hold, with values");
    diagnostic_of_prose(diagnostic, plan);
}

const struct rule rule_missing_verification = { .check_plan = check_plan };
