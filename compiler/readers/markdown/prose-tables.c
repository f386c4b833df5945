// Tables outside phases.

#include "readers/markdown/code-block.h"
#include "readers/markdown/metadata.h"
#include "readers/markdown/prose-plan.h"
#include "readers/markdown/table.h"
#include "readers/markdown/trigger.h"
#include "readers/markdown/words.h"

// What was not understood of a row, in one note.
static void note_cells(struct prose_plan *plan, const struct text *cells, int count)
{
    struct text_builder builder = { .arena = plan->writer.arena };
    for (int i = 0; i < count; i++) {
        if (!cells[i].str.length)
            continue;
        if (builder.written.bytes.count)
            text_builder_replace(&builder, STR(": "), text_place(cells[i]));
        text_builder_append(&builder, cells[i]);
    }
    if (builder.written.bytes.count)
        plan_note(plan, text_builder_finish(&builder));
}

static void write_comparison(struct prose_plan *plan, const struct text cells[MAX_COLUMNS])
{
    if (!cells[0].str.length && !cells[1].str.length && !cells[2].str.length)
        return;
    struct writer *writer = &plan->writer;
    struct span place = text_place(cells[0]);
    struct statement *statement = write_statement(writer, place, "compare");
    for (int i = 0; i < 3; i++) {
        if (i == 2)
            add_word(writer, statement, WORD_ARROW, STR("->"), place);
        add_text(writer, statement,
                 text_is_set(cells[i]) ? cells[i] : text_for_span(writer->arena, STR(""), place));
    }
    if (!cells[3].str.length)
        return;
    add_name(writer, statement, "needs", text_place(cells[3]));
    add_text(writer, statement, cells[3]);
}

// A change of a file belongs to the phase that it is deployed in.
static void write_change(struct prose_plan *plan, const struct text cells[MAX_COLUMNS])
{
    int first, last;
    struct phase_draft *draft = NULL;
    if (text_is_set(cells[2]) && phrase_find_range(cells[2].str, &first, &last))
        draft = plan_phase(plan, first);
    else if (cells[2].str.length && words_number(cells[2].str, 0, &first) == cells[2].str.length)
        draft = plan_phase(plan, first);
    if (!draft || !cells[0].str.length || !cells[1].str.length) {
        note_cells(plan, cells, 3);
        return;
    }
    struct statement *statement = write_text(&draft->writer, "change", cells[0]);
    add_text(&draft->writer, statement, cells[1]);
}

static void write_message(struct prose_plan *plan, const struct text cells[MAX_COLUMNS])
{
    struct writer *writer = &plan->writer;
    struct text message = cells[0].str.length   ? cells[0]
                          : cells[2].str.length ? cells[2]
                                                : cells[1];
    if (!message.str.length)
        return;
    struct statement *statement = write_text(writer, "notify", message);
    if (cells[1].str.length && message.str.data != cells[1].str.data) {
        add_name(writer, statement, "to", text_place(cells[1]));
        add_text(writer, statement, cells[1]);
    }
    if (cells[3].str.length) {
        add_name(writer, statement, "by", text_place(cells[3]));
        add_text(writer, statement, cells[3]);
    }
    if (cells[2].str.length && message.str.data != cells[2].str.data)
        plan_note(plan, cells[2]);
}

// The phase that a cell names by number, phrase or title; NULL where it names none.
static struct phase_draft *phase_of_cell(const struct prose_plan *plan, struct text cell)
{
    struct phrase phrase;
    int number;
    if (!cell.str.length)
        return NULL;
    if (words_number(cell.str, 0, &number) == cell.str.length)
        return plan_phase(plan, number);
    if (phrase_parse(cell, &phrase))
        return plan_phase(plan, phrase.number);
    list_each (phase_draft, draft, plan->phases.drafts)
        if (str_equal_ignoring_case(draft->title.str, cell.str))
            return draft;
    return NULL;
}

static void write_time(struct prose_plan *plan, const struct text cells[MAX_COLUMNS])
{
    struct phase_draft *draft = phase_of_cell(plan, cells[0]);
    if (draft && cells[1].str.length) {
        phase_add_time(draft, cells[1]);
        return;
    }
    struct prose_time time;
    if (cells[0].str.length && time_read_whole(cells[1], &time)
        && plan_write_timed(plan, "milestone", &time, cells[0], BOX_NONE))
        return;
    note_cells(plan, cells, 2);
}

static void write_success(struct prose_plan *plan, const struct text cells[MAX_COLUMNS])
{
    if (!cells[0].str.length)
        return;
    struct text_builder builder = { .arena = plan->writer.arena };
    text_builder_append(&builder, cells[0]);
    if (cells[1].str.length) {
        text_builder_replace(&builder, STR(": "), text_place(cells[1]));
        text_builder_append(&builder, cells[1]);
    }
    write_text(&plan->writer, "success", text_builder_finish(&builder));
}

static void write_trigger(struct prose_plan *plan, const struct text cells[MAX_COLUMNS])
{
    struct prose_trigger trigger;
    if (!trigger_read_cells(plan->writer.arena, cells[0], cells[1], cells[2], &trigger)) {
        note_cells(plan, cells, 3);
        return;
    }
    struct statement *statement = trigger_statement(plan->writer.arena, &trigger);
    statement->is_inferred = true;
    list_add(plan->writer.list, statement);
}

static void write_row(struct prose_plan *plan, enum table_kind kind,
                      const struct text cells[MAX_COLUMNS])
{
    switch (kind) {
    case TABLE_ROLLBACK: plan_read_rollback_row(plan, cells[0], cells + 1); return;
    case TABLE_TRIGGERS: write_trigger(plan, cells); return;
    case TABLE_RISKS: plan_write_risk(plan, cells); return;
    case TABLE_COMPARISON: write_comparison(plan, cells); return;
    case TABLE_CHANGES: write_change(plan, cells); return;
    case TABLE_COMMUNICATION: write_message(plan, cells); return;
    case TABLE_TIMELINE: write_time(plan, cells); return;
    case TABLE_SUCCESS: write_success(plan, cells); return;
    case TABLE_METADATA: metadata_write(&plan->writer, cells[0], cells[1]); return;
    case TABLE_OTHER: return;
    }
}

// True where the table's shape has the column, or the cell is only the row's number.
static bool is_known_cell(const struct table *table, int column, struct str cell)
{
    int number;
    for (int i = 0; i < MAX_COLUMNS; i++)
        if (table->columns[i] == column)
            return true;
    return cell.length == 0 || words_number(cell, 0, &number) == cell.length;
}

// "Slow queries: Owner: the depot": what the table's shape has no column for.
static void note_rest(struct prose_plan *plan, const struct table *table, struct text subject,
                      const struct markdown_block *head, const struct markdown_block *row)
{
    const struct markdown_block *title = head->children.first;
    int column = 0;
    list_each (markdown_block, cell, row->children) {
        struct text value = text_trim(cell->text),
                    name = title ? text_trim(title->text) : TEXT_NONE;
        title = title ? title->next : NULL;
        if (column >= MAX_CELLS || is_known_cell(table, column++, value.str))
            continue;
        struct text parts[3] = { subject, name, value };
        note_cells(plan, parts, 3);
    }
}

// True where the document's section makes the table what its head says.
static bool is_meant(const struct prose_plan *plan, enum table_kind kind)
{
    switch (kind) {
    case TABLE_CHANGES: return plan->section == SECTION_CODE_CHANGES;
    case TABLE_COMMUNICATION: return plan->section == SECTION_COMMUNICATION;
    case TABLE_SUCCESS:
        return plan->section == SECTION_SUCCESS || plan->section == SECTION_MONITORING;
    case TABLE_TIMELINE:
    case TABLE_ROLLBACK:
    case TABLE_TRIGGERS:
    case TABLE_RISKS:
    case TABLE_COMPARISON:
    case TABLE_METADATA: return true;
    case TABLE_OTHER: return false;
    }
    return false;
}

void plan_read_table(struct prose_plan *plan, const struct markdown_block *block)
{
    struct table table = table_read(block, plan->section == SECTION_OVERVIEW);
    if (!is_meant(plan, table.kind)) {
        struct text source = code_block_source(plan->unit, block->span);
        write_code(&plan->writer, "note", plan->title, source, STR("markdown"));
        plan->writer.list->last->span = block->span;
        return;
    }
    const struct markdown_block *head = block->children.first;
    for (const struct markdown_block *row = head->next; row; row = row->next) {
        struct text cells[MAX_COLUMNS];
        for (int i = 0; i < MAX_COLUMNS; i++)
            cells[i] = table_cell(&table, row, i);
        write_row(plan, table.kind, cells);
        note_rest(plan, &table, cells[0], head, row);
    }
}
