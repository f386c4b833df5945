#include "backends/time-zone.h"

#include "plan/type.h"

struct zone_names {
    struct time_zone zone;
    const char *names; // blank-separated
};

#define FIXED(standard, names) { { standard, 0, false, { 0 }, { 0 } }, names },
#define CHANGING(standard, summer, month, week, weekday, minute, end_month, end_week, end_weekday, \
                 end_minute, names)                                                                \
    { { standard, summer, true, { month, week, weekday, minute },                                  \
        { end_month, end_week, end_weekday, end_minute } }, names },
static const struct zone_names zones[] = {
#include "backends/time-zones.def"
};
#undef FIXED
#undef CHANGING

bool time_zone_find(struct str name, struct time_zone *zone)
{
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        const char *rest = zones[i].names;
        for (struct str candidate; choice_next(&rest, &candidate);)
            if (str_equal(candidate, name)) {
                *zone = zones[i].zone;
                return true;
            }
    }
    return false;
}
