// format json: one object with every finding and a summary.
#include "report/identity.h"
#include "report/json-finding.h"

static void write_json(struct output *out, const struct report *report,
                       const struct report_style *style)
{
    (void)style;
    struct json *json = json_new_object();
    json_put_number(json, "version", 1);
    struct json *tool = json_put_object(json, "tool");
    json_put_text(tool, "name", STR("belay"));
    json_put_text(tool, "version", str_of(report->version));
    struct json *findings = json_put_array(json, "diagnostics");
    const struct str *keys = identity_keys(report);
    for (size_t i = 0; i < report->finding_count; i++)
        if (finding_is_reported(report, report->findings[i]))
            json_add(findings, finding_to_json(report, report->findings[i], keys[i]));
    json_put(json, "summary", summary_to_json(report));
    json_write(out, json, JSON_INDENTED);
    output_char(out, '\n');
}

const struct format format_json = {
    .name = "json",
    .summary = "one object: every finding with its places, fixes and identity, and a summary",
    .write = write_json,
};
