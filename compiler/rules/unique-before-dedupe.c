//! rule        unique-before-dedupe
//! code        ORD008
//! level       warning
//! since       0.1
//! fix         unsafe
//! source      X28 H010
//! breaks      constraint
//!
//! A key over rows that are there becomes unique, and nothing looks for duplicates before.
//!
//! ## Why
//!
//! The engine reads every row to build the key, and stops at the second one of a pair: after
//! minutes or hours, and with CONCURRENTLY it leaves an invalid index behind that goes on to
//! refuse rows. A phase before it removes the duplicates, and a verification shows that there are
//! none left.
//!
//! It is judged where the plan says that the table has rows, and the schema of the store shows
//! that the columns were there before the plan and that no key makes them unique.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, email text);
//!   ```
//!   table guests { rows 2_000_000 }
//! }
//! phase expand "One guest for each address" {
//!   step "Make it unique" ```sql
//!     CREATE UNIQUE INDEX CONCURRENTLY guests_email ON guests (email);
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, email text);
//!   ```
//!   table guests { rows 2_000_000 }
//! }
//! phase prepare "Clean the addresses" {
//!   step "Small letters" ```sql
//!     UPDATE guests SET email = lower(email) WHERE email <> lower(email);
//!   ```
//! }
//! phase expand "One guest for each address" {
//!   step "Make it unique" ```sql
//!     CREATE UNIQUE INDEX CONCURRENTLY guests_email ON guests (email);
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
//!     CREATE TABLE guests (id bigint PRIMARY KEY, email text);
//!   ```
//!   table guests { rows 2_000_000 }
//! }
//! phase prepare "Look for pairs" {
//!   verify "No address twice" on main is empty ```sql
//!     SELECT email FROM guests GROUP BY email HAVING count(*) > 1 LIMIT 1
//!   ```
//!   rollback none "nothing is changed"
//! }
//! phase expand "One guest for each address" {
//!   step "Make it unique" ```sql
//!     CREATE UNIQUE INDEX CONCURRENTLY guests_email ON guests (email);
//!   ```
//! }
//! ````

#include "rules/rule.h"

#include "base/output.h"
#include "model/mention.h"
#include "rules/support/edits.h"
#include "sql/identifier.h"

// ---- what the key is over

static const struct sql_key_parts *new_key(const struct ddl *ddl)
{
    if (ddl->kind == DDL_CREATE_INDEX && ddl->index->is_unique && !ddl->index->where.text.data)
        return &ddl->index->parts;
    if (ddl->kind != DDL_ADD_CONSTRAINT || ddl->constraint->index.data)
        return NULL;
    bool is_key = ddl->constraint->kind == SQL_CONSTRAINT_UNIQUE
                  || ddl->constraint->kind == SQL_CONSTRAINT_PRIMARY_KEY;
    return is_key ? &ddl->constraint->columns : NULL;
}

static const struct catalog_table *find_table(struct unit *unit, const struct catalog *catalog,
                                              struct sql_name name)
{
    const struct catalog_object *found =
        catalog ? catalog_find_table(&unit->arena, catalog, name) : NULL;
    return found && !found->table->is_partial ? found->table : NULL;
}

// Every column was there before the plan, and is one: not an expression.
static bool was_there(struct unit *unit, const struct locking *locking, const struct ddl *ddl,
                      const struct sql_key_parts *key)
{
    const struct catalog *start = model_of(unit)->schemas[locking->store->index];
    const struct catalog_table *table = find_table(unit, start, ddl->table);
    const struct catalog_column *column;
    for (const struct sql_key_part *part = key->first; table && part; part = part->next)
        if (!part->column.data
            || catalog_find_column(&unit->arena, start, table, part->column, &column)
                   != CATALOG_PRESENT)
            return false;
    return table && key->first;
}

static bool parts_have(const struct sql_key_parts *parts, struct str column)
{
    for (const struct sql_key_part *part = parts->first; part; part = part->next)
        if (str_equal_ignoring_case(part->column, column))
            return true;
    return false;
}

// A key over some of its columns makes them all unique.
static bool is_unique_already(const struct catalog_table *table, const struct sql_key_parts *key)
{
    struct map_walk indexes = map_walk(table->indexes);
    for (const struct catalog_index *index; (index = map_next(&indexes));) {
        bool covers = (index->definition.is_unique || index->is_primary) && index->is_valid
                      && !index->definition.where.text.data;
        const struct sql_key_part *part = index->definition.parts.first;
        for (; covers && part; part = part->next)
            covers = part->column.data && !part->length.data && parts_have(key, part->column);
        if (covers)
            return true;
    }
    return false;
}

// ---- who looks for duplicates

static const char *const words =
    "duplicat|dedup|having|distinct|merge|twice|row_number|doppelt|dublette|delete";

static bool plan_speaks_of_duplicates(const struct plan *plan)
{
    list_each(verify, verify, plan->verifies)
        if (text_mentions(verify->code.text.str, words) || text_mentions(verify->title.str, words))
            return true;
    list_each(check, check, plan->checks)
        if (text_mentions(check->text.str, words))
            return true;
    return false;
}

// The index of the first phase that does; one more than the last phase's where none does.
static unsigned first_speaking_phase(const struct plan *plan)
{
    list_each(phase, phase, plan->phases)
        if (phase_mentions(phase, words))
            return phase->index;
    return plan->phase_count;
}

// "a, b"; with `behind`, "a IS NOT NULL AND b IS NOT NULL".
static struct str join_columns(struct unit *unit, const struct locking *locking,
                               const struct sql_key_parts *key, const char *between,
                               const char *behind)
{
    struct output out = { .arena = &unit->arena };
    list_each(sql_key_part, part, *key) {
        output_format(&out, "%s", part == key->first ? "" : between);
        output_str(&out, sql_identifier_quote(&unit->arena, locking->setting.engine,
                                              part->column));
        output_format(&out, "%s", behind);
    }
    return output_get(&out);
}

// A query that finds duplicates, at the end of the phase before.
static bool offer(struct unit *unit, const struct locking *locking, const struct ddl *ddl,
                  const struct sql_key_parts *key, struct diagnostic *finding)
{
    struct arena *arena = &unit->arena;
    const struct phase *before = locking->site->phase->previous;
    if (!unit->takes_fixes || !before || !before->actions.last || before->actions.last->is_inferred)
        return false;
    struct str columns = join_columns(unit, locking, key, ", ", "");
    struct str there = join_columns(unit, locking, key, " AND ", " IS NOT NULL");
    struct str table =
        sql_identifier_quote_name(arena, locking->setting.engine, ddl->table);
    struct edits edits = edits_begin(unit, finding, "look for duplicates in the phase before");
    edits_insert_behind(
        &edits, before->actions.last->statement,
        arena_format(arena,
                     "verify \"No two rows of %.*s are the same\" on %.*s is empty ```sql\n"
                     "  SELECT %.*s FROM %.*s WHERE %.*s GROUP BY %.*s HAVING count(*) > 1\n"
                     "```\n",
                     STR_ARGS(ddl->table.name), STR_ARGS(locking->store->name), STR_ARGS(columns),
                     STR_ARGS(table), STR_ARGS(there), STR_ARGS(columns)));
    return true;
}

static void report(struct unit *unit, const struct locking *locking, const struct ddl *ddl,
                   const struct sql_key_parts *key, const struct sql_table_lock *lock)
{
    struct str table = ddl->table.name, column = key->first->column;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_unique_before_dedupe, ddl->span,
                 "a unique key over '%.*s' is built, and nothing looks for duplicates before",
                 STR_ARGS(table));
    diagnostic_note(finding, "with %.*s, the engine stops at the second of a pair",
                    STR_ARGS(locking_size(&unit->arena, locking, lock)));
    if (!offer(unit, locking, ddl, key, finding))
        diagnostic_help(finding,
                    "in a phase before: verify ... is empty, SELECT %.*s ... GROUP BY %.*s "
                    "HAVING count(*) > 1",
                    STR_ARGS(column), STR_ARGS(column));
    diagnostic_about(finding, "%.*s", STR_ARGS(table));
    site_cap(finding, locking->site);
}

static void check_key(struct unit *unit, const struct locking *locking, const struct ddl *ddl)
{
    const struct sql_key_parts *key = new_key(ddl);
    const struct sql_table_lock *lock = key ? sql_lock_on(locking->locks, ddl->table) : NULL;
    if (!lock || locking_has_rows(locking, lock) != SQL_KNOWN_YES
        || locking_is_made_by_plan(locking, ddl->table) || !was_there(unit, locking, ddl, key))
        return;
    const struct catalog_table *table = find_table(unit, locking->setting.before, ddl->table);
    if (table && !is_unique_already(table, key))
        report(unit, locking, ddl, key, lock);
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    if (plan_speaks_of_duplicates(plan))
        return;
    unsigned first = plan->phase_count + 1;
    step_changes_each(change, &model_of(unit)->lockings) {
        if (!new_key(change.ddl))
            continue;
        if (first > plan->phase_count) // which reads all of the plan
            first = first_speaking_phase(plan);
        if (change.locking->site->phase->index < first)
            check_key(unit, change.locking, change.ddl);
    }
}

const struct rule rule_unique_before_dedupe = { .check_plan = check_plan };
