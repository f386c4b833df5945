// A phase's body while it is read.
#ifndef READERS_MARKDOWN_PHASE_BODY_H
#define READERS_MARKDOWN_PHASE_BODY_H

#include "readers/markdown/checklist.h"
#include "readers/markdown/phase.h"

struct body {
    struct unit *unit;
    struct phase_draft *draft;
    struct writer *writer;
    const struct passages *passages;
    uint32_t end;
    enum section mode;  // what the last label announced
    struct text label;  // that label
    struct checklist checklist;
    struct statement *group; // a step whose parts are the items that follow; NULL: none yet
    struct writer parts;
    bool is_grouping;   // what follows belongs to `label`, which announces nothing known
    bool is_said;       // something written already has `label` as its title
};

static inline const struct passage *body_passage(const struct body *body, uint32_t index)
{
    return &body->passages->list.items[index];
}

void body_note(struct body *body, struct text text);

// What follows belongs to `section`; under SECTION_UNKNOWN to a step that `label` names.
void body_open_section(struct body *body, enum section section, struct text label);

// A group: the step that an unknown heading or label names, with what stands under it.
void body_write_group(struct body *body);
void body_add_part(struct body *body, struct text text);
void body_close_group(struct body *body);

// A value of the current section: an item, a line of text from `from` on.
void body_add_value(struct body *body, const struct passage *passage, size_t from);

// The tail of a passage's label; where it becomes a note, the label stays with it.
void body_add_labelled(struct body *body, const struct passage *passage);

// `title` may be none.
void body_add_code(struct body *body, const struct markdown_block *code, struct text title);

// An item with what is nested in it; returns the index behind it.
uint32_t body_read_item(struct body *body, uint32_t index);

// A table: steps, checks, criteria and ways back row by row where its label says so, else a
// note.
void body_read_table(struct body *body, const struct markdown_block *table);

#endif
