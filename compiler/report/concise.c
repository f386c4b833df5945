// format concise: one line per place, as compilers write them.
#include "report/cells.h"
#include "report/report.h"

// "PATH:LINE:COLUMN: ". The path begins so that nobody takes it for an option or, in a CI's
// log, for a command.
static void write_place(struct output *out, const struct report *report, struct span span,
                        bool is_ascii)
{
    if (!span_is_set(span)) {
        output_str(out, STR("belay: "));
        return;
    }
    struct source_place place = source_locate(report->sources, span.start);
    struct str path = place.file->path;
    if (path.length > 1 && !char_is_word(path.data[0]) && !strchr("./<", path.data[0]))
        output_str(out, STR("./"));
    cells_write(out, path, is_ascii);
    output_format(out, ":%u:%u: ", place.line_number, source_column(place, COLUMN_CODE_POINT));
}

static void write_line(struct output *out, const struct report *report,
                       const struct diagnostic *finding, struct span span, enum level level,
                       struct str text, bool is_ascii)
{
    write_place(out, report, span, is_ascii);
    output_format(out, "%s: ", level_name(level));
    cells_write(out, text, is_ascii);
    output_format(out, " [%s]\n", finding->kind->code);
}

static void write_concise(struct output *out, const struct report *report,
                          const struct report_style *style)
{
    for (size_t i = 0; i < report->finding_count; i++) {
        const struct diagnostic *finding = report->findings[i];
        if (!finding_is_shown(finding))
            continue;
        write_line(out, report, finding, finding->span, finding->level, finding->message,
                   style->is_ascii);
        list_each(diagnostic_place, place, finding->places)
            write_line(out, report, finding, place->span, LEVEL_NOTE, place_label(place),
                       style->is_ascii);
    }
}

const struct format format_concise = {
    .name = "concise",
    .summary = "one line per place: path:line:column: level: message [CODE]",
    .write = write_concise,
};
