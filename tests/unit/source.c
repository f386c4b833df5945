// Places: lines, columns in four units, text that was changed on the way.
#include "source/text.h"
#include "tests/unit/check.h"

static struct source_file *add(struct source_map *map, const char *path, struct str text)
{
    return source_add(map, str_of(path), text);
}

void test_source__counts_lines_of_every_kind(void)
{
    struct arena arena = { 0 };
    struct source_map map = { .arena = &arena };
    const struct source_file *file = add(&map, "a", STR("one\ntwo\r\nthree\rfour"));
    struct source_place place = source_locate(&map, file->base + 16);
    CHECK(place.line_number == 4 && place.offset == 1);
    CHECK_STR(place.line, "four");
    CHECK_STR(source_locate(&map, file->base + 5).line, "two");
    place = source_locate(&map, file->base + 20); // the end of the file
    CHECK(place.line_number == 4 && place.offset == 4);
    arena_release(&arena);
}

void test_source__files_share_one_address_space(void)
{
    struct arena arena = { 0 };
    struct source_map map = { .arena = &arena };
    const struct source_file *first = add(&map, "a", STR("aaa")), *second = add(&map, "b", STR(""));
    const struct source_file *third = add(&map, "c", STR("x"));
    CHECK(source_file_at(&map, first->base + 3) == first);
    CHECK(source_file_at(&map, second->base) == second);
    CHECK(source_file_at(&map, third->base) == third);
    CHECK(source_locate(&map, second->base).line_number == 1);
    CHECK_STR(source_text(&map, span_of_file(third)), "x");
    arena_release(&arena);
}

void test_source__columns_in_four_units(void)
{
    struct arena arena = { 0 };
    struct source_map map = { .arena = &arena };
    const struct source_file *file = add(&map, "a", STR("\tstep 表示名-😀 x"));
    struct source_place place = source_locate(&map, file->base + 21);
    CHECK(place.line.data[place.offset] == 'x');
    CHECK(source_column(place, COLUMN_BYTE) == 22);
    CHECK(source_column(place, COLUMN_CODE_POINT) == 13);
    CHECK(source_column(place, COLUMN_UTF16) == 14);
    CHECK(source_column(place, COLUMN_CELL) == 20);
    arena_release(&arena);
}

void test_source__a_byte_order_mark_is_no_column(void)
{
    struct arena arena = { 0 };
    struct source_map map = { .arena = &arena };
    const struct source_file *file = add(&map, "a", STR("\xEF\xBB\xBFplan"));
    CHECK(source_column(source_locate(&map, file->base + 3), COLUMN_CODE_POINT) == 1);
    arena_release(&arena);
}

void test_text__leads_back_to_the_source(void)
{
    struct arena arena = { 0 };
    struct text_builder builder = { .arena = &arena };
    text_builder_copy(&builder, STR("abc"), 100);
    text_builder_replace(&builder, STR("→"), (struct span){ 103, 109 });
    text_builder_copy(&builder, STR("def"), 109);
    struct text text = text_builder_finish(&builder);
    CHECK_STR(text.str, "abc→def");
    struct span span = text_span(text, 1, 2);
    CHECK(span.start == 101 && span.end == 102);
    span = text_span(text, 4, 5); // inside the arrow: all of what it stands for
    CHECK(span.start == 103 && span.end == 109);
    span = text_span(text, 2, 7);
    CHECK(span.start == 102 && span.end == 110);
    arena_release(&arena);
}

void test_text__slices_and_appends_keep_their_places(void)
{
    struct arena arena = { 0 };
    struct text_builder builder = { .arena = &arena }, joined = { .arena = &arena };
    text_builder_copy(&builder, STR("  left"), 10);
    text_builder_replace(&builder, STR(" "), (struct span){ 16, 20 });
    text_builder_copy(&builder, STR("right  "), 20);
    struct text text = text_trim(text_builder_finish(&builder));
    CHECK_STR(text.str, "left right");
    text_builder_copy(&joined, STR("x"), 500);
    text_builder_append(&joined, text_slice(text, 2, 10));
    struct text both = text_builder_finish(&joined);
    CHECK_STR(both.str, "xft right");
    CHECK(text_span(both, 1, 2).start == 14);
    CHECK(text_span(both, 4, 5).start == 20);
    arena_release(&arena);
}

void test_text__lines_keep_their_places(void)
{
    struct arena arena = { 0 };
    struct source_map map = { .arena = &arena };
    const struct source_file *file = add(&map, "a", STR("one\ntwo\n"));
    struct text rest = text_of_span(&arena, &map, span_of_file(file)), line;
    CHECK(text_next_line(&rest, &line) && text_next_line(&rest, &line));
    CHECK_STR(line.str, "two");
    CHECK(text_place(line).start == file->base + 4);
    CHECK(!text_next_line(&rest, &line));
    arena_release(&arena);
}
