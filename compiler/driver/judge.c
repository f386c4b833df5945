#include "driver/judge.h"

#include "diagnostics/fix.h"
#include "driver/config.h"
#include "plan/bind.h"
#include "report/identity.h"
#include "rules/rule.h"

// Only reading makes an input unreadable: findings that no rule made, and errors.
static bool is_unreadable(const struct unit *unit)
{
    list_each(diagnostic, diagnostic, unit->diagnostics.list)
        if (diagnostic->level == LEVEL_ERROR && strncmp(diagnostic->kind->code, "SYN", 3) == 0)
            return true;
    return false;
}

// The command line wins over the plan, and the plan over the configuration.
static enum profile choose_profile(const struct unit *unit, const struct settings *settings)
{
    enum profile profile;
    if (settings->has_profile)
        return settings->profile;
    if (unit->plan && profile_parse(unit->plan->profile, &profile))
        return profile;
    return settings->config ? settings->config->profile : PROFILE_RECOMMENDED;
}

static bool needs_reason(const struct unit *unit, const struct settings *settings)
{
    return unit->profile == PROFILE_STRICT
           || (settings->config && settings->config->ignore_needs_reason);
}

// Those whose silence says nothing.
static const bool *find_rules_off(struct unit *unit, const struct levels *levels)
{
    bool *is_off = arena_new_many(&unit->arena, bool, rule_count);
    for (size_t i = 0; i < rule_count; i++) {
        enum level level = levels_of(levels, rules[i].kind);
        is_off[i] = level < rules[i].kind->level && level < LEVEL_WARNING;
    }
    return is_off;
}

static void weigh(struct unit *unit, const struct levels *levels)
{
    struct diagnostics all = unit->diagnostics;
    unit->diagnostics.list.first = unit->diagnostics.list.last = NULL;
    for (struct diagnostic *finding = all.list.first, *next; finding; finding = next) {
        next = finding->next;
        finding->next = NULL;
        levels_apply(levels, finding);
        if (finding->level != LEVEL_OFF)
            list_add(&unit->diagnostics.list, finding);
    }
    diagnostics_sort(&unit->diagnostics);
}

void judge(struct unit *unit, const struct reader *reader, const struct settings *settings)
{
    reader_read(reader, unit);
    plan_bind(unit);
    unit->is_unreadable = is_unreadable(unit);
    unit->profile = choose_profile(unit, settings);
    unit->freezes = settings->config ? &settings->config->freezes : NULL;
    const struct levels *levels = levels_decide(&unit->arena, settings, unit->profile);
    if (!unit->is_unreadable && unit->plan) {
        undos_report(unit);
        rules_run(unit, levels_look_for, levels);
        unit->is_rule_off = find_rules_off(unit, levels);
        if (!settings->is_ignoring_suppressions)
            suppressions_apply(&unit->suppressions, &unit->diagnostics, unit->file,
                               needs_reason(unit, settings), levels_look_for, levels);
    }
    fixes_settle(&unit->diagnostics, unit->file, unit->takes_fixes);
    weigh(unit, levels);
    diagnostics_fold(&unit->diagnostics);
    identity_locate(unit);
}

bool judge_found_no_plan(const struct unit *unit)
{
    list_each(diagnostic, finding, unit->diagnostics.list)
        if (finding->kind == &kind_no_plan)
            return true;
    return false;
}
