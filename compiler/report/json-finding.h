// A finding as JSON, in belay's own shape (docs/diagnostics.schema.json).
#ifndef REPORT_JSON_FINDING_H
#define REPORT_JSON_FINDING_H

#include "base/json.h"
#include "report/report.h"

// True for a finding that is in the JSON and SARIF of this report.
bool finding_is_reported(const struct report *report, const struct diagnostic *finding);

struct json *finding_to_json(const struct report *report, const struct diagnostic *finding,
                             struct str key);
struct json *summary_to_json(const struct report *report);

#endif
