// Inside the exploration: what the walk keeps, and what it asks in each state.
#ifndef MODEL_EXPLORER_H
#define MODEL_EXPLORER_H

#include "model/explore.h"
#include "model/seen.h"

// What is known of a phase once it was gone through.
struct passage {
    const struct state *begin;
    ARRAY_OF(const struct state *) inside;  // behind each event, and half-way through it
    ARRAY_OF(const struct state *) befores; // by event->position: before the action begins
};

struct explorer {
    struct arena *arena;
    struct world *world;
    const struct plan *plan;
    const struct line *lines;
    struct passage *passages; // by phase->index
    struct exploration *result;
    struct seen seen;
    struct need_memory *memories; // by need->index
    bool has_triggers; // the plan states some that belay makes for moves
    size_t looks, breaches;
    // The way that is being gone: what a breach says of it.
    const struct phase *from, *undone, *rerun;
    const struct event *inside;
    const struct state *earlier; // the last one that somebody met before the one that is looked at
    uint64_t admitted;     // moves of which a rollback on the way states a loss: move_bit()
    bool is_quiet;         // what is wrong was looked for already
    bool is_unsure;        // an action on the way is not known, or was refused
};

struct breach *explorer_add(struct explorer *explorer, enum breach_kind kind,
                            const struct state *state);

// Records what must not be in the state, and was not in the one before it.
void explorer_check(struct explorer *explorer, const struct state *state);

// What is not known when the phase begins is not known in it.
void explorer_note_begin(struct explorer *explorer, const struct state *state,
                         const struct phase *phase);

// True where the plan is too large to be followed further.
bool explorer_is_cut(struct explorer *explorer);

// Does the event, and looks at what it brings about. What it passes through is added to
// `passage`, which may be NULL.
struct event_result explorer_do(struct explorer *explorer, const struct state *state,
                                const struct event *event, enum way way,
                                struct passage *passage);

// True where nothing was looked at yet of what is still to come from the state on this way.
bool explorer_is_new(struct explorer *explorer, enum seen_way way, unsigned at,
                     const struct state *state);

// From the end of each phase, and from each state inside it, back to the start.
void explore_back(struct explorer *explorer);

// Where all rollbacks lead: the exploration's ways_home. Nothing is looked for on them.
void explore_ways_home(struct explorer *explorer);

// From a state at the begin of the phase, reached on the way back, on to the end of the plan.
void explore_again(struct explorer *explorer, const struct state *state,
                   const struct phase *phase);

// False where a person or a command does some of them: what that changes is not known.
bool events_are_known(const struct events *events);

#endif
