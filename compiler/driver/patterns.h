// Lists of patterns, each relative to a folder.
#ifndef DRIVER_PATTERNS_H
#define DRIVER_PATTERNS_H

#include "base/glob.h"
#include "base/list.h"

struct path_pattern {
    struct path_pattern *next;
    struct str folder; // absolute: what the pattern is relative to
    struct glob glob;
};

struct path_pattern_list {
    struct path_pattern *first, *last;
};

// `path` is absolute.
bool path_patterns_match(struct path_pattern_list patterns, struct str path);

// Also a folder that the path lies in.
bool path_patterns_cover(struct path_pattern_list patterns, struct str path);

void path_pattern_add(struct arena *arena, struct path_pattern_list *patterns, struct str folder,
                      struct str pattern);

#endif
