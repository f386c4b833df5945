// What a fix takes away and puts in its place, line by line.
#ifndef REPORT_PATCH_H
#define REPORT_PATCH_H

#include "report/frame.h"

// Writes "NN - line" and "NN + line" for every line that the fix changes. A fix that
// changes very much is not shown: its title says what it does.
void patch_write(const struct frame *frame, const struct diagnostic_fix *fix);

#endif
