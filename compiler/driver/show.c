#include "driver/show.h"

#include "driver/judge.h"
#include "plan/plan.h"
#include "syntax/yaml.h"

void show_files(struct output *out, const struct inputs *inputs)
{
    for (size_t i = 0; i < inputs->count; i++)
        output_format(out, "%.*s\n", STR_ARGS(inputs->items[i].shown));
}

static void write_setting(struct output *out, const char *name, struct str value, struct str origin)
{
    output_format(out, "  %-20s %-24.*s # %.*s\n", name, STR_ARGS(value), STR_ARGS(origin));
}

static struct str join_items(struct arena *arena, const struct tree_node *list)
{
    struct output out = { .arena = arena };
    list_each(tree_node, item, list->items)
        output_format(&out, "%s%.*s", out.bytes.count ? ", " : "", STR_ARGS(item->text.str));
    return output_get(&out);
}

static struct str join_entries(struct arena *arena, const struct tree_node *map)
{
    struct output out = { .arena = arena };
    list_each(tree_entry, entry, map->entries)
        output_format(&out, "%s%.*s=%.*s", out.bytes.count ? ", " : "",
                      STR_ARGS(entry->key->text.str), STR_ARGS(entry->value->text.str));
    return output_get(&out);
}

static struct str value_text(struct arena *arena, const struct tree_node *value)
{
    switch (value->kind) {
    case TREE_SCALAR: return value->text.str;
    case TREE_LIST: return join_items(arena, value);
    case TREE_MAP: return join_entries(arena, value);
    }
    return STR("");
}

static void write_profile(struct output *out, struct inputs *inputs, const struct input *input,
                          const struct unit *unit)
{
    const struct settings *settings = input->settings;
    struct str origin = STR("default");
    struct str plan_profile = unit->plan ? unit->plan->profile : STR("");
    if (settings->has_profile)
        origin = STR("--profile");
    else if (plan_profile.length) {
        struct source_place place = source_locate(&inputs->sources, unit->plan->profile_span.start);
        origin = arena_format(inputs->arena, "%.*s:%u", STR_ARGS(input->shown), place.line_number);
    } else if (settings->config && settings->config->values[CONFIG_PROFILE])
        origin = config_place(&inputs->configs, settings->config->values[CONFIG_PROFILE]);
    write_setting(out, "profile", str_of(profile_name(unit->profile)), origin);
}

static void write_fail_on(struct output *out, struct inputs *inputs,
                          const struct settings *settings)
{
    struct str origin = STR("default");
    if (settings->has_fail_level)
        origin = STR("--fail-on");
    else if (settings->config && settings->config->values[CONFIG_FAIL_ON])
        origin = config_place(&inputs->configs, settings->config->values[CONFIG_FAIL_ON]);
    bool never_fails = settings->fail_level == LEVEL_OFF;
    write_setting(out, "fail-on", str_of(never_fails ? "never" : level_name(settings->fail_level)),
                  origin);
}

// The keys whose values the command line does not have.
static void write_config(struct output *out, struct inputs *inputs, const struct config *config)
{
    for (unsigned key = 0; config && key < CONFIG_KEY_COUNT; key++)
        if (config->values[key] && key != CONFIG_PROFILE && key != CONFIG_FAIL_ON)
            write_setting(out, config_key_name((enum config_key)key),
                          value_text(inputs->arena, config->values[key]),
                          config_place(&inputs->configs, config->values[key]));
}

static void write_option(struct output *out, const char *name, struct argument_list list)
{
    struct output values = { .arena = out->arena };
    list_each(argument, argument, list)
        output_format(&values, "%s%.*s", values.bytes.count ? ", " : "", STR_ARGS(argument->text));
    if (list.first)
        write_setting(out, name, output_get(&values), arena_format(out->arena, "--%s", name));
}

static void show_input(struct output *out, struct inputs *inputs, const struct input *input)
{
    const struct options *options = inputs->options;
    struct unit unit;
    unit_init(&unit, &inputs->sources, input->file);
    judge(&unit, input->reader, input->settings);
    output_format(out, "%.*s\n", STR_ARGS(input->shown));
    write_profile(out, inputs, input, &unit);
    write_fail_on(out, inputs, input->settings);
    write_config(out, inputs, input->settings->config);
    write_option(out, "level", options->levels);
    write_option(out, "select", options->selects);
    write_option(out, "extend-select", options->extend_selects);
    write_option(out, "ignore", options->ignores);
    arena_release(&unit.arena);
}

void show_settings(struct output *out, struct inputs *inputs)
{
    for (size_t i = 0; i < inputs->count; i++)
        if (inputs->items[i].reader)
            show_input(out, inputs, &inputs->items[i]);
}
