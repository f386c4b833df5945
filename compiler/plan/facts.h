// What follows from a plan by looking at one phase, or at their order: small questions that
// several rules and backends ask.
#ifndef PLAN_FACTS_H
#define PLAN_FACTS_H

#include "plan/plan.h"

// "1, 3, 4 and 6": the numbers of phases for which `holds` says yes; empty for none, and
// "1, 2, … and 30 more" for more than ten. The first of them is stored in `*first`, their
// count in `*count` (both may be NULL).
struct str phase_numbers(struct arena *arena, const struct plan *plan,
                         bool (*holds)(const struct plan *plan, const struct phase *phase),
                         const struct phase **first, unsigned *count);

bool phase_has_action(const struct phase *phase, enum action_kind kind);

// A step that a person or a command does: what it changes is not known to belay.
bool action_is_blind(const struct action *action);

// The first of them; NULL for none.
const struct action *actions_find_blind(const struct action_list *actions);

// A flag that some action sets and nothing declares: it may be any of the plan's. No data for
// none; what prose calls a flag is declared nowhere.
struct str actions_find_undeclared_flag(const struct action_list *actions);
struct str plan_find_undeclared_flag(const struct plan *plan);

// The same of what the use asks: its own flag, or where the plan sets an undeclared one, any.
struct str use_undeclared_flag(const struct use *use, struct str set_by_plan);

// The last percentage of a ramp or flag; 100 where none is said.
double action_percent(const struct action *action);

// Whether somebody is served while the phase runs. A downtime of the plan is that of the phases
// that state one; of its cutover where it is a big bang; else of phases that nothing tells apart.
enum service_level { SERVED, PERHAPS_SERVED, NOT_SERVED };

enum service_level phase_service(const struct plan *plan, const struct phase *phase);

// True where perhaps nobody is served while the phase runs.
bool phase_is_down(const struct plan *plan, const struct phase *phase);

// True where anybody is told anything.
bool plan_has_messages(const struct plan *plan);

// How many phases the plan of a unit should have, by its profile and the pattern it names.
struct phase_bounds {
    unsigned fewest, most;
};

struct phase_bounds phase_bounds(const struct unit *unit);

#endif
