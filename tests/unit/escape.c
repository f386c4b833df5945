// The escapers, held against the programs and parsers that read what they write.

#include "backends/escape-markdown.h"
#include "backends/escape-shell.h"
#include "backends/escape-sql.h"
#include "tests/unit/check.h"

#include <cmark-gfm-core-extensions.h>

// ---- Markdown

static cmark_node *parse(struct str markdown)
{
    static const char *const extensions[] = { "table", "autolink", "strikethrough", "tasklist" };
    cmark_gfm_core_extensions_ensure_registered();
    cmark_parser *parser = cmark_parser_new(CMARK_OPT_DEFAULT);
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
        cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(extensions[i]));
    cmark_parser_feed(parser, markdown.data, markdown.length);
    cmark_node *document = cmark_parser_finish(parser);
    cmark_parser_free(parser);
    return document;
}

// The text below `node`; `*is_plain` becomes false where there is more than text and code.
static void read_text(struct output *out, cmark_node *node, bool *is_plain)
{
    for (cmark_node *child = cmark_node_first_child(node); child; child = cmark_node_next(child)) {
        cmark_node_type type = cmark_node_get_type(child);
        if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE)
            output_str(out, str_of(cmark_node_get_literal(child)));
        else if (type == CMARK_NODE_SOFTBREAK)
            output_char(out, '\n');
        else
            *is_plain = false;
    }
}

// True where `markdown` is one block and the only text in it, `depth` nodes down, is `expected`.
static bool reads_as(struct arena *arena, struct str markdown, unsigned depth, struct str expected)
{
    struct output text = { .arena = arena };
    bool is_plain = true;
    cmark_node *document = parse(markdown), *node = document;
    while (depth-- > 0 && node) {
        is_plain &= cmark_node_next(node) == NULL;
        node = cmark_node_first_child(node);
    }
    if (node)
        read_text(&text, node, &is_plain);
    cmark_node_free(document);
    return is_plain && str_equal(output_get(&text), expected);
}

static struct str escaped(struct arena *arena, const char *before, struct str text,
                          const char *after)
{
    struct output out = { .arena = arena };
    output_str(&out, str_of(before));
    markdown_text(&out, text);
    output_str(&out, str_of(after));
    return output_get(&out);
}

static bool survives(struct arena *arena, struct str text)
{
    struct str expected = str_trim(text);
    return reads_as(arena, escaped(arena, "# ", text, "\n"), 1, expected)
           && reads_as(arena, escaped(arena, "x: ", text, "\n"), 1,
                       arena_format(arena, "x:%s%.*s", expected.length ? " " : "",
                                    STR_ARGS(expected)))
           && (expected.length == 0
               || (reads_as(arena, escaped(arena, "- ", text, "\n"), 3, expected)
                   && reads_as(arena, escaped(arena, "", text, "\n"), 1, expected)
                   && reads_as(arena, escaped(arena, "x\n", text, "\n"), 1,
                               arena_format(arena, "x\n%.*s", STR_ARGS(expected)))
                   && reads_as(arena, escaped(arena, "| ", text, " |\n| --- |\n"), 3, expected)));
}

void test_escape__markdown_text_is_text(void)
{
    static const char *const texts[] = {
        "", "plain", "# heading", "a # b #", "1. one", "12) two", "- item", "+ item", "* item",
        "> quote", "---", "===", "***", "___", "`code`", "``", "*a* **b** _c_ __d__",
        "snake_case_name", "_lead and trail_", "a_b_", "[l](http://e.example)", "![i](u)", "[x] box",
        "<b>h</b>", "<!-- c -->", "<http://e.example>", "a < b > c", "&amp; & &#35;", "a | b",
        "http://e.example/p?q=1", "https://e.example", "www.e.example", "WWW.e.example",
        "me@e.example", "mailto:me.you+x@e-e.example.", "a@b", "@me", "x@@y.example", "~~s~~ ~t~",
        "$x$ costs $5", "\\", "\\\\*", "a\\", ":-:", ":---", "| --- |", "ftp://e.example", "1.5 and 2)",
    };
    struct arena arena = { 0 };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        CHECK(survives(&arena, str_of(texts[i])));
    arena_release(&arena);
}

void test_escape__markdown_text_is_text_whatever_it_is(void)
{
    static const char alphabet[] = "\\`*_{}[]<>()#+-.!|&;:~$=\"'/@ abw15 \xC3\xA9";
    struct arena arena = { 0 };
    uint32_t seed = 1;
    for (unsigned round = 0; round < 20000 / LESS_OFTEN; round++) {
        char text[12];
        size_t length = round % sizeof text;
        for (size_t i = 0; i < length; i++) {
            seed = seed * 1664525 + 1013904223;
            text[i] = alphabet[(seed >> 16) % (sizeof alphabet - 3)]; // ASCII alone
        }
        CHECK(survives(&arena, (struct str){ text, length }));
        if (round % 1000 == 0)
            arena_release(&arena);
    }
    arena_release(&arena);
}

void test_escape__markdown_text_stays_on_its_line(void)
{
    struct arena arena = { 0 };
    struct str text = STR("a\nb\r\nc\td\xE2\x80\xA8" "e\x01" "f\xE2\x80\xAEg\xFFh");
    CHECK(str_is(escaped(&arena, "", text, ""),
                 "a b  c d e\xEF\xBF\xBD" "f\xEF\xBF\xBDg\xEF\xBF\xBDh"));
    arena_release(&arena);
}

static bool shows(struct arena *arena, const char *text, const char *language, unsigned indent,
                  const char *expected)
{
    struct output out = { .arena = arena };
    markdown_listing(&out, (struct listing){ str_of(text), str_of(language), indent });
    return str_is(output_get(&out), expected);
}

void test_escape__markdown_fence_is_longer_than_what_it_holds(void)
{
    struct arena arena = { 0 };
    CHECK(shows(&arena, "SELECT 1;\n", "sql", 0, "```sql\nSELECT 1;\n```"));
    CHECK(shows(&arena, "SELECT 1;", "sql", 0, "```sql\nSELECT 1;\n```"));
    CHECK(shows(&arena, "a\n````\nb\n", "", 2, "  `````\n  a\n  ````\n  b\n  `````"));
    CHECK(shows(&arena, "x\n", "a b`\n<", 0, "```\nx\n```"));
    CHECK(shows(&arena, "", "c++", 0, "```c++\n```"));
    arena_release(&arena);
}

// ---- shell

static bool writes(struct arena *arena, void (*escaper)(struct output *out, struct str value),
                   struct str value, const char *expected)
{
    struct output out = { .arena = arena };
    escaper(&out, value);
    return str_is(output_get(&out), expected);
}

void test_escape__shell_word_is_one_word_with_these_bytes(void)
{
    struct arena arena = { 0 };
    CHECK(writes(&arena, shell_word, STR(""), "''"));
    CHECK(writes(&arena, shell_word, STR("a b; c"), "'a b; c'"));
    CHECK(writes(&arena, shell_word, STR("it's"), "$'it\\'s'"));
    CHECK(writes(&arena, shell_word, STR("$x `y` \\"), "$'$x `y` \\\\'"));
    CHECK(writes(&arena, shell_word, STR("a\nb\t\x1b\xE2\x80\xAE"),
                 "$'a\\nb\\t\\033\\342\\200\\256'"));
    arena_release(&arena);
}

void test_escape__shell_label_is_one_line_for_people(void)
{
    struct arena arena = { 0 };
    CHECK(writes(&arena, shell_label, STR("a\nb"), "$'a b'"));
    CHECK(writes(&arena, shell_label, STR("na\xC3\xAFve"), "$'na\xC3\xAFve'"));
    CHECK(writes(&arena, shell_label, STR("\x1b[31m"), "$'\xEF\xBF\xBD[31m'"));
    CHECK(writes(&arena, shell_comment, STR("a\nrm -rf /"), "a rm -rf /"));
    arena_release(&arena);
}

void test_escape__shell_script_ends_where_its_mark_does(void)
{
    struct arena arena = { 0 };
    struct output out = { .arena = &arena };
    shell_script(&out, (struct program){ STR("echo END_ $x\nEND__\n") });
    CHECK(str_is(output_get(&out), "<<'END___'\necho END_ $x\nEND__\nEND___"));
    out = (struct output){ .arena = &arena };
    shell_script(&out, (struct program){ STR("true") });
    CHECK(str_is(output_get(&out), "<<'END_'\ntrue\nEND_"));
    arena_release(&arena);
}

void test_escape__shell_names_are_variables(void)
{
    CHECK(shell_is_name(STR("DATABASE_URL")) && shell_is_name(STR("_a1")));
    CHECK(!shell_is_name(STR("")) && !shell_is_name(STR("1a")) && !shell_is_name(STR("a-b"))
          && !shell_is_name(STR("a b")) && !shell_is_name(STR("\xC3\xA9")));
}

// ---- SQL

static bool runs(struct arena *arena, const char *text, const char *expected)
{
    struct output out = { .arena = arena };
    sql_program(&out, (struct program){ str_of(text) });
    return str_is(output_get(&out), expected);
}

void test_escape__sql_program_ends_its_last_statement(void)
{
    struct arena arena = { 0 };
    CHECK(runs(&arena, "SELECT 1", "SELECT 1;"));
    CHECK(runs(&arena, "\n  SELECT 1;\n\n", "  SELECT 1;"));
    CHECK(runs(&arena, "SELECT 1 -- one;", "SELECT 1 -- one;\n;"));
    CHECK(runs(&arena, "SELECT 1 # one;", "SELECT 1 # one;\n;"));
    CHECK(runs(&arena, "\\i file", "\\i file\n;"));
    CHECK(runs(&arena, ".read file", ".read file\n;"));
    CHECK(runs(&arena, "-- nothing\nSELECT 1", "-- nothing\nSELECT 1;"));
    CHECK(writes(&arena, sql_comment, STR("a\n; DROP TABLE t"), "a ; DROP TABLE t"));
    arena_release(&arena);
}
