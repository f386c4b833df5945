// What the words of a step, a check or a message say about it: cautious readings of prose,
// in the languages in which plans are written.
#ifndef RULES_WORDS_H
#define RULES_WORDS_H

#include "base/str.h"

// Begins with a word such as "verify", "compare" or "prüfen".
bool words_check_something(struct str text);

// Has a word such as "announce" or "inform".
bool words_tell_somebody(struct str text);

// Has a word such as "monitor" or "watch".
bool words_watch_something(struct str text);

// Speaks of batches, chunks, or LIMIT.
bool words_name_batches(struct str text);

// Speaks of a copy, clone or snapshot of production.
bool words_name_production_copy(struct str text);

// Names phase `number`, as "phase 3" or in "phases 2-4".
bool words_name_phase(struct str text, int number);

#endif
