#define _XOPEN_SOURCE 700 // realpath()
#include "base/path.h"

#include "base/output.h"

#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

struct str path_join(struct arena *arena, struct str folder, struct str name)
{
    if (folder.length == 0)
        return arena_copy(arena, name);
    bool has_slash = folder.data[folder.length - 1] == '/';
    return arena_format(arena, "%.*s%s%.*s", STR_ARGS(folder), has_slash ? "" : "/",
                        STR_ARGS(name));
}

struct str path_resolve(struct arena *arena, struct str path)
{
    char resolved[PATH_MAX];
    if (!realpath(path.data, resolved))
        return STR_NONE;
    return arena_copy(arena, str_of(resolved));
}

static size_t last_slash(struct str path)
{
    size_t at = path.length;
    while (at > 0 && path.data[at - 1] != '/')
        at--;
    return at == 0 ? STR_NOT_FOUND : at - 1;
}

struct str path_parent_of(struct arena *arena, struct str path)
{
    size_t slash = last_slash(path);
    if (slash == STR_NOT_FOUND)
        return STR(".");
    return arena_copy(arena, str_slice(path, 0, slash == 0 ? 1 : slash));
}

struct str path_name(struct str path)
{
    size_t slash = last_slash(path);
    return slash == STR_NOT_FOUND ? path : str_from(path, slash + 1);
}

struct str path_below(struct str folder, struct str path)
{
    bool has_slash = str_ends_with(folder, STR("/"));
    return str_from(path, folder.length + (has_slash ? 0 : 1));
}

struct str path_tidy(struct arena *arena, struct str path)
{
    struct output tidy = { .arena = arena };
    for (size_t i = 0; i < path.length; i++) {
        bool is_after_slash = i == 0 || path.data[i - 1] == '/';
        bool is_dot = is_after_slash && str_starts_with(str_from(path, i), STR("./"));
        if (is_dot)
            i++;
        else if (path.data[i] != '/' || i == 0 || !is_after_slash)
            output_char(&tidy, path.data[i]);
    }
    struct str text = output_get(&tidy);
    if (text.length > 1 && text.data[text.length - 1] == '/')
        text.length--;
    return arena_copy(arena, text.length ? text : STR("."));
}

// How much two absolute paths have in common, in whole names.
static size_t common_length(struct str a, struct str b)
{
    size_t at = 0, common = 0;
    while (at < a.length && at < b.length && a.data[at] == b.data[at])
        if (a.data[at++] == '/')
            common = at;
    bool a_ends = at == a.length && (at == b.length || b.data[at] == '/');
    bool b_ends = at == b.length && at < a.length && a.data[at] == '/';
    return a_ends || b_ends ? at : common;
}

struct str path_relative(struct arena *arena, struct str from, struct str path)
{
    size_t common = common_length(from, path);
    struct str up = str_from(from, common), down = str_from(path, common);
    struct output out = { .arena = arena };
    if (str_starts_with(down, STR("/")))
        down = str_from(down, 1);
    for (size_t i = 0; i < up.length; i++)
        if (up.data[i] != '/' && (i == 0 || up.data[i - 1] == '/'))
            output_str(&out, STR("../"));
    output_str(&out, down);
    return arena_copy(arena, output_get(&out));
}

bool path_is_file(struct str path)
{
    struct stat status;
    return stat(path.data, &status) == 0 && S_ISREG(status.st_mode);
}

bool path_is_folder(struct str path)
{
    struct stat status;
    return stat(path.data, &status) == 0 && S_ISDIR(status.st_mode);
}

bool path_is_repository(struct arena *arena, struct str folder)
{
    struct stat status;
    return stat(path_join(arena, folder, STR(".git")).data, &status) == 0;
}
