//! rule        check-or-fk-rejects-old-writers
//! code        CMP010
//! level       error
//! since       0.1
//! source      X09
//! breaks      writes
//!
//! A foreign key points to a new table that nobody fills while a version in service writes it.
//!
//! ## Why
//!
//! A foreign key holds for new rows from the moment in which it is added: NOT VALID spares only
//! those that are there. As long as the table that it points to is empty, every value is refused.
//! The table is filled first, or the foreign key comes when a version is in service that does.
//!
//! A check that demands a column which a version leaves out is judged by
//! `not-null-before-writers`. Whether the values that a version writes fit is not judged.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, city bigint);
//!   ```
//! }
//! app web { version v1 { writes guests(id, city) }; live v1 }
//! phase expand "Know the cities" {
//!   step "Make them" ```sql
//!     CREATE TABLE cities (id bigint PRIMARY KEY, name text);
//!   ```
//!   step "Point to them" ```sql
//!     ALTER TABLE guests ADD CONSTRAINT guests_city FOREIGN KEY (city) REFERENCES cities
//!       NOT VALID;
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
//!     CREATE TABLE guests (id bigint PRIMARY KEY, city bigint);
//!   ```
//! }
//! app web { version v1 { writes guests(id, city) }; live v1 }
//! phase expand "Know the cities" {
//!   step "Make them" ```sql
//!     CREATE TABLE cities (id bigint PRIMARY KEY, name text);
//!     INSERT INTO cities (id) SELECT DISTINCT city FROM guests WHERE city IS NOT NULL;
//!   ```
//!   step "Point to them" ```sql
//!     ALTER TABLE guests ADD CONSTRAINT guests_city FOREIGN KEY (city) REFERENCES cities
//!       NOT VALID;
//!   ```
//! }
//! ````

#include "rules/rule.h"

#include "rules/support/forward.h"

// ---- who may fill the table

static bool is_blind(const struct action *action)
{
    return action->kind == ACTION_BACKFILL
           || (action->kind == ACTION_STEP && !code_is_sql(&action->code));
}

static bool names_table(const struct sql_statement *statement, struct sql_name table)
{
    list_each(sql_operation, operation, statement->operations) {
        bool is_made = operation->head == SQL_CREATE_TABLE;
        if (!is_made && sql_name_equal(operation->table, table))
            return true;
        if (operation->head == SQL_OTHER || operation->head == SQL_CREATE_TRIGGER)
            return true; // whatever it does
    }
    return false;
}

// Something before the statement may have put rows into the table.
static bool may_be_filled(const struct forward *forward, const struct locking *locking,
                          const struct state *before, struct sql_name table)
{
    for (const struct state *state = before; state; state = state->before) {
        const struct event *event = state->event;
        if (!event || !event->action)
            continue;
        if (is_blind(event->action))
            return true;
        for (const struct sql_statement *each = event->first; each && each != event->end;
             each = each->next)
            if (names_table(each, table))
                return true;
        struct needs_in_force needs = forward_needs(forward, state, locking->store, table);
        for (size_t i = 0; i < needs.list.count; i++)
            if (need_inserts(needs.list.items[i]))
                return true;
    }
    return false;
}

// In the same step, before it.
static bool is_filled_beside(const struct locking *locking, struct sql_name table)
{
    const struct site_query *query = locking->site->queries.first;
    list_each(sql_statement, statement, query->script->statements) {
        if (statement == locking->statement)
            return false;
        if (names_table(statement, table))
            return true;
    }
    return true;
}

// ---- who writes the foreign key

static bool writes_key(const struct need *need, const struct ddl *ddl)
{
    if (need->use->access == ACCESS_READ || need->use->access == ACCESS_DELETE)
        return false;
    const struct sql_key_part *part = ddl->constraint->columns.first;
    for (; part; part = part->next)
        if (need->table->is_all || !need_has(need, part->column))
            return false;
    return ddl->constraint->columns.first != NULL;
}

static void report(struct unit *unit, const struct forward *forward, const struct locking *locking,
                   const struct ddl *ddl, const struct state *before, const struct need *need)
{
    struct str version = need_version(unit, need), other = ddl->constraint->other.name;
    struct diagnostic *finding = diagnose(
        &unit->diagnostics, &kind_check_or_fk_rejects_old_writers, ddl->span,
        "'%.*s' has no rows yet, and '%.*s' writes what points to it", STR_ARGS(other),
        STR_ARGS(version));
    diagnostic_add_need(unit, finding, need);
    const struct event *end = forward_end_of(forward, before, need->version);
    if (end)
        diagnostic_also(finding, end->span, "'%.*s' is in service until this ends",
                        STR_ARGS(version));
    diagnostic_note(finding, "each of its values is refused from here on, NOT VALID or not");
    diagnostic_help(finding, "fill '%.*s' in a step before", STR_ARGS(other));
    diagnostic_about(finding, "%.*s", STR_ARGS(ddl->table.name));
    site_cap(finding, locking->site);
}

static void check_key(struct unit *unit, struct forward *forward, const struct locking *locking,
                      const struct ddl *ddl)
{
    struct sql_name other = ddl->constraint->other;
    if (ddl->constraint->is_not_enforced || sql_name_equal(other, ddl->table)
        || !locking_is_made_by_plan(locking, other))
        return;
    const struct state *before = forward_before(forward, locking);
    if (!before || is_filled_beside(locking, other)
        || may_be_filled(forward, locking, before, other))
        return;
    struct needs_in_force needs = forward_needs(forward, before, locking->store, ddl->table);
    for (size_t i = 0; i < needs.list.count; i++)
        if (writes_key(needs.list.items[i], ddl)) {
            report(unit, forward, locking, ddl, before, needs.list.items[i]);
            return;
        }
}

enum { KEYS_MAX = 200 }; // of one plan, each with a look at all that comes before

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    struct forward forward = forward_begin(unit);
    unsigned keys = 0;
    step_changes_each(change, &model_of(unit)->lockings)
        if (change.ddl->kind == DDL_ADD_CONSTRAINT
            && change.ddl->constraint->kind == SQL_CONSTRAINT_FOREIGN_KEY && keys++ < KEYS_MAX)
            check_key(unit, &forward, change.locking, change.ddl);
}

const struct rule rule_check_or_fk_rejects_old_writers = { .check_plan = check_plan };
