// backend schedule-csv: schedule.csv, the schedule and its messages for a spreadsheet
#include "backends/backend.h"
#include "backends/escape-csv.h"
#include "backends/events.h"

static const char *const headings[] = {
    "id",    "event",    "phase",    "subject", "planned",  "first day", "last day",
    "time",  "timezone", "owner",    "audience", "channel", "approval",  "status",
};

enum { COLUMN_COUNT = sizeof headings / sizeof *headings };

static struct str day_of(struct arena *arena, const struct period *period, bool is_first)
{
    if (period->grain == GRAIN_NONE || (!is_first && !period->has_end))
        return STR("");
    return schedule_day_format(arena, period->is_dated, is_first ? period->first : period->last);
}

static struct str time_of(struct arena *arena, const struct period *period)
{
    enum { MINUTES_PER_DAY = 24 * 60 };
    if (!period->has_time)
        return STR("");
    int minute = (int)(period->minute - (int64_t)period->first * MINUTES_PER_DAY);
    return arena_format(arena, "%02d:%02d", minute / 60, minute % 60);
}

// Who must have agreed before the phase begins.
static struct str approval_of(struct arena *arena, const struct schedule_event *event)
{
    struct output out = { .arena = arena };
    if (event->kind == EVENT_PHASE)
        list_each(text_item, item, event->phase->approvals)
            output_format(&out, "%.*s%s", STR_ARGS(item->text.str), item->next ? "; " : "");
    return output_get(&out);
}

static void write_event(struct output *out, const struct plan *plan,
                        const struct schedule_event *event)
{
    struct arena *arena = out->arena;
    const struct str cells[COLUMN_COUNT] = {
        event->id,
        str_of(event_kind_name(event->kind)),
        event->phase ? arena_format(arena, "%d", event->phase->number) : STR(""),
        event->subject,
        event->planned,
        day_of(arena, &event->period, true),
        day_of(arena, &event->period, false),
        time_of(arena, &event->period),
        event->period.has_time ? plan->timezone.str : STR(""),
        event->owner,
        event->audience,
        event->channel,
        approval_of(arena, event),
        event->is_done ? STR("done") : STR(""),
    };
    csv_row(out, cells, COLUMN_COUNT);
}

static void render(struct artefacts *artefacts, const struct unit *unit)
{
    struct output *out = &artefacts_add(artefacts, STR("schedule.csv"))->text;
    struct schedule schedule = schedule_compute(artefacts->arena, unit->plan);
    struct event_list events = events_of(artefacts->arena, unit->plan, &schedule);
    struct str cells[COLUMN_COUNT];
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        cells[i] = str_of(headings[i]);
    csv_row(out, cells, COLUMN_COUNT);
    list_each(schedule_event, event, events)
        write_event(out, unit->plan, event);
}

const struct backend backend_schedule_csv = {
    .name = "schedule-csv",
    .summary = "schedule.csv, the schedule and its messages for a spreadsheet",
    .render = render,
};
