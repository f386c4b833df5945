// Structure that is written as HTML.
#ifndef READERS_MARKDOWN_HTML_H
#define READERS_MARKDOWN_HTML_H

#include "readers/markdown/block.h"

enum { HTML_SUMMARY = 0 };

struct html_heading {
    int level;         // 1 to 6, or HTML_SUMMARY
    struct text title; // without tags
};

// Cuts the next <h1> to <h6> or <summary> off `html`; false when none is left.
bool html_next_heading(struct arena *arena, struct text *html, struct html_heading *heading);

// True for what marks text up rather than being part of it: HTML's own tags and comments. Other
// words in angle brackets are placeholders.
bool tag_is_left_out(struct str tag);
bool tag_is_line_break(struct str tag);

#endif
