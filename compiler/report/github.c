// format github: workflow commands, which GitHub shows as annotations.
#include "report/cells.h"
#include "report/report.h"

enum { MOST_PER_LEVEL = 10 }; // of one step; GitHub drops the rest silently

// Shown without control characters, then escaped: "%" always, ":" and "," in properties.
static void write_escaped(struct output *out, struct str text, const char *special)
{
    struct output shown = { .arena = out->arena };
    cells_write(&shown, text, false);
    text = output_get(&shown);
    for (size_t i = 0; i < text.length; i++)
        if (strchr(special, text.data[i]) && text.data[i])
            output_format(out, "%%%02X", (unsigned char)text.data[i]);
        else
            output_char(out, text.data[i]);
}

static void write_data(struct output *out, struct str text)
{
    write_escaped(out, text, "%");
}

static const char *command_of(enum level level)
{
    switch (level) {
    case LEVEL_ERROR: return "error";
    case LEVEL_WARNING: return "warning";
    case LEVEL_NOTE:
    case LEVEL_OFF: break;
    }
    return "notice";
}

// On one line: over several, GitHub drops the columns.
static void write_properties(struct output *out, const struct report *report, struct span span)
{
    if (!span_is_set(span))
        return;
    struct source_place start = source_locate(report->sources, span.start), end = start;
    size_t left = start.line.length - start.offset, length = span.end - span.start;
    end.offset += span.end > span.start ? (uint32_t)(length < left ? length : left) : 0;
    struct str path = start.file->path;
    output_str(out, STR("file="));
    write_escaped(out, str_starts_with(path, STR("./")) ? str_from(path, 2) : path, "%:,");
    output_format(out, ",line=%u,endLine=%u,col=%u,endColumn=%u,", start.line_number,
                  start.line_number, source_column(start, COLUMN_CODE_POINT),
                  source_column(end, COLUMN_CODE_POINT));
}

// Another place: its file only where it is not the finding's.
static void write_place(struct output *out, const struct report *report,
                        const struct diagnostic *finding, const struct diagnostic_place *other)
{
    if (!span_is_set(other->span))
        return;
    struct source_place place = source_locate(report->sources, other->span.start);
    output_str(out, STR("%0A"));
    if (!span_is_set(finding->span)
        || source_file_at(report->sources, finding->span.start) != place.file) {
        write_data(out, place.file->path);
        output_char(out, ':');
    }
    output_format(out, "%u:%u: ", place.line_number, source_column(place, COLUMN_CODE_POINT));
    write_data(out, place_label(other));
}

static void write_remarks(struct output *out, const char *heading,
                          const struct diagnostic_line *line)
{
    for (; line; line = line->next) {
        output_format(out, "%%0A%s: ", heading);
        write_data(out, line->text);
    }
}

static void write_finding(struct output *out, const struct report *report,
                          const struct diagnostic *finding)
{
    output_format(out, "::%s ", command_of(finding->level));
    write_properties(out, report, finding->span);
    output_format(out, "title=%s %s::", finding->kind->code, finding->kind->name);
    write_data(out, finding->message);
    list_each(diagnostic_place, place, finding->places)
        write_place(out, report, finding, place);
    write_remarks(out, "note", finding->notes.first);
    write_remarks(out, "help", finding->helps.first);
    list_each(diagnostic_fix, fix, finding->fixes) {
        output_str(out, fix->safety == FIX_SAFE ? STR("%0Afix: ") : STR("%0Afix (unsafe): "));
        write_data(out, fix->title);
    }
    struct str link = kind_link(out->arena, report->docs_url, finding->kind);
    if (link.length > 0) {
        output_str(out, STR("%0Asee: "));
        write_data(out, link);
    }
    output_char(out, '\n');
}

// Writes the first findings of a level, and returns how many there were.
static unsigned write_level(struct output *out, const struct report *report, enum level level,
                            unsigned most)
{
    unsigned count = 0;
    for (size_t i = 0; i < report->finding_count; i++) {
        const struct diagnostic *finding = report->findings[i];
        if (finding->level != level || !finding_is_shown(finding))
            continue;
        if (count < most)
            write_finding(out, report, finding);
        count++;
    }
    return count;
}

static void write_github(struct output *out, const struct report *report,
                         const struct report_style *style)
{
    (void)style;
    struct report_counts counts = report_count(report);
    bool has_rest = counts.errors > MOST_PER_LEVEL || counts.warnings > MOST_PER_LEVEL
                    || counts.notes > MOST_PER_LEVEL;
    unsigned hidden = 0;
    for (enum level level = LEVEL_ERROR; level > LEVEL_OFF; level--) {
        // The notice about the rest is one of the notices.
        unsigned most = MOST_PER_LEVEL - (level == LEVEL_NOTE && has_rest);
        unsigned count = write_level(out, report, level, most);
        hidden += count > most ? count - most : 0;
    }
    if (hidden > 0)
        output_format(out, "::notice title=belay::%u more %s not shown here\n", hidden,
                      hidden == 1 ? "finding is" : "findings are");
}

const struct format format_github = {
    .name = "github",
    .summary = "GitHub workflow commands, at most ten of each level",
    .write = write_github,
};
