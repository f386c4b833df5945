// Reads the body of a phase: labels, items, code and tables, in their order.

#include "readers/markdown/checklist.h"
#include "readers/markdown/fence.h"
#include "readers/markdown/phase.h"
#include "readers/markdown/trigger.h"
#include "readers/markdown/verify.h"
#include "readers/markdown/words.h"

struct body {
    struct unit *unit;
    struct phase_draft *draft;
    struct writer *writer;
    const struct passages *passages;
    uint32_t end;
    enum section mode;  // what the last label announced
    struct text label;  // that label
    struct checklist checklist;
    struct statement *group; // a step whose parts are the items that follow; NULL: none yet
    struct writer parts;
    bool is_grouping;   // what follows belongs to `label`, which announces nothing known
};

static const struct passage *at(const struct body *body, uint32_t index)
{
    return &body->passages->list.items[index];
}

static void note(struct body *body, struct text text)
{
    if (text.str.length)
        write_text(body->writer, "note", text);
}

// ---- groups: an unknown heading or label with what stands under it

static void write_group(struct body *body)
{
    if (!body->group)
        body->group = write_text(body->writer, "step", body->label);
}

static void add_part(struct body *body, struct text text)
{
    write_group(body);
    if (!body->group->block)
        body->parts = write_block(body->writer, body->group, text_place(text));
    struct statement *part = arena_new(body->writer->arena, struct statement);
    *part = (struct statement){ .span = text_place(text), .is_inferred = true };
    add_text(&body->parts, part, text);
    list_add(body->parts.list, part);
}

// A heading of a group that nothing followed is a step by itself.
static void close_group(struct body *body)
{
    if (body->is_grouping && !body->group)
        write_text(body->writer, "step", body->label);
    body->group = NULL;
    body->is_grouping = false;
}

static void open_section(struct body *body, enum section section, struct text label)
{
    close_group(body);
    body->mode = section;
    body->label = label;
    body->checklist = checklist_of(label);
    body->is_grouping = section == SECTION_UNKNOWN;
}

// ---- values

static void add_change(struct body *body, struct text text)
{
    size_t colon = str_find(text.str, STR(": "), 0), length = 2;
    if (colon == STR_NOT_FOUND) {
        colon = str_find(text.str, STR(" - "), 0);
        length = 3;
    }
    if (colon == STR_NOT_FOUND || colon == 0) {
        note(body, text);
        return;
    }
    struct statement *statement = write_text(body->writer, "change", text_slice(text, 0, colon));
    add_text(body->writer, statement, text_slice(text, colon + length, text.str.length));
}

static void add_trigger(struct body *body, struct text text)
{
    struct prose_trigger trigger;
    if (!trigger_read(body->writer->arena, text, "rollback", &trigger)) {
        note(body, text);
        return;
    }
    struct statement *statement = trigger_statement(body->writer->arena, &trigger);
    statement->is_inferred = true;
    list_add(body->writer->list, statement);
}

// The code spans of a rollback are what is done, where they are code that runs.
static void add_rollback(struct body *body, const struct passage *passage, size_t from)
{
    struct arena *arena = body->writer->arena;
    struct text text = text_trim(text_slice(passage->text, from, passage->text.str.length)), code;
    size_t end;
    bool has_span = passage_code_span(passage, from, &code, &end)
                    && text_trim(text_slice(passage->text, end, passage->text.str.length)).str.length <= 1
                    && code.str.data == text.str.data;
    if (has_span && span_is_sql(code.str))
        rollback_add_own_code(&body->draft->rollback, arena, TEXT_NONE, code, STR("sql"));
    else if (has_span && span_is_command(code.str))
        rollback_add_own_code(&body->draft->rollback, arena, TEXT_NONE, code, STR("sh"));
    else
        rollback_add_own(&body->draft->rollback, arena, text);
}

// A value of the current section: the tail of a label, an item, a line of text.
static void add_value(struct body *body, const struct passage *passage, size_t from)
{
    struct text text = text_trim(text_slice(passage->text, from, passage->text.str.length));
    if (!text.str.length)
        return;
    switch (body->mode) {
    case SECTION_GOAL: write_text_once(body->writer, "goal", text); return;
    case SECTION_OWNER: write_text_once(body->writer, "owner", text); return;
    case SECTION_DURATION: phase_add_time(body->draft, text); return;
    case SECTION_DOWNTIME: phase_add_downtime(body->draft, text); return;
    case SECTION_ROLLBACK: add_rollback(body, passage, from); return;
    case SECTION_TRIGGERS: add_trigger(body, text); return;
    case SECTION_SUCCESS: write_text(body->writer, "success", text); return;
    case SECTION_VALIDATION:
    case SECTION_TESTING: verify_write_text(body->writer, passage, from, body->label); return;
    case SECTION_CHECKLIST:
    case SECTION_PREREQUISITES:
        checklist_write_item(body->writer, &body->checklist, text, passage->box);
        return;
    case SECTION_COMMUNICATION: write_text(body->writer, "notify", text); return;
    case SECTION_CODE_CHANGES: add_change(body, text); return;
    case SECTION_STEPS: write_text(body->writer, "step", text); return;
    case SECTION_UNKNOWN:
        if (body->is_grouping)
            add_part(body, text);
        else if (passage->kind == PASSAGE_ITEM)
            write_text(body->writer, "step", text);
        else
            note(body, text);
        return;
    case SECTION_RISK: case SECTION_MONITORING: case SECTION_BACKUP: case SECTION_TIMELINE:
    case SECTION_COMPARISON: case SECTION_CURRENT: case SECTION_TARGET: case SECTION_CONSTRAINTS:
    case SECTION_ASSESSMENT: case SECTION_PHASES: case SECTION_ROLES:
    case SECTION_POST_MIGRATION: case SECTION_PRACTICES: case SECTION_OVERVIEW:
    case SECTION_OTHER: case SECTION_DELIVERABLES: case SECTION_STATUS:
    case SECTION_DEPENDENCIES: case SECTION_CODE: case SECTION_NOTES: note(body, text); return;
    }
}

// Sections whose labels say nothing but what the section is.
static bool keeps_label(enum section section)
{
    return section == SECTION_RISK || section == SECTION_MONITORING || section == SECTION_NOTES
           || section == SECTION_STATUS || section == SECTION_DEPENDENCIES
           || section == SECTION_DELIVERABLES;
}

// "Risk: the disk fills up": where the value is a note, its label stays with it.
static void add_labelled(struct body *body, const struct passage *passage)
{
    size_t from = passage->label.tail.str.data
                      ? (size_t)(passage->label.tail.str.data - passage->text.str.data)
                      : passage->text.str.length;
    if (keeps_label(body->mode))
        from = 0;
    add_value(body, passage, from);
}

// ---- code

// A title for code: what announced it, unless that only says that it is code.
static struct text code_title(const struct body *body)
{
    bool has_blank = str_find_char(body->label.str, ' ', 0) != STR_NOT_FOUND;
    bool is_telling = body->is_grouping || (body->mode == SECTION_STEPS && has_blank);
    return is_telling ? body->label : TEXT_NONE;
}

static void add_code_block(struct body *body, const struct markdown_block *code, struct text title)
{
    enum code_class class = code_class_of(code->language);
    bool is_check = body->mode == SECTION_VALIDATION || body->mode == SECTION_TESTING
                    || body->mode == SECTION_SUCCESS;
    if (class == CODE_BELAY) {
        fence_splice(body->unit, body->writer, code);
        return;
    }
    if (is_check && class != CODE_DATA && code->language.length) {
        verify_write_code(body->writer, code, title.str.length ? title : body->label);
        return;
    }
    if (body->mode == SECTION_ROLLBACK) {
        rollback_add_own_code(&body->draft->rollback, body->writer->arena, title, code->text,
                              code->language.length ? code->language : STR("text"));
        return;
    }
    if (class == CODE_SQL)
        sql_deeds_add(&body->draft->deeds, code->text.str);
    bool has_title = title.str.length > 0;
    fence_write(body->unit, body->writer, code, has_title ? title : code_title(body));
    if (!has_title)
        body->writer->list->last->span = code->span;
    if (body->is_grouping && (class == CODE_SQL || class == CODE_SHELL) && !body->group)
        body->group = body->writer->list->last;
}

// ---- items

static bool opens_section(const struct body *body, const struct passage *passage)
{
    if (!text_is_set(passage->label.text) || passage->label.section == SECTION_UNKNOWN)
        return false;
    enum section section = passage->label.section;
    if (body->mode == SECTION_ROLLBACK || body->mode == SECTION_CHECKLIST)
        return false;
    if (passage->block->is_ordered || body->mode == SECTION_STEPS)
        return section == SECTION_ROLLBACK;
    return body->mode == SECTION_UNKNOWN || section == SECTION_ROLLBACK;
}

static bool is_code_of(const struct body *body, uint32_t index, uint32_t end)
{
    return index < end && at(body, index)->kind == PASSAGE_CODE;
}

// "- Rollback: …" with what is nested in it.
static void read_labelled_item(struct body *body, uint32_t index, uint32_t end)
{
    struct body inner = *body;
    const struct passage *item = at(body, index);
    inner.group = NULL;
    inner.is_grouping = false;
    inner.mode = item->label.section;
    inner.label = item->label.text;
    inner.checklist = checklist_of(inner.label);
    add_labelled(&inner, item);
    for (uint32_t i = index + 1; i < end; i++)
        if (at(body, i)->kind == PASSAGE_CODE)
            add_code_block(&inner, at(body, i)->block, TEXT_NONE);
        else if (at(body, i)->kind == PASSAGE_TEXT || at(body, i)->kind == PASSAGE_ITEM)
            add_value(&inner, at(body, i), 0);
}

// A step: its code runs, what is nested in it are its parts.
static void read_step(struct body *body, uint32_t index, uint32_t end)
{
    const struct passage *item = at(body, index);
    struct text title = item->label.is_bold && !item->label.tail.str.length ? item->label.text
                                                                            : item->text;
    bool runs = false, has_parts = false;
    for (uint32_t i = index + 1; i < end; i++) {
        enum code_class class = at(body, i)->kind == PASSAGE_CODE
                                    ? code_class_of(at(body, i)->block->language) : CODE_OTHER;
        runs = runs || class == CODE_SQL || class == CODE_SHELL;
        has_parts = has_parts || at(body, i)->kind != PASSAGE_CODE;
    }
    struct body inner = *body;
    inner.label = title;
    inner.mode = SECTION_UNKNOWN;
    inner.is_grouping = true;
    inner.group = NULL;
    if (title.str.length && (!runs || has_parts) && body->mode != SECTION_CODE_CHANGES)
        write_group(&inner);
    for (uint32_t i = index + 1; i < end;) {
        const struct passage *part = at(body, i);
        uint32_t next = i + 1;
        bool is_labelled = (part->kind == PASSAGE_ITEM || part->kind == PASSAGE_TEXT)
                           && text_is_set(part->label.text)
                           && (part->label.section == SECTION_ROLLBACK
                               || part->label.section == SECTION_VALIDATION);
        if (part->kind == PASSAGE_CODE)
            add_code_block(&inner, part->block, title);
        else if (is_labelled) {
            next = part->kind == PASSAGE_ITEM ? part->end : i + 1;
            read_labelled_item(&inner, i, next);
        } else if (part->kind == PASSAGE_TEXT || part->kind == PASSAGE_ITEM) {
            if (part->text.str.length && title.str.length)
                add_part(&inner, part->text);
            else
                note(&inner, part->text);
        }
        i = next;
    }
}

static bool is_step(const struct body *body, const struct passage *item)
{
    if (body->mode == SECTION_STEPS || (body->mode == SECTION_CODE_CHANGES))
        return true;
    return body->mode == SECTION_UNKNOWN && !body->is_grouping && item->text.str.length > 0;
}

static uint32_t read_item(struct body *body, uint32_t index)
{
    const struct passage *item = at(body, index);
    uint32_t end = item->end < body->end ? item->end : body->end;
    if (opens_section(body, item)) {
        read_labelled_item(body, index, end);
        return end;
    }
    bool has_code = is_code_of(body, index + 1, end);
    if (is_step(body, item) && !(body->mode == SECTION_CODE_CHANGES && !has_code)) {
        read_step(body, index, end);
        return end;
    }
    bool is_title = has_code && body->mode != SECTION_UNKNOWN;
    if (!is_title)
        add_value(body, item, 0);
    for (uint32_t i = index + 1; i < end; i++) {
        const struct passage *part = at(body, i);
        if (part->kind == PASSAGE_CODE)
            add_code_block(body, part->block, item->text);
        else if (part->kind == PASSAGE_TEXT || part->kind == PASSAGE_ITEM)
            add_value(body, part, 0);
    }
    return end;
}

// ---- the walk

static void read_heading(struct body *body, const struct passage *heading)
{
    struct text core = heading_core(heading->text);
    enum section section = section_of_label(core.str);
    if (section == SECTION_UNKNOWN && heading->section != SECTION_PHASES)
        section = heading->section;
    bool is_inner = body->mode == SECTION_CHECKLIST && heading->block->is_in_template;
    if (is_inner || checklist_of(heading->text).time.kind == TIME_OFFSET)
        section = SECTION_CHECKLIST;
    open_section(body, section, heading->text);
    if (section == SECTION_UNKNOWN || section == SECTION_STEPS)
        body->label = core;
}

static uint32_t read_text(struct body *body, uint32_t index)
{
    const struct passage *passage = at(body, index);
    const struct label *label = &passage->label;
    if (text_is_set(label->text) && (label->section != SECTION_UNKNOWN || label->is_bold)) {
        open_section(body, label->section, label->text);
        add_labelled(body, passage);
        return index + 1;
    }
    uint32_t behind = fence_find_lost(body->passages, index, body->end, body->mode == SECTION_CODE);
    if (behind > index) {
        add_code_block(body, fence_of_lost(body->unit, body->passages, index, behind), TEXT_NONE);
        return behind;
    }
    add_value(body, passage, 0);
    return index + 1;
}

static uint32_t read_passage(struct body *body, uint32_t index)
{
    const struct passage *passage = at(body, index);
    switch (passage->kind) {
    case PASSAGE_HEADING: read_heading(body, passage); return index + 1;
    case PASSAGE_TEXT: return read_text(body, index);
    case PASSAGE_ITEM: return read_item(body, index);
    case PASSAGE_CODE: add_code_block(body, passage->block, TEXT_NONE); return index + 1;
    case PASSAGE_TABLE: {
        struct text source = fence_source(body->unit, passage->block->span);
        write_code(body->writer, "note", body->label, source, STR("markdown"));
        return index + 1;
    }
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
            .kind = PASSAGE_TEXT, .block = cell, .text = value, .marks = cell->marks.first,
            .from = (size_t)(value.str.data - cell->text.str.data),
        };
        body->mode = section_of_label(heading_core((struct text){ .str = column }).str);
        body->label = value;
        add_value(body, &passage, 0);
    }
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
        else if (is_inside && line.str.length) {
            size_t start = words_skip_ornaments(line.str, 0);
            if (start < line.str.length && strchr("-*+", line.str.data[start]))
                start = words_skip_blanks(line.str, start + 1);
            write_text(body->writer, "step", text_slice(line, start, line.str.length));
        }
    }
}

// What stands behind a bold phase phrase or in its item: "**Phase 1**: Copy the rows".
static void read_tail(struct body *body, const struct passage *passage)
{
    struct text rest = passage->text, line;
    const char *title_end = body->draft->member->phrase.title.str.data
                            + body->draft->member->phrase.title.str.length;
    const struct text *tail = &passage->label.tail;
    if (passage->label.is_bold && tail->str.length && title_end <= tail->str.data) {
        note(body, *tail);
        return;
    }
    text_next_line(&rest, &line);
    note(body, text_trim(rest));
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
    if (passage->kind != PASSAGE_HEADING)
        read_tail(&body, passage);
    for (uint32_t i = member->passage + 1; i < body.end;)
        i = read_passage(&body, i);
    close_group(&body);
}
