// The compiler's entry: finds the command and lets it run.
#include "base/check.h"
#include "driver/command.h"
#include "driver/deliver.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

// BUG() and running out of memory end here; what is wrong was said already.
static void end_with_status(int signal)
{
    (void)signal;
    _exit(STATUS_INTERNAL);
}

static bool enter_directory(const struct options *options)
{
    if (!options->directory.data || chdir(options->directory.data) == 0)
        return true;
    complain("cannot enter '%s': %s", options->directory.data, strerror(errno));
    return false;
}

static enum status run_command(struct options *options, const char *const *words)
{
    const struct command *command = command_find(str_of(words[0]));
    struct str problem;
    if (!command)
        return command_misused(NULL, command_no_such(options->arena, str_of(words[0])));
    if (!options_parse(options, command->bit, words + 1, &words, &problem))
        return command_misused(command, problem);
    if (options->is_help)
        return help_print(options->arena, command);
    if (options->is_version)
        return version_run(options);
    return enter_directory(options) ? command->run(options) : STATUS_UNUSABLE;
}

static enum status run(struct options *options, const char *const *words)
{
    struct str problem;
    if (!options_parse(options, COMMAND_ALL, words, &words, &problem))
        return command_misused(NULL, problem);
    if (options->is_version)
        return version_run(options);
    if (options->is_help)
        return help_print(options->arena, *words ? command_find(str_of(*words)) : NULL);
    if (!*words)
        return command_misused(NULL, STR("a command is missing"));
    return run_command(options, words);
}

int main(int count, char **words)
{
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); // a file past its limit is a failure to write as others are
    signal(SIGABRT, end_with_status);
    struct arena arena = { 0 };
    struct options options = { .arena = &arena };
    enum status status = run(&options, (const char *const *)words + (count > 0));
    arena_release(&arena);
    return (int)status;
}
