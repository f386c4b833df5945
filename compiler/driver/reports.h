// Where the findings of a run go: one or more formats, to standard output or to files.
#ifndef DRIVER_REPORTS_H
#define DRIVER_REPORTS_H

#include "driver/inputs.h"
#include "report/format.h"

struct report_target {
    struct report_target *next;
    const struct format *format;
    struct str file; // no data: standard output
};

struct report_target_list {
    struct report_target *first, *last;
};

// Reads --format, or BELAY_FORMAT where there is none. False where a name is wrong;
// `*problem` says why.
bool reports_read(struct report_target_list *targets, const struct options *options,
                  struct str *problem);

// Writes the report to every target, and where that is no file to `stream`: standard output or
// standard error. False where one cannot be written; that was said.
bool reports_write(const struct report_target_list *targets, const struct report *report,
                   const struct options *options, int stream);

// Writes what was found in full to standard error: of a command that has another product.
// Gives the worst level; of what is suppressed, none.
enum level reports_complain(struct inputs *inputs, const struct diagnostics *diagnostics);

#endif
