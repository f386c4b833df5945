// Which passages of a document are its phases.
//
// Candidates are grouped into runs, each run is scored, the best is the plan. A run is a
// series of the same kind: "Phase 1" to "Phase 6", the steps under "Migration Steps", the
// sections of a runbook.
#ifndef READERS_MARKDOWN_SERIES_H
#define READERS_MARKDOWN_SERIES_H

#include "readers/markdown/passage.h"
#include "readers/markdown/phrase.h"

// In order of trust.
enum source {
    SOURCE_HEADING, SOURCE_BOLD, SOURCE_LIST_BOLD, SOURCE_LIST, SOURCE_TABLE, SOURCE_PLAIN,
    SOURCE_CODE,
};

enum { SOURCE_COUNT = SOURCE_CODE + 1 };

struct member {
    uint32_t passage;
    const struct markdown_block *row; // of a table
    struct text text;                 // its line
    struct phrase phrase;             // family KEY_NONE where it has none
    uint32_t line;
    uint32_t body_end;                // the index behind its body's last passage
};

enum run_kind {
    RUN_KEYED,     // by a key or a time
    RUN_CONTAINED, // under a heading that promises phases
    RUN_NUMBERED,  // "1. T" headings
    RUN_NAMED,     // "Pre-Migration", "Cutover", "Post-Migration"
    RUN_RUNBOOK,   // the sections of a runbook
};

struct run {
    struct run *next;
    enum run_kind kind;
    enum source source;
    enum key_family family;
    int level;          // of its headings; a heading of this level or above ends a member's body
    uint32_t container; // RUN_CONTAINED: the heading, else NO_PASSAGE
    bool is_strong;     // RUN_CONTAINED: the heading says so in so many words
    ARRAY_OF(struct member) members;
    int score;
    bool is_plan;    // of the plan: the best run, or a sibling of it
    bool is_counted; // may be what a reader would call phases
};

struct series {
    struct arena *arena;
    const struct passages *passages;
    struct text title;            // of the document
    bool is_rollback_document;
    LIST_OF(run) runs;
    struct run *best;             // NULL: no phases
    unsigned plan_count;          // how many runs are plans of their own
};

// Finds all runs and chooses the plan.
void series_find(struct series *series, struct arena *arena, const struct passages *passages);

// ---- the parts of series_find()

// Candidates with a phrase, grouped into runs.
void series_add_keyed(struct series *series);

// Runs without phrases.
void series_add_unkeyed(struct series *series);

void series_add_run(struct series *series, struct run *run);
void series_score(struct series *series);

// A passage without phrase as a member.
struct member member_of(const struct passages *passages, uint32_t passage);

// True for headings and what stands under them that speak of going back, in a document that
// is not itself about that.
bool series_is_rollback(const struct series *series, uint32_t passage);

#endif
