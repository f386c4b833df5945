//! rule        reindex-blocks
//! code        LCK009
//! level       warning
//! since       0.1
//! fix         unsafe
//! source      H003
//!
//! An index is built anew while nobody can write to its table, nor read by that index.
//!
//! ## Why
//!
//! REINDEX holds SHARE on the table and ACCESS EXCLUSIVE on the index: writers wait, and so does
//! nearly every query, since planning one looks at all indexes. From PostgreSQL 12 on, REINDEX …
//! CONCURRENTLY stops nobody.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, name text, room varchar(10), floor integer);
//!     CREATE INDEX guests_room ON guests (room);
//!   ```
//! }
//! phase expand "Change it" {
//!   step "Run it" on main ```sql
//!     REINDEX INDEX guests_room;
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
//!     REINDEX TABLE guests;
//!   ```
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//! }
//! phase expand "Change it" {
//!   step "Run it" on main ```sql
//!     REINDEX INDEX CONCURRENTLY guests_room;
//!   ```
//! }
//! ````

#include "rules/support/blocking.h"
#include "rules/support/edits.h"

static bool is_mine(const struct blocking *blocking)
{
    return blocking->locking->setting.engine == SQL_ENGINE_POSTGRESQL && blocking->change
           && blocking->change->kind == DDL_REINDEX;
}

// False where the statement cannot get a step of its own, as CONCURRENTLY asks for.
static bool offer(struct unit *unit, const struct blocking *blocking, struct diagnostic *finding)
{
    struct step_text step;
    const struct sql_statement *statement = blocking->locking->statement;
    const struct site *site = blocking->locking->site;
    enum ddl_target target = blocking->change->target;
    unsigned version = blocking->locking->setting.version;
    if ((target != DDL_ON_INDEX && target != DDL_ON_TABLE) || (version && version < 120000)
        || !step_text_of(&step, unit, site) || !step_can_split(site, statement))
        return false;
    struct edits edits = edits_begin(unit, finding, "REINDEX CONCURRENTLY, in a step of its own");
    edits_insert_behind_word(&edits, statement, target == DDL_ON_INDEX ? "INDEX" : "TABLE",
                             STR(" CONCURRENTLY"));
    edits_isolate(&edits, &step, site, statement, STR("Build the index anew"));
    return true;
}

static void report(struct unit *unit, const struct blocking *blocking)
{
    struct str table = blocking_table(unit, blocking);
    struct diagnostic *finding =
        blocking_report(unit, &kind_reindex_blocks, blocking,
                        "'%.*s' is blocked while its index is built anew", STR_ARGS(table));
    diagnostic_note(finding, "queries wait too: the index itself is locked against all");
    if (!offer(unit, blocking, finding))
        diagnostic_help(finding, "REINDEX … CONCURRENTLY, in a step of its own");
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    blocking_each(unit, plan, is_mine, report);
}

const struct rule rule_reindex_blocks = { .check_plan = check_plan };
