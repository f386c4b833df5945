// The checklist of plans, as text for people and as JSON.
#ifndef REPORT_CHECKLIST_H
#define REPORT_CHECKLIST_H

#include "report/report.h"
#include "rules/checklist.h"

// Writes the checklist of one plan: a line that counts, then each item with the places that
// satisfy it, with what is missing, or with why it is not judged.
void checklist_write(struct output *out, const struct unit *unit, const struct checklist *checklist,
                     const struct report_style *style);

// The same as a JSON object; put those of a run into an array.
struct json;
struct json *checklist_to_json(const struct unit *unit, const struct checklist *checklist);

#endif
