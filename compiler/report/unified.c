#include "report/unified.h"

#include "base/difference.h"

enum { CONTEXT = 3 }; // lines shown before and behind a change

struct hunk { // changes that share their context, as [first, end) of the differences
    size_t first, end;
    size_t head, tail; // lines of context
};

// Quoted as git does, where a character would end the name or the line.
static void write_path(struct output *out, char side, struct str path)
{
    static const char controls[] = "abtnvfr"; // of the bytes 7 to 13
    bool is_quoted = false;
    for (size_t i = 0; i < path.length; i++)
        is_quoted |= (unsigned char)path.data[i] < 32 || strchr("\"\\\x7f", path.data[i]);
    output_format(out, "%s%c/", is_quoted ? "\"" : "", side);
    for (size_t i = 0; i < path.length; i++) {
        unsigned char c = (unsigned char)path.data[i];
        if (c >= 7 && c <= 13)
            output_format(out, "\\%c", controls[c - 7]);
        else if (c < 32 || c == 127)
            output_format(out, "\\%03o", c);
        else
            output_format(out, "%s%c", c == '"' || c == '\\' ? "\\" : "", c);
    }
    bool has_blank = !is_quoted && str_find_char(path, ' ', 0) != STR_NOT_FOUND;
    output_str(out, is_quoted ? STR("\"\n") : has_blank ? STR("\t\n") : STR("\n"));
}

static void write_line(struct output *out, char sign, struct str line)
{
    output_char(out, sign);
    output_str(out, line);
    if (!str_ends_with(line, STR("\n")))
        output_str(out, STR("\n\\ No newline at end of file\n"));
}

// "12,3"; of no lines, the line behind which they would stand.
static void write_range(struct output *out, char sign, size_t start, size_t count)
{
    output_format(out, "%c%zu", sign, start + (count > 0));
    if (count != 1)
        output_format(out, ",%zu", count);
}

static struct hunk hunk_at(const struct differences *all, size_t first)
{
    const struct difference *begin = &all->list.items[first], *last = begin;
    struct hunk hunk = { .first = first, .end = first + 1 };
    for (; hunk.end < all->list.count; last = &all->list.items[hunk.end++])
        if (all->list.items[hunk.end].old_start - (last->old_start + last->old_count) > 2 * CONTEXT)
            break;
    size_t behind = all->old_lines.count - (last->old_start + last->old_count);
    hunk.head = begin->old_start < CONTEXT ? begin->old_start : CONTEXT;
    hunk.tail = behind < CONTEXT ? behind : CONTEXT;
    return hunk;
}

static void write_hunk(struct output *out, const struct differences *all, struct hunk hunk)
{
    const struct difference *begin = &all->list.items[hunk.first];
    const struct difference *last = &all->list.items[hunk.end - 1];
    size_t line = begin->old_start - hunk.head, new_line = begin->new_start - hunk.head;
    size_t end = last->old_start + last->old_count + hunk.tail;
    output_str(out, STR("@@ "));
    write_range(out, '-', line, end - line);
    output_char(out, ' ');
    write_range(out, '+', new_line, last->new_start + last->new_count + hunk.tail - new_line);
    output_str(out, STR(" @@\n"));
    for (const struct difference *change = begin; change <= last; change++) {
        for (; line < change->old_start; line++)
            write_line(out, ' ', all->old_lines.items[line]);
        for (; line < change->old_start + change->old_count; line++)
            write_line(out, '-', all->old_lines.items[line]);
        for (size_t i = 0; i < change->new_count; i++)
            write_line(out, '+', all->new_lines.items[change->new_start + i]);
    }
    for (; line < end; line++)
        write_line(out, ' ', all->old_lines.items[line]);
}

void unified_write(struct output *out, struct str path, struct str old_text, struct str new_text)
{
    struct differences all = differences_find(out->arena, old_text, new_text);
    if (all.list.count == 0)
        return;
    while (str_starts_with(path, STR("./")) || str_starts_with(path, STR("/")))
        path = str_from(path, path.data[0] == '/' ? 1 : 2);
    output_str(out, STR("--- "));
    write_path(out, 'a', path);
    output_str(out, STR("+++ "));
    write_path(out, 'b', path);
    for (size_t i = 0; i < all.list.count;) {
        struct hunk hunk = hunk_at(&all, i);
        write_hunk(out, &all, hunk);
        i = hunk.end;
    }
}
