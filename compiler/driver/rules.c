// belay rules: what is looked for.
#include "driver/command.h"
#include "driver/deliver.h"
#include "driver/levels.h"
#include "generated/kinds.h"

static void write_table(struct output *out, const struct diagnostic_kind *kind, enum level level)
{
    output_format(out, "%s  %-7s  %-36s  %s\n", kind->code, level_name(level), kind->name,
                  kind->summary);
}

static void write_markdown(struct output *out, const struct diagnostic_kind *kind, enum level level)
{
    output_format(out, "| %s | `%s` | %s | %s |\n", kind->code, kind->name, level_name(level),
                  kind->summary);
}

enum status rules_list_run(struct options *options)
{
    struct settings settings;
    struct str problem;
    const struct command *command = command_find(STR("rules"));
    if (options->arguments.first)
        return command_misused(command, STR("rules takes no arguments"));
    if (!settings_read(&settings, options, &problem))
        return command_misused(command, problem);
    const struct levels *levels = levels_decide(options->arena, &settings, settings.profile);
    struct output out = { .arena = options->arena };
    bool is_markdown = options->list_format.data && str_is(options->list_format, "markdown");
    if (is_markdown)
        output_str(&out, STR("| code | name | level | finding |\n| --- | --- | --- | --- |\n"));
    for (size_t i = 0; i < kind_count; i++) {
        enum level level = levels_of(levels, kinds[i]);
        if (options->is_enabled_only && level == LEVEL_OFF)
            continue;
        if (is_markdown)
            write_markdown(&out, kinds[i], level);
        else
            write_table(&out, kinds[i], level);
    }
    return deliver(output_get(&out)) ? STATUS_CLEAN : STATUS_UNUSABLE;
}
