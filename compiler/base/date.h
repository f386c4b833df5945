// Calendar days of the Gregorian calendar, with no clock and no time zone.
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include "base/arena.h"

struct date {
    int year, month, day; // month and day from 1; year 0 means no date
};

enum weekday { MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY };

// "2027-01-04". False when it is not that shape or not a day of the calendar.
bool date_parse(struct str text, struct date *date);

// Days since 1970-01-01, negative before. Source: H. Hinnant, "chrono-compatible
// low-level date algorithms", days_from_civil and civil_from_days.
int32_t date_to_days(struct date date);
struct date date_from_days(int32_t days);

struct date date_add(struct date date, int32_t days);
enum weekday date_weekday(struct date date);
const char *weekday_name(enum weekday weekday); // "Monday"
struct str date_format(struct arena *arena, struct date date); // "2027-01-04"

static inline bool date_is_set(struct date date)
{
    return date.year != 0;
}

#endif
