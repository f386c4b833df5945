// The phrases by which plans name their phases: "Phase 2: Backfill (Week 3-4)", "Étape 3 —",
// "第2阶段", "Week 4:", "T-2h", "FASE FINAL:".
#ifndef READERS_MARKDOWN_PHRASE_H
#define READERS_MARKDOWN_PHRASE_H

#include "source/text.h"

// What a plan's parts are called, from the word that says most to the one that says least.
enum key_family {
    KEY_PHASE, KEY_STAGE, KEY_WAVE, KEY_SPRINT, KEY_STEP, KEY_PART, KEY_TASK, KEY_BATCH, KEY_TRACK,
    KEY_GATE, KEY_TIER,
    KEY_WEEK, KEY_DAY, KEY_MONTH, KEY_HOUR, KEY_OFFSET, // a time instead of a name
    KEY_NONE,                                           // no key: "FASE FINAL"
};

enum { KEY_FAMILY_COUNT = KEY_NONE + 1 };

struct phrase {
    enum key_family family;
    int number, last;   // as they count; last is number where there is no range
    int minor;          // of 2.1; -1 where there is none
    char letter;        // of 2A, in upper case; 0 where there is none
    bool is_numeric;    // written in digits, without a letter
    bool is_open;       // "5+"
    bool has_separator; // something stands between the number and the title
    size_t from, to;    // "Phase 2", in the text that was read
    struct text title;  // without ornaments at its ends; may be empty
};

static inline bool key_is_time(enum key_family family)
{
    return family >= KEY_WEEK && family <= KEY_OFFSET;
}

// Reads the phrase at the head of a title. False where there is none, or where the text goes
// on like a sentence ("Phase 1 is complete").
bool phrase_parse(struct text text, struct phrase *phrase);

// True for what speaks about a phase instead of naming it: "Phase 4 Rollback".
bool phrase_is_reference(const struct phrase *phrase);

// Finds "phase 1-3", "Phase 5+", "all phases" anywhere in the text. An open range has `last`
// at INT_MAX.
bool phrase_find_range(struct str text, int *first, int *last);

// A key word or key phrase, in lower case.
struct key_word {
    const char *word;
    enum key_family family;
};

extern const struct key_word key_words[];        // ends with NULL
extern const char *const key_qualifiers[];       // "migration", before a key
extern const struct key_word counter_words[];    // behind 第N
extern const char *const number_words[];         // one word for each number from 1
extern const char *const named_phase_words[];    // "fase final"
extern const char *const phase_reference_words[]; // titles that speak about a phase

#endif
