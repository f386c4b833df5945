#include "driver/find.h"

#include "driver/deliver.h"
#include "driver/ignore.h"
#include "base/path.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

struct folder {
    struct str path;     // as it is opened; empty: the current folder
    struct str absolute;
    const struct ignore *ignore;
    const struct settings *settings;
};

struct names {
    ARRAY_OF(struct str) all;
};

static void add(struct find *find, struct str path, struct str absolute,
                const struct settings *settings, bool is_named)
{
    *array_grow(find->inputs->arena, &find->found) = (struct input){
        .path = path, .absolute = absolute, .shown = path, .is_named = is_named,
        .settings = settings,
    };
}

static bool is_excluded(const struct find *find, const struct settings *settings,
                        struct str absolute)
{
    return path_patterns_cover(find->inputs->excludes, absolute)
           || (settings->config && path_patterns_cover(settings->config->excludes, absolute));
}

// ---- folders

static void search_folder(struct find *find, const struct folder *folder);

static int compare_names(const void *left, const void *right)
{
    return str_compare(*(const struct str *)left, *(const struct str *)right);
}

// The names in a folder, in order; false where it cannot be read.
static bool read_names(struct arena *arena, struct str path, struct names *names)
{
    DIR *directory = opendir(path.length ? path.data : ".");
    if (!directory)
        return false;
    for (const struct dirent *entry; (entry = readdir(directory));)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            array_add(arena, &names->all, arena_copy(arena, str_of(entry->d_name)));
    closedir(directory);
    if (names->all.count > 1)
        qsort(names->all.items, names->all.count, sizeof *names->all.items, compare_names);
    return true;
}

static void enter_folder(struct find *find, const struct folder *outer, struct str path,
                         struct str absolute)
{
    struct inputs *inputs = find->inputs;
    bool is_repository = path_is_repository(inputs->arena, absolute);
    struct folder inner = { .path = path, .absolute = absolute };
    inner.ignore = ignore_enter(&inputs->configs.sources, is_repository ? NULL : outer->ignore,
                                absolute);
    inner.settings = configs_for(&inputs->configs, absolute);
    search_folder(find, &inner);
}

static bool is_wanted(const struct folder *folder, struct str absolute)
{
    if (str_ends_with(absolute, STR(".belay")))
        return true;
    const struct config *config = folder->settings->config;
    return config && path_patterns_match(config->includes, absolute);
}

static void look_at(struct find *find, const struct folder *folder, struct str name)
{
    struct arena *arena = find->inputs->arena;
    struct str path = path_join(arena, folder->path, name);
    struct str absolute = path_join(arena, folder->absolute, name);
    struct stat status;
    if (lstat(path.data, &status) != 0 || (!S_ISDIR(status.st_mode) && !S_ISREG(status.st_mode)))
        return;
    bool is_folder = S_ISDIR(status.st_mode);
    if (ignore_covers(folder->ignore, absolute, is_folder)
        || is_excluded(find, folder->settings, absolute))
        return;
    if (is_folder && !str_is(name, ".git"))
        enter_folder(find, folder, path, absolute);
    if (!is_folder && is_wanted(folder, absolute))
        add(find, path, absolute, folder->settings, false);
}

static void search_folder(struct find *find, const struct folder *folder)
{
    struct names names = { 0 };
    if (!read_names(find->inputs->arena, folder->path, &names)) {
        complain("cannot read folder '%.*s': %s", STR_ARGS(folder->path), strerror(errno));
        find->inputs->has_failed = true;
        return;
    }
    for (size_t i = 0; i < names.all.count; i++)
        look_at(find, folder, names.all.items[i]);
}

// ---- arguments

static void find_in_folder(struct find *find, struct str path, struct str absolute)
{
    struct inputs *inputs = find->inputs;
    struct folder folder = {
        .path = str_is(path, ".") ? STR("") : path,
        .absolute = absolute,
        .ignore = ignore_of(&inputs->configs.sources, absolute),
        .settings = configs_for(&inputs->configs, absolute),
    };
    size_t before = find->found.count;
    search_folder(find, &folder);
    if (find->found.count > before || inputs->options->is_allowing_empty)
        return;
    complain("no plan files under '%.*s': expected *.belay, or what 'include' in .belay.yaml names",
             STR_ARGS(path));
    inputs->has_failed = true;
}

// The folder of a file that need not be there, without links where it is.
static struct str absolute_of(struct inputs *inputs, struct str path)
{
    struct arena *arena = inputs->arena;
    struct str folder = path_resolve(arena, path_parent_of(arena, path));
    return path_join(arena, folder.data ? folder : inputs->configs.current, path_name(path));
}

static void find_file(struct find *find, struct str path, struct str shown)
{
    struct inputs *inputs = find->inputs;
    struct str absolute = absolute_of(inputs, shown);
    const struct settings *settings =
        configs_for(&inputs->configs, path_parent_of(inputs->arena, absolute));
    if (inputs->options->is_forcing_exclude && is_excluded(find, settings, absolute)) {
        find->skipped++;
        return;
    }
    add(find, path, absolute, settings, true);
    find->found.items[find->found.count - 1].shown = shown;
}

void find_argument(struct find *find, struct str argument)
{
    struct inputs *inputs = find->inputs;
    if (str_is(argument, "-")) {
        struct str name = inputs->options->stdin_filename;
        find_file(find, argument, name.data ? path_tidy(inputs->arena, name) : STR("<stdin>"));
        return;
    }
    struct str path = path_tidy(inputs->arena, argument);
    if (path_is_folder(path))
        find_in_folder(find, path, path_resolve(inputs->arena, path));
    else
        find_file(find, path, path);
}
