// What undoes an action that is no SQL: the version, value or side that stood before it.
#ifndef MODEL_UNDO_ACTIONS_H
#define MODEL_UNDO_ACTIONS_H

#include "model/declared.h"
#include "model/undo.h"

struct move_line {
    const struct move *move;
    const struct action *reads, *writes; // the last that state them; a ramp may be one of reads
};

// What stands at one moment of the plan.
struct standing {
    struct arena *arena;
    struct service service; // its cost is that of all that is looked at
    ARRAY_OF(struct move_line) moves;
    struct undo *undo; // that refusals go to
};

// An action with the subject of the one that it undoes.
struct action *undo_new_action(struct standing *standing, const struct action *undoes,
                               enum action_kind kind);

void undo_refuse(struct standing *standing, const struct action *action, struct span span,
                 struct str reason, const char *help);

#define UNDO_REFUSE(standing, action, help, ...)                                             \
    undo_refuse(standing, action, (action)->span, arena_format((standing)->arena, __VA_ARGS__), \
                help)

// What undoes the action, which is no step; NULL where nothing needs to, or it was refused.
struct action *undo_action(struct standing *standing, const struct action *action);

// The action is done.
void standing_follow(struct standing *standing, const struct action *action);

#endif
