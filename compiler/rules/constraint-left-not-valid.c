//! rule        constraint-left-not-valid
//! code        SQL012
//! level       note
//! since       0.1
//! also        validate-missing
//! fix         unsafe
//! source      H075 X38
//!
//! A constraint is added NOT VALID, and no later step validates it.
//!
//! ## Why
//!
//! NOT VALID holds for new rows alone. Until VALIDATE CONSTRAINT has read the old ones, the planner
//! does not rely on it, SET NOT NULL takes it for no proof, and a dump may refuse to be restored.
//!
//! ## Fails
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "Check floors" {
//!   step "Add it" on main ```sql
//!     ALTER TABLE guests ADD CONSTRAINT guests_floor CHECK (floor >= 0) NOT VALID;
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
//! phase expand "Require names" {
//!   step "Add the proof" on main ```sql
//!     ALTER TABLE guests ADD CONSTRAINT named CHECK (name IS NOT NULL) NOT VALID;
//!   ```
//!   step "Change it" on main ```sql
//!     ALTER TABLE guests DROP CONSTRAINT named;
//!   ```
//! }
//! ````

#include "rules/support/blocking.h"
#include "rules/support/edits.h"

// A constraint goes with a column of its own; where they are not known, with any.
static bool goes_with(struct str column, const struct sql_constraint_definition *constraint)
{
    const struct sql_key_part *part = constraint->columns.first;
    if (constraint->expression.text.data)
        return str_has_word(constraint->expression.text, column);
    bool is_own = !part;
    for (; part; part = part->next)
        is_own |= !part->column.data || str_equal_ignoring_case(part->column, column);
    return is_own;
}

static bool is_about(const struct ddl *ddl, const struct ddl *added)
{
    bool is_of_constraint = ddl->kind == DDL_VALIDATE_CONSTRAINT || ddl->kind == DDL_DROP_CONSTRAINT
                            || ddl->kind == DDL_RENAME_CONSTRAINT;
    bool is_of_table =
        ddl->kind == DDL_DROP_TABLE || ddl->kind == DDL_RENAME_TABLE || ddl->kind == DDL_SET_SCHEMA
        || (ddl->kind == DDL_DROP_COLUMN && goes_with(ddl->object.name, added->constraint));
    if (ddl->kind == DDL_DROP_SCHEMA || ddl->kind == DDL_OPAQUE)
        return true; // whatever it does
    return (is_of_table
            || (is_of_constraint && str_equal(ddl->object.name, added->constraint->name)))
           && sql_name_equal(ddl->table, added->table);
}

enum { LOOK_MAX = 20000 }; // at changes behind those that add, of one plan

// True where a later step may validate it, or take it away.
static bool is_settled(const struct locking *adding, const struct ddl *added, unsigned *looks)
{
    for (const struct locking *each = adding; each; each = each->next) {
        if (each->store != adding->store || each->site->role != SITE_RUNS)
            continue;
        if (each->statement->refusal.data)
            return true;
        list_each(change_locks, change, each->changes)
            if (++*looks > LOOK_MAX || (change->change && is_about(change->change, added)))
                return true;
    }
    return false;
}

static void report(struct unit *unit, const struct locking *locking, const struct ddl *added)
{
    struct str name = added->constraint->name;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_constraint_left_not_valid, added->span,
                 "'%.*s' is added NOT VALID, and never validated", STR_ARGS(name));
    diagnostic_note(finding, "it holds for new rows alone, and proves nothing");
    struct str validation = constraint_validation(unit, added);
    struct step_text step;
    if (step_text_of(&step, unit, locking->site)) {
        struct edits edits = edits_begin(unit, finding, "validate it in the next step");
        edits_step_behind(&edits, &step, STR("Read the rows"), validation);
    } else
        diagnostic_help(finding, "%.*s in a later step",
                        STR_ARGS(str_slice(validation, 0, validation.length - 1)));
    diagnostic_about(finding, "%.*s", STR_ARGS(name));
    site_cap(finding, locking->site);
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    unsigned looks = 0;
    list_each(locking, locking, model_of(unit)->lockings) {
        if (locking->setting.engine != SQL_ENGINE_POSTGRESQL || locking->site->role != SITE_RUNS)
            continue;
        list_each(change_locks, change, locking->changes) {
            const struct ddl *ddl = change->change;
            if (ddl && ddl->kind == DDL_ADD_CONSTRAINT && ddl->constraint->is_not_valid
                && ddl->constraint->name.length > 0 && !is_settled(locking, ddl, &looks))
                report(unit, locking, ddl);
        }
    }
}

const struct rule rule_constraint_left_not_valid = { .check_plan = check_plan };
