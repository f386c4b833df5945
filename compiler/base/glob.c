#include "base/glob.h"

#include "base/list.h"

#include <fnmatch.h>

enum { LONGEST_NAME = 255 };

struct glob glob_read(struct arena *arena, struct str pattern)
{
    struct { const char **items; size_t count, capacity; } parts = { 0 };
    while (str_ends_with(pattern, STR("/")))
        pattern = str_slice(pattern, 0, pattern.length - 1);
    if (str_find_char(pattern, '/', 0) == STR_NOT_FOUND)
        array_add(arena, &parts, "**");
    while (str_starts_with(pattern, STR("/")) || str_starts_with(pattern, STR("./")))
        pattern = str_from(pattern, pattern.data[0] == '/' ? 1 : 2);
    for (;;) {
        size_t slash = str_find_char(pattern, '/', 0);
        array_add(arena, &parts, arena_copy(arena, str_slice(pattern, 0, slash)).data);
        if (slash == STR_NOT_FOUND)
            return (struct glob){ parts.items, (unsigned)parts.count };
        pattern = str_from(pattern, slash + 1);
    }
}

static bool is_any_folders(const char *part)
{
    return strcmp(part, "**") == 0;
}

static bool name_matches(const char *part, struct str name)
{
    char text[LONGEST_NAME + 1];
    if (name.length > LONGEST_NAME)
        return false;
    memcpy(text, name.data, name.length);
    text[name.length] = '\0';
    return fnmatch(part, text, 0) == 0;
}

// Cuts the first name off a path.
static struct str next_name(struct str *path)
{
    size_t slash = str_find_char(*path, '/', 0);
    struct str name = str_slice(*path, 0, slash);
    *path = slash == STR_NOT_FOUND ? STR("") : str_from(*path, slash + 1);
    return name;
}

// Names are held against parts in turn; where they part, the last '**' takes one name more.
// Earlier ones never need to: the last can take whatever they could.
bool glob_matches(const struct glob *glob, struct str path)
{
    unsigned part = 0, part_behind = 0; // the part behind the last '**'
    bool has_any = false;
    struct str path_behind = path;      // what is left for it
    while (path.length || part < glob->part_count) {
        struct str rest = path;
        if (part < glob->part_count && is_any_folders(glob->parts[part])) {
            if (++part == glob->part_count)
                return path.length > 0;
            has_any = true;
            part_behind = part;
            path_behind = path;
        } else if (path.length && part < glob->part_count
                   && name_matches(glob->parts[part], next_name(&rest))) {
            part++;
            path = rest;
        } else if (has_any && path_behind.length) {
            next_name(&path_behind);
            path = path_behind;
            part = part_behind;
        } else
            return false;
    }
    return true;
}

bool glob_covers(const struct glob *glob, struct str path)
{
    for (size_t slash = str_find_char(path, '/', 0); slash != STR_NOT_FOUND;
         slash = str_find_char(path, '/', slash + 1))
        if (glob_matches(glob, str_slice(path, 0, slash)))
            return true;
    return glob_matches(glob, path);
}
