// backend calendar: schedule.ics, the schedule for everybody's calendar
#include "backends/backend.h"
#include "backends/calendar-zone.h"
#include "backends/events.h"
#include "backends/printable.h"
#include "backends/wording.h"
#include "base/digest.h"

struct calendar {
    struct arena *arena;
    const struct plan *plan;
    struct ical *ical;
    struct str identity; // of the plan
    struct date revised;
    struct str revision; // digits, or empty
    struct str zone;     // of the plan's times; empty: UTC
    bool has_zone;       // false: times of day mean nothing to a calendar
};

// ---- the plan

static struct str meta_of(const struct plan *plan, const char *name)
{
    list_each(meta, meta, plan->metas)
        if (str_is(meta->name, name))
            return meta->text.str;
    return STR_NONE;
}

static void add_identity(struct output *out, struct str part)
{
    output_str(out, part);
    output_char(out, '\0');
}

// What tells a plan from others whatever its titles and times become: the id that it states,
// else the name of its file and of what it migrates.
static struct str identity_of(const struct artefacts *artefacts, const struct plan *plan)
{
    struct output out = { .arena = artefacts->arena };
    struct str id = meta_of(plan, "id");
    add_identity(&out, id.length ? id : artefacts->plan_name);
    if (id.length == 0) {
        list_each(store, store, plan->stores)
            add_identity(&out, store->name);
        list_each(app, app, plan->apps)
            add_identity(&out, app->name);
        list_each(move, move, plan->moves)
            add_identity(&out, move->name);
    }
    return str_slice(digest_sha256(artefacts->arena, output_get(&out)), 0, 16);
}

// The day on which the plan says that it was revised, else that of its first event.
static struct date revised_on(const struct plan *plan, const struct event_list *events)
{
    struct date date;
    if (date_parse(meta_of(plan, "revised"), &date))
        return date;
    int32_t first = INT32_MAX;
    list_each(schedule_event, event, *events)
        if (event_is_dated(event) && event->period.first < first)
            first = event->period.first;
    return date_from_days(first);
}

static struct str revision_of(const struct plan *plan)
{
    enum { MOST_DIGITS = 9 };
    struct str revision = meta_of(plan, "revision");
    for (size_t i = 0; i < revision.length; i++)
        if (!char_is_digit(revision.data[i]))
            return STR("");
    return revision.length <= MOST_DIGITS ? revision : STR("");
}

// ---- events

static void add_line(struct output *out, const char *label, struct str text)
{
    if (text.length)
        output_format(out, "%s%s: %.*s", out->bytes.count ? "\n" : "", label, STR_ARGS(text));
}

static struct str description_of(struct calendar *calendar, const struct schedule_event *event)
{
    const struct phase *phase = event->phase;
    struct output out = { .arena = calendar->arena };
    add_line(&out, "Plan", calendar->plan->title.str);
    if (event->kind != EVENT_PHASE && phase)
        add_line(&out, "Phase", phase_wording(calendar->arena, phase));
    add_line(&out, "Planned", event->planned);
    if (event->kind == EVENT_PHASE) {
        if (!event->period.has_end)
            add_line(&out, "End", STR("the plan does not say when"));
        add_line(&out, "Goal", phase->goal.str);
        add_line(&out, "Downtime", downtime_wording(calendar->arena, &phase->downtime));
        add_line(&out, "Rollback", rollback_wording(calendar->arena, &phase->rollback));
    }
    add_line(&out, "To", event->audience);
    add_line(&out, "By", event->channel);
    add_line(&out, "Owner", event->owner);
    return output_get(&out);
}

// "22:00 " where a calendar cannot know what that is.
static struct str time_of(struct calendar *calendar, const struct period *period)
{
    enum { MINUTES_PER_DAY = 24 * 60 };
    if (!period->has_time || calendar->has_zone)
        return STR("");
    int minute = (int)(period->minute - (int64_t)period->first * MINUTES_PER_DAY);
    return arena_format(calendar->arena, "%02d:%02d ", minute / 60, minute % 60);
}

static struct str one_line(struct arena *arena, struct str text)
{
    struct output out = { .arena = arena };
    while (text.length > 0)
        output_str(&out, printable_next(&text));
    return output_get(&out);
}

static struct str summary_of(struct calendar *calendar, const struct schedule_event *event)
{
    struct arena *arena = calendar->arena;
    struct str subject = arena_format(arena, "%.*s%.*s",
                                      STR_ARGS(time_of(calendar, &event->period)),
                                      STR_ARGS(one_line(arena, event->subject)));
    switch (event->kind) {
    case EVENT_PHASE:
        return arena_format(arena, "Phase %d%s%.*s", event->phase->number,
                            subject.length ? ": " : "", STR_ARGS(subject));
    case EVENT_MESSAGE:
        if (event->audience.length)
            return arena_format(arena, "Message to %.*s: %.*s", STR_ARGS(event->audience),
                                STR_ARGS(subject));
        return arena_format(arena, "Message: %.*s", STR_ARGS(subject));
    case EVENT_CHECK: return arena_format(arena, "Check: %.*s", STR_ARGS(subject));
    case EVENT_STEP:
    case EVENT_MILESTONE:
    case EVENT_AFTER: return subject;
    }
    return subject;
}

// Of a phase that says when in the day it begins and how long it takes; else 0. Only these
// keep people from other things.
static int busy_minutes(const struct calendar *calendar, const struct schedule_event *event)
{
    enum { MILLISECONDS_PER_MINUTE = 60000, MOST_MINUTES = 1000000 };
    if (!event->period.has_time || !calendar->has_zone || event->kind != EVENT_PHASE
        || !quantity_is_set(event->phase->estimate))
        return 0;
    double minutes = event->phase->estimate.amount / MILLISECONDS_PER_MINUTE;
    return minutes > MOST_MINUTES ? MOST_MINUTES : (int)minutes;
}

static void put_time(struct calendar *calendar, struct ical *ical,
                     const struct schedule_event *event)
{
    enum { MINUTES_PER_DAY = 24 * 60 };
    const struct period *period = &event->period;
    struct date day = date_from_days(period->first);
    int minute = (int)(period->minute - (int64_t)period->first * MINUTES_PER_DAY);
    int busy = busy_minutes(calendar, event);
    ical_put(ical, "TRANSP", busy ? "OPAQUE" : "TRANSPARENT");
    if (!period->has_time || !calendar->has_zone) {
        ical_put_day(ical, "DTSTART", day);
        ical_put_day(ical, "DTEND", date_add(date_from_days(period->last), 1));
        return;
    }
    if (calendar->zone.length)
        ical_put_zone_time(ical, "DTSTART", day, minute, calendar->zone);
    else
        ical_put_utc_time(ical, "DTSTART", day, minute);
    if (busy)
        ical_put(ical, "DURATION", arena_format(calendar->arena, "PT%dM", busy).data);
}

// A plan's text, whatever it holds; its line ends stay.
static void put_text(const struct calendar *calendar, struct ical *ical, const char *property,
                     struct str text)
{
    struct output out = { .arena = calendar->arena };
    while (text.length > 0)
        output_str(&out, printable_code_next(&text));
    ical_put_text(ical, property, output_get(&out));
}

static void add_event(struct calendar *calendar, const struct schedule_event *event)
{
    struct ical *ical = ical_add(calendar->ical, "VEVENT");
    ical_put_text(ical, "UID", arena_format(calendar->arena, "%.*s.%.*s",
                                            STR_ARGS(calendar->identity), STR_ARGS(event->id)));
    ical_put_utc_time(ical, "DTSTAMP", calendar->revised, 0);
    if (calendar->revision.length)
        ical_put(ical, "SEQUENCE", arena_copy(calendar->arena, calendar->revision).data);
    put_time(calendar, ical, event);
    put_text(calendar, ical, "SUMMARY", summary_of(calendar, event));
    put_text(calendar, ical, "DESCRIPTION", description_of(calendar, event));
    ical_put(ical, "CATEGORIES", event_kind_name(event->kind));
}

// ---- the calendar

static bool is_empty(const struct event_list *events)
{
    list_each(schedule_event, event, *events)
        if (event_is_dated(event))
            return false;
    return true;
}

static void set_zone(struct calendar *calendar, const struct event_list *events)
{
    struct str name = calendar->plan->timezone.str;
    struct time_zone zone;
    calendar->has_zone = time_zone_find(name, &zone);
    if (!calendar->has_zone || time_zone_is_utc(&zone))
        return;
    calendar->zone = name;
    list_each(schedule_event, event, *events)
        if (event_is_dated(event) && event->period.has_time) {
            calendar_add_zone(calendar->arena, calendar->ical, name, &zone);
            return;
        }
}

static void render(struct artefacts *artefacts, const struct unit *unit)
{
    struct schedule schedule = schedule_compute(artefacts->arena, unit->plan);
    struct event_list events = events_of(artefacts->arena, unit->plan, &schedule);
    if (is_empty(&events))
        return;
    struct calendar calendar = {
        .arena = artefacts->arena,
        .plan = unit->plan,
        .ical = ical_open(artefacts->arena, &artefacts->problem),
        .identity = identity_of(artefacts, unit->plan),
        .revised = revised_on(unit->plan, &events),
        .revision = revision_of(unit->plan),
    };
    if (!calendar.ical)
        return;
    put_text(&calendar, calendar.ical, "NAME", unit->plan->title.str);
    set_zone(&calendar, &events);
    list_each(schedule_event, event, events)
        if (event_is_dated(event))
            add_event(&calendar, event);
    ical_close(&artefacts_add(artefacts, STR("schedule.ics"))->text, calendar.ical);
}

const struct backend backend_calendar = {
    .name = "calendar",
    .summary = "schedule.ics, the schedule for everybody's calendar",
    .render = render,
};
