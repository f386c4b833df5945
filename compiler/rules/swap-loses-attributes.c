//! rule        swap-loses-attributes
//! code        SQL015
//! level       warning
//! since       0.1
//! source      X82
//!
//! A table takes the name of another one, and lacks what that one has.
//!
//! ## Why
//!
//! A new table beside the old one, filled and then renamed into its place, has just what its CREATE
//! TABLE says. Indexes, defaults, checks, foreign keys and triggers of the old one do not come
//! along, and the foreign keys of other tables go on pointing to the old one under its new name.
//! Nothing fails when the names are swapped; it shows when a query is slow, a row is there twice,
//! or a child finds no parent.
//!
//! What is made before the end of the phase counts; where a column has gone, what was over it may
//! go too.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, mail text NOT NULL, room integer DEFAULT 0);
//!     CREATE INDEX guests_mail ON guests (mail);
//!     CREATE TABLE stays (id bigint PRIMARY KEY, guest bigint REFERENCES guests (id));
//!     CREATE TABLE guests_new (id bigint PRIMARY KEY, mail text, room bigint);
//!   ```
//! }
//! phase cutover "Swap the tables" {
//!   step "Swap" ```sql
//!     ALTER TABLE guests RENAME TO guests_old;
//!     ALTER TABLE guests_new RENAME TO guests;
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
//!     CREATE TABLE guests (id bigint PRIMARY KEY, mail text NOT NULL, room integer DEFAULT 0);
//!     CREATE INDEX guests_mail ON guests (mail);
//!     CREATE TABLE guests_new (id bigint PRIMARY KEY, mail text NOT NULL, room bigint DEFAULT 0);
//!     CREATE INDEX guests_new_mail ON guests_new (mail);
//!   ```
//! }
//! phase cutover "Swap the tables" {
//!   step "Swap" ```sql
//!     ALTER TABLE guests RENAME TO guests_old;
//!     ALTER TABLE guests_new RENAME TO guests;
//!   ```
//! }
//! ````

#include "rules/rule.h"

#include "rules/support/forward.h"
#include "rules/support/several.h"
#include "rules/support/trigger.h"

// One table takes the place of another one.
struct swap {
    struct unit *unit;
    const struct forward *forward;
    const struct catalog *before, *after; // after: at the end of the phase
    const struct catalog_object *old, *new;
    struct places lost;
};

static const struct catalog_object *find_table(struct unit *unit, const struct catalog *catalog,
                                               struct sql_name name)
{
    const struct catalog_object *found = catalog_find_table(&unit->arena, catalog, name);
    return found && !found->table->is_partial ? found : NULL;
}

static bool has_column(const struct swap *swap, struct str name)
{
    const struct catalog_column *column;
    return catalog_find_column(&swap->unit->arena, swap->after, swap->new->table, name, &column)
           == CATALOG_PRESENT;
}

static bool has_columns(const struct swap *swap, const struct sql_key_parts *parts)
{
    for (const struct sql_key_part *part = parts->first; part; part = part->next)
        if (!part->column.data || !has_column(swap, part->column))
            return false;
    return parts->first != NULL;
}

static bool is_same_key(const struct sql_key_parts *a, const struct sql_key_parts *b)
{
    const struct sql_key_part *left = a->first, *right = b->first;
    for (; left && right; left = left->next, right = right->next)
        if (!str_equal_ignoring_case(left->column, right->column))
            return false;
    return !left && !right;
}

// ---- columns

static bool fills_itself(const struct sql_column *column)
{
    return (column->fallback.text.data && !column->fallback.is_null)
           || column->identity != SQL_NO_IDENTITY || column->is_serial
           || column->is_auto_increment || column->generated != SQL_NOT_GENERATED;
}

static void compare_columns(struct swap *swap)
{
    struct catalog_columns columns =
        catalog_columns_of(&swap->unit->arena, swap->old->table);
    for (size_t i = 0; i < columns.count; i++) {
        const struct catalog_column *old = columns.items[i], *new;
        struct str name = old->definition.name;
        if (catalog_find_column(&swap->unit->arena, swap->after, swap->new->table, name, &new)
            != CATALOG_PRESENT)
            continue;
        if (old->definition.is_not_null && !new->definition.is_not_null)
            places_add(&swap->lost, old->span, "NOT NULL of '%.*s'", STR_ARGS(name));
        if (fills_itself(&old->definition) && !fills_itself(&new->definition))
            places_add(&swap->lost, old->span, "the default of '%.*s'", STR_ARGS(name));
    }
}

// ---- keys, indexes, constraints

static bool has_index(const struct swap *swap, const struct catalog_index *old)
{
    struct map_walk indexes = map_walk(swap->new->table->indexes);
    for (const struct catalog_index *index; (index = map_next(&indexes));)
        if (is_same_key(&index->definition.parts, &old->definition.parts)
            && (index->definition.is_unique || !old->definition.is_unique))
            return true;
    return false;
}

static void compare_indexes(struct swap *swap)
{
    struct map_walk indexes = map_walk(swap->old->table->indexes);
    for (const struct catalog_index *index; (index = map_next(&indexes));)
        if (has_columns(swap, &index->definition.parts) && !has_index(swap, index))
            places_add(&swap->lost, index->span, "the %s '%.*s'",
                       index->is_primary             ? "primary key"
                       : index->definition.is_unique ? "unique key"
                                                     : "index",
                       STR_ARGS(index->definition.name.name));
}

static bool has_constraint(const struct swap *swap, const struct catalog_constraint *old)
{
    struct arena *arena = &swap->unit->arena;
    struct map_walk constraints = map_walk(swap->new->table->constraints);
    for (const struct catalog_constraint *new; (new = map_next(&constraints));) {
        if (new->definition.kind != old->definition.kind)
            continue;
        if (old->definition.kind == SQL_CONSTRAINT_FOREIGN_KEY
            && is_same_key(&new->definition.columns, &old->definition.columns))
            return true;
        if (old->definition.kind == SQL_CONSTRAINT_CHECK
            && str_equal(catalog_expression(arena, swap->after->engine,
                                            new->definition.expression.text),
                         catalog_expression(arena, swap->before->engine,
                                            old->definition.expression.text)))
            return true;
    }
    return false;
}

static bool has_names(const struct swap *swap, const struct sql_expression *expression)
{
    for (size_t i = 0; expression->columns && i < expression->columns->count; i++)
        if (!has_column(swap, expression->columns->items[i].name))
            return false;
    return expression->columns != NULL;
}

static void compare_constraints(struct swap *swap)
{
    struct map_walk constraints = map_walk(swap->old->table->constraints);
    for (const struct catalog_constraint *old; (old = map_next(&constraints));) {
        bool is_key = old->definition.kind == SQL_CONSTRAINT_FOREIGN_KEY
                      && has_columns(swap, &old->definition.columns);
        bool is_check = old->definition.kind == SQL_CONSTRAINT_CHECK
                        && has_names(swap, &old->definition.expression);
        const char *what = is_key ? "foreign key" : "check";
        if (!(is_key || is_check) || has_constraint(swap, old))
            continue;
        if (old->is_named_by_engine)
            places_add(&swap->lost, old->span, "a %s", what);
        else
            places_add(&swap->lost, old->span, "the %s '%.*s'", what,
                       STR_ARGS(old->definition.name));
    }
}

// ---- triggers, and who points here

// A trigger of which nothing is known, that keeps the table itself, or that has a successor.
static bool is_of_swap(const struct swap *swap, const struct catalog_trigger *trigger)
{
    const struct sql_tokens *code = trigger_code(swap->forward, swap->before, trigger);
    return !code || code_updates(code, swap->old->name.name)
           || code_inserts(code, swap->old->name.name)
           || map_count(swap->new->table->triggers) > 0;
}

// A trigger that fills the new table has no use any more.
static bool writes_new(const struct swap *swap, const struct catalog_trigger *trigger,
                       struct str name)
{
    const struct sql_tokens *code = trigger_code(swap->forward, swap->before, trigger);
    return code && (code_updates(code, name) || code_inserts(code, name));
}

static const struct catalog_object *find_by_id(const struct catalog *catalog, uint32_t id)
{
    struct map_walk relations = map_walk(catalog->relations);
    for (const struct catalog_object *object; (object = map_next(&relations));)
        if (object->kind == CATALOG_TABLE && object->id == id)
            return object;
    return NULL;
}

static void compare_triggers(struct swap *swap)
{
    const struct catalog_object *new = find_by_id(swap->before, swap->new->id);
    struct str name = new ? new->name.name : swap->new->name.name;
    struct map_walk triggers = map_walk(swap->old->table->triggers);
    for (const struct catalog_trigger *trigger; (trigger = map_next(&triggers));)
        if (!trigger->is_disabled && !is_of_swap(swap, trigger)
            && !writes_new(swap, trigger, name))
            places_add(&swap->lost, trigger->span, "the trigger '%.*s'", STR_ARGS(trigger->name));
}

static void compare_pointing(struct swap *swap)
{
    const struct catalog_object *old = find_by_id(swap->after, swap->old->id);
    if (!old)
        return;
    struct catalog_uses uses = catalog_uses_of(&swap->unit->arena, swap->after, old);
    for (size_t i = 0; i < uses.count; i++) {
        const struct catalog_use *use = &uses.items[i];
        const struct catalog_object *child =
            use->part == CATALOG_USE_CONSTRAINT ? find_table(swap->unit, swap->after, use->by)
                                                : NULL;
        const struct catalog_constraint *key;
        if (!child || child->id == old->id
            || catalog_find_constraint(&swap->unit->arena, swap->after, child->table, use->name,
                                       &key)
                   != CATALOG_PRESENT)
            continue;
        places_add(&swap->lost, key->span, "the foreign key of '%.*s', which points to '%.*s' now",
                   STR_ARGS(use->by.name), STR_ARGS(old->name.name));
    }
}

// ---- the swap

enum { SHOWN = 8 };

static void report(struct swap *swap, const struct locking *locking, const struct ddl *ddl)
{
    struct unit *unit = swap->unit;
    places_sort(&swap->lost);
    size_t count = swap->lost.list.count;
    struct diagnostic *finding = diagnose(
        &unit->diagnostics, &kind_swap_loses_attributes, ddl->span,
        "'%.*s' is another table from here on, and lacks %zu thing%s of the old one",
        STR_ARGS(ddl->new_name.name), count, count == 1 ? "" : "s");
    for (size_t i = 0; i < count && i < SHOWN; i++) {
        const struct place *place = &swap->lost.list.items[i];
        if (span_is_set(place->span))
            diagnostic_also(finding, place->span, "lost: %.*s", STR_ARGS(place->label));
        else
            diagnostic_note(finding, "lost: %.*s", STR_ARGS(place->label));
    }
    if (count > SHOWN)
        diagnostic_note(finding, "and %zu more", count - SHOWN);
    diagnostic_help(finding, "make them on the new table before it takes the name");
    diagnostic_about(finding, "%.*s", STR_ARGS(ddl->new_name.name));
    site_cap(finding, locking->site);
}

static size_t size_of(const struct catalog_table *table)
{
    return map_count(table->indexes) + map_count(table->constraints) + 1;
}

static void check_rename(struct unit *unit, struct forward *forward,
                         const struct locking *locking, const struct ddl *ddl)
{
    const struct state *after = forward_after(forward, locking);
    const struct state *end =
        after ? model_of(unit)->exploration->ends[locking->site->phase->index] : NULL;
    if (!end)
        return;
    struct swap swap = {
        .unit = unit,
        .forward = forward,
        .before = state_catalog(unit->model->world, after->before, locking->store),
        .after = state_catalog(unit->model->world, end, locking->store),
        .lost = { .arena = &unit->arena },
    };
    struct sql_name name = { ddl->table.schema, ddl->new_name.name };
    swap.old = find_table(unit, swap.before, name);
    swap.new = find_table(unit, swap.after, name);
    if (!swap.old || !swap.new || swap.old->id == swap.new->id
        || !forward_afford(forward, size_of(swap.old->table) * size_of(swap.new->table)))
        return;
    compare_columns(&swap);
    compare_indexes(&swap);
    compare_constraints(&swap);
    compare_triggers(&swap);
    compare_pointing(&swap);
    if (swap.lost.list.count > 0)
        report(&swap, locking, ddl);
}

enum { RENAMES_MAX = 200 }; // of one plan, each with a look at two tables

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    struct forward forward = forward_begin(unit);
    unsigned count = 0;
    step_changes_each(change, &model_of(unit)->lockings)
        if (change.ddl->kind == DDL_RENAME_TABLE && count++ < RENAMES_MAX)
            check_rename(unit, &forward, change.locking, change.ddl);
}

const struct rule rule_swap_loses_attributes = { .check_plan = check_plan };
