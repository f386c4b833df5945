// Places: lines, columns in four units, text that was changed on the way.
#include "base/output.h"
#include "base/utf8.h"
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

// Columns in a long line are counted from marks; they must be what counting from its start gives.
void test_source__columns_in_a_long_line(void)
{
    struct arena arena = { 0 };
    struct source_map map = { .arena = &arena };
    struct output text = { .arena = &arena };
    output_str(&text, STR("\xEF\xBB\xBFshort\n"));
    while (text.bytes.count < 9000)
        output_str(&text, STR("a\té表😀\xFFz"));
    output_str(&text, STR("\nshort again\r"));
    while (text.bytes.count < 4 * 4096)
        output_str(&text, STR("表😀"));
    const struct source_file *file = add(&map, "a", output_get(&text));
    uint32_t line = 0, code_points = 0, utf16 = 0, cells = 0;
    for (size_t at = 0, length; at < file->text.length; at += length) {
        struct source_place place = source_locate(&map, file->base + (uint32_t)at);
        if (place.line_number != line)
            code_points = utf16 = cells = 0;
        line = place.line_number;
        uint32_t code_point = utf8_decode(str_from(file->text, at), &length);
        if (place.offset < place.line.length && code_point != 0xFEFF) {
            CHECK(source_column(place, COLUMN_CODE_POINT) == ++code_points);
            CHECK(source_column(place, COLUMN_UTF16) == utf16 + 1);
            CHECK(source_column(place, COLUMN_CELL) == cells + 1);
            CHECK(source_column(place, COLUMN_BYTE) == place.offset + 1 - (line == 1 ? 3 : 0));
            utf16 += code_point > 0xFFFF ? 2 : 1;
            cells += code_point == '\t' ? 4 : utf8_width(code_point);
        }
    }
    CHECK(line == 4);
    arena_release(&arena);
}
