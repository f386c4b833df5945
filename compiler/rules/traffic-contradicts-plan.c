//! rule        traffic-contradicts-plan
//! code        DOC006
//! level       warning
//! since       0.1
//! source      model.md, Traffic
//!
//! The plan states another traffic than the live versions declare.
//!
//! ## Why
//!
//! `writes` and `reads` change nothing: they say what the deploys and flags before them have
//! made true. Where the versions that are live by then declare something else, one of the two
//! is wrong, and whoever reads the plan during the migration believes the one that is read
//! first. belay judges by what the versions declare to write.
//!
//! ## Fails
//!
//! ````belay plan
//! app shop {
//!   version v1 { writes orders(sum) }
//!   version v2 { writes orders(sum, total) }
//!   live v1
//! }
//! move total from orders.sum to orders.total
//! phase dual-write "Write both" { writes total old, new }
//! phase deploy "Deploy it" { deploy shop v2 }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! app shop {
//!   version v1 { writes orders(sum) }
//!   version v2 { writes orders(sum, total) }
//!   live v1
//! }
//! move total from orders.sum to orders.total
//! phase dual-write "Write both" { deploy shop v2; writes total old, new }
//! ````

#include "rules/rule.h"

#include "rules/support/rests.h"

#include "base/check.h"

static const char *side_name(enum side side)
{
    switch (side) {
    case SIDE_OLD: return "the old side";
    case SIDE_NEW: return "the new side";
    case SIDE_BOTH: return "both sides";
    case SIDE_NONE: break;
    }
    BUG("a side that is none");
}

static void finish(struct unit *unit, struct diagnostic *finding, const struct traffic *traffic,
                   const struct traffic_fact *declared, const char *what)
{
    const struct version *version = declared->version;
    if (version)
        diagnostic_also(finding, declared->span, "'%.*s %.*s', live by then, %s",
                        STR_ARGS(version->app->name), STR_ARGS(version->name), what);
    diagnostic_note(finding, "'writes' and 'reads' state what deploys and flags have made true");
    diagnostic_help(finding, "deploy the version first, or correct what it declares");
    diagnostic_about(finding, "%.*s", STR_ARGS(traffic_name(&unit->arena, traffic)));
    if (has_mistake(unit, version))
        finding_concerns(unit, finding, version, 3);
    else
        finding_concerns(unit, finding, traffic->move, 3);
}

static void check_writes(struct unit *unit, const struct traffic *traffic,
                         const struct phase *phase, const struct action *action)
{
    const struct traffic_state *state = traffic_before(traffic, phase, action->span.start);
    bool is_by_trigger = action->is_by_trigger && state->declared_writers == action->trusted;
    if (state->declared_writers == SIDE_NONE || is_by_trigger || state->writers == SIDE_NONE
        || state->writers == action->side || state->declared_writers == action->side)
        return;
    struct diagnostic *finding = diagnose(
        &unit->diagnostics, &kind_traffic_contradicts_plan, action->span,
        "%s %s written here, but the live versions write %s", side_name(action->side),
        action->side == SIDE_BOTH ? "are" : "alone is", side_name(state->declared_writers));
    finish(unit, finding, traffic, &state->declared_written,
           state->declared_writers == SIDE_BOTH  ? "writes both"
           : state->declared_writers == SIDE_OLD ? "writes the old one alone"
                                                 : "writes the new one alone");
}

static void check_reads(struct unit *unit, const struct traffic *traffic, const struct phase *phase,
                        const struct action *action)
{
    const struct traffic_state *state = traffic_before(traffic, phase, action->span.start);
    bool is_off = action->kind == ACTION_RAMP && action_percent(action) <= 0;
    enum side side = action->kind == ACTION_RAMP ? SIDE_NEW : action->side;
    if (state->readable == SIDE_NONE || state->readable == SIDE_BOTH || state->readable == side
        || is_off)
        return;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_traffic_contradicts_plan, action->span,
                 "%s is read here, but no live version reads it", side_name(side));
    finish(unit, finding, traffic, &state->declared_read,
           side == SIDE_NEW ? "reads the old one" : "reads the new one");
}

static const struct traffic *traffic_of(const struct traffic *traffic, const struct move *move)
{
    while (traffic && traffic->move != move)
        traffic = traffic->next;
    return traffic;
}

static void check_action(struct unit *unit, const struct plan *plan, const struct phase *phase,
                         const struct action *action)
{
    (void)plan;
    if (!action->move)
        return;
    const struct traffic *traffic = traffic_of(model_of(unit)->traffic, action->move);
    if (!traffic)
        return;
    if (action->kind == ACTION_WRITES)
        check_writes(unit, traffic, phase, action);
    else if (action->kind == ACTION_READS || action->kind == ACTION_RAMP)
        check_reads(unit, traffic, phase, action);
}

const struct rule rule_traffic_contradicts_plan = { .check_action = check_action };
