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

// Adds the events of an iCalendar file (RFC 5545), on the days that stand there, in whichever zone;
// what is cancelled or cannot be read is left out. One that repeats does so for at most thirty
// years; at most ten thousand times are taken in all. False where nothing can be read; `*problem`
// then says why.
bool calendar_read(struct arena *arena, struct str calendar, struct str text,
                   struct freezes *freezes, struct str *problem);

#endif
