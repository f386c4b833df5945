// A time zone as iCalendar describes it: VTIMEZONE.
#ifndef BACKENDS_CALENDAR_ZONE_H
#define BACKENDS_CALENDAR_ZONE_H

#include "backends/time-zone.h"
#include "base/ical.h"

void calendar_add_zone(struct arena *arena, struct ical *calendar, struct str name,
                       const struct time_zone *zone);

#endif
