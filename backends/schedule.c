// backend schedule: schedule.md, when everything happens
#include "backends/events.h"
#include "backends/page.h"
#include "backends/time-zone.h"
#include "generated/templates/markdown.h"
#include "generated/templates/schedule-document.h"

// ---- what the days are

static void write_remarks(struct page *page, const struct event_list *events)
{
    struct time_zone zone;
    bool is_relative = false, is_dated = false, has_time = false;
    list_each(schedule_event, event, *events) {
        is_relative |= event->period.grain != GRAIN_NONE && !event->period.is_dated;
        is_dated |= event_is_dated(event);
        has_time |= event_is_dated(event) && event->period.has_time;
    }
    page_gap(page);
    if (is_relative)
        schedule_document_relative(page);
    if (!is_dated)
        schedule_document_no_calendar(page);
    if (has_time && !time_zone_find(page->plan->timezone.str, &zone))
        schedule_document_no_zone(page);
}

// ---- phases

static struct str day_of(struct page *page, const struct period *period, int32_t day)
{
    return schedule_day_format(page->arena, period->is_dated, day);
}

static void write_phase(struct page *page, const struct phase *phase)
{
    const struct period *period = &page->schedule.periods[phase->index];
    bool is_known = period->grain != GRAIN_NONE;
    schedule_document_phase_row(page, page_phase_name(page, phase),
                       when_wording(page->arena, &phase->when),
                       is_known ? day_of(page, period, period->first) : STR(""),
                       is_known && period->has_end ? day_of(page, period, period->last) : STR(""),
                       quantity_is_set(phase->soak) ? soak_wording(page->arena, phase) : STR(""),
                       phase->estimate.text.str);
}

static void write_phases(struct page *page)
{
    if (page->plan->phases.first) {
        page_gap(page);
        schedule_document_phases_begin(page);
    }
    list_each(phase, phase, page->plan->phases)
        write_phase(page, phase);
}

// ---- events

static void write_events(struct page *page, struct str title, const struct event_list *events,
                         enum event_kind kind)
{
    bool has_begun = false;
    list_each(schedule_event, event, *events) {
        if (event->kind != kind)
            continue;
        if (!has_begun) {
            page_gap(page);
            schedule_document_events_begin(page, title);
        }
        has_begun = true;
        schedule_document_event_row(page, event->planned, page_days(page, &event->period),
                                    event->subject);
    }
}

static void write_messages(struct page *page, const struct event_list *events)
{
    bool has_begun = false;
    list_each(schedule_event, event, *events) {
        if (event->kind != EVENT_MESSAGE)
            continue;
        if (!has_begun) {
            page_gap(page);
            schedule_document_messages_begin(page);
        }
        has_begun = true;
        schedule_document_message_row(page, event->planned, page_days(page, &event->period),
                                      event->subject, event->audience);
    }
}

static void render(struct artefacts *artefacts, const struct unit *unit)
{
    struct page page = page_open(artefacts, unit, STR("schedule.md"), STR("Schedule"));
    struct event_list events = events_of(artefacts->arena, unit->plan, &page.schedule);
    write_remarks(&page, &events);
    write_phases(&page);
    write_events(&page, STR("Milestones"), &events, EVENT_MILESTONE);
    write_events(&page, STR("Steps"), &events, EVENT_STEP);
    write_events(&page, STR("Checks"), &events, EVENT_CHECK);
    write_messages(&page, &events);
    write_events(&page, STR("Afterwards"), &events, EVENT_AFTER);
}

const struct backend backend_schedule = {
    .name = "schedule",
    .summary = "schedule.md, when everything happens",
    .render = render,
};
