#include "rules/support/file-lines.h"

#include "base/output.h"

size_t line_start(struct str text, size_t at)
{
    while (at > 0 && text.data[at - 1] != '\n')
        at--;
    return at;
}

size_t line_end(struct str text, size_t at)
{
    size_t end = str_find_char(text, '\n', at);
    return end == STR_NOT_FOUND ? text.length : end + 1;
}

size_t line_comments_start(struct str text, size_t line)
{
    for (size_t above; line > 0; line = above) {
        above = line_start(text, line - 1);
        if (!str_starts_with(str_trim(str_slice(text, above, line)), STR("#")))
            break;
    }
    return line;
}

struct str line_indent(struct str text, size_t at)
{
    size_t start = line_start(text, at), end = start;
    while (end < at && (text.data[end] == ' ' || text.data[end] == '\t'))
        end++;
    return str_slice(text, start, end);
}

struct str lines_indented(struct arena *arena, struct str text, struct str indent)
{
    struct output out = { .arena = arena };
    for (struct str line; str_next_line(&text, &line);) {
        if (line.length > 0)
            output_str(&out, indent);
        output_str(&out, line);
        output_char(&out, '\n');
    }
    return output_get(&out);
}
