// Searching the arguments of the command line for plans.
#ifndef DRIVER_FIND_H
#define DRIVER_FIND_H

#include "driver/inputs.h"

struct find {
    struct inputs *inputs;
    ARRAY_OF(struct input) found; // in no order; a file may be there twice
    unsigned skipped; // named files that --force-exclude left out
};

// A file, a folder that is searched, or "-". A folder is searched for *.belay and for what
// the nearest configuration includes; links, .git and what git ignores are left out.
void find_argument(struct find *find, struct str argument);

#endif
