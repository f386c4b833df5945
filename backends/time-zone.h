// Time zones by the names of the IANA time zone database, with their rules from 2024 on, so
// that what is written does not depend on the database of the machine.
#ifndef BACKENDS_TIME_ZONE_H
#define BACKENDS_TIME_ZONE_H

#include "base/date.h"

// When in each year the offset changes.
struct zone_change {
    int month, week; // 5: the last week
    enum weekday weekday;
    int minute; // from midnight, in the time that ends; may lie outside of that day
};

struct time_zone {
    int standard, summer; // minutes ahead of UTC
    bool is_changing;     // else `summer` and the changes are not set
    struct zone_change begin, end; // of summer time
};

// False where no zone has this name.
bool time_zone_find(struct str name, struct time_zone *zone);

static inline bool time_zone_is_utc(const struct time_zone *zone)
{
    return !zone->is_changing && zone->standard == 0;
}

#endif
