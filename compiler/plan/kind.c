#include "plan/kind.h"

static const struct {
    const char *word;
    enum stage stage;
} kinds_by_id[] = {
#define KIND(id, word, stage) { word, STAGE_##stage },
#include "plan/kind.def"
#undef KIND
};

const char *phase_kind_name(enum phase_kind kind)
{
    return kinds_by_id[kind].word;
}

enum stage phase_kind_stage(enum phase_kind kind)
{
    return kinds_by_id[kind].stage;
}

bool phase_kind_parse(struct str word, enum phase_kind *kind)
{
    for (int i = 0; i < PHASE_KIND_COUNT; i++)
        if (str_is(word, kinds_by_id[i].word)) {
            *kind = (enum phase_kind)i;
            return true;
        }
    return false;
}

static const struct {
    const char *name, *kinds;
} patterns[] = {
    [PATTERN_NONE] = { "", "" },
    [PATTERN_EXPAND_CONTRACT] = { "expand-contract",
                                  "expand > [deploy] > [dual-write] > backfill > [shadow-read] > "
                                  "[ramp | cutover] > [promote] > contract" },
    [PATTERN_DUAL_WRITE] = { "dual-write",
                             "[expand] > dual-write > backfill > [shadow-read] > ramp | cutover > "
                             "promote > decommission | contract" },
    [PATTERN_FEATURE_FLAG] = { "feature-flag", "deploy > enable > ramp > cleanup" },
    [PATTERN_BLUE_GREEN] = { "blue-green", "deploy > [backfill] > [shadow-read] > [enable] > "
                                           "cutover | ramp > decommission" },
    [PATTERN_CANARY] = { "canary", "deploy > enable > ramp > [promote] > cleanup" },
    [PATTERN_PARALLEL_RUN] = { "parallel-run", "deploy > dual-write > [backfill] > shadow-read > "
                                               "cutover > decommission" },
    [PATTERN_STRANGLER_FIG] = { "strangler-fig",
                                "deploy > enable | ramp | cutover + > decommission" },
    [PATTERN_BIG_BANG] = { "big-bang", "prepare > cutover > observe" },
};

const char *pattern_name(enum pattern pattern)
{
    return patterns[pattern].name;
}

bool pattern_parse(struct str word, enum pattern *pattern)
{
    for (enum pattern each = PATTERN_EXPAND_CONTRACT; each <= PATTERN_BIG_BANG; each++)
        if (str_is(word, patterns[each].name)) {
            *pattern = each;
            return true;
        }
    return false;
}

const char *pattern_kinds(enum pattern pattern)
{
    return patterns[pattern].kinds;
}
