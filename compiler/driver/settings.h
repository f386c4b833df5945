// What governs one input: the command line, and the configuration nearest to the input.
#ifndef DRIVER_SETTINGS_H
#define DRIVER_SETTINGS_H

#include "driver/options.h"
#include "driver/selector.h"
#include "syntax/profile.h"

struct config;

struct settings {
    struct selector_list selects, extend_selects, ignores;
    bool has_selects;                 // --select: nothing else is enabled
    struct level_setting_list levels; // --level
    bool has_profile, has_fail_level;
    enum profile profile;             // --profile
    enum level fail_level;            // LEVEL_OFF: never
    bool is_ignoring_suppressions;
    const struct config *config;      // NULL where there is none
};

// Reads what the options say. False where a value is wrong; `*problem` says why.
bool settings_read(struct settings *settings, const struct options *options, struct str *problem);

// "note", and "never" for LEVEL_OFF.
bool fail_level_parse(struct str text, enum level *level);

#endif
