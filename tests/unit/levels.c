// Which rules run, and how much a finding weighs.
#include "diagnostics/kind.h"
#include "driver/levels.h"
#include "generated/kinds.h"
#include "plan/type.h"
#include "tests/unit/check.h"

struct fixture {
    struct arena arena;
    struct options options;
    struct settings settings;
};

static struct argument_list list_of(struct arena *arena, const char *text)
{
    struct argument_list list = { 0 };
    struct argument *argument = arena_new(arena, struct argument);
    argument->text = str_of(text);
    if (*text)
        list_add(&list, argument);
    return list;
}

static const struct levels *decide(struct fixture *fixture, const char *selects,
                                   const char *ignores, const char *levels, enum profile profile)
{
    struct str problem = STR_NONE;
    *fixture = (struct fixture){ 0 };
    fixture->options.arena = &fixture->arena;
    fixture->options.selects = list_of(&fixture->arena, selects);
    fixture->options.ignores = list_of(&fixture->arena, ignores);
    fixture->options.levels = list_of(&fixture->arena, levels);
    bool is_right = settings_read(&fixture->settings, &fixture->options, &problem);
    CHECK(is_right);
    return levels_decide(&fixture->arena, &fixture->settings, profile);
}

static enum level level_of(const char *selects, const char *ignores, const char *levels,
                           enum profile profile, const char *name)
{
    struct fixture fixture;
    enum level level =
        levels_of(decide(&fixture, selects, ignores, levels, profile), kind_find(str_of(name)));
    arena_release(&fixture.arena);
    return level;
}

void test_levels__of_profiles(void)
{
    CHECK(level_of("", "", "", PROFILE_RECOMMENDED, "phase-count") == LEVEL_WARNING);
    CHECK(level_of("", "", "", PROFILE_STRICT, "phase-count") == LEVEL_ERROR);
    CHECK(level_of("", "", "", PROFILE_STRICT, "missing-goal") == LEVEL_WARNING);
    CHECK(level_of("", "", "", PROFILE_RUNBOOK, "phase-count") == LEVEL_OFF);
    CHECK(level_of("", "", "", PROFILE_RUNBOOK, "missing-communication") == LEVEL_OFF);
    CHECK(level_of("", "", "", PROFILE_RUNBOOK, "missing-risk") == LEVEL_WARNING);
    CHECK(level_of("", "", "", PROFILE_SQL, "missing-risk") == LEVEL_OFF);
    CHECK(level_of("", "", "", PROFILE_SQL, "unknown-statement") == LEVEL_ERROR);
}

void test_levels__the_narrower_selector_wins(void)
{
    CHECK(level_of("DOC", "", "", PROFILE_RECOMMENDED, "missing-risk") == LEVEL_OFF);
    CHECK(level_of("DOC", "", "", PROFILE_RECOMMENDED, "DOC001") == LEVEL_WARNING);
    CHECK(level_of("DOC", "DOC001", "", PROFILE_RECOMMENDED, "phase-count") == LEVEL_OFF);
    CHECK(level_of("DOC001", "DOC", "", PROFILE_RECOMMENDED, "phase-count") == LEVEL_WARNING);
    CHECK(level_of("DOC001", "phase-count", "", PROFILE_RECOMMENDED, "DOC001") == LEVEL_OFF);
    CHECK(level_of("", "ALL", "", PROFILE_RECOMMENDED, "phase-count") == LEVEL_OFF);
    CHECK(level_of("", "", "phase-count=note,DOC=error,ALL=warning", PROFILE_STRICT, "DOC001")
          == LEVEL_NOTE);
    CHECK(level_of("", "", "DOC001=note,phase-count=error", PROFILE_STRICT, "DOC001")
          == LEVEL_ERROR);
}

void test_levels__what_is_selected_leaves_a_profile(void)
{
    CHECK(level_of("phase-count", "", "", PROFILE_RUNBOOK, "phase-count") == LEVEL_WARNING);
    CHECK(level_of("", "", "phase-count=note", PROFILE_RUNBOOK, "phase-count") == LEVEL_NOTE);
    CHECK(level_of("DOC", "", "DOC001=off", PROFILE_RECOMMENDED, "phase-count") == LEVEL_OFF);
    CHECK(level_of("RSK", "", "ALL=error", PROFILE_RECOMMENDED, "phase-count") == LEVEL_OFF);
}

// Nothing makes a text readable that is not.
void test_levels__reading_stays_an_error(void)
{
    CHECK(level_of("DOC", "ALL", "ALL=note", PROFILE_SQL, "unexpected-text") == LEVEL_ERROR);
    CHECK(level_of("", "SYN", "SYN=off", PROFILE_RECOMMENDED, "missing-brace") == LEVEL_ERROR);
}

void test_levels__what_is_inferred_is_a_warning_unless_it_was_raised(void)
{
    struct fixture fixture;
    struct diagnostics diagnostics = { .arena = &fixture.arena };
    const struct levels *levels = decide(&fixture, "", "", "DOC001=error", PROFILE_STRICT);
    struct diagnostic *raised = diagnostic_inferred(
        diagnose(&diagnostics, kind_find(STR("DOC001")), (struct span){ 0 }, "x"), "y");
    struct diagnostic *inferred = diagnostic_inferred(
        diagnose(&diagnostics, kind_find(STR("DOC004")), (struct span){ 0 }, "x"), "y");
    levels_apply(levels, raised);
    levels_apply(levels, inferred);
    CHECK(raised->level == LEVEL_ERROR);
    CHECK(inferred->level == LEVEL_WARNING);
    arena_release(&fixture.arena);
}

// A rule may weigh a finding less than its kind; strict raises it by one all the same.
void test_levels__a_rules_own_level_is_the_base(void)
{
    struct fixture fixture;
    struct diagnostics diagnostics = { .arena = &fixture.arena };
    const struct levels *levels = decide(&fixture, "", "", "", PROFILE_STRICT);
    struct diagnostic *finding = diagnostic_level(
        diagnose(&diagnostics, kind_find(STR("DOC001")), (struct span){ 0 }, "x"), LEVEL_NOTE);
    levels_apply(levels, finding);
    CHECK(finding->level == LEVEL_WARNING);
    arena_release(&fixture.arena);
}

void test_levels__unused_suppressions_need_every_rule(void)
{
    struct fixture fixture;
    const struct diagnostic_kind *rule = kind_find(STR("missing-owner"));
    const struct levels *levels = decide(&fixture, "SUP001", "", "", PROFILE_RECOMMENDED);
    CHECK(levels_look_for(levels, rule) && levels_of(levels, rule) == LEVEL_OFF);
    arena_release(&fixture.arena);
    CHECK(!levels_look_for(decide(&fixture, "DOC001", "", "", PROFILE_RECOMMENDED), rule));
    arena_release(&fixture.arena);
}

void test_levels__profiles_are_those_of_the_language(void)
{
    const char *choices = type_find(STR("PROFILE"))->choices;
    struct str choice;
    unsigned count = 0;
    for (enum profile profile; choice_next(&choices, &choice); count++)
        CHECK(profile_parse(choice, &profile) && profile == (enum profile)count
              && str_is(choice, profile_name(profile)));
    CHECK(count == PROFILE_COUNT);
}
