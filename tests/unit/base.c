// Texts, memory, dates, UTF-8: what everything stands on.
#include "base/date.h"
#include "base/digest.h"
#include "base/index.h"
#include "base/output.h"
#include "base/utf8.h"
#include "tests/unit/check.h"

void test_str__finds_words_as_wholes(void)
{
    CHECK(str_has_word(STR("a dual write phase"), STR("dual write")));
    CHECK(str_has_word(STR("Dual Write"), STR("dual write")));
    CHECK(!str_has_word(STR("individual writes"), STR("dual write")));
    CHECK(!str_has_word(STR("dual_write_x"), STR("dual_write")));
    CHECK(str_find(STR("aaab"), STR("ab"), 0) == 2);
    CHECK(str_find(STR("aaab"), STR("ba"), 0) == STR_NOT_FOUND);
    CHECK(str_find(STR(""), STR("a"), 0) == STR_NOT_FOUND);
}

void test_str__cuts_lines(void)
{
    struct str rest = STR("one\n\nthree"), line;
    CHECK(str_next_line(&rest, &line));
    CHECK_STR(line, "one");
    CHECK(str_next_line(&rest, &line));
    CHECK_STR(line, "");
    CHECK(str_next_line(&rest, &line));
    CHECK_STR(line, "three");
    CHECK(!str_next_line(&rest, &line));
}

void test_str__slices_stay_inside(void)
{
    CHECK_STR(str_slice(STR("abc"), 1, 99), "bc");
    CHECK_STR(str_slice(STR("abc"), 5, 9), "");
    CHECK_STR(str_trim(STR(" \t a b \r\n")), "a b");
    CHECK(str_compare(STR("a"), STR("ab")) < 0);
    CHECK(str_compare(STR("b"), STR("ab")) > 0);
}

void test_arena__memory_is_zeroed_and_aligned(void)
{
    struct arena arena = { 0 };
    for (size_t size = 1; size < 100000; size = size * 3 + 1) {
        char *memory = arena_alloc(&arena, size);
        CHECK((uintptr_t)memory % _Alignof(max_align_t) == 0);
        CHECK(memory[0] == 0 && memory[size - 1] == 0);
        memset(memory, 0xFF, size);
    }
    arena_release(&arena);
    CHECK(arena.newest == NULL);
    CHECK_STR(arena_format(&arena, "%s-%d", "a", 7), "a-7");
    arena_release(&arena);
}

void test_array__keeps_its_items_while_it_grows(void)
{
    struct arena arena = { 0 };
    ARRAY_OF(int) numbers = { 0 };
    for (int i = 0; i < 1000; i++)
        array_add(&arena, &numbers, i);
    CHECK(numbers.count == 1000);
    CHECK(numbers.items[0] == 0 && numbers.items[999] == 999);
    arena_release(&arena);
}

void test_array__grows_by_an_item_of_zeros(void)
{
    struct arena arena = { 0 };
    ARRAY_OF(int) numbers = { 0 };
    array_add(&arena, &numbers, 7);
    numbers.count = 0; // the room is used again
    CHECK(*array_grow(&arena, &numbers) == 0);
    arena_release(&arena);
}

void test_output__grows(void)
{
    struct arena arena = { 0 };
    struct output out = { .arena = &arena };
    for (int i = 0; i < 5000; i++)
        output_format(&out, "%d,", i % 10);
    CHECK(output_get(&out).length == 10000);
    arena_release(&arena);
}

void test_date__knows_the_calendar(void)
{
    struct date date;
    CHECK(date_parse(STR("2024-02-29"), &date));
    CHECK(!date_parse(STR("2023-02-29"), &date));
    CHECK(!date_parse(STR("2100-02-29"), &date));
    CHECK(!date_parse(STR("2027-13-45"), &date));
    CHECK(!date_parse(STR("2027-1-04"), &date));
    CHECK(!date_parse(STR("2027-01-04x"), &date));
    CHECK(date_parse(STR("2027-01-04"), &date));
    CHECK(date_weekday(date) == MONDAY);
    CHECK(date_weekday((struct date){ 1970, 1, 1 }) == THURSDAY);
    CHECK(date_weekday((struct date){ 1969, 12, 31 }) == WEDNESDAY);
}

void test_date__counts_days_there_and_back(void)
{
    struct arena arena = { 0 };
    for (int32_t days = -800000; days < 800000; days += 97)
        CHECK(date_to_days(date_from_days(days)) == days);
    CHECK_STR(date_format(&arena, date_add((struct date){ 2026, 12, 31 }, 1)), "2027-01-01");
    CHECK_STR(date_format(&arena, date_add((struct date){ 2024, 3, 1 }, -1)), "2024-02-29");
    arena_release(&arena);
}

void test_utf8__refuses_what_is_not_utf8(void)
{
    CHECK(utf8_find_invalid(STR("plain")) == STR_NOT_FOUND);
    CHECK(utf8_find_invalid(STR("表示名-😀")) == STR_NOT_FOUND);
    CHECK(utf8_find_invalid(STR("ab\xFFz")) == 2);
    CHECK(utf8_find_invalid(STR("ab\xE8\xA1")) == 2);   // cut off
    CHECK(utf8_find_invalid(STR("\xED\xA0\x80")) == 0); // a surrogate
    CHECK(utf8_find_invalid(STR("\xC0\x80")) == 0);     // overlong
    size_t length;
    CHECK(utf8_decode(STR("\xFF"), &length) == 0xFFFD && length == 1);
    CHECK(utf8_decode(STR("😀"), &length) == 0x1F600 && length == 4);
}

void test_utf8__knows_the_cells_of_a_character(void)
{
    CHECK(utf8_width('a') == 1);
    CHECK(utf8_width(0x8868) == 2);  // 表
    CHECK(utf8_width(0x1F600) == 2); // an emoji
    CHECK(utf8_width(0x0301) == 0);  // a combining accent
}

void test_digest__is_sha256(void)
{
    struct arena arena = { 0 };
    CHECK_STR(digest_sha256(&arena, STR("abc")),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK_STR(digest_sha256(&arena, STR("")),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    arena_release(&arena);
}

void test_index__finds_the_first_thing_of_a_name(void)
{
    struct arena arena = { 0 };
    struct index index = { .arena = &arena };
    int things[1000];
    CHECK(index_find(&index, STR("7")) == NULL);
    for (int i = 0; i < 1000; i++)
        CHECK(index_add(&index, arena_format(&arena, "%d", i), &things[i]));
    CHECK(!index_add(&index, STR("7"), &things[8]));
    CHECK(index_find(&index, STR("7")) == &things[7]);
    CHECK(index_find(&index, STR("999")) == &things[999]);
    CHECK(index_find(&index, STR("1000")) == NULL);
    CHECK(index_add(&index, STR(""), &things[0]) && index_find(&index, STR("")) == &things[0]);
    arena_release(&arena);
}

struct counted {
    struct counted *next;
    int number;
};

static struct counted *next_counted(struct arena *arena, int *calls)
{
    struct counted *counted = arena_new(arena, struct counted);
    counted->number = ++*calls;
    return counted;
}

void test_list__a_node_is_made_once(void)
{
    struct arena arena = { 0 };
    LIST_OF(counted) list = { 0 };
    int calls = 0, sum = 0;
    for (int i = 0; i < 3; i++)
        list_add(&list, next_counted(&arena, &calls));
    list_each(counted, counted, list)
        sum += counted->number;
    CHECK(calls == 3 && sum == 6 && list.last->number == 3);
    arena_release(&arena);
}
