//! rule        index-build-blocks-writes
//! code        LCK001
//! level       warning
//! since       0.1
//! fix         unsafe
//! source      H001 X48
//!
//! An index is built while nobody can write to its table.
//!
//! ## Why
//!
//! PostgreSQL's CREATE INDEX lets readers go on and stops all writers until the index is whole:
//! for a large table, that is minutes. CREATE INDEX CONCURRENTLY stops nobody; it takes longer,
//! waits for older transactions, runs in no transaction, and leaves an invalid index where it
//! fails, which belay looks for in the runbooks that it writes.
//!
//! With `rows` or `size` of the table in the plan, belay says how long it may take; where that
//! is less than a second it says nothing, and where it is minutes the finding is an error.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, name text, room varchar(10), floor integer);
//!   ```
//!   table guests { rows 50_000_000 }
//! }
//! phase expand "Change it" {
//!   step "Run it" on main ```sql
//!     CREATE INDEX guests_room ON guests (room);
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
//!     CREATE UNIQUE INDEX guests_room ON guests (room);
//!   ```
//! }
//! ````
//!
//! A rollback is judged as the phases are: it runs when things are worse already.
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   table guests { rows 50_000_000 }
//! }
//! phase contract "Drop the index" {
//!   step "Drop it" on main ```sql
//!     DROP INDEX CONCURRENTLY guests_room;
//!   ```
//!   rollback on main ```sql
//!     CREATE INDEX guests_room ON guests (room);
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
//!   step "Run it" on main ```sql
//!     CREATE INDEX CONCURRENTLY guests_room ON guests (room);
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
//!   table guests { rows 5_000 }
//! }
//! phase expand "Change it" {
//!   step "Run it" on main ```sql
//!     CREATE INDEX guests_room ON guests (room);
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
//!     CREATE TABLE rooms (id bigint PRIMARY KEY, floor integer);
//!     CREATE INDEX rooms_floor ON rooms (floor);
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//! }
//! phase expand "Change it" {
//!   downtime 2h
//!   step "Run it" on main ```sql
//!     CREATE INDEX guests_room ON guests (room);
//!   ```
//! }
//! ````

#include "rules/support/blocking.h"
#include "rules/support/edits.h"

static bool is_mine(const struct blocking *blocking)
{
    return blocking->locking->setting.engine == SQL_ENGINE_POSTGRESQL && blocking->change
           && blocking->change->kind == DDL_CREATE_INDEX;
}

// No index of it is built CONCURRENTLY.
static bool is_partitioned(struct unit *unit, const struct blocking *blocking)
{
    struct catalog_found found =
        catalog_find(&unit->arena, blocking->locking->setting.before, blocking->change->table);
    return found.presence == CATALOG_PRESENT && found.object->kind == CATALOG_TABLE
           && found.object->table->partition_method.length > 0;
}

// False where the statement cannot get a step of its own, as CONCURRENTLY asks for.
static bool offer(struct unit *unit, const struct blocking *blocking, struct diagnostic *finding)
{
    struct step_text step;
    const struct sql_statement *statement = blocking->locking->statement;
    const struct site *site = blocking->locking->site;
    if (!step_text_of(&step, unit, site) || !step_can_split(site, statement))
        return false;
    struct edits edits = edits_begin(unit, finding, "build it CONCURRENTLY, in a step of its own");
    edits_insert_behind_word(&edits, statement, "INDEX", STR(" CONCURRENTLY"));
    edits_isolate(&edits, &step, site, statement, STR("Build the index"));
    return true;
}

static void report(struct unit *unit, const struct blocking *blocking)
{
    struct str table = blocking_table(unit, blocking);
    struct diagnostic *finding =
        blocking_report(unit, &kind_index_build_blocks_writes, blocking,
                        "nobody can write to '%.*s' while its index is built", STR_ARGS(table));
    if (is_partitioned(unit, blocking))
        diagnostic_help(finding, "ON ONLY here, CONCURRENTLY for each partition, then ATTACH");
    else if (!offer(unit, blocking, finding))
        diagnostic_help(finding, "CREATE INDEX CONCURRENTLY, in a step of its own");
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    blocking_each(unit, plan, is_mine, report);
}

const struct rule rule_index_build_blocks_writes = { .check_plan = check_plan };
