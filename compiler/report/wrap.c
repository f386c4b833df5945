// Words over lines.

#include "report/wrap.h"

#include "report/cells.h"

// A CI looks for "::" behind whatever it takes for a blank; so does this.
static bool begins_command(struct str word)
{
    while (word.length > 0 && (word.data[0] <= ' ' || word.data[0] > '~'))
        word = str_from(word, 1);
    return str_starts_with(word, STR("::"));
}

struct str wrap_cut(struct str *rest, size_t room, bool is_ascii)
{
    struct str text = *rest;
    size_t end = 0, width = 0;
    for (size_t at = 0; at < text.length;) {
        size_t stop = at;
        while (stop < text.length && text.data[stop] == ' ')
            stop++;
        size_t word = stop;
        stop = str_find_char(text, ' ', stop);
        if (stop == STR_NOT_FOUND)
            stop = text.length;
        bool may_break = end > 0 && !begins_command(str_slice(text, word, stop));
        width += cells_width(str_slice(text, at, stop), is_ascii);
        if (width > room && may_break)
            break;
        at = end = stop;
    }
    *rest = str_from(text, end);
    while (rest->length > 0 && rest->data[0] == ' ')
        *rest = str_from(*rest, 1);
    return str_slice(text, 0, end);
}

static size_t room_after(size_t used, const struct report_style *style)
{
    if (style->width == 0)
        return SIZE_MAX;
    return style->width > used ? style->width - used : 1;
}

void wrap_write(struct output *out, struct str text, size_t used, size_t indent,
                const struct report_style *style)
{
    cells_write(out, wrap_cut(&text, room_after(used, style), style->is_ascii), style->is_ascii);
    while (text.length > 0) {
        output_char(out, '\n');
        output_repeat(out, ' ', indent);
        struct str line = wrap_cut(&text, room_after(indent, style), style->is_ascii);
        cells_write(out, line, style->is_ascii);
    }
    output_char(out, '\n');
}
