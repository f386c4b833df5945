// The checklist's first list: what a plan holds.
#include "rules/checklist-items.h"

#include "rules/support/evidence.h"
#include "rules/support/words.h"

void judge_phases(const struct unit *unit, struct checklist_item *item)
{
    struct phase_bounds bounds = phase_bounds(unit);
    unsigned count = unit->plan->phase_count;
    if (count < bounds.fewest || count > bounds.most)
        item->missing = arena_format(item->holds.arena, "the plan has %u", count);
    else
        list_each(phase, phase, unit->plan->phases)
            places_add(&item->holds, phase->span, "phase %d", phase->number);
}

static bool has_phase_of(const struct plan *plan, enum phase_kind kind)
{
    list_each(phase, phase, plan->phases)
        if (phase->kind == kind)
            return true;
    return false;
}

static bool moves_data(const struct plan *plan)
{
    return plan->moves.first || has_phase_of(plan, KIND_BACKFILL)
           || has_phase_of(plan, KIND_DUAL_WRITE) || has_phase_of(plan, KIND_SHADOW_READ);
}

void judge_dual_write(const struct unit *unit, struct checklist_item *item)
{
    const struct plan *plan = unit->plan;
    list_each(phase, phase, plan->phases) {
        if (phase->kind == KIND_DUAL_WRITE)
            places_add(&item->holds, phase->span, "phase %d", phase->number);
        list_each(action, action, phase->actions)
            if (action->kind == ACTION_WRITES && action->side == SIDE_BOTH)
                places_add(&item->holds, action->span, "from phase %d on", phase->number);
    }
    if (item->holds.list.count > 0)
        return;
    if (!moves_data(plan))
        item->unknown = STR("no data moves from one side to another");
    else if (plan->downtime.kind == DOWNTIME_FOR || plan->downtime.kind == DOWNTIME_WINDOW)
        item->unknown = STR("nothing is written during the downtime");
    else
        item->missing = STR("no phase writes both sides");
}

// The code by which a phase copies data; NULL where there is none.
static const struct code *script_of(const struct phase *phase)
{
    list_each(action, action, phase->actions)
        if (action->kind == ACTION_STEP && code_is_set(&action->code))
            return &action->code;
    list_each(change, change, phase->changes)
        if (code_is_set(&change->code))
            return &change->code;
    return NULL;
}

static void judge_backfill_of(const struct phase *phase, struct checklist_item *item)
{
    bool has_action = false;
    list_each(action, action, phase->actions)
        if (action->kind == ACTION_BACKFILL) {
            places_add(&item->holds, action->span, "phase %d", phase->number);
            has_action = true;
        }
    if (has_action || phase->kind != KIND_BACKFILL)
        return;
    const struct code *script = script_of(phase);
    if (script)
        places_add(&item->holds, script->span, "phase %d", phase->number);
    else
        places_add(&item->lacks, phase->span, "phase %d copies data without a script",
                   phase->number);
}

void judge_backfill(const struct unit *unit, struct checklist_item *item)
{
    list_each(phase, phase, unit->plan->phases)
        judge_backfill_of(phase, item);
    if (item->holds.list.count + item->lacks.list.count > 0)
        return;
    if (moves_data(unit->plan))
        item->missing = STR("no phase fills the rows from before");
    else
        item->unknown = STR("no data moves from one side to another");
}

void judge_validation(const struct unit *unit, struct checklist_item *item)
{
    const struct plan *plan = unit->plan;
    list_each(verify, verify, plan->verifies)
        places_add(&item->holds, verify->span, "for the whole plan");
    list_each(phase, phase, plan->phases)
        if (phase->verifies.first)
            places_add(&item->holds, phase->verifies.first->span, "phase %d", phase->number);
        else if (!plan->verifies.first && phase_changes_something(phase)
                 && !phase_is_verified(phase))
            places_add(&item->lacks, phase->span, "phase %d has no verification", phase->number);
    if (item->holds.list.count == 0)
        item->missing = STR("nothing is verified");
}

static bool switches_traffic(const struct phase *phase)
{
    return phase->kind == KIND_ENABLE || phase->kind == KIND_RAMP || phase->kind == KIND_CUTOVER
           || phase_has_action(phase, ACTION_RAMP);
}

static bool is_by_flag(const struct action *action)
{
    return action->flag_name.str.length > 0 || action->kind == ACTION_FLAG
           || str_has_word(action->title.str, STR("flag"))
           || str_has_word(action->title.str, STR("flags"))
           || str_has_word(action->title.str, STR("toggle"));
}

void judge_flags(const struct unit *unit, struct checklist_item *item)
{
    const struct plan *plan = unit->plan;
    bool has_switch = false;
    list_each(flag, flag, plan->flags)
        places_add(&item->holds, flag->span, "a flag");
    list_each(phase, phase, plan->phases) {
        has_switch |= switches_traffic(phase);
        list_each(action, action, phase->actions)
            if (is_by_flag(action))
                places_add(&item->holds, action->span, "phase %d", phase->number);
    }
    if (item->holds.list.count > 0)
        return;
    if (has_switch)
        item->missing = STR("no flag is declared or set");
    else
        item->unknown = STR("no phase switches traffic");
}

void judge_rollbacks(const struct unit *unit, struct checklist_item *item)
{
    list_each(phase, phase, unit->plan->phases) {
        const struct rollback *rollback = &phase->rollback;
        if (rollback->kind == ROLLBACK_MISSING)
            places_add(&item->lacks, phase->span, "phase %d has none", phase->number);
        else
            places_add(&item->holds, rollback->span,
                       rollback->kind == ROLLBACK_IMPOSSIBLE ? "phase %d: there is none, it says"
                                                             : "phase %d", phase->number);
    }
    if (unit->plan->phase_count == 0)
        item->unknown = STR("the plan has no phases");
}

void judge_risks(const struct unit *unit, struct checklist_item *item)
{
    list_each(risk, risk, unit->plan->risks)
        if (risk->mitigations.first)
            places_add(&item->holds, risk->span, "a risk");
        else
            places_add(&item->lacks, risk->span, "no mitigation");
    if (!unit->plan->risks.first)
        item->missing = STR("the plan names no risk");
}

void judge_messages(const struct unit *unit, struct checklist_item *item)
{
    find_messages(&item->holds, unit->plan);
    if (item->holds.list.count == 0)
        item->missing = STR("the plan tells nobody that it runs");
}

static void find_metrics(struct places *places, const struct verify_list *verifies)
{
    list_each(verify, verify, *verifies)
        if (verify->kind == VERIFY_METRIC)
            places_add(places, verify->span, "a metric");
}

void judge_monitoring(const struct unit *unit, struct checklist_item *item)
{
    const struct plan *plan = unit->plan;
    list_each(text_item, dashboard, plan->dashboards)
        places_add(&item->holds, text_place(dashboard->text), "a dashboard");
    list_each(metric, metric, plan->metrics)
        places_add(&item->holds, metric->span, "a metric");
    list_each(trigger, trigger, plan->triggers)
        places_add(&item->holds, trigger->span, "a trigger");
    find_metrics(&item->holds, &plan->verifies);
    list_each(phase, phase, plan->phases) {
        list_each(trigger, trigger, phase->triggers)
            places_add(&item->holds, trigger->span, "a trigger");
        find_metrics(&item->holds, &phase->verifies);
    }
    if (item->holds.list.count == 0)
        item->missing = STR("there is no dashboard, no metric and no trigger");
}

void judge_tests(const struct unit *unit, struct checklist_item *item)
{
    list_each(plan_test, test, unit->plan->tests)
        places_add(&item->holds, test->span, "a test");
    list_each(check, check, unit->plan->checks)
        if (words_name_test(check->text.str))
            places_add(&item->holds, check->span, "a check");
    if (item->holds.list.count == 0)
        item->missing = STR("no test is planned");
}
