// backend stakeholders: stakeholders.md, for those who do not run the migration
#include "backends/page.h"
#include "generated/templates/markdown.h"
#include "generated/templates/stakeholders.h"
#include "model/model.h"

static void write_announcement(struct page *page)
{
    const struct plan *plan = page->plan;
    page_facts_section(page, STR("In short"));
    page_fact(page, STR("What"), plan->what.str);
    page_fact(page, STR("Why"), plan->why.str);
    page_fact(page, STR("When"), when_wording(page->arena, &plan->start));
    page_quantity(page, STR("How long"), plan->estimate, plan->estimate_basis);
    page_fact(page, STR("Who answers for it"), plan->owner.str);
    page_fact(page, STR("Risk"), plan->risk_level);
    page_fact(page, STR("Downtime"), downtime_wording(page->arena, &plan->downtime));
}

// The goal, else what its kind means.
static struct str what_happens(const struct phase *phase)
{
    return text_is_set(phase->goal) ? phase->goal.str : str_of(phase_kind_wording(phase->kind));
}

static void write_phases(struct page *page)
{
    if (page->plan->phases.first) {
        page_gap(page);
        stakeholders_phases_begin(page);
    }
    list_each(phase, phase, page->plan->phases)
        stakeholders_phase_row(page, page_phase_name(page, phase),
                               page_phase_time(page, phase), what_happens(phase),
                               downtime_wording(page->arena, &phase->downtime));
}

static void write_rollbacks(struct page *page)
{
    if (page->plan->phases.first) {
        page_gap(page);
        stakeholders_rollbacks_begin(page);
    }
    list_each(phase, phase, page->plan->phases)
        stakeholders_rollback_row(page, page_phase_name(page, phase),
                                  rollback_wording(page->arena, &phase->rollback),
                                  phase->rollback.impact.str, page_loss(page, phase));
    page_no_return(page, &page->model->no_return);
}

static void write_risks(struct page *page)
{
    if (page->plan->risks.first) {
        page_gap(page);
        stakeholders_risks_begin(page);
    }
    list_each(risk, risk, page->plan->risks)
        stakeholders_risk_row(page, risk->title.str, risk->probability, risk->impact,
                              page_join(page, &risk->mitigations));
}

// ---- messages and audiences

static void write_message(struct page *page, const struct notify *notify,
                          const struct phase *phase)
{
    stakeholders_message_row(page, page_message_time(page, notify, phase), notify->text.str,
                             notify->to.str, notify->by.str);
}

static void write_audiences(struct page *page)
{
    if (page->plan->audiences.first) {
        page_gap(page);
        stakeholders_audiences_begin(page);
    }
    list_each(audience, audience, page->plan->audiences)
        stakeholders_audience_row(page, audience->name, audience->tell.str,
                                  audience->by.str);
}

// ---- what is asked of whom

// One row; the table begins with the first.
static void write_request(struct page *page, bool *has_begun, const struct phase *phase,
                          struct str who, struct str what)
{
    if (!*has_begun) {
        page_gap(page);
        stakeholders_requests_begin(page);
    }
    *has_begun = true;
    stakeholders_request_row(page, page_phase_name(page, phase), who, what);
}

static bool is_done_by_person(const struct action *action)
{
    return action->kind == ACTION_STEP && !code_is_set(&action->code);
}

static void write_requests(struct page *page)
{
    bool has_begun = false;
    list_each(phase, phase, page->plan->phases) {
        struct str owner = text_is_set(phase->owner) ? phase->owner.str : page->plan->owner.str;
        list_each(text_item, item, phase->approvals)
            write_request(page, &has_begun, phase, item->text.str,
                          STR("approves before the phase begins"));
        list_each(action, action, phase->actions)
            if (is_done_by_person(action))
                write_request(page, &has_begun, phase, owner, action_title(page->arena, action));
        list_each(verify, verify, phase->verifies)
            if (verify->kind == VERIFY_MANUAL)
                write_request(page, &has_begun, phase,
                              text_is_set(verify->by) ? verify->by.str : owner,
                              arena_format(page->arena, "confirms: %.*s",
                                           STR_ARGS(verify->title.str)));
    }
}

static void render(struct artefacts *artefacts, const struct unit *unit)
{
    struct page page = page_open(artefacts, unit, STR("stakeholders.md"), STR("Announcement"));
    write_announcement(&page);
    write_phases(&page);
    write_rollbacks(&page);
    write_risks(&page);
    page_messages(&page, stakeholders_messages_begin, write_message);
    write_audiences(&page);
    write_requests(&page);
}

const struct backend backend_stakeholders = {
    .name = "stakeholders",
    .summary = "stakeholders.md, for those who do not run the migration",
    .render = render,
};
