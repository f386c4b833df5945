#include "rules/rule.h"

static void check_phase(struct unit *unit, const struct rule *rule, const struct phase *phase)
{
    const struct plan *plan = unit->plan;
    if (rule->check_phase)
        rule->check_phase(unit, plan, phase);
    if (rule->check_action)
        list_each(action, action, phase->actions)
            rule->check_action(unit, plan, phase, action);
    if (rule->check_verify)
        list_each(verify, verify, phase->verifies)
            rule->check_verify(unit, plan, phase, verify);
}

void rules_run(struct unit *unit,
               bool (*is_enabled)(const void *context, const struct diagnostic_kind *kind),
               const void *context)
{
    const struct plan *plan = unit->plan;
    for (size_t i = 0; i < rule_count; i++) {
        const struct rule *rule = rules[i].rule;
        if (!is_enabled(context, rules[i].kind))
            continue;
        if (rule->check_plan)
            rule->check_plan(unit, plan);
        list_each(phase, phase, plan->phases)
            check_phase(unit, rule, phase);
        if (rule->check_verify)
            list_each(verify, verify, plan->verifies)
                rule->check_verify(unit, plan, NULL, verify);
    }
}
