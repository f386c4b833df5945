// Judges calendars by libical and by RFC 5545's own words: bytes, lines, UIDs, begins and ends.
// usage: ics-check FILE...; says what is wrong, exit 1 for any. `--uids FILE` prints its UIDs.
#include <libical/ical.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_LINE = 75 };

static unsigned mistakes;

static void complain(const char *file, const char *what, const char *where)
{
    printf("%s: %s%s%s\n", file, what, *where ? ": " : "", where);
    mistakes++;
}

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        exit(2);
    }
    size_t length = 0, capacity = 1 << 16;
    char *text = malloc(capacity + 1);
    for (size_t got; (got = fread(text + length, 1, capacity - length, file)) > 0;) {
        length += got;
        if (length == capacity)
            text = realloc(text, (capacity *= 2) + 1);
    }
    fclose(file);
    text[length] = '\0';
    return text;
}

static bool is_continuation_byte(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

// CRLF alone ends lines, none is longer than 75 octets, and none begins inside of a character.
static void check_lines(const char *file, const char *text)
{
    char number[32];
    unsigned line_number = 0;
    while (*text) {
        size_t length = strcspn(text, "\r\n");
        snprintf(number, sizeof number, "line %u", ++line_number);
        if (strncmp(text + length, "\r\n", 2) != 0) {
            complain(file, "a line does not end in CRLF", number);
            return;
        }
        if (length > LONGEST_LINE)
            complain(file, "more than 75 octets", number);
        if (is_continuation_byte(text[0]) || (text[0] == ' ' && is_continuation_byte(text[1])))
            complain(file, "folded inside of a character", number);
        text += length + 2;
    }
}

// What libical notes in the components that it read and held against RFC 5545 and 5546.
static void print_errors(const char *file, icalcomponent *component)
{
    const icalproperty_kind error = ICAL_XLICERROR_PROPERTY;
    for (icalproperty *found = icalcomponent_get_first_property(component, error); found;
         found = icalcomponent_get_next_property(component, error))
        complain(file, "libical", icalproperty_get_xlicerror(found));
    const icalcomponent_kind any = ICAL_ANY_COMPONENT;
    for (icalcomponent *child = icalcomponent_get_first_component(component, any); child;
         child = icalcomponent_get_next_component(component, any))
        print_errors(file, child);
}

static void check_event(const char *file, icalcomponent *event)
{
    const char *uid = icalcomponent_get_uid(event);
    struct icaltimetype start = icalcomponent_get_dtstart(event);
    struct icaltimetype end = icalcomponent_get_dtend(event);
    struct icaltimetype stamp = icalcomponent_get_dtstamp(event);
    if (!uid)
        complain(file, "an event has no UID", "");
    if (icaltime_is_null_time(start) || !icaltime_is_valid_time(start))
        complain(file, "no valid DTSTART", uid ? uid : "");
    if (icaltime_is_null_time(stamp) || !icaltime_is_utc(stamp))
        complain(file, "no DTSTAMP in UTC", uid ? uid : "");
    if (!icaltime_is_null_time(end) && icaltime_compare(end, start) <= 0 && icaltime_is_date(start))
        complain(file, "ends before it begins", uid ? uid : "");
    if (!icaltime_is_date(start) && !icaltime_is_utc(start) && !icaltime_get_tzid(start))
        complain(file, "a floating time", uid ? uid : "");
}

static int compare_uids(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void check_events(const char *file, icalcomponent *calendar, bool prints_uids)
{
    int count = icalcomponent_count_components(calendar, ICAL_VEVENT_COMPONENT), filled = 0;
    const char **uids = calloc((size_t)count + 1, sizeof *uids);
    for (icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
         event; event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
        check_event(file, event);
        uids[filled] = icalcomponent_get_uid(event);
        if (prints_uids && uids[filled])
            puts(uids[filled]);
        filled += uids[filled] != NULL;
    }
    if (count == 0)
        complain(file, "no event", "");
    qsort(uids, (size_t)filled, sizeof *uids, compare_uids);
    for (int i = 1; i < filled; i++)
        if (strcmp(uids[i - 1], uids[i]) == 0)
            complain(file, "a UID stands twice", uids[i]);
    free(uids);
}

static void check(const char *file, bool prints_uids)
{
    char *text = read_file(file);
    check_lines(file, text);
    icalcomponent *calendar = icalparser_parse_string(text);
    if (!calendar || icalcomponent_isa(calendar) != ICAL_VCALENDAR_COMPONENT) {
        complain(file, "is no calendar", "");
        return;
    }
    icalrestriction_check(calendar);
    print_errors(file, calendar);
    check_events(file, calendar, prints_uids);
    icalcomponent_free(calendar);
    free(text);
}

int main(int count, char **arguments)
{
    bool prints_uids = count > 1 && strcmp(arguments[1], "--uids") == 0;
    for (int i = prints_uids ? 2 : 1; i < count; i++)
        check(arguments[i], prints_uids);
    return mistakes > 0;
}
