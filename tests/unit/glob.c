// Patterns of paths.
#include "base/glob.h"
#include "tests/unit/check.h"

static bool matches(const char *pattern, const char *path)
{
    struct arena arena = { 0 };
    struct glob glob = glob_read(&arena, str_of(pattern));
    bool is_match = glob_matches(&glob, str_of(path));
    arena_release(&arena);
    return is_match;
}

static bool covers(const char *pattern, const char *path)
{
    struct arena arena = { 0 };
    struct glob glob = glob_read(&arena, str_of(pattern));
    bool is_covered = glob_covers(&glob, str_of(path));
    arena_release(&arena);
    return is_covered;
}

void test_glob__without_a_slash_a_name_at_any_depth(void)
{
    CHECK(matches("*.md", "a.md") && matches("*.md", "x/y/a.md"));
    CHECK(!matches("*.md", "x/y.md/a") && !matches("*.md", "a.mdx"));
    CHECK(matches("archive/", "archive") && matches("archive/", "x/archive"));
}

void test_glob__with_a_slash_the_whole_path(void)
{
    CHECK(matches("/a.md", "a.md") && !matches("/a.md", "x/a.md"));
    CHECK(matches("plans/*.md", "plans/a.md") && !matches("plans/*.md", "plans/x/a.md"));
    CHECK(!matches("plans/*.md", "x/plans/a.md") && matches("./plans/a", "plans/a"));
    CHECK(matches("plans/202[67]-??.md", "plans/2027-01.md"));
}

void test_glob__two_stars_take_any_folders(void)
{
    CHECK(matches("plans/**/*.md", "plans/a.md") && matches("plans/**/*.md", "plans/x/y/a.md"));
    CHECK(matches("**/a", "a") && matches("**/a", "x/a") && !matches("**/a", "x/ab"));
    CHECK(matches("plans/**", "plans/x/y") && !matches("plans/**", "plans"));
    CHECK(matches("**/a/**/b", "a/x/a/y/b") && !matches("**/a/**/b", "b/a"));
    CHECK(matches("**", "x/y") && !matches("**", ""));
}

void test_glob__a_folder_covers_what_lies_in_it(void)
{
    CHECK(covers("plans/archive", "plans/archive/x/a.md") && covers("archive", "x/archive/a.md"));
    CHECK(!covers("plans/archive", "plans/archives/a.md") && covers("*.md", "a.md"));
}

void test_glob__takes_no_longer_for_a_hostile_pattern(void)
{
    char path[512];
    for (size_t i = 0; i + 1 < sizeof path; i++)
        path[i] = i % 2 ? '/' : 'a';
    path[sizeof path - 1] = '\0';
    CHECK(!matches("**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/b", path));
    CHECK(!matches("a*a*a*a*a*a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
}
