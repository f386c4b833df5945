// Configuration files: `.belay.yaml`, the nearest one from each input upwards.
//
// The search ends at the root of a repository and at $HOME. Files are not merged; one may
// name another with `extend`, whose values hold where it has none of its own.
#ifndef DRIVER_CONFIG_H
#define DRIVER_CONFIG_H

#include "driver/patterns.h"
#include "driver/settings.h"
#include "plan/calendar.h"
#include "source/source.h"

enum config_key {
    CONFIG_EXTEND, CONFIG_PROFILE, CONFIG_INCLUDE, CONFIG_EXCLUDE, CONFIG_ENGINE, CONFIG_LEVELS,
    CONFIG_FAIL_ON, CONFIG_IGNORE_NEEDS_REASON, CONFIG_TIMEZONE, CONFIG_FREEZE,
};

enum { CONFIG_KEY_COUNT = CONFIG_FREEZE + 1 };

struct config {
    const struct tree_node *values[CONFIG_KEY_COUNT]; // as written; NULL where there is none
    enum profile profile;
    enum level fail_level;
    bool ignore_needs_reason;
    struct level_setting_list levels;
    struct path_pattern_list includes, excludes;
    struct freezes freezes;
};

// All configurations of a run.
struct configs {
    struct arena *arena;
    struct source_map sources; // the configuration files
    const struct settings *command_line;
    const struct settings *only; // NULL; else of every input: --config and --isolated
    struct str current, home;    // folders
    LIST_OF(folder_settings) folders;
    bool has_failed; // something is wrong with a file; that was said on standard error
};

void configs_init(struct configs *configs, struct arena *arena, const struct options *options,
                  const struct settings *command_line);

// What governs the files in a folder, an absolute path.
const struct settings *configs_for(struct configs *configs, struct str folder);

const char *config_key_name(enum config_key key); // "fail-on"

// Where a value stands: "../.belay.yaml:3".
struct str config_place(struct configs *configs, const struct tree_node *value);

#endif
