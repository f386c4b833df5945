// The places of a finding, in the order in which an excerpt shows them.

#include "report/mark.h"

#include <stdlib.h>

static struct str label_to_line(struct arena *arena, struct str label, uint32_t last_line)
{
    return arena_format(arena, "%.*s%s(to line %u)", STR_ARGS(label), label.length > 0 ? " " : "",
                        last_line);
}

static struct mark mark_new(const struct report *report, struct span span, struct str label)
{
    struct source_place first = source_locate(report->sources, span.start);
    struct source_place last = source_locate(report->sources,
                                             span.end > span.start ? span.end - 1 : span.start);
    struct mark mark = { .place = first, .from = first.offset, .label = label };
    if (last.file == first.file && last.line_number > first.line_number) {
        mark.to = first.line.length;
        mark.label = label_to_line(report->arena, label, last.line_number);
        return mark;
    }
    size_t left = first.line.length - first.offset;
    size_t length = span.end > span.start ? span.end - span.start : 0;
    mark.to = first.offset + (length < left ? length : left);
    return mark;
}

static int compare(const void *left, const void *right)
{
    const struct mark *a = left, *b = right;
    if (a->is_elsewhere != b->is_elsewhere)
        return a->is_elsewhere ? 1 : -1;
    int order = str_compare(a->place.file->path, b->place.file->path);
    if (order != 0)
        return order;
    if (a->place.file != b->place.file)
        return a->place.file->base < b->place.file->base ? -1 : 1;
    if (a->place.line_number != b->place.line_number)
        return a->place.line_number < b->place.line_number ? -1 : 1;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    if (a->to != b->to)
        return a->to < b->to ? -1 : 1;
    // Of two at one place the finding's own comes last: it keeps the end of the underline.
    return a->order > b->order ? -1 : a->order < b->order;
}

struct marks marks_of(const struct report *report, const struct diagnostic *finding)
{
    struct marks marks = { 0 };
    if (!span_is_set(finding->span))
        return marks;
    size_t count = 1;
    list_each(diagnostic_place, place, finding->places)
        count++;
    marks.items = arena_new_many(report->arena, struct mark, count);
    marks.items[marks.count++] = mark_new(report, finding->span, finding->label);
    marks.items[0].is_primary = true;
    const struct source_file *file = marks.items[0].place.file;
    list_each(diagnostic_place, place, finding->places) {
        if (!span_is_set(place->span))
            continue;
        struct mark mark = mark_new(report, place->span, place->label);
        mark.is_elsewhere = mark.place.file != file;
        mark.order = marks.count;
        marks.items[marks.count++] = mark;
    }
    qsort(marks.items, marks.count, sizeof *marks.items, compare);
    return marks;
}
