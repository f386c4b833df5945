#include "driver/ignore.h"

#include "base/glob.h"
#include "base/list.h"
#include "base/path.h"

enum { MAX_SIZE = 1024 * 1024 };

struct ignore_rule {
    struct ignore_rule *next;
    struct glob glob;
    bool is_negated, is_for_folders;
};

struct ignore {
    const struct ignore *outer;
    struct str folder;
    LIST_OF(ignore_rule) rules;
};

// Blanks at the end do not count, unless a backslash stands before them.
static struct str without_blanks(struct str line)
{
    while (line.length && (line.data[line.length - 1] == ' ' || line.data[line.length - 1] == '\r')
           && !(line.length > 1 && line.data[line.length - 2] == '\\'))
        line.length--;
    return line;
}

static void read_rule(struct arena *arena, struct ignore *ignore, struct str line)
{
    line = without_blanks(line);
    bool is_negated = str_starts_with(line, STR("!"));
    if (is_negated)
        line = str_from(line, 1);
    if (line.length == 0 || (line.data[0] == '#' && !is_negated))
        return;
    struct ignore_rule *rule = arena_new(arena, struct ignore_rule);
    rule->is_negated = is_negated;
    rule->is_for_folders = str_ends_with(line, STR("/"));
    rule->glob = glob_read(arena, line);
    list_add(&ignore->rules, rule);
}

const struct ignore *ignore_enter(struct source_map *sources, const struct ignore *outer,
                                  struct str folder)
{
    struct arena *arena = sources->arena;
    struct str path = path_join(arena, folder, STR(".gitignore")), problem;
    if (!path_is_file(path))
        return outer;
    const struct source_file *file = source_read(sources, path.data, path, MAX_SIZE, &problem);
    if (!file)
        return outer;
    struct ignore *ignore = arena_new(arena, struct ignore);
    ignore->outer = outer;
    ignore->folder = folder;
    struct str rest = file->text;
    for (struct str line; str_next_line(&rest, &line);)
        read_rule(arena, ignore, line);
    return ignore;
}

// True where the folder lies in a repository, or is one.
static bool is_in_repository(struct arena *arena, struct str folder)
{
    while (!path_is_repository(arena, folder)) {
        struct str parent = path_parent_of(arena, folder);
        if (parent.length == folder.length)
            return false;
        folder = parent;
    }
    return true;
}

static const struct ignore *enter_from_root(struct source_map *sources, struct str folder)
{
    const struct ignore *outer = NULL;
    if (!path_is_repository(sources->arena, folder))
        outer = enter_from_root(sources, path_parent_of(sources->arena, folder));
    return ignore_enter(sources, outer, folder);
}

const struct ignore *ignore_of(struct source_map *sources, struct str folder)
{
    if (is_in_repository(sources->arena, folder))
        return enter_from_root(sources, folder);
    return ignore_enter(sources, NULL, folder);
}

// The last rule that matches decides, and of two files the inner.
bool ignore_covers(const struct ignore *ignore, struct str path, bool is_folder)
{
    for (; ignore; ignore = ignore->outer) {
        const struct ignore_rule *last = NULL;
        struct str relative = path_below(ignore->folder, path);
        list_each(ignore_rule, rule, ignore->rules)
            if ((is_folder || !rule->is_for_folders) && glob_matches(&rule->glob, relative))
                last = rule;
        if (last)
            return !last->is_negated;
    }
    return false;
}
