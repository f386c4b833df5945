// What the words of a step, a check or a message say about it: cautious readings of prose,
// in the languages in which plans are written.
#ifndef RULES_SUPPORT_WORDS_H
#define RULES_SUPPORT_WORDS_H

#include "base/str.h"

// Begins with a word such as "verify", "compare" or "prüfen".
bool words_check_something(struct str text);

// Has such a verb anywhere: "apply it and verify that it runs".
bool words_mention_check(struct str text);

// A comment in code that says what is right: "-- should be 0".
bool words_expect_something(struct str code);

// Has a word such as "announce" or "inform".
bool words_tell_somebody(struct str text);

// Speaks of a test, a dry run or a rehearsal.
bool words_name_test(struct str text);

// "zero downtime"
bool words_exclude_downtime(struct str text);

// Has a word such as "monitor" or "watch".
bool words_watch_something(struct str text);

// Begins as the title of a way back does: "Rollback from ...", "Downgrade if needed".
bool words_begin_way_back(struct str title);

// Speaks of batches, chunks, or LIMIT.
bool words_name_batches(struct str text);

// Speaks of a copy, clone or snapshot of production.
bool words_name_production_copy(struct str text);

// A few words that have one for time: "throughout", "end of week 4".
bool words_say_when(struct str text);

// Labels such as "Migration lead: ..." and "Risks: ...".
bool words_label_owner(struct str text);
bool words_label_risk(struct str text);

// Names phase `number`, as "phase 3" or in "phases 2-4".
bool words_name_phase(struct str text, int number);

#endif
