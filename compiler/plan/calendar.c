#include "plan/calendar.h"

#include "base/date.h"
#include "base/ical-library.h"
#include "base/output.h"

enum {
    TIMES_MAX = 10 * 1000,
    RULES_MAX = 100, // a rule of which no day is left takes libical milliseconds
    YEARS_MAX = 30,
    DAYS_MAX = 3660,       // of one event
    LINE_LENGTH_MAX = 16 * 1024, // libical copies the rest of a line for each of its parameters
    DEPTH_MAX = 8,         // libical releases what is nested by recursion
};

struct calendar_reading {
    struct arena *arena;
    const struct libical *library;
    struct str calendar;
    struct freezes *freezes;
    unsigned times, rules;
};

struct excluded_days {
    ARRAY_OF(int32_t) list;
};

// ---- before libical reads it

static bool is_property(struct str line, struct str name)
{
    bool has_end = line.length > name.length
                   && (line.data[name.length] == ':' || line.data[name.length] == ';');
    return has_end && str_equal_ignoring_case(str_slice(line, 0, name.length), name);
}

// Lines without their folds, and NUL behind them. NULL where they are not for libical.
static const char *unfold(struct arena *arena, struct str text, struct str *problem)
{
    struct output out = { .arena = arena };
    size_t line_start = 0;
    int depth = 0;
    for (struct str line; str_next_line(&text, &line);) {
        line = str_slice(line, 0, line.length - str_ends_with(line, STR("\r")));
        output_str(&out, line);
        bool is_folded = text.length > 0 && (text.data[0] == ' ' || text.data[0] == '\t');
        struct str whole = str_from(output_get(&out), line_start);
        if (whole.length > LINE_LENGTH_MAX) {
            *problem = STR("a line is longer than 16 KiB");
            return NULL;
        }
        if (is_folded) {
            text = str_from(text, 1);
            continue;
        }
        depth += is_property(whole, STR("BEGIN")) - is_property(whole, STR("END"));
        if (depth > DEPTH_MAX || depth < 0) {
            *problem = depth < 0 ? STR("an END stands before its BEGIN")
                                 : STR("it is nested more than 8 deep");
            return NULL;
        }
        output_text(&out, "\r\n", 2);
        line_start = out.bytes.count;
    }
    output_char(&out, '\0');
    return output_get(&out).data;
}

// ---- values

static bool find_day(struct arena *arena, struct icaltimetype time, int32_t *day)
{
    struct date date;
    struct str text = arena_format(arena, "%04d-%02d-%02d", time.year, time.month, time.day);
    if (!date_parse(text, &date) || !date_is_set(date))
        return false;
    *day = date_to_days(date);
    return true;
}

static bool is_midnight(struct icaltimetype time)
{
    return time.is_date || (time.hour == 0 && time.minute == 0 && time.second == 0);
}

// Of anything finer than days, one day.
static int32_t days_of(struct icaldurationtype duration)
{
    bool is_plausible = !duration.is_neg && duration.weeks < DAYS_MAX && duration.days < DAYS_MAX;
    int32_t days = is_plausible ? (int32_t)(duration.weeks * 7 + duration.days) : 1;
    return days > 0 && days < DAYS_MAX ? days : 1;
}

static struct str title_of(struct arena *arena, const char *summary)
{
    struct str title = arena_copy(arena, str_of(summary ? summary : ""));
    for (size_t i = 0; i < title.length; i++)
        if ((unsigned char)title.data[i] < ' ')
            ((char *)title.data)[i] = ' ';
    return title;
}

// ---- events

static icalproperty *find_property(const struct calendar_reading *reading, icalcomponent *event,
                                   icalproperty_kind kind)
{
    return reading->library->icalcomponent_get_first_property(event, kind);
}

static void add(struct calendar_reading *reading, const struct freeze *event, int32_t first)
{
    if (reading->times++ >= TIMES_MAX)
        return;
    struct freeze *freeze = arena_new(reading->arena, struct freeze);
    *freeze = *event;
    freeze->first = first;
    freeze->last = first + (event->last - event->first);
    list_add(&reading->freezes->list, freeze);
}

static struct excluded_days excluded_days(const struct calendar_reading *reading,
                                          icalcomponent *event)
{
    const struct libical *library = reading->library;
    struct excluded_days days = { 0 };
    for (icalproperty *property = find_property(reading, event, ICAL_EXDATE_PROPERTY); property;
         property = library->icalcomponent_get_next_property(event, ICAL_EXDATE_PROPERTY)) {
        int32_t day;
        if (find_day(reading->arena, library->icalproperty_get_exdate(property), &day))
            array_add(reading->arena, &days.list, day);
    }
    return days;
}

static bool is_excluded(const struct excluded_days *days, int32_t day)
{
    for (size_t i = 0; i < days->list.count; i++)
        if (days->list.items[i] == day)
            return true;
    return false;
}

// Rules of days or more, of the usual calendar; what repeats within a day counts once.
static bool is_of_days(const struct icalrecurrencetype *rule)
{
    return rule->freq >= ICAL_DAILY_RECURRENCE && rule->freq <= ICAL_YEARLY_RECURRENCE
           && !rule->rscale;
}

static void repeat(struct calendar_reading *reading, const struct freeze *event,
                   struct icaltimetype start, struct icalrecurrencetype rule,
                   const struct excluded_days *excluded)
{
    const struct libical *library = reading->library;
    if (!is_of_days(&rule) || reading->rules++ >= RULES_MAX)
        return;
    start.hour = start.minute = start.second = 0;
    start.is_date = 1;
    rule.by_hour[0] = rule.by_minute[0] = rule.by_second[0] = ICAL_RECURRENCE_ARRAY_MAX;
    struct icaltimetype end = start;
    end.year += YEARS_MAX;
    if (rule.count == 0 && library->icaltime_is_null_time(rule.until))
        rule.until = end;
    icalrecur_iterator *iterator = library->icalrecur_iterator_new(rule, start);
    if (!iterator)
        return;
    for (struct icaltimetype time = library->icalrecur_iterator_next(iterator);
         !library->icaltime_is_null_time(time) && time.year <= end.year
         && reading->times < TIMES_MAX;
         time = library->icalrecur_iterator_next(iterator)) {
        int32_t day;
        if (find_day(reading->arena, time, &day) && day != event->first
            && !is_excluded(excluded, day))
            add(reading, event, day);
    }
    library->icalrecur_iterator_free(iterator);
}

static void add_all_times(struct calendar_reading *reading, icalcomponent *component,
                          const struct freeze *event, struct icaltimetype start)
{
    const struct libical *library = reading->library;
    struct excluded_days excluded = excluded_days(reading, component);
    if (!is_excluded(&excluded, event->first))
        add(reading, event, event->first);
    for (icalproperty *each = find_property(reading, component, ICAL_RDATE_PROPERTY); each;
         each = library->icalcomponent_get_next_property(component, ICAL_RDATE_PROPERTY)) {
        struct icaldatetimeperiodtype date = library->icalproperty_get_rdate(each);
        bool is_period = library->icaltime_is_null_time(date.time);
        int32_t day;
        if (find_day(reading->arena, is_period ? date.period.start : date.time, &day))
            add(reading, event, day);
    }
    for (icalproperty *each = find_property(reading, component, ICAL_RRULE_PROPERTY); each;
         each = library->icalcomponent_get_next_property(component, ICAL_RRULE_PROPERTY))
        repeat(reading, event, start, library->icalproperty_get_rrule(each), &excluded);
}

static int32_t last_day(const struct calendar_reading *reading, icalcomponent *component,
                        int32_t first)
{
    icalproperty *end = find_property(reading, component, ICAL_DTEND_PROPERTY);
    icalproperty *duration = find_property(reading, component, ICAL_DURATION_PROPERTY);
    int32_t last = first;
    if (end) {
        struct icaltimetype time = reading->library->icalproperty_get_dtend(end);
        if (find_day(reading->arena, time, &last))
            last -= is_midnight(time); // the end is excluded
    } else if (duration)
        last += days_of(reading->library->icalproperty_get_duration(duration)) - 1;
    return last < first ? first : last;
}

static void read_event(struct calendar_reading *reading, icalcomponent *component)
{
    const struct libical *library = reading->library;
    icalproperty *property = find_property(reading, component, ICAL_DTSTART_PROPERTY);
    icalproperty *summary = find_property(reading, component, ICAL_SUMMARY_PROPERTY);
    struct freeze event = { .calendar = reading->calendar };
    if (!property || library->icalcomponent_get_status(component) == ICAL_STATUS_CANCELLED)
        return;
    struct icaltimetype start = library->icalproperty_get_dtstart(property);
    if (!find_day(reading->arena, start, &event.first))
        return;
    event.last = last_day(reading, component, event.first);
    event.title = title_of(reading->arena,
                           summary ? library->icalproperty_get_summary(summary) : NULL);
    add_all_times(reading, component, &event, start);
}

// At most DEPTH_MAX deep: several calendars stand in a component that is none of the file's.
static void read_component(struct calendar_reading *reading, icalcomponent *component)
{
    const struct libical *library = reading->library;
    if (library->icalcomponent_isa(component) == ICAL_VEVENT_COMPONENT) {
        read_event(reading, component);
        return;
    }
    for (icalcomponent *child =
             library->icalcomponent_get_first_component(component, ICAL_ANY_COMPONENT);
         child; child = library->icalcomponent_get_next_component(component, ICAL_ANY_COMPONENT))
        read_component(reading, child);
}

bool calendar_read(struct arena *arena, struct str calendar, struct str text,
                   struct freezes *freezes, struct str *problem)
{
    struct calendar_reading reading = {
        .arena = arena,
        .library = libical_load(arena, problem),
        .calendar = calendar,
        .freezes = freezes,
    };
    const char *unfolded = reading.library ? unfold(arena, text, problem) : NULL;
    if (!unfolded)
        return false;
    icalcomponent *root = reading.library->icalparser_parse_string(unfolded);
    if (!root)
        return true;
    read_component(&reading, root);
    reading.library->icalcomponent_free(root);
    return true;
}
