// backend schedule: schedule.md, when everything happens
#include "backends/page.h"
#include "generated/templates/markdown.h"
#include "generated/templates/schedule-document.h"

static struct str day_of(struct page *page, const struct period *period, int32_t day)
{
    return schedule_day_format(page->arena, period->is_dated, day);
}

static void write_phase(struct page *page, const struct phase *phase)
{
    const struct period *period = &page->schedule.periods[phase->index];
    bool is_known = period->grain != GRAIN_NONE;
    schedule_document_phase_row(page->out, page_phase_name(page, phase),
                       when_wording(page->arena, &phase->when),
                       is_known ? day_of(page, period, period->first) : STR(""),
                       is_known && period->has_end ? day_of(page, period, period->last) : STR(""),
                       quantity_is_set(phase->soak) ? soak_wording(page->arena, phase) : STR(""),
                       phase->estimate.text.str);
}

static void write_phases(struct page *page)
{
    bool is_relative = false;
    list_each(phase, phase, page->plan->phases) {
        const struct period *period = &page->schedule.periods[phase->index];
        is_relative |= period->grain != GRAIN_NONE && !period->is_dated;
    }
    page_gap(page);
    if (is_relative)
        schedule_document_relative(page->out);
    if (page->plan->phases.first) {
        page_gap(page);
        schedule_document_phases_begin(page->out);
    }
    list_each(phase, phase, page->plan->phases)
        write_phase(page, phase);
}

static struct str day_of_when(struct page *page, const struct when *when)
{
    struct period period = when_period(page->plan, when);
    if (period.grain != GRAIN_NONE && !period.has_end)
        return day_of(page, &period, period.first);
    return page_days(page, &period);
}

static void write_events(struct page *page, struct str title, const struct milestone *first)
{
    if (first) {
        page_gap(page);
        schedule_document_events_begin(page->out, title);
    }
    for (const struct milestone *event = first; event; event = event->next)
        schedule_document_event_row(page->out, when_wording(page->arena, &event->when),
                           day_of_when(page, &event->when), event->text.str);
}

// ---- messages

static struct str message_day(struct page *page, const struct notify *notify,
                              const struct phase *phase)
{
    if (notify->moment == NOTIFY_WHEN || !phase)
        return day_of_when(page, &notify->when);
    const struct period *period = &page->schedule.periods[phase->index];
    if (period->grain == GRAIN_NONE)
        return STR("");
    if (notify->moment == NOTIFY_START)
        return day_of(page, period, period->first);
    return period->has_end ? day_of(page, period, period->last) : STR("");
}

static void write_message(struct page *page, const struct notify *notify,
                          const struct phase *phase)
{
    struct str when = notify->moment == NOTIFY_WHEN || !phase
                          ? when_wording(page->arena, &notify->when)
                          : page_message_time(page, notify, phase);
    schedule_document_message_row(page->out, when, message_day(page, notify, phase), notify->text.str,
                         notify->to.str);
}

static void render(struct artefacts *artefacts, const struct unit *unit)
{
    struct page page = page_open(artefacts, unit, STR("schedule.md"), STR("Schedule"));
    write_phases(&page);
    write_events(&page, STR("Milestones"), page.plan->milestones.first);
    page_messages(&page, schedule_document_messages_begin, write_message);
    write_events(&page, STR("Afterwards"), page.plan->after.first);
}

const struct backend backend_schedule = {
    .name = "schedule",
    .summary = "schedule.md, when everything happens",
    .render = render,
};
