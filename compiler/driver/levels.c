#include "driver/levels.h"

#include "diagnostics/kind.h"
#include "driver/config.h"
#include "generated/kinds.h"

struct kind_level {
    bool is_off;               // not shown
    bool is_skipped;           // not looked for
    bool is_raised;            // one level up, whatever level the rule gave
    bool is_set;               // by the configuration or the command line
    enum level level;          // where is_set
};

struct levels {
    struct kind_level *kinds; // as the table `kinds`
};

static bool is_of(const struct diagnostic_kind *kind, const char *families)
{
    for (; *families; families += 3 + strspn(families + 3, " "))
        if (strncmp(kind->code, families, 3) == 0)
            return true;
    return false;
}

static bool is_named(const struct diagnostic_kind *kind, const char *prefix)
{
    return strncmp(kind->name, prefix, strlen(prefix)) == 0;
}

static bool is_off_in(enum profile profile, const struct diagnostic_kind *kind)
{
    if (!kind->is_rule)
        return false;
    switch (profile) {
    case PROFILE_RECOMMENDED:
    case PROFILE_STRICT:
    case PROFILE_EXPAND_CONTRACT:
    case PROFILE_STRATEGIST: return false;
    case PROFILE_RUNBOOK:
        return is_of(kind, "COM") || is_named(kind, "phase-count") || is_named(kind, "missing-goal")
               || is_named(kind, "missing-owner") || is_named(kind, "missing-schedule");
    case PROFILE_SQL: return !is_of(kind, "SQL LCK CMP BKF");
    }
    return false;
}

static bool is_raised_in(enum profile profile, const struct diagnostic_kind *kind)
{
    return profile == PROFILE_STRICT && kind->is_rule
           && (is_of(kind, "DOC COM RSK SCH VER") || is_named(kind, "missing-"));
}

// A kind that makes an input unreadable keeps its level, whatever a wide selector says.
static bool is_fixed(const struct diagnostic_kind *kind)
{
    return !kind->is_rule && kind->level == LEVEL_ERROR;
}

// True where the kind was switched off.
static bool set_level(struct kind_level *level, struct level_setting_list settings,
                      const struct diagnostic_kind *kind)
{
    bool is_off = false;
    enum selector_width width = SELECT_NONE;
    list_each(level_setting, setting, settings) {
        if (setting->selector.width < width || !selector_covers(&setting->selector, kind))
            continue;
        width = setting->selector.width;
        is_off = setting->level == LEVEL_OFF;
        *level = (struct kind_level){ .is_set = true, .is_off = is_off, .level = setting->level };
    }
    return is_off;
}

// What was accepted in vain is known only when everything was looked for.
static bool needs_all_rules(const struct settings *settings)
{
    return selector_list_width(settings->selects, &kind_unused_suppression) >= SELECT_FAMILY;
}

// --select, --extend-select and --ignore: the narrowest wins, and of two alike --ignore.
static void select_kind(struct kind_level *level, const struct settings *settings,
                        const struct diagnostic_kind *kind)
{
    enum selector_width selected = selector_list_width(settings->selects, kind);
    enum selector_width extended = selector_list_width(settings->extend_selects, kind);
    enum selector_width ignored = selector_list_width(settings->ignores, kind);
    if (extended > selected)
        selected = extended;
    if (selected != SELECT_NONE && level->is_off) {
        level->is_off = false;
        level->is_set = false;
    }
    bool is_ignored = ignored != SELECT_NONE && ignored >= selected;
    bool is_unselected = settings->has_selects && kind->is_rule && selected == SELECT_NONE;
    level->is_skipped = level->is_off || is_ignored
                        || (is_unselected && !needs_all_rules(settings));
    level->is_off |= is_ignored || is_unselected;
}

const struct levels *levels_decide(struct arena *arena, const struct settings *settings,
                                   enum profile profile)
{
    struct levels *levels = arena_new(arena, struct levels);
    levels->kinds = arena_new_many(arena, struct kind_level, kind_count);
    for (size_t i = 0; i < kind_count; i++) {
        if (is_fixed(kinds[i]))
            continue;
        struct kind_level *level = &levels->kinds[i];
        level->is_off = is_off_in(profile, kinds[i]);
        level->is_raised = is_raised_in(profile, kinds[i]);
        if (settings->config)
            set_level(level, settings->config->levels, kinds[i]);
        bool is_off = set_level(level, settings->levels, kinds[i]);
        select_kind(level, settings, kinds[i]);
        level->is_off |= is_off;
        level->is_skipped |= is_off;
    }
    return levels;
}

bool levels_look_for(const void *levels, const struct diagnostic_kind *kind)
{
    return !((const struct levels *)levels)->kinds[kind_index(kind)].is_skipped;
}

static enum level raise(enum level level)
{
    return level == LEVEL_ERROR || level == LEVEL_OFF ? level : (enum level)(level + 1);
}

enum level levels_of(const struct levels *levels, const struct diagnostic_kind *kind)
{
    const struct kind_level *level = &levels->kinds[kind_index(kind)];
    if (level->is_off)
        return LEVEL_OFF;
    if (level->is_set)
        return level->level;
    return level->is_raised ? raise(kind->level) : kind->level;
}

void levels_apply(const struct levels *levels, struct diagnostic *diagnostic)
{
    const struct kind_level *level = &levels->kinds[kind_index(diagnostic->kind)];
    if (level->is_off)
        diagnostic->level = LEVEL_OFF;
    else if (level->is_set)
        diagnostic->level = level->level; // also above the cap of what is inferred
    else if (level->is_raised)
        diagnostic_level(diagnostic, raise(diagnostic->level));
}
