#include "backends/backend.h"
#include "driver/command.h"
#include "driver/deliver.h"
#include "report/format.h"

static void write_overview(struct output *out)
{
    output_str(out, STR("belay - check migration plans and compile them into what runs them\n\n"
                        "Usage: belay [OPTIONS] COMMAND [OPTIONS] [ARGUMENT]...\n"));
    const char *group = "";
    for (size_t i = 0; i < command_count; i++) {
        if (strcmp(group, commands[i].group) != 0)
            output_format(out, "\n%s:\n", commands[i].group);
        group = commands[i].group;
        output_format(out, "  %-10s  %s\n", commands[i].name, commands[i].summary);
    }
    options_help(out, COMMAND_ALL);
    output_str(out, STR("\nExit status: 0 nothing to report, 1 problems or differences found,\n"
                        "2 wrong usage or unreadable input, 3 internal error.\n"));
}

static void write_formats(struct output *out)
{
    output_str(out, STR("\nFormats:\n"));
    for (const struct format *const *format = formats; *format; format++)
        output_format(out, "  %-10s  %s\n", (*format)->name, (*format)->summary);
}

static void write_kinds(struct output *out)
{
    output_str(out, STR("\nKinds:\n"));
    for (const struct backend *const *backend = backends; *backend; backend++)
        output_format(out, "  %-13s  %s\n", (*backend)->name, (*backend)->summary);
}

static void write_command(struct output *out, const struct command *command)
{
    output_format(out, "%s\n\nUsage: belay %s [OPTIONS]%s%s\n", command->summary, command->name,
                  *command->arguments ? " " : "", command->arguments);
    if (*command->details)
        output_format(out, "\n%s", command->details);
    options_help(out, command->bit);
    if (command->bit == COMMAND_LINT)
        write_formats(out);
    if (command->bit == COMMAND_BUILD)
        write_kinds(out);
}

enum status help_print(struct arena *arena, const struct command *command)
{
    struct output out = { .arena = arena };
    if (command)
        write_command(&out, command);
    else
        write_overview(&out);
    return deliver(output_get(&out)) ? STATUS_CLEAN : STATUS_UNUSABLE;
}

enum status help_run(struct options *options)
{
    const struct argument *name = options->arguments.first;
    if (!name)
        return help_print(options->arena, NULL);
    const struct command *command = command_find(name->text);
    if (!command)
        return command_misused(NULL, command_no_such(options->arena, name->text));
    return help_print(options->arena, command);
}
