// A rule is one file: its documentation, and the hooks that look for it.
//
// The file's //! block gives name, code, level and page; the build collects them all
// (tools/registry.awk). The file exports `const struct rule rule_<name>` and reports with
// diagnose(&unit->diagnostics, &kind_<name>, …).
//
// A rule never walks the plan for what a hook gives it. It never decides its own level: a
// finding that rests on prose says so with diagnostic_inferred(). One finding speaks of
// all phases that have the same defect (phase_numbers()).
#ifndef RULES_RULE_H
#define RULES_RULE_H

#include "generated/kinds.h"
#include "model/model.h"
#include "plan/facts.h"
#include "plan/plan.h"

struct rule {
    void (*check_plan)(struct unit *unit, const struct plan *plan);
    void (*check_phase)(struct unit *unit, const struct plan *plan, const struct phase *phase);
    void (*check_action)(struct unit *unit, const struct plan *plan, const struct phase *phase,
                         const struct action *action);
    // Of a phase, or of the plan: then `phase` is NULL.
    void (*check_verify)(struct unit *unit, const struct plan *plan, const struct phase *phase,
                         const struct verify *verify);
};

struct rule_entry {
    const struct diagnostic_kind *kind;
    const struct rule *rule;
};

extern const struct rule_entry rules[]; // generated, by code
extern const size_t rule_count;

// Runs the rules that `is_enabled` allows over unit->plan.
void rules_run(struct unit *unit,
               bool (*is_enabled)(const void *context, const struct diagnostic_kind *kind),
               const void *context);

#endif
