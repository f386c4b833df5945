// Events: their ids and days, and what the spreadsheet and the calendar need to know of them.
#include "backends/events.h"

#include "backends/escape-csv.h"
#include "backends/time-zone.h"
#include "backends/wording.h"
#include "plan/bind.h"
#include "readers/reader.h"
#include "tests/unit/check.h"

struct reading {
    struct arena arena;
    struct source_map map;
    struct unit unit;
    struct event_list events;
};

static struct reading *events_in(const char *path, const char *text)
{
    static struct reading reading;
    reading = (struct reading){ 0 };
    reading.map.arena = &reading.arena;
    unit_init(&reading.unit, &reading.map, source_add(&reading.map, str_of(path), str_of(text)));
    reader_for(str_of(path))->read(&reading.unit);
    plan_bind(&reading.unit);
    CHECK(reading.unit.plan != NULL);
    struct schedule schedule = schedule_compute(&reading.arena, reading.unit.plan);
    reading.events = events_of(&reading.arena, reading.unit.plan, &schedule);
    return &reading;
}

static void release(struct reading *reading)
{
    arena_release(&reading->unit.arena);
    arena_release(&reading->arena);
}

// "ID FIRST..LAST", one a line; no days where none are known.
static struct str listing(struct reading *reading)
{
    struct output out = { .arena = &reading->arena };
    list_each(schedule_event, event, reading->events) {
        const struct period *period = &event->period;
        output_str(&out, event->id);
        if (period->grain != GRAIN_NONE)
            output_format(&out, " %.*s..%.*s",
                          STR_ARGS(schedule_day_format(&reading->arena, period->is_dated,
                                                       period->first)),
                          STR_ARGS(schedule_day_format(&reading->arena, period->is_dated,
                                                       period->last)));
        output_char(&out, '\n');
    }
    return output_get(&out);
}

void test_events__are_named_without_titles_and_times(void)
{
    struct reading *reading = events_in("p.belay",
        "plan \"p\" {\n"
        "  start 2027-01-04\n"
        "  milestone T-1w \"a\"\n"
        "  check \"no time\"\n"
        "  check \"with one\" T+2h\n"
        "  notify week 0 \"b\" to \"All Engineers\"\n"
        "  phase expand \"c\" {\n"
        "    when week 1; rollback none \"x\"\n"
        "    step \"no time\"\n"
        "    step \"with one\" T-3d\n"
        "    notify start \"d\"\n"
        "    notify end \"e\" to \"\xE6\x97\xA5\"\n"
        "    notify T-1d \"f\" to \"x\"\n"
        "    notify \"g\" to \"x\"\n"
        "    notify \"h\" to \"X!\"\n"
        "  }\n"
        "  phase expand \"i\" { when week 2; rollback none \"x\" }\n"
        "  phase contract as `Last One` \"j\" { when day 20; rollback none \"x\" }\n"
        "  after week 9 \"k\"\n"
        "}\n");
    CHECK_STR(listing(reading),
              "message.to.all-engineers 2026-12-28..2027-01-03\n"
              "phase.expand 2027-01-04..2027-01-10\n"
              "phase.expand.step.2 2027-01-01..2027-01-01\n"
              "phase.expand.start 2027-01-04..2027-01-04\n"
              "phase.expand.end.to.85217f7a 2027-01-10..2027-01-10\n"
              "phase.expand.message.to.x 2027-01-03..2027-01-03\n"
              "phase.expand.end.to.x 2027-01-10..2027-01-10\n"
              "phase.expand.end.to.x.2 2027-01-10..2027-01-10\n"
              "phase.expand.2 2027-01-11..2027-01-17\n"
              "phase.last-one 2027-01-23..2027-01-23\n"
              "milestone.1 2026-12-28..2026-12-28\n"
              "check.2 2027-01-04..2027-01-04\n"
              "afterwards.1 2027-03-01..2027-03-07\n");
    release(reading);
}

void test_events__of_prose_are_named_by_numbers(void)
{
    struct reading *reading = events_in("p.md",
        "# Migration plan: orders\n\n"
        "## Phase 1: Expand (Week 1)\n\n1. Add the column\n\n**Rollback:** Drop it\n\n"
        "## Phase 2: Contract (Week 4)\n\n1. Drop the old one\n\n**Rollback:** none\n\n"
        "## Post-Migration Tasks\n\n### Week 1\n\n- [ ] Watch the errors\n");
    CHECK_STR(listing(reading), "phase.1 day 1..day 7\nphase.2 day 22..day 28\n"
                                "afterwards.1\n"); // week 1 of what comes then
    release(reading);
}

// ---- offsets

void test_events__offsets_are_said_in_the_largest_unit(void)
{
    static const double day = 86400e3;
    struct arena arena = { 0 };
    CHECK_STR(offset_wording(&arena, 0), "T-0");
    CHECK_STR(offset_wording(&arena, -3 * day), "T-3d");
    CHECK_STR(offset_wording(&arena, 7 * day), "T+7d");
    CHECK_STR(offset_wording(&arena, -2 * 3600e3), "T-2h");
    CHECK_STR(offset_wording(&arena, 90 * 60e3), "T+90min");
    CHECK_STR(offset_wording(&arena, -1e3), "T-1s");
    CHECK_STR(offset_wording(&arena, 5), "T+5ms");
    arena_release(&arena);
}

// ---- cells

static struct str cell(struct arena *arena, const char *text)
{
    struct output out = { .arena = arena };
    const struct str cells[] = { str_of(text) };
    csv_row(&out, cells, 1);
    return str_slice(output_get(&out), 0, output_get(&out).length - strlen("\r\n"));
}

void test_events__cells_are_never_formulas(void)
{
    struct arena arena = { 0 };
    CHECK_STR(cell(&arena, "plain text: 1 = 1"), "plain text: 1 = 1");
    CHECK_STR(cell(&arena, ""), "");
    CHECK_STR(cell(&arena, "a,b \"c\""), "\"a,b \"\"c\"\"\"");
    CHECK_STR(cell(&arena, "=1+1"), "'=1+1");
    CHECK_STR(cell(&arena, "-1"), "'-1");
    CHECK_STR(cell(&arena, " +1"), "\" '+1\"");
    CHECK_STR(cell(&arena, "\xEF\xBC\x9D" "1"), "'\xEF\xBC\x9D" "1");
    CHECK_STR(cell(&arena, "a;=b\t@c\n-d"), "\"a;'=b\t'@c\n'-d\"");
    CHECK_STR(cell(&arena, "a\r\x1b\xE2\x80\xAE"), "a \xEF\xBF\xBD\xEF\xBF\xBD");
    arena_release(&arena);
}

// ---- zones

void test_events__zones_have_names(void)
{
    struct time_zone zone;
    CHECK(time_zone_find(STR("Europe/Berlin"), &zone));
    CHECK(zone.standard == 60 && zone.summer == 120 && zone.is_changing);
    CHECK(zone.begin.month == 3 && zone.begin.week == 5 && zone.begin.weekday == SUNDAY
          && zone.begin.minute == 120);
    CHECK(time_zone_find(STR("Asia/Kolkata"), &zone) && zone.standard == 330 && !zone.is_changing);
    CHECK(time_zone_find(STR("UTC"), &zone) && time_zone_is_utc(&zone));
    CHECK(time_zone_find(STR("America/St_Johns"), &zone) && zone.standard == -210);
    CHECK(!time_zone_find(STR(""), &zone) && !time_zone_find(STR("Europe"), &zone)
          && !time_zone_find(STR("Europe/Berlin Europe/Paris"), &zone)
          && !time_zone_find(STR("../UTC"), &zone));
}
