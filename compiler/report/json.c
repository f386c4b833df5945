// format json: one object with every finding and a summary.
#include "report/identity.h"
#include "report/json-finding.h"

static void write_json(struct output *out, const struct report *report,
                       const struct report_style *style)
{
    (void)style;
    struct json_stream stream = { .out = out };
    json_stream_object(&stream, NULL);
    json_stream_put(&stream, "version", json_new_number(1));
    struct json *tool = json_new_object();
    json_put_text(tool, "name", STR("belay"));
    json_put_text(tool, "version", str_of(report->version));
    json_stream_put(&stream, "tool", tool);
    json_stream_array(&stream, "diagnostics");
    const struct str *keys = identity_keys(report);
    for (size_t i = 0; i < report->finding_count; i++)
        if (finding_is_reported(report, report->findings[i]))
            json_stream_put(&stream, NULL, finding_to_json(report, report->findings[i], keys[i]));
    json_stream_close(&stream);
    json_stream_put(&stream, "summary", summary_to_json(report));
    json_stream_close(&stream);
    output_char(out, '\n');
}

const struct format format_json = {
    .name = "json",
    .summary = "one object: every finding with its places, fixes and identity, and a summary",
    .write = write_json,
};
