// What a document says outside its phases, on its way to statements.
#ifndef READERS_MARKDOWN_PROSE_PLAN_H
#define READERS_MARKDOWN_PROSE_PLAN_H

#include "readers/markdown/checklist.h"
#include "readers/markdown/phase.h"

struct prose_plan {
    struct unit *unit;
    struct writer writer; // into the plan's block
    const struct passages *passages;
    const struct series *series;
    struct phases phases;
    uint32_t title_heading; // the heading that names the plan, or NO_PASSAGE

    // Where the walk is.
    enum section section;   // of the nearest heading or label that announces one
    struct text title;      // that heading or label: a title for code
    struct checklist checklist;
    struct prose_time time; // of a heading such as "Week 2-4"
    bool is_dashboard;

    // What is open.
    bool has_range;         // a rollback of phases first..last
    int first, last;
    size_t range_cost;      // of all ranges so far
    struct writer current, target; // blocks of `current` and `target`
    struct writer risk;     // block of the last risk; list is NULL where none is open
    struct statement *risk_statement;
    struct statement *test; // the last `test`
    struct writer test_parts;
};

// Reads the document into the plan's block. The phases have been read.
void prose_plan_read(struct prose_plan *plan);

// ---- the parts of prose_plan_read()

static inline const struct passage *plan_passage(const struct prose_plan *plan, uint32_t index)
{
    return &plan->passages->list.items[index];
}

void plan_note(struct prose_plan *plan, struct text text);

// KEYWORD "text" with `done` where the box is ticked.
void plan_write_item(struct prose_plan *plan, const char *keyword, struct text text,
                     enum markdown_box box);

// KEYWORD WHEN "text", where the time is one that belay counts.
bool plan_write_timed(struct prose_plan *plan, const char *keyword, const struct prose_time *time,
                      struct text text, enum markdown_box box);

// A line with its time in front: "Week 2: Backfill done", "T-1 week: Freeze". False where
// there is no such time.
bool plan_split_time(const struct passage *passage, struct prose_time *time, struct text *rest);

// A line of a timeline: a milestone, or the length of a phase.
void plan_add_timeline(struct prose_plan *plan, const struct passage *passage);

// An item or a line of text; a block of code. Return the index behind what was read.
uint32_t plan_read_line(struct prose_plan *plan, uint32_t index);
void plan_read_code(struct prose_plan *plan, const struct markdown_block *code, struct text title);
void plan_read_table(struct prose_plan *plan, const struct markdown_block *table);

// Rollbacks of ranges of phases.
bool plan_open_range(struct prose_plan *plan, struct text heading);
void plan_add_rollback_line(struct prose_plan *plan, struct text text);
void plan_add_rollback_code(struct prose_plan *plan, const struct markdown_block *code);
uint32_t plan_read_rollback(struct prose_plan *plan, uint32_t index);
void plan_read_rollback_row(struct prose_plan *plan, struct text phase, const struct text *cells);

// Risks.
void plan_open_risk(struct prose_plan *plan, struct text title);
bool plan_read_risk_label(struct prose_plan *plan, const struct label *label);
uint32_t plan_read_risk(struct prose_plan *plan, uint32_t index);
void plan_write_risk(struct prose_plan *plan, const struct text cells[4]);

// The draft of a phase by its number; NULL where there is none.
struct phase_draft *plan_phase(const struct prose_plan *plan, int number);

#endif
