// Reads the body of a phase: labels, items, code and tables, in their order.

#include "readers/markdown/phase-body.h"

#include "readers/markdown/code-block.h"
#include "readers/markdown/words.h"

static void read_heading(struct body *body, const struct passage *heading)
{
    struct text core = heading_core(heading->text);
    enum section section = section_of_label(core.str);
    if (section == SECTION_UNKNOWN && heading->section != SECTION_PHASES)
        section = heading->section;
    bool is_inner = body->mode == SECTION_CHECKLIST && heading->block->is_in_template;
    if (is_inner || checklist_of(heading->text).time.kind == TIME_OFFSET)
        section = SECTION_CHECKLIST;
    body_open_section(body, section, heading->text);
    if (section == SECTION_UNKNOWN || section == SECTION_STEPS)
        body->label = core;
}

// A label that said all it has to say on its own line: what follows is not of it.
static bool is_complete(const struct label *label)
{
    static const enum section sections[] = {
        SECTION_CODE_CHANGES, SECTION_GOAL,     SECTION_OWNER, SECTION_DURATION, SECTION_STATUS,
        SECTION_DEPENDENCIES, SECTION_DOWNTIME, SECTION_RISK,  SECTION_NOTES,
    };
    if (!label->tail.str.length || str_ends_with(label->tail.str, STR(":")))
        return false;
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        if (sections[i] == label->section)
            return true;
    return false;
}

static uint32_t read_text(struct body *body, uint32_t index)
{
    const struct passage *passage = body_passage(body, index);
    const struct label *label = &passage->label;
    if (text_is_set(label->text) && (label->section != SECTION_UNKNOWN || label->is_bold)) {
        body_open_section(body, label->section, label->text);
        body_add_labelled(body, passage);
        if (is_complete(label)) {
            body->mode = SECTION_UNKNOWN;
            body->label = TEXT_NONE;
        }
        return index + 1;
    }
    uint32_t behind =
        code_block_find_lost(body->passages, index, body->end, body->mode == SECTION_CODE);
    if (behind > index) {
        body_add_code(body, code_block_of_lost(body->unit, body->passages, index, behind),
                      TEXT_NONE);
        return behind;
    }
    body_add_value(body, passage, 0);
    return index + 1;
}

static uint32_t read_passage(struct body *body, uint32_t index)
{
    const struct passage *passage = body_passage(body, index);
    switch (passage->kind) {
    case PASSAGE_HEADING: read_heading(body, passage); return index + 1;
    case PASSAGE_TEXT: return read_text(body, index);
    case PASSAGE_ITEM: return body_read_item(body, index);
    case PASSAGE_CODE: body_add_code(body, passage->block, TEXT_NONE); return index + 1;
    case PASSAGE_TABLE: body_read_table(body, passage->block); return index + 1;
    case PASSAGE_HTML: return index + 1;
    }
    return index + 1;
}

// ---- phases that are a row of a table or a line of code

static void read_row(struct body *body, const struct markdown_block *row,
                     const struct markdown_block *table)
{
    const struct markdown_block *head = table->children.first->children.first;
    const struct markdown_block *cell = row->children.first;
    for (bool is_first = true; cell; cell = cell->next, is_first = false) {
        struct str column = head ? head->text.str : STR("");
        head = head ? head->next : NULL;
        struct text value = text_trim(cell->text);
        if (is_first || !value.str.length || str_equal(value.str, body->draft->title.str))
            continue;
        struct passage passage = {
            .kind = PASSAGE_TEXT,
            .block = cell,
            .text = value,
            .marks = cell->marks.first,
            .from = (size_t)(value.str.data - cell->text.str.data),
        };
        body->mode = section_of_label(heading_core((struct text){ .str = column }).str);
        body->label = value;
        body_add_value(body, &passage, 0);
    }
}

// "- copy the rows", "→ Rollback: switch back".
static void read_code_line(struct body *body, const struct markdown_block *code, struct text line)
{
    size_t start = words_skip_ornaments(line.str, 0);
    if (start < line.str.length && strchr("-*+", line.str.data[start]))
        start = words_skip_ornaments(line.str, start + 1);
    struct passage passage = {
        .kind = PASSAGE_ITEM,
        .block = code,
        .text = text_trim(text_slice(line, start, line.str.length)),
    };
    passage.label = label_read(&passage);
    body->mode = text_is_set(passage.label.text) ? passage.label.section : SECTION_STEPS;
    body->label = passage.label.text;
    if (text_is_set(passage.label.text) && passage.label.section != SECTION_UNKNOWN)
        body_add_labelled(body, &passage);
    else
        body_add_value(body, &passage, 0);
}

// The lines under a phase's line, up to the next phase's.
static void read_code_lines(struct body *body, const struct markdown_block *code)
{
    struct text rest = code->text, line;
    uint32_t number = code->line;
    bool is_inside = false;
    while (text_next_line(&rest, &line)) {
        struct phrase phrase;
        number++;
        line = text_trim(line);
        if (number == body->draft->member->line)
            is_inside = true;
        else if (is_inside && phrase_parse(line, &phrase))
            return;
        else if (is_inside && line.str.length)
            read_code_line(body, code, line);
    }
}

// The offset behind a list marker at the head of the line, or 0.
static size_t skip_marker(struct str line)
{
    int number;
    size_t end = words_number(line, 0, &number);
    if (end == 0 && line.length && strchr("-*+", line.data[0]))
        end = 1;
    else if (end == 0 || end >= line.length || !strchr(".)", line.data[end++]))
        return 0;
    size_t behind = words_skip_blanks(line, end);
    return behind > end ? behind : 0;
}

// What stands behind a title in its paragraph: items of a list that Markdown takes for text
// are steps.
static void read_tail(struct body *body, struct text tail)
{
    struct text rest = tail, line;
    size_t prose = 0;
    while (text_next_line(&rest, &line)) {
        size_t from = (size_t)(line.str.data - tail.str.data), marker = skip_marker(line.str);
        if (!marker)
            continue;
        body_note(body, text_trim(text_slice(tail, prose, from)));
        write_text(body->writer, "step", text_slice(line, marker, line.str.length));
        prose = from + line.str.length;
    }
    body_note(body, text_trim(text_slice(tail, prose, tail.str.length)));
}

void phase_read_body(struct phases *phases, struct phase_draft *draft)
{
    const struct member *member = draft->member;
    const struct passage *passage = &phases->passages->list.items[member->passage];
    struct body body = {
        .unit = phases->unit,
        .draft = draft,
        .writer = &draft->writer,
        .passages = phases->passages,
        .end = member->body_end,
    };
    if (member->row) {
        read_row(&body, member->row, passage->block);
        return;
    }
    if (passage->kind == PASSAGE_CODE) {
        read_code_lines(&body, passage->block);
        return;
    }
    read_tail(&body, draft->tail);
    for (uint32_t i = member->passage + 1; i < body.end;)
        i = read_passage(&body, i);
    body_close_group(&body);
}
