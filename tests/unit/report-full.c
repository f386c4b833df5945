// The text for people, at every width.
#include "tests/unit/report.h"

#include "tests/unit/check.h"

extern const struct format format_full;

static const unsigned widths[] = { 20, 44, 52, 60, 80, 100, 140, 0 };

// Writes the finding at every width into one text, for one golden file.
static void check_at_widths(const char *name,
                            struct diagnostic *(*find)(struct report_fixture *fixture))
{
    struct arena arena = { 0 };
    struct output all = { .arena = &arena };
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        struct report_fixture fixture;
        fixture_open(&fixture);
        find(&fixture);
        fixture.style.width = widths[i];
        fixture.style.is_quiet = true;
        output_format(&all, "%s=== width %u\n", i > 0 ? "\n" : "", widths[i]);
        output_str(&all, fixture_write(&fixture, &format_full));
        fixture_close(&fixture);
    }
    CHECK_GOLDEN(name, output_get(&all));
    arena_release(&arena);
}

void test_report_full__shows_three_places_and_a_fix(void)
{
    check_at_widths("drop-in-use.txt", fixture_drop_in_use);
}

void test_report_full__shows_awkward_characters(void)
{
    check_at_widths("backfill.txt", fixture_backfill);
}

void test_report_full__shows_two_files_and_a_long_line(void)
{
    check_at_widths("two-files.txt", fixture_two_files);
}
