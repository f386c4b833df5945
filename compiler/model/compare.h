// What a verification shows about the two sides of a move.
#ifndef MODEL_COMPARE_H
#define MODEL_COMPARE_H

#include "model/traffic.h"

// `move` is NULL for an implied one, `phase` for a verification of the plan.
enum comparison_state verify_compares(const struct verify *verify, const struct move *move,
                                      const struct phase *phase);

// A query that names both ends, whatever it finds.
bool verify_names_sides(const struct verify *verify, const struct move *move);

// A query over the new side alone: it shows that it is full, not that it is right.
bool verify_shows_full(const struct verify *verify, const struct move *move);

// Prose that speaks of comparing, in the phase or for the whole plan.
bool phase_compares_in_words(const struct plan *plan, const struct phase *phase);

#endif
