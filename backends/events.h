// What happens when: the phases of a plan, steps and checks with a time of their own,
// messages, milestones and what comes afterwards, as one list in the order of the plan.
#ifndef BACKENDS_EVENTS_H
#define BACKENDS_EVENTS_H

#include "plan/schedule.h"

enum event_kind {
    EVENT_PHASE, EVENT_STEP, EVENT_CHECK, EVENT_MESSAGE, EVENT_MILESTONE, EVENT_AFTER,
};

struct schedule_event {
    struct schedule_event *next;
    enum event_kind kind;
    struct str id; // unique in its plan, and the same whatever its titles and times become
    const struct phase *phase; // NULL: of the plan
    struct str subject;        // the title or the text
    struct str planned;        // in the plan's words: "week 1 to 2", "end of phase 3", or ""
    struct period period;
    struct str owner;    // who sees to it
    struct str audience; // of a message: who is told, …
    struct str channel;  // … and by what
    bool is_done;        // a ticked box
};

struct event_list {
    struct schedule_event *first, *last;
};

struct event_list events_of(struct arena *arena, const struct plan *plan,
                            const struct schedule *schedule);

// The day of a step or check with a time before or behind T-0. Prose does not say of what its
// T-0 is the time, so there it is known from `zero` alone.
struct period offset_period(const struct plan *plan, double offset, bool is_inferred);

// The days of a task afterwards. Prose counts its weeks from the end of the migration, which
// no plan states.
struct period after_period(const struct plan *plan, const struct when *when);

// True where a calendar can show it: its date is known, in a year that dates are written for.
bool event_is_dated(const struct schedule_event *event);

const char *event_kind_name(enum event_kind kind); // "milestone"

#endif
