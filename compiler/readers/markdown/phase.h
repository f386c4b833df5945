// The phases of a document on their way to statements.
#ifndef READERS_MARKDOWN_PHASE_H
#define READERS_MARKDOWN_PHASE_H

#include "readers/markdown/phase-kind.h"
#include "readers/markdown/rollback.h"
#include "readers/markdown/series.h"

struct phase_draft {
    struct phase_draft *next;
    const struct member *member;
    struct statement *statement; // `phase`: its words come last
    struct writer writer;        // into its block
    struct text title;
    struct text tail;            // what follows the title in its paragraph or item
    int number;
    bool has_number;             // it is written in the document
    struct sql_deeds deeds;
    struct rollback_draft rollback;
    struct prose_time timeline;  // where the document's timeline names it last
};

struct phases {
    struct unit *unit;
    const struct passages *passages;
    const struct run *run;
    struct statement_list statements; // one `phase` for each draft
    LIST_OF(phase_draft) drafts;
};

// Makes a draft of each member of the run, with what its title and its body say.
void phases_read(struct phases *phases, struct unit *unit, const struct passages *passages,
                 const struct run *run);

// Reads the body of one phase; in phase-body.c.
void phase_read_body(struct phases *phases, struct phase_draft *draft);

// Writes the rollbacks, kinds and names, when everything has been said of every phase.
void phases_finish(struct phases *phases);

// The time of a phase, from its title, a label or a table: `when` or `estimate`; what belay
// cannot count, and what was said already, becomes a note.
void phase_add_time(struct phase_draft *draft, struct text text);

// `downtime`, or a note where the text says nothing that can be counted.
void phase_add_downtime(struct phase_draft *draft, struct text text);

#endif
