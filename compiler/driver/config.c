#include "driver/config.h"

#include "driver/config-values.h"
#include "driver/deliver.h"
#include "base/path.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

enum { MAX_SIZE = 1024 * 1024, MAX_EXTENDS = 8 };

struct folder_settings {
    struct folder_settings *next;
    struct str folder;
    const struct settings *settings;
};

// ---- files

static bool read_config(struct config_reading *reading, struct str path, unsigned extends);

static const struct tree_node *find_value(const struct tree_node *map, const char *key)
{
    list_each(tree_entry, entry, map->entries)
        if (str_is(entry->key->text.str, key))
            return entry->value;
    return NULL;
}

// The values of the extended file come first, so that those of this one replace them.
static void read_extended(struct config_reading *reading, const struct tree_node *value,
                          unsigned extends)
{
    struct str folder = reading->folder;
    if (!config_expect(reading, value, TREE_SCALAR))
        return;
    struct str path = path_join(reading->configs->arena, folder, value->text.str);
    if (value->text.str.length && value->text.str.data[0] == '/')
        path = arena_copy(reading->configs->arena, value->text.str);
    if (extends == MAX_EXTENDS)
        config_fail(reading, value->span, "extend: more than %d files, or one that extends itself",
                    MAX_EXTENDS);
    else if (!path_is_file(path))
        config_fail(reading, value->span, "extend: no file '%.*s'", STR_ARGS(value->text.str));
    else
        read_config(reading, path, extends + 1);
    reading->folder = folder;
}

static void read_root(struct config_reading *reading, const struct tree_node *root,
                      unsigned extends)
{
    if (tree_is_null(root))
        return;
    if (root->kind != TREE_MAP) {
        config_fail(reading, root->span, "expected keys with values, such as 'profile: strict'");
        return;
    }
    const struct tree_node *extended = find_value(root, config_key_name(CONFIG_EXTEND));
    if (extended)
        read_extended(reading, extended, extends);
    list_each(tree_entry, entry, root->entries)
        config_read_entry(reading, entry);
}

static bool read_config(struct config_reading *reading, struct str path, unsigned extends)
{
    struct configs *configs = reading->configs;
    struct str absolute = path_resolve(configs->arena, path), problem;
    struct str shown = path;
    if (absolute.data)
        shown = path_relative(configs->arena, configs->current, absolute);
    const struct source_file *file =
        source_read(&configs->sources, path.data, shown, MAX_SIZE, &problem);
    if (!file) {
        complain("cannot read '%.*s': %.*s", STR_ARGS(shown), STR_ARGS(problem));
        configs->has_failed = true;
        return false;
    }
    reading->folder = path_parent_of(configs->arena, absolute);
    struct yaml yaml;
    yaml_read(configs->arena, file, &yaml);
    const struct yaml_problem *wrong = yaml.problems.first;
    if (yaml.root)
        read_root(reading, yaml.root, extends);
    else if (span_is_set(wrong->first))
        config_fail(reading, wrong->span, "%.*s (line %u: %s)", STR_ARGS(wrong->message),
                    source_locate(&configs->sources, wrong->first.start).line_number,
                    wrong->first_label);
    else
        config_fail(reading, wrong->span, "%.*s", STR_ARGS(wrong->message));
    return yaml.root != NULL;
}

static const struct settings *settings_with(struct configs *configs, struct str path)
{
    struct config *config = arena_new(configs->arena, struct config);
    struct settings *settings = arena_new(configs->arena, struct settings);
    struct config_reading reading = { .configs = configs, .config = config };
    read_config(&reading, path, 0);
    *settings = *configs->command_line;
    settings->config = config;
    if (!settings->has_fail_level && config->values[CONFIG_FAIL_ON])
        settings->fail_level = config->fail_level;
    return settings;
}

// ---- the search

void configs_init(struct configs *configs, struct arena *arena, const struct options *options,
                  const struct settings *command_line)
{
    const char *home = getenv("HOME");
    *configs = (struct configs){ .arena = arena, .command_line = command_line };
    configs->sources.arena = arena;
    configs->current = path_resolve(arena, STR("."));
    if (!configs->current.data)
        configs->current = STR("/");
    configs->home = path_resolve(arena, str_of(home ? home : ""));
    if (options->config.data)
        configs->only = settings_with(configs, options->config);
    else if (options->is_isolated)
        configs->only = command_line;
}

static const struct settings *find_settings(struct configs *configs, struct str folder)
{
    struct str path = path_join(configs->arena, folder, STR(".belay.yaml"));
    if (access(path.data, F_OK) == 0)
        return settings_with(configs, path);
    struct str parent = path_parent_of(configs->arena, folder);
    bool is_last = parent.length == folder.length || str_equal(folder, configs->home)
                   || path_is_repository(configs->arena, folder);
    return is_last ? configs->command_line : configs_for(configs, parent);
}

const struct settings *configs_for(struct configs *configs, struct str folder)
{
    if (configs->only)
        return configs->only;
    list_each(folder_settings, known, configs->folders)
        if (str_equal(known->folder, folder))
            return known->settings;
    const struct settings *settings = find_settings(configs, folder);
    struct folder_settings *found = arena_new(configs->arena, struct folder_settings);
    *found = (struct folder_settings){ .folder = folder, .settings = settings };
    list_add(&configs->folders, found);
    return settings;
}

struct str config_place(struct configs *configs, const struct tree_node *value)
{
    struct source_place place = source_locate(&configs->sources, value->span.start);
    return arena_format(configs->arena, "%.*s:%u", STR_ARGS(place.file->path), place.line_number);
}
