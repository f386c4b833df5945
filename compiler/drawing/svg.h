// SVG on its way out: a page with its colours, for light and dark surroundings, and text that is
// nothing but text.
#ifndef DRAWING_SVG_H
#define DRAWING_SVG_H

#include "base/output.h"

enum { SVG_CELL = 7 }; // pixels of one cell of the page's letters, roughly

// Text between tags or in an attribute: what XML does not allow becomes U+FFFD.
void svg_text(struct output *out, struct str text);

// The page up to its first shape; the title is what is read aloud. Ended by svg_end().
void svg_begin(struct output *out, unsigned width, unsigned height, struct str title);
void svg_end(struct output *out);

// A line of text at most `cells` wide; where it is longer, the whole of it is shown to whoever
// points at it. `class` is one of the page's: "title", "head", "strong", "plain", "small", each
// with " middle" or " end" behind it for where `x` is.
void svg_label(struct output *out, double x, double y, const char *class, struct str text,
               unsigned cells);

// A rectangle of one of the page's classes.
void svg_box(struct output *out, double x, double y, double width, double height,
             const char *class);

// A straight line of one of the page's classes: "edge", "grid", "no-return".
void svg_line(struct output *out, double x1, double y1, double x2, double y2, const char *class);

#endif
