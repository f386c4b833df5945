// YAML text as a tree, with its places.
#include "base/output.h"
#include "syntax/yaml.h"
#include "tests/unit/check.h"

struct fixture {
    struct arena arena;
    struct source_map map;
    const struct yaml_node *root;
    struct yaml_problem problem;
};

static void read(struct fixture *fixture, struct str text)
{
    *fixture = (struct fixture){ 0 };
    fixture->map.arena = &fixture->arena;
    source_add(&fixture->map, STR("before"), STR("another file"));
    fixture->root = yaml_read(&fixture->arena, source_add(&fixture->map, STR("a.yaml"), text),
                              &fixture->problem);
}

static struct str at(struct fixture *fixture, struct span span)
{
    return source_text(&fixture->map, span);
}

static const struct yaml_node *get(const struct yaml_node *map, const char *key)
{
    list_each(yaml_entry, entry, map->entries)
        if (str_is(entry->key->text.str, key))
            return entry->value;
    return NULL;
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
    CHECK(fixture.root && fixture.root->kind == YAML_MAP);
    CHECK_STR(get(fixture.root, "profile")->text.str, "strict");
    const struct yaml_node *include = get(fixture.root, "include");
    CHECK(include->kind == YAML_LIST);
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
    const struct yaml_node *owner = get(fixture.root, "owner"), *next = get(fixture.root, "next");
    CHECK_STR(at(&fixture, owner->span), "\"データ班\"");
    CHECK_STR(at(&fixture, text_span(owner->text, 3, 6)), "ー");
    CHECK_STR(at(&fixture, next->items.first->span), "é");
    CHECK_STR(next->items.first->next->text.str, "qé");
    CHECK_STR(at(&fixture, text_place(next->items.first->next->text)), "\"q\\u00e9\"");
    CHECK_STR(at(&fixture, text_place(next->items.last->text)), "x y");
    arena_release(&fixture.arena);
}

void test_yaml__an_empty_file_is_null(void)
{
    static const char *const texts[] = { "", "# nothing\n", "---\n", "~", "null\n" };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct fixture fixture;
        read(&fixture, str_of(texts[i]));
        CHECK(fixture.root && yaml_is_null(fixture.root));
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
    check_problem("[a]: 3\n", "a key that is no word", "[a");
    check_problem("a\n---\nb\n", "a second document", "---");
    check_problem("a: \xFF\n", "a byte that is not UTF-8", "\xFF");
    check_problem("a: [1\nb: 2\n", "did not find expected ',' or ']'", "");
    check_problem("a: \x01\n", "control characters are not allowed", "");
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
