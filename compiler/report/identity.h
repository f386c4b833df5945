// What makes a finding the same finding in the next run: not its line, not its wording.
#ifndef REPORT_IDENTITY_H
#define REPORT_IDENTITY_H

#include "report/format.h"
#include "syntax/unit.h"

// Says of each finding of a unit in which plan and phase it lies. Findings and phases are in
// the order of the document.
void identity_locate(struct unit *unit);

// The keys of all findings of a report, in their order: 32 hexadecimal digits each, out of
// code, path, plan, phase and object, and an ordinal among findings that are equal in these.
struct str *identity_keys(const struct report *report);

#endif
