// Patches: what a text becomes when its changed lines are changed, and how that is written.
#include "base/difference.h"
#include "report/unified.h"
#include "tests/unit/check.h"

static struct str join(struct arena *arena, const struct differences *all)
{
    struct output out = { .arena = arena };
    size_t line = 0;
    for (size_t i = 0; i < all->list.count; i++) {
        const struct difference *change = &all->list.items[i];
        for (; line < change->old_start; line++)
            output_str(&out, all->old_lines.items[line]);
        line += change->old_count;
        for (size_t k = 0; k < change->new_count; k++)
            output_str(&out, all->new_lines.items[change->new_start + k]);
    }
    for (; line < all->old_lines.count; line++)
        output_str(&out, all->old_lines.items[line]);
    return output_get(&out);
}

static size_t count_changed(const struct differences *all)
{
    size_t count = 0;
    for (size_t i = 0; i < all->list.count; i++)
        count += all->list.items[i].old_count + all->list.items[i].new_count;
    return count;
}

static uint32_t next(uint32_t *state)
{
    *state = *state * 1664525 + 1013904223;
    return *state >> 16;
}

static struct str random_text(struct arena *arena, uint32_t *state, size_t lines)
{
    struct output out = { .arena = arena };
    for (size_t i = 0; i < lines; i++)
        output_format(&out, "%c%s", "abcd"[next(state) % 4],
                      i + 1 < lines || next(state) % 2 ? "\n" : "");
    return output_get(&out);
}

void test_difference__makes_the_new_text_of_the_old_one(void)
{
    uint32_t state = 1;
    for (unsigned i = 0; i < 500; i++) {
        struct arena arena = { 0 };
        struct str old_text = random_text(&arena, &state, next(&state) % 20);
        struct str new_text = random_text(&arena, &state, next(&state) % 20);
        struct differences all = differences_find(&arena, old_text, new_text);
        CHECK(str_equal(join(&arena, &all), new_text));
        arena_release(&arena);
    }
}

void test_difference__finds_the_fewest_lines(void)
{
    struct arena arena = { 0 };
    struct differences all =
        differences_find(&arena, STR("a\nb\nc\na\nb\nb\na\n"), STR("c\nb\na\nb\na\nc\n"));
    CHECK(count_changed(&all) == 5);
    all = differences_find(&arena, STR("a\nb\n"), STR("a\nb\n"));
    CHECK(all.list.count == 0);
    arena_release(&arena);
}

void test_difference__gives_up_on_texts_that_have_nothing_in_common(void)
{
    struct arena arena = { 0 };
    struct output old_text = { .arena = &arena }, new_text = { .arena = &arena };
    for (unsigned i = 0; i < 3000; i++) {
        output_format(&old_text, "%u\n", i);
        output_format(&new_text, "%u\n", i + 10000);
    }
    struct differences all =
        differences_find(&arena, output_get(&old_text), output_get(&new_text));
    CHECK(all.list.count == 1);
    CHECK(str_equal(join(&arena, &all), output_get(&new_text)));
    arena_release(&arena);
}

static struct str patch(struct arena *arena, const char *path, const char *old_text,
                        const char *new_text)
{
    struct output out = { .arena = arena };
    unified_write(&out, str_of(path), str_of(old_text), str_of(new_text));
    return output_get(&out);
}

void test_unified__joins_changes_whose_context_meets(void)
{
    struct arena arena = { 0 };
    CHECK_STR(patch(&arena, "./p.belay", "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n",
                    "1\nb\n3\n4\n5\n6\n7\nh\n9\n10\n11\n12\n13\n14"),
              "--- a/p.belay\n+++ b/p.belay\n@@ -1,13 +1,14 @@\n 1\n-2\n+b\n 3\n 4\n 5\n 6\n 7\n"
              "-8\n+h\n 9\n 10\n 11\n 12\n 13\n+14\n\\ No newline at end of file\n");
    CHECK_STR(patch(&arena, "p", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "2\n3\n4\n5\n6\n7\n8\n"),
              "--- a/p\n+++ b/p\n@@ -1,4 +1,3 @@\n-1\n 2\n 3\n 4\n@@ -6,4 +5,3 @@\n 6\n 7\n 8\n-9\n");
    arena_release(&arena);
}

void test_unified__writes_what_begins_from_nothing_and_ends_there(void)
{
    struct arena arena = { 0 };
    CHECK_STR(patch(&arena, "p", "", "1\n"), "--- a/p\n+++ b/p\n@@ -0,0 +1 @@\n+1\n");
    CHECK_STR(patch(&arena, "p", "1\n", ""), "--- a/p\n+++ b/p\n@@ -1 +0,0 @@\n-1\n");
    CHECK_STR(patch(&arena, "p", "1\n", "1\n"), "");
    arena_release(&arena);
}

void test_unified__quotes_names_as_git_does(void)
{
    struct arena arena = { 0 };
    CHECK_STR(str_slice(patch(&arena, "/a \"b\"\n\x1b", "1\n", ""), 0, 44),
              "--- \"a/a \\\"b\\\"\\n\\033\"\n+++ \"b/a \\\"b\\\"\\n\\033\"\n");
    CHECK_STR(str_slice(patch(&arena, "a b", "1\n", ""), 0, 20), "--- a/a b\t\n+++ b/a b");
    arena_release(&arena);
}
