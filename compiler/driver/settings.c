#include "driver/settings.h"

static struct str always_an_error(struct arena *arena, struct str name)
{
    return arena_format(arena, "'%.*s' is always an error", STR_ARGS(name));
}

static bool read_selectors(struct arena *arena, struct argument_list arguments,
                           struct selector_list *selectors, struct str *problem)
{
    list_each(argument, argument, options_split(arena, arguments)) {
        struct selector *selector = arena_new(arena, struct selector);
        if (!selector_parse(arena, argument->text, selector, problem))
            return false;
        list_add(selectors, selector);
    }
    return true;
}

static bool read_ignores(struct settings *settings, const struct options *options,
                         struct str *problem)
{
    if (!read_selectors(options->arena, options->ignores, &settings->ignores, problem))
        return false;
    list_each(selector, selector, settings->ignores)
        if (!selector_is_adjustable(selector)) {
            *problem = always_an_error(options->arena, str_of(selector->kind->name));
            return false;
        }
    return true;
}

static bool read_level(struct arena *arena, struct str text, struct level_setting *setting,
                       struct str *problem)
{
    size_t equals = str_find_char(text, '=', 0);
    if (equals == STR_NOT_FOUND) {
        *problem = arena_format(arena, "--level needs SEL=LEVEL, not '%.*s'", STR_ARGS(text));
        return false;
    }
    struct str level = str_from(text, equals + 1), name = str_slice(text, 0, equals);
    if (!level_parse(level, &setting->level)) {
        *problem = options_no_such(arena, "level", level, "error warning note off");
        return false;
    }
    if (!selector_parse(arena, name, &setting->selector, problem))
        return false;
    if (selector_is_adjustable(&setting->selector))
        return true;
    *problem = always_an_error(arena, name);
    return false;
}

static bool read_levels(struct settings *settings, const struct options *options,
                        struct str *problem)
{
    list_each(argument, argument, options_split(options->arena, options->levels)) {
        struct level_setting *setting = arena_new(options->arena, struct level_setting);
        if (!read_level(options->arena, argument->text, setting, problem))
            return false;
        list_add(&settings->levels, setting);
    }
    return true;
}

bool fail_level_parse(struct str text, enum level *level)
{
    if (str_is(text, "off"))
        return false;
    if (!str_is(text, "never"))
        return level_parse(text, level);
    *level = LEVEL_OFF;
    return true;
}

bool settings_read(struct settings *settings, const struct options *options, struct str *problem)
{
    *settings = (struct settings){
        .has_selects = options->selects.first != NULL,
        .fail_level = LEVEL_ERROR,
        .has_profile = options->profile.data != NULL,
        .has_fail_level = options->fail_on.data != NULL,
        .is_ignoring_suppressions = options->is_ignoring_suppressions,
    };
    if (settings->has_profile)
        profile_parse(options->profile, &settings->profile);
    if (settings->has_fail_level)
        fail_level_parse(options->fail_on, &settings->fail_level);
    if (options->jobs.is_set && options->jobs.value == 0) {
        *problem = STR("--jobs needs a number from 1");
        return false;
    }
    return read_selectors(options->arena, options->selects, &settings->selects, problem)
           && read_selectors(options->arena, options->extend_selects, &settings->extend_selects,
                             problem)
           && read_ignores(settings, options, problem)
           && read_levels(settings, options, problem);
}
