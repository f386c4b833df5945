// Days on which nothing is to change: the events of the iCalendar files that a configuration
// names.
#ifndef PLAN_CALENDAR_H
#define PLAN_CALENDAR_H

#include "base/arena.h"
#include "base/list.h"

struct freeze {
    struct freeze *next;
    int32_t first, last;  // days of date_to_days(), both included
    struct str title;     // may be empty
    struct str calendar;  // the file
};

struct freezes {
    LIST_OF(freeze) list;
};

// Adds the events of an iCalendar file. An event that repeats counts once; what cannot be read is
// left out. At most ten thousand are taken.
void calendar_read(struct arena *arena, struct str calendar, struct str text,
                   struct freezes *freezes);

#endif
