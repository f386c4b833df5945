//! rule        key-widened-before-children
//! code        CMP019
//! level       warning
//! since       0.1
//! source      X90 H062
//! breaks      writes
//!
//! A key becomes bigint, and a foreign key that points to it stays integer to the end of the plan.
//!
//! ## Why
//!
//! PostgreSQL lets an integer column point to a bigint one. All goes well until the first key past
//! 2147483647: from then on no child of it can be stored, "integer out of range". The columns that
//! point to a key are widened before it, or in the same plan.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id integer PRIMARY KEY);
//!     CREATE TABLE stays (id integer PRIMARY KEY, guest integer REFERENCES guests (id));
//!   ```
//! }
//! phase expand "Room for more guests" {
//!   step "Widen the key" ```sql
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
//!     CREATE TABLE guests (id integer PRIMARY KEY);
//!     CREATE TABLE stays (id integer PRIMARY KEY, guest integer REFERENCES guests (id));
//!   ```
//! }
//! phase expand "Room for more guests" {
//!   step "Widen the child" ```sql
//!     ALTER TABLE stays ALTER COLUMN guest TYPE bigint;
//!   ```
//!   step "Widen the key" ```sql
//!     ALTER TABLE guests ALTER COLUMN id TYPE bigint;
//!   ```
//! }
//! ````

#include "rules/rule.h"

#include "rules/support/forward.h"

static const struct catalog_column *find_column(struct unit *unit, const struct catalog *catalog,
                                                const struct catalog_object *table,
                                                struct str name)
{
    const struct catalog_column *column;
    bool is_there = table && catalog_find_column(&unit->arena, catalog, table->table, name,
                                                 &column)
                                 == CATALOG_PRESENT;
    return is_there ? column : NULL;
}

// The column that the foreign key points to, where it is over one column.
static const struct catalog_column *pointed_at(struct unit *unit, const struct catalog *catalog,
                                               const struct catalog_constraint *key)
{
    const struct catalog_object *other =
        catalog_find_table(&unit->arena, catalog, key->definition.other);
    const struct sql_key_parts *parts = &key->definition.other_columns;
    const struct catalog_constraint *primary = other ? catalog_primary_key(other->table) : NULL;
    if (!parts->first && primary)
        parts = &primary->definition.columns;
    return parts->first && !parts->first->next
               ? find_column(unit, catalog, other, parts->first->column)
               : NULL;
}

static bool is_narrow(const struct catalog_column *column)
{
    return str_is(column->definition.type.name, "integer")
           || str_is(column->definition.type.name, "smallint");
}

// The plan made it wide: the schema had it as narrow as its child.
static bool was_widened(struct unit *unit, const struct catalog *start,
                        const struct catalog_constraint *key, const struct catalog_column *wide)
{
    const struct catalog_object *other =
        catalog_find_table(&unit->arena, start, key->definition.other);
    const struct catalog_column *before = find_column(unit, start, other, wide->definition.name);
    return before && is_narrow(before) && span_is_set(wide->span)
           && str_is(wide->definition.type.name, "bigint");
}

static void report(struct unit *unit, const struct catalog_object *child,
                   const struct catalog_constraint *key, const struct catalog_column *narrow,
                   const struct catalog_column *wide)
{
    struct str other = key->definition.other.name, name = child->name.name;
    struct diagnostic *finding = diagnose(
        &unit->diagnostics, &kind_key_widened_before_children, wide->span,
        "'%.*s.%.*s' becomes bigint, and '%.*s.%.*s' that points to it stays %.*s",
        STR_ARGS(other), STR_ARGS(wide->definition.name), STR_ARGS(name),
        STR_ARGS(narrow->definition.name), STR_ARGS(narrow->definition.type.name));
    if (span_is_set(key->span))
        diagnostic_also(finding, key->span, "it points to it here");
    diagnostic_note(finding, "a key past %s can have no row in '%.*s'",
                    str_is(narrow->definition.type.name, "smallint") ? "32767" : "2147483647",
                    STR_ARGS(name));
    diagnostic_help(finding, "widen '%.*s.%.*s' in a phase before", STR_ARGS(name),
                    STR_ARGS(narrow->definition.name));
    diagnostic_about(finding, "%.*s.%.*s", STR_ARGS(name), STR_ARGS(narrow->definition.name));
}

static void check_child(struct unit *unit, const struct catalog *start,
                        const struct catalog *end, const struct catalog_object *child)
{
    struct map_walk constraints = map_walk(child->table->constraints);
    for (const struct catalog_constraint *key; (key = map_next(&constraints));) {
        const struct sql_key_part *part = key->definition.columns.first;
        if (key->definition.kind != SQL_CONSTRAINT_FOREIGN_KEY || !part || part->next)
            continue;
        const struct catalog_column *narrow = find_column(unit, end, child, part->column);
        const struct catalog_column *wide = pointed_at(unit, end, key);
        if (narrow && wide && is_narrow(narrow) && was_widened(unit, start, key, wide))
            report(unit, child, key, narrow, wide);
    }
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    struct forward forward = forward_begin(unit);
    const struct state *last = forward.count ? forward.states[forward.count - 1] : NULL;
    list_each(store, store, plan->stores) {
        if (!last || store_engine(store) != SQL_ENGINE_POSTGRESQL)
            continue;
        const struct catalog *start = unit->model->schemas[store->index];
        const struct catalog *end = state_catalog(unit->model->world, last, store);
        struct map_walk relations = map_walk(end->relations);
        for (const struct catalog_object *object;
             end != start && (object = map_next(&relations));)
            if (object->kind == CATALOG_TABLE)
                check_child(unit, start, end, object);
    }
}

const struct rule rule_key_widened_before_children = { .check_plan = check_plan };
