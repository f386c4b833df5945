// The items of a phase's body: steps with their parts, and what a label turns into something else.

#include "readers/markdown/phase-body.h"

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
    return index < end && body_passage(body, index)->kind == PASSAGE_CODE;
}

// "- Rollback: …" with what is nested in it.
static void read_labelled_item(struct body *body, uint32_t index, uint32_t end)
{
    struct body inner = *body;
    const struct passage *item = body_passage(body, index);
    inner.group = NULL;
    inner.is_grouping = false;
    inner.mode = item->label.section;
    inner.label = item->label.text;
    inner.checklist = checklist_of(inner.label);
    body_add_labelled(&inner, item);
    for (uint32_t i = index + 1; i < end; i++)
        if (body_passage(body, i)->kind == PASSAGE_CODE)
            body_add_code(&inner, body_passage(body, i)->block, TEXT_NONE);
        else if (body_passage(body, i)->kind == PASSAGE_TEXT
                 || body_passage(body, i)->kind == PASSAGE_ITEM)
            body_add_value(&inner, body_passage(body, i), 0);
}

// A step: its code runs, what is nested in it are its parts.
static void read_step(struct body *body, uint32_t index, uint32_t end)
{
    const struct passage *item = body_passage(body, index);
    struct text title =
        item->label.is_bold && !item->label.tail.str.length ? item->label.text : item->text;
    bool runs = false, has_parts = false;
    for (uint32_t i = index + 1; i < end; i++) {
        enum code_class class = body_passage(body, i)->kind == PASSAGE_CODE
                                    ? code_class_of(body_passage(body, i)->block->language)
                                    : CODE_OTHER;
        runs = runs || class == CODE_SQL || class == CODE_SHELL;
        has_parts = has_parts || body_passage(body, i)->kind != PASSAGE_CODE;
    }
    struct body inner = *body;
    inner.label = title;
    inner.mode = SECTION_UNKNOWN;
    inner.is_grouping = true;
    inner.group = NULL;
    if (title.str.length && (!runs || has_parts) && body->mode != SECTION_CODE_CHANGES)
        body_write_group(&inner);
    for (uint32_t i = index + 1; i < end;) {
        const struct passage *part = body_passage(body, i);
        uint32_t next = i + 1;
        bool is_labelled = (part->kind == PASSAGE_ITEM || part->kind == PASSAGE_TEXT)
                           && text_is_set(part->label.text)
                           && (part->label.section == SECTION_ROLLBACK
                               || part->label.section == SECTION_VALIDATION);
        if (part->kind == PASSAGE_CODE)
            body_add_code(&inner, part->block, title);
        else if (is_labelled) {
            next = part->kind == PASSAGE_ITEM ? part->end : i + 1;
            read_labelled_item(&inner, i, next);
        } else if (part->kind == PASSAGE_TEXT || part->kind == PASSAGE_ITEM) {
            if (part->text.str.length && title.str.length)
                body_add_part(&inner, part->text);
            else
                body_note(&inner, part->text);
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

uint32_t body_read_item(struct body *body, uint32_t index)
{
    const struct passage *item = body_passage(body, index);
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
        body_add_value(body, item, 0);
    for (uint32_t i = index + 1; i < end; i++) {
        const struct passage *part = body_passage(body, i);
        if (part->kind == PASSAGE_CODE)
            body_add_code(body, part->block, item->text);
        else if (part->kind == PASSAGE_TEXT || part->kind == PASSAGE_ITEM)
            body_add_value(body, part, 0);
    }
    return end;
}
