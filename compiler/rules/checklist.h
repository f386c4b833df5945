// The checklist: what a good plan is asked for, item by item, and where the plan answers.
//
// Rules report what is wrong; the checklist also shows what is right, and what nobody can
// tell from the plan. It never fails a run.
#ifndef RULES_CHECKLIST_H
#define RULES_CHECKLIST_H

#include "rules/support/several.h"

enum checklist_state { CHECKLIST_SATISFIED, CHECKLIST_NOT_SATISFIED, CHECKLIST_NOT_JUDGED };

struct checklist_item {
    const char *list;     // the title of the list in which it stands
    const char *name;     // "rollback-of-each-phase"
    const char *question; // "each phase has a rollback"
    struct places holds;  // where the plan does it
    struct places lacks;  // where it does not; one place is enough for "not satisfied"
    struct str missing;   // what the plan as a whole lacks; empty where nothing
    struct str unknown;   // why it is not judged, where it is not
};

struct checklist {
    struct checklist_item *items; // those of one list stand together
    unsigned count;
};

// Judges unit->plan.
struct checklist checklist_judge(struct unit *unit);

enum checklist_state checklist_state(const struct checklist_item *item);
const char *checklist_state_name(enum checklist_state state); // "not satisfied"

#endif
