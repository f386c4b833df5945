// The checklist's other lists: no downtime, and the way it is done.
#include "rules/checklist-items.h"

#include "base/check.h"
#include "rules/support/words.h"

// ---- no downtime

static struct str last_part(const struct name *name)
{
    return name->count ? name->parts[name->count - 1] : STR("");
}

static bool names_object(const struct column_list *list, const struct object *object)
{
    if (!str_equal(last_part(&list->table), object->table))
        return false;
    bool is_named = object->column.length == 0 || list->is_all;
    for (unsigned i = 0; i < list->count && !is_named; i++)
        is_named = str_equal(last_part(&list->columns[i]), object->column);
    return is_named;
}

static bool uses_object(const struct version *version, const struct object *object)
{
    list_each(use, use, version->uses)
        for (const struct column_list *list = use->tables; list; list = list->next)
            if (names_object(list, object))
                return true;
    return false;
}

// Whether any version uses both ends of the move.
static bool find_bridge(const struct plan *plan, const struct move *move,
                        struct checklist_item *item)
{
    bool is_found = false;
    list_each(app, app, plan->apps)
        list_each(version, version, app->versions)
            if (uses_object(version, &move->from) && uses_object(version, &move->to)) {
                places_add(&item->holds, version->span, "%.*s %.*s", STR_ARGS(app->name),
                           STR_ARGS(version->name));
                is_found = true;
            }
    return is_found;
}

// How much versions say that they use, in statements.
static size_t count_uses(const struct plan *plan)
{
    size_t count = 0;
    list_each(app, app, plan->apps)
        list_each(version, version, app->versions)
            list_each(use, use, version->uses)
                count++;
    return count;
}

static size_t count_moves(const struct plan *plan)
{
    size_t count = 0;
    list_each(move, move, plan->moves)
        count++;
    return count;
}

void judge_both_shapes(const struct unit *unit, struct checklist_item *item)
{
    const struct plan *plan = unit->plan;
    enum { MOST_COMPARISONS = 1000000 };
    size_t uses = count_uses(plan), moves = count_moves(plan);
    if (moves > 0 && uses > MOST_COMPARISONS / moves) {
        item->unknown = STR("there are too many moves and versions");
        return;
    }
    if (uses > 0 && moves > 0) {
        list_each(move, move, plan->moves)
            if (!find_bridge(plan, move, item))
                places_add(&item->lacks, move->span, "no version uses both sides");
        return;
    }
    list_each(phase, phase, plan->phases)
        if (phase->kind == KIND_DUAL_WRITE)
            places_add(&item->holds, phase->span, "phase %d writes both", phase->number);
    item->unknown = STR("needs the application's versions, and what they read and write");
}

static void look_for_promise(struct checklist_item *item, struct text text)
{
    if (text_is_set(text) && words_exclude_downtime(text.str))
        places_add(&item->holds, text_place(text), "the plan says so");
}

void judge_stays_up(const struct unit *unit, struct checklist_item *item)
{
    const struct downtime *downtime = &unit->plan->downtime;
    if (downtime->kind == DOWNTIME_NONE)
        places_add(&item->holds, downtime->span, "the plan says so");
    else if (downtime->kind != DOWNTIME_UNSAID)
        places_add(&item->lacks, downtime->span, "the plan takes it down");
    look_for_promise(item, unit->plan->what);
    list_each(text_item, target, unit->plan->target)
        look_for_promise(item, target->text);
    list_each(named_text, constraint, unit->plan->constraints)
        look_for_promise(item, constraint->text);
    list_each(phase, phase, unit->plan->phases)
        if (phase->downtime.kind == DOWNTIME_FOR || phase->downtime.kind == DOWNTIME_WINDOW)
            places_add(&item->lacks, phase->downtime.span, "phase %d takes it down", phase->number);
    item->unknown = STR("the plan does not say whether there is any downtime");
}

// Where the old side is removed, nothing but a backup can bring it back: that is no lack.
void judge_no_restore(const struct unit *unit, struct checklist_item *item)
{
    unsigned missing = 0;
    list_each(phase, phase, unit->plan->phases) {
        const struct rollback *rollback = &phase->rollback;
        bool is_lost = rollback->kind == ROLLBACK_RESTORE || rollback->kind == ROLLBACK_IMPOSSIBLE;
        if (phase_kind_stage(phase->kind) == STAGE_CONTRACT)
            continue;
        if (rollback->kind == ROLLBACK_MISSING)
            missing++;
        else if (is_lost)
            places_add(&item->lacks, rollback->span,
                       rollback->kind == ROLLBACK_RESTORE ? "phase %d is undone from a backup alone"
                                                          : "phase %d cannot be undone",
                       phase->number);
        else
            places_add(&item->holds, rollback->span, "phase %d", phase->number);
    }
    if (missing > 0)
        item->holds.list.count = 0;
    item->unknown = arena_format(item->holds.arena, "%u phase%s no rollback", missing,
                                 missing == 1 ? " has" : "s have");
}

static bool can_be_run(const struct verify *verify)
{
    switch (verify->kind) {
    case VERIFY_CODE: return true;
    case VERIFY_ROWS:
    case VERIFY_CHECKSUM:
    case VERIFY_SAMPLE:
    case VERIFY_SCHEMA:
    case VERIFY_NO_WRITES: return true;
    case VERIFY_METRIC: return verify->metric && code_is_set(&verify->metric->query);
    case VERIFY_MANUAL: return false;
    }
    BUG("a verification of no kind");
}

void judge_queries(const struct unit *unit, struct checklist_item *item)
{
    list_each(verify, verify, unit->plan->verifies)
        if (can_be_run(verify))
            places_add(&item->holds, verify->span, "for the whole plan");
    list_each(phase, phase, unit->plan->phases)
        list_each(verify, verify, phase->verifies)
            if (can_be_run(verify))
                places_add(&item->holds, verify->span, "phase %d", phase->number);
    if (item->holds.list.count == 0)
        item->missing = STR("every verification is done by a person, or there is none");
}

// ---- the way it is done

static bool removes(const struct phase *phase)
{
    return phase->kind == KIND_CONTRACT || phase->kind == KIND_DECOMMISSION;
}

// Phases that bring the new side about, as against checks and preparations.
static bool moves_on(const struct phase *phase)
{
    switch (phase->kind) {
    case KIND_EXPAND:
    case KIND_DUAL_WRITE:
    case KIND_BACKFILL:
    case KIND_ENABLE:
    case KIND_RAMP:
    case KIND_CUTOVER:
    case KIND_PROMOTE: return true;
    case KIND_PREPARE:
    case KIND_DEPLOY:
    case KIND_SHADOW_READ:
    case KIND_VERIFY:
    case KIND_OBSERVE:
    case KIND_CONTRACT:
    case KIND_DECOMMISSION:
    case KIND_CLEANUP:
    case KIND_OTHER: return false;
    }
    BUG("a phase of no kind");
}

void judge_contract_last(const struct unit *unit, struct checklist_item *item)
{
    const struct phase *last_move = NULL;
    list_each(phase, phase, unit->plan->phases)
        last_move = moves_on(phase) ? phase : last_move;
    list_each(phase, phase, unit->plan->phases)
        if (removes(phase) && last_move && last_move->index > phase->index)
            places_add(&item->lacks, phase->span, "phase %d comes before phase %d", phase->number,
                       last_move->number);
        else if (removes(phase))
            places_add(&item->holds, phase->span, "phase %d", phase->number);
    item->unknown = STR("no phase removes anything");
}

static void look_at_test(struct checklist_item *item, struct text text)
{
    if (words_name_production_copy(text.str))
        places_add(&item->holds, text_place(text), "a copy of production");
}

void judge_rehearsal(const struct unit *unit, struct checklist_item *item)
{
    const struct plan *plan = unit->plan;
    list_each(plan_test, test, plan->tests) {
        if (str_is(test->name, "rehearsal") && !plan->is_inferred
            && !str_has_word(test->text.str, STR("staging")))
            places_add(&item->holds, test->span, "a rehearsal");
        look_at_test(item, test->text);
        list_each(text_item, part, test->parts)
            look_at_test(item, part->text);
    }
    list_each(check, check, plan->checks)
        look_at_test(item, check->text);
    list_each(phase, phase, plan->phases)
        list_each(action, action, phase->actions)
            look_at_test(item, action->title);
    if (item->holds.list.count == 0)
        item->missing = STR("no test runs on a copy of production");
}

static bool has_batches(const struct action *action)
{
    if (action->kind == ACTION_BACKFILL)
        return quantity_is_set(action->backfill.batch) || quantity_is_set(action->backfill.target);
    if (words_name_batches(action->title.str) || words_name_batches(action->code.text.str))
        return true;
    list_each(text_item, part, action->parts)
        if (words_name_batches(part->text.str))
            return true;
    return false;
}

void judge_small_batches(const struct unit *unit, struct checklist_item *item)
{
    list_each(phase, phase, unit->plan->phases) {
        bool copies = phase->kind == KIND_BACKFILL, has_found = false;
        list_each(action, action, phase->actions) {
            copies |= action->kind == ACTION_BACKFILL;
            if (has_found || !(copies && has_batches(action)))
                continue;
            places_add(&item->holds, action->span, "phase %d", phase->number);
            has_found = true;
        }
        list_each(change, change, phase->changes)
            if (copies && !has_found && words_name_batches(change->code.text.str)) {
                places_add(&item->holds, change->span, "phase %d", phase->number);
                has_found = true;
            }
        if (copies && !has_found)
            places_add(&item->lacks, phase->span, "phase %d names no batches", phase->number);
    }
    item->unknown = STR("no phase copies data");
}

static void look_at_watching(struct checklist_item *item, const struct phase *phase)
{
    if (phase->kind == KIND_OBSERVE)
        places_add(&item->holds, phase->span, "phase %d", phase->number);
    list_each(trigger, trigger, phase->triggers)
        places_add(&item->holds, trigger->span, "phase %d", phase->number);
    list_each(verify, verify, phase->verifies)
        if (verify->kind == VERIFY_METRIC || words_watch_something(verify->title.str))
            places_add(&item->holds, verify->span, "phase %d", phase->number);
    list_each(action, action, phase->actions)
        if (text_is_set(action->backfill.pause_metric) || words_watch_something(action->title.str))
            places_add(&item->holds, action->span, "phase %d", phase->number);
    list_each(check, check, phase->checks)
        if (words_watch_something(check->text.str))
            places_add(&item->holds, check->span, "phase %d", phase->number);
}

void judge_watching(const struct unit *unit, struct checklist_item *item)
{
    list_each(trigger, trigger, unit->plan->triggers)
        places_add(&item->holds, trigger->span, "a trigger");
    list_each(plan_test, test, unit->plan->tests)
        if (str_is(test->name, "during"))
            places_add(&item->holds, test->span, "a test while it runs");
    list_each(phase, phase, unit->plan->phases)
        look_at_watching(item, phase);
    if (item->holds.list.count == 0)
        item->missing = STR("no phase says what to watch");
}
