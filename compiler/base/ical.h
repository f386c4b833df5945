// iCalendar (RFC 5545) on its way out, by libical: the notation and the escapes are its.
#ifndef BASE_ICAL_H
#define BASE_ICAL_H

#include "base/date.h"
#include "base/output.h"

struct ical; // a component; it belongs to the one that it was added to

// A VCALENDAR. NULL where libical cannot be loaded; `*problem` then says why.
struct ical *ical_open(struct arena *arena, struct str *problem);

// A new component: "VEVENT".
struct ical *ical_add(struct ical *parent, const char *kind);

// A property with text that can be shown (backends/printable.h); none where it is empty. Line ends
// stay, and nothing in it has a meaning.
void ical_put_text(struct ical *component, const char *property, struct str text);

// A property with a value in the notation of RFC 5545, which belay wrote.
void ical_put(struct ical *component, const char *property, const char *value);

// A date without a time.
void ical_put_day(struct ical *component, const char *property, struct date day);

// A time of day, in minutes: in UTC; as clocks show it; as they show it in the zone of a TZID.
void ical_put_utc_time(struct ical *component, const char *property, struct date day, int minute);
void ical_put_local_time(struct ical *component, const char *property, struct date day,
                         int minute);
void ical_put_zone_time(struct ical *component, const char *property, struct date day, int minute,
                        struct str zone);

// Writes a calendar and releases it with all that was added to it.
void ical_close(struct output *out, struct ical *calendar);

#endif
