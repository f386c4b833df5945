//! rule        missing-rollback
//! code        RBK001
//! level       error
//! since       0.1
//! fix         unsafe
//! also        rollback-missing
//! source      X43
//! breaks      inverse
//!
//! A phase does not say how it is undone.
//!
//! ## Why
//!
//! Rollbacks are needed at the worst hour by somebody who did not write the plan. One that is
//! made up then is made up wrongly. A rollback for the whole plan is no answer: it undoes the
//! phases that were fine together with the one that was not, and it rarely fits the middle.
//! Where there is nothing to undo, or no way back, say so: then it was thought of.
//!
//! It is an error for a phase that drops, deletes, moves or deploys something, else a warning.
//!
//! ## Fails
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "Add the column" {
//!   step "Add it" ```sql
//!     ALTER TABLE orders ADD COLUMN total numeric;
//!   ```
//! }
//! phase contract "Drop the old column" {
//!   step "Drop it" ```sql
//!     ALTER TABLE orders DROP COLUMN sum;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "Add the column" {
//!   step "Add it" ```sql
//!     ALTER TABLE orders ADD COLUMN total numeric;
//!   ```
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "Add the column" {
//!   step "Add it" ```sql
//!     ALTER TABLE orders ADD COLUMN total numeric;
//!   ```
//!   rollback auto
//! }
//! phase observe "Watch it" { rollback none "nothing changes here" }
//! phase contract "Drop the old column" {
//!   step "Drop it" ```sql
//!     ALTER TABLE orders DROP COLUMN sum;
//!   ```
//!   rollback impossible "the old values are gone"
//! }
//! ````

#include "rules/support/derived.h"
#include "rules/support/edits.h"
#include "rules/support/evidence.h"

static bool is_weighty_head(enum sql_head head)
{
    return head == SQL_DROP_TABLE || head == SQL_DROP_COLUMN || head == SQL_DROP_SCHEMA
           || head == SQL_TRUNCATE || head == SQL_DELETE || head == SQL_UPDATE
           || head == SQL_INSERT_SELECT || head == SQL_MERGE || head == SQL_COPY
           || head == SQL_CREATE_TABLE_AS || head == SQL_RENAME_TABLE || head == SQL_RENAME_COLUMN;
}

// Drops, deletes or moves rows, by its SQL.
static bool has_weighty_sql(const struct phase *phase)
{
    struct arena scratch = { 0 };
    bool is_weighty = false;
    const struct change_list changes = changes_of_actions(&scratch, phase, &phase->actions);
    list_each(change_step, change, changes)
        is_weighty |= is_weighty_head(change->operation->head);
    arena_release(&scratch);
    return is_weighty;
}

// Moves traffic or deploys, by its actions. A step that a person does is known by its phase.
static bool has_weighty_action(const struct phase *phase)
{
    bool moves = phase->kind == KIND_BACKFILL || phase->kind == KIND_CUTOVER
                 || phase->kind == KIND_PROMOTE || phase->kind == KIND_CONTRACT
                 || phase->kind == KIND_DECOMMISSION || phase->kind == KIND_RAMP;
    list_each(action, action, phase->actions)
        if (action->kind == ACTION_STEP ? moves : action->kind != ACTION_BACKUP)
            return true;
    return false;
}

static bool is_missing(const struct plan *plan, const struct phase *phase)
{
    (void)plan;
    return phase->rollback.kind == ROLLBACK_MISSING;
}

static bool is_weighty(const struct plan *plan, const struct phase *phase)
{
    return is_missing(plan, phase) && (has_weighty_action(phase) || has_weighty_sql(phase));
}

static bool is_light(const struct plan *plan, const struct phase *phase)
{
    return is_missing(plan, phase) && !is_weighty(plan, phase);
}

// Where the plan says how all of it is undone; an empty span where it does not.
static struct span procedure_of(const struct plan *plan)
{
    if (plan->procedures.first)
        return plan->procedures.first->span;
    list_each(phase, phase, plan->phases)
        if (phase_is_way_back(phase))
            return phase->span;
    return (struct span){ 0 };
}

// SQL alone, which a transaction undoes as a whole where it stops half way. What going back costs
// where traffic moves is for the author to say.
static bool is_plain(const struct phase *phase)
{
    list_each(action, action, phase->actions) {
        enum sql_engine engine = store_engine(action->store);
        if (action->kind != ACTION_STEP || !code_is_sql(&action->code)
            || (engine != SQL_ENGINE_POSTGRESQL && engine != SQL_ENGINE_SQLITE))
            return false;
    }
    return true;
}

// `rollback auto` in each of the phases, where all of them can be derived, and those behind them
// say how they are undone.
static bool offer(struct unit *unit, const struct plan *plan, struct diagnostic *finding,
                  bool (*holds)(const struct plan *plan, const struct phase *phase))
{
    if (!unit->takes_fixes)
        return false;
    bool is_first = true;
    list_each(phase, phase, plan->phases) {
        is_first &= !holds(plan, phase);
        if (holds(plan, phase) ? !is_plain(phase) || !rollback_is_derivable(unit, phase)
                               : !is_first && is_missing(plan, phase))
            return false;
    }
    struct edits edits = edits_begin(unit, finding, "let belay derive it");
    list_each(phase, phase, plan->phases)
        if (holds(plan, phase))
            edits_append(&edits, phase->statement, STR("rollback auto"));
    return true;
}

static void finish(struct unit *unit, const struct plan *plan, struct diagnostic *finding,
                   bool (*holds)(const struct plan *plan, const struct phase *phase))
{
    if (!finding)
        return;
    struct span procedure = procedure_of(plan);
    if (span_is_set(procedure))
        diagnostic_note(finding,
                        "the procedure on line %u is for the whole plan, and for no phase",
                        source_locate(unit->sources, procedure.start).line_number);
    if (plan->is_inferred)
        diagnostic_help(finding,
                        "**Rollback:** in each phase: how it is undone, or why it need not be");
    else if (!offer(unit, plan, finding, holds))
        diagnostic_help(finding,
                        "rollback auto, none \"...\", impossible \"...\", restore NAME, or "
                        "the actions that undo it");
    diagnostic_of_prose(finding, plan);
}

// Prose does not weigh its phases: then all of them are one finding, but for those that change
// nothing, and those that are a way back themselves.
static bool is_missing_in_prose(const struct plan *plan, const struct phase *phase)
{
    return is_missing(plan, phase) && phase->kind != KIND_VERIFY && phase->kind != KIND_OBSERVE
           && !phase_is_way_back(phase);
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    const struct diagnostic_kind *kind = &kind_missing_rollback;
    if (unit->profile == PROFILE_STRATEGIST && span_is_set(procedure_of(plan)))
        return;
    if (plan->is_inferred) {
        finish(unit, plan, report_phases(unit, kind, is_missing_in_prose, "no rollback"),
               is_missing_in_prose);
        return;
    }
    finish(unit, plan, report_phases(unit, kind, is_weighty, "no rollback"), is_weighty);
    struct diagnostic *light = report_phases(unit, kind, is_light, "no rollback");
    if (light)
        diagnostic_level(light, LEVEL_WARNING);
    finish(unit, plan, light, is_light);
}

const struct rule rule_missing_rollback = { .check_plan = check_plan };
