//! rule        unordered-conflict
//! code        ORD014
//! level       warning
//! since       0.1
//! source      X69
//!
//! Two phases change one table on the same days, and neither waits for the other.
//!
//! ## Why
//!
//! `needs` says for what a phase waits; without it, for the one before. Where two phases need only
//! others, and their days overlap, whoever carries them out does both at once: each waits for the
//! locks of the other, and what one of them finds depends on which was faster.
//!
//! ## Fails
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase prepare "Backup" { when day 1 }
//! phase expand as columns "Add the column" {
//!   when day 2..4
//!   step on main ```sql
//!     ALTER TABLE guests ADD COLUMN birthday date;
//!   ```
//! }
//! phase expand as rooms "Rename the other one" {
//!   when day 3..5
//!   needs prepare
//!   step on main ```sql
//!     ALTER TABLE guests RENAME COLUMN room TO room_number;
//!   ```
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase prepare "Backup" { when day 1 }
//! phase expand as columns "Add the column" {
//!   when day 2..4
//!   step on main ```sql
//!     ALTER TABLE guests ADD COLUMN birthday date;
//!   ```
//! }
//! phase expand as rooms "Another table" {
//!   when day 3..5
//!   needs prepare
//!   step on main ```sql
//!     ALTER TABLE rooms RENAME COLUMN floor TO storey;
//!   ```
//! }
//! phase expand as later "Rename the other one" {
//!   when day 5..6
//!   needs columns, rooms
//!   step on main ```sql
//!     ALTER TABLE guests RENAME COLUMN room TO room_number;
//!   ```
//! }
//! ````

#include "plan/schedule.h"
#include "rules/rule.h"

enum { PHASES_MAX = 200, LOOKS_MAX = 1000 * 1000 }; // LOOKS_MAX: changes held against others

// By the indexes of phases: whether one is done before the other begins.
struct order {
    bool waits[PHASES_MAX][PHASES_MAX];
};

static void wait_for(struct order *order, const struct phase *phase, const struct phase *other)
{
    if (!other || other->index >= phase->index)
        return;
    order->waits[phase->index][other->index] = true;
    for (unsigned i = 0; i < other->index; i++)
        order->waits[phase->index][i] |= order->waits[other->index][i];
}

static void order_phases(struct order *order, const struct plan *plan)
{
    list_each(phase, phase, plan->phases) {
        if (!phase->needs)
            wait_for(order, phase, phase->previous);
        for (const struct phase_reference *need = phase->needs; need; need = need->next)
            wait_for(order, phase, need->phase);
        if (quantity_is_set(phase->soak))
            wait_for(order, phase, phase->soak_since);
    }
}

// Both are given to the day, and run on more than where one ends and the other begins.
static bool run_together(const struct period *a, const struct period *b)
{
    return a->grain == GRAIN_DAY && b->grain == GRAIN_DAY && a->is_stated && b->is_stated
           && a->has_end && b->has_end && periods_are_comparable(a, b) && a->first <= b->last
           && b->first <= a->last && a->last != b->first && b->last != a->first;
}

static bool is_same_table(const struct change_step *a, const struct change_step *b)
{
    const struct sql_operation *left = a->operation, *right = b->operation;
    return a->action->store == b->action->store && sql_name_is_set(left->table)
           && left->head >= SQL_CREATE_TABLE && right->head >= SQL_CREATE_TABLE
           && sql_name_equal(left->table, right->table);
}

static void check_pair(struct unit *unit, const struct phase *earlier, const struct phase *later,
                       unsigned *looks)
{
    const struct changes *changes = &model_of(unit)->changes;
    changes_each(change, changes, later)
        changes_each(other, changes, earlier) {
            if (++*looks > LOOKS_MAX)
                return;
            if (!is_same_table(change, other))
                continue;
            struct diagnostic *finding = diagnose(
                &unit->diagnostics, &kind_unordered_conflict, change->operation->span,
                "phases %d and %d change '%.*s' at the same time", earlier->number, later->number,
                STR_ARGS(change->operation->table.name));
            diagnostic_also(finding, other->operation->span, "phase %d does this meanwhile",
                            earlier->number);
            diagnostic_also(finding, later->when.span, "on days of both");
            diagnostic_help(finding, "needs %.*s, and days behind it", STR_ARGS(earlier->name));
            diagnostic_about(finding, "phase %.*s", STR_ARGS(later->name));
            return;
        }
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    if (plan->phase_count > PHASES_MAX || plan->is_inferred)
        return;
    struct schedule schedule = schedule_compute(&unit->arena, plan);
    struct order *order = arena_new(&unit->arena, struct order);
    order_phases(order, plan);
    unsigned looks = 0;
    list_each(phase, later, plan->phases)
        list_each(phase, earlier, plan->phases)
            if (earlier->index < later->index && !order->waits[later->index][earlier->index]
                && run_together(&schedule.periods[earlier->index],
                                &schedule.periods[later->index]))
                check_pair(unit, earlier, later, &looks);
}

const struct rule rule_unordered_conflict = { .check_plan = check_plan };
