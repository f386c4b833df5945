// Who writes and who reads which side of a move, how full the new side is, and whether
// anything has compared the two: from event to event, as far as the plan says so.
//
// Where the plan declares no move, one implied move stands for its whole change, if it has
// phases that copy data at all. What is not known is SIDE_NONE or the like, and is judged by
// no rule.
#ifndef MODEL_TRAFFIC_H
#define MODEL_TRAFFIC_H

#include "diagnostics/diagnostic.h"
#include "model/changes.h"
#include "model/moved.h"

enum fill { FILL_UNKNOWN, FILL_EMPTY, FILL_PARTIAL, FILL_FULL };

enum comparison_state {
    COMPARED_NO,
    COMPARED_PERHAPS, // by something that cannot be judged: a person, a command, prose
    COMPARED_YES,
};

// What made it so.
struct traffic_fact {
    const struct phase *phase;     // NULL: the state before the plan
    const struct version *version; // whose declaration says so; NULL where none does
    struct span span;
    bool is_inferred;
    bool is_supposed; // nobody says so, but the plan changes it later, at `span`
};

struct traffic_state {
    enum side writers; // SIDE_OLD: some writer writes the old side alone; SIDE_NEW likewise
    enum side readers; // SIDE_BOTH: some read the old side, some the new one
    enum fill fill;
    enum comparison_state compared; // since the last fill
    bool is_full_checked;           // a query showed that the new side has no empty rows
    bool is_shadowed;               // the new side is read and compared, and answers nobody
    bool is_old_gone;
    enum side declared_writers, declared_readers; // what live versions declare
    enum side readable; // the sides that some live version reads, whatever its flags say
    struct traffic_fact written, read, filled, checked, gone, declared_written, declared_read;
};

struct traffic_event {
    struct traffic_event *next;
    const struct phase *phase;
    const struct action *action; // NULL: the begin or the end of the phase, or a verification
    struct span span;
    bool is_at_end; // of the phase: behind all of its actions
    struct traffic_state before, after;
};

struct traffic {
    struct traffic *next;
    const struct move *move; // NULL: the implied one
    struct traffic_state start;
    LIST_OF(traffic_event) events; // each changed something
};

// A list; empty where the plan is too large to be followed. `moved`: moved_read().
const struct traffic *traffic_read(struct arena *arena, const struct plan *plan,
                                   const struct changes *changes, const struct moved *moved);

// The state at the end of the phase.
const struct traffic_state *traffic_at_end(const struct traffic *traffic,
                                           const struct phase *phase);

// The state before what stands at `address` among the actions of the phase.
const struct traffic_state *traffic_before(const struct traffic *traffic, const struct phase *phase,
                                           uint32_t address);

// True where the event lets the new side answer, which it did not before.
static inline bool event_reads_new(const struct traffic_event *event)
{
    enum side before = event->before.readers, after = event->after.readers;
    return (before == SIDE_NONE || before == SIDE_OLD) && (after == SIDE_NEW || after == SIDE_BOTH);
}

// The first event behind this one that lets the new side answer; NULL where none does.
static inline const struct traffic_event *next_read_of_new(const struct traffic_event *event)
{
    for (event = event->next; event && !event_reads_new(event);)
        event = event->next;
    return event;
}

static inline bool event_begins_fill(const struct traffic_event *event)
{
    return event->after.fill == FILL_PARTIAL && event->before.fill != FILL_PARTIAL;
}

// "'verified'", or "the data" of an implied move.
struct str traffic_name(struct arena *arena, const struct traffic *traffic);

// Caps the finding where the fact is inferred, and says from where.
void fact_cap(struct diagnostic *finding, const struct traffic_fact *fact);

#endif
