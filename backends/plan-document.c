// backend plan-document: plan.md, the whole plan for those who review and run it
#include "backends/plan-document.h"

#include "model/holds.h"
#include "generated/templates/markdown.h"
#include "generated/templates/plan-document.h"
#include "model/model.h"

// ---- the head

static void write_overview(struct page *page)
{
    const struct plan *plan = page->plan;
    page_facts_section(page, STR("Overview"));
    page_fact(page, STR("What"), plan->what.str);
    page_fact(page, STR("Why"), plan->why.str);
    page_fact(page, STR("When"), when_wording(page->arena, &plan->start));
    page_fact(page, STR("Owner"), plan->owner.str);
    page_fact(page, STR("Migration Type"), plan->type);
    page_fact(page, STR("Pattern"), str_of(pattern_name(plan->pattern)));
    page_fact(page, STR("Risk Level"), plan->risk_level);
    page_quantity(page, STR("Estimated Duration"), plan->estimate, plan->estimate_basis);
    page_fact(page, STR("Downtime"), downtime_wording(page->arena, &plan->downtime));
    page_fact(page, STR("Reversible"), plan->reversible);
    page_fact(page, STR("Rollback Effort"), plan->rollback_effort);
    page_fact(page, STR("Budget"), plan->budget.str);
    page_fact(page, STR("Time Zone"), plan->timezone.str);
    list_each(meta, meta, plan->metas)
        page_fact(page, meta->name, meta->text.str);
}

static void write_states(struct page *page)
{
    const struct plan *plan = page->plan;
    if (plan->current.first) {
        page_section(page, STR("Current State"));
        page_items(page, &plan->current);
    }
    if (plan->target.first) {
        page_section(page, STR("Target State"));
        page_items(page, &plan->target);
    }
    if (plan->comparisons.first) {
        page_gap(page);
        plan_document_comparison_begin(page);
    }
    list_each(comparison_row, row, plan->comparisons)
        plan_document_comparison_row(page, row->aspect.str, row->current.str, row->target.str,
                                     row->needs.str);
}

static void write_named(struct page *page, struct str title, const struct named_text *first)
{
    page_facts_section(page, title);
    for (const struct named_text *named = first; named; named = named->next)
        page_fact(page, named->name, named->text.str);
}

static void write_prerequisites(struct page *page)
{
    if (page->plan->prerequisites.first)
        page_section(page, STR("Prerequisites"));
    list_each(prerequisite, prerequisite, page->plan->prerequisites)
        markdown_bullet(page,
                        arena_format(page->arena, "%.*s%s", STR_ARGS(prerequisite->text.str),
                                     prerequisite->is_optional ? " (optional)" : ""));
}

// ---- rollback and triggers

static void write_rollbacks(struct page *page)
{
    if (page->plan->phases.first) {
        page_gap(page);
        plan_document_rollbacks_begin(page);
    }
    list_each(phase, phase, page->plan->phases)
        plan_document_rollback_row(page, page_phase_name(page, phase),
                                   rollback_wording(page->arena, &phase->rollback),
                                   page_difficulty(page, phase), phase->rollback.impact.str,
                                   page_loss(page, phase),
                                   phase->rollback.takes.text.str);
    page_no_return(page, &page->model->no_return);
    list_each(procedure, procedure, page->plan->procedures) {
        page_subsection(page, procedure->title.str);
        page_code(page, &procedure->code, 0);
    }
}

static void write_trigger(struct page *page, const struct trigger *trigger, struct str during)
{
    plan_document_trigger_row(page, trigger->metric.str,
                              trigger_wording(page->arena, trigger),
                              str_of(reaction_wording(trigger->reaction)), during);
}

static void write_triggers(struct page *page)
{
    bool has_any = page->plan->triggers.first;
    list_each(phase, phase, page->plan->phases)
        has_any |= phase->triggers.first != NULL;
    if (!has_any)
        return;
    page_gap(page);
    plan_document_triggers_begin(page);
    list_each(trigger, trigger, page->plan->triggers)
        write_trigger(page, trigger, STR("the whole migration"));
    list_each(phase, phase, page->plan->phases)
        list_each(trigger, trigger, phase->triggers)
            write_trigger(page, trigger, arena_format(page->arena, "phase %d", phase->number));
}

// ---- the rest

static void write_risks(struct page *page)
{
    if (page->plan->risks.first) {
        page_gap(page);
        plan_document_risks_begin(page);
    }
    list_each(risk, risk, page->plan->risks)
        plan_document_risk_row(page, risk->title.str, risk->probability, risk->impact,
                               page_join(page, &risk->mitigations));
}

static void write_message(struct page *page, const struct notify *notify,
                          const struct phase *phase)
{
    plan_document_message_row(page, page_message_time(page, notify, phase), notify->text.str,
                              notify->to.str, notify->by.str);
}

static void write_audiences(struct page *page)
{
    page_gap(page);
    list_each(audience, audience, page->plan->audiences) {
        struct str by = text_is_set(audience->by)
                            ? arena_format(page->arena, " (by %.*s)", STR_ARGS(audience->by.str))
                            : STR("");
        markdown_fact(page, audience->name,
                      arena_format(page->arena, "%.*s%.*s", STR_ARGS(audience->tell.str),
                                   STR_ARGS(by)));
    }
}

static void write_checks(struct page *page)
{
    struct str list = STR_NONE;
    list_each(check, check, page->plan->checks) {
        struct str own = text_is_set(check->list) ? check->list.str : STR("Checklist");
        if (!list.data || !str_equal(own, list))
            page_section(page, own);
        list = own;
        plan_document_check(page, check);
    }
}

static struct str test_title(struct str name)
{
    return str_is(name, "pre")         ? STR("Before the migration")
           : str_is(name, "rehearsal") ? STR("In the rehearsal")
           : str_is(name, "during")    ? STR("During the migration")
                                       : STR("After the migration");
}

static void write_tests(struct page *page)
{
    struct str name = STR_NONE;
    if (page->plan->tests.first)
        page_section(page, STR("Testing Plan"));
    list_each(plan_test, test, page->plan->tests) {
        if (!name.data || !str_equal(test->name, name))
            page_label(page, test_title(test->name));
        name = test->name;
        markdown_bullet(page, test->text.str);
        list_each(text_item, part, test->parts)
            markdown_part(page, 2, part->text.str);
    }
}

static void write_milestones(struct page *page, struct str title, const struct milestone *first,
                             struct str (*time)(struct page *page, const struct when *when))
{
    if (first)
        page_section(page, title);
    for (const struct milestone *milestone = first; milestone; milestone = milestone->next) {
        struct str line = arena_format(page->arena, "%.*s: %.*s",
                                       STR_ARGS(time(page, &milestone->when)),
                                       STR_ARGS(milestone->text.str));
        if (milestone->is_done)
            markdown_ticked_box(page, line);
        else
            markdown_open_box(page, line);
    }
}

static void write_texts(struct page *page, struct str title, const struct text_list *list)
{
    if (!list->first)
        return;
    page_section(page, title);
    page_items(page, list);
}

static void write_tail(struct page *page)
{
    const struct plan *plan = page->plan;
    write_risks(page);
    page_messages(page, plan_document_messages_begin, write_message);
    write_audiences(page);
    write_texts(page, STR("Status Dashboard"), &plan->dashboards);
    write_checks(page);
    write_tests(page);
    write_milestones(page, STR("Milestones"), plan->milestones.first, page_when);
    write_texts(page, STR("Success Criteria"), &plan->success);
    write_texts(page, STR("Practices"), &plan->practices);
    write_milestones(page, STR("Afterwards"), plan->after.first, page_after);
    if (plan->notes.first)
        page_section(page, STR("Notes"));
    plan_document_changes(page, plan->notes.first);
}

// "After phases 3, 4 and 5; before phase 5".
static struct str plan_verify_moments(struct page *page, const struct plan_verify *made,
                                      const struct phase *return_phase)
{
    struct output out = { .arena = page->arena };
    unsigned count = 0, left = 0;
    list_each(phase, phase, page->plan->phases)
        left += made->after[phase->index];
    output_format(&out, "After phase%s ", left > 1 ? "s" : "");
    list_each(phase, phase, page->plan->phases)
        if (made->after[phase->index]) {
            left--;
            output_format(&out, "%s%d", !count++ ? "" : left ? ", " : " and ", phase->number);
        }
    if (!count)
        out.bytes.count = 0;
    if (made->is_before_return)
        output_format(&out, "%s phase %d", count ? "; before" : "Before", return_phase->number);
    if (!made->is_seen && out.bytes.count)
        output_str(&out, STR(", because it cannot be seen what it names"));
    return output_get(&out);
}

static void write_plan_verifies(struct page *page, const struct unit *unit)
{
    struct plan_verifies verifies = plan_verifies_read(page->arena, unit);
    if (verifies.all.first)
        page_section(page, STR("Verification of the Whole Migration"));
    list_each(plan_verify, made, verifies.all)
        plan_document_verify(page, made->verify,
                             plan_verify_moments(page, made, verifies.return_phase));
}

static void render(struct artefacts *artefacts, const struct unit *unit)
{
    struct page page = page_open(artefacts, unit, STR("plan.md"), STR("Migration Plan"));
    const struct plan *plan = unit->plan;
    write_overview(&page);
    write_states(&page);
    write_named(&page, STR("Constraints"), plan->constraints.first);
    write_named(&page, STR("Assessment"), plan->assessments.first);
    write_prerequisites(&page);
    plan_document_systems(&page);
    plan_document_phases(&page);
    write_plan_verifies(&page, unit);
    write_rollbacks(&page);
    write_triggers(&page);
    plan_document_proof(&page, unit);
    write_tail(&page);
}

const struct backend backend_plan_document = {
    .name = "plan-document",
    .summary = "plan.md, the whole plan for those who review and run it",
    .render = render,
};
