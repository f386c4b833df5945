// What a fix takes away and puts in its place, line by line.

#include "report/patch.h"

#include "base/difference.h"

#include <stdlib.h>

enum { MOST_BYTES = 16 * 1024, MOST_LINES = 24 };

struct edits {
    const struct diagnostic_edit **items; // by place
    size_t count;
};

struct hunk { // whole lines, as they are and as they would be
    struct source_place place;
    struct str old_text, new_text;
};

static int compare(const void *left, const void *right)
{
    const struct diagnostic_edit *a = *(const struct diagnostic_edit *const *)left;
    const struct diagnostic_edit *b = *(const struct diagnostic_edit *const *)right;
    if (a->span.start != b->span.start)
        return a->span.start < b->span.start ? -1 : 1;
    return a->span.end < b->span.end ? -1 : a->span.end > b->span.end;
}

static struct edits edits_of(struct arena *arena, const struct diagnostic_fix *fix)
{
    struct edits edits = { 0 };
    list_each(diagnostic_edit, edit, fix->edits)
        edits.count++;
    edits.items = arena_new_many(arena, const struct diagnostic_edit *, edits.count);
    size_t count = 0;
    list_each(diagnostic_edit, edit, fix->edits)
        edits.items[count++] = edit;
    qsort(edits.items, edits.count, sizeof *edits.items, compare);
    return edits;
}

static uint32_t start_of_line(struct source_place place)
{
    return place.file->base + place.file->line_starts[place.line_number - 1];
}

// The address behind the line that `address` is in and behind its line end.
static uint32_t start_of_next_line(const struct source_map *sources, uint32_t address)
{
    struct source_place place = source_locate(sources, address);
    if (place.line_number == place.file->line_count)
        return span_of_file(place.file).end;
    return place.file->base + place.file->line_starts[place.line_number];
}

// The hunk of the edits from `*index` on that share lines; moves `*index` behind them. A
// hunk without texts is too large to be shown.
static struct hunk hunk_of(const struct report *report, const struct edits *edits, size_t *index)
{
    const struct source_map *sources = report->sources;
    struct hunk hunk = { .place = source_locate(sources, edits->items[*index]->span.start) };
    struct span lines = { start_of_line(hunk.place), 0 };
    struct output text = { .arena = report->arena };
    uint32_t copied = lines.start;
    for (; *index < edits->count; ++*index) {
        const struct diagnostic_edit *edit = edits->items[*index];
        if (lines.end > 0 && edit->span.start >= lines.end)
            break;
        if (edit->span.start < copied)
            continue;
        lines.end = start_of_next_line(sources, edit->span.end);
        if (lines.end - lines.start + edit->replacement.length > MOST_BYTES) {
            *index = edits->count;
            return (struct hunk){ .place = hunk.place };
        }
        output_str(&text, source_text(sources, (struct span){ copied, edit->span.start }));
        output_str(&text, edit->replacement);
        copied = edit->span.end;
    }
    output_str(&text, source_text(sources, (struct span){ copied, lines.end }));
    hunk.old_text = source_text(sources, lines);
    hunk.new_text = output_get(&text);
    return hunk;
}

static struct text_lines lines_of(struct arena *arena, struct str text)
{
    struct text_lines lines = { 0 };
    for (struct str line; str_next_line(&text, &line);)
        array_add(arena, &lines, line);
    return lines;
}

// Shows the head of the line, or where that would not show the difference, what is around it.
static struct window window_of(const struct frame *frame, struct str line, struct str other)
{
    bool is_ascii = frame->style->is_ascii;
    size_t from = 0, to = line.length;
    while (from < line.length && from < other.length && line.data[from] == other.data[from])
        from++;
    size_t tail = 0, most = (line.length < other.length ? line.length : other.length) - from;
    while (tail < most && line.data[to - 1] == other.data[other.length - 1 - tail]) {
        tail++;
        to--;
    }
    while (from > 0 && from < line.length && ((unsigned char)line.data[from] & 0xC0) == 0x80)
        from--;
    struct window head = window_at_head(line, frame->room, is_ascii);
    return to <= head.to ? head : window_around(line, from, to, frame->room, is_ascii);
}

static void write_lines(const struct frame *frame, const struct text_lines *lines,
                        const struct text_lines *others, uint32_t number, char sign)
{
    for (size_t i = 0; i < lines->count; i++) {
        // Lines are compared one by one only where as many go as come.
        struct str other = lines->count == others->count ? others->items[i] : STR_NONE;
        struct window window = other.data
                                   ? window_of(frame, lines->items[i], other)
                                   : window_at_head(lines->items[i], frame->room,
                                                    frame->style->is_ascii);
        frame_line(frame, number + (uint32_t)i, sign, sign == '-' ? PAINT_REMOVED : PAINT_ADDED,
                   &window);
    }
}

void patch_write(const struct frame *frame, const struct diagnostic_fix *fix)
{
    const struct report *report = frame->report;
    struct edits edits = edits_of(report->arena, fix);
    const struct source_file *file = frame->marks.count > 0 ? frame->marks.items[0].place.file
                                                            : NULL;
    for (size_t i = 0; i < edits.count;) {
        struct hunk hunk = hunk_of(report, &edits, &i);
        struct text_lines old_lines = lines_of(report->arena, hunk.old_text);
        struct text_lines new_lines = lines_of(report->arena, hunk.new_text);
        uint32_t head = (uint32_t)text_lines_trim(&old_lines, &new_lines);
        uint32_t number = hunk.place.line_number + head;
        if (old_lines.count + new_lines.count > MOST_LINES)
            continue;
        if (hunk.place.file != file) {
            frame_path(frame, ":::", hunk.place);
            file = hunk.place.file;
        }
        write_lines(frame, &old_lines, &new_lines, number, '-');
        write_lines(frame, &new_lines, &old_lines, number, '+');
    }
}
