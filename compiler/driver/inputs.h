// Which files a run looks at.
#ifndef DRIVER_INPUTS_H
#define DRIVER_INPUTS_H

#include "driver/settings.h"
#include "readers/reader.h"

struct input {
    struct input *next;
    struct str path;  // as it is opened; "-" is standard input
    struct str shown; // as reports call it
    bool is_named;    // on the command line, not found in a folder
    const struct settings *settings;
    const struct source_file *file; // without text where it cannot be read
    const struct reader *reader;    // NULL where it cannot be read, or by none
};

struct inputs {
    struct arena *arena;
    struct source_map sources;
    struct diagnostics diagnostics; // of files that cannot be read
    LIST_OF(input) list;            // in the order of their shown paths, each once
    unsigned count;
};

// Finds the files that the options name, and reads them. False where the options or a
// configuration cannot be used; that was said on standard error.
bool inputs_read(struct inputs *inputs, const struct options *options,
                 const struct settings *settings);

#endif
