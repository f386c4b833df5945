//! rule        contract-never
//! code        FLG005
//! level       note
//! since       0.1
//! fix         unsafe
//! source      X66
//!
//! Something temporary is put up, and no phase takes it down.
//!
//! ## Why
//!
//! A flag that is at 100 % for good is a branch that nobody tests any more and that somebody
//! turns off by mistake in two years. An old side that nobody drops is paid for with every
//! write. The plan is the last moment at which everybody still knows what may go.
//!
//! ## Fails
//!
//! ````belay plan
//! flag new_search
//! metric "failed searches"
//! phase ramp "Open it" {
//!   ramp new_search 1% 10% 100% hold 1h
//!   verify metric "failed searches" < 1%
//! }
//! ````
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! flag new_search
//! metric "failed searches"
//! phase ramp "Open it" {
//!   ramp new_search 1% 10% 100% hold 1h
//!   verify metric "failed searches" < 1%
//! }
//! phase cleanup "Drop the old index" {
//!   step "Drop it" ```sql
//!     DROP INDEX CONCURRENTLY guests_by_name;
//!   ```
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! flag new_search
//! metric "failed searches"
//! phase ramp "Open it" {
//!   ramp new_search 1% 10% 100% hold 1h
//!   verify metric "failed searches" < 1%
//! }
//! phase cleanup "Forget it" { flag new_search removed }
//! ````

#include "rules/support/edits.h"
#include "rules/support/several.h"

#include "model/mention.h"

struct flag_end {
    const struct action *raised;
    bool is_removed;
};

// What came of the flag, by the plan's own actions.
static struct flag_end end_of(const struct flag_history *history, const struct flag *flag)
{
    struct flag_end end = { 0 };
    list_each(flag_event, event, history->events) {
        if (event->flag != flag || event->is_deploy)
            continue;
        if (event->is_removed)
            end.is_removed = true;
        else
            end.raised = event->after >= 100 ? event->action : NULL;
    }
    return end;
}

// Work that is left for after the plan, or for another one.
static bool is_left_for_later(const struct plan *plan, struct str name)
{
    list_each(milestone, task, plan->after)
        if (str_has_word(task->text.str, name)
            || text_mentions(task->text.str, "drop|remov|delet|contract|decommission|clean|retire"))
            return true;
    return false;
}

static bool ends_something(const struct plan *plan)
{
    list_each(phase, phase, plan->phases)
        if (phase_kind_stage(phase->kind) == STAGE_CONTRACT || phase->kind == KIND_OTHER)
            return true;
    return false;
}

static bool is_left(const struct traffic *traffic)
{
    const struct traffic_event *last = traffic->events.last;
    return traffic->move && last && !last->after.is_old_gone && last->after.writers == SIDE_NEW
           && last->after.readers == SIDE_NEW;
}

static bool is_asked(const struct plan *plan, const struct flag *flag)
{
    list_each(app, app, plan->apps)
        list_each(version, version, app->versions)
            list_each(use, use, version->uses)
                if (use->flag == flag)
                    return true;
    return false;
}

// Removed at the end of the last phase, where that takes things down anyway and belay need not
// undo it, and no version of an application asks it.
static bool offer(struct unit *unit, const struct plan *plan, struct diagnostic *finding,
                  const struct flag *flag, const struct action *raised)
{
    const struct phase *last = plan->phases.last;
    if (!unit->takes_fixes || is_asked(plan, flag)
        || phase_kind_stage(last->kind) != STAGE_CONTRACT || !last->actions.last
        || last->actions.last->is_inferred || last->rollback.kind == ROLLBACK_AUTO
        || last->actions.last->span.start <= raised->span.start)
        return false;
    struct edits edits = edits_begin(unit, finding, "remove flag '%.*s' in the last phase",
                                     STR_ARGS(flag->name));
    edits_insert_behind(&edits, last->actions.last->statement,
                        arena_format(&unit->arena, "flag %.*s removed", STR_ARGS(flag->name)));
    return true;
}

enum { FLAG_MAX = 100 }; // flags that are followed through the whole plan

static void check_plan(struct unit *unit, const struct plan *plan)
{
    const struct model *model = model_of(unit);
    struct places places = { .arena = &unit->arena };
    unsigned count = 0;
    const struct flag *left = NULL;
    const struct action *raised = NULL;
    if (plan->is_inferred)
        return; // prose leaves such work to other documents
    list_each(flag, flag, plan->flags) {
        if (++count > FLAG_MAX)
            break;
        struct flag_end end = end_of(&model->flags, flag);
        if (!end.raised || end.is_removed || is_left_for_later(plan, flag->name))
            continue;
        left = flag;
        raised = end.raised;
        places_add(&places, end.raised->span, "flag '%.*s' stays", STR_ARGS(flag->name));
    }
    for (const struct traffic *traffic = model->traffic; traffic; traffic = traffic->next)
        if (is_left(traffic) && !ends_something(plan)
            && !is_left_for_later(plan, traffic->move->name))
            places_add(&places, traffic->move->span, "the old side of '%.*s' stays",
                       STR_ARGS(traffic->move->name));
    struct diagnostic *finding =
        report_places(unit, &kind_contract_never, &places, "something temporary is never removed",
                      "temporary things are never removed");
    if (!finding)
        return;
    diagnostic_note(finding, "nobody knows better than this plan when it may go");
    if (places.list.count > 1 || !left || !offer(unit, plan, finding, left, raised))
        diagnostic_help(finding, "add a phase: cleanup for flags, contract for the old side");
}

const struct rule rule_contract_never = { .check_plan = check_plan };
