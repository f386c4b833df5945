//! rule        add-unique-builds
//! code        LCK007
//! level       warning
//! since       0.1
//! fix         unsafe
//! source      H076 H077 H078 H079 H029 H030
//!
//! A key is added that builds its index while nobody can read or write its table.
//!
//! ## Why
//!
//! ADD PRIMARY KEY, ADD UNIQUE and ADD EXCLUDE hold ACCESS EXCLUSIVE until their index is whole;
//! a UNIQUE of a new column does as well. A unique index can be built by CREATE UNIQUE INDEX
//! CONCURRENTLY while everybody goes on, and then becomes the constraint in a moment: ADD
//! CONSTRAINT … UNIQUE USING INDEX. For a primary key its columns are NOT NULL before. An
//! exclusion constraint has no such way: it belongs into a window, or into a new table.
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
//!     ALTER TABLE guests ADD CONSTRAINT one_room UNIQUE (room);
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
//!     ALTER TABLE guests ADD COLUMN email text UNIQUE;
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
//!   step "Build it" on main ```sql
//!     CREATE UNIQUE INDEX CONCURRENTLY one_room ON guests (room);
//!   ```
//!   step "Take it over" on main ```sql
//!     ALTER TABLE guests ADD CONSTRAINT one_room UNIQUE USING INDEX one_room;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//! }
//! phase expand "Change it" {
//!   step "Run it" on main ```sql
//!     CREATE TABLE rooms (id bigint, floor integer);
//!     ALTER TABLE rooms ADD PRIMARY KEY (id);
//!   ```
//! }
//! ````

#include "rules/support/blocking.h"
#include "rules/support/edits.h"
#include "sql/identifier.h"

static bool is_mine(const struct blocking *blocking)
{
    if (blocking->locking->setting.engine != SQL_ENGINE_POSTGRESQL || !blocking->change
        || blocking->change->kind != DDL_ADD_CONSTRAINT)
        return false;
    enum sql_constraint kind = blocking->change->constraint->kind;
    return kind == SQL_CONSTRAINT_PRIMARY_KEY || kind == SQL_CONSTRAINT_UNIQUE
           || kind == SQL_CONSTRAINT_EXCLUDE;
}

static const char *help_of(const struct sql_constraint_definition *constraint)
{
    if (constraint->kind == SQL_CONSTRAINT_EXCLUDE)
        return "do it in a downtime, or in a new table that is filled and then swapped";
    if (constraint->index.length > 0)
        return "make its columns NOT NULL before, with the help of a validated CHECK";
    return "CREATE UNIQUE INDEX CONCURRENTLY, and take the index over: … USING INDEX";
}

// "room, floor"; no data where it is over something else than columns.
static struct str columns_of(struct arena *arena, const struct sql_constraint_definition *unique)
{
    struct str columns = STR_NONE;
    list_each(sql_key_part, part, unique->columns) {
        if (part->column.length == 0)
            return STR_NONE;
        struct str column = sql_identifier_quote(arena, SQL_ENGINE_POSTGRESQL, part->column);
        columns = columns.data ? arena_format(arena, "%.*s, %.*s", STR_ARGS(columns),
                                              STR_ARGS(column))
                               : column;
    }
    return columns;
}

// Its index is built in a step before, and taken over. False where something stands before the
// statement in its step, which the index may need.
static bool offer(struct unit *unit, const struct blocking *blocking, struct diagnostic *finding)
{
    struct step_text step;
    struct arena *arena = &unit->arena;
    const struct sql_constraint_definition *unique = blocking->change->constraint;
    const struct site *site = blocking->locking->site;
    const struct sql_statement *statement = blocking->locking->statement;
    struct str columns = columns_of(arena, unique);
    if (unique->kind != SQL_CONSTRAINT_UNIQUE || unique->name.length == 0 || unique->is_of_column
        || unique->index.length > 0 || unique->include.first || unique->is_nulls_not_distinct
        || unique->is_deferrable || !columns.data || !step_text_of(&step, unit, site)
        || !step_is_plain(site, statement) || !step_may_stop(site)
        || step_script(site)->statements.first != statement)
        return false;
    struct str table =
        sql_identifier_quote_name(arena, SQL_ENGINE_POSTGRESQL, blocking->change->table);
    struct str name = sql_identifier_quote(arena, SQL_ENGINE_POSTGRESQL, unique->name);
    struct edits edits = edits_begin(unit, finding,
                                     "build its index CONCURRENTLY before, and take it over");
    edits_step_before(&edits, &step, STR("Build the index"),
                      arena_format(arena, "CREATE UNIQUE INDEX CONCURRENTLY %.*s ON %.*s (%.*s);",
                                   STR_ARGS(name), STR_ARGS(table), STR_ARGS(columns)));
    edits_replace(&edits, blocking->change->span,
                  arena_format(arena, "ADD CONSTRAINT %.*s UNIQUE USING INDEX %.*s",
                               STR_ARGS(name), STR_ARGS(name)));
    return true;
}

static void report(struct unit *unit, const struct blocking *blocking)
{
    struct str table = blocking_table(unit, blocking);
    bool builds = blocking->lock->work & SQL_BUILDS;
    struct diagnostic *finding = blocking_report(
        unit, &kind_add_unique_builds, blocking, "'%.*s' stands still while %s", STR_ARGS(table),
        builds ? "the index of its key is built" : "its key is searched for NULL");
    if (!offer(unit, blocking, finding))
        diagnostic_help(finding, "%s", help_of(blocking->change->constraint));
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    blocking_each(unit, plan, is_mine, report);
}

const struct rule rule_add_unique_builds = { .check_plan = check_plan };
