// A finding as JSON, in belay's own shape (docs/diagnostics.schema.json).
#ifndef REPORT_JSON_FINDING_H
#define REPORT_JSON_FINDING_H

#include "base/json.h"
#include "report/report.h"

struct json *finding_to_json(const struct report *report, const struct diagnostic *finding,
                             struct str key);
struct json *summary_to_json(const struct report *report);

#endif
