// The lines of a plan that a finding speaks of, with its places underlined.
#ifndef REPORT_SNIPPET_H
#define REPORT_SNIPPET_H

#include "report/frame.h"

// Writes "--> PATH:LINE:COLUMN" and the excerpt, file by file, line by line. Writes nothing
// for a finding that stands nowhere.
void snippet_write(const struct frame *frame);

#endif
