// format full: findings for people, with the lines of the plan they speak of.
#include "report/cells.h"
#include "report/report.h"

static void write_place(struct output *out, const struct report *report, const char *arrow,
                        struct span span, struct str label, bool is_ascii)
{
    if (!span_is_set(span))
        return;
    struct source_place place = source_locate(report->sources, span.start);
    output_format(out, " %s ", arrow);
    cells_write(out, place.file->path, is_ascii);
    output_format(out, ":%u:%u", place.line_number, source_column(place, COLUMN_CODE_POINT));
    output_str(out, label.length > 0 ? STR(": ") : STR(""));
    cells_write(out, label, is_ascii);
    output_char(out, '\n');
}

static void write_line(struct output *out, const char *heading, struct str text, bool is_ascii)
{
    output_format(out, "  = %s: ", heading);
    cells_write(out, text, is_ascii);
    output_char(out, '\n');
}

static void write_finding(struct output *out, const struct report *report,
                          const struct diagnostic *finding, bool is_ascii)
{
    output_format(out, "%s[%s]: ", level_name(finding->level), finding->kind->code);
    cells_write(out, finding->message, is_ascii);
    output_char(out, '\n');
    write_place(out, report, "-->", finding->span, finding->label, is_ascii);
    list_each(diagnostic_place, place, finding->places)
        write_place(out, report, ":::", place->span, place->label, is_ascii);
    list_each(diagnostic_line, note, finding->notes)
        write_line(out, "note", note->text, is_ascii);
    list_each(diagnostic_line, help, finding->helps)
        write_line(out, "help", help->text, is_ascii);
    list_each(diagnostic_fix, fix, finding->fixes)
        write_line(out, fix->safety == FIX_SAFE ? "fix" : "fix (unsafe)", fix->title, is_ascii);
    struct str link = kind_link(report->arena, finding->kind);
    if (link.length > 0)
        output_format(out, "  = see: %.*s\n\n", STR_ARGS(link));
    else
        output_format(out, "  = see: belay explain %s\n\n", finding->kind->name);
}

static void write_full(struct output *out, const struct report *report,
                       const struct report_style *style)
{
    for (size_t i = 0; i < report->finding_count; i++)
        if (finding_is_shown(report->findings[i]))
            write_finding(out, report, report->findings[i], style->is_ascii);
    if (style->is_quiet)
        return;
    report_summary(out, report);
    output_char(out, '\n');
}

const struct format format_full = {
    .name = "full",
    .summary = "text for people, with the lines of the plan",
    .write = write_full,
};
