// Plain text out of marked-up text, with its places and its marks.
//
// cmark says what the text is, but not reliably where each part of it stands. So the parts
// are looked for in the source, from the last one on: what is not the same there is markup,
// an escape or an entity.
#ifndef READERS_MARKDOWN_PROSE_H
#define READERS_MARKDOWN_PROSE_H

#include "readers/markdown/block.h"

struct prose {
    struct arena *arena;
    struct text source;
    size_t at, end;    // what of the source is still to come
    bool is_at_margin; // a line begins at `at`
    bool is_lost;      // nothing more will be found
    struct text_builder builder;
    LIST_OF(markdown_mark) marks;
};

struct prose prose_begin(struct arena *arena, struct text source, size_t from, size_t to);

// Parts, in their order.
void prose_text(struct prose *prose, struct str literal);
void prose_code(struct prose *prose, struct str literal);
void prose_tag(struct prose *prose, struct str literal); // <br> is a line break
void prose_break(struct prose *prose);

// A mark opens; the result goes to prose_leave() where it closes.
struct markdown_mark *prose_enter(struct prose *prose, enum markdown_mark_kind kind);
void prose_leave(struct prose *prose, struct markdown_mark *mark);

// Images leave their description; it is not marked.
void prose_enter_image(struct prose *prose);
void prose_leave_image(struct prose *prose);

struct text prose_finish(struct prose *prose);

#endif
