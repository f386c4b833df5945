// A document as a row of passages: the pieces that recognition looks at.
//
// A passage is a heading, a list item's head, a block of code, a table, or the lines of a
// paragraph that belong together: a line that begins with a label or a phase's phrase begins
// a passage of its own. Passages stand in the order of the document.
#ifndef READERS_MARKDOWN_PASSAGE_H
#define READERS_MARKDOWN_PASSAGE_H

#include "readers/markdown/block.h"
#include "readers/markdown/sections.h"

enum { NO_PASSAGE = UINT32_MAX };

enum passage_kind {
    PASSAGE_HEADING,
    PASSAGE_TEXT,
    PASSAGE_ITEM,
    PASSAGE_CODE,
    PASSAGE_TABLE,
    PASSAGE_HTML,
};

// "**Goal:** Copy the rows": label "Goal", tail "Copy the rows".
struct label {
    struct text text;     // without its colon; no text where there is no label
    struct text tail;     // may be empty
    enum section section; // of a phase's labels
    bool is_bold;
};

struct passage {
    enum passage_kind kind;
    const struct markdown_block *block;
    struct text text;                  // of a heading, text or item
    size_t from;                       // its offset in block->text
    const struct markdown_mark *marks; // the first that may lie in it
    uint32_t line;
    int level; // of a heading, from 1; of an item, its depth from 1
    enum markdown_box box;
    bool is_plain_heading; // a line of text that stands like a heading
    bool is_lead_bold;     // bold from its first letter on
    struct label label;
    enum section section; // of a heading
    uint32_t heading;     // the heading that it stands under, or NO_PASSAGE
    uint32_t item;        // the item that it stands in, or NO_PASSAGE
    uint32_t end; // the index behind a heading's section, or behind an item with what is in it
};

struct passages {
    ARRAY_OF(struct passage) list;
};

void passages_collect(struct passages *passages, struct arena *arena,
                      const struct markdown_block *document);

// Reads the label at the head of a passage: "**X:** tail", "**X**", "X: tail".
struct label label_read(const struct passage *passage);

// The bold text that the passage begins with; no text where it begins otherwise.
struct text passage_lead(const struct passage *passage);

// The first code span of a passage and the offset in its text behind it; false where there
// is none.
bool passage_code_span(const struct passage *passage, size_t from, struct text *code, size_t *end);

// True where the whole passage is one link: an entry of a table of contents.
bool passage_is_link(const struct passage *passage);

// The section that a passage stands in: its headings' announcements, from the inside out.
enum section passage_section(const struct passages *passages, uint32_t passage);

static inline struct span passage_span(const struct passage *passage)
{
    return text_is_set(passage->text) ? text_place(passage->text) : passage->block->span;
}

#endif
