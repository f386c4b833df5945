// The rows under a line of source: what is underlined, and what is said about it.
#ifndef REPORT_UNDERLINE_H
#define REPORT_UNDERLINE_H

#include "report/frame.h"

// Writes the rows for the marks of one line, in their order; `window` is what is shown of it.
void underline_write(const struct frame *frame, const struct window *window,
                     const struct mark *marks, size_t count);

#endif
