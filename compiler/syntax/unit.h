// One compilation: what is made of one input, and the only thing that is released.
#ifndef SYNTAX_UNIT_H
#define SYNTAX_UNIT_H

#include "diagnostics/diagnostic.h"
#include "diagnostics/suppression.h"
#include "syntax/document.h"
#include "syntax/profile.h"

struct unit {
    struct arena arena;
    struct source_map *sources; // of the whole run: spans mean the same in every unit
    struct diagnostics diagnostics;
    struct suppressions suppressions;
    const struct source_file *file; // the input
    const struct document *document;
    const struct plan *plan; // NULL where none could be read
    enum profile profile;    // by which it is judged
    const struct freezes *freezes; // of the configuration (plan/calendar.h); NULL: none is named
    const struct model *model; // NULL until a rule asks for it: model_of()
    const struct proof *proof; // NULL until it was found: proof_find()
    // By the place in rules[]: what the rule finds is not shown, or below a warning by somebody's
    // choice. NULL: no rule was run.
    const bool *is_rule_off;
    bool takes_fixes;        // fixes edit its text; in other notations they are advice
    bool is_unreadable;      // something was reported that makes the exit status 2
};

// Ready to read `file`; release with arena_release(&unit->arena).
void unit_init(struct unit *unit, struct source_map *sources, const struct source_file *file);

#endif
