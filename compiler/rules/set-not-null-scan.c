//! rule        set-not-null-scan
//! code        LCK004
//! level       warning
//! since       0.1
//! fix         unsafe
//! source      H048 H049
//!
//! A column is made NOT NULL by reading every row while nobody can read or write its table.
//!
//! ## Why
//!
//! SET NOT NULL holds ACCESS EXCLUSIVE while it looks for a NULL. From PostgreSQL 12 on it does
//! not look where a CHECK proves that there is none: `CHECK (c IS NOT NULL)`, of this very
//! column, alone or joined by AND, and validated. So: add the CHECK NOT VALID, validate it in
//! another step, SET NOT NULL, and drop the CHECK. What the column was like must be in the
//! plan's schema: else belay does not know.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, name text, room varchar(10), floor integer);
//!   ```
//! }
//! phase expand "Change it" {
//!   step "Run it" on main ```sql
//!     ALTER TABLE guests ALTER COLUMN name SET NOT NULL;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, name text, room varchar(10), floor integer);
//!   ```
//! }
//! phase expand "Change it" {
//!   step "Add the proof" on main ```sql
//!     ALTER TABLE guests ADD CONSTRAINT named CHECK (name IS NOT NULL) NOT VALID;
//!   ```
//!   step "Require it" on main ```sql
//!     ALTER TABLE guests ALTER COLUMN name SET NOT NULL;
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
//!     CREATE TABLE guests (id bigint PRIMARY KEY, name text, room varchar(10), floor integer);
//!   ```
//! }
//! phase expand "Change it" {
//!   step "Add the proof" on main ```sql
//!     ALTER TABLE guests ADD CONSTRAINT named CHECK (name IS NOT NULL) NOT VALID;
//!   ```
//!   step "Read the rows" on main ```sql
//!     ALTER TABLE guests VALIDATE CONSTRAINT named;
//!   ```
//!   step "Require it" on main ```sql
//!     ALTER TABLE guests ALTER COLUMN name SET NOT NULL;
//!     ALTER TABLE guests DROP CONSTRAINT named;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, name text, room varchar(10), floor integer);
//!   ```
//! }
//! phase expand "Change it" {
//!   step "Run it" on main ```sql
//!     ALTER TABLE guests ALTER COLUMN id SET NOT NULL;
//!   ```
//! }
//! ````

#include "rules/support/blocking.h"
#include "rules/support/edits.h"
#include "sql/identifier.h"

static bool is_mine(const struct blocking *blocking)
{
    return blocking->locking->setting.engine == SQL_ENGINE_POSTGRESQL && blocking->change
           && blocking->change->kind == DDL_SET_NOT_NULL;
}

// A CHECK that would prove it, and that nobody validated; NULL for none.
static const struct catalog_constraint *find_check(struct unit *unit,
                                                   const struct blocking *blocking)
{
    const struct catalog *before = blocking->locking->setting.before;
    if (!before)
        return NULL;
    struct catalog_found found = catalog_find(&unit->arena, before, blocking->change->table);
    if (found.presence != CATALOG_PRESENT || found.object->kind != CATALOG_TABLE)
        return NULL;
    struct str proof = arena_format(&unit->arena, "%.*s IS NOT NULL",
                                    STR_ARGS(blocking->change->column));
    struct map_walk constraints = map_walk(found.object->table->constraints);
    for (const struct catalog_constraint *each; (each = map_next(&constraints));)
        if (each->definition.kind == SQL_CONSTRAINT_CHECK && !each->is_valid
            && str_equal_ignoring_case(each->definition.expression.text, proof))
            return each;
    return NULL;
}

static struct str validation(struct unit *unit, const struct ddl *change, struct str name)
{
    struct arena *arena = &unit->arena;
    struct str table = sql_identifier_quote_name(arena, SQL_ENGINE_POSTGRESQL, change->table);
    return arena_format(arena, "ALTER TABLE %.*s VALIDATE CONSTRAINT %.*s;", STR_ARGS(table),
                        STR_ARGS(sql_identifier_quote(arena, SQL_ENGINE_POSTGRESQL, name)));
}

// A CHECK that proves it is added, validated, and gone when it has served. False where something
// stands before the statement in its step, which that CHECK may need.
static bool offer(struct unit *unit, const struct blocking *blocking, struct diagnostic *finding)
{
    struct step_text step;
    struct arena *arena = &unit->arena;
    const struct sql_statement *statement = blocking->locking->statement;
    const struct site *site = blocking->locking->site;
    unsigned version = blocking->locking->setting.version;
    if ((version && version < 120000) || statement->operations.first->next
        || !step_text_of(&step, unit, site) || !step_is_plain(site, statement)
        || !step_may_stop(site) || step_script(site)->statements.first != statement)
        return false;
    const struct ddl *change = blocking->change;
    const struct catalog_constraint *check = find_check(unit, blocking);
    if (check) {
        struct edits edits = edits_begin(unit, finding, "validate the CHECK in a step before");
        edits_step_before(&edits, &step, STR("Read the rows"),
                          validation(unit, change, check->definition.name));
        return true;
    }
    struct str table = sql_identifier_quote_name(arena, SQL_ENGINE_POSTGRESQL, change->table);
    struct str column = sql_identifier_quote(arena, SQL_ENGINE_POSTGRESQL, change->column);
    struct str plain = arena_format(arena, "%.*s_%.*s_is_there", STR_ARGS(change->table.name),
                                    STR_ARGS(change->column));
    struct str name = sql_identifier_quote(arena, SQL_ENGINE_POSTGRESQL, plain);
    struct edits edits = edits_begin(unit, finding,
                                     "let a CHECK prove it, validated in a step before");
    struct str added = arena_format(
        arena, "ALTER TABLE %.*s ADD CONSTRAINT %.*s CHECK (%.*s IS NOT NULL) NOT VALID;",
        STR_ARGS(table), STR_ARGS(name), STR_ARGS(column));
    struct str dropped = arena_format(arena, "ALTER TABLE %.*s DROP CONSTRAINT %.*s;",
                                      STR_ARGS(table), STR_ARGS(name));
    edits_step_before(&edits, &step, STR("Add the proof"), added);
    edits_step_before(&edits, &step, STR("Read the rows"), validation(unit, change, plain));
    edits_sql_behind(&edits, statement, dropped);
    return true;
}

static void report(struct unit *unit, const struct blocking *blocking)
{
    struct str column = blocking->change->column;
    struct str table = blocking_table(unit, blocking);
    struct diagnostic *finding =
        blocking_report(unit, &kind_set_not_null_scan, blocking,
                        "'%.*s' stands still while it is searched for a NULL", STR_ARGS(table));
    diagnostic_note(finding, "no validated CHECK (%.*s IS NOT NULL) proves that there is none",
                    STR_ARGS(column));
    if (!offer(unit, blocking, finding))
        diagnostic_help(finding,
                        "add that CHECK NOT VALID, validate it in another step, then SET NOT NULL");
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    blocking_each(unit, plan, is_mine, report);
}

const struct rule rule_set_not_null_scan = { .check_plan = check_plan };
