//! rule        backfill-fires-triggers
//! code        BKF006
//! level       warning
//! since       0.1
//! source      X36
//!
//! A backfill fires a trigger of the table for every row that it writes.
//!
//! ## Why
//!
//! To a trigger a backfill looks like millions of people who change their data on one day: an
//! audit table fills up, `updated_at` says today in every row, messages go out. Where that is
//! meant, a suppression says so; else the trigger is disabled meanwhile, or its code is told apart
//! from what users do.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, born date, changed timestamptz);
//!     CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
//!     BEGIN
//!       NEW.changed := now();
//!       RETURN NEW;
//!     END $$;
//!     CREATE TRIGGER guests_touch BEFORE UPDATE ON guests
//!       FOR EACH ROW EXECUTE FUNCTION touch();
//!   ```
//! }
//! move age from guests.born to guests.birthday
//! phase expand "Add the column" {
//!   step "Add it" ```sql
//!     ALTER TABLE guests ADD COLUMN birthday date;
//!   ```
//! }
//! phase backfill "Fill it" { backfill age { batch 1000 } }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, born date, name text, changed timestamptz);
//!     CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
//!     BEGIN
//!       NEW.changed := now();
//!       RETURN NEW;
//!     END $$;
//!     CREATE TRIGGER guests_touch BEFORE UPDATE OF name, born ON guests
//!       FOR EACH ROW EXECUTE FUNCTION touch();
//!   ```
//! }
//! move age from guests.born to guests.birthday
//! phase expand "Add the column" {
//!   step "Add it" ```sql
//!     ALTER TABLE guests ADD COLUMN birthday date;
//!   ```
//! }
//! phase backfill "Fill it" { backfill age { batch 1000 } }
//! ````

#include "rules/rule.h"

#include "rules/support/forward.h"
#include "rules/support/trigger.h"

// Fires when the backfill writes the new side: updates its column, or inserts into its table.
static bool fires(const struct catalog_trigger *trigger, const struct move *move)
{
    const struct sql_trigger *definition = &trigger->definition;
    bool is_column = move->to.column.length > 0;
    if (trigger->is_disabled || !definition->is_for_each_row || definition->when.text.data
        || !(is_column ? definition->on_update : definition->on_insert))
        return false;
    if (!is_column || !definition->columns)
        return true;
    for (size_t i = 0; i < definition->columns->count; i++)
        if (str_equal_ignoring_case(definition->columns->items[i].name, move->to.column))
            return true;
    return false;
}

// One that knows of a move: it keeps both sides equal. What is not known is none of ours.
static bool is_of_move(const struct forward *forward, const struct catalog *catalog,
                       const struct catalog_trigger *trigger)
{
    const struct sql_tokens *code = trigger_code(forward, catalog, trigger);
    if (!code)
        return true;
    list_each(move, move, forward->unit->plan->moves) {
        bool is_column = move->to.column.length > 0;
        if (code_has_name(code, is_column ? move->to.column : move->from.table)
            || code_has_name(code, is_column ? move->to.column : move->to.table))
            return true;
    }
    return false;
}

static void report(struct unit *unit, const struct action *action,
                   const struct catalog_trigger *trigger, struct str table)
{
    struct diagnostic *finding = diagnose(
        &unit->diagnostics, &kind_backfill_fires_triggers, action->span,
        "the backfill of '%.*s' fires '%.*s' for every row", STR_ARGS(action->move->name),
        STR_ARGS(trigger->name));
    if (span_is_set(trigger->span))
        diagnostic_also(finding, trigger->span, "the trigger was made here");
    diagnostic_note(finding, "it does for each row of '%.*s' what it does when a user changes one",
                    STR_ARGS(table));
    diagnostic_help(finding, "disable it meanwhile, or ignore this with the reason why it may run");
    diagnostic_about(finding, "%.*s", STR_ARGS(trigger->name));
    if (action->is_inferred)
        diagnostic_inferred(finding, "the backfill is read out of prose");
}

static void check_fill(struct unit *unit, const struct forward *forward,
                       const struct state *state)
{
    const struct action *action = state->event->action;
    const struct object *to = &action->move->to;
    const struct catalog *catalog = state_catalog(unit->model->world, state, to->store);
    struct catalog_found found =
        catalog_find(&unit->arena, catalog, (struct sql_name){ to->schema, to->table });
    if (found.presence != CATALOG_PRESENT || found.object->kind != CATALOG_TABLE)
        return;
    struct map_walk triggers = map_walk(found.object->table->triggers);
    for (const struct catalog_trigger *trigger; (trigger = map_next(&triggers));)
        if (fires(trigger, action->move) && !is_of_move(forward, catalog, trigger))
            report(unit, action, trigger, found.object->name.name);
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    struct forward forward = forward_begin(unit);
    for (size_t i = 0; i < forward.count; i++) {
        const struct event *event = forward.states[i]->event;
        if (event && event->action && event->action->kind == ACTION_BACKFILL
            && event->action->move)
            check_fill(unit, &forward, forward.states[i]);
    }
}

const struct rule rule_backfill_fires_triggers = { .check_plan = check_plan };
