// Phase kinds, their stages, and the patterns that order them.
#ifndef PLAN_KIND_H
#define PLAN_KIND_H

#include "base/arena.h"

enum stage { STAGE_NONE, STAGE_EXPAND, STAGE_MIGRATE, STAGE_CONTRACT };

enum phase_kind {
#define KIND(id, word, stage) KIND_##id,
#include "plan/kind.def"
#undef KIND
};

enum { PHASE_KIND_COUNT = KIND_OTHER + 1 };

const char *phase_kind_name(enum phase_kind kind); // "dual-write"
enum stage phase_kind_stage(enum phase_kind kind);
bool phase_kind_parse(struct str word, enum phase_kind *kind);

enum pattern {
    PATTERN_NONE, PATTERN_EXPAND_CONTRACT, PATTERN_DUAL_WRITE, PATTERN_FEATURE_FLAG,
    PATTERN_BLUE_GREEN, PATTERN_CANARY, PATTERN_PARALLEL_RUN, PATTERN_STRANGLER_FIG,
    PATTERN_BIG_BANG,
};

const char *pattern_name(enum pattern pattern); // "expand-contract"
bool pattern_parse(struct str word, enum pattern *pattern);

// The kinds of a pattern in their order, as language.md writes them: "a · [b] · c | d"
// with '>' for '·' and '+' behind what may come more than once.
const char *pattern_kinds(enum pattern pattern);

#endif
