// The lines of a Markdown file as cmark gets them, and where each stands in the file.
//
// Code is not among them: a block of code is two bare fence lines, its body is here. So what
// stands in code cannot be taken for structure, and cmark closes no fence that belay keeps
// open. Runs of blank lines are one line.
#ifndef READERS_MARKDOWN_LINES_H
#define READERS_MARKDOWN_LINES_H

#include "readers/markdown/block.h"

// Offsets are into markdown_lines.text.
struct markdown_line {
    uint32_t offset;   // of what stands in column 1
    uint32_t moved_at; // from this byte of the line on, its text stands ...
    int32_t moved_by;  // ... this many bytes further on
    uint32_t code;     // of an opening fence: 1 + the index of its code
    bool is_in_template;
};

struct markdown_code {
    struct str language;
    struct text body;
    size_t from, to; // from the opening fence to the end of the closing one
};

struct markdown_lines {
    struct text text; // the whole file, repaired
    struct text front_matter;
    ARRAY_OF(char) bytes; // what cmark gets
    ARRAY_OF(struct markdown_line) lines;
    ARRAY_OF(struct markdown_code) codes;
};

void markdown_lines_read(struct markdown_lines *lines, struct unit *unit,
                         struct markdown_repairs *repairs);

// The offset of a place that cmark names, both from 1; inside the text whatever cmark says.
size_t markdown_lines_offset(const struct markdown_lines *lines, int line, int column);

// A line of the repaired text, and where its content begins.
struct raw_line {
    size_t start, end, next; // `end` is before the LF, `next` behind it
    size_t content;          // behind quote marks and blanks
    size_t indent;           // columns of blanks before the content, behind the quote marks
    unsigned quotes;         // quote marks
};

struct raw_line raw_line_at(struct str text, size_t start);

static inline bool raw_line_is_blank(const struct raw_line *line)
{
    return line->content == line->end;
}

// Takes up to `indent` columns of blanks off the line's head.
void raw_line_dedent(struct raw_line *line, struct str text, size_t indent);

// The length of the list marker ("-", "12.", a bullet character) at `at` that a blank or the
// line's end follows; 0 where there is none.
size_t list_marker_length(struct str text, size_t at, size_t end);

// The level of the heading at `at`, 0 where there is none.
unsigned heading_level(struct str text, size_t at, size_t end);

// The lines [from, to) without `quotes` quote marks and up to `indent` columns of blanks,
// nor the last line's end.
struct text markdown_dedent(struct arena *arena, struct text text, size_t from, size_t to,
                            unsigned quotes, size_t indent);

// Code that is code by its indentation: its first line starts at `from`, behind its container's
// marker and indentation, the others have as much of a margin.
struct text markdown_indented_code(struct arena *arena, struct text text, size_t from, size_t to);

#endif
