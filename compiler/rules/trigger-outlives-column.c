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

#include "rules/rule.h"

#include "rules/support/forward.h"
#include "rules/support/trigger.h"

// Code for several tables, or for what goes wrong: which of it runs here is not seen.
static bool may_look_first(const struct sql_tokens *code)
{
    static const char *const words[] = { "tg_table_name", "tg_relname", "tg_relid",  "tg_argv",
                                         "tg_name",       "exception",  "execute" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (code_has_name(code, str_of(words[i])))
            return true;
    return false;
}

static void report(struct unit *unit, const struct locking *locking, const struct ddl *ddl,
                   const struct catalog_trigger *trigger)
{
    bool is_renamed = ddl->kind == DDL_RENAME_COLUMN;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_trigger_outlives_column, ddl->span,
                 "'%.*s.%.*s' is %s, and the trigger '%.*s' still names it",
                 STR_ARGS(ddl->table.name), STR_ARGS(ddl->column),
                 is_renamed ? "renamed" : "dropped", STR_ARGS(trigger->name));
    if (span_is_set(trigger->span))
        diagnostic_also(finding, trigger->span, "the trigger was made here");
    diagnostic_note(finding, "every write that fires it fails from the end of this step on");
    diagnostic_help(finding, "%s in the same step, before it",
                    is_renamed ? "give the trigger new code" : "drop or change the trigger");
    diagnostic_about(finding, "%.*s.%.*s", STR_ARGS(ddl->table.name), STR_ARGS(ddl->column));
    site_cap(finding, locking->site);
}

static void check_column(struct unit *unit, struct forward *forward, const struct locking *locking,
                         const struct ddl *ddl)
{
    const struct state *after = forward_after(forward, locking);
    if (!after)
        return;
    const struct catalog *catalog = state_catalog(unit->model->world, after, locking->store);
    const struct catalog_object *table = catalog_find_table(&unit->arena, catalog, ddl->table);
    const struct catalog_column *column;
    if (!table
        || catalog_find_column(&unit->arena, catalog, table->table, ddl->column, &column)
               == CATALOG_PRESENT)
        return;
    struct map_walk triggers = map_walk(table->table->triggers);
    for (const struct catalog_trigger *trigger; (trigger = map_next(&triggers));) {
        if (trigger->is_disabled)
            continue;
        const struct sql_tokens *code = trigger_code(forward, catalog, trigger);
        if (code && code_names_row_column(code, ddl->column) && !may_look_first(code)) {
            report(unit, locking, ddl, trigger);
            return;
        }
    }
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    struct forward forward = forward_begin(unit);
    list_each(locking, locking, model_of(unit)->lockings) {
        if (locking->site->role != SITE_RUNS || locking->setting.engine == SQL_ENGINE_SQLITE)
            continue;
        for (const struct ddl *ddl = locking->statement->changes; ddl; ddl = ddl->next)
            if (ddl->kind == DDL_DROP_COLUMN || ddl->kind == DDL_RENAME_COLUMN)
                check_column(unit, &forward, locking, ddl);
    }
}

const struct rule rule_trigger_outlives_column = { .check_plan = check_plan };
