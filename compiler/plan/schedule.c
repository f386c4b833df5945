#include "plan/schedule.h"

enum { MINUTES_PER_DAY = 24 * 60, DAYS_PER_WEEK = 7, DAYS_PER_MONTH = 30 };

// Further away than this nothing is planned; it keeps sums of days far from overflow.
static const double most_minutes = 1e9;
static const int32_t most_days = 100000000;

// Where days or offsets are counted from.
struct origin {
    bool is_dated, has_minute;
    int32_t day;
    int minute; // of the day
};

static struct origin origin_of_weeks(const struct plan *plan)
{
    if (plan->start.kind != WHEN_DATE && plan->start.kind != WHEN_MINUTE)
        return (struct origin){ 0 };
    return (struct origin){
        .is_dated = true,
        .has_minute = plan->start.kind == WHEN_MINUTE,
        .day = date_to_days(plan->start.date),
        .minute = plan->start.minute,
    };
}

static struct origin origin_of_offsets(const struct plan *plan)
{
    if (!date_is_set(plan->zero))
        return origin_of_weeks(plan);
    return (struct origin){ .is_dated = true, .day = date_to_days(plan->zero) };
}

static double minutes_of(double milliseconds)
{
    double minutes = milliseconds / 60000;
    if (minutes < -most_minutes)
        return -most_minutes;
    return minutes > most_minutes ? most_minutes : minutes;
}

static int32_t day_at_most(int32_t day)
{
    return day < most_days ? day : most_days;
}

static int32_t days_of(struct quantity duration)
{
    return (int32_t)(minutes_of(duration.amount) / MINUTES_PER_DAY);
}

static int32_t days_rounded_up(struct quantity duration)
{
    double days = minutes_of(duration.amount) / MINUTES_PER_DAY;
    int32_t whole = (int32_t)days;
    return whole < days ? whole + 1 : whole;
}

static int32_t day_of_minute(int64_t minute)
{
    int64_t day = minute / MINUTES_PER_DAY;
    return (int32_t)(minute % MINUTES_PER_DAY < 0 ? day - 1 : day);
}

static struct period period_of_range(const struct plan *plan, const struct when *when,
                                     enum grain grain, int32_t length)
{
    struct origin origin = origin_of_weeks(plan);
    return (struct period){
        .grain = grain,
        .is_dated = origin.is_dated,
        .is_stated = true,
        .has_end = true,
        .first = origin.day + (when->first - 1) * length,
        .last = origin.day + when->last * length - 1,
    };
}

// Where T-0 has no time of day, less than a day before or after it is the same day.
static struct period period_of_offset(const struct plan *plan, const struct when *when)
{
    struct origin origin = origin_of_offsets(plan);
    int64_t minutes = (int64_t)minutes_of(when->offset);
    bool is_whole_days = minutes % MINUTES_PER_DAY == 0;
    int64_t minute = (int64_t)origin.day * MINUTES_PER_DAY + origin.minute + minutes;
    int32_t day = origin.has_minute ? day_of_minute(minute)
                                    : origin.day + (int32_t)(minutes / MINUTES_PER_DAY);
    return (struct period){
        .grain = is_whole_days && !origin.has_minute ? GRAIN_DAY : GRAIN_MINUTE,
        .is_dated = origin.is_dated,
        .is_stated = true,
        .has_time = origin.has_minute,
        .first = day,
        .last = day,
        .minute = minute,
    };
}

static struct period period_of_date(const struct when *when, enum grain grain)
{
    int32_t day = date_to_days(when->date);
    return (struct period){
        .grain = grain,
        .is_dated = true,
        .is_stated = true,
        .has_time = grain == GRAIN_MINUTE,
        .first = day,
        .last = day,
        .minute = (int64_t)day * MINUTES_PER_DAY + when->minute,
    };
}

struct period when_period(const struct plan *plan, const struct when *when)
{
    switch (when->kind) {
    case WHEN_DAY: return period_of_range(plan, when, GRAIN_DAY, 1);
    case WHEN_WEEK: return period_of_range(plan, when, GRAIN_WEEK, DAYS_PER_WEEK);
    case WHEN_MONTH: return period_of_range(plan, when, GRAIN_MONTH, DAYS_PER_MONTH);
    case WHEN_OFFSET: return period_of_offset(plan, when);
    case WHEN_DATE: return period_of_date(when, GRAIN_DAY);
    case WHEN_MINUTE: return period_of_date(when, GRAIN_MINUTE);
    case WHEN_NONE:
    case WHEN_TEXT: break;
    }
    return (struct period){ 0 };
}

bool periods_are_comparable(const struct period *a, const struct period *b)
{
    return a->grain != GRAIN_NONE && b->grain != GRAIN_NONE && a->is_dated == b->is_dated;
}

static int32_t days_of_grain(enum grain grain)
{
    return grain == GRAIN_MONTH ? DAYS_PER_MONTH : grain == GRAIN_WEEK ? DAYS_PER_WEEK : 1;
}

bool period_begins_before(const struct period *a, const struct period *b)
{
    if (!periods_are_comparable(a, b))
        return false;
    if (a->grain == GRAIN_MINUTE && b->grain == GRAIN_MINUTE)
        return a->minute < b->minute;
    return a->first + days_of_grain(a->grain) - 1 < b->first;
}

// ---- phases

static void end_by_estimate(struct period *period, struct quantity estimate)
{
    if (period->has_end || period->grain == GRAIN_NONE || !quantity_is_set(estimate))
        return;
    period->has_end = true;
    if (period->grain == GRAIN_MINUTE) {
        int64_t minutes = (int64_t)minutes_of(estimate.amount);
        int32_t last = day_of_minute(period->minute + (minutes > 0 ? minutes - 1 : 0));
        period->last = last > period->first ? last : period->first;
        return;
    }
    int32_t days = days_rounded_up(estimate);
    period->last = day_at_most(period->first + (days > 0 ? days - 1 : 0));
}

// The begin of a phase that does not say when: the day after the phase before it, where it is
// known when that one ends.
static struct period follow(const struct plan *plan, const struct phase *phase,
                            const struct period *periods)
{
    struct origin origin = origin_of_weeks(plan);
    struct period period = { .grain = GRAIN_DAY, .is_dated = origin.is_dated, .first = origin.day };
    if (phase->index > 0) {
        const struct period *before = &periods[phase->index - 1];
        if (!before->has_end)
            return (struct period){ 0 };
        period.is_dated = before->is_dated;
        period.first = before->last + (before->grain != GRAIN_MINUTE);
    }
    const struct phase *since = phase->soak_since;
    if (since && since->index < phase->index && days_of(phase->soak) > 0
        && periods_are_comparable(&period, &periods[since->index])) {
        int32_t soaked = periods[since->index].last + days_of(phase->soak) + 1;
        period.first = soaked > period.first ? soaked : period.first;
    }
    period.first = period.last = day_at_most(period.first);
    return period;
}

// ---- gaps

static bool is_weekend(int32_t day)
{
    enum weekday weekday = date_weekday(date_from_days(day));
    return weekday == SATURDAY || weekday == SUNDAY;
}

static bool is_long_enough(const struct schedule_gap *gap, enum grain coarsest)
{
    int32_t days = gap->last - gap->first + 1;
    if (coarsest != GRAIN_DAY)
        return days >= days_of_grain(coarsest);
    if (!gap->is_dated || days > 2)
        return days > 2;
    for (int32_t day = gap->first; day <= gap->last; day++)
        if (!is_weekend(day))
            return true;
    return false;
}

// The last day that the soak of a phase covers; false where that cannot be known.
static bool soak_covers_until(const struct schedule *schedule, const struct phase *phase,
                              const struct period *period, int32_t *last)
{
    const struct phase *since = phase->soak_since;
    if (!since || since->index >= phase->index
        || !periods_are_comparable(&schedule->periods[since->index], period))
        return false;
    *last = schedule->periods[since->index].last + days_rounded_up(phase->soak);
    return true;
}

static void add_gap(struct arena *arena, struct schedule *schedule, const struct phase *before,
                    const struct phase *phase)
{
    const struct period *end = &schedule->periods[before->index];
    const struct period *begin = &schedule->periods[phase->index];
    const struct period *previous = &schedule->periods[phase->index - 1];
    struct schedule_gap gap = { before, phase, begin->is_dated, end->last + 1, begin->first - 1 };
    if (!begin->is_stated || begin->grain == GRAIN_MINUTE || phase->when.kind == WHEN_OFFSET
        || !end->is_stated || !periods_are_comparable(end, begin) || !previous->has_end
        || !previous->is_stated)
        return;
    int32_t soaked = 0;
    if (quantity_is_set(phase->soak)) {
        if (!soak_covers_until(schedule, phase, begin, &soaked))
            return;
        gap.first = soaked >= gap.first ? soaked + 1 : gap.first;
    }
    enum grain coarsest = end->grain < begin->grain ? end->grain : begin->grain;
    if (gap.first <= gap.last && is_long_enough(&gap, coarsest))
        array_add(arena, &schedule->gaps, gap);
}

struct schedule schedule_compute(struct arena *arena, const struct plan *plan)
{
    struct schedule schedule = { .periods = arena_new_many(arena, struct period,
                                                           plan->phase_count) };
    const struct phase *last = NULL; // the phase that ends last
    list_each(phase, phase, plan->phases) {
        struct period *period = &schedule.periods[phase->index];
        *period = when_period(plan, &phase->when);
        if (phase->when.kind == WHEN_NONE)
            *period = follow(plan, phase, schedule.periods);
        end_by_estimate(period, phase->estimate);
        if (last)
            add_gap(arena, &schedule, last, phase);
        if (!last || !periods_are_comparable(&schedule.periods[last->index], period)
            || schedule.periods[last->index].last <= period->last)
            last = phase;
    }
    return schedule;
}

struct str schedule_day_format(struct arena *arena, bool is_dated, int32_t day)
{
    if (is_dated)
        return date_format(arena, date_from_days(day));
    if (day >= 0)
        return arena_format(arena, "day %d", day + 1);
    return arena_format(arena, "%d day%s before day 1", -day, day == -1 ? "" : "s");
}
