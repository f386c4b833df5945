// One walk through a plan, for one move: what traffic.c keeps while it goes from event to event.
#ifndef MODEL_WALK_H
#define MODEL_WALK_H

#include "model/declared.h"

// A bound on hostile plans: many moves, each followed through many actions and versions.
enum { COST_MAX = 20 * 1000 * 1000, EVENT_MAX = 100 * 1000 };

// One answer to "which side", and what gave it.
struct answer {
    enum side side;
    struct traffic_fact fact;
};

// The first of these that says anything counts.
struct answers {
    struct answer declared, stated, implied; // by versions, by actions, by a phase's kind
};

struct walk {
    struct arena *arena;
    const struct plan *plan;
    const struct changes *changes;
    const struct move *move;
    bool is_fill_stated; // an action of the plan fills it: then no kind of a phase does
    struct traffic *traffic;
    struct service service;
    struct answers writers, readers;
    enum side trigger_from; // rows written on this side reach the other one by themselves
    bool is_trigger_unsure; // there is a trigger, and what it does is not known
    LIST_OF(walk_trigger) triggers; // that SQL of the plan made on the old side's table
    struct traffic_state now;
    int *plan_compared; // by the order of the plan's verifications: what each shows, and 1; 0: not
                        // asked yet
    size_t cost, events;
};

// What stands at one place of the plan.
struct spot {
    const struct phase *phase;
    const struct action *action;
    struct span span;
    bool is_inferred;
    bool is_at_end; // of the phase
};

bool walk_is_too_long(const struct walk *walk);

// The fact that something at the spot made it so.
struct traffic_fact walk_fact(const struct spot *spot);

// Makes the state of the best answers.
void walk_settle(struct walk *walk);

// Takes over what the live versions declare.
void walk_declare(struct walk *walk, const struct spot *spot);

// Settles the state, and records an event where it differs from the one before.
void walk_record(struct walk *walk, const struct spot *spot, const struct traffic_state *before);

// Takes over what a change does to triggers.
void walk_trigger(struct walk *walk, const struct change_step *change);

void walk_begin_fill(struct walk *walk, const struct spot *spot);
void walk_end_fill(struct walk *walk, const struct spot *spot);

// Does an action. `*change` is the first SQL change of the phase that is still to come.
void walk_action(struct walk *walk, const struct phase *phase, const struct action *action,
                 struct change_step **change);

// The whole phase: what its kind implies at its begin, its actions, what its kind implies at
// its end, its verifications.
void walk_phase(struct walk *walk, const struct phase *phase);

#endif
