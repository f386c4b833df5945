#include "backends/plan-document.h"
#include "generated/templates/markdown.h"

static unsigned digits(long number)
{
    unsigned count = 1;
    while (number /= 10)
        count++;
    return count;
}

// ---- before it begins

static void write_open_boxes(struct page *page, const char *before, const struct text_list *list)
{
    list_each(text_item, item, *list)
        markdown_open_box(page,
                          arena_format(page->arena, "%s%.*s", before, STR_ARGS(item->text.str)));
}

static bool has_checks(const struct phase *phase, enum check_moment moment)
{
    list_each(check, check, phase->checks)
        if (check_moment(check) == moment)
            return true;
    return false;
}

static void write_checks(struct page *page, const struct phase *phase, enum check_moment moment)
{
    struct str list = STR("");
    list_each(check, check, phase->checks) {
        if (check_moment(check) != moment)
            continue;
        if (text_is_set(check->list) && !str_equal(check->list.str, list))
            page_label(page, check->list.str);
        list = check->list.str;
        plan_document_check(page, check);
    }
}

static bool has_conditions(const struct phase *phase)
{
    return quantity_is_set(phase->soak) || phase->needs || phase->approvals.first
           || phase->go.first || phase->no_go.first || has_checks(phase, CHECK_BEFORE);
}

static void write_conditions(struct page *page, const struct phase *phase)
{
    if (!has_conditions(phase))
        return;
    page_label(page, STR("Before it begins"));
    if (quantity_is_set(phase->soak))
        markdown_open_box(page,
                          arena_format(page->arena, "Wait %.*s",
                                       STR_ARGS(soak_wording(page->arena, phase))));
    for (const struct phase_reference *need = phase->needs; need; need = need->next)
        if (need->phase)
            markdown_open_box(page, arena_format(page->arena, "Phase %d is done",
                                                      need->phase->number));
    write_open_boxes(page, "Approved by ", &phase->approvals);
    write_open_boxes(page, "Go: ", &phase->go);
    write_open_boxes(page, "No go: ", &phase->no_go);
    write_checks(page, phase, CHECK_BEFORE);
}

// ---- steps, verifications, rollback

static struct str with_store(struct page *page, struct str title, const struct store *store,
                             const struct code *code)
{
    if (!store || !code_is_sql(code))
        return title;
    return arena_format(page->arena, "%.*s (on %.*s)", STR_ARGS(title), STR_ARGS(store->name));
}

static void write_part(struct page *page, unsigned indent, const char *label, struct str value)
{
    if (value.length)
        markdown_part(page, indent,
                      arena_format(page->arena, "%s: %.*s", label, STR_ARGS(value)));
}

static void write_backfill(struct page *page, const struct backfill *backfill, unsigned indent)
{
    write_part(page, indent, "each batch aims at", backfill->target.text.str);
    write_part(page, indent, "pause between batches", backfill->pause.text.str);
    if (bound_is_set(&backfill->pause_bound))
        write_part(page, indent, "waits while",
                   arena_format(page->arena, "%.*s %.*s", STR_ARGS(backfill->pause_metric.str),
                                STR_ARGS(bound_wording(page->arena, &backfill->pause_bound))));
    write_part(page, indent, "newer writes are kept by", backfill->guard);
    page_code(page, &backfill->where, indent);
}

static void write_actions(struct page *page, const struct action_list *actions)
{
    long number = 0;
    list_each(action, action, *actions) {
        unsigned indent = digits(++number) + 2;
        struct str title = action_title(page->arena, action);
        if (action->has_offset)
            title = page_with_offset(page, title, action->offset, action->is_inferred);
        markdown_numbered(page, number,
                          with_store(page, title, action->store, &action->code));
        list_each(text_item, part, action->parts)
            markdown_part(page, indent, part->text.str);
        page_code(page, &action->code, indent);
        write_backfill(page, &action->backfill, indent);
    }
}

static struct str verify_line(struct page *page, const struct verify *verify)
{
    struct str title = with_store(page, verify_wording(page->arena, verify), verify->store,
                                  &verify->code);
    if (verify->kind != VERIFY_CODE || !bound_is_set(&verify->bound))
        return title;
    return arena_format(page->arena, "%.*s: expected %.*s", STR_ARGS(title),
                        STR_ARGS(bound_wording(page->arena, &verify->bound)));
}

void plan_document_verify(struct page *page, const struct verify *verify, struct str when)
{
    markdown_bullet(page, verify_line(page, verify));
    if (when.length)
        markdown_part(page, 2, when);
    page_code(page, &verify->code, 2);
}

static void write_claims(struct page *page, const struct rollback *rollback)
{
    bool says_loss = rollback->loses_nothing || text_is_set(rollback->loses);
    if (!rollback->difficulty.length && !says_loss && !text_is_set(rollback->impact)
        && !quantity_is_set(rollback->takes))
        return;
    page_gap(page);
    page_fact(page, STR("Difficulty"), rollback->difficulty);
    page_fact(page, STR("Loses"), says_loss ? loss_wording(rollback) : STR(""));
    page_fact(page, STR("Impact"), rollback->impact.str);
    page_quantity(page, STR("Takes"), rollback->takes, TEXT_NONE);
}

static void write_rollback(struct page *page, const struct rollback *rollback)
{
    if (rollback->kind == ROLLBACK_ACTIONS) {
        page_label(page, STR("Rollback"));
        write_actions(page, &rollback->actions);
    } else if (rollback->kind != ROLLBACK_MISSING)
        page_sentence(page, STR("Rollback"), rollback_wording(page->arena, rollback));
    write_claims(page, rollback);
}

// ---- for readers

void plan_document_check(struct page *page, const struct check *check)
{
    struct str text = check->text.str;
    if (check->has_offset)
        text = page_with_offset(page, text, check->offset, check->is_inferred);
    if (check->is_done)
        markdown_ticked_box(page, text);
    else
        markdown_open_box(page, text);
    page_code(page, &check->code, 2);
}

void plan_document_changes(struct page *page, const struct change *first)
{
    for (const struct change *change = first; change; change = change->next) {
        bool has_title = text_is_set(change->title);
        struct str title = has_title                     ? change->title.str
                           : change->kind == CHANGE_CODE ? STR("Code")
                                                         : STR("Note");
        if (text_is_set(change->text) && has_title)
            page_sentence(page, title, change->text.str);
        else if (text_is_set(change->text))
            markdown_bullet(page, change->text.str);
        else
            page_label(page, title);
        page_code(page, &change->code, 0);
    }
}

// ---- a phase

static void write_facts(struct page *page, const struct phase *phase)
{
    page_fact(page, STR("When"), page_phase_time(page, phase));
    if (phase->kind != KIND_OTHER)
        page_fact(page, STR("Kind"),
                  arena_format(page->arena, "%s: %s", phase_kind_name(phase->kind),
                               phase_kind_wording(phase->kind)));
    page_fact(page, STR("Goal"), phase->goal.str);
    page_fact(page, STR("Owner"), phase->owner.str);
    page_quantity(page, STR("Estimate"), phase->estimate, phase->estimate_basis);
    page_fact(page, STR("Downtime"), downtime_wording(page->arena, &phase->downtime));
}

static struct str phase_title(struct page *page, const struct phase *phase)
{
    struct str name = page_phase_name(page, phase), when = when_wording(page->arena, &phase->when);
    if (when.length == 0)
        return name;
    return arena_format(page->arena, "%.*s (%.*s)", STR_ARGS(name), STR_ARGS(when));
}

static void write_phase(struct page *page, const struct phase *phase)
{
    page_subsection(page, phase_title(page, phase));
    write_facts(page, phase);
    write_conditions(page, phase);
    if (phase->actions.first || has_checks(phase, CHECK_AT))
        page_label(page, STR("Steps"));
    write_checks(page, phase, CHECK_AT);
    write_actions(page, &phase->actions);
    if (has_checks(phase, CHECK_BEHIND))
        page_label(page, STR("Behind the last step"));
    write_checks(page, phase, CHECK_BEHIND);
    plan_document_changes(page, phase->changes.first);
    if (phase->verifies.first) {
        page_label(page, STR("Verification"));
        list_each(verify, verify, phase->verifies)
            plan_document_verify(page, verify, STR(""));
    }
    write_rollback(page, &phase->rollback);
    page_list(page, STR("Success"), &phase->success);
}

void plan_document_phases(struct page *page)
{
    if (!page->plan->phases.first)
        return;
    page_section(page, STR("Phases"));
    list_each(phase, phase, page->plan->phases)
        write_phase(page, phase);
}
