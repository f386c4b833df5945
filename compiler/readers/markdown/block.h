// A Markdown document as a tree of blocks with true places, whatever was repaired on the way.
//
// The line pass (lines.c) repairs mis-decoded text and blanks the fence lines of fences
// that hold plan text, keeping every line where it is; cmark-gfm (parse.c, the only file
// that includes it) parses the result; nothing of cmark's is kept. Block quotes are
// transparent: their blocks stand where the quote stands.
#ifndef READERS_MARKDOWN_BLOCK_H
#define READERS_MARKDOWN_BLOCK_H

#include "syntax/unit.h"

enum markdown_kind {
    MARKDOWN_DOCUMENT,
    MARKDOWN_HEADING,   // level
    MARKDOWN_PARAGRAPH,
    MARKDOWN_LIST,      // children: items
    MARKDOWN_ITEM,      // children: blocks; number in an ordered list, box in a task list
    MARKDOWN_CODE,      // language; text: the body, dedented, without the last line's end
    MARKDOWN_TABLE,     // children: rows, the first is the head
    MARKDOWN_ROW,       // children: cells
    MARKDOWN_CELL,
    MARKDOWN_RULE,      // ---
    MARKDOWN_HTML,      // a comment, mostly; text: as it stands
    MARKDOWN_FRONT_MATTER, // text: the YAML between the "---" at the head of the file
};

enum markdown_mark_kind { MARK_STRONG, MARK_EMPHASIS, MARK_CODE, MARK_LINK };

// A run inside a block's text. The marks' own characters ("**", "`", "[", "](url)") are not
// part of the text.
struct markdown_mark {
    struct markdown_mark *next;
    enum markdown_mark_kind kind;
    size_t from, to; // offsets in the block's text
};

enum markdown_box { BOX_NONE, BOX_OPEN, BOX_TICKED };

struct markdown_block {
    struct markdown_block *next, *parent;
    LIST_OF(markdown_block) children;
    enum markdown_kind kind;
    struct span span;       // from its first to its last character
    uint32_t line;          // from 1
    int level;              // of a heading, 1 to 6; of an item, its depth from 1
    int number;             // of an ordered item; 0: a bullet
    bool is_ordered;        // an ordered list or an item of one; its number may be 0
    enum markdown_box box;
    struct text text;       // plain text of a heading, paragraph, item's head or cell; code
    LIST_OF(markdown_mark) marks;
    struct str language;    // of code: its info string's first word; may be empty
    bool is_in_template;    // stood inside a transparent fence
};

// What is odd about a code fence.
enum fence_fault {
    FENCE_NEVER_CLOSED,
    FENCE_CLOSED_WITH_INFO, // by a line such as "```sql"
    FENCE_ESCAPED,          // written with backslashes
    FENCE_FAULT_COUNT,
};

struct markdown_bad_fence {
    struct markdown_bad_fence *next;
    struct span span;
    enum fence_fault fault;
};

// What the line pass found and did, for one finding each.
struct markdown_repairs {
    unsigned mojibake_count;       // sequences of mis-decoded UTF-8 that were repaired
    struct span first_mojibake;
    unsigned unglued_count;        // line breaks that were put back into glued text
    struct span first_unglued;
    unsigned unspaced_count;       // headings without a blank behind the "##"
    struct span first_unspaced;
    LIST_OF(markdown_bad_fence) bad_fences;
};

// Reads unit->file. Lists, paragraphs and headings that stood in a transparent fence stand
// in the tree like any other.
struct markdown_block *markdown_parse(struct unit *unit, struct markdown_repairs *repairs);

// The tree as indented lines "LINE KIND text", for tests.
struct output;
void markdown_dump(struct output *out, const struct markdown_block *block, unsigned depth);

#endif
