// Patterns of paths: '*', '?' and [sets] within a name, '**' for any number of folders.
#ifndef BASE_GLOB_H
#define BASE_GLOB_H

#include "base/arena.h"

struct glob {
    const char *const *parts; // between the slashes
    unsigned part_count;
};

// A pattern without a slash, but at its end, is of a name at any depth; one slash in it or
// before it, and it is of the whole path.
struct glob glob_read(struct arena *arena, struct str pattern);

// `path` is relative, with '/' between its names. A '**' at the end stands for one name at least.
bool glob_matches(const struct glob *glob, struct str path);

// The path, or a folder that it lies in.
bool glob_covers(const struct glob *glob, struct str path);

#endif
