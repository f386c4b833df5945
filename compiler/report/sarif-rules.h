// The rules of a SARIF report: those that its results name, by code.
#ifndef REPORT_SARIF_RULES_H
#define REPORT_SARIF_RULES_H

#include "base/json.h"
#include "report/report.h"

struct sarif_rules {
    const struct diagnostic_kind **items;
    size_t count;
};

struct sarif_rules sarif_rules_of(const struct report *report);

// The place of a kind in the table; it is there.
size_t sarif_rules_find(const struct sarif_rules *rules, const struct diagnostic_kind *kind);

// A reportingDescriptor.
struct json *sarif_rule_to_json(const struct report *report, const struct diagnostic_kind *kind);

#endif
