// What the labels of a phase's body introduce.

#include "readers/markdown/code-block.h"
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
    *part = (struct statement){.span = text_place(text), .is_inferred = true};
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

// What a value becomes in a section; sections that are not here make notes.
struct value {
    struct text text;
    const struct passage *passage;
    size_t from; // of the text in the passage's
};

static void add_change(struct body *body, const struct value *value)
{
    struct text text = value->text;
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

static void add_trigger(struct body *body, const struct value *value)
{
    struct prose_trigger trigger;
    if (!trigger_read(body->writer->arena, value->text, "rollback", &trigger)) {
        body_note(body, value->text);
        return;
    }
    struct statement *statement = trigger_statement(body->writer->arena, &trigger);
    statement->is_inferred = true;
    list_add(body->writer->list, statement);
}

// The code spans of a rollback are what is done, where they are code that runs.
static void add_rollback(struct body *body, const struct value *value)
{
    struct arena *arena = body->writer->arena;
    struct rollback_draft *rollback = &body->draft->rollback;
    struct text whole = value->passage->text, code;
    size_t end;
    bool has_span = passage_code_span(value->passage, value->from, &code, &end)
                    && text_trim(text_slice(whole, end, whole.str.length)).str.length <= 1
                    && code.str.data == value->text.str.data;
    if (has_span && span_is_sql(code.str))
        rollback_add_own_code(rollback, arena, TEXT_NONE, code, STR("sql"));
    else if (has_span && span_is_command(code.str))
        rollback_add_own_code(rollback, arena, TEXT_NONE, code, STR("sh"));
    else
        rollback_add_own(rollback, arena, value->text);
}

static void add_goal(struct body *body, const struct value *value)
{
    write_text_once(body->writer, "goal", value->text);
}

static void add_owner(struct body *body, const struct value *value)
{
    write_text_once(body->writer, "owner", value->text);
}

static void add_time(struct body *body, const struct value *value)
{
    phase_add_time(body->draft, value->text);
}

static void add_downtime(struct body *body, const struct value *value)
{
    phase_add_downtime(body->draft, value->text);
}

static void add_success(struct body *body, const struct value *value)
{
    write_text(body->writer, "success", value->text);
}

static void add_verification(struct body *body, const struct value *value)
{
    verify_write_text(body->writer, value->passage, value->from, body->label);
}

static void add_check(struct body *body, const struct value *value)
{
    checklist_write_item(body->writer, &body->checklist, value->text, value->passage->box);
}

static void add_message(struct body *body, const struct value *value)
{
    write_text(body->writer, "notify", value->text);
}

static void add_step(struct body *body, const struct value *value)
{
    write_text(body->writer, "step", value->text);
}

static void add_unknown(struct body *body, const struct value *value)
{
    if (body->is_grouping)
        body_add_part(body, value->text);
    else if (value->passage->kind == PASSAGE_ITEM)
        add_step(body, value);
    else
        body_note(body, value->text);
}

static void (*const value_writers[])(struct body *, const struct value *) = {
    [SECTION_UNKNOWN] = add_unknown,       [SECTION_ROLLBACK] = add_rollback,
    [SECTION_TRIGGERS] = add_trigger,      [SECTION_COMMUNICATION] = add_message,
    [SECTION_SUCCESS] = add_success,       [SECTION_VALIDATION] = add_verification,
    [SECTION_TESTING] = add_verification,  [SECTION_PREREQUISITES] = add_check,
    [SECTION_CODE_CHANGES] = add_change,   [SECTION_CHECKLIST] = add_check,
    [SECTION_GOAL] = add_goal,             [SECTION_STEPS] = add_step,
    [SECTION_DURATION] = add_time,         [SECTION_OWNER] = add_owner,
    [SECTION_DOWNTIME] = add_downtime,
};

void body_add_value(struct body *body, const struct passage *passage, size_t from)
{
    struct text text = text_trim(text_slice(passage->text, from, passage->text.str.length));
    struct value value = {.text = text, .passage = passage, .from = from};
    if (!text.str.length)
        return;
    if (body->mode < sizeof value_writers / sizeof *value_writers && value_writers[body->mode])
        value_writers[body->mode](body, &value);
    else
        body_note(body, text);
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
        code_block_splice(body->unit, body->writer, code);
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
    code_block_write(body->unit, body->writer, code, has_title ? title : code_title(body));
    if (!has_title)
        body->writer->list->last->span = code->span;
    body->is_said = true;
}
