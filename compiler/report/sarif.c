// format sarif: SARIF 2.1.0, as code scanning takes it.
#include "base/json.h"
#include "report/identity.h"
#include "report/json-finding.h"
#include "report/line-hash.h"
#include "report/sarif-rules.h"
#include "report/sarif-text.h"

struct sarif {
    const struct report *report;
    struct arena *scratch; // for the texts of one result
    struct sarif_rules rules;
    const struct str *keys;
    const struct source_file *hashed_file; // of which `hashes` are
    struct line_hashes hashes;
};

static struct json *new_region(const struct report *report, struct span span)
{
    struct source_place start = source_locate(report->sources, span.start);
    struct source_place end = source_locate(report->sources,
                                            span.end > span.start ? span.end : span.start);
    struct json *region = json_new_object();
    json_put_number(region, "startLine", start.line_number);
    json_put_number(region, "startColumn", source_column(start, COLUMN_UTF16));
    json_put_number(region, "endLine", end.line_number);
    json_put_number(region, "endColumn", source_column(end, COLUMN_UTF16));
    return region;
}

static void put_artifact(const struct sarif *sarif, struct json *object, struct span span)
{
    struct str path = source_file_at(sarif->report->sources, span.start)->path;
    struct json *artifact = json_put_object(object, "artifactLocation");
    json_put_text(artifact, "uri", sarif_uri(sarif->scratch, path));
    json_put_text(artifact, "uriBaseId", STR("%SRCROOT%"));
}

static void put_location(const struct sarif *sarif, struct json *object, struct span span)
{
    struct json *physical = json_put_object(object, "physicalLocation");
    put_artifact(sarif, physical, span);
    json_put(physical, "region", new_region(sarif->report, span));
}

// The first line of a span: a pull request shows an alert only where all its lines changed.
static struct span first_line(const struct report *report, struct span span)
{
    struct source_place place = source_locate(report->sources, span.start);
    uint32_t line_end = span.start + (uint32_t)(place.line.length - place.offset);
    return (struct span){ span.start, span.end < line_end ? span.end : line_end };
}

static void put_related(const struct sarif *sarif, struct json *result,
                        const struct diagnostic *finding)
{
    struct json *related = json_new_array();
    int64_t id = 0;
    list_each(diagnostic_place, place, finding->places) {
        if (!span_is_set(place->span))
            continue;
        struct json *location = json_add_object(related);
        json_put_number(location, "id", ++id);
        json_put_text(json_put_object(location, "message"), "text",
                      sarif_plain(sarif->scratch, place_label(place)));
        put_location(sarif, location, place->span);
    }
    json_put(result, "relatedLocations", related);
}

static void put_fingerprints(struct sarif *sarif, struct json *result,
                             const struct diagnostic *finding, struct str key)
{
    json_put_text(json_put_object(result, "fingerprints"), "belay/v1", key);
    struct source_place place = source_locate(sarif->report->sources, finding->span.start);
    if (place.file != sarif->hashed_file) {
        sarif->hashes = line_hashes_of(sarif->report->arena, place.file->text);
        sarif->hashed_file = place.file;
    }
    json_put_text(json_put_object(result, "partialFingerprints"), "primaryLocationLineHash",
                  line_hash_text(sarif->scratch, &sarif->hashes, place.line_number));
}

static void add_replacement(const struct sarif *sarif, struct json *replacements,
                            const struct diagnostic_edit *edit)
{
    struct json *replacement = json_add_object(replacements);
    json_put(replacement, "deletedRegion", new_region(sarif->report, edit->span));
    if (edit->replacement.length > 0)
        json_put_text(json_put_object(replacement, "insertedContent"), "text", edit->replacement);
}

static void add_fix(const struct sarif *sarif, struct json *fixes, const struct diagnostic_fix *fix)
{
    struct json *json = json_add_object(fixes);
    json_put_text(json_put_object(json, "description"), "text",
                  sarif_plain(sarif->scratch, fix->title));
    struct json *changes = json_put_array(json, "artifactChanges"), *replacements = NULL;
    const struct source_file *file = NULL;
    list_each(diagnostic_edit, edit, fix->edits) {
        const struct source_file *edited = source_file_at(sarif->report->sources,
                                                          edit->span.start);
        if (edited != file) {
            struct json *change = json_add_object(changes);
            put_artifact(sarif, change, edit->span);
            replacements = json_put_array(change, "replacements");
            file = edited;
        }
        add_replacement(sarif, replacements, edit);
    }
}

static void put_fixes(const struct sarif *sarif, struct json *result,
                      const struct diagnostic *finding)
{
    struct json *fixes = json_new_array();
    list_each(diagnostic_fix, fix, finding->fixes)
        if (fix->edits.first)
            add_fix(sarif, fixes, fix);
    json_put(result, "fixes", fixes);
}

// Where any result says whether it is suppressed, every result must.
static void put_suppressions(struct json *result, const struct diagnostic *finding)
{
    struct json *suppressions = json_put_array(result, "suppressions");
    if (!finding->is_suppressed)
        return;
    struct json *suppression = json_add_object(suppressions);
    json_put_text(suppression, "kind", STR("inSource"));
    if (finding->suppression_reason.length > 0)
        json_put_text(suppression, "justification", finding->suppression_reason);
}

static struct json *result_of(struct sarif *sarif, const struct diagnostic *finding, struct str key)
{
    struct json *result = json_new_object();
    json_put_text(result, "ruleId", str_of(finding->kind->code));
    json_put_number(result, "ruleIndex", (int64_t)sarif_rules_find(&sarif->rules, finding->kind));
    json_put_text(result, "level", str_of(level_name(finding->level)));
    json_put_text(json_put_object(result, "message"), "text",
                  sarif_message(sarif->scratch, finding));
    struct json *locations = json_put_array(result, "locations");
    put_location(sarif, json_add_object(locations), first_line(sarif->report, finding->span));
    if (finding->places.first)
        put_related(sarif, result, finding);
    put_fingerprints(sarif, result, finding, key);
    if (finding->fixes.first)
        put_fixes(sarif, result, finding);
    if (sarif->report->show_suppressed)
        put_suppressions(result, finding);
    return result;
}

static void write_tool(const struct sarif *sarif, struct json_stream *stream)
{
    const struct report *report = sarif->report;
    json_stream_object(stream, "tool");
    json_stream_object(stream, "driver");
    json_stream_put_text(stream, "name", STR("belay"));
    json_stream_put_text(stream, "semanticVersion", str_of(report->version));
    if (*report->docs_url)
        json_stream_put_text(stream, "informationUri", str_of(report->docs_url));
    json_stream_array(stream, "rules");
    for (size_t i = 0; i < sarif->rules.count; i++)
        json_stream_put(stream, NULL, sarif_rule_to_json(report, sarif->rules.items[i]));
    json_stream_close(stream);
    json_stream_close(stream);
    json_stream_close(stream);
}

static void write_results(struct sarif *sarif, struct json_stream *stream)
{
    const struct report *report = sarif->report;
    json_stream_array(stream, "results");
    for (size_t i = 0; i < report->finding_count; i++) {
        const struct diagnostic *finding = report->findings[i];
        if (!span_is_set(finding->span) || !finding_is_reported(report, finding))
            continue;
        json_stream_put(stream, NULL, result_of(sarif, finding, sarif->keys[i]));
        arena_release(sarif->scratch);
    }
    json_stream_close(stream);
}

static struct json *notification_of(const struct sarif *sarif, const struct diagnostic *finding)
{
    struct json *notification = json_new_object();
    struct json *rule = json_put_object(notification, "associatedRule");
    json_put_text(rule, "id", str_of(finding->kind->code));
    json_put_number(rule, "index", (int64_t)sarif_rules_find(&sarif->rules, finding->kind));
    json_put_text(notification, "level", str_of(level_name(finding->level)));
    json_put_text(json_put_object(notification, "message"), "text",
                  sarif_message(sarif->scratch, finding));
    return notification;
}

static bool stands_nowhere(const struct diagnostic *finding)
{
    return !span_is_set(finding->span) && finding_is_shown(finding);
}

// A result must have a location. A finding that stands nowhere speaks of the run.
static void write_invocation(const struct sarif *sarif, struct json_stream *stream)
{
    const struct report *report = sarif->report;
    size_t first = 0;
    while (first < report->finding_count && !stands_nowhere(report->findings[first]))
        first++;
    if (first == report->finding_count)
        return;
    json_stream_array(stream, "invocations");
    json_stream_object(stream, NULL);
    json_stream_put(stream, "executionSuccessful", json_new_bool(true));
    json_stream_array(stream, "toolExecutionNotifications");
    for (size_t i = first; i < report->finding_count; i++)
        if (stands_nowhere(report->findings[i]))
            json_stream_put(stream, NULL, notification_of(sarif, report->findings[i]));
    json_stream_close(stream);
    json_stream_close(stream);
    json_stream_close(stream);
}

static void write_run(struct sarif *sarif, struct json_stream *stream)
{
    json_stream_object(stream, NULL);
    write_tool(sarif, stream);
    struct json *automation = json_new_object();
    json_put_text(automation, "id", STR("belay/"));
    json_stream_put(stream, "automationDetails", automation);
    json_stream_put_text(stream, "columnKind", STR("utf16CodeUnits"));
    struct json *line_ends = json_new_array();
    json_add_text(line_ends, STR("\r\n"));
    json_add_text(line_ends, STR("\n"));
    json_add_text(line_ends, STR("\r"));
    json_stream_put(stream, "newlineSequences", line_ends);
    write_invocation(sarif, stream);
    write_results(sarif, stream);
    json_stream_close(stream);
}

static void write_sarif(struct output *out, const struct report *report,
                        const struct report_style *style)
{
    (void)style;
    struct arena scratch = { 0 };
    struct sarif sarif = {
        .report = report,
        .scratch = &scratch,
        .rules = sarif_rules_of(report),
        .keys = identity_keys(report),
    };
    struct json_stream stream = { .out = out };
    json_stream_object(&stream, NULL);
    json_stream_put_text(&stream, "$schema",
                         STR("https://json.schemastore.org/sarif-2.1.0.json"));
    json_stream_put_text(&stream, "version", STR("2.1.0"));
    json_stream_array(&stream, "runs");
    write_run(&sarif, &stream);
    json_stream_close(&stream);
    json_stream_close(&stream);
    output_char(out, '\n');
    arena_release(&scratch);
}

const struct format format_sarif = {
    .name = "sarif",
    .summary = "SARIF 2.1.0, for code scanning",
    .write = write_sarif,
};
