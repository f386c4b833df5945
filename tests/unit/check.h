// Unit tests: a test is `void test_thing__says_what(void)` in any file beside this one; the
// build finds it by its name.
#ifndef TESTS_UNIT_CHECK_H
#define TESTS_UNIT_CHECK_H

#include "base/str.h"

struct unit_test {
    const char *name;
    void (*run)(void);
};

extern const struct unit_test unit_tests[]; // generated

void check_that(bool holds, const char *condition, const char *file, int line);
void check_same(struct str got, struct str want, const char *file, int line);

#define CHECK(condition) check_that((condition), #condition, __FILE__, __LINE__)

// Two texts are the same; prints both where they are not.
#define CHECK_STR(got, want) check_same((got), str_of(want), __FILE__, __LINE__)

// How often something is repeated to be long, or to meet chance: a tenth of that under sanitizers,
// where each time takes ten times as long. The build without them does all of it.
#if defined __SANITIZE_ADDRESS__
enum { LESS_OFTEN = 10 };
#elif defined __has_feature
#if __has_feature(address_sanitizer)
enum { LESS_OFTEN = 10 };
#else
enum { LESS_OFTEN = 1 };
#endif
#else
enum { LESS_OFTEN = 1 };
#endif

#endif
