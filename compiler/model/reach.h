// Who uses which move, and which moves an event can change: looked up once, so that the walk over
// the states looks only at what an event concerns.
#ifndef MODEL_REACH_H
#define MODEL_REACH_H

#include "model/declared.h"
#include "model/line.h"

struct move_use { // one use by a version that names a side of the move
    const struct use *use;
    struct touch touch;
};

struct move_user {
    const struct version *version;
    ARRAY_OF(struct move_use) uses;
};

struct move_users { // in the order of the plan
    const struct move *move;
    struct str undeclared; // the move's: model/moved.h
    struct move_user *items;
    size_t count, capacity;
};

struct move_list { // each once
    const struct move **items;
    size_t count, capacity;
};

// What a verification shows about one move.
struct shown {
    enum comparison_state compared;
    bool is_full; // that the new side is
};

struct reach;

struct reach *reach_new(struct arena *arena, const struct plan *plan, const struct line *line,
                        const struct moved *moved);

const struct move_users *reach_users(const struct reach *reach, const struct move *move);

// The moves that the event can change. Of a verification, all.
const struct move_list *reach_of(struct reach *reach, const struct event *event);

// By move->index.
const struct shown *reach_shown(struct reach *reach, const struct event *event);

// How much was looked at so far: the caller's bound on hostile plans.
size_t reach_cost(const struct reach *reach);

#endif
