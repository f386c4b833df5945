#include "driver/patterns.h"

#include "base/path.h"

void path_pattern_add(struct arena *arena, struct path_pattern_list *patterns, struct str folder,
                      struct str pattern)
{
    struct path_pattern *added = arena_new(arena, struct path_pattern);
    added->folder = folder;
    added->glob = glob_read(arena, pattern);
    list_add(patterns, added);
}

// A path outside of the pattern's folder is none of its business.
static bool lies_in(struct str folder, struct str path)
{
    return str_starts_with(path, folder)
           && (str_ends_with(folder, STR("/"))
               || (path.length > folder.length && path.data[folder.length] == '/'));
}

bool path_patterns_match(struct path_pattern_list patterns, struct str path)
{
    list_each(path_pattern, pattern, patterns)
        if (lies_in(pattern->folder, path)
            && glob_matches(&pattern->glob, path_below(pattern->folder, path)))
            return true;
    return false;
}

bool path_patterns_cover(struct path_pattern_list patterns, struct str path)
{
    list_each(path_pattern, pattern, patterns)
        if (lies_in(pattern->folder, path)
            && glob_covers(&pattern->glob, path_below(pattern->folder, path)))
            return true;
    return false;
}
