//! rule        fan-out-partial
//! code        VER007
//! level       warning
//! since       0.1
//! source      X77
//!
//! A change that runs on several stores is missing, or not verified, on one of them.
//!
//! ## Why
//!
//! Shards, tenants and regions get the same change one after the other, and the applications talk
//! to all of them. One store that was left out, in a phase or in its verification, is the one on
//! which the next phase fails, while the others have passed. "Done" means done on all.
//!
//! Stores belong together where the plan does the same to a table of the same name on them.
//!
//! ## Fails
//!
//! ````belay plan
//! store east { engine postgresql 15 }
//! store west { engine postgresql 15 }
//! phase expand "Add the column" {
//!   step on east ```sql
//!     ALTER TABLE guests ADD COLUMN birthday date;
//!   ```
//!   step on west ```sql
//!     ALTER TABLE guests ADD COLUMN birthday date;
//!   ```
//! }
//! phase contract "Drop the old column" {
//!   step on east ```sql
//!     ALTER TABLE guests DROP COLUMN born;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store east { engine postgresql 15 }
//! store west { engine postgresql 15 }
//! phase expand "Add the column" {
//!   step on east ```sql
//!     ALTER TABLE guests ADD COLUMN birthday date;
//!   ```
//!   step on west ```sql
//!     ALTER TABLE guests ADD COLUMN birthday date;
//!   ```
//!   verify "Nobody writes it yet" on east = 0 ```sql
//!     SELECT count(*) FROM guests WHERE birthday IS NOT NULL
//!   ```
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store east { engine postgresql 15 }
//! store west { engine postgresql 15 }
//! phase expand "Add the column" {
//!   step on east ```sql
//!     ALTER TABLE guests ADD COLUMN birthday date;
//!     CREATE INDEX guests_east ON guests (birthday);
//!   ```
//!   step on west ```sql
//!     ALTER TABLE guests ADD COLUMN birthday date;
//!     CREATE INDEX guests_west ON guests (birthday);
//!   ```
//!   verify "Nobody writes it yet, in the east" on east = 0 ```sql
//!     SELECT count(*) FROM guests WHERE birthday IS NOT NULL
//!   ```
//!   verify "Nobody writes it yet, in the west" on west = 0 ```sql
//!     SELECT count(*) FROM guests WHERE birthday IS NOT NULL
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store orders { engine postgresql 15 }
//! store search { engine postgresql 15 }
//! phase expand "Add the column" {
//!   step on orders ```sql
//!     ALTER TABLE items ADD COLUMN colour text;
//!   ```
//!   step on search ```sql
//!     ALTER TABLE documents ADD COLUMN colour text;
//!   ```
//! }
//! ````

#include "rules/rule.h"

enum {
    STORES_MAX = 64,
    CHANGES_MAX = 500,             // of a plan, and of a phase, that are told apart
    LOOKS_MAX = 100 * 1000 * 1000, // bytes of verifications that are gone through
};

// One change of a column or table, wherever it is done.
struct spread {
    enum sql_head head;
    struct str table, column;
    uint64_t stores;               // by store->index
    const struct change_step *first;
};

struct spreads {
    struct arena *arena;
    ARRAY_OF(struct spread) list;
    size_t looks;
};

static uint64_t bit_of(const struct store *store)
{
    return store && store->index < STORES_MAX ? (uint64_t)1 << store->index : 0;
}

static unsigned count_stores(uint64_t stores)
{
    unsigned count = 0;
    for (; stores; stores &= stores - 1)
        count++;
    return count;
}

// What is the same wherever it is done: names of indexes and constraints may differ.
static bool is_comparable(const struct sql_operation *operation)
{
    switch (operation->head) {
    case SQL_ADD_COLUMN: case SQL_DROP_COLUMN: case SQL_RENAME_COLUMN: case SQL_SET_NOT_NULL:
    case SQL_CHANGE_TYPE: return operation->column.length > 0;
    case SQL_DROP_TABLE: case SQL_RENAME_TABLE: case SQL_CREATE_TABLE:
        return sql_name_is_set(operation->table);
    case SQL_SELECT: case SQL_INSERT: case SQL_INSERT_SELECT: case SQL_UPDATE: case SQL_DELETE:
    case SQL_MERGE: case SQL_TRUNCATE: case SQL_COPY: case SQL_CREATE_TABLE_AS:
    case SQL_CREATE_INDEX: case SQL_CREATE_VIEW: case SQL_CREATE_TRIGGER: case SQL_CREATE_ROUTINE:
    case SQL_CREATE_SCHEMA: case SQL_CREATE_OTHER: case SQL_ADD_CONSTRAINT:
    case SQL_VALIDATE_CONSTRAINT: case SQL_DROP_NOT_NULL: case SQL_SET_DEFAULT:
    case SQL_DROP_DEFAULT: case SQL_RENAME_OTHER: case SQL_ALTER_OTHER: case SQL_DROP_CONSTRAINT:
    case SQL_DROP_INDEX: case SQL_DROP_VIEW: case SQL_DROP_TRIGGER: case SQL_DROP_ROUTINE:
    case SQL_DROP_SCHEMA: case SQL_DROP_OTHER: case SQL_LOCK: case SQL_TRANSACTION: case SQL_SET:
    case SQL_OTHER: return false;
    }
    return false;
}

static void add_change(struct spreads *spreads, const struct change_step *change)
{
    const struct sql_operation *operation = change->operation;
    if (!is_comparable(operation))
        return;
    for (size_t i = 0; i < spreads->list.count; i++) {
        struct spread *each = &spreads->list.items[i];
        if (each->head == operation->head && str_equal(each->table, operation->table.name)
            && str_equal(each->column, operation->column)) {
            each->stores |= bit_of(change->action->store);
            return;
        }
    }
    if (spreads->list.count < CHANGES_MAX)
        array_add(spreads->arena, &spreads->list,
                  ((struct spread){ operation->head, operation->table.name, operation->column,
                                    bit_of(change->action->store), change }));
}

// The widest change of the table: on its stores, all of them belong.
static const struct spread *find_widest(const struct spreads *spreads, struct str table)
{
    const struct spread *widest = NULL;
    for (size_t i = 0; i < spreads->list.count; i++) {
        const struct spread *each = &spreads->list.items[i];
        if (str_equal(each->table, table)
            && (!widest || count_stores(each->stores) > count_stores(widest->stores)))
            widest = each;
    }
    return widest && count_stores(widest->stores) > 1 ? widest : NULL;
}

static const struct store *first_store(const struct plan *plan, uint64_t stores)
{
    list_each(store, store, plan->stores)
        if (bit_of(store) & stores)
            return store;
    return NULL;
}

// ---- changes

static void check_spread(struct unit *unit, const struct spreads *spreads,
                         const struct spread *spread)
{
    const struct spread *widest = find_widest(spreads, spread->table);
    uint64_t missing = widest ? widest->stores & ~spread->stores : 0;
    if (missing == 0 || (spread->stores & ~widest->stores))
        return;
    const struct store *store = first_store(unit->plan, missing);
    struct diagnostic *finding = diagnose(
        &unit->diagnostics, &kind_fan_out_partial, spread->first->operation->span,
        "this is done on %u of the %u stores that have '%.*s'", count_stores(spread->stores),
        count_stores(widest->stores), STR_ARGS(spread->table));
    diagnostic_also(finding, widest->first->operation->span, "this is done on all of them");
    diagnostic_also(finding, store->span, "'%.*s' is left out", STR_ARGS(store->name));
    diagnostic_help(finding, "the same step on each of them");
    diagnostic_about(finding, "%.*s", STR_ARGS(change_object(&unit->arena, spread->first)));
}

// ---- verifications

static uint64_t verified_stores(struct spreads *spreads, const struct verify_list *verifies,
                                struct str table, const struct verify **first)
{
    uint64_t stores = 0;
    list_each(verify, verify, *verifies) {
        spreads->looks += 1 + verify->code.text.str.length;
        if (verify->kind != VERIFY_CODE || !code_is_sql(&verify->code)
            || !str_has_word(verify->code.text.str, table))
            continue;
        stores |= bit_of(verify->store);
        *first = *first ? *first : verify;
    }
    return stores;
}

static void check_verifications(struct unit *unit, struct spreads *spreads,
                                const struct phase *phase, const struct spread *spread)
{
    const struct verify *first = NULL;
    uint64_t verified = verified_stores(spreads, &phase->verifies, spread->table, &first);
    if (!first || spreads->looks > LOOKS_MAX)
        return;
    verified |= verified_stores(spreads, &unit->plan->verifies, spread->table, &first);
    uint64_t missing = spread->stores & ~verified;
    if (missing == 0 || (verified & spread->stores) == 0)
        return;
    const struct store *store = first_store(unit->plan, missing);
    struct diagnostic *finding = diagnose(
        &unit->diagnostics, &kind_fan_out_partial, first->span,
        "'%.*s' changes on %u stores, and is verified on %u", STR_ARGS(spread->table),
        count_stores(spread->stores), count_stores(spread->stores & verified));
    diagnostic_also(finding, store->span, "'%.*s' is left out", STR_ARGS(store->name));
    diagnostic_help(finding, "the same verification on each of them");
    diagnostic_about(finding, "phase %.*s, %.*s", STR_ARGS(phase->name), STR_ARGS(spread->table));
}

// One change of a table is enough: the others of the phase are verified with it, or not.
static void check_phase(struct unit *unit, struct spreads *all, const struct phase *phase)
{
    struct spreads spreads = { .arena = &unit->arena, .looks = all->looks };
    changes_each(change, &model_of(unit)->changes, phase)
        add_change(&spreads, change);
    for (size_t i = 0; i < spreads.list.count && spreads.looks <= LOOKS_MAX; i++) {
        const struct spread *spread = &spreads.list.items[i];
        if (find_widest(&spreads, spread->table) == spread)
            check_verifications(unit, &spreads, phase, spread);
    }
    all->looks = spreads.looks;
}

// Stores of several engines are no copies of each other, nor those between which a plan moves.
static bool has_copies(const struct plan *plan)
{
    list_each(store, store, plan->stores)
        if (!str_equal(store->engine, plan->stores.first->engine))
            return false;
    list_each(move, move, plan->moves)
        if (move->from.store != move->to.store)
            return false;
    return plan->store_count > 1 && !plan->is_inferred;
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    struct spreads spreads = { .arena = &unit->arena };
    if (!has_copies(plan))
        return;
    list_each(phase, phase, plan->phases) {
        changes_each(change, &model_of(unit)->changes, phase)
            add_change(&spreads, change);
        check_phase(unit, &spreads, phase);
    }
    for (size_t i = 0; i < spreads.list.count; i++)
        check_spread(unit, &spreads, &spreads.list.items[i]);
}

const struct rule rule_fan_out_partial = { .check_plan = check_plan };
