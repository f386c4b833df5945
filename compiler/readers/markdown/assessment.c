// What is to be found out before a migration, and what binds it.

#include "readers/markdown/assessment.h"

#include "readers/markdown/words.h"

struct class_words {
    const char *name;
    const char *const *words;
};

#define WORDS(name, ...) static const char *const name[] = {__VA_ARGS__, NULL}
WORDS(breaking, "breaking changes?", "breaking");
WORDS(deprecation, "deprecations?", "deprecation warnings", "deprecated");
WORDS(api, "apis?");
WORDS(data_type, "data types?", "data type changes", "type changes");
WORDS(feature_gap, "feature gaps?", "gaps?");
WORDS(dependency, "dependency", "dependencies");
WORDS(baseline, "baselines?");
WORDS(issue, "issues?", "limitations?");
static const struct class_words assessments[] = {
    {"breaking-change", breaking},
    {"deprecation", deprecation},
    {"api", api},
    {"data-type", data_type},
    {"feature-gap", feature_gap},
    {"dependency", dependency},
    {"baseline", baseline},
    {"issue", issue},
    {NULL, NULL},
};

WORDS(data_loss, "data loss");
WORDS(downtime, "down-time");
WORDS(rollback, "roll-back");
WORDS(budget, "budget", "resources?", "costs?");
WORDS(timeline, "timeline", "deadline", "schedule");
WORDS(validation, "validation", "verification");
static const struct class_words constraints[] = {
    {"data-loss", data_loss},
    {"downtime", downtime},
    {"rollback", rollback},
    {"budget", budget},
    {"timeline", timeline},
    {"validation", validation},
    {NULL, NULL},
};

static bool write_classed(struct prose_plan *plan, const char *keyword,
                          const struct class_words *classes, struct text text)
{
    for (; classes->name; classes++) {
        if (!words_find_any(text.str, classes->words))
            continue;
        struct statement *statement = write_statement(&plan->writer, text_place(text), keyword);
        add_name(&plan->writer, statement, classes->name, text_place(text));
        add_text(&plan->writer, statement, text);
        return true;
    }
    return false;
}

enum section assessment_section(struct str head)
{
    static const char *const assess[] = {"analysis",    "analyze", "analyse",
                                         "assessment",  "assess",  "compatibility",
                                         "analysieren", "分析",    NULL};
    static const char *const constrain[] = {"constraints?", "einschränkungen", "restricciones",
                                            "约束", NULL};
    if (words_find_any(head, constrain))
        return SECTION_CONSTRAINTS;
    return words_find_any(head, assess) ? SECTION_ASSESSMENT : SECTION_UNKNOWN;
}

void plan_write_assessed(struct prose_plan *plan, enum section section, struct text text)
{
    bool is_written =
        section == SECTION_CONSTRAINTS
            ? write_classed(plan, "constraint", constraints, text)
            : section == SECTION_ASSESSMENT && write_classed(plan, "assess", assessments, text);
    if (!is_written)
        plan_note(plan, text);
}
