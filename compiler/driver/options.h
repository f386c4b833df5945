// The command line: parsing, help and errors come from one table, options.def.
//
// `--name VALUE` and `--name=VALUE`, `-nVALUE` and `-n VALUE`, flags in one word (`-qh`).
// `--` ends options; `-` is an argument. Options stand before and behind the command.
#ifndef DRIVER_OPTIONS_H
#define DRIVER_OPTIONS_H

#include "base/list.h"
#include "base/output.h"

// Who has an option. An option of all commands may stand before the command.
enum command_bit {
    COMMAND_LINT = 1,
    COMMAND_BUILD = 2,
    COMMAND_EXPLAIN = 4,
    COMMAND_RULES = 8,
    COMMAND_VERSION = 16,
    COMMAND_HELP = 32,
    COMMAND_GRAPH = 64,
    COMMAND_TIMELINE = 128,
    COMMAND_DRAWS = COMMAND_GRAPH | COMMAND_TIMELINE,
    COMMAND_ALL = 255,
};

struct argument {
    struct argument *next;
    struct str text; // NUL-terminated
};

struct argument_list {
    struct argument *first, *last;
};

struct option_number {
    size_t value;
    bool is_set;
};

// What was read. Texts that were not given have no data; lists are in the order given.
struct options {
    struct arena *arena;
    struct argument_list arguments;
    bool is_help, is_version;
    struct argument_list formats, selects, extend_selects, ignores, levels, excludes;
    struct str fail_on, profile, config, color, directory, stdin_filename, path_base, dump;
    struct argument_list only; // kinds of files
    struct str output;         // a folder; of a drawing, a file
    struct str notation;       // of a drawing
    struct str templates;      // a folder
    struct str list_format; // --format of explain and rules
    struct option_number max_size; // bytes
    struct option_number jobs, width;
    bool is_isolated, is_quiet, is_exit_zero, is_forcing_exclude, is_allowing_empty;
    bool is_ignoring_suppressions, is_showing_suppressed, is_showing_settings, is_showing_files;
    bool is_statistics, is_enabled_only, is_checklist, is_proof;
    bool is_check, is_forced, is_without_lint;
    bool is_fix, is_fixing_unsafe, is_diff;
};

// Reads the words of the command line, argv-like and NULL-terminated, for the command `bit`.
// With bit COMMAND_ALL it stops at the first argument, the command, and `*rest` is its
// place. False where something is wrong; `*problem` then says what.
bool options_parse(struct options *options, enum command_bit bit, const char *const *words,
                   const char *const **rest, struct str *problem);

// The options of a command, in groups, two columns.
void options_help(struct output *out, enum command_bit bit);

// The values of a list option, cut at commas.
struct argument_list options_split(struct arena *arena, struct argument_list list);

// "no THING 'word'; did you mean 'near'?", where `choices`, blank-separated, is all there is.
struct str options_no_such(struct arena *arena, const char *thing, struct str word,
                           const char *choices);

// Whether `word` is one of the blank-separated `choices`.
bool options_is_choice(const char *choices, struct str word);

#endif
