//! rule        not-null-before-writers
//! code        CMP005
//! level       error
//! since       0.1
//! fix         unsafe
//! source      X08 X12 X81
//! breaks      writes
//!
//! A column must have a value while a version in service inserts rows without one.
//!
//! ## Why
//!
//! NOT NULL without a default refuses every row that leaves the column out, and so does a check
//! that demands it, from the moment at which it is added: NOT VALID spares only the rows that
//! are there already. The versions that write the table are first replaced by ones that fill the
//! column, or the column has a default or a trigger that does.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, born date);
//!   ```
//! }
//! app web {
//!   version v1 { writes guests(id, born) }
//!   version v2 { writes guests(id, born, city) }
//!   live v1
//! }
//! phase expand "Add the city" {
//!   step "Add it" ```sql
//!     ALTER TABLE guests ADD COLUMN city text;
//!   ```
//!   step "Demand it" ```sql
//!     ALTER TABLE guests ADD CONSTRAINT guests_city CHECK (city IS NOT NULL) NOT VALID;
//!   ```
//! }
//! phase deploy "Write the city" { deploy web v2 }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, born date);
//!   ```
//! }
//! app web {
//!   version v1 { writes guests(id, born) }
//!   version v2 { writes guests(id, born, city) }
//!   live v1
//! }
//! phase expand "Add the city" {
//!   step "Add it" ```sql
//!     ALTER TABLE guests ADD COLUMN city text;
//!   ```
//! }
//! phase deploy "Write the city" { deploy web v2 }
//! phase contract "Demand it" {
//!   step "Demand it" ```sql
//!     ALTER TABLE guests ADD CONSTRAINT guests_city CHECK (city IS NOT NULL) NOT VALID;
//!   ```
//! }
//! ````

#include "rules/rule.h"

#include "rules/support/breach.h"
#include "rules/support/rests.h"

static bool is_mine(const struct breach *breach)
{
    return breach->lack.kind == LACK_VALUE && breach->state->way == WAY_FORWARD;
}

// The event is the SQL that demands the value, not a deploy, nor what takes a trigger away.
static bool demands_it(const struct event *event, struct span demand)
{
    return event && event->first && span_covers(event->span, demand.start);
}

// The change that adds the column, where that demands the value; NULL for none.
static const struct ddl *find_adding(const struct breach *breach)
{
    const struct event *event = breach->state->event;
    if (!event || !event->first)
        return NULL;
    for (const struct sql_statement *statement = event->first; statement != event->end;
         statement = statement->next)
        for (const struct ddl *ddl = statement->changes; ddl; ddl = ddl->next)
            if (ddl->kind == DDL_ADD_COLUMN
                && str_equal_ignoring_case(ddl->definition->name, breach->lack.column)
                && str_equal_ignoring_case(ddl->table.name, breach->need->name.name))
                return ddl;
    return NULL;
}

static void report(struct unit *unit, const struct breach *breach)
{
    struct str subject = breach_subject(unit, breach), version = breach_version(unit, breach);
    struct span demand = span_is_set(breach->lack.span) ? breach->lack.span : breach_place(breach);
    bool is_demand = demands_it(breach->state->event, demand);
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_not_null_before_writers,
                 is_demand ? demand : breach_place(breach),
                 "'%.*s' must have a value, and '%.*s' inserts none", STR_ARGS(subject),
                 STR_ARGS(version));
    if (!is_demand)
        diagnostic_also(finding, demand, "this demands a value");
    breach_add_versions(unit, finding, breach);
    diagnostic_note(finding, "the engine refuses its inserts from here on");
    if (!is_demand || !breach_offer_order(unit, finding, breach))
        diagnostic_help(finding,
                    is_demand ? "give it a default, or demand it when '%.*s' is replaced"
                              : "let '%.*s' write it, or first give it a default or drop NOT NULL",
                    STR_ARGS(version));
    diagnostic_about(finding, "%.*s", STR_ARGS(subject));
    finding_concerns(unit, finding, find_adding(breach), 1);
}

// ---- fills, and triggers, of a move

// The state before the action, on the way forward; NULL where the walk did not come to it.
static const struct state *state_at_begin(const struct model *model, const struct phase *phase,
                                          const struct action *action)
{
    const struct state *found = NULL;
    const struct state *state = model->exploration->ends[phase->index];
    for (; state && state->event && state->event->phase == phase; state = state->before)
        if (state->event->action == action)
            found = state->before;
    return found;
}

static void check_copy(struct unit *unit, const struct phase *phase, const struct action *action)
{
    const struct model *model = model_of(unit);
    const struct move *move = action->move;
    const struct state *state = state_at_begin(model, phase, action);
    if (!state || !move)
        return;
    struct lack lack = move_lacks(&unit->arena, move,
                                  state_catalog(model->world, state, move->to.store));
    if (lack.kind == LACK_NOTHING)
        return;
    bool is_fill = action->kind == ACTION_BACKFILL;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_not_null_before_writers, action->span,
                 "'%.*s.%.*s' must have a value, and the %s of '%.*s' give%s none",
                 STR_ARGS(move->to.table), STR_ARGS(lack.column), is_fill ? "fill" : "triggers",
                 STR_ARGS(move->name), is_fill ? "s" : "");
    if (span_is_set(lack.span))
        diagnostic_also(finding, lack.span, "this demands a value");
    diagnostic_note(finding, is_fill ? "the engine refuses the first row that is copied"
                                     : "the engine refuses each write of the old side from now on");
    diagnostic_help(finding, "give it a default, or name it among the columns of the move");
    diagnostic_about(finding, "%.*s.%.*s", STR_ARGS(move->to.table), STR_ARGS(lack.column));
}

enum { COPIES_MAX = 100 }; // that are held against the schema

static void check_copies(struct unit *unit, const struct plan *plan)
{
    unsigned count = 0;
    list_each(phase, phase, plan->phases)
        list_each(action, action, phase->actions) {
            bool is_copy = action->kind == ACTION_BACKFILL
                           || (action->kind == ACTION_WRITES && action->is_by_trigger
                               && action->trusted == SIDE_OLD);
            if (is_copy && ++count <= COPIES_MAX)
                check_copy(unit, phase, action);
        }
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    lacks_each(unit, is_mine, report);
    check_copies(unit, plan);
}

const struct rule rule_not_null_before_writers = { .check_plan = check_plan };
