// What the parts of a plan are called in a sentence: the same words in the runbook and in
// every document.
//
// The words hold text out of the plan as it stands; they too go through an escaper.
#ifndef BACKENDS_WORDING_H
#define BACKENDS_WORDING_H

#include "plan/plan.h"

struct str action_wording(struct arena *arena, const struct action *action); // "deploy web v2"
struct str action_title(struct arena *arena, const struct action *action);   // "Deploy web v2"
struct str verify_wording(struct arena *arena, const struct verify *verify);
struct str bound_wording(struct arena *arena, const struct bound *bound); // "< 0.1%"
struct str columns_wording(struct arena *arena, const struct column_list *list); // t(a, b)
struct str trigger_wording(struct arena *arena, const struct trigger *trigger); // the condition
const char *reaction_wording(enum reaction reaction);
struct str when_wording(struct arena *arena, const struct when *when); // "week 1 to 2", or ""
struct str offset_wording(struct arena *arena, double milliseconds); // "T-3d"
struct str downtime_wording(struct arena *arena, const struct downtime *downtime); // or ""
struct str soak_wording(struct arena *arena, const struct phase *phase); // of a phase that has one

// When an item of a phase's checklist is looked at: before the first step, with it, or
// behind the last one.
enum check_moment { CHECK_BEFORE, CHECK_AT, CHECK_BEHIND };
enum check_moment check_moment(const struct check *check);

// How a phase is undone, in one line.
struct str rollback_wording(struct arena *arena, const struct rollback *rollback);

// What a rollback loses, as the plan says it; "not stated" where it does not.
struct str loss_wording(const struct rollback *rollback);

// "Phase 2 (expand): Add the column".
struct str phase_wording(struct arena *arena, const struct phase *phase);

// What happens in a phase of this kind, for people who do not know its words.
const char *phase_kind_wording(enum phase_kind kind);

#endif
