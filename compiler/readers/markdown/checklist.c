// Items of checklists.

#include "readers/markdown/checklist.h"

struct checklist checklist_of(struct text heading)
{
    struct checklist list = {.name = heading_core(heading)};
    size_t open = str_find_char(heading.str, '(', 0);
    if (open == STR_NOT_FOUND)
        return list;
    struct prose_time time;
    if (time_read(text_slice(heading, open + 1, heading.str.length), &time)
        && time.kind == TIME_OFFSET)
        list.time = time;
    else
        list.name = text_trim(heading);
    return list;
}

void checklist_write_item(struct writer *writer, const struct checklist *list, struct text text,
                          enum markdown_box box)
{
    struct statement *statement = write_text(writer, "check", text);
    if (list->name.str.length) {
        add_name(writer, statement, "in", text_place(list->name));
        add_text(writer, statement, list->name);
    }
    if (list->time.kind == TIME_OFFSET)
        add_word(writer, statement, WORD_OFFSET, time_word(writer->arena, &list->time),
                 text_place(list->time.text));
    if (box == BOX_TICKED)
        add_name(writer, statement, "done", text_place(text));
}
