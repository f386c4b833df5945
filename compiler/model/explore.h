// The walk over the states of a plan: forward, and back from each of them.
//
// From the start every event is done in turn, both sides of what is rolling looked at. From the
// end of each phase, and from each state inside it, its rollback is done, and then those of the
// phases before it to the start, as far as that leads to states that were not seen. What must
// not be is recorded once, in the first state in which it is so.
#ifndef MODEL_EXPLORE_H
#define MODEL_EXPLORE_H

#include "model/root.h"

enum breach_kind {
    BREACH_LACK,        // a version in service lacks what it needs
    BREACH_REFUSED,     // a statement that the engine does not take
    BREACH_NOT_INVERSE, // after a rollback the schema is not what it was before the phase
    BREACH_STALE_READ,  // a side answers that is not full, not up to date, or was never compared
    BREACH_LOST_WRITE,  // one side alone is written while the other one answers
    BREACH_FLAG_GONE,   // on the way back: a version in service asks a flag that was removed
    BREACH_STOPPED,     // on the way again: a comparison fails, and no second run mends it
};

// Why a side that answers is not right.
enum stale_cause {
    STALE_EMPTY,      // it is not filled to its end
    STALE_GAP,        // it lacks later writes
    STALE_UNVERIFIED, // nothing compared it with the other side
};

struct breach {
    struct breach *next;
    enum breach_kind kind;
    const struct state *state; // the first one; `state->event` is what brought it about
    struct grounds grounds;    // of a lack, a refusal, or a rollback that is no inverse
    // of a lack, or of a flag that is gone
    const struct need *need;
    struct lack lack;
    // of a refusal
    const struct sql_statement *statement;
    struct str reason;
    // of a move
    const struct move *move;
    enum side side; // that is read; of a lost write, that is written
    enum stale_cause cause;
    const struct event *stop; // the verification that fails
    // of a rollback that is no inverse
    const struct store *store;
    struct catalog_differences differences;
    struct str again; // why the phase cannot run again then; no data where it can
    struct span again_span;
    // where it was found
    const struct phase *from;   // on the way back, from this phase; NULL: on the way forward
    const struct phase *undone; // by whose rollback
    const struct phase *rerun;  // forward again from the begin of this phase; NULL: not
    const struct event *inside; // behind this event of `from`; NULL: from its end
};

// Where the rollbacks lead from the end of a phase, one by one; NULL where that is not known.
struct way_home {
    const struct state *reached; // behind the phase's own, as far as it is known
    const struct state *undone; // behind the phase's own
    const struct state *start;  // behind all of them, to the start of the plan
};

struct exploration {
    LIST_OF(breach) breaches;
    const struct state **ends; // by phase->index: that in which the phase ends; NULL: not reached
    // By phase->index: what versions need while it is gone through (or back from there) and what is
    // not known to be there, or was lacking before; NULL: all is known.
    struct unsure_needs {
        const struct need *read, *write;
        const struct need *lacking_read, *lacking_write;
    } *unsure, *unsure_back;
    struct way_home *ways_home; // by phase->index
    size_t states;
    size_t looks; // how much was looked at; past a bound the plan is cut
    bool is_cut; // the plan is too large: the rest was not looked at
};

struct model;

// `lines` are the plan's events: line_read().
const struct exploration *explore(struct arena *arena, struct world *world,
                                  const struct line *lines);

#endif
