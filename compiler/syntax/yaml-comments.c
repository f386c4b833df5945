#include "syntax/yaml-comments.h"

static void add_comment(struct comment_list *comments, struct arena *arena,
                        const struct source_file *file, size_t start, size_t end)
{
    struct str text = file->text;
    bool has_mark = str_starts_with(text, STR("\xEF\xBB\xBF")); // which stands on no line
    size_t line = start;
    while (line > 0 && (text.data[line - 1] == ' ' || text.data[line - 1] == '\t'))
        line--;
    if (end > start && text.data[end - 1] == '\r')
        end--;
    struct comment *comment = arena_new(arena, struct comment);
    *comment = (struct comment){
        .span = { file->base + (uint32_t)start, file->base + (uint32_t)end },
        .text = str_trim(str_slice(text, start + 1, end)),
        .has_own_line = line == 0 || text.data[line - 1] == '\n' || (line == 3 && has_mark),
    };
    list_add(comments, comment);
}

void yaml_comments(struct comment_list *comments, struct arena *arena,
                   const struct source_file *file, size_t from, size_t to)
{
    struct str text = file->text;
    const struct str before = str_slice(text, 0, to); // the rest is not searched each time
    for (size_t at = from; (at = str_find_char(before, '#', at)) < to;) {
        size_t end = str_find_char(text, '\n', at);
        if (end == STR_NOT_FOUND)
            end = text.length;
        if (at > from && !strchr(" \t\r\n", text.data[at - 1]))
            at++;
        else {
            add_comment(comments, arena, file, at, end);
            at = end;
        }
    }
}
