// Words as values: quantities, ranges, offsets, names.
#include "syntax/value.h"
#include "tests/unit/check.h"

static struct word word_of(enum word_kind kind, const char *text)
{
    return (struct word){ .kind = kind, .text = { .str = str_of(text) } };
}

static double amount(enum word_kind kind, const char *text)
{
    struct quantity quantity = { 0 };
    struct word word = word_of(kind, text);
    return quantity_parse(&word, &quantity) ? quantity.amount : -1;
}

void test_value__reads_quantities_with_their_unit(void)
{
    CHECK(amount(WORD_NUMBER, "40_000_000") == 40e6);
    CHECK(amount(WORD_PERCENT, "0.1%") == 0.1);
    CHECK(amount(WORD_DURATION, "100ms") == 100);
    CHECK(amount(WORD_DURATION, "5min") == 300e3);
    CHECK(amount(WORD_DURATION, "5m") == 300e3);
    CHECK(amount(WORD_DURATION, "2mo") == 60 * 86400e3);
    CHECK(amount(WORD_DURATION, "2w") == 14 * 86400e3);
    CHECK(amount(WORD_SIZE, "12GB") == 12e9);
    CHECK(amount(WORD_SIZE, "7B") == 7);
    CHECK(amount(WORD_RATE, "120/min") == 2);
    CHECK(amount(WORD_MULTIPLE, "2x") == 2);
    CHECK(amount(WORD_TEXT, "2x") == -1);
    CHECK(amount(WORD_NAME, "five") == -1);
}

void test_value__reads_ranges(void)
{
    int first = 0, last = 0;
    struct word range = word_of(WORD_RANGE, "2..14"), reversed = word_of(WORD_RANGE, "4..2");
    struct word number = word_of(WORD_NUMBER, "3"), fraction = word_of(WORD_NUMBER, "3.5");
    CHECK(range_parse(&range, &first, &last) && first == 2 && last == 14);
    CHECK(!range_parse(&reversed, &first, &last));
    CHECK(range_parse(&number, &first, &last) && first == 3 && last == 3);
    CHECK(!range_parse(&fraction, &first, &last));
}

void test_value__reads_offsets_and_times(void)
{
    double offset = 0;
    int minute = 0;
    struct word days = word_of(WORD_OFFSET, "T-3"), hours = word_of(WORD_OFFSET, "T+2h");
    struct word evening = word_of(WORD_TIME, "22:15"), never = word_of(WORD_TIME, "24:00");
    CHECK(offset_parse(&days, &offset) && offset == -3 * 86400e3);
    CHECK(offset_parse(&hours, &offset) && offset == 2 * 3600e3);
    CHECK(time_parse(&evening, &minute) && minute == 22 * 60 + 15);
    CHECK(!time_parse(&never, &minute));
}

void test_value__splits_names(void)
{
    struct name name;
    CHECK(name_parse((struct text){ .str = STR("main.`Order Items`.`Unit.Price`") }, &name));
    CHECK(name.count == 3);
    CHECK_STR(name.parts[0], "main");
    CHECK_STR(name.parts[1], "Order Items");
    CHECK_STR(name.parts[2], "Unit.Price");
    CHECK(!name_parse((struct text){ .str = STR("") }, &name));
    CHECK(!name_parse((struct text){ .str = STR("a.b.c.d.e") }, &name));
}

void test_value__says_durations_in_words(void)
{
    struct arena arena = { 0 };
    CHECK_STR(duration_format(&arena, 1800e3), "30 minutes");
    CHECK_STR(duration_format(&arena, 14 * 86400e3), "2 weeks");
    CHECK_STR(duration_format(&arena, 90e3), "90 seconds");
    CHECK_STR(duration_format(&arena, 3600e3), "1 hour");
    CHECK_STR(duration_format(&arena, 250), "250 ms");
    arena_release(&arena);
}
