// Values into Markdown text: the types of the holes of `%% language markdown`.
#ifndef BACKENDS_ESCAPE_MARKDOWN_H
#define BACKENDS_ESCAPE_MARKDOWN_H

#include "base/output.h"

// Code to be shown.
struct listing {
    struct str text, language; // the fence's tag, as written; may be empty
    unsigned indent;           // blanks before each line: inside a list
};

// Text on one line that is nothing but text, in a table as elsewhere: no link, HTML,
// emphasis, heading, list or end of a cell.
void markdown_text(struct output *out, struct str value);

void markdown_number(struct output *out, long value);
void markdown_indent(struct output *out, long blanks);

// A fenced block without its last line end.
void markdown_listing(struct output *out, struct listing listing);

#endif
