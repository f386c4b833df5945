//! rule        flag-removed-before-100
//! code        FLG004
//! level       error
//! since       0.1
//! source      X62, model.md invariant 8
//! breaks      flags legal
//!
//! A flag goes while part of the traffic still depends on it.
//!
//! ## Why
//!
//! Removing a flag is a ramp of its own: everybody who was on the other side of it moves at
//! once, with no hold and no check. And a version that still asks a flag which is no longer
//! there gets the default of the flag's library, which is nobody's decision. The same holds on the
//! way back: the rollback of the phase that removes a flag sets it again, before those of earlier
//! phases bring back a version that asks it.
//!
//! ## Fails
//!
//! ````belay plan
//! flag new_search
//! phase ramp "Open it" { ramp new_search 1% 50% hold 1h }
//! phase cleanup "Remove the flag" { flag new_search removed }
//! ````
//!
//! ````belay plan
//! flag new_search
//! app shop {
//!   version v2 { reads products(title) if new_search }
//!   version v3 { reads products(title) }
//!   live v2
//! }
//! phase ramp "Open it" { ramp new_search 1% 100% hold 1h }
//! phase cleanup "Remove the flag" { flag new_search removed }
//! phase deploy "Forget it" { deploy shop v3 }
//! ````
//!
//! ````belay plan
//! flag new_search
//! app shop {
//!   version v2 { reads products(title) if new_search }
//!   version v3 { reads products(title) }
//!   live v2
//! }
//! phase ramp "Open it" { ramp new_search 1% 100% hold 1h }
//! phase deploy "Forget it" { deploy shop v3; rollback deploy shop v2 }
//! phase cleanup "Remove the flag" { flag new_search removed; rollback none "nobody asks it" }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! flag new_search
//! app shop {
//!   version v2 { reads products(title) if new_search }
//!   version v3 { reads products(title) }
//!   live v2
//! }
//! phase ramp "Open it" { ramp new_search 1% 100% hold 1h }
//! phase deploy "Forget it" { deploy shop v3; rollback deploy shop v2 }
//! phase cleanup "Remove the flag" { flag new_search removed; rollback flag new_search 100% }
//! ````
//!
//! ````belay plan
//! flag new_search
//! app shop {
//!   version v2 { reads products(title) if new_search }
//!   version v3 { reads products(title) }
//!   live v2
//! }
//! phase ramp "Open it" { ramp new_search 1% 100% hold 1h }
//! phase deploy "Forget it" { deploy shop v3 }
//! phase cleanup "Remove the flag" { flag new_search removed }
//! ````

#include "rules/rule.h"

#include "rules/support/rests.h"

static void finish(struct diagnostic *finding, const struct flag_event *event)
{
    diagnostic_about(finding, "flag %.*s", STR_ARGS(event->flag->name));
    if (event->action->is_inferred)
        diagnostic_inferred(finding, "what happens to the flag is read out of prose");
}

// The last action that set the flag before the event.
static const struct action *last_setting(const struct flag_history *history,
                                         const struct flag_event *until)
{
    const struct action *action = NULL;
    list_each(flag_event, event, history->events) {
        if (event == until)
            break;
        if (event->flag == until->flag && !event->is_deploy && !event->is_removed)
            action = event->action;
    }
    return action;
}

static void report_part(struct unit *unit, const struct flag_history *history,
                        const struct flag_event *event)
{
    const struct action *setting = last_setting(history, event);
    struct diagnostic *finding =
        event->is_deploy
            ? diagnose(&unit->diagnostics, &kind_flag_removed_before_100, event->action->span,
                       "'%.*s %.*s' goes while flag '%.*s' is at %g%%",
                       STR_ARGS(event->asker->app->name), STR_ARGS(event->asker->name),
                       STR_ARGS(event->flag->name), event->before)
            : diagnose(&unit->diagnostics, &kind_flag_removed_before_100, event->action->span,
                       "flag '%.*s' is removed at %g%%", STR_ARGS(event->flag->name),
                       event->before);
    if (setting)
        diagnostic_also(finding, setting->span, "it came to %g%% here", event->before);
    diagnostic_note(finding,
                    "everybody on its other side moves at once, with no hold and no check");
    diagnostic_help(finding, "ramp it to 100%% first");
    diagnostic_rests_on(finding, root_about(model_of(unit)->world, event->flag),
                        event->phase->index, "%.*s", STR_ARGS(finding->message));
    finish(finding, event);
}

static void report_asker(struct unit *unit, const struct flag_event *event)
{
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_flag_removed_before_100, event->action->span,
                 "flag '%.*s' is removed while '%.*s %.*s' asks it", STR_ARGS(event->flag->name),
                 STR_ARGS(event->asker->app->name), STR_ARGS(event->asker->name));
    diagnostic_also(finding, event->asker->span, "live at that moment");
    diagnostic_note(finding, "it then gets whatever is the default of an unknown flag");
    diagnostic_help(finding, "deploy a version that does not ask it first");
    finding_concerns(unit, finding, event->asker, 1);
    finish(finding, event);
}

// The action on the way forward that removes the flag last; NULL where none does.
static const struct action *find_removal(const struct plan *plan, const struct flag *flag)
{
    const struct action *removal = NULL;
    list_each(phase, phase, plan->phases)
        list_each(action, action, phase->actions)
            if (action->kind == ACTION_FLAG && action->is_removed && action->flag == flag)
                removal = action;
    return removal;
}

// On the way back, a version comes again that asks the flag, and the flag does not.
static void report_gone(struct unit *unit, const struct breach *breach)
{
    const struct use *use = breach->need->use;
    const struct version *version = breach->need->version;
    const struct action *removal = find_removal(unit->plan, use->flag);
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_flag_removed_before_100, breach->state->event->span,
                 "going back, '%.*s %.*s' asks flag '%.*s', which was removed",
                 STR_ARGS(version->app->name), STR_ARGS(version->name),
                 STR_ARGS(use->flag->name));
    if (removal)
        diagnostic_also(finding, removal->span, "removed here");
    diagnostic_also(finding, use->span, "asked here");
    diagnostic_note(finding, "it then gets whatever is the default of an unknown flag");
    diagnostic_help(finding, "set the flag again in the rollback of the phase that removes it: "
                             "flag %.*s 100%%",
                    STR_ARGS(use->flag->name));
    diagnostic_about(finding, "flag %.*s", STR_ARGS(use->flag->name));
}

static bool is_told(const struct breach *breach, const struct exploration *exploration)
{
    list_each(breach, other, exploration->breaches) {
        if (other == breach)
            return false;
        if (other->kind == BREACH_FLAG_GONE && other->need->use->flag == breach->need->use->flag)
            return true;
    }
    return false;
}

static void check_way_back(struct unit *unit)
{
    const struct exploration *exploration = model_of(unit)->exploration;
    list_each(breach, breach, exploration->breaches)
        if (breach->kind == BREACH_FLAG_GONE && !is_told(breach, exploration))
            report_gone(unit, breach);
}

enum { LOOK_MAX = 100 }; // findings for which the last setting is sought

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    check_way_back(unit);
    const struct flag_history *history = &model_of(unit)->flags;
    unsigned looks = 0;
    list_each(flag_event, event, history->events) {
        bool is_end = event->is_deploy || event->is_removed;
        bool is_partial = event->before > 0 && event->before < 100;
        if (is_end && event->is_before_known
            && (is_partial || (event->before <= 0 && event->is_removed)))
            report_part(unit, history, event);
        else if (event->is_removed && event->asker)
            report_asker(unit, event);
        else
            continue;
        if (++looks > LOOK_MAX)
            break;
    }
}

const struct rule rule_flag_removed_before_100 = { .check_plan = check_plan };
