// The days that iCalendar files close.

#include "base/date.h"
#include "plan/calendar.h"
#include "tests/unit/check.h"

static struct freezes read_events(struct arena *arena, const char *text)
{
    struct freezes freezes = { 0 };
    calendar_read(arena, STR("a.ics"), str_of(text), &freezes);
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
