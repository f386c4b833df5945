// Which files a run looks at, and their text.
#ifndef DRIVER_INPUTS_H
#define DRIVER_INPUTS_H

#include "driver/config.h"
#include "readers/reader.h"

struct input {
    struct input *next;
    struct str path;     // as it is opened; "-" is standard input
    struct str absolute; // for configuration, patterns and --path-base
    struct str shown;    // as reports call it
    bool is_named;       // on the command line, not found in a folder
    const struct settings *settings;
    const struct source_file *file; // without text where it cannot be read
    const struct reader *reader;    // NULL where it cannot be read, or by none
};

struct inputs {
    struct arena *arena;
    struct source_map sources;
    struct configs configs;
    struct path_pattern_list excludes; // --exclude
    struct str base;                   // --path-base; no data: paths as they were reached
    const struct options *options;
    struct diagnostics diagnostics; // of files that cannot be read
    struct input *items;            // in the order of their shown paths, each once
    size_t count;
    bool has_failed; // a folder without plans, said on standard error
};

// Finds the files that the options name. False where the options or a configuration cannot
// be used; that was said on standard error.
bool inputs_find(struct inputs *inputs, const struct options *options,
                 const struct settings *settings);

// Reads their text.
void inputs_read(struct inputs *inputs);

// True where the path is that of an input, by whatever name: writing there, it would be gone.
bool inputs_have(const struct inputs *inputs, const char *path);

#endif
