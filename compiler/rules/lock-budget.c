//! rule        lock-budget
//! code        LCK024
//! level       warning
//! since       0.1
//! source      X72
//!
//! A phase locks its tables for longer than the downtime that the plan allows it.
//!
//! ## Why
//!
//! `downtime 5min` is what was agreed upon: people wait so long, or are told so. Statements that
//! read or write all of a table while nobody else can, take what the size of the table asks for,
//! one after the other. belay knows that time to a factor of ten only, and speaks up where even a
//! tenth of it does not fit.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id integer PRIMARY KEY, born date);
//!   ```
//!   table guests { rows 400_000_000; size 90GB }
//! }
//! phase contract "Widen the key" {
//!   downtime 2min
//!   step "Widen it" on main ```sql
//!     ALTER TABLE guests ALTER COLUMN id TYPE bigint;
//!   ```
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id integer PRIMARY KEY, born date);
//!   ```
//!   table guests { rows 400_000_000; size 90GB }
//! }
//! phase contract "Widen the key" {
//!   downtime 4h
//!   step "Widen it" on main ```sql
//!     ALTER TABLE guests ALTER COLUMN id TYPE bigint;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id integer PRIMARY KEY, born date);
//!   ```
//!   table guests { rows 40_000; size 9MB }
//! }
//! phase contract "Widen the key" {
//!   downtime 2min
//!   step "Widen it" on main ```sql
//!     ALTER TABLE guests ALTER COLUMN id TYPE bigint;
//!   ```
//! }
//! ````

#include "rules/support/several.h"

static const double surely = 10; // times what is allowed: the estimate is right to such a factor

// What is allowed, to one phase or to all that say nothing of their own, and what is needed.
struct budget {
    const struct downtime *downtime;
    double seconds;
    struct places places;
};

static bool is_limited(const struct downtime *downtime)
{
    return downtime->kind == DOWNTIME_FOR || downtime->kind == DOWNTIME_WINDOW;
}

static const char *work_name(unsigned work)
{
    if (work & SQL_REWRITES)
        return "written anew";
    return work & SQL_BUILDS ? "indexed" : "read";
}

static void spend(struct budget *budget, const struct locking *locking,
                  const struct sql_table_lock *lock)
{
    double seconds = locking_seconds(locking, lock);
    if (seconds <= 0 || sql_lock_blocks(lock->mode) < SQL_BLOCKS_WRITES
        || locking_is_made_by_plan(locking, lock->table))
        return;
    budget->seconds += seconds;
    places_add(&budget->places, locking->statement->span, "'%.*s' is %s here: %s",
               STR_ARGS(lock->table.name), work_name(lock->work), locking_time(locking, lock));
}

static void report(struct unit *unit, struct budget *budget)
{
    if (budget->seconds * 1000 <= surely * budget->downtime->duration.amount)
        return;
    struct diagnostic *finding =
        report_places(unit, &kind_lock_budget, &budget->places,
                      "this takes longer than the downtime that is allowed",
                      "statements take longer than the downtime that is allowed");
    diagnostic_also(finding, budget->downtime->span, "no longer than this");
    double minutes = budget->seconds < 60 ? 1 : (double)(long)(budget->seconds / 60);
    diagnostic_note(finding, "in all that is some %g minutes, more than ten times as much",
                    minutes);
    diagnostic_help(finding, "do it without a lock: a new column or index beside the old one, "
                             "filled in batches");
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    struct budget of_plan = { .downtime = &plan->downtime, .places.arena = &unit->arena };
    struct budget *of_phases = arena_new_many(&unit->arena, struct budget, plan->phase_count + 1);
    list_each(phase, phase, plan->phases)
        of_phases[phase->index] =
            (struct budget){ .downtime = &phase->downtime, .places.arena = &unit->arena };
    list_each(locking, locking, model_of(unit)->lockings) {
        const struct phase *phase = locking->site->phase;
        struct budget *budget =
            phase->downtime.kind == DOWNTIME_UNSAID ? &of_plan : &of_phases[phase->index];
        if (locking->site->role != SITE_RUNS || phase->is_inferred || !is_limited(budget->downtime))
            continue;
        list_each(sql_table_lock, lock, locking->locks->tables)
            spend(budget, locking, lock);
    }
    if (is_limited(&plan->downtime))
        report(unit, &of_plan);
    list_each(phase, phase, plan->phases)
        if (is_limited(&phase->downtime))
            report(unit, &of_phases[phase->index]);
}

const struct rule rule_lock_budget = { .check_plan = check_plan };
