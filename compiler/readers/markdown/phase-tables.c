// Tables in a phase's body.

#include "readers/markdown/code-block.h"
#include "readers/markdown/phase-body.h"
#include "readers/markdown/verify.h"
#include "readers/markdown/words.h"

enum { MAX_CELLS = 16 };

// The column that says what is done or checked: the first but for a number or a box.
static int find_subject(const struct markdown_block *head)
{
    static const char *const numbers[] = { "no",     "nr",   "id",   "step", "order",
                                           "status", "done", "序号", NULL };
    int column = 0;
    list_each(markdown_block, cell, head->children) {
        struct str title = str_trim(cell->text.str);
        bool is_number = title.length == 0 || str_is(title, "#")
                         || words_match_any(title, 0, numbers) == title.length;
        if (!is_number)
            return column;
        column++;
    }
    return column > 1 ? 1 : 0;
}

// "Duration: 2 days".
static struct text headed(struct arena *arena, struct text head, struct text cell)
{
    struct text_builder builder = { .arena = arena };
    text_builder_append(&builder, head);
    if (head.str.length)
        text_builder_replace(&builder, STR(": "), text_place(head));
    text_builder_append(&builder, cell);
    return text_builder_finish(&builder);
}

// A row as a step: what it says besides are the step's parts.
static void read_step_row(struct body *body, const struct markdown_block *head,
                          const struct markdown_block *row, int subject)
{
    const struct markdown_block *title = head->children.first;
    struct statement *step = NULL;
    struct writer parts = { 0 };
    int column = 0;
    list_each(markdown_block, cell, row->children)
        if (column++ == subject && text_trim(cell->text).str.length)
            step = write_text(body->writer, "step", text_trim(cell->text));
    column = 0;
    list_each(markdown_block, cell, row->children) {
        struct text value = text_trim(cell->text);
        struct text name = title ? text_trim(title->text) : TEXT_NONE;
        title = title ? title->next : NULL;
        if (!step || column++ == subject || !value.str.length || column > MAX_CELLS
            || find_subject(head) >= column)
            continue;
        if (!step->block)
            parts = write_block(body->writer, step, text_place(value));
        struct statement *part = arena_new(body->writer->arena, struct statement);
        *part = (struct statement){ .span = text_place(value), .is_inferred = true };
        add_text(&parts, part, headed(body->writer->arena, name, value));
        list_add(parts.list, part);
    }
}

// A row as a criterion, a check or a way back: its first two cells.
static void read_check_row(struct body *body, const struct markdown_block *row, int subject)
{
    struct text cells[2] = { { .str = STR_NONE } };
    int column = 0;
    list_each(markdown_block, cell, row->children) {
        if (column >= subject && column < subject + 2)
            cells[column - subject] = text_trim(cell->text);
        column++;
    }
    if (!cells[0].str.length)
        return;
    struct text text =
        cells[1].str.length ? headed(body->writer->arena, cells[0], cells[1]) : cells[0];
    if (body->mode == SECTION_ROLLBACK)
        rollback_add_own(&body->draft->rollback, body->writer->arena, text);
    else if (body->mode == SECTION_SUCCESS)
        write_text(body->writer, "success", text);
    else
        verify_write_manual(body->writer, text);
}

void body_read_table(struct body *body, const struct markdown_block *table)
{
    const struct markdown_block *head = table->children.first;
    bool is_check = body->mode == SECTION_SUCCESS || body->mode == SECTION_VALIDATION
                    || body->mode == SECTION_ROLLBACK;
    bool is_steps = body->mode == SECTION_STEPS;
    if (!head || !(is_check || is_steps)) {
        struct text source = code_block_source(body->unit, table->span);
        write_code(body->writer, "note", body->label, source, STR("markdown"));
        body->is_said = true;
        return;
    }
    int subject = find_subject(head);
    for (const struct markdown_block *row = head->next; row; row = row->next)
        if (is_steps)
            read_step_row(body, head, row, subject);
        else
            read_check_row(body, row, subject);
}
