#include "base/ical.h"

#include "base/check.h"
#include "base/ical-library.h"

struct ical {
    struct arena *arena;
    const struct libical *library;
    icalcomponent *component;
};

static struct ical *wrap(struct arena *arena, const struct libical *library, const char *kind)
{
    struct ical *ical = arena_new(arena, struct ical);
    ical->arena = arena;
    ical->library = library;
    ical->component = library->icalcomponent_new(library->icalcomponent_string_to_kind(kind));
    return ical;
}

struct ical *ical_open(struct arena *arena, struct str *problem)
{
    const struct libical *library = libical_load(arena, problem);
    if (!library)
        return NULL;
    struct ical *calendar = wrap(arena, library, "VCALENDAR");
    ical_put(calendar, "VERSION", "2.0");
    ical_put(calendar, "PRODID", "-//belay//belay//EN");
    ical_put(calendar, "CALSCALE", "GREGORIAN");
    return calendar;
}

struct ical *ical_add(struct ical *parent, const char *kind)
{
    struct ical *child = wrap(parent->arena, parent->library, kind);
    parent->library->icalcomponent_add_component(parent->component, child->component);
    return child;
}

// ---- properties

static icalproperty *add_property(struct ical *component, const char *name, icalvalue *value)
{
    const struct libical *library = component->library;
    icalproperty *property = library->icalproperty_new(library->icalproperty_string_to_kind(name));
    if (!property || !value)
        BUG("a property or value that libical does not know");
    library->icalproperty_set_value(property, value);
    library->icalcomponent_add_property(component->component, property);
    return property;
}

void ical_put_text(struct ical *component, const char *property, struct str text)
{
    if (text.length > 0)
        add_property(component, property,
                     component->library->icalvalue_new_text(
                         arena_copy(component->arena, text).data));
}

void ical_put(struct ical *component, const char *property, const char *value)
{
    const struct libical *library = component->library;
    icalvalue_kind kind =
        library->icalproperty_kind_to_value_kind(library->icalproperty_string_to_kind(property));
    add_property(component, property, library->icalvalue_new_from_string(kind, value));
}

void ical_put_day(struct ical *component, const char *property, struct date day)
{
    struct str value = arena_format(component->arena, "%04d%02d%02d", day.year, day.month, day.day);
    add_property(component, property,
                 component->library->icalvalue_new_from_string(ICAL_DATE_VALUE, value.data));
}

static icalproperty *put_time(struct ical *component, const char *property, struct date day,
                              int minute, const char *suffix)
{
    struct str value =
        arena_format(component->arena, "%04d%02d%02dT%02d%02d00%s", day.year, day.month, day.day,
                     minute / 60, minute % 60, suffix);
    return add_property(component, property,
                        component->library->icalvalue_new_from_string(ICAL_DATETIME_VALUE,
                                                                      value.data));
}

void ical_put_utc_time(struct ical *component, const char *property, struct date day, int minute)
{
    put_time(component, property, day, minute, "Z");
}

void ical_put_local_time(struct ical *component, const char *property, struct date day, int minute)
{
    put_time(component, property, day, minute, "");
}

void ical_put_zone_time(struct ical *component, const char *property, struct date day, int minute,
                        struct str zone)
{
    icalproperty *own = put_time(component, property, day, minute, "");
    component->library->icalproperty_set_parameter_from_string(
        own, "TZID", arena_copy(component->arena, zone).data);
}

// ---- lines

// At most 75 octets a line, without cutting a character.
static void write_folded(struct output *out, struct str line)
{
    enum { LONGEST_LINE = 75 };
    size_t room = LONGEST_LINE;
    while (line.length > room) {
        size_t end = room;
        while (((unsigned char)line.data[end] & 0xC0) == 0x80)
            end--;
        output_str(out, str_slice(line, 0, end));
        output_str(out, STR("\r\n "));
        line = str_from(line, end);
        room = LONGEST_LINE - 1;
    }
    output_str(out, line);
    output_str(out, STR("\r\n"));
}

// libical 3.0 folds some lines between the CR and the LF of their end, so that its folds are
// taken out, and made again.
static void write_lines(struct output *out, struct str text)
{
    struct output unfolded = { .arena = out->arena };
    for (size_t from = 0; from < text.length;) {
        size_t fold = str_find(text, STR("\r\n "), from);
        output_str(&unfolded, str_slice(text, from, fold));
        from = fold == STR_NOT_FOUND ? text.length : fold + 3;
    }
    text = output_get(&unfolded);
    for (size_t from = 0, end; (end = str_find(text, STR("\r\n"), from)) != STR_NOT_FOUND;
         from = end + 2)
        write_folded(out, str_slice(text, from, end));
}

void ical_close(struct output *out, struct ical *calendar)
{
    const struct libical *library = calendar->library;
    char *text = library->icalcomponent_as_ical_string_r(calendar->component);
    write_lines(out, str_of(text));
    library->icalmemory_free_buffer(text);
    library->icalcomponent_free(calendar->component);
}
