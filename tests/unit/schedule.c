// The schedule: weeks, days, months, offsets and dates as days, and what lies between.
#include "plan/schedule.h"

#include "plan/bind.h"
#include "readers/reader.h"
#include "tests/unit/check.h"

struct reading {
    struct arena arena;
    struct source_map map;
    struct unit unit;
    struct schedule schedule;
};

// Reads a plan of these statements, and computes its schedule.
static struct reading *schedule_of(const char *statements)
{
    static struct reading reading;
    reading = (struct reading){ 0 };
    reading.map.arena = &reading.arena;
    struct str text = arena_format(&reading.arena, "plan \"p\" {\n%s\n}\n", statements);
    unit_init(&reading.unit, &reading.map, source_add(&reading.map, STR("p.belay"), text));
    reader_for(STR("p.belay"))->read(&reading.unit);
    plan_bind(&reading.unit);
    CHECK(reading.unit.diagnostics.list.first == NULL);
    reading.schedule = schedule_compute(&reading.unit.arena, reading.unit.plan);
    return &reading;
}

static void release(struct reading *reading)
{
    arena_release(&reading->unit.arena);
    arena_release(&reading->arena);
}

// "2027-01-04..2027-01-10", "day 1..day 7".
static struct str days(struct reading *reading, unsigned index)
{
    const struct period *period = &reading->schedule.periods[index];
    struct arena *arena = &reading->arena;
    struct str first = schedule_day_format(arena, period->is_dated, period->first);
    struct str last = schedule_day_format(arena, period->is_dated, period->last);
    return arena_format(arena, "%.*s..%.*s", STR_ARGS(first), STR_ARGS(last));
}

void test_schedule__week_1_begins_on_start(void)
{
    struct reading *reading = schedule_of("start 2027-01-04\n"
                                          "phase prepare \"a\" { when week 0 }\n"
                                          "phase expand \"b\" { when week 1 }\n"
                                          "phase backfill \"c\" { when week 2..3 }\n"
                                          "phase cutover \"d\" { when day 29 }\n"
                                          "phase contract \"e\" { when month 2 }");
    CHECK_STR(days(reading, 0), "2026-12-28..2027-01-03");
    CHECK_STR(days(reading, 1), "2027-01-04..2027-01-10");
    CHECK_STR(days(reading, 2), "2027-01-11..2027-01-24");
    CHECK_STR(days(reading, 3), "2027-02-01..2027-02-01");
    CHECK_STR(days(reading, 4), "2027-02-03..2027-03-04");
    CHECK(reading->schedule.periods[4].is_stated && reading->schedule.periods[4].has_end);
    release(reading);
}

void test_schedule__days_are_relative_without_a_date(void)
{
    struct reading *reading = schedule_of("start \"next spring\"\n"
                                          "phase prepare \"a\" { when T-3d }\n"
                                          "phase expand \"b\" { when week 1 }\n"
                                          "phase contract \"c\" { }");
    CHECK_STR(days(reading, 0), "3 days before day 1..3 days before day 1");
    CHECK_STR(days(reading, 1), "day 1..day 7");
    CHECK_STR(days(reading, 2), "day 8..day 8");
    release(reading);
}

void test_schedule__offsets_count_from_zero_or_start(void)
{
    struct reading *reading = schedule_of("start 2027-01-04\nzero 2027-02-10\n"
                                          "phase prepare \"a\" { when T-1w }\n"
                                          "phase expand \"b\" { when T-2h }\n"
                                          "phase cutover \"c\" { when T+26h }");
    CHECK_STR(days(reading, 0), "2027-02-03..2027-02-03");
    CHECK_STR(days(reading, 1), "2027-02-10..2027-02-10");
    CHECK_STR(days(reading, 2), "2027-02-11..2027-02-11");
    CHECK(reading->schedule.periods[0].grain == GRAIN_DAY);
    CHECK(reading->schedule.periods[1].grain == GRAIN_MINUTE);
    CHECK(period_begins_before(&reading->schedule.periods[1], &reading->schedule.periods[2]));
    release(reading);
    reading = schedule_of("start 2027-01-04 01:00\nphase cutover \"a\" { when T-2h }");
    CHECK_STR(days(reading, 0), "2027-01-03..2027-01-03");
    release(reading);
}

void test_schedule__a_phase_without_a_time_follows_the_one_before(void)
{
    struct reading *reading = schedule_of("start 2027-01-04\n"
                                          "phase prepare \"a\" { estimate 20h }\n"
                                          "phase expand \"b\" { estimate 3d }\n"
                                          "phase cutover \"c\" { soak 1w since expand }\n"
                                          "phase observe \"d\" { when 2027-02-01; estimate 36h }\n"
                                          "phase contract \"e\" { soak 2h }");
    CHECK_STR(days(reading, 0), "2027-01-04..2027-01-04");
    CHECK_STR(days(reading, 1), "2027-01-05..2027-01-07");
    CHECK_STR(days(reading, 2), "2027-01-15..2027-01-15");
    CHECK_STR(days(reading, 3), "2027-02-01..2027-02-02");
    CHECK_STR(days(reading, 4), "2027-02-03..2027-02-03");
    CHECK(!reading->schedule.periods[4].is_stated && !reading->schedule.periods[4].has_end);
    release(reading);
    reading = schedule_of("start 2027-01-04\n"
                          "phase prepare \"a\" { }\n"
                          "phase expand \"b\" { estimate 3d }\n"
                          "phase cutover \"c\" { }");
    CHECK_STR(days(reading, 0), "2027-01-04..2027-01-04");
    CHECK(reading->schedule.periods[1].grain == GRAIN_NONE); // nobody knows when the first ends
    CHECK(reading->schedule.periods[2].grain == GRAIN_NONE);
    release(reading);
}

void test_schedule__a_week_begins_on_any_of_its_days(void)
{
    struct reading *reading = schedule_of("phase prepare \"a\" { when day 10 }\n"
                                          "phase expand \"b\" { when week 2 }\n"
                                          "phase cutover \"c\" { when week 1 }");
    const struct period *periods = reading->schedule.periods;
    CHECK(!period_begins_before(&periods[1], &periods[0]));
    CHECK(!period_begins_before(&periods[0], &periods[1]));
    CHECK(period_begins_before(&periods[2], &periods[1]));
    release(reading);
}

void test_schedule__a_soak_covers_a_gap(void)
{
    struct reading *reading = schedule_of("phase expand \"a\" { when week 1 }\n"
                                          "phase cutover \"b\" { when week 4; soak 2w }\n"
                                          "phase promote \"c\" { when week 7; soak 1w }\n"
                                          "phase contract \"d\" { when week 9 }");
    CHECK(reading->schedule.gaps.count == 2);
    const struct schedule_gap *gaps = reading->schedule.gaps.items;
    CHECK(gaps[0].before->number == 2 && gaps[0].phase->number == 3);
    CHECK(gaps[0].first == 35 && gaps[0].last == 41);
    CHECK(gaps[1].before->number == 3 && gaps[1].first == 49 && gaps[1].last == 55);
    release(reading);
}

void test_schedule__a_weekend_is_no_gap(void)
{
    struct reading *reading =
        schedule_of("start 2027-01-04\n" // a Monday
                    "phase expand \"a\" { when day 1..5 }\n"
                    "phase backfill \"b\" { when day 8..9 }\n"
                    "phase cutover \"c\" { when day 11 }\n"
                    "phase observe \"d\" { when 2027-01-18 }\n"
                    "phase contract \"e\" { when 2027-03-01 }");
    CHECK(reading->schedule.gaps.count == 2);
    CHECK(reading->schedule.gaps.items[0].phase->number == 3); // a Wednesday
    CHECK(reading->schedule.gaps.items[1].phase->number == 4); // Friday to Sunday
    release(reading);
}

void test_schedule__far_times_do_not_overflow(void)
{
    struct reading *reading = schedule_of("start 9999-12-31\n"
                                          "phase prepare \"a\" { when month 1000000 }\n"
                                          "phase expand \"b\" { estimate 99999999999999999999w }\n"
                                          "phase cutover \"c\" { when T+99999999999999999999w; estimate 1h }\n"
                                          "phase contract \"d\" { soak 99999999999999999999w }");
    CHECK(reading->schedule.periods[1].last > reading->schedule.periods[1].first);
    CHECK(reading->schedule.periods[3].first > reading->schedule.periods[2].first);
    release(reading);
}
