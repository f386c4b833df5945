#include "rules/support/evidence.h"

#include "base/check.h"
#include "rules/support/words.h"

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
    case ACTION_WRITES: return action->is_by_trigger; // else it states what others made true
    case ACTION_READS:
    case ACTION_BACKUP: return false; // belay looks whether it can be read
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

static bool note_says(const struct change *note, bool (*says)(struct str text))
{
    return note->kind == CHANGE_NOTE && (says(note->title.str) || says(note->text.str));
}

bool phase_notes_say(const struct phase *phase, bool (*says)(struct str text))
{
    list_each(change, change, phase->changes)
        if (note_says(change, says))
            return true;
    return false;
}

bool plan_notes_say(const struct plan *plan, bool (*says)(struct str text))
{
    list_each(change, note, plan->notes)
        if (note_says(note, says))
            return true;
    list_each(phase, phase, plan->phases)
        if (phase_notes_say(phase, says))
            return true;
    return false;
}

// In prose a step often does something and checks it.
static bool is_a_check(const struct action *action)
{
    bool (*checks)(struct str text) =
        action->is_inferred ? words_mention_check : words_check_something;
    if (checks(action->title.str))
        return true;
    struct str code = action->code.text.str;
    if (action->is_inferred && (words_expect_something(code) || words_mention_check(code)))
        return true;
    list_each(text_item, part, action->parts)
        if (checks(part->text.str))
            return true;
    return false;
}

// Other than a step of a person or a script, which may well be a check.
static bool changes_the_world(const struct phase *phase)
{
    list_each(action, action, phase->actions)
        if (changes_something(action)
            && (action->kind != ACTION_STEP || code_is_sql(&action->code)))
            return true;
    return false;
}

static bool is_of_checks(const struct phase *phase)
{
    if (phase->kind == KIND_VERIFY || phase->kind == KIND_OBSERVE)
        return phase->is_inferred || phase->verifies.first || !changes_the_world(phase);
    struct str title = phase->title.str;
    return phase->is_kind_inferred
           && (words_mention_check(title) || str_has_word(title, STR("test")));
}

// What the phase behind changes comes before it looks.
static bool looks_back(const struct phase *next)
{
    return next->kind != KIND_OBSERVE && is_of_checks(next)
           && (next->is_inferred || !changes_the_world(next));
}

bool phase_is_verified(const struct phase *phase)
{
    if (phase->verifies.first || phase->success.first || is_of_checks(phase))
        return true;
    if (phase->next && looks_back(phase->next))
        return true;
    list_each(action, action, phase->actions)
        if (is_a_check(action))
            return true;
    list_each(check, check, phase->checks)
        if (words_check_something(check->text.str))
            return true;
    return phase->is_inferred && phase_notes_say(phase, words_mention_check);
}

bool phase_is_way_back(const struct phase *phase)
{
    return phase->is_inferred && words_begin_way_back(phase->title.str);
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
    if (phase->notifies.first || words_tell_somebody(phase->title.str)
        || phase_notes_say(phase, words_tell_somebody))
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
    if (words_tell_somebody(phase->title.str))
        places_add(places, phase->span, "phase %d", phase->number);
    list_each(notify, notify, phase->notifies)
        places_add(places, notify->span, "phase %d", phase->number);
    list_each(change, change, phase->changes)
        if (note_says(change, words_tell_somebody))
            places_add(places, change->span, "phase %d", phase->number);
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
