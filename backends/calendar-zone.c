#include "backends/calendar-zone.h"

enum { FIRST_YEAR = 1970, LAST_WEEK = 5, MINUTES_PER_DAY = 24 * 60 };

// A change whose time of day lies within its day.
struct yearly {
    bool is_moved;       // to the day before or after the one that the rule names
    enum weekday weekday;
    int32_t first;       // of the seven days that it may fall on, in FIRST_YEAR
    int minute;
};

static struct yearly yearly_of(const struct zone_change *change)
{
    int moved = change->minute < 0 ? -1 : change->minute / MINUTES_PER_DAY;
    struct date month = { FIRST_YEAR, change->month, 1 };
    struct date next_month = { FIRST_YEAR, change->month + 1, 1 };
    int32_t first = change->week == LAST_WEEK ? date_to_days(next_month) - 7
                                              : date_to_days(month) + 7 * (change->week - 1);
    return (struct yearly){
        .is_moved = moved != 0,
        .weekday = (enum weekday)(((int)change->weekday + moved + 7) % 7),
        .first = first + moved,
        .minute = change->minute - moved * MINUTES_PER_DAY,
    };
}

static struct date first_time(const struct yearly *yearly)
{
    int32_t day = yearly->first;
    while (date_weekday(date_from_days(day)) != yearly->weekday)
        day++;
    return date_from_days(day);
}

// Days that were moved are counted from the end of the year: so they are the same in leap
// years, and may lie in two months.
static struct str rule_of(struct arena *arena, const struct zone_change *change,
                          const struct yearly *yearly)
{
    static const char *const days[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };
    struct output out = { .arena = arena };
    if (!yearly->is_moved)
        return arena_format(arena, "FREQ=YEARLY;BYMONTH=%d;BYDAY=%d%s", change->month,
                            change->week == LAST_WEEK ? -1 : change->week, days[yearly->weekday]);
    int32_t end_of_year = date_to_days((struct date){ FIRST_YEAR + 1, 1, 1 });
    output_format(&out, "FREQ=YEARLY;BYDAY=%s;BYYEARDAY=", days[yearly->weekday]);
    for (int32_t day = yearly->first; day < yearly->first + 7; day++)
        output_format(&out, "%s%d", day > yearly->first ? "," : "", day - end_of_year);
    output_char(&out, '\0');
    return output_get(&out);
}

static void put_offset(struct arena *arena, struct ical *part, const char *property, int minutes)
{
    int size = minutes < 0 ? -minutes : minutes;
    struct str offset =
        arena_format(arena, "%c%02d%02d", minutes < 0 ? '-' : '+', size / 60, size % 60);
    ical_put(part, property, offset.data);
}

static struct ical *add_part(struct arena *arena, struct ical *zone, const char *kind, int from,
                             int to)
{
    struct ical *part = ical_add(zone, kind);
    put_offset(arena, part, "TZOFFSETFROM", from);
    put_offset(arena, part, "TZOFFSETTO", to);
    return part;
}

static void put_change(struct arena *arena, struct ical *part, const struct zone_change *change)
{
    struct yearly yearly = yearly_of(change);
    ical_put_local_time(part, "DTSTART", first_time(&yearly), yearly.minute);
    ical_put(part, "RRULE", rule_of(arena, change, &yearly).data);
}

void calendar_add_zone(struct arena *arena, struct ical *calendar, struct str name,
                       const struct time_zone *zone)
{
    struct ical *component = ical_add(calendar, "VTIMEZONE");
    ical_put_text(component, "TZID", name);
    if (!zone->is_changing) {
        struct ical *part =
            add_part(arena, component, "STANDARD", zone->standard, zone->standard);
        ical_put_local_time(part, "DTSTART", (struct date){ FIRST_YEAR, 1, 1 }, 0);
        return;
    }
    put_change(arena, add_part(arena, component, "DAYLIGHT", zone->standard, zone->summer),
               &zone->begin);
    put_change(arena, add_part(arena, component, "STANDARD", zone->summer, zone->standard),
               &zone->end);
}
