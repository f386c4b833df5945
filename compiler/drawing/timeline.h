// What a timeline of a plan shows: its phases, what they wait for, and whatever else has a day.
//
// Days are those of the plan's schedule: dates, or counted from the plan's first day.
#ifndef DRAWING_TIMELINE_H
#define DRAWING_TIMELINE_H

#include "backends/events.h"
#include "model/model.h"

struct timeline_row {
    struct timeline_row *next;
    const struct schedule_event *event;
    unsigned position;   // in the plan
    struct str name;     // "3 dual-write", "message"
    bool is_drawn;       // its days are known, and counted as those of the axis
    bool is_point;       // it happens on a day, and is no work
    bool is_no_return;   // behind which there is no way back
    int32_t wait_first, wait_last; // of a phase: days that it lets pass; none where last < first
};

struct timeline {
    const struct plan *plan;
    LIST_OF(timeline_row) rows; // in the order of time, then of the plan; what has none at the end
    bool is_empty;    // no row is drawn
    bool is_dated;    // days are dates
    int32_t first, last; // of all rows that are drawn
    unsigned undrawn_count;
};

struct timeline timeline_find(struct arena *arena, const struct unit *unit);

// "2027-03-01 to 2027-03-07", "day 1", "from 2027-03-01", and "" where nothing is known.
struct str timeline_days(struct arena *arena, const struct timeline_row *row);

#endif
