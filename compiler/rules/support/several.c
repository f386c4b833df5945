#include "rules/support/several.h"

#include <stdlib.h>

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

static int compare_places(const void *left, const void *right)
{
    const struct place *a = left, *b = right;
    return a->span.start < b->span.start ? -1 : a->span.start > b->span.start;
}

void places_sort(struct places *places)
{
    if (places->list.count > 1)
        qsort(places->list.items, places->list.count, sizeof *places->list.items, compare_places);
}

static void show_places(struct diagnostic *diagnostic, const struct places *places)
{
    size_t count = places->list.count;
    for (size_t i = 0; i < count && i < MOST_PLACES; i++) {
        const struct place *place = &places->list.items[i];
        if (i == 0)
            diagnostic_label(diagnostic, "%.*s", STR_ARGS(place->label));
        else if (i + 1 == MOST_PLACES && count > MOST_PLACES)
            diagnostic_also(diagnostic, place->span, "%.*s, and %zu more", STR_ARGS(place->label),
                            count - MOST_PLACES);
        else
            diagnostic_also(diagnostic, place->span, "%.*s", STR_ARGS(place->label));
    }
}

struct diagnostic *report_places(struct unit *unit, const struct diagnostic_kind *kind,
                                 struct places *places, const char *one, const char *many)
{
    size_t count = places->list.count;
    if (count == 0)
        return NULL;
    places_sort(places);
    struct span first = places->list.items[0].span;
    struct diagnostic *diagnostic =
        count == 1 ? diagnose(&unit->diagnostics, kind, first, "%s", one)
                   : diagnose(&unit->diagnostics, kind, first, "%zu %s", count, many);
    show_places(diagnostic, places);
    return diagnostic;
}

struct diagnostic *diagnostic_of_prose(struct diagnostic *diagnostic, const struct plan *plan)
{
    if (plan->is_inferred)
        diagnostic_inferred(diagnostic, "the plan was read out of prose");
    return diagnostic;
}

struct diagnostic *diagnostic_help_in(struct diagnostic *diagnostic, const struct plan *plan,
                                      const char *in_language, const char *in_prose)
{
    return diagnostic_help(diagnostic, "%s", plan->is_inferred ? in_prose : in_language);
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
    show_places(diagnostic, &places);
    diagnostic_about(diagnostic, "phase %.*s", STR_ARGS(first->name));
    return diagnostic;
}
