// Reports for tests: sources in memory, findings about words in them.
#ifndef TESTS_UNIT_REPORT_H
#define TESTS_UNIT_REPORT_H

#include "report/report.h"

struct report_fixture {
    struct arena arena;
    struct source_map sources;
    struct diagnostics diagnostics;
    struct report_style style;
    struct report report;
};

void fixture_open(struct report_fixture *fixture);
void fixture_close(struct report_fixture *fixture);

const struct source_file *fixture_source(struct report_fixture *fixture, const char *path,
                                         struct str text);

// The span of the first `word` at or after the start of `line` (from 1) of a file.
struct span fixture_span(const struct source_file *file, unsigned line, const char *word);

// The span of the bytes [from, to) of a file.
struct span fixture_bytes(const struct source_file *file, size_t from, size_t to);

// What the format writes about all findings so far.
struct str fixture_write(struct report_fixture *fixture, const struct format *format);

// The examples of the design: three places and a fix; awkward characters; two files.
struct diagnostic *fixture_drop_in_use(struct report_fixture *fixture);
struct diagnostic *fixture_backfill(struct report_fixture *fixture);
struct diagnostic *fixture_two_files(struct report_fixture *fixture);

// A kind for findings of no particular rule.
extern const struct diagnostic_kind kind_example;

// Compares with tests/unit/golden/NAME; writes it instead where BLESS is set.
void check_golden(const char *name, struct str got, const char *file, int line);
#define CHECK_GOLDEN(name, got) check_golden((name), (got), __FILE__, __LINE__)

#endif
