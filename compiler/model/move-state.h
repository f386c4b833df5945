// The two sides of a move in one state of the plan: who writes and who answers, how full the
// new side is, and whether either side holds values that a later write did not reach.
//
// model.md's terms. A configuration is a version in service with one setting of its flags; in a
// rolling event there are several. What is not known is empty, and is judged by nobody.
#ifndef MODEL_MOVE_STATE_H
#define MODEL_MOVE_STATE_H

#include "model/carriers.h"
#include "model/reach.h"

// Sets of sides. As writers: configurations that write the old side alone, the new one alone,
// both. As readers: sides that answer.
enum { SIDES_OLD = 1, SIDES_NEW = 2, SIDES_BOTH = 4 };

struct move_state {
    unsigned writers, readers;
    unsigned deleters; // as writers, of whole rows of a move between tables
    enum fill fill; // of the new side
    // Since when; NULL: not, or from the start.
    const struct event *filled;
    const struct event *gap_old, *gap_new; // rows may hold a value that a later write did not reach
    const struct event *kept_old; // rows of the old table that were deleted on the new one alone
    const struct event *verified;          // both sides were compared since
    const struct event *checked;           // the new side was seen to be full
    bool is_perhaps_verified;              // by something that cannot be judged
    const struct event *writers_since, *readers_since;
    const struct version *old_writer, *new_writer; // one that writes that side alone
    const struct version *old_reader, *new_reader;
    const struct action *writes, *reads; // what was stated last, …
    double percent;                      // … and how far a ramp is
    enum side trigger_from;              // rows written there reach the other side by themselves
    bool is_trigger_unsure;
    bool misses_inserts, misses_updates; // that its triggers have no event for
    bool leaves_deletes;                 // its triggers carry no deleted row over
    bool was_new_written;                // by some configuration or a fill, ever
    bool is_old_gone, is_new_gone;       // dropped by the plan
    bool is_gap_unsure;                  // a fill may or may not have closed the gap
};

struct flag_range {
    double low, high; // the percentages that the flag may have
    bool is_set;      // by the plan; else it counts as off
    bool is_removed;  // it is no longer there: who asks it gets what nobody has decided
};

// Takes over that a ramp has reached the percentage, where no version asks its flag.
void move_ramp(struct move_state *now, const struct action *ramp, double percent);

// The part of the state that follows from versions, flags and what is stated.
void move_settle(struct move_state *now, const struct move_users *users, const bool *live,
                 const struct flag_range *flags, const struct event *event);

// What an action does to the move itself. `half` is the state while it rolls; it is left as it
// is where the event is atomic for the move. Returns true where `half` was set.
bool move_apply(struct arena *arena, struct move_state *now, struct move_state *half,
                const struct move *move, const struct event *event);

// Takes over what the triggers of the schema carry, where the plan states no triggers of belay's.
void move_carry(struct move_state *now, const struct carriers *carriers);

// What a verification does, which shows this. False where it changes nothing.
bool move_verify(struct move_state *now, const struct shown *shown, const struct event *event);

// True where both are the same for all that can come.
bool move_state_equal(const struct move_state *a, const struct move_state *b);

// A number that is the same for equal ones.
uint64_t move_state_hash(const struct move_state *state);

// Opens and closes the gaps that follow from who writes.
void move_watch_gaps(struct move_state *now, const struct event *event);

#endif
