// Runs every unit test and prints TAP.
#include "tests/unit/check.h"

#include <stdio.h>

static bool has_failed;

void check_that(bool holds, const char *condition, const char *file, int line)
{
    if (holds)
        return;
    has_failed = true;
    printf("# %s:%d: %s\n", file, line, condition);
}

void check_same(struct str got, struct str want, const char *file, int line)
{
    if (str_equal(got, want))
        return;
    has_failed = true;
    printf("# %s:%d: got \"%.*s\", wanted \"%.*s\"\n", file, line, STR_ARGS(got), STR_ARGS(want));
}

int main(void)
{
    int count = 0, failed = 0;
    setvbuf(stdout, NULL, _IOLBF, 0); // a test that crashes has said what failed before
    for (const struct unit_test *test = unit_tests; test->name; test++) {
        has_failed = false;
        test->run();
        failed += has_failed;
        printf("%s %d - %s\n", has_failed ? "not ok" : "ok", ++count, test->name);
    }
    printf("1..%d\n", count);
    return failed > 0;
}
