#include "driver/config-values.h"

#include "base/path.h"
#include "base/utf8.h"
#include "diagnostics/suggest.h"
#include "driver/deliver.h"
#include "plan/type.h"

void config_fail(struct config_reading *reading, struct span span, const char *format, ...)
{
    struct configs *configs = reading->configs;
    va_list arguments;
    va_start(arguments, format);
    struct str message = arena_vformat(configs->arena, format, arguments);
    va_end(arguments);
    struct source_place place = source_locate(&configs->sources, span.start);
    complain("%.*s:%u:%u: %.*s", STR_ARGS(place.file->path), place.line_number,
             source_column(place, COLUMN_CODE_POINT), STR_ARGS(message));
    configs->has_failed = true;
}

bool config_expect(struct config_reading *reading, const struct tree_node *value,
                   enum tree_kind kind)
{
    static const char *const names[] = { "text", "a list", "keys with values" };
    if (value->kind == kind)
        return true;
    config_fail(reading, value->span, "expected %s, not %s", names[kind], names[value->kind]);
    return false;
}

// One of blank-separated words.
static bool expect_choice(struct config_reading *reading, const struct tree_node *value,
                          const char *thing, bool is_right, const char *choices)
{
    if (!is_right)
        config_fail(reading, value->span, "%.*s",
                    STR_ARGS(options_no_such(reading->configs->arena, thing, value->text.str,
                                             choices)));
    return is_right;
}

static void read_nothing(struct config_reading *reading, const struct tree_node *value)
{
    (void)reading; // `extend` was read before all others
    (void)value;
}

static void read_profile(struct config_reading *reading, const struct tree_node *value)
{
    if (config_expect(reading, value, TREE_SCALAR))
        expect_choice(reading, value, "profile",
                      profile_parse(value->text.str, &reading->config->profile),
                      type_find(STR("PROFILE"))->choices);
}

static void read_patterns(struct config_reading *reading, const struct tree_node *value,
                          struct path_pattern_list *patterns)
{
    *patterns = (struct path_pattern_list){ 0 };
    if (!config_expect(reading, value, TREE_LIST))
        return;
    list_each(tree_node, item, value->items)
        if (config_expect(reading, item, TREE_SCALAR))
            path_pattern_add(reading->configs->arena, patterns, reading->folder, item->text.str);
}

static void read_include(struct config_reading *reading, const struct tree_node *value)
{
    read_patterns(reading, value, &reading->config->includes);
}

static void read_exclude(struct config_reading *reading, const struct tree_node *value)
{
    read_patterns(reading, value, &reading->config->excludes);
}

static bool is_version(struct str text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!char_is_digit(text.data[i]) && (text.data[i] != '.' || i == 0))
            return false;
    return text.length > 0;
}

// NAME, or NAME@VERSION.
static void read_engine(struct config_reading *reading, const struct tree_node *value)
{
    if (!config_expect(reading, value, TREE_SCALAR))
        return;
    struct str text = value->text.str;
    size_t at = str_find_char(text, '@', 0);
    struct str name = str_slice(text, 0, at);
    const char *engines = type_find(STR("ENGINE"))->choices;
    if (!options_is_choice(engines, name))
        config_fail(reading, value->span, "%.*s",
                    STR_ARGS(options_no_such(reading->configs->arena, "engine", name, engines)));
    else if (at != STR_NOT_FOUND && !is_version(str_from(text, at + 1)))
        config_fail(reading, value->span, "expected an engine such as postgresql@16, not '%.*s'",
                    STR_ARGS(text));
}

static void read_levels(struct config_reading *reading, const struct tree_node *value)
{
    struct arena *arena = reading->configs->arena;
    struct str problem;
    if (!config_expect(reading, value, TREE_MAP))
        return;
    list_each(tree_entry, entry, value->entries) {
        struct level_setting *setting = arena_new(arena, struct level_setting);
        if (!config_expect(reading, entry->value, TREE_SCALAR))
            continue;
        if (!selector_parse(arena, entry->key->text.str, &setting->selector, &problem))
            config_fail(reading, entry->key->span, "%.*s", STR_ARGS(problem));
        else if (!selector_is_adjustable(&setting->selector))
            config_fail(reading, entry->key->span, "'%.*s' is always an error",
                        STR_ARGS(entry->key->text.str));
        else if (expect_choice(reading, entry->value, "level",
                               level_parse(entry->value->text.str, &setting->level),
                               "error warning note off"))
            list_add(&reading->config->levels, setting);
    }
}

static void read_fail_on(struct config_reading *reading, const struct tree_node *value)
{
    if (config_expect(reading, value, TREE_SCALAR))
        expect_choice(reading, value, "level",
                      fail_level_parse(value->text.str, &reading->config->fail_level),
                      "error warning note never");
}

static void read_needs_reason(struct config_reading *reading, const struct tree_node *value)
{
    if (!config_expect(reading, value, TREE_SCALAR))
        return;
    bool is_true = value->is_plain && str_is(value->text.str, "true");
    if (!is_true && !(value->is_plain && str_is(value->text.str, "false")))
        config_fail(reading, value->span, "expected true or false, not '%.*s'",
                    STR_ARGS(value->text.str));
    reading->config->ignore_needs_reason = is_true;
}

// "UTC", "Europe/Berlin", "America/Port-au-Prince", "Etc/GMT+1".
static bool is_zone(struct str text)
{
    bool begins = true;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        if (begins ? c < 'A' || c > 'Z' : !char_is_word(c) && !strchr("/+-", c))
            return false;
        begins = c == '/';
    }
    return !begins;
}

static void read_timezone(struct config_reading *reading, const struct tree_node *value)
{
    if (config_expect(reading, value, TREE_SCALAR) && !is_zone(value->text.str))
        config_fail(reading, value->span, "expected a zone such as Europe/Berlin, not '%.*s'",
                    STR_ARGS(value->text.str));
}

static void read_calendar(struct config_reading *reading, const struct tree_node *item)
{
    enum { CALENDAR_SIZE_MAX = 1024 * 1024 };
    struct configs *configs = reading->configs;
    struct str path = path_join(configs->arena, reading->folder, item->text.str), problem;
    if (!path_is_file(path)) {
        config_fail(reading, item->span, "no file '%.*s'", STR_ARGS(item->text.str));
        return;
    }
    const struct source_file *file = source_read(&configs->sources, path.data, item->text.str,
                                                 CALENDAR_SIZE_MAX, &problem);
    if (!file)
        config_fail(reading, item->span, "cannot read '%.*s': %.*s", STR_ARGS(item->text.str),
                    STR_ARGS(problem));
    else if (utf8_find_invalid(file->text) != STR_NOT_FOUND)
        config_fail(reading, item->span, "'%.*s' is not UTF-8", STR_ARGS(item->text.str));
    else if (!calendar_read(configs->arena, item->text.str, file->text, &reading->config->freezes,
                            &problem))
        config_fail(reading, item->span, "'%.*s' is not read: %.*s", STR_ARGS(item->text.str),
                    STR_ARGS(problem));
}

// Those of an extended file are replaced, as every value is.
static void read_freeze(struct config_reading *reading, const struct tree_node *value)
{
    reading->config->freezes = (struct freezes){ 0 };
    if (!config_expect(reading, value, TREE_LIST))
        return;
    list_each(tree_node, item, value->items)
        if (config_expect(reading, item, TREE_SCALAR))
            read_calendar(reading, item);
}

static const struct key {
    const char *name;
    void (*read)(struct config_reading *reading, const struct tree_node *value);
} keys[CONFIG_KEY_COUNT] = {
    [CONFIG_EXTEND] = { "extend", read_nothing },
    [CONFIG_PROFILE] = { "profile", read_profile },
    [CONFIG_INCLUDE] = { "include", read_include },
    [CONFIG_EXCLUDE] = { "exclude", read_exclude },
    [CONFIG_ENGINE] = { "engine", read_engine },
    [CONFIG_LEVELS] = { "levels", read_levels },
    [CONFIG_FAIL_ON] = { "fail-on", read_fail_on },
    [CONFIG_IGNORE_NEEDS_REASON] = { "ignore-needs-reason", read_needs_reason },
    [CONFIG_TIMEZONE] = { "timezone", read_timezone },
    [CONFIG_FREEZE] = { "freeze", read_freeze },
};

const char *config_key_name(enum config_key key)
{
    return keys[key].name;
}

void config_read_entry(struct config_reading *reading, const struct tree_entry *entry)
{
    struct str name = entry->key->text.str;
    struct suggestion suggestion = suggestion_start(name);
    for (unsigned i = 0; i < CONFIG_KEY_COUNT; i++) {
        suggestion_offer(&suggestion, str_of(keys[i].name));
        if (!str_is(name, keys[i].name))
            continue;
        keys[i].read(reading, entry->value);
        reading->config->values[i] = entry->value;
        return;
    }
    config_fail(reading, entry->key->span, "no key '%.*s'%.*s", STR_ARGS(name),
                STR_ARGS(suggestion_text(reading->configs->arena, &suggestion)));
}
