// What every format asks of a report: which findings are shown, how many, where.
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "report/format.h"

struct report_counts { // suppressed findings are in `suppressed` alone
    unsigned errors, warnings, notes, suppressed;
    unsigned fixable_safe, fixable_unsafe; // findings whose best fix is of that kind
};

struct report_counts report_count(const struct report *report);

// True for a finding that people are to see.
bool finding_is_shown(const struct diagnostic *finding);

// True for a finding that is in the JSON and SARIF of this report.
bool finding_is_reported(const struct report *report, const struct diagnostic *finding);

// What is to be seen at another place of a finding; never empty.
struct str place_label(const struct diagnostic_place *place);

// "1 error, 2 warnings in 3 files; 1 fixable with --fix; 2 suppressed", without a line end.
void report_summary(struct output *out, const struct report *report);

// The address of the page of a kind below `docs_url`; no data where that is "".
struct str kind_link(struct arena *arena, const char *docs_url, const struct diagnostic_kind *kind);

#endif
