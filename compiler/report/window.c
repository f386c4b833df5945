// The part of a line that is shown.

#include "report/window.h"

#include "report/cells.h"

enum {
    DOTS = 3,
    LEAST_CONTEXT = 6,
    MOST_BLANKS = 256,  // looked through at the end of a line
    MOST_BYTES_A_CELL = 16, // where more characters than this share a cell, the line is cut
};

// The line without the blanks at its end.
static size_t end_of_text(struct str line)
{
    size_t end = line.length;
    while (end > 0 && line.length - end < MOST_BLANKS && char_is_blank(line.data[end - 1]))
        end--;
    return end;
}

// The offset behind the characters from `from` on that take at most `room` cells.
static size_t walk_forward(struct str line, size_t from, size_t to, size_t room, bool is_ascii)
{
    size_t at = from, width = 0;
    size_t budget = from + MOST_BYTES_A_CELL * (room + 1);
    while (at < to && at < budget) {
        struct cells cells = cells_next(str_from(line, at), is_ascii);
        if (width + cells.width > room)
            break;
        width += cells.width;
        at += cells.taken;
    }
    return at;
}

static size_t width_between(struct str line, size_t from, size_t to, bool is_ascii)
{
    return from < to ? cells_width(str_slice(line, from, to), is_ascii) : 0;
}

// The offset of the character before the one at `at`, which is not 0.
static size_t step_back(struct str line, size_t at)
{
    size_t length = 1;
    while (length < 4 && length < at && ((unsigned char)line.data[at - length] & 0xC0) == 0x80)
        length++;
    struct cells cells = cells_next(str_slice(line, at - length, at), false);
    return cells.taken == length ? at - length : at - 1;
}

// The offset before which the characters up to `at` take more than `room` cells.
static size_t walk_back(struct str line, size_t at, size_t room, bool is_ascii)
{
    size_t start = at, width = 0;
    while (start > 0 && at - start < MOST_BYTES_A_CELL * (room + 1)) {
        size_t before = step_back(line, start);
        width += cells_next(str_from(line, before), is_ascii).width;
        if (width > room)
            break;
        start = before;
    }
    // A combining mark stays with what it is a mark on.
    for (struct cells cells; start > 0 && start < at; start += cells.taken)
        if ((cells = cells_next(str_from(line, start), is_ascii)).width > 0)
            break;
    return start;
}

// How many cells go before the bytes that matter.
static size_t cells_before(size_t room, size_t needed)
{
    if (needed >= room)
        return room / 4 < LEAST_CONTEXT ? room / 4 : LEAST_CONTEXT;
    size_t slack = room - needed;
    size_t least = slack < LEAST_CONTEXT ? slack : LEAST_CONTEXT;
    return slack / 2 > least ? slack / 2 : least;
}

struct window window_around(struct str line, size_t from, size_t to, size_t room, bool is_ascii)
{
    size_t end = end_of_text(line);
    bool needs_cell_behind = from == to && to >= end;
    struct window window = { .line = line, .to = end, .is_ascii = is_ascii };
    if (walk_forward(line, 0, end, room - needs_cell_behind, is_ascii) == end)
        return window;
    if (to > end)
        end = to;
    size_t inner = room > 2 * DOTS + 1 ? room - 2 * DOTS : 1;
    size_t shown_end = walk_forward(line, from, to, inner, is_ascii);
    size_t needed = shown_end < to ? inner : width_between(line, from, to, is_ascii);
    window.from = walk_back(line, from, cells_before(inner, needed), is_ascii);
    window.to = walk_forward(line, window.from, end, inner, is_ascii);
    if (window.to == end) {
        size_t used = width_between(line, window.from, window.to, is_ascii);
        window.from = walk_back(line, window.from, inner > used ? inner - used : 0, is_ascii);
    }
    window.is_cut_before = window.from > 0;
    window.is_cut_after = window.to < end;
    return window;
}

struct window window_at_head(struct str line, size_t room, bool is_ascii)
{
    return (struct window){
        .line = line,
        .to = walk_forward(line, 0, end_of_text(line), room, is_ascii),
        .is_ascii = is_ascii,
    };
}

size_t window_cell(const struct window *window, size_t offset)
{
    if (offset < window->from)
        return 0;
    if (window->is_cut_after && offset > window->to)
        offset = window->to;
    size_t start = window->is_cut_before ? DOTS : 0;
    return start + width_between(window->line, window->from, offset, window->is_ascii);
}

void window_write(struct output *out, const struct window *window)
{
    if (window->is_cut_before)
        output_repeat(out, '.', DOTS);
    cells_write(out, str_slice(window->line, window->from, window->to), window->is_ascii);
    if (window->is_cut_after)
        output_repeat(out, '.', DOTS);
}
