#include "driver/command.h"

#include "diagnostics/suggest.h"
#include "driver/deliver.h"

#include <stdio.h>

const struct command commands[] = {
    {
        .name = "lint",
        .bit = COMMAND_LINT,
        .group = "Review",
        .summary = "Report problems in migration plans",
        .arguments = "[PATH]...",
        .details = "Arguments:\n"
                   "  [PATH]...   plan files or directories; - reads standard input [default: .]\n",
        .run = lint_run,
    },
    {
        .name = "explain",
        .bit = COMMAND_EXPLAIN,
        .group = "Review",
        .summary = "Explain a rule",
        .arguments = "RULE...",
        .details = "Arguments:\n  RULE...     codes or names\n",
        .run = explain_run,
    },
    {
        .name = "rules",
        .bit = COMMAND_RULES,
        .group = "Review",
        .summary = "List rules",
        .arguments = "",
        .details = "",
        .run = rules_list_run,
    },
    {
        .name = "build",
        .bit = COMMAND_BUILD,
        .group = "Write",
        .summary = "Compile a plan into SQL, a runbook and documents",
        .arguments = "PLAN -o DIR",
        .details = "Arguments:\n"
                   "  PLAN        the plan's file; - reads standard input\n\n"
                   "The plan is judged first; where there are errors, nothing is written.\n"
                   "Files that belay did not write stay as they are, unless --force is given.\n",
        .run = build_run,
    },
    {
        .name = "graph",
        .bit = COMMAND_GRAPH,
        .group = "Write",
        .summary = "Draw phases, versions, traffic and the way back",
        .arguments = "PLAN",
        .details = "Arguments:\n  PLAN        the plan's file; - reads standard input\n",
        .run = graph_run,
    },
    {
        .name = "timeline",
        .bit = COMMAND_TIMELINE,
        .group = "Write",
        .summary = "Draw what happens when",
        .arguments = "PLAN",
        .details = "Arguments:\n  PLAN        the plan's file; - reads standard input\n",
        .run = timeline_run,
    },
    {
        .name = "version",
        .bit = COMMAND_VERSION,
        .group = "About",
        .summary = "Print the version",
        .arguments = "",
        .details = "",
        .run = version_run,
    },
    {
        .name = "help",
        .bit = COMMAND_HELP,
        .group = "About",
        .summary = "Print help for a command",
        .arguments = "[COMMAND]",
        .details = "",
        .run = help_run,
    },
};

const size_t command_count = sizeof commands / sizeof *commands;

const struct command *command_find(struct str name)
{
    for (size_t i = 0; i < command_count; i++)
        if (str_is(name, commands[i].name))
            return &commands[i];
    return NULL;
}

struct str command_no_such(struct arena *arena, struct str name)
{
    struct suggestion suggestion = suggestion_start(name);
    for (size_t i = 0; i < command_count; i++)
        suggestion_offer(&suggestion, str_of(commands[i].name));
    return arena_format(arena, "no command '%.*s'%.*s", STR_ARGS(name),
                        STR_ARGS(suggestion_text(arena, &suggestion)));
}

enum status command_misused(const struct command *command, struct str problem)
{
    complain("%.*s", STR_ARGS(problem));
    fprintf(stderr, "try 'belay %s%s--help'\n", command ? command->name : "", command ? " " : "");
    return STATUS_UNUSABLE;
}
