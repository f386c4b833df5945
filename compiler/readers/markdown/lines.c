// The line pass: decides what each line of a Markdown file is before cmark sees it.
#include "readers/markdown/lines.h"

#include "generated/kinds.h"
#include "readers/markdown/feed.h"
#include "readers/markdown/fences.h"
#include "readers/markdown/repair.h"

enum {
    MAX_REOPENED = 8, // unterminated fences that are looked behind
    MAX_FRONT_MATTER_LINES = 200,
    MAX_MEBIBYTES = 2, // of text outside of code: what cmark makes of it is 300 times as large
    MAX_BYTES = MAX_MEBIBYTES * 1024 * 1024,
};

struct line_pass {
    struct feed feed;
    struct unit *unit;
    struct markdown_repairs *repairs;
    struct markdown_lines *out;
    struct str text;
    struct fence outer; // the transparent fence that is open
    unsigned reopened;
};

static void note_fence(struct line_pass *pass, size_t from, size_t to, enum fence_fault fault)
{
    struct markdown_bad_fence *fence = arena_new(&pass->unit->arena, struct markdown_bad_fence);
    fence->span = text_span(pass->out->text, from, to);
    fence->fault = fault;
    list_add(&pass->repairs->bad_fences, fence);
}

static bool closes_outer(const struct line_pass *pass, const struct fence *fence)
{
    return pass->feed.is_in_template && !fence->info.length && !fence->has_marker
           && fence->character == pass->outer.character && fence->length == pass->outer.length
           && fence->quotes == pass->outer.quotes && fence->is_escaped == pass->outer.is_escaped;
}

static void add_code(struct line_pass *pass, const struct raw_line *line, const struct fence *fence,
                     const struct fence_end *end)
{
    *array_grow(&pass->unit->arena, &pass->out->codes) = (struct markdown_code){
        .language = fence_language(fence),
        .body = markdown_dedent(&pass->unit->arena, pass->out->text, line->next, end->body_end,
                                fence->quotes, fence->indent),
        .from = fence->start,
        .to = end->end,
    };
    struct raw_line placed = feed_place(&pass->feed, *line);
    struct fence moved = *fence;
    moved.indent -= line->indent - placed.indent;
    feed_fence(&pass->feed, &placed, &moved);
}

static size_t add_text(struct line_pass *pass, const struct raw_line *line)
{
    feed_text(&pass->feed, line);
    return line->next;
}

static size_t add_blank(struct line_pass *pass, const struct raw_line *line)
{
    feed_blank(&pass->feed, line->start);
    return line->next;
}

// Reads code, or only its opening fence where no closing one follows and a plan is behind it.
static size_t read_code(struct line_pass *pass, const struct raw_line *line,
                        const struct fence *fence)
{
    struct fence_end end = fence_find_end(pass->text, fence, line->next);
    if (!end.is_closed) {
        note_fence(pass, fence->start, line->end, FENCE_NEVER_CLOSED);
        bool is_text = fence->is_escaped || fence_hides_plan(pass->text, line->next);
        if (is_text && pass->reopened < MAX_REOPENED) {
            pass->reopened++;
            return add_blank(pass, line);
        }
    }
    if (end.is_missing)
        note_fence(pass, fence->start, line->end, FENCE_NEVER_CLOSED);
    if (end.is_bad)
        note_fence(pass, end.body_end, end.end, FENCE_CLOSED_WITH_INFO);
    if (fence->is_escaped)
        note_fence(pass, fence->start, line->end, FENCE_ESCAPED);
    add_code(pass, line, fence, &end);
    return end.next;
}

// Reads what the fence on `line` opens or closes and says where to go on.
static size_t read_fence(struct line_pass *pass, const struct raw_line *line,
                         const struct fence *fence)
{
    if (closes_outer(pass, fence)) {
        pass->feed.is_in_template = false;
        return add_blank(pass, line);
    }
    if (fence->is_escaped && pass->reopened == MAX_REOPENED)
        return add_text(pass, line);
    if (pass->feed.is_in_template || !fence_is_transparent(pass->text, fence, line->next))
        return read_code(pass, line, fence);
    pass->outer = *fence;
    pass->feed.is_in_template = true;
    pass->feed.template_indent = fence->indent;
    return add_blank(pass, line);
}

// Where the text behind the front matter starts; 0 where there is none.
static size_t read_front_matter(struct line_pass *pass)
{
    struct raw_line line = raw_line_at(pass->text, 0);
    if (!str_is(str_slice(pass->text, 0, line.end), "---"))
        return 0;
    size_t from = line.next, at = from;
    bool has_key = false;
    for (unsigned i = 0; i < MAX_FRONT_MATTER_LINES && at < pass->text.length;
         i++, at = line.next) {
        line = raw_line_at(pass->text, at);
        struct str content = str_trim(str_slice(pass->text, at, line.end));
        if (has_key && (str_is(content, "---") || str_is(content, "..."))) {
            pass->out->front_matter =
                markdown_dedent(&pass->unit->arena, pass->out->text, from, at, 0, 0);
            return line.next;
        }
        if (content.length == 0 && !has_key)
            return 0;
        has_key = has_key || str_find_char(content, ':', 0) != STR_NOT_FOUND;
    }
    return 0;
}

// Feeds a line of text as far as the limit allows; false where there is more.
static bool read_text(struct line_pass *pass, struct raw_line line)
{
    size_t room = MAX_BYTES - pass->out->bytes.count;
    bool fits = line.end - line.start < room;
    if (!fits) {
        line.end = line.start + room;
        while (line.end > line.start && ((unsigned char)pass->text.data[line.end] & 0xC0) == 0x80)
            line.end--;
        line.content = line.content < line.end ? line.content : line.end;
    }
    feed_text(&pass->feed, &line);
    return fits;
}

static void read_lines(struct line_pass *pass, size_t at)
{
    struct raw_line line;
    struct fence fence;
    bool fits = true;
    while (at < pass->text.length && fits) {
        line = raw_line_at(pass->text, at);
        if (pass->out->bytes.count >= MAX_BYTES)
            fits = false;
        else if (fence_read(pass->text, &line, &fence) && !feed_is_in_code(&pass->feed, &line))
            at = read_fence(pass, &line, &fence);
        else if ((fits = read_text(pass, line)))
            at = line.next;
    }
    if (!fits)
        diagnose(&pass->unit->diagnostics, &kind_too_large,
                 text_span(pass->out->text, at, pass->text.length),
                 "more than %d MiB of text outside of code; nothing behind it is read",
                 MAX_MEBIBYTES);
}

void markdown_lines_read(struct markdown_lines *lines, struct unit *unit,
                         struct markdown_repairs *repairs)
{
    *lines = (struct markdown_lines){ .text = markdown_repair(unit, repairs) };
    struct line_pass pass = {
        .unit = unit,
        .repairs = repairs,
        .out = lines,
        .text = lines->text.str,
    };
    feed_init(&pass.feed, &unit->arena, lines, repairs);
    read_lines(&pass, read_front_matter(&pass));
    if (pass.feed.is_in_template)
        note_fence(&pass, pass.outer.start, pass.outer.start + pass.outer.length,
                   FENCE_NEVER_CLOSED);
}

size_t markdown_lines_offset(const struct markdown_lines *lines, int line, int column)
{
    if (line < 1 || lines->lines.count == 0)
        return 0;
    if ((size_t)line > lines->lines.count)
        return lines->text.str.length;
    const struct markdown_line *found = &lines->lines.items[line - 1];
    size_t byte = column > 1 ? (size_t)column - 1 : 0;
    size_t offset = found->offset + byte;
    if (byte >= found->moved_at)
        offset = (size_t)((ptrdiff_t)offset + found->moved_by);
    return offset < lines->text.str.length ? offset : lines->text.str.length;
}
