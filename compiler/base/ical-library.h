// libical, which is loaded when a calendar is read or written, not when belay starts: it brings ICU
// with it, which takes longer than most runs of belay. Its header is included here alone.
#ifndef BASE_ICAL_LIBRARY_H
#define BASE_ICAL_LIBRARY_H

#include "base/arena.h"

#include <libical/ical.h>

// What is used of libical.
#define ICAL_FUNCTIONS(USE)                                                                   \
    USE(icalcomponent_new)                                                                    \
    USE(icalcomponent_free)                                                                   \
    USE(icalcomponent_isa)                                                                    \
    USE(icalcomponent_add_component)                                                          \
    USE(icalcomponent_add_property)                                                           \
    USE(icalcomponent_get_first_component)                                                    \
    USE(icalcomponent_get_next_component)                                                     \
    USE(icalcomponent_get_first_property)                                                     \
    USE(icalcomponent_get_next_property)                                                      \
    USE(icalcomponent_get_status)                                                             \
    USE(icalcomponent_string_to_kind)                                                         \
    USE(icalcomponent_as_ical_string_r)                                                       \
    USE(icalerror_set_errors_are_fatal)                                                       \
    USE(icalmemory_free_buffer)                                                               \
    USE(icalparser_parse_string)                                                              \
    USE(icalproperty_new)                                                                     \
    USE(icalproperty_get_dtend)                                                               \
    USE(icalproperty_get_dtstart)                                                             \
    USE(icalproperty_get_duration)                                                            \
    USE(icalproperty_get_exdate)                                                              \
    USE(icalproperty_get_rdate)                                                               \
    USE(icalproperty_get_rrule)                                                               \
    USE(icalproperty_get_summary)                                                             \
    USE(icalproperty_kind_to_value_kind)                                                      \
    USE(icalproperty_set_parameter_from_string)                                               \
    USE(icalproperty_set_value)                                                               \
    USE(icalproperty_string_to_kind)                                                          \
    USE(icalrecur_iterator_free)                                                              \
    USE(icalrecur_iterator_new)                                                               \
    USE(icalrecur_iterator_next)                                                              \
    USE(icaltime_is_null_time)                                                                \
    USE(icalvalue_new_from_string)                                                            \
    USE(icalvalue_new_text)

struct libical {
#define USE(name) __typeof__(name) *name;
    ICAL_FUNCTIONS(USE)
#undef USE
};

// NULL where it cannot be loaded; `*problem` then says why.
const struct libical *libical_load(struct arena *arena, struct str *problem);

#endif
