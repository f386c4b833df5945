#include "plan/calendar.h"

#include "base/date.h"
#include "base/output.h"

enum { EVENTS_MAX = 10 * 1000, DAYS_MAX = 3660 };

// A content line of RFC 5545, unfolded: NAME;PARAMETERS:VALUE.
struct content {
    struct str name, value;
};

struct event_days {
    struct date start, end;
    bool is_end_excluded; // of a date, and of midnight
    int32_t days;         // of a DURATION; 0: there is none
    struct str title;
};

struct calendar_reading {
    struct arena *arena;
    struct str rest;
    unsigned events;
};

// ---- lines

static struct str without_return(struct str line)
{
    bool has_return = line.length > 0 && line.data[line.length - 1] == '\r';
    return str_slice(line, 0, line.length - has_return);
}

static bool is_folded(struct str rest)
{
    return rest.length > 0 && (rest.data[0] == ' ' || rest.data[0] == '\t');
}

static struct str unfold(struct calendar_reading *reading, struct str line)
{
    struct output out = { .arena = reading->arena };
    output_str(&out, line);
    while (is_folded(reading->rest) && str_next_line(&reading->rest, &line))
        output_str(&out, without_return(str_from(line, 1)));
    return output_get(&out);
}

// A parameter may hold a colon in quotes.
static struct content split(struct str line)
{
    size_t name = 0, colon = 0;
    bool is_quoted = false;
    while (name < line.length && line.data[name] != ';' && line.data[name] != ':')
        name++;
    for (colon = name; colon < line.length && (is_quoted || line.data[colon] != ':'); colon++)
        is_quoted ^= line.data[colon] == '"';
    return (struct content){ str_slice(line, 0, name), str_from(line, colon + 1) };
}

static bool next_content(struct calendar_reading *reading, struct content *content)
{
    struct str line;
    if (!str_next_line(&reading->rest, &line))
        return false;
    line = without_return(line);
    *content = split(is_folded(reading->rest) ? unfold(reading, line) : line);
    return true;
}

// ---- values

// "20271220", "20271220T180000Z"
static struct date date_of(struct str value)
{
    struct date date = { 0 };
    char text[] = "0000-00-00";
    static const size_t places[] = { 0, 1, 2, 3, 5, 6, 8, 9 };
    for (size_t i = 0; i < sizeof places / sizeof *places && i < value.length; i++)
        text[places[i]] = value.data[i];
    return value.length >= 8 && date_parse(str_of(text), &date) ? date : (struct date){ 0 };
}

static bool is_midnight(struct str value)
{
    return value.length == 8 || str_starts_with(str_from(value, 8), STR("T000000"));
}

// "P14D", "P2W"; of anything finer, one day.
static int32_t days_of(struct str duration)
{
    int32_t count = 0;
    size_t at = 1;
    for (; at < duration.length && char_is_digit(duration.data[at]) && count < DAYS_MAX; at++)
        count = count * 10 + (duration.data[at] - '0');
    struct str unit = str_slice(duration, at, at + 1);
    if (!str_starts_with(duration, STR("P")) || count == 0)
        return 1;
    return str_is(unit, "W") ? count * 7 : str_is(unit, "D") ? count : 1;
}

static struct str text_of(struct arena *arena, struct str value)
{
    struct output out = { .arena = arena };
    for (size_t i = 0; i < value.length; i++) {
        bool is_escape = value.data[i] == '\\' && i + 1 < value.length;
        i += is_escape;
        bool is_line_end = is_escape && char_lower(value.data[i]) == 'n';
        output_char(&out, is_line_end || (unsigned char)value.data[i] < ' ' ? ' ' : value.data[i]);
    }
    return output_get(&out);
}

// ---- events

static void read_property(struct arena *arena, const struct content *content,
                          struct event_days *event)
{
    if (str_equal_ignoring_case(content->name, STR("DTSTART")))
        event->start = date_of(content->value);
    else if (str_equal_ignoring_case(content->name, STR("DTEND"))) {
        event->end = date_of(content->value);
        event->is_end_excluded = is_midnight(content->value);
    } else if (str_equal_ignoring_case(content->name, STR("DURATION")))
        event->days = days_of(content->value);
    else if (str_equal_ignoring_case(content->name, STR("SUMMARY")))
        event->title = text_of(arena, content->value);
}

static void add(struct arena *arena, struct str calendar, const struct event_days *event,
                struct freezes *freezes)
{
    if (!date_is_set(event->start))
        return;
    struct freeze *freeze = arena_new(arena, struct freeze);
    freeze->first = date_to_days(event->start);
    freeze->last = date_is_set(event->end) ? date_to_days(event->end) - event->is_end_excluded
                   : event->days           ? freeze->first + event->days - 1
                                           : freeze->first;
    if (freeze->last < freeze->first)
        freeze->last = freeze->first;
    freeze->title = event->title;
    freeze->calendar = calendar;
    list_add(&freezes->list, freeze);
}

void calendar_read(struct arena *arena, struct str calendar, struct str text,
                   struct freezes *freezes)
{
    struct calendar_reading reading = { .arena = arena, .rest = text };
    struct event_days event = { 0 };
    bool is_inside = false;
    for (struct content content; reading.events < EVENTS_MAX && next_content(&reading, &content);) {
        bool is_of_event = str_equal_ignoring_case(content.value, STR("VEVENT"));
        if (is_of_event && str_equal_ignoring_case(content.name, STR("BEGIN"))) {
            event = (struct event_days){ 0 };
            is_inside = true;
        } else if (is_of_event && str_equal_ignoring_case(content.name, STR("END"))) {
            add(arena, calendar, &event, freezes);
            reading.events++;
            is_inside = false;
        } else if (is_inside)
            read_property(arena, &content, &event);
    }
}
