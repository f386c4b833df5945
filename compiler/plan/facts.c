#include "plan/facts.h"

#include "base/output.h"

enum { MOST_NUMBERS = 10 };

struct str phase_numbers(struct arena *arena, const struct plan *plan,
                         bool (*holds)(const struct plan *plan, const struct phase *phase),
                         const struct phase **first, unsigned *count)
{
    unsigned total = 0, written = 0;
    struct output out = { .arena = arena };
    if (first)
        *first = NULL;
    list_each(phase, phase, plan->phases)
        total += holds(plan, phase);
    list_each(phase, phase, plan->phases) {
        if (written == MOST_NUMBERS)
            break;
        if (!holds(plan, phase))
            continue;
        if (written == 0 && first)
            *first = phase;
        if (written > 0)
            output_str(&out, written + 1 == total ? STR(" and ") : STR(", "));
        output_format(&out, "%d", phase->number);
        written++;
    }
    if (total > written)
        output_format(&out, " and %u more", total - written);
    if (count)
        *count = total;
    return output_get(&out);
}

bool phase_has_action(const struct phase *phase, enum action_kind kind)
{
    list_each(action, action, phase->actions)
        if (action->kind == kind)
            return true;
    return false;
}

bool action_is_blind(const struct action *action)
{
    return action->kind == ACTION_STEP && !code_is_sql(&action->code);
}

const struct action *actions_find_blind(const struct action_list *actions)
{
    list_each(action, action, *actions)
        if (action_is_blind(action))
            return action;
    return NULL;
}

struct str actions_find_undeclared_flag(const struct action_list *actions)
{
    list_each(action, action, *actions)
        if (!action->flag && !action->is_inferred && text_is_set(action->flag_name))
            return action->flag_name.str;
    return STR_NONE;
}

struct str plan_find_undeclared_flag(const struct plan *plan)
{
    struct str found = STR_NONE;
    for (const struct phase *phase = plan->phases.first; phase && !found.data;
         phase = phase->next) {
        found = actions_find_undeclared_flag(&phase->actions);
        if (!found.data)
            found = actions_find_undeclared_flag(&phase->rollback.actions);
    }
    return found;
}

struct str use_undeclared_flag(const struct use *use, struct str set_by_plan)
{
    if (!text_is_set(use->flag_name))
        return STR_NONE;
    return use->flag ? set_by_plan : use->flag_name.str;
}

double action_percent(const struct action *action)
{
    const struct percent_list *list = &action->percents;
    return list->count > 0 ? list->percents[list->count - 1] : 100;
}

static bool is_downtime(const struct downtime *downtime)
{
    return downtime->kind == DOWNTIME_FOR || downtime->kind == DOWNTIME_WINDOW;
}

enum service_level phase_service(const struct plan *plan, const struct phase *phase)
{
    if (phase->downtime.kind != DOWNTIME_UNSAID)
        return is_downtime(&phase->downtime) ? NOT_SERVED : SERVED;
    if (!is_downtime(&plan->downtime) || plan->has_down_phase)
        return SERVED;
    if (plan->pattern == PATTERN_BIG_BANG)
        return phase->kind == KIND_CUTOVER ? NOT_SERVED : SERVED;
    return plan->phase_count == 1 ? NOT_SERVED : PERHAPS_SERVED;
}

bool phase_is_down(const struct plan *plan, const struct phase *phase)
{
    return phase_service(plan, phase) != SERVED;
}

bool plan_has_messages(const struct plan *plan)
{
    if (plan->notifies.first)
        return true;
    list_each(phase, phase, plan->phases)
        if (phase->notifies.first)
            return true;
    return false;
}

// The kinds that the pattern cannot do without.
static unsigned kinds_needed(enum pattern pattern)
{
    struct str rest = str_of(pattern_kinds(pattern));
    unsigned count = 0;
    while (rest.length) {
        size_t end = str_find(rest, STR(" > "), 0);
        struct str kind = end == STR_NOT_FOUND ? rest : str_slice(rest, 0, end);
        count += kind.data[0] != '[';
        rest = end == STR_NOT_FOUND ? STR("") : str_from(rest, end + 3);
    }
    return count;
}

struct phase_bounds phase_bounds(const struct unit *unit)
{
    enum { FEWEST = 5, MOST = 7, STAGES_OF_EXPAND_CONTRACT = 3 };
    struct phase_bounds bounds = { FEWEST, MOST };
    enum pattern pattern = unit->plan->pattern;
    if (unit->profile == PROFILE_EXPAND_CONTRACT
        && unit->plan->phase_count == STAGES_OF_EXPAND_CONTRACT)
        bounds.fewest = STAGES_OF_EXPAND_CONTRACT;
    else if (pattern != PATTERN_NONE && kinds_needed(pattern) < FEWEST)
        bounds.fewest = kinds_needed(pattern);
    return bounds;
}
