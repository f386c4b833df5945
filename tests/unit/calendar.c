// The days that iCalendar files close.

#include "base/date.h"
#include "base/output.h"
#include "plan/calendar.h"
#include "tests/unit/check.h"

static struct freezes read_events(struct arena *arena, const char *text)
{
    struct freezes freezes = { 0 };
    struct str problem = { 0 };
    CHECK(calendar_read(arena, STR("a.ics"), str_of(text), &freezes, &problem));
    return freezes;
}

static bool is_from_to(const struct freeze *freeze, struct date first, struct date last)
{
    return freeze && freeze->first == date_to_days(first) && freeze->last == date_to_days(last);
}

#define EVENT(lines) "BEGIN:VEVENT\r\n" lines "\r\nEND:VEVENT\r\n"

void test_calendar__an_end_of_whole_days_is_excluded(void)
{
    struct arena arena = { 0 };
    struct freezes freezes =
        read_events(&arena, EVENT("DTSTART;VALUE=DATE:20271220\r\nDTEND;VALUE=DATE:20280101"));
    CHECK(is_from_to(freezes.list.first, (struct date){ 2027, 12, 20 },
                     (struct date){ 2027, 12, 31 }));
    freezes = read_events(&arena, EVENT("DTSTART:20271220T180000Z\r\nDTEND:20271222T090000Z"));
    CHECK(is_from_to(freezes.list.first, (struct date){ 2027, 12, 20 },
                     (struct date){ 2027, 12, 22 }));
    freezes = read_events(&arena, EVENT("DTSTART:20271220T180000Z\r\nDTEND:20271222T000000Z"));
    CHECK(is_from_to(freezes.list.first, (struct date){ 2027, 12, 20 },
                     (struct date){ 2027, 12, 21 }));
    arena_release(&arena);
}

void test_calendar__an_event_without_end_is_one_day(void)
{
    struct arena arena = { 0 };
    struct freezes freezes = read_events(&arena, EVENT("DTSTART:20271220\nSUMMARY:a\\, b\r\n  c"));
    CHECK(is_from_to(freezes.list.first, (struct date){ 2027, 12, 20 },
                     (struct date){ 2027, 12, 20 }));
    CHECK(str_is(freezes.list.first->title, "a, b c"));
    freezes = read_events(&arena, EVENT("DTSTART:20271220\r\nDURATION:P2W"));
    CHECK(is_from_to(freezes.list.first, (struct date){ 2027, 12, 20 },
                     (struct date){ 2028, 1, 2 }));
    freezes = read_events(&arena, EVENT("DTSTART:20271220\r\nDTEND:20271201"));
    CHECK(is_from_to(freezes.list.first, (struct date){ 2027, 12, 20 },
                     (struct date){ 2027, 12, 20 }));
    arena_release(&arena);
}

void test_calendar__what_is_no_event_is_left_out(void)
{
    struct arena arena = { 0 };
    CHECK(!read_events(&arena, "").list.first);
    CHECK(!read_events(&arena, "DTSTART:20271220").list.first);
    CHECK(!read_events(&arena, EVENT("DTSTART:20271320")).list.first);
    CHECK(!read_events(&arena, EVENT("DTSTART:2027")).list.first);
    CHECK(!read_events(&arena, "BEGIN:VEVENT\nDTSTART:20271220\n").list.first);
    CHECK(!read_events(&arena, "BEGIN:VEVENT\nDTSTART;X=\"a:20271220\nEND:VEVENT").list.first);
    arena_release(&arena);
}

static size_t count_of(struct arena *arena, const char *text)
{
    struct freezes freezes = read_events(arena, text);
    size_t count = 0;
    list_each(freeze, freeze, freezes.list)
        count++;
    return count;
}

void test_calendar__an_event_that_repeats_is_there_each_time(void)
{
    struct arena arena = { 0 };
    struct freezes freezes = read_events(
        &arena, EVENT("DTSTART;VALUE=DATE:20271223\r\nDTEND;VALUE=DATE:20271227\r\nSUMMARY:Holidays"
                      "\r\nRRULE:FREQ=YEARLY;COUNT=3\r\nEXDATE;VALUE=DATE:20281223"));
    const struct freeze *again = freezes.list.first->next;
    CHECK(is_from_to(freezes.list.first, (struct date){ 2027, 12, 23 },
                     (struct date){ 2027, 12, 26 }));
    CHECK(is_from_to(again, (struct date){ 2029, 12, 23 }, (struct date){ 2029, 12, 26 }));
    CHECK(str_is(again->title, "Holidays") && !again->next);
    CHECK(count_of(&arena, EVENT("DTSTART:20270101T180000\r\nRRULE:FREQ=WEEKLY;BYDAY=FR,SA;"
                                 "UNTIL=20270131T000000Z")) == 10);
    CHECK(count_of(&arena, EVENT("DTSTART:20270101\r\nRRULE:FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=12"))
          == 13); // the first day is not of the rule
    CHECK(count_of(&arena, EVENT("DTSTART:20270101\r\nRDATE;VALUE=DATE:20270201,20270301")) == 3);
    CHECK(count_of(&arena, EVENT("DTSTART:20270101\r\nSTATUS:CANCELLED")) == 0);
    arena_release(&arena);
}

void test_calendar__how_often_an_event_repeats_is_bounded(void)
{
    struct arena arena = { 0 };
    CHECK(count_of(&arena, EVENT("DTSTART:20270101\r\nRRULE:FREQ=YEARLY")) == 31);
    CHECK(count_of(&arena, EVENT("DTSTART:20270101\r\nRRULE:FREQ=SECONDLY")) == 1);
    CHECK(count_of(&arena, EVENT("DTSTART:20270101T000000\r\nRRULE:FREQ=DAILY;BYHOUR=1,2,3;BYSECOND=1,2"
                                 ";COUNT=1000000")) == 10 * 1000);
    struct output out = { .arena = &arena };
    output_format(&out, EVENT("DTSTART:20270101\r\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"));
    for (int i = 0; i < 1000; i++)
        output_format(&out, EVENT("DTSTART:20270101\r\nRRULE:FREQ=DAILY;COUNT=2"));
    output_char(&out, '\0');
    CHECK(count_of(&arena, output_get(&out).data) == 1 + 1000 + 99); // a hundred rules are followed
    arena_release(&arena);
}

void test_calendar__what_would_take_long_is_not_read(void)
{
    struct arena arena = { 0 };
    struct freezes freezes = { 0 };
    struct output deep = { .arena = &arena }, long_line = { .arena = &arena };
    for (int i = 0; i < 50000; i++)
        output_format(&deep, "BEG\r\n IN:VEVENT\r\n");
    for (int i = 0; i < 50000; i++)
        output_format(&deep, "END:VEVENT\r\n");
    output_format(&long_line, "BEGIN:VEVENT\r\nX-A");
    for (int i = 0; i < 5000; i++)
        output_format(&long_line, "\r\n ;X-B=c");
    struct str problem = { 0 };
    CHECK(!calendar_read(&arena, STR("a.ics"), STR("END;X=1:VEVENT"), &freezes, &problem));
    CHECK_STR(problem, "an END stands before its BEGIN");
    CHECK(!calendar_read(&arena, STR("a.ics"), output_get(&deep), &freezes, &problem));
    CHECK_STR(problem, "it is nested more than 8 deep");
    CHECK(!calendar_read(&arena, STR("a.ics"), output_get(&long_line), &freezes, &problem));
    CHECK_STR(problem, "a line is longer than 16 KiB");
    CHECK(!freezes.list.first);
    arena_release(&arena);
}

// Whatever is cut or changed, it is read without a fault.
void test_calendar__survives_any_bytes(void)
{
    static const char text[] =
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VTIMEZONE\r\nTZID:A\r\nEND:VTIMEZONE\r\n"
        EVENT("DTSTART;TZID=\"A\":20270101T000000\r\nDTEND;VALUE=DATE:20270105\r\nDURATION:P1W\r\n"
              "RRULE:FREQ=MONTHLY;BYDAY=-1FR;BYSETPOS=1;WKST=SU;UNTIL=20280101\r\nSUMMARY:a\\nb\r\n"
              " c\r\nEXDATE:20270201T000000\r\nRDATE;VALUE=PERIOD:20270203T000000Z/PT1H\r\n"
              "GEO:1;2\r\nATTACH;ENCODING=BASE64;VALUE=BINARY:QQ==\r\nSTATUS:CONFIRMED")
        "END:VCALENDAR\r\n";
    static const char bytes[] = "\r\n ;:,\\\"=/-0129AZ";
    uint32_t state = 20270101;
    for (size_t round = 0; round < 1000 / LESS_OFTEN; round++) {
        struct arena arena = { 0 };
        char *changed = arena_alloc(&arena, sizeof text);
        memcpy(changed, text, sizeof text);
        for (size_t i = 0; i < 1 + round % 5; i++) {
            state = state * 1664525 + 1013904223;
            changed[(state >> 8) % (sizeof text - 1)] = bytes[(state >> 4) % (sizeof bytes - 1)];
        }
        if (round % 3 == 0)
            changed[(state >> 16) % sizeof text] = '\0';
        struct freezes freezes = { 0 };
        struct str problem = { 0 };
        CHECK(calendar_read(&arena, STR("a.ics"), str_of(changed), &freezes, &problem)
              || problem.length);
        list_each(freeze, freeze, freezes.list)
            CHECK(freeze->first <= freeze->last);
        arena_release(&arena);
    }
}
