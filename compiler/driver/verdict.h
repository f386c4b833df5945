// What was found in one input, and how it travels from a worker to its parent.
#ifndef DRIVER_VERDICT_H
#define DRIVER_VERDICT_H

#include "driver/inputs.h"

struct verdict {
    struct diagnostics diagnostics; // in order, with their final levels
    bool is_unreadable; // the exit status is 2
    bool has_crashed;   // the exit status is 3
    bool has_no_plan;   // a file that only a folder's search found, and that is no plan
};

// The verdict as bytes. Only the same process, forked, reads them.
void verdict_write(struct output *out, const struct verdict *verdict);

// Cuts what verdict_write() wrote off `bytes`.
void verdict_read(struct arena *arena, struct str *bytes, struct verdict *verdict);

#endif
