//! rule        disk-headroom-unchecked
//! code        LCK026
//! level       warning
//! since       0.1
//! source      X80
//!
//! A large table is written a second time, and nothing asks whether there is room.
//!
//! ## Why
//!
//! A rewrite, and a copy into a new table, hold both at once, with all indexes, and the log of all
//! that is written; a full disk stops every writer of the store, not only the plan. belay speaks of
//! tables that are said to be 20 GB or more, and is silent where a check, a condition, a risk or a
//! metric of the plan speaks of disks or space.
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
//!   go "300 GB of disk space are free"
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
//!   step "Widen it" on main ```sql
//!     ALTER TABLE guests ALTER COLUMN id TYPE bigint;
//!   ```
//! }
//! ````

#include "rules/support/several.h"

#include "model/mention.h"

static const double large = 20e9; // bytes
static const char *const words =
    "disk|space|storage|headroom|tablespace|capacity|quota|volume|filesystem";

static bool is_asked_for(const struct plan *plan)
{
    list_each(phase, phase, plan->phases)
        if (phase_mentions(phase, words))
            return true;
    list_each(check, check, plan->checks)
        if (text_mentions(check->text.str, words) || text_mentions(check->code.text.str, words))
            return true;
    list_each(risk, risk, plan->risks)
        if (text_mentions(risk->title.str, words))
            return true;
    list_each(prerequisite, prerequisite, plan->prerequisites)
        if (text_mentions(prerequisite->text.str, words))
            return true;
    list_each(metric, metric, plan->metrics)
        if (text_mentions(metric->name.str, words) || text_mentions(metric->query.text.str, words))
            return true;
    list_each(trigger, trigger, plan->triggers)
        if (text_mentions(trigger->metric.str, words))
            return true;
    return false;
}

static const struct table *find_large(const struct store *store, struct str name)
{
    list_each(table, table, store->tables) {
        const struct name *own = &table->name;
        if (own->count > 0 && table->size.amount >= large
            && str_equal_ignoring_case(own->parts[own->count - 1], name))
            return table;
    }
    return NULL;
}

static void add_rewrite(struct places *places, const struct locking *locking)
{
    list_each(sql_table_lock, lock, locking->locks->tables) {
        const struct table *table = lock->work & SQL_REWRITES && sql_name_is_set(lock->table)
                                        ? find_large(locking->store, lock->table.name)
                                        : NULL;
        if (table)
            places_add(places, locking->statement->span, "%.*s of '%.*s' are written anew",
                       STR_ARGS(table->size.text.str), STR_ARGS(lock->table.name));
    }
}

static void add_copies(struct places *places, const struct phase *phase)
{
    list_each(action, action, phase->actions) {
        const struct move *move = action->kind == ACTION_BACKFILL ? action->move : NULL;
        bool is_copy = move && move->from.column.length == 0 && move->from.store
                       && move->from.store == move->to.store;
        const struct table *table = is_copy ? find_large(move->from.store, move->from.table) : NULL;
        if (table)
            places_add(places, action->span, "%.*s of '%.*s' are copied",
                       STR_ARGS(table->size.text.str), STR_ARGS(move->from.table));
    }
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    struct places places = { .arena = &unit->arena };
    list_each(locking, locking, model_of(unit)->lockings)
        if (locking->site->role == SITE_RUNS && !locking->site->phase->is_inferred)
            add_rewrite(&places, locking);
    list_each(phase, phase, plan->phases)
        if (!phase->is_inferred)
            add_copies(&places, phase);
    if (places.list.count == 0 || is_asked_for(plan))
        return;
    struct diagnostic *finding =
        report_places(unit, &kind_disk_headroom_unchecked, &places,
                      "a large table is held twice, and nothing asks for free disk space",
                      "times a large table is held twice, and nothing asks for free disk space");
    diagnostic_note(finding, "a full disk stops every writer of the store");
    diagnostic_help(finding, "go \"... GB of disk are free\", or a verification that asks for it");
}

const struct rule rule_disk_headroom_unchecked = { .check_plan = check_plan };
