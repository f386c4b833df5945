// A command of belay, and what all commands share.
#ifndef DRIVER_COMMAND_H
#define DRIVER_COMMAND_H

#include "driver/options.h"

enum status { // of the process
    STATUS_CLEAN = 0,
    STATUS_FINDINGS = 1, // at or above --fail-on, or stale files
    STATUS_UNUSABLE = 2, // usage, configuration, unreadable input, output that cannot be written
    STATUS_INTERNAL = 3, // belay itself is wrong
};

struct command {
    const char *name;
    enum command_bit bit;
    const char *group; // under which the help lists it
    const char *summary;
    const char *arguments; // "[PATH]..."
    const char *details;   // what the help says below the options; may be empty
    enum status (*run)(struct options *options);
};

extern const struct command commands[];
extern const size_t command_count;

const struct command *command_find(struct str name); // NULL where there is none
struct str command_no_such(struct arena *arena, struct str name);

// Says what is wrong with the words of the command line and where help is; gives
// STATUS_UNUSABLE. `command` is NULL where there is none yet.
enum status command_misused(const struct command *command, struct str problem);

enum status lint_run(struct options *options);
enum status build_run(struct options *options);
enum status graph_run(struct options *options);
enum status timeline_run(struct options *options);
enum status explain_run(struct options *options);
enum status rules_list_run(struct options *options);
enum status version_run(struct options *options);
enum status help_run(struct options *options);

// The help of one command, or of all where it is NULL.
enum status help_print(struct arena *arena, const struct command *command);

#endif
