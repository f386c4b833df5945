#include "backends/escape-sql.h"

#include "backends/printable.h"

void sql_comment(struct output *out, struct str value)
{
    while (value.length > 0)
        output_str(out, printable_next(&value));
}

void sql_number(struct output *out, long value)
{
    output_format(out, "%ld", value);
}

static struct str last_line(struct str text)
{
    size_t from = text.length;
    while (from > 0 && text.data[from - 1] != '\n')
        from--;
    return str_from(text, from);
}

// A client's own command (\i, .read) and a comment run to the end of their line.
static bool runs_to_line_end(struct str line)
{
    return str_find(line, STR("--"), 0) != STR_NOT_FOUND
           || str_find_char(line, '#', 0) != STR_NOT_FOUND
           || str_find_char(line, '\\', 0) != STR_NOT_FOUND
           || str_starts_with(str_trim(line), STR("."));
}

static struct str without_blank_lines(struct str text)
{
    struct str rest = text, line;
    while (str_next_line(&rest, &line) && str_trim(line).length == 0)
        text = rest;
    size_t end = text.length;
    while (end > 0 && char_is_blank(text.data[end - 1]))
        end--;
    return str_slice(text, 0, end);
}

void sql_program(struct output *out, struct program program)
{
    struct str text = without_blank_lines(program.text), line = last_line(text);
    output_str(out, text);
    if (runs_to_line_end(line))
        output_str(out, STR("\n;"));
    else if (!str_ends_with(text, STR(";")))
        output_char(out, ';');
}

void sql_inner(struct output *out, struct program program)
{
    output_str(out, without_blank_lines(program.text));
}

void sql_verbatim(struct output *out, struct str value)
{
    output_str(out, value);
}
