// A finding as JSON, in belay's own shape (docs/diagnostics.schema.json).

#include "report/json-finding.h"

#include "diagnostics/kind.h"

// Lines and columns (in code points) count from 1, offsets (in bytes) from 0.
static void put_place(struct json *object, const char *key, const struct report *report,
                      uint32_t address)
{
    struct source_place place = source_locate(report->sources, address);
    struct json *json = json_put_object(object, key);
    json_put_number(json, "line", place.line_number);
    json_put_number(json, "column", source_column(place, COLUMN_CODE_POINT));
    json_put_number(json, "offset", address - place.file->base);
}

static void put_span(struct json *object, const struct report *report, struct span span)
{
    json_put_text(object, "file", source_file_at(report->sources, span.start)->path);
    put_place(object, "start", report, span.start);
    put_place(object, "end", report, span.end > span.start ? span.end : span.start);
}

static void add_span(struct json *spans, const struct report *report, struct span span,
                     struct str label, bool is_primary)
{
    if (!span_is_set(span))
        return;
    struct json *json = json_add_object(spans);
    put_span(json, report, span);
    json_put_bool(json, "primary", is_primary);
    json_put_text(json, "label", label);
}

static void add_fix(struct json *fixes, const struct report *report,
                    const struct diagnostic_fix *fix)
{
    struct json *json = json_add_object(fixes);
    json_put_text(json, "title", fix->title);
    json_put_text(json, "safety", fix->safety == FIX_SAFE ? STR("safe") : STR("unsafe"));
    struct json *edits = json_put_array(json, "edits");
    list_each(diagnostic_edit, edit, fix->edits) {
        struct json *json_edit = json_add_object(edits);
        put_span(json_edit, report, edit->span);
        json_put_text(json_edit, "text", edit->replacement);
    }
}

static void put_suppressed(struct json *json, const struct diagnostic *finding)
{
    if (finding->is_suppressed)
        json_put_text(json_put_object(json, "suppressed"), "reason", finding->suppression_reason);
    else
        json_put_null(json, "suppressed");
}

struct json *finding_to_json(const struct report *report, const struct diagnostic *finding,
                             struct str key)
{
    struct json *json = json_new_object();
    json_put_text(json, "code", str_of(finding->kind->code));
    json_put_text(json, "name", str_of(finding->kind->name));
    json_put_text(json, "level", str_of(level_name(finding->level)));
    json_put_text(json, "category", str_of(kind_category(finding->kind)));
    json_put_bool(json, "inferred", finding->is_inferred);
    json_put_text(json, "message", finding->message);
    struct json *spans = json_put_array(json, "spans");
    add_span(spans, report, finding->span, finding->label, true);
    list_each(diagnostic_place, place, finding->places)
        add_span(spans, report, place->span, place->label, false);
    struct json *notes = json_put_array(json, "notes");
    list_each(diagnostic_line, note, finding->notes)
        json_add_text(notes, note->text);
    struct json *help = json_put_array(json, "help");
    list_each(diagnostic_line, line, finding->helps)
        json_add_text(help, line->text);
    struct json *fixes = json_put_array(json, "fixes");
    list_each(diagnostic_fix, fix, finding->fixes)
        add_fix(fixes, report, fix);
    struct str link = kind_link(report->arena, report->docs_url, finding->kind);
    if (link.length > 0)
        json_put_text(json, "url", link);
    json_put_text(json, "key", key);
    put_suppressed(json, finding);
    return json;
}

struct json *summary_to_json(const struct report *report)
{
    struct report_counts counts = report_count(report);
    struct json *json = json_new_object();
    json_put_number(json, "files", report->file_count);
    json_put_number(json, "errors", counts.errors);
    json_put_number(json, "warnings", counts.warnings);
    json_put_number(json, "notes", counts.notes);
    json_put_number(json, "suppressed", counts.suppressed);
    json_put_number(json, "fixable_safe", counts.fixable_safe);
    json_put_number(json, "fixable_unsafe", counts.fixable_unsafe);
    return json;
}
