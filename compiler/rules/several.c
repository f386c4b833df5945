#include "rules/several.h"

enum { MOST_PLACES = 10 };

void places_add(struct places *places, struct span span, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct place *place = array_grow(places->arena, &places->list);
    place->span = span;
    place->label = arena_vformat(places->arena, format, arguments);
    va_end(arguments);
}

void diagnostic_places(struct diagnostic *diagnostic, const struct places *places)
{
    size_t count = places->list.count;
    for (size_t i = 0; i < count && i < MOST_PLACES; i++) {
        const struct place *place = &places->list.items[i];
        if (i == 0)
            diagnostic_label(diagnostic, "%.*s", STR_ARGS(place->label));
        else
            diagnostic_also(diagnostic, place->span, "%.*s", STR_ARGS(place->label));
    }
    if (count > MOST_PLACES)
        diagnostic_note(diagnostic, "%zu more places are not shown", count - MOST_PLACES);
}

struct diagnostic *diagnostic_of_prose(struct diagnostic *diagnostic, const struct plan *plan)
{
    if (plan->is_inferred)
        diagnostic_inferred(diagnostic, "the plan was read out of prose");
    return diagnostic;
}

struct diagnostic *report_phases(struct unit *unit, const struct diagnostic_kind *kind,
                                 bool (*holds)(const struct plan *plan, const struct phase *phase),
                                 const char *lack)
{
    const struct plan *plan = unit->plan;
    struct places places = { .arena = &unit->arena };
    const struct phase *first;
    unsigned count;
    struct str numbers = phase_numbers(&unit->arena, plan, holds, &first, &count);
    if (count == 0)
        return NULL;
    list_each(phase, phase, plan->phases)
        if (holds(plan, phase))
            places_add(&places, phase->span, "phase %d", phase->number);
    struct diagnostic *diagnostic =
        diagnose(&unit->diagnostics, kind, first->span, "phase%s %.*s %s %s", count == 1 ? "" : "s",
                 STR_ARGS(numbers), count == 1 ? "has" : "have", lack);
    diagnostic_places(diagnostic, &places);
    diagnostic_about(diagnostic, "phase %.*s", STR_ARGS(first->name));
    return diagnostic;
}
