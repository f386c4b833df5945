// One finding about several places: at the first of them, with the others beside it.
#ifndef RULES_SUPPORT_SEVERAL_H
#define RULES_SUPPORT_SEVERAL_H

#include "rules/rule.h"

struct place {
    struct span span;
    struct str label; // what is to be seen there; may be empty
};

struct places {
    struct arena *arena;
    ARRAY_OF(struct place) list;
};

void places_add(struct places *places, struct span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// Puts the places in the order of the source.
void places_sort(struct places *places);

// One finding at the first of the places, in the order of the source, with the others beside
// it; of many, the first ten, the last of which says how many are left out. Its message is
// `one`, or the count and `many`: "3 risks have no mitigation". NULL where there is no place.
struct diagnostic *report_places(struct unit *unit, const struct diagnostic_kind *kind,
                                 struct places *places, const char *one, const char *many);

// "phases 1 and 3 have no goal", at the first phase for which `holds` says yes; `lack` is
// "no goal". NULL where there is none.
struct diagnostic *report_phases(struct unit *unit, const struct diagnostic_kind *kind,
                                 bool (*holds)(const struct plan *plan, const struct phase *phase),
                                 const char *lack);

// Says that the finding rests on prose, where the plan was read out of it.
struct diagnostic *diagnostic_of_prose(struct diagnostic *diagnostic, const struct plan *plan);

// What to write instead, in the plan language or in the document that the plan was read from.
struct diagnostic *diagnostic_help_in(struct diagnostic *diagnostic, const struct plan *plan,
                                      const char *in_language, const char *in_prose);

#endif
