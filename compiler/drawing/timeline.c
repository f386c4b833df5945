#include "drawing/timeline.h"

#include "drawing/graph.h"

#include <stdlib.h>

enum { MS_PER_DAY = 24 * 60 * 60 * 1000, DAY_LIMIT = 1000 * 366 }; // counted days

// ---- the axis

static bool is_near(const struct period *period)
{
    return period->first > -DAY_LIMIT && period->last < DAY_LIMIT;
}

// Dates where anything is dated; what is counted from the first day then has no place on it.
static void set_axis(struct timeline *timeline)
{
    list_each(timeline_row, row, timeline->rows)
        timeline->is_dated |= event_is_dated(row->event);
    timeline->is_empty = true;
    list_each(timeline_row, row, timeline->rows) {
        const struct period *period = &row->event->period;
        row->is_drawn = period->grain != GRAIN_NONE && period->is_dated == timeline->is_dated
                        && (timeline->is_dated ? event_is_dated(row->event) : is_near(period));
        timeline->undrawn_count += !row->is_drawn;
        if (!row->is_drawn)
            continue;
        if (timeline->is_empty || period->first < timeline->first)
            timeline->first = period->first;
        if (timeline->is_empty || period->last > timeline->last)
            timeline->last = period->last;
        timeline->is_empty = false;
    }
}

// A soak lets days pass behind the end of the phase that it counts from.
static void set_wait(struct timeline_row *row, const struct schedule *schedule)
{
    const struct phase *phase = row->event->phase;
    row->wait_last = -1;
    if (row->event->kind != EVENT_PHASE || !quantity_is_set(phase->soak))
        return;
    const struct phase *since = phase->soak_since ? phase->soak_since : phase->previous;
    if (!since || !row->is_drawn)
        return;
    const struct period *before = &schedule->periods[since->index];
    double days = phase->soak.amount / MS_PER_DAY;
    if (!before->has_end || !periods_are_comparable(before, &row->event->period) || days < 1)
        return;
    int32_t last = row->event->period.first - 1;
    row->wait_first = before->last + 1;
    row->wait_last = days < last - before->last ? before->last + (int32_t)days : last;
}

// ---- the order

static int compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int compare_rows(const void *a, const void *b)
{
    const struct timeline_row *x = *(struct timeline_row *const *)a;
    const struct timeline_row *y = *(struct timeline_row *const *)b;
    const struct period *p = &x->event->period, *q = &y->event->period;
    int order = compare(y->is_drawn, x->is_drawn);
    if (order == 0 && x->is_drawn)
        order = compare(p->first, q->first);
    if (order == 0 && x->is_drawn && p->has_time && q->has_time)
        order = compare(p->minute, q->minute);
    return order ? order : compare(x->position, y->position);
}

static void sort(struct arena *arena, struct timeline *timeline, unsigned count)
{
    struct timeline_row **rows = arena_new_many(arena, struct timeline_row *, count + 1);
    list_each(timeline_row, row, timeline->rows)
        rows[row->position] = row;
    qsort(rows, count, sizeof *rows, compare_rows);
    timeline->rows.first = timeline->rows.last = NULL;
    for (size_t i = 0; i < count; i++) {
        rows[i]->next = NULL;
        list_add(&timeline->rows, rows[i]);
    }
}

struct timeline timeline_find(struct arena *arena, const struct unit *unit)
{
    struct timeline timeline = { .plan = unit->plan };
    struct schedule schedule = schedule_compute(arena, unit->plan);
    struct event_list events = events_of(arena, unit->plan, &schedule);
    unsigned count = 0;
    list_each(schedule_event, event, events) {
        struct timeline_row *row = arena_new(arena, struct timeline_row);
        row->event = event;
        row->position = count++;
        row->name = event->kind == EVENT_PHASE ? graph_phase_name(arena, event->phase)
                                               : str_of(event_kind_name(event->kind));
        bool is_phase = event->kind == EVENT_PHASE;
        row->is_point = !is_phase && event->period.first == event->period.last;
        row->is_no_return = is_phase && unit->model->no_return.phase == event->phase;
        list_add(&timeline.rows, row);
    }
    set_axis(&timeline);
    list_each(timeline_row, row, timeline.rows)
        set_wait(row, &schedule);
    sort(arena, &timeline, count);
    return timeline;
}

struct str timeline_days(struct arena *arena, const struct timeline_row *row)
{
    const struct period *period = &row->event->period;
    if (period->grain == GRAIN_NONE)
        return row->event->planned;
    struct str first = schedule_day_format(arena, period->is_dated, period->first);
    if (!period->has_end)
        return arena_format(arena, "from %.*s", STR_ARGS(first));
    if (period->last == period->first)
        return first;
    return arena_format(arena, "%.*s to %.*s", STR_ARGS(first),
                        STR_ARGS(schedule_day_format(arena, period->is_dated, period->last)));
}
