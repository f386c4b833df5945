// belay rules: what is looked for, and how much it weighs.
#include "diagnostics/kind.h"
#include "driver/command.h"
#include "driver/deliver.h"
#include "driver/levels.h"
#include "driver/pages.h"
#include "generated/kinds.h"

struct rule_list {
    struct output out;
    struct json *pages; // of JSON
    bool is_markdown;
};

static void add_rule(struct rule_list *list, const struct diagnostic_kind *kind, enum level level)
{
    if (list->pages)
        json_add(list->pages, page_to_json(list->out.arena, kind, level));
    else if (list->is_markdown)
        output_format(&list->out, "| %s | `%s` | %s | %s | %s |\n", kind->code, kind->name,
                      level_name(level), kind_fix(kind), kind->summary);
    else
        output_format(&list->out, "%s  %-7s  %-39s  %-6s  %s\n", kind->code, level_name(level),
                      kind->name, kind->fix == FIX_NONE ? "" : kind_fix(kind), kind->summary);
}

static void add_rules(struct rule_list *list, const struct levels *levels, bool is_enabled_only)
{
    for (size_t i = 0; i < kind_count; i++) {
        enum level level = levels_of(levels, kinds[i]);
        if (level != LEVEL_OFF || !is_enabled_only)
            add_rule(list, kinds[i], level);
    }
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
    struct str format = options->list_format.data ? options->list_format : STR("table");
    struct rule_list list = { .out.arena = options->arena };
    struct json *document = str_is(format, "json") ? json_new_object() : NULL;
    list.is_markdown = str_is(format, "markdown");
    if (document) {
        json_put_number(document, "version", 1);
        list.pages = json_put_array(document, "rules");
    } else if (list.is_markdown)
        output_str(&list.out, STR("| code | name | level | fix | finding |\n"
                                  "| --- | --- | --- | --- | --- |\n"));
    add_rules(&list, levels_decide(options->arena, &settings, settings.profile),
              options->is_enabled_only);
    if (document) {
        json_write(&list.out, document, JSON_INDENTED);
        output_char(&list.out, '\n');
    }
    return deliver(output_get(&list.out)) ? STATUS_CLEAN : STATUS_UNUSABLE;
}
