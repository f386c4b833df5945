// The formats for machines, and what all formats share: columns, identities, summaries.
#include "base/json.h"
#include "diagnostics/kind.h"
#include "generated/kinds.h"
#include "report/identity.h"
#include "report/line-hash.h"
#include "report/sarif-text.h"
#include "tests/unit/check.h"
#include "tests/unit/report.h"

extern const struct format format_full, format_concise, format_json, format_json_lines,
    format_sarif, format_github;

static bool has(struct str text, const char *part)
{
    return str_find(text, str_of(part), 0) != STR_NOT_FOUND;
}

// The worked examples, a finding without a place, and one that is suppressed.
static void find_all(struct report_fixture *fixture)
{
    fixture_drop_in_use(fixture);
    fixture_backfill(fixture);
    fixture_two_files(fixture);
    diagnose(&fixture->diagnostics, &kind_example, (struct span){ 0 }, "nothing was named");
    const struct source_file *file = fixture_source(fixture, "./a b.belay", STR("one\ntwo\n"));
    struct diagnostic *finding = diagnose(&fixture->diagnostics, &kind_example,
                                          fixture_bytes(file, 1, 6), "[two](lines) of {0}");
    finding->is_suppressed = true;
    finding->suppression_reason = STR("it is \"known\"");
}

static void check_format(const char *golden, const struct format *format, bool shows_suppressed)
{
    struct report_fixture fixture;
    fixture_open(&fixture);
    find_all(&fixture);
    fixture.report.show_suppressed = shows_suppressed;
    CHECK_GOLDEN(golden, fixture_write(&fixture, format));
    fixture_close(&fixture);
}

void test_report__every_format(void)
{
    check_format("formats-full.txt", &format_full, true);
    check_format("formats-concise.txt", &format_concise, true);
    check_format("formats-github.txt", &format_github, true);
    check_format("formats-lines.jsonl", &format_json_lines, true);
    check_format("formats.json", &format_json, true);
    check_format("formats.sarif", &format_sarif, true);
    check_format("formats-shown.json", &format_json, false);
    check_format("formats-shown.sarif", &format_sarif, false);
}

void test_report__without_findings(void)
{
    struct report_fixture fixture;
    fixture_open(&fixture);
    fixture.report.file_count = 12;
    CHECK_STR(fixture_write(&fixture, &format_full), "no problems in 12 files\n");
    CHECK_STR(fixture_write(&fixture, &format_concise), "");
    CHECK_STR(fixture_write(&fixture, &format_github), "");
    CHECK_STR(fixture_write(&fixture, &format_json_lines),
              "{\"summary\": {\"files\": 12, \"errors\": 0, \"warnings\": 0, \"notes\": 0, "
              "\"suppressed\": 0, \"fixable_safe\": 0, \"fixable_unsafe\": 0}}\n");
    CHECK_GOLDEN("none.json", fixture_write(&fixture, &format_json));
    CHECK_GOLDEN("none.sarif", fixture_write(&fixture, &format_sarif));
    fixture_close(&fixture);
}

// Column 13 in code points, 14 in UTF-16, 22 in bytes, 20 in cells.
void test_report__columns_in_the_unit_of_each_format(void)
{
    struct report_fixture fixture;
    fixture_open(&fixture);
    const struct source_file *file = fixture_source(&fixture, "p", STR("\tstep 表示名-😀 x"));
    diagnose(&fixture.diagnostics, &kind_example, fixture_bytes(file, 21, 22), "m");
    CHECK(has(fixture_write(&fixture, &format_concise), "p:1:13: warning: m [DOC777]\n"));
    CHECK(has(fixture_write(&fixture, &format_full), "--> p:1:13\n"));
    // Two cells of "| ", then 19 cells before the caret.
    CHECK(has(fixture_write(&fixture, &format_full), "\n  |                    ^\n"));
    CHECK(has(fixture_write(&fixture, &format_github), "line=1,endLine=1,col=13,endColumn=14,"));
    CHECK(has(fixture_write(&fixture, &format_json_lines),
              "\"start\": {\"line\": 1, \"column\": 13, \"offset\": 21}, "
              "\"end\": {\"line\": 1, \"column\": 14, \"offset\": 22}"));
    struct str sarif = fixture_write(&fixture, &format_sarif);
    CHECK(has(sarif, "\"startColumn\": 14, \"endLine\": 1, \"endColumn\": 15}"));
    fixture_close(&fixture);
}

void test_report__summary_says_what_fails_and_what_can_be_fixed(void)
{
    struct report_fixture fixture;
    fixture_open(&fixture);
    fixture_drop_in_use(&fixture);
    fixture_backfill(&fixture);
    struct diagnostic *note = diagnose(&fixture.diagnostics, &kind_example, (struct span){ 0 }, "m");
    diagnostic_level(note, LEVEL_NOTE);
    diagnostic_fix(note, FIX_UNSAFE, "unsafe");
    diagnostic_fix(note, FIX_SAFE, "safe");
    diagnose(&fixture.diagnostics, &kind_example, (struct span){ 0 }, "m")->is_suppressed = true;
    struct { enum level fail_level; const char *want; } cases[] = {
        { LEVEL_ERROR, "1 error, 1 warning, 1 note (warnings and notes do not fail; "
                       "--fail-on warning) in 2 files; 1 fixable with --fix, 1 with "
                       "--unsafe-fixes; 1 suppressed" },
        { LEVEL_WARNING, "1 error, 1 warning, 1 note (notes do not fail; --fail-on note) in 2 "
                         "files; 1 fixable with --fix, 1 with --unsafe-fixes; 1 suppressed" },
        { LEVEL_NOTE, "1 error, 1 warning, 1 note in 2 files; 1 fixable with --fix, 1 with "
                      "--unsafe-fixes; 1 suppressed" },
        { LEVEL_OFF, "1 error, 1 warning, 1 note (nothing fails; --fail-on error) in 2 files; "
                     "1 fixable with --fix, 1 with --unsafe-fixes; 1 suppressed" },
    };
    fixture_write(&fixture, &format_concise);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct output out = { .arena = &fixture.arena };
        fixture.report.fail_level = cases[i].fail_level;
        report_summary(&out, &fixture.report);
        CHECK_STR(output_get(&out), cases[i].want);
    }
    fixture_close(&fixture);
}

void test_report__links_where_there_are_pages(void)
{
    struct report_fixture fixture;
    fixture_open(&fixture);
    fixture_backfill(&fixture);
    fixture.report.docs_url = "https://belay.example/";
    const char *page = "https://belay.example/rules/LCK004";
    CHECK(has(fixture_write(&fixture, &format_full), "  = see: https://belay.example/rules/LCK004\n"));
    CHECK(has(fixture_write(&fixture, &format_json), page));
    CHECK(has(fixture_write(&fixture, &format_github), "%0Asee: https://belay.example/rules/LCK004"));
    struct str sarif = fixture_write(&fixture, &format_sarif);
    CHECK(has(sarif, "\"helpUri\": \"https://belay.example/rules/LCK004\""));
    CHECK(has(sarif, "\"informationUri\": \"https://belay.example/\""));
    fixture.report.docs_url = "";
    sarif = fixture_write(&fixture, &format_sarif);
    CHECK(!has(sarif, "helpUri") && !has(sarif, "informationUri"));
    CHECK(!has(fixture_write(&fixture, &format_json), "\"url\""));
    fixture_close(&fixture);
}

void test_report_github__orders_by_level_and_says_how_many_are_left(void)
{
    struct report_fixture fixture;
    fixture_open(&fixture);
    for (unsigned i = 0; i < 12; i++)
        for (enum level level = LEVEL_NOTE; level <= LEVEL_ERROR; level++)
            diagnostic_level(diagnose(&fixture.diagnostics, &kind_example, (struct span){ 0 },
                                      "%s %u", level_name(level), i), level);
    struct str rest = fixture_write(&fixture, &format_github), line;
    unsigned counts[LEVEL_ERROR + 1] = { 0 };
    enum level last = LEVEL_ERROR;
    while (str_next_line(&rest, &line)) {
        enum level level = str_starts_with(line, STR("::error "))     ? LEVEL_ERROR
                           : str_starts_with(line, STR("::warning ")) ? LEVEL_WARNING
                                                                      : LEVEL_NOTE;
        CHECK(level <= last);
        last = level;
        counts[level]++;
        if (rest.length == 0)
            CHECK_STR(line, "::notice title=belay::7 more findings are not shown here");
    }
    CHECK(counts[LEVEL_ERROR] == 10 && counts[LEVEL_WARNING] == 10 && counts[LEVEL_NOTE] == 10);
    fixture_close(&fixture);
}

void test_report_github__escapes_what_a_plan_says(void)
{
    struct report_fixture fixture;
    fixture_open(&fixture);
    const struct source_file *file = fixture_source(&fixture, "./a,b:c%.belay", STR("x"));
    diagnose(&fixture.diagnostics, &kind_example, fixture_bytes(file, 0, 1), "100%%\n::error::x\r");
    CHECK_STR(fixture_write(&fixture, &format_github),
              "::warning file=a%2Cb%3Ac%25.belay,line=1,endLine=1,col=1,endColumn=2,"
              "title=DOC777 example-finding::100%25␊::error::x␍\n");
    fixture_close(&fixture);
}

void test_report_concise__never_begins_a_line_with_a_command(void)
{
    struct report_fixture fixture;
    fixture_open(&fixture);
    const char *paths[] = { "-rf", "::error::x", " ::x", "##[x", "\x1b[m" };
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        diagnose(&fixture.diagnostics, &kind_example,
                 span_of_file(fixture_source(&fixture, paths[i], STR("x"))), "a\n::b");
    struct str rest = fixture_write(&fixture, &format_concise), line;
    while (str_next_line(&rest, &line))
        CHECK(str_starts_with(line, STR("./")) && has(line, ":1:1: warning: a␊::b [DOC777]"));
    fixture_close(&fixture);
}

void test_report_sarif__texts_are_no_links(void)
{
    struct arena arena = { 0 };
    CHECK_STR(sarif_plain(&arena, STR("int[3] \\ {x}")), "int[3] \\ {x}");
    CHECK_STR(sarif_plain(&arena, STR("[a](b)\\")), "\\[a\\](b)\\\\");
    CHECK_STR(sarif_plain(&arena, STR("{0} {1x} {}")), "{{0}} {{1x}} {}");
    CHECK_STR(sarif_uri(&arena, STR("./a b/%é:c,d")), "a%20b/%25%C3%A9%3Ac%2Cd");
    CHECK_STR(sarif_uri(&arena, STR("/abs/../x~_-.belay")), "abs/../x~_-.belay");
    arena_release(&arena);
}

static void check_hashes(const char *text, const char *want)
{
    struct arena arena = { 0 };
    struct line_hashes hashes = line_hashes_of(&arena, str_of(text));
    struct output out = { .arena = &arena };
    for (uint32_t line = 1; line <= hashes.count; line++)
        output_format(&out, "%.*s ", STR_ARGS(line_hash_text(&arena, &hashes, line)));
    CHECK_STR(output_get(&out), want);
    arena_release(&arena);
}

// The vectors of the uploader's own tests.
void test_line_hash__is_what_the_uploader_computes(void)
{
    const char *lines = "271789c17abda88f:1 54703d4cd895b18:1 180aee12dab6264:1 "
                        "a23a3dc5e078b07b:1 ";
    check_hashes("", "c129715d7a2bc9a3:1 ");
    check_hashes("a\nb\n\t\tc\n d", lines);
    check_hashes("a\r\nb\r\n\t\tc\r\n d", lines);
    check_hashes("a\rb\r\t\tc\r d", lines);
    check_hashes(" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End",
                 "8b7cf3e952e7aeb2:1 b1ae1287ec4718d9:1 bff680108adb0fcc:1 c6805c5e1288b612:1 "
                 "b86d3392aea1be30:1 e6ceba753e1a442:1 ");
}

void test_line_hash__numbers_equal_lines(void)
{
    struct arena arena = { 0 };
    struct output text = { .arena = &arena };
    for (unsigned i = 0; i < 300; i++)
        output_str(&text, STR("x\n"));
    struct line_hashes hashes = line_hashes_of(&arena, output_get(&text));
    CHECK(hashes.count == 301);
    CHECK(hashes.items[0].hash == hashes.items[1].hash);
    CHECK(hashes.items[0].ordinal == 1 && hashes.items[1].ordinal == 2);
    CHECK(hashes.items[300].ordinal == 1);
    arena_release(&arena);
}

static struct str key_of(const char *path, const char *before, const char *phase,
                         const char *object, unsigned ordinal, struct arena *arena)
{
    struct report_fixture fixture;
    fixture_open(&fixture);
    struct str text = arena_format(&fixture.arena, "%sx", before);
    const struct source_file *file = fixture_source(&fixture, path, text);
    for (unsigned i = 0; i <= ordinal; i++) {
        struct diagnostic *finding = diagnose(&fixture.diagnostics, &kind_example,
                                              fixture_bytes(file, text.length - 1, text.length),
                                              "in line %zu", text.length);
        finding->phase = str_of(phase);
        diagnostic_about(finding, "%s", object);
    }
    fixture_write(&fixture, &format_concise);
    struct str key = arena_copy(arena, identity_keys(&fixture.report)[ordinal]);
    fixture_close(&fixture);
    return key;
}

void test_report__every_kind_has_a_category(void)
{
    for (size_t i = 0; i < kind_count; i++)
        CHECK(*kind_category(kinds[i]));
}

void test_identity__holds_no_line_and_no_wording(void)
{
    struct arena arena = { 0 };
    struct str key = key_of("a", "", "expand", "users.name", 0, &arena);
    CHECK(key.length == 32);
    CHECK(str_equal(key, key_of("a", "\n\n ", "expand", "users.name", 0, &arena)));
    CHECK(!str_equal(key, key_of("b", "", "expand", "users.name", 0, &arena)));
    CHECK(!str_equal(key, key_of("a", "", "contract", "users.name", 0, &arena)));
    CHECK(!str_equal(key, key_of("a", "", "expand", "users.id", 0, &arena)));
    CHECK(!str_equal(key, key_of("a", "", "expand", "users.name", 1, &arena)));
    arena_release(&arena);
}

void test_json__repairs_text_and_keeps_order(void)
{
    struct arena arena = { 0 };
    struct output out = { .arena = &arena };
    struct json *object = json_new_object();
    json_put_text(object, "z", STR("a\0b\xFF\xC3é\x1b\"\\\n"));
    json_put_number(object, "a", -9007199254740993);
    json_put_null(object, "m");
    json_put_bool(object, "b", true);
    json_add_text(json_put_array(object, "l"), STR_NONE);
    json_put_object(object, "o");
    json_write(&out, object, JSON_ONE_LINE);
    CHECK_STR(output_get(&out), "{\"z\": \"a\\u0000b\uFFFD\uFFFDé\\u001B\\\"\\\\\\n\", "
                                "\"a\": -9007199254740993, \"m\": null, \"b\": true, \"l\": [\"\"], "
                                "\"o\": {}}");
    arena_release(&arena);
}
