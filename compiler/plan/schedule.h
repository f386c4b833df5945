// The schedule that a plan states or implies: on which days its phases lie, and the spare
// time between them.
//
// `start` is the first day of week 1, day 1 and month 1; T-0 is `zero`, without it `start`.
// Where the plan says no date for them, days are relative. A month is thirty days.
#ifndef PLAN_SCHEDULE_H
#define PLAN_SCHEDULE_H

#include "plan/plan.h"

// How exactly a time was given.
enum grain { GRAIN_NONE, GRAIN_MONTH, GRAIN_WEEK, GRAIN_DAY, GRAIN_MINUTE };

// The days from `first` to `last`, both included.
struct period {
    enum grain grain; // GRAIN_NONE: nothing is known, and nothing else is set
    bool is_dated;    // days are those of date_from_days(); else day 0 is the plan's first day
    bool is_stated;   // the plan says it; else it follows from the phases before
    bool has_end;     // `last` is known; else it is the first day
    bool has_time;    // GRAIN_MINUTE: `minute` is a time of day that the plan says
    int32_t first, last;
    int64_t minute;   // GRAIN_MINUTE: where it begins, in minutes from day 0
};

// Days on which nothing is planned: after the end of all phases before `phase`, of which
// `before` ends last, up to its begin, less what its soak covers.
struct schedule_gap {
    const struct phase *before, *phase;
    bool is_dated;
    int32_t first, last;
};

struct schedule {
    struct period *periods; // by phase->index
    ARRAY_OF(struct schedule_gap) gaps;
};

// The days of one stated time; of WHEN_NONE and WHEN_TEXT, nothing. Its end is known where
// it is a day, a week, a month or a range of them.
struct period when_period(const struct plan *plan, const struct when *when);

// A phase without `when` begins directly after the phase before it and its own soak, and at an
// unknown time where it is not known when that one ends; a phase of which only the begin is
// known lasts as long as its estimate.
//
// Spare time is a gap from one whole week on where one of its sides is given in weeks, from
// one whole month on in months, and from one day that is no Saturday or Sunday on in days
// (from three days on where days are relative). It is none where its sides are only supposed.
struct schedule schedule_compute(struct arena *arena, const struct plan *plan);

// True where both are known and counted from the same day.
bool periods_are_comparable(const struct period *a, const struct period *b);

// True where `a` certainly begins before `b` begins: a week begins on any of its seven days.
bool period_begins_before(const struct period *a, const struct period *b);

// "2027-01-04", or "day 1" where no date is known: day 1 is the plan's first day.
struct str schedule_day_format(struct arena *arena, bool is_dated, int32_t day);

#endif
