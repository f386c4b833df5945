#include "rules/evidence.h"

#include "base/check.h"
#include "rules/words.h"

static bool changes_something(const struct action *action)
{
    switch (action->kind) {
    case ACTION_STEP:
    case ACTION_DEPLOY:
    case ACTION_RETIRE:
    case ACTION_RAMP:
    case ACTION_FLAG:
    case ACTION_BACKFILL:
    case ACTION_FILL: return true;
    case ACTION_BACKUP: // belay looks whether it can be read
    case ACTION_WRITES: // these state what other actions made true
    case ACTION_READS: return false;
    }
    BUG("an action of no kind");
}

bool phase_changes_something(const struct phase *phase)
{
    list_each(action, action, phase->actions)
        if (changes_something(action))
            return true;
    list_each(change, change, phase->changes)
        if (change->kind != CHANGE_NOTE)
            return true;
    return false;
}

static bool is_a_check(const struct action *action)
{
    if (words_check_something(action->title.str))
        return true;
    list_each(text_item, part, action->parts)
        if (words_check_something(part->text.str))
            return true;
    return false;
}

bool phase_is_verified(const struct phase *phase)
{
    if (phase->verifies.first || phase->success.first || phase->kind == KIND_VERIFY
        || phase->kind == KIND_OBSERVE)
        return true;
    list_each(action, action, phase->actions)
        if (is_a_check(action))
            return true;
    list_each(check, check, phase->checks)
        if (words_check_something(check->text.str))
            return true;
    return false;
}

static bool action_tells(const struct action *action)
{
    if (words_tell_somebody(action->title.str))
        return true;
    list_each(text_item, part, action->parts)
        if (words_tell_somebody(part->text.str))
            return true;
    return false;
}

bool phase_tells_somebody(const struct phase *phase)
{
    if (phase->notifies.first)
        return true;
    list_each(action, action, phase->actions)
        if (action_tells(action))
            return true;
    list_each(check, check, phase->checks)
        if (words_tell_somebody(check->text.str))
            return true;
    return false;
}

static void find_in_phase(struct places *places, const struct phase *phase)
{
    list_each(notify, notify, phase->notifies)
        places_add(places, notify->span, "phase %d", phase->number);
    list_each(action, action, phase->actions)
        if (action_tells(action))
            places_add(places, action->span, "phase %d", phase->number);
    list_each(check, check, phase->checks)
        if (words_tell_somebody(check->text.str))
            places_add(places, check->span, "phase %d", phase->number);
}

void find_messages(struct places *places, const struct plan *plan)
{
    list_each(notify, notify, plan->notifies)
        places_add(places, notify->span, "a message");
    list_each(audience, audience, plan->audiences)
        places_add(places, audience->span, "an audience");
    list_each(check, check, plan->checks)
        if (words_tell_somebody(check->text.str))
            places_add(places, check->span, "a check");
    list_each(milestone, milestone, plan->milestones)
        if (words_tell_somebody(milestone->text.str))
            places_add(places, text_place(milestone->text), "a milestone");
    list_each(phase, phase, plan->phases)
        find_in_phase(places, phase);
}
