// format full: findings for people, with the lines of the plan they speak of.
#include "report/patch.h"
#include "report/snippet.h"
#include "report/wrap.h"

enum {
    HEADLINE_INDENT = 2,
    LEAST_ROOM = 24, // a remark that has less room than this hangs further left
};

static void write_headline(const struct frame *frame, const struct diagnostic *finding)
{
    struct output *out = frame->out;
    const char *level = level_name(finding->level);
    paint_begin(out, frame->style, frame->paint);
    output_format(out, "%s[%s]", level, finding->kind->code);
    paint_end(out, frame->style, frame->paint);
    output_str(out, STR(": "));
    size_t used = strlen(level) + strlen(finding->kind->code) + strlen("[]: ");
    wrap_write(out, finding->message, used, HEADLINE_INDENT, frame->style);
}

// "  = note: text"; further lines stand under the word at `indent`, counted from the "=".
static void write_remark(const struct frame *frame, const char *heading, size_t indent,
                         struct str text)
{
    output_repeat(frame->out, ' ', frame->gutter);
    paint_text(frame->out, frame->style, PAINT_FRAME, " =");
    output_format(frame->out, " %s: ", heading);
    size_t start = frame->gutter + strlen(" = ");
    bool has_room = frame->style->width >= start + indent + LEAST_ROOM;
    wrap_write(frame->out, text, start + strlen(heading) + strlen(": "),
               has_room ? start + indent : start, frame->style);
}

static void write_fix(const struct frame *frame, const struct diagnostic_fix *fix)
{
    switch (fix->safety) {
    case FIX_NONE: break;
    case FIX_SAFE: write_remark(frame, "fix", strlen("fix: "), fix->title); break;
    case FIX_UNSAFE: write_remark(frame, "fix (unsafe)", strlen("fix "), fix->title); break;
    }
    patch_write(frame, fix);
}

// Where there is more to read. It is never wrapped, so that it can be copied.
static void write_see(const struct frame *frame, const struct diagnostic_kind *kind)
{
    struct output *out = frame->out;
    struct str link = kind_link(frame->report->arena, frame->report->docs_url, kind);
    output_repeat(out, ' ', frame->gutter);
    paint_text(out, frame->style, PAINT_FRAME, " =");
    output_str(out, STR(" see: "));
    paint_begin(out, frame->style, link.length > 0 ? PAINT_LINK : PAINT_NONE);
    if (link.length > 0)
        output_str(out, link);
    else
        output_format(out, "belay explain %s", kind->name);
    paint_end(out, frame->style, link.length > 0 ? PAINT_LINK : PAINT_NONE);
    output_char(out, '\n');
}

static void write_finding(struct output *out, const struct report *report,
                          const struct diagnostic *finding, const struct report_style *style)
{
    struct frame frame = frame_new(out, report, finding, style);
    write_headline(&frame, finding);
    snippet_write(&frame);
    if (frame.marks.count > 0) {
        frame_row(&frame);
        output_char(out, '\n');
    }
    list_each(diagnostic_line, note, finding->notes)
        write_remark(&frame, "note", strlen("note: "), note->text);
    list_each(diagnostic_line, help, finding->helps)
        write_remark(&frame, "help", strlen("help: "), help->text);
    list_each(diagnostic_fix, fix, finding->fixes)
        write_fix(&frame, fix);
    write_see(&frame, finding->kind);
}

static void write_full(struct output *out, const struct report *report,
                       const struct report_style *style)
{
    bool is_first = true;
    for (size_t i = 0; i < report->finding_count; i++) {
        if (!finding_is_shown(report->findings[i]))
            continue;
        if (!is_first)
            output_char(out, '\n');
        write_finding(out, report, report->findings[i], style);
        is_first = false;
    }
    if (style->is_quiet)
        return;
    if (!is_first)
        output_char(out, '\n');
    report_summary(out, report);
    output_char(out, '\n');
}

const struct format format_full = {
    .name = "full",
    .summary = "text for people, with the lines of the plan",
    .write = write_full,
};
