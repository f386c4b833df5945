// YAML text as a tree, with its places.
#include "base/output.h"
#include "syntax/yaml.h"
#include "tests/unit/check.h"

struct fixture {
    struct arena arena;
    struct source_map map;
    struct yaml yaml;
    const struct tree_node *root;
    struct yaml_problem problem; // the first
};

static void read(struct fixture *fixture, struct str text)
{
    *fixture = (struct fixture){ 0 };
    fixture->map.arena = &fixture->arena;
    source_add(&fixture->map, STR("before"), STR("another file"));
    yaml_read(&fixture->arena, source_add(&fixture->map, STR("a.yaml"), text), &fixture->yaml);
    fixture->root = fixture->yaml.root;
    if (fixture->yaml.problems.first)
        fixture->problem = *fixture->yaml.problems.first;
}

static struct str at(struct fixture *fixture, struct span span)
{
    return source_text(&fixture->map, span);
}

static const struct tree_node *get(const struct tree_node *map, const char *key)
{
    return tree_find(map, str_of(key));
}

static void check_problem(const char *text, const char *message, const char *place)
{
    struct fixture fixture;
    read(&fixture, str_of(text));
    CHECK(fixture.root == NULL);
    CHECK_STR(fixture.problem.message, message);
    CHECK_STR(at(&fixture, fixture.problem.span), place);
    arena_release(&fixture.arena);
}

void test_yaml__reads_maps_lists_and_scalars(void)
{
    struct fixture fixture;
    read(&fixture, STR("profile: strict # why\n"
                       "include: [a, \"b c\"]\n"
                       "levels:\n  x: off\n  y: 'on'\n"));
    CHECK(fixture.root && fixture.root->kind == TREE_MAP);
    CHECK_STR(get(fixture.root, "profile")->text.str, "strict");
    const struct tree_node *include = get(fixture.root, "include");
    CHECK(include->kind == TREE_LIST);
    CHECK_STR(include->items.first->text.str, "a");
    CHECK_STR(include->items.last->text.str, "b c");
    CHECK(include->items.first->is_plain && !include->items.last->is_plain);
    CHECK_STR(get(get(fixture.root, "levels"), "y")->text.str, "on");
    arena_release(&fixture.arena);
}

void test_yaml__places_are_bytes_behind_wide_characters(void)
{
    struct fixture fixture;
    read(&fixture, STR("\xEF\xBB\xBFowner: \"データ班\"\r\nnext: [é, \"q\\u00e9\", 'x y']\r\n"));
    const struct tree_node *owner = get(fixture.root, "owner"), *next = get(fixture.root, "next");
    CHECK_STR(at(&fixture, owner->span), "\"データ班\"");
    CHECK_STR(at(&fixture, text_span(owner->text, 3, 6)), "ー");
    CHECK_STR(at(&fixture, next->items.first->span), "é");
    CHECK_STR(next->items.first->next->text.str, "qé");
    CHECK_STR(at(&fixture, text_place(next->items.first->next->text)), "q\\u00e9");
    CHECK_STR(at(&fixture, text_place(next->items.last->text)), "x y");
    arena_release(&fixture.arena);
}

void test_yaml__an_empty_file_is_null(void)
{
    static const char *const texts[] = { "", "# nothing\n", "---\n", "~", "null\n" };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct fixture fixture;
        read(&fixture, str_of(texts[i]));
        CHECK(fixture.root && tree_is_null(fixture.root));
        arena_release(&fixture.arena);
    }
}

void test_yaml__names_the_first_of_a_key_twice(void)
{
    struct fixture fixture;
    read(&fixture, STR("b: 1\na: 1\nc: 1\na: 2\n"));
    CHECK(fixture.root == NULL);
    CHECK_STR(fixture.problem.message, "a second 'a'");
    CHECK(source_locate(&fixture.map, fixture.problem.span.start).line_number == 4);
    CHECK(source_locate(&fixture.map, fixture.problem.first.start).line_number == 2);
    arena_release(&fixture.arena);
}

void test_yaml__refuses_what_people_do_not_write(void)
{
    check_problem("a: &x 1\nb: 2\n", "an anchor, which is not read here", "&x 1");
    check_problem("b: *x\n", "an alias, which is not read here", "*x");
    check_problem("b: !!int 3\n", "a tag, which is not read here", "!!int 3");
    check_problem("[a]: 3\n", "a key that is no word", "[a]");
    check_problem("a\n---\nb\n", "a second document", "---");
    check_problem("a: \xFF\n", "a byte that is not UTF-8", "\xFF");
    check_problem("a: [1\nb: 2\n", "expected ',' or ']'", "");
    check_problem("a: \x01\n", "a control character", "");
}

// An alias bomb needs aliases; what is left is depth and number.
void test_yaml__bounds_depth_and_number(void)
{
    struct arena arena = { 0 };
    struct output deep = { .arena = &arena }, many = { .arena = &arena };
    output_repeat(&deep, '[', 10000);
    output_char(&deep, '\0');
    check_problem(output_get(&deep).data, "more than 32 lists and maps inside each other", "[");
    for (unsigned i = 0; i < 100001; i++)
        output_str(&many, STR("- 1\n"));
    output_char(&many, '\0');
    check_problem(output_get(&many).data, "more than 100,000 values", "1");
    arena_release(&arena);
}

// ---- places in texts

// `what` in the value of the only key stands at `place`, from its first byte to its last.
static void check_place(const char *yaml, const char *value, const char *what, const char *place)
{
    struct fixture fixture;
    read(&fixture, str_of(yaml));
    CHECK(fixture.root != NULL);
    struct text text = fixture.root->entries.first->value->text;
    CHECK_STR(text.str, value);
    size_t from = str_find(text.str, str_of(what), 0);
    CHECK_STR(at(&fixture, text_span(text, from, from + strlen(what))), place);
    arena_release(&fixture.arena);
}

void test_yaml__places_in_plain_text(void)
{
    check_place("a: one two\n", "one two", "two", "two");
    check_place("a: one\n   two\n\n  three  # c\n", "one two\nthree", "three", "three");
    check_place("a: one\r\n  two\r\n", "one two", " ", "\r\n  ");
}

void test_yaml__places_in_quoted_text(void)
{
    check_place("a: 'it''s here'\n", "it's here", "'", "''");
    check_place("a: 'it''s here'\n", "it's here", "here", "here");
    check_place("a: \"x\\t\\u00e9 here\"\n", "x\t\xC3\xA9 here", "here", "here");
    check_place("a: \"x\\t\\u00e9 here\"\n", "x\t\xC3\xA9 here", "\xC3\xA9", "\\u00e9");
    check_place("a: \"one \\\n   two\\\n   three\n\n  four\"\n", "one twothree\nfour", "four", "four");
    check_place("a: \"\\x41\\U0001F600b\"\n", "A\xF0\x9F\x98\x80" "b", "b", "b");
}

void test_yaml__places_in_block_text(void)
{
    check_place("a: |\n  SELECT 1;\n    FROM t\n\n  WHERE x\nb: 2\n",
                "SELECT 1;\n  FROM t\n\nWHERE x\n", "WHERE", "WHERE");
    check_place("\xC3\xA9: |\r\n  \xC3\xA9 1;\r\n  two\r\n", "\xC3\xA9 1;\ntwo\n", "two", "two");
    check_place("a: |-  # why\n  one\n  two\n\n", "one\ntwo", "two", "two");
    check_place("a: |+\n  one\n\n\n", "one\n\n\n", "one", "one");
    check_place("a: |2\n    deep\n  two\n", "  deep\ntwo\n", "two", "two");
    check_place("a:\n  >\n   one\n   two\n\n   three\n     more\n   four\n",
                "one two\nthree\n  more\nfour\n", "more", "more");
    check_place("a: >-\n  one\n  two\n", "one two", " ", "\n  ");
    check_place("a: |\n\n\n  two\n", "\n\ntwo\n", "two", "two");
    check_place("a: |1\n   \n  two\n", "  \n two\n", "two", "two");
}

void test_yaml__collects_comments(void)
{
    struct fixture fixture;
    read(&fixture, STR("# one\na: 'b # no' # two\nc: | # three\n  # no\n  x\n# four\nd: x#no # five\r\n"));
    static const char *const texts[] = { "one", "two", "three", "four", "five" };
    size_t count = 0;
    list_each(comment, comment, fixture.yaml.comments) {
        CHECK_STR(comment->text, texts[count]);
        CHECK(comment->has_own_line == (count == 0 || count == 3));
        count++;
    }
    CHECK(count == 5);
    arena_release(&fixture.arena);
}

void test_yaml__reads_on_behind_a_mistake(void)
{
    struct fixture fixture;
    read(&fixture, STR("a: *x\nb: 1\nb: 2\nc: {<<: 1}\n"));
    unsigned count = 0;
    list_each(yaml_problem, problem, fixture.yaml.problems)
        count++;
    CHECK(fixture.root == NULL && count == 3);
    CHECK_STR(at(&fixture, fixture.yaml.problems.last->span), "<<");
    arena_release(&fixture.arena);
}
