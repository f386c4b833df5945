//! rule        trigger-outlives-column
//! code        CMP011
//! level       error
//! since       0.1
//! source      X32
//! breaks      contract
//!
//! A column goes while a trigger of its table still names it.
//!
//! ## Why
//!
//! PostgreSQL and MySQL drop or rename the column without a word. From then on the trigger fails
//! for every row that it fires for, and with it the write of the application. The trigger goes
//! first, or gets new code, in the same step: then nobody sees the time between.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, born date, birthday date);
//!     CREATE FUNCTION guests_sync() RETURNS trigger LANGUAGE plpgsql AS $$
//!     BEGIN
//!       NEW.birthday := NEW.born;
//!       RETURN NEW;
//!     END $$;
//!     CREATE TRIGGER guests_sync BEFORE INSERT OR UPDATE ON guests
//!       FOR EACH ROW EXECUTE FUNCTION guests_sync();
//!   ```
//! }
//! phase contract "Drop the old column" {
//!   step "Drop it" ```sql
//!     ALTER TABLE guests DROP COLUMN born;
//!   ```
//!   step "Drop its trigger" ```sql
//!     DROP TRIGGER guests_sync ON guests;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine mariadb 10.6
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, born date, birthday date);
//!     CREATE TRIGGER guests_sync BEFORE INSERT ON guests FOR EACH ROW
//!       SET NEW.birthday = NEW.born;
//!   ```
//! }
//! phase contract "Drop the old column" {
//!   step "Drop it" ```sql
//!     ALTER TABLE guests DROP COLUMN born;
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
//!     CREATE TABLE guests (id bigint PRIMARY KEY, born date, birthday date);
//!     CREATE FUNCTION guests_sync() RETURNS trigger LANGUAGE plpgsql AS $$
//!     BEGIN
//!       NEW.birthday := NEW.born;
//!       RETURN NEW;
//!     END $$;
//!     CREATE TRIGGER guests_sync BEFORE INSERT OR UPDATE ON guests
//!       FOR EACH ROW EXECUTE FUNCTION guests_sync();
//!   ```
//! }
//! phase contract "Drop the old column" {
//!   step "Drop both" ```sql
//!     DROP TRIGGER guests_sync ON guests;
//!     ALTER TABLE guests DROP COLUMN born;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine mariadb 10.6
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, born date, birthday date);
//!     CREATE TRIGGER guests_sync BEFORE INSERT ON guests FOR EACH ROW
//!       SET NEW.birthday = NEW.born;
//!   ```
//! }
//! phase contract "Drop the old column" {
//!   step "Drop both" ```sql
//!     DROP TRIGGER guests_sync;
//!     ALTER TABLE guests DROP COLUMN born;
//!   ```
//! }
//! ````

#include "rules/support/gone.h"
#include "rules/support/trigger.h"

static void report(struct unit *unit, const struct gone *gone,
                   const struct catalog_trigger *trigger)
{
    struct diagnostic *finding = gone_report(unit, &kind_trigger_outlives_column, gone,
                                                    "trigger", trigger->name, trigger->span);
    diagnostic_note(finding, "every write that fires it fails from the end of this step on");
    diagnostic_help(finding, "%s in the same step, before it",
                    gone->ddl->kind == DDL_RENAME_COLUMN ? "give the trigger new code"
                                                         : "drop or change the trigger");
}

static void check_column(struct unit *unit, const struct gone *gone)
{
    const struct catalog_object *table =
        catalog_find_table(&unit->arena, gone->catalog, gone->ddl->table);
    bool is_judged = gone->catalog->engine != SQL_ENGINE_SQLITE; // it follows, or refuses it
    if (!table || !gone->ddl->column.data || !is_judged)
        return;
    struct map_walk triggers = map_walk(table->table->triggers);
    for (const struct catalog_trigger *trigger; (trigger = map_next(&triggers));) {
        if (trigger->is_disabled)
            continue;
        const struct sql_tokens *code = trigger_code(gone->forward, gone->catalog, trigger);
        if (code && code_names_row_column(code, gone->ddl->column) && !code_may_look_first(code)) {
            report(unit, gone, trigger);
            return;
        }
    }
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    gone_each(unit, GONE_AT_ONCE, check_column);
}

const struct rule rule_trigger_outlives_column = { .check_plan = check_plan };
