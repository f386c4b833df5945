//! rule        no-analyze-before-cutover
//! code        ORD009
//! level       warning
//! since       0.1
//! fix         unsafe
//! source      X39
//!
//! Readers move to a side that the same phase has just filled, and nothing analyses it between.
//!
//! ## Why
//!
//! PostgreSQL plans queries by what it knows of the values. Of rows that a backfill has just
//! written it knows nothing until ANALYZE has looked at them; the server does that by itself, but
//! minutes later. Readers that come at once get plans made for an empty table. Where the plan
//! leaves time between the fill and the readers, nothing needs to be done.
//!
//! ## Fails
//!
//! ````belay plan
//! store main { engine postgresql 15; table guests { rows 900_000 } }
//! move all from guests to visitors
//! phase cutover "Fill it and read it" {
//!   backfill all { batch 1000 }
//!   reads all new
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main { engine postgresql 15; table guests { rows 900_000 } }
//! move all from guests to visitors
//! phase cutover "Fill it and read it" {
//!   backfill all { batch 1000 }
//!   step "Learn its values" ```sql
//!     ANALYZE visitors;
//!   ```
//!   reads all new
//! }
//! ````
//!
//! ````belay plan
//! store main { engine postgresql 15; table guests { rows 900_000 } }
//! move all from guests to visitors
//! phase backfill "Fill it" { backfill all { batch 1000 } }
//! phase cutover "Read it" { reads all new }
//! ````

#include "rules/support/edits.h"
#include "sql/identifier.h"

static bool is_postgresql(const struct object *object)
{
    return object->store && store_engine(object->store) == SQL_ENGINE_POSTGRESQL;
}

// A step of the phase looks at the values, or a command or person may.
static bool analyses(const struct phase *phase)
{
    list_each(action, action, phase->actions)
        if (action->kind == ACTION_STEP
            && (action_is_blind(action)
                || str_has_word(action->code.text.str, STR("analyze"))))
            return true;
    return false;
}

// A step between the two.
static bool offer(struct unit *unit, const struct move *move, const struct traffic_event *read,
                  struct diagnostic *finding)
{
    struct arena *arena = &unit->arena;
    if (!unit->takes_fixes || !read->action || read->action->is_inferred)
        return false;
    struct sql_name name = { move->to.schema, move->to.table };
    struct edits edits = edits_begin(unit, finding, "ANALYZE it before they come");
    edits_insert_before(
        &edits, read->action->statement,
        arena_format(arena, "step \"Count the values\" on %.*s ```sql\n  ANALYZE %.*s;\n```\n",
                     STR_ARGS(move->to.store->name),
                     STR_ARGS(sql_identifier_quote_name(arena, SQL_ENGINE_POSTGRESQL, name))));
    return true;
}

static void report(struct unit *unit, const struct traffic_event *fill,
                   const struct traffic_event *read)
{
    const struct move *move = fill->action->move;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_no_analyze_before_cutover, read->span,
                 "readers of '%.*s' move to rows that were never analysed", STR_ARGS(move->name));
    diagnostic_also(finding, fill->span, "they are written here, in the same phase");
    diagnostic_note(finding, "the server plans as if '%.*s' were empty for some minutes",
                    STR_ARGS(move->to.text.str));
    if (!offer(unit, move, read, finding))
        diagnostic_help(finding, "ANALYZE %.*s between, or move the readers in a later phase",
                    STR_ARGS(move->to.table));
    diagnostic_about(finding, "phase %.*s", STR_ARGS(fill->phase->name));
    fact_cap(finding, &read->after.read);
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    for (const struct traffic *traffic = model_of(unit)->traffic; traffic;
         traffic = traffic->next) {
        if (!traffic->move || !is_postgresql(&traffic->move->to))
            continue;
        list_each(traffic_event, fill, traffic->events) {
            if (!fill->action || fill->action->kind != ACTION_BACKFILL)
                continue;
            const struct traffic_event *read = next_read_of_new(fill);
            if (read && read->phase == fill->phase && !analyses(fill->phase)) {
                report(unit, fill, read);
                break;
            }
        }
    }
}

const struct rule rule_no_analyze_before_cutover = { .check_plan = check_plan };
