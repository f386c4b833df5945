// The text for people where it is hard: places at the ends of things, characters of every
// width, lines that are too long, fixes of every shape. One golden file each.
#include "tests/unit/report.h"

#include "base/utf8.h"

#include "tests/unit/check.h"

extern const struct format format_full, format_concise, format_github, format_json, format_sarif;

struct gallery { // renderings under headings
    struct report_fixture fixture;
    struct arena arena;
    struct output out;
};

static void gallery_open(struct gallery *gallery)
{
    *gallery = (struct gallery){ 0 };
    gallery->out.arena = &gallery->arena;
    fixture_open(&gallery->fixture);
    gallery->fixture.style.is_quiet = true;
}

// Adds what was found since the last call, and begins anew.
static void gallery_add(struct gallery *gallery, const char *heading)
{
    struct report_style style = gallery->fixture.style;
    output_format(&gallery->out, "=== %s\n", heading);
    output_str(&gallery->out, fixture_write(&gallery->fixture, &format_full));
    output_char(&gallery->out, '\n');
    fixture_close(&gallery->fixture);
    fixture_open(&gallery->fixture);
    gallery->fixture.style = style;
}

static void gallery_close(struct gallery *gallery, const char *name)
{
    CHECK_GOLDEN(name, output_get(&gallery->out));
    fixture_close(&gallery->fixture);
    arena_release(&gallery->arena);
}

// One finding about the bytes [from, to) of a text.
static struct diagnostic *found(struct gallery *gallery, struct str text, size_t from, size_t to)
{
    const struct source_file *file = fixture_source(&gallery->fixture, "plan.belay", text);
    struct diagnostic *finding = diagnose(&gallery->fixture.diagnostics, &kind_example,
                                          fixture_bytes(file, from, to), "something is wrong");
    return diagnostic_label(finding, "here");
}

void test_report_full__at_the_ends_of_lines_and_files(void)
{
    struct gallery gallery;
    gallery_open(&gallery);
    found(&gallery, STR("first\nsecond\n"), 0, 5);
    gallery_add(&gallery, "the first column");
    found(&gallery, STR("first\nsecond\n"), 5, 5);
    gallery_add(&gallery, "behind the last character of a line");
    found(&gallery, STR("first\n\nthird\n"), 6, 6);
    gallery_add(&gallery, "an empty line");
    found(&gallery, STR("first\nsecond"), 12, 12);
    gallery_add(&gallery, "the end of a file without a line end");
    found(&gallery, STR("first\nsecond\n"), 13, 13);
    gallery_add(&gallery, "the end of a file with one");
    found(&gallery, STR("first\nsecond"), 6, 99);
    gallery_add(&gallery, "past the end of the file");
    found(&gallery, STR("first   \nsecond\n"), 5, 8);
    gallery_add(&gallery, "blanks at the end of a line");
    found(&gallery, STR("first\nsecond\nthird\n"), 2, 15);
    gallery_add(&gallery, "over several lines");
    found(&gallery, STR("first\nsecond\nthird\n"), 6, 13);
    gallery_add(&gallery, "a line with its line end");
    found(&gallery, STR("one\rtwo\r\nthree\n"), 4, 7);
    gallery_add(&gallery, "a lone carriage return ends a line");
    found(&gallery, STR("\xEF\xBB\xBFplan \"p\""), 3, 7);
    gallery_add(&gallery, "a byte order mark is no column");
    found(&gallery, STR(""), 0, 0);
    gallery_add(&gallery, "a file without text");
    diagnose(&gallery.fixture.diagnostics, &kind_example, (struct span){ 0 }, "nothing was named");
    gallery_add(&gallery, "no place at all");
    gallery_close(&gallery, "edges.txt");
}

void test_report_full__characters(void)
{
    struct gallery gallery;
    gallery_open(&gallery);
    found(&gallery, STR("e\xCC\x81te\xCC\x81 x"), 8, 9);
    gallery_add(&gallery, "combining marks take no cell");
    found(&gallery, STR("\xF0\x9F\x87\xA9\xF0\x9F\x87\xAA x"), 9, 10);
    gallery_add(&gallery, "a flag of two letters");
    found(&gallery, STR("\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB x"), 12, 13);
    gallery_add(&gallery, "a joined family falls apart");
    found(&gallery, STR("a\xC2\x9B\xE2\x80\xAE\xE2\x81\xA6\xE2\x80\xA8\x7F\x01\xFF\xC3 x"), 16, 17);
    gallery_add(&gallery, "what a terminal would obey is shown");
    found(&gallery, STR("##[error]x ##vso[task] ## [link]"), 11, 16);
    gallery_add(&gallery, "what a CI would obey is pulled apart");
    found(&gallery, STR("\ta\t表x"), 6, 7);
    gallery_add(&gallery, "tabs and wide characters");
    gallery.fixture.style.is_ascii = true;
    found(&gallery, STR("\t表é x \x1b"), 7, 8);
    gallery_add(&gallery, "a locale that is not UTF-8");
    gallery_close(&gallery, "characters.txt");
}

void test_report_full__places(void)
{
    struct gallery gallery;
    gallery_open(&gallery);
    struct str ten = STR("1\n2\n3\n4\n5\n6\n7\n8\nnine\nten\n11\n");
    struct diagnostic *finding = found(&gallery, ten, 16, 20);
    diagnostic_also(finding, fixture_span(gallery.fixture.sources.first, 10, "ten"), "and here");
    gallery_add(&gallery, "from line 9 to line 10");
    struct output lines = { .arena = &gallery.arena };
    output_repeat(&lines, '\n', 98);
    output_str(&lines, STR("ninety-nine\nhundred\n"));
    finding = found(&gallery, output_get(&lines), 110, 117);
    diagnostic_also(finding, fixture_span(gallery.fixture.sources.first, 99, "ninety"), "and here");
    gallery_add(&gallery, "from line 99 to line 100");
    const struct source_file *other = fixture_source(&gallery.fixture, "a.belay", STR("other\n"));
    finding = found(&gallery, STR("first\nsecond\n"), 6, 12);
    diagnostic_also(finding, fixture_span(other, 1, "other"), "in another file");
    diagnostic_also(finding, fixture_span(gallery.fixture.sources.last, 1, "first"), "before");
    gallery_add(&gallery, "its own file comes first");
    finding = found(&gallery, STR("one two three\n"), 4, 7);
    diagnostic_also(finding, fixture_span(gallery.fixture.sources.first, 1, "two three"), "longer");
    gallery_add(&gallery, "two places with one start");
    finding = found(&gallery, STR("one two three\n"), 4, 7);
    diagnostic_also(finding, fixture_span(gallery.fixture.sources.first, 1, "two"), "the same");
    gallery_add(&gallery, "two labels of one place");
    finding = found(&gallery, STR("one two three four\n"), 4, 7);
    diagnostic_also(finding, fixture_span(gallery.fixture.sources.first, 1, "one"), "first");
    diagnostic_also(finding, fixture_span(gallery.fixture.sources.first, 1, "three"), "third");
    diagnostic_also(finding, fixture_span(gallery.fixture.sources.first, 1, "four"), "%s", "");
    gallery_add(&gallery, "four places in a line, one without a label");
    finding = found(&gallery, STR("0 1 2 3 4 5 6 7 8 9\n"), 18, 19);
    for (size_t i = 0; i < 9; i++)
        diagnostic_also(finding, fixture_bytes(gallery.fixture.sources.first, 2 * i, 2 * i + 1),
                        "place %zu", i);
    gallery_add(&gallery, "ten places in a line");
    gallery_close(&gallery, "places.txt");
}

// A fix of the finding that replaces the bytes [from, to) of the only file.
static struct diagnostic_fix *fixed(struct gallery *gallery, struct diagnostic *finding,
                                    size_t from, size_t to, struct str text)
{
    struct diagnostic_fix *fix = diagnostic_fix(finding, FIX_SAFE, "write it differently");
    diagnostic_edit(finding, fix, fixture_bytes(gallery->fixture.sources.first, from, to), text);
    return fix;
}

void test_report_full__fixes(void)
{
    struct gallery gallery;
    gallery_open(&gallery);
    struct str text = STR("one\ntwo\nthree\nfour\n");
    fixed(&gallery, found(&gallery, text, 4, 7), 4, 8, STR(""));
    gallery_add(&gallery, "a line is deleted");
    fixed(&gallery, found(&gallery, text, 4, 7), 4, 4, STR("new 1\nnew 2\n"));
    gallery_add(&gallery, "lines are inserted");
    fixed(&gallery, found(&gallery, text, 4, 7), 6, 10, STR(" and t"));
    gallery_add(&gallery, "two lines become one");
    struct diagnostic *finding = found(&gallery, text, 4, 7);
    struct diagnostic_fix *fix = fixed(&gallery, finding, 15, 16, STR("0"));
    diagnostic_edit(finding, fix, fixture_bytes(gallery.fixture.sources.first, 0, 1), STR("0"));
    gallery_add(&gallery, "two places change");
    fixed(&gallery, found(&gallery, STR("one"), 0, 3), 3, 3, STR("\n}\n"));
    gallery_add(&gallery, "behind the end of the file");
    struct output line = { .arena = &gallery.arena };
    output_repeat(&line, 'x', 300);
    output_str(&line, STR(" old "));
    output_repeat(&line, 'y', 300);
    fixed(&gallery, found(&gallery, output_get(&line), 301, 304), 301, 304, STR("new"));
    gallery_add(&gallery, "far behind the head of a long line");
    fixed(&gallery, found(&gallery, output_get(&line), 301, 304), 0, 605,
          arena_copy(&gallery.arena, output_get(&line)));
    gallery_add(&gallery, "nothing changes");
    diagnostic_fix(found(&gallery, text, 4, 7), FIX_SAFE, "say it in person");
    gallery_add(&gallery, "no edit");
    gallery_close(&gallery, "fixes.txt");
}

void test_report_full__colours(void)
{
    struct gallery gallery;
    gallery_open(&gallery);
    gallery.fixture.style.has_colour = true;
    fixture_drop_in_use(&gallery.fixture);
    gallery_add(&gallery, "in colour");
    gallery_close(&gallery, "colours.txt");
}

void test_report_full__has_no_escape_without_colour(void)
{
    struct report_fixture fixture;
    fixture_open(&fixture);
    fixture_drop_in_use(&fixture);
    fixture_backfill(&fixture);
    CHECK(str_find_char(fixture_write(&fixture, &format_full), '\x1b', 0) == STR_NOT_FOUND);
    fixture_close(&fixture);
}

// A line of a mebibyte with a thousand places must take as long as a short one.
void test_report_full__shows_little_of_a_very_long_line(void)
{
    struct report_fixture fixture;
    fixture_open(&fixture);
    struct output text = { .arena = &fixture.arena };
    while (text.bytes.count < 1 << 20)
        output_str(&text, STR("e\xCC\x81 表 "));
    const struct source_file *file = fixture_source(&fixture, "p", output_get(&text));
    for (size_t i = 0; i < 1000; i++)
        diagnose(&fixture.diagnostics, &kind_example, fixture_bytes(file, i * 1000, i * 1000 + 1),
                 "something");
    fixture.style.width = 80;
    CHECK(fixture_write(&fixture, &format_full).length < 1000 * 400);
    fixture_close(&fixture);
}

// A sequence of numbers that looks random and is the same in every run.
static uint32_t next_number(uint32_t *state, uint32_t limit)
{
    *state = *state * 1664525 + 1013904223;
    return (*state >> 8) % limit;
}

static struct str odd_text(struct arena *arena, uint32_t *state)
{
    static const char *const parts[] = { "\t", " ", "a", "::", "##[", "\n", "\r", "\r\n", "\xFF",
                                         "\xE8\xA1", "\xCC\x81", "表", "\x1b[31m", "\x01", "😀",
                                         "\xE2\x80\xAE", "\xE2\x80\x8D", "]( {0}", "%\"\\", "" };
    struct output text = { .arena = arena };
    for (uint32_t left = next_number(state, 300); left > 0; left--) {
        uint32_t part = next_number(state, sizeof parts / sizeof *parts);
        output_str(&text, part == 19 ? STR("\0") : str_of(parts[part]));
    }
    return output_get(&text);
}

static struct span odd_span(const struct report_fixture *fixture, uint32_t *state)
{
    uint32_t end = span_of_file(fixture->sources.last).end + 3;
    uint32_t from = next_number(state, end);
    return (struct span){ from, from + next_number(state, next_number(state, 2) ? 8 : 400) };
}

// Nothing that would be obeyed, nothing that is not UTF-8.
static bool is_harmless(struct str text)
{
    struct str rest = text, line;
    while (str_next_line(&rest, &line)) {
        if (str_starts_with(str_trim(line), STR("::"))
            && !str_starts_with(str_trim(line), STR("::: ")))
            return false;
        for (size_t i = 0; i < line.length; i++)
            if ((unsigned char)line.data[i] < 0x20 || line.data[i] == 0x7F)
                return false;
    }
    return utf8_find_invalid(text) == STR_NOT_FOUND;
}

static void find_odd(struct report_fixture *fixture, uint32_t *state)
{
    struct arena *arena = &fixture->arena;
    for (uint32_t files = 1 + next_number(state, 3); files > 0; files--)
        fixture_source(fixture, next_number(state, 2) ? "::odd\x1b" : "p", odd_text(arena, state));
    struct str words = odd_text(arena, state);
    struct diagnostic *finding = diagnose(&fixture->diagnostics, &kind_example,
                                          odd_span(fixture, state), "m %.*s", STR_ARGS(words));
    diagnostic_label(finding, "%.*s", STR_ARGS(words));
    for (uint32_t places = next_number(state, 12); places > 0; places--)
        diagnostic_also(finding, odd_span(fixture, state), "l %.*s", (int)places, words.data);
    diagnostic_note(finding, "%.*s", STR_ARGS(words));
    struct diagnostic_fix *fix = diagnostic_fix(finding, FIX_SAFE, "%.*s", STR_ARGS(words));
    for (uint32_t edits = next_number(state, 4); edits > 0; edits--)
        diagnostic_edit(finding, fix, odd_span(fixture, state), words);
}

void test_report__survives_any_text_and_any_place(void)
{
    static const struct format *const formats_of_text[] = { &format_full, &format_concise,
                                                            &format_github };
    uint32_t state = 20260903;
    for (unsigned run = 0; run < 2000 / LESS_OFTEN; run++) {
        struct report_fixture fixture;
        fixture_open(&fixture);
        find_odd(&fixture, &state);
        fixture.style.width = next_number(&state, 2) ? next_number(&state, 100) : 0;
        fixture.style.is_ascii = next_number(&state, 4) == 0;
        for (size_t i = 0; i < 2; i++)
            CHECK(is_harmless(fixture_write(&fixture, formats_of_text[i])));
        CHECK(utf8_find_invalid(fixture_write(&fixture, &format_github)) == STR_NOT_FOUND);
        CHECK(utf8_find_invalid(fixture_write(&fixture, &format_json)) == STR_NOT_FOUND);
        CHECK(utf8_find_invalid(fixture_write(&fixture, &format_sarif)) == STR_NOT_FOUND);
        fixture_close(&fixture);
    }
}
