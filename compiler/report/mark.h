// The places of a finding, in the order in which an excerpt shows them.
#ifndef REPORT_MARK_H
#define REPORT_MARK_H

#include "report/report.h"

struct mark {
    struct source_place place;
    size_t from, to; // bytes of place.line that are underlined; equal for a place between two
    struct str label;  // may be empty
    bool is_primary;   // the finding's own place
    bool is_elsewhere; // in another file than the finding
    size_t order;      // as the finding names them
};

struct marks {
    struct mark *items;
    size_t count;
};

// Those of the finding's file first, then those of other files by path; by line and column.
// A place over several lines is marked on its first, and its label says where it ends.
struct marks marks_of(const struct report *report, const struct diagnostic *finding);

#endif
