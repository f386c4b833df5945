//! rule        fk-missing-index
//! code        SQL017
//! level       note
//! since       0.1
//! source      H081
//!
//! A foreign key is added, and no index finds the rows that point to one key.
//!
//! ## Why
//!
//! The engine looks for children whenever a row of the other table is deleted or its key changes.
//! PostgreSQL and SQLite make no index for that: each delete reads all of the child. MySQL makes
//! one by itself.
//!
//! It is judged at the end of the plan, where the schema of the store shows the table in full.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE rooms (id bigint PRIMARY KEY);
//!     CREATE TABLE guests (id bigint PRIMARY KEY, room bigint);
//!   ```
//! }
//! phase expand "Guests live in rooms" {
//!   step "Point to them" ```sql
//!     ALTER TABLE guests ADD CONSTRAINT guests_room FOREIGN KEY (room) REFERENCES rooms NOT VALID;
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
//!     CREATE TABLE rooms (id bigint PRIMARY KEY);
//!     CREATE TABLE guests (id bigint PRIMARY KEY, room bigint);
//!   ```
//! }
//! phase expand "Guests live in rooms" {
//!   step "Find them" ```sql
//!     CREATE INDEX CONCURRENTLY guests_room ON guests (room);
//!   ```
//!   step "Point to them" ```sql
//!     ALTER TABLE guests ADD CONSTRAINT guests_room FOREIGN KEY (room) REFERENCES rooms NOT VALID;
//!   ```
//! }
//! ````

#include "rules/rule.h"

#include "rules/support/forward.h"

static bool begins_with(const struct sql_key_parts *parts, const struct sql_key_parts *columns)
{
    unsigned count = 0, found = 0;
    for (const struct sql_key_part *part = columns->first; part; part = part->next)
        count++;
    const struct sql_key_part *part = parts->first;
    for (unsigned i = 0; i < count && part; i++, part = part->next)
        for (const struct sql_key_part *each = columns->first; each; each = each->next)
            found += str_equal_ignoring_case(part->column, each->column);
    return found == count;
}

static bool has_index(const struct catalog_table *table, const struct sql_key_parts *columns)
{
    struct map_walk indexes = map_walk(table->indexes);
    for (const struct catalog_index *index; (index = map_next(&indexes));)
        if (begins_with(&index->definition.parts, columns))
            return true;
    return false;
}

static void report(struct unit *unit, const struct locking *locking, const struct ddl *ddl)
{
    struct str table = ddl->table.name, column = ddl->constraint->columns.first->column;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_fk_missing_index, ddl->span,
                 "'%.*s' gets a foreign key, and has no index over '%.*s'", STR_ARGS(table),
                 STR_ARGS(column));
    diagnostic_note(finding, "each delete of '%.*s' reads all of '%.*s'",
                    STR_ARGS(ddl->constraint->other.name), STR_ARGS(table));
    diagnostic_help(finding, "make an index over it in a step before");
    diagnostic_about(finding, "%.*s.%.*s", STR_ARGS(table), STR_ARGS(column));
    site_cap(finding, locking->site);
}

static void check_key(struct unit *unit, const struct forward *forward,
                      const struct locking *locking, const struct ddl *ddl)
{
    const struct state *last = forward->states[forward->count - 1];
    const struct catalog *end = state_catalog(unit->model->world, last, locking->store);
    struct catalog_found found = catalog_find(&unit->arena, end, ddl->table);
    if (found.presence != CATALOG_PRESENT || found.object->kind != CATALOG_TABLE
        || !forward_afford(forward, map_count(found.object->table->indexes))
        || found.object->table->is_partial || !ddl->constraint->columns.first
        || has_index(found.object->table, &ddl->constraint->columns))
        return;
    report(unit, locking, ddl);
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    struct forward forward = forward_begin(unit);
    if (forward.count == 0)
        return;
    step_changes_each(change, &model_of(unit)->lockings) {
        enum sql_engine engine = change.locking->setting.engine; // MySQL makes the index itself
        if ((engine == SQL_ENGINE_POSTGRESQL || engine == SQL_ENGINE_SQLITE)
            && change.ddl->kind == DDL_ADD_CONSTRAINT
            && change.ddl->constraint->kind == SQL_CONSTRAINT_FOREIGN_KEY)
            check_key(unit, &forward, change.locking, change.ddl);
    }
}

const struct rule rule_fk_missing_index = { .check_plan = check_plan };
