// format json-lines: one object per finding and line, and a last line with the summary.
#include "report/identity.h"
#include "report/json-finding.h"

static void write_json_lines(struct output *out, const struct report *report,
                             const struct report_style *style)
{
    (void)style;
    const struct str *keys = identity_keys(report);
    for (size_t i = 0; i < report->finding_count; i++) {
        if (!finding_is_reported(report, report->findings[i]))
            continue;
        json_write(out, finding_to_json(report, report->findings[i], keys[i]), JSON_ONE_LINE);
        output_char(out, '\n');
    }
    struct json *last = json_new_object();
    json_put(last, "summary", summary_to_json(report));
    json_write(out, last, JSON_ONE_LINE);
    output_char(out, '\n');
}

const struct format format_json_lines = {
    .name = "json-lines",
    .summary = "one object per line and finding, then the summary",
    .write = write_json_lines,
};
