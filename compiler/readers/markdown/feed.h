// The lines that cmark gets, one by one.
#ifndef READERS_MARKDOWN_FEED_H
#define READERS_MARKDOWN_FEED_H

#include "readers/markdown/fences.h"

enum { MAX_OPEN_ITEMS = 32 };

struct feed {
    struct arena *arena;
    struct markdown_lines *out;
    struct markdown_repairs *repairs;
    struct str text;
    bool is_in_template;
    size_t template_indent;            // columns that lines of the template stand too far right
    bool is_flattened;                 // the file lost its blank lines
    size_t open_items[MAX_OPEN_ITEMS]; // columns of the contents of the items that are open
    unsigned open_item_count;
    // Of the line that was fed last: what it is, and whether it begins or ends a block.
    bool is_blank, is_plain, begins_block, ends_block, is_indented_code;
    size_t cells;         // between pipes; 0 where there is no pipe
    size_t table_columns; // 0: no table is open
    size_t padding;       // cells that rows of tables lack
};

void feed_init(struct feed *feed, struct arena *arena, struct markdown_lines *out,
               struct markdown_repairs *repairs);

// A blank line, unless the last one is.
void feed_blank(struct feed *feed, size_t offset);

// The line without the columns that its template is indented by.
struct raw_line feed_place(const struct feed *feed, struct raw_line line);

// A line of text, in the form that cmark takes for what it is meant to be: a bullet is "-",
// a heading has a blank behind its marks, "---" underlines only what stands alone, and glued
// text has its line breaks back.
void feed_text(struct feed *feed, const struct raw_line *line);

// True where a fence on the line stands in code that is code by its indentation.
bool feed_is_in_code(struct feed *feed, const struct raw_line *line);

// The two fences of the code that was added last, where the opening one's container sees them.
void feed_fence(struct feed *feed, const struct raw_line *line, const struct fence *fence);

// The offset in [from, to) where text was glued to what stands before it; `to` where nothing was.
size_t feed_find_glued(struct str text, size_t from, size_t to, bool is_flattened);

#endif
