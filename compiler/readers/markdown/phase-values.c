// What the labels of a phase's body introduce.

#include "readers/markdown/fence.h"
#include "readers/markdown/phase-body.h"
#include "readers/markdown/trigger.h"
#include "readers/markdown/verify.h"

void body_note(struct body *body, struct text text)
{
    if (text.str.length)
        write_text(body->writer, "note", text);
}

// ---- groups: an unknown heading or label with what stands under it

void body_write_group(struct body *body)
{
    if (!body->group)
        body->group = write_text(body->writer, "step", body->label);
}

void body_add_part(struct body *body, struct text text)
{
    body_write_group(body);
    if (!body->group->block)
        body->parts = write_block(body->writer, body->group, text_place(text));
    struct statement *part = arena_new(body->writer->arena, struct statement);
    *part = (struct statement){ .span = text_place(text), .is_inferred = true };
    add_text(&body->parts, part, text);
    list_add(body->parts.list, part);
}

// A heading of a group that nothing followed is a step by itself.
void body_close_group(struct body *body)
{
    if (body->is_grouping && !body->group && !body->is_said)
        write_text(body->writer, "step", body->label);
    body->group = NULL;
    body->is_grouping = false;
}

// Sections that become notes: their label is a note too.
static bool keeps_label(enum section section)
{
    return section == SECTION_RISK || section == SECTION_MONITORING || section == SECTION_NOTES
           || section == SECTION_STATUS || section == SECTION_DEPENDENCIES
           || section == SECTION_DELIVERABLES;
}

void body_open_section(struct body *body, enum section section, struct text label)
{
    body_close_group(body);
    body->mode = section;
    body->label = label;
    body->checklist = checklist_of(label);
    body->is_grouping = section == SECTION_UNKNOWN;
    body->is_said = false;
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
        body_note(body, text);
        return;
    }
    struct statement *statement = write_text(body->writer, "change", text_slice(text, 0, colon));
    add_text(body->writer, statement, text_slice(text, colon + length, text.str.length));
}

static void add_trigger(struct body *body, struct text text)
{
    struct prose_trigger trigger;
    if (!trigger_read(body->writer->arena, text, "rollback", &trigger)) {
        body_note(body, text);
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
void body_add_value(struct body *body, const struct passage *passage, size_t from)
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
            body_add_part(body, text);
        else if (passage->kind == PASSAGE_ITEM)
            write_text(body->writer, "step", text);
        else
            body_note(body, text);
        return;
    case SECTION_RISK: case SECTION_MONITORING: case SECTION_BACKUP: case SECTION_TIMELINE:
    case SECTION_COMPARISON: case SECTION_CURRENT: case SECTION_TARGET: case SECTION_CONSTRAINTS:
    case SECTION_ASSESSMENT: case SECTION_PHASES: case SECTION_ROLES:
    case SECTION_POST_MIGRATION: case SECTION_PRACTICES: case SECTION_OVERVIEW:
    case SECTION_OTHER: case SECTION_DELIVERABLES: case SECTION_STATUS:
    case SECTION_DEPENDENCIES: case SECTION_CODE: case SECTION_NOTES: body_note(body, text); return;
    }
}

// "Risk: the disk fills up": where the value is a note, its label stays with it.
void body_add_labelled(struct body *body, const struct passage *passage)
{
    size_t from = passage->label.tail.str.data
                      ? (size_t)(passage->label.tail.str.data - passage->text.str.data)
                      : passage->text.str.length;
    if (keeps_label(body->mode) && from < passage->text.str.length)
        from = 0;
    else if (keeps_label(body->mode))
        body_note(body, passage->label.text);
    body_add_value(body, passage, from);
}

// ---- code

// A title for code: what announced it, unless that only says that it is code.
static struct text code_title(const struct body *body)
{
    bool has_blank = str_find_char(body->label.str, ' ', 0) != STR_NOT_FOUND;
    bool is_telling = body->is_grouping || (body->mode == SECTION_STEPS && has_blank);
    return is_telling ? body->label : TEXT_NONE;
}

void body_add_code(struct body *body, const struct markdown_block *code, struct text title)
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
    if (body->is_grouping && class == CODE_OTHER && !body->is_said && !has_title)
        body_write_group(body); // `code` has no title
    fence_write(body->unit, body->writer, code, has_title ? title : code_title(body));
    if (!has_title)
        body->writer->list->last->span = code->span;
    body->is_said = true;
}
