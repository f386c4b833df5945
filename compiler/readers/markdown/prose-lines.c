// Items and lines of text outside phases, by the section they stand in.

#include "readers/markdown/assessment.h"
#include "readers/markdown/code-block.h"
#include "readers/markdown/metadata.h"
#include "readers/markdown/prose-plan.h"
#include "readers/markdown/trigger.h"
#include "readers/markdown/verify.h"
#include "readers/markdown/words.h"

enum { MAX_METADATA_LINE = 45 };

void plan_note(struct prose_plan *plan, struct text text)
{
    if (text.str.length)
        write_text(&plan->writer, "note", text);
}

void plan_write_item(struct prose_plan *plan, const char *keyword, struct text text,
                     enum markdown_box box)
{
    struct statement *statement = write_text(&plan->writer, keyword, text);
    if (box == BOX_TICKED)
        add_name(&plan->writer, statement, "done", text_place(text));
}

// An item of a section that means nothing to a plan, with what is nested in it.
static uint32_t read_other_item(struct prose_plan *plan, uint32_t index)
{
    const struct passage *item = plan_passage(plan, index);
    bool is_head = item->end > index + 1;
    enum section inner = is_head ? assessment_section(item->text.str) : SECTION_UNKNOWN;
    if (item->box != BOX_NONE)
        checklist_write_item(&plan->writer, &plan->checklist, item->text, item->box);
    else if (is_head)
        plan_note(plan, item->text);
    else
        plan_write_assessed(plan, plan->section, item->text);
    for (uint32_t i = index + 1; i < item->end; i++) {
        const struct passage *part = plan_passage(plan, i);
        if (part->box != BOX_NONE)
            checklist_write_item(&plan->writer, &plan->checklist, part->text, part->box);
        else if (part->kind == PASSAGE_ITEM || part->kind == PASSAGE_TEXT)
            plan_write_assessed(plan, inner != SECTION_UNKNOWN ? inner : plan->section, part->text);
        else if (part->kind == PASSAGE_CODE)
            plan_read_code(plan, part->block, item->text);
        else if (part->kind == PASSAGE_TABLE)
            plan_read_table(plan, part->block);
    }
    return item->end;
}

// ---- sections

static void add_part(struct writer *block, struct text text)
{
    struct statement *part = arena_new(block->arena, struct statement);
    *part = (struct statement){ .span = text_place(text), .is_inferred = true };
    add_text(block, part, text);
    list_add(block->list, part);
}

static void add_state(struct prose_plan *plan, const char *keyword, struct writer *block,
                      struct text text)
{
    if (!text.str.length)
        return;
    if (!block->list) {
        write_is_first(&plan->writer, keyword);
        struct span place = text_place(plan->title.str.length ? plan->title : text);
        struct statement *statement = write_statement(&plan->writer, place, keyword);
        *block = write_block(&plan->writer, statement, place);
    }
    add_part(block, text);
}

static const char *test_kind(struct str title)
{
    static const char *const before[] = { "pre",   "pre-migration", "before", "vor", "antes",
                                          "avant", "unit",          "迁移前", NULL };
    static const char *const during[] = {
        "during", "während", "durante", "pendant", "迁移中", NULL
    };
    static const char *const behind[] = { "post",    "post-migration", "after",  "nach",
                                          "después", "après",          "迁移后", NULL };
    if (words_find_any(title, during))
        return "during";
    if (words_find_any(title, behind))
        return "post";
    return words_find_any(title, before) ? "pre" : "rehearsal";
}

static void open_test(struct prose_plan *plan)
{
    if (plan->test)
        return;
    struct text title = plan->title.str.length ? plan->title
                                               : text_for_span(plan->writer.arena, STR("tests"),
                                                               span_of_file(plan->unit->file));
    plan->test = write_statement(&plan->writer, text_place(title), "test");
    add_name(&plan->writer, plan->test, test_kind(title.str), text_place(title));
    add_text(&plan->writer, plan->test, title);
}

static void add_test(struct prose_plan *plan, struct text text)
{
    open_test(plan);
    if (!plan->test->block)
        plan->test_parts = write_block(&plan->writer, plan->test, plan->test->span);
    add_part(&plan->test_parts, text);
}

static void add_overview(struct prose_plan *plan, const struct passage *passage)
{
    struct text key, value;
    if (passage->box != BOX_NONE)
        checklist_write_item(&plan->writer, &plan->checklist, passage->text, passage->box);
    else if (metadata_split(passage, &key, &value)
             && (passage->kind == PASSAGE_TEXT || metadata_is_key(key.str)
                 || plan->section == SECTION_UNKNOWN))
        metadata_write(&plan->writer, key, value);
    else if (passage->kind == PASSAGE_TEXT)
        write_text_once(&plan->writer, "what", passage->text);
    else
        plan_note(plan, passage->text);
}

static void add_need(struct prose_plan *plan, const struct passage *passage)
{
    if (passage->kind != PASSAGE_ITEM) {
        plan_note(plan, passage->text);
        return;
    }
    if (passage->box != BOX_NONE || passage->block->is_ordered) {
        checklist_write_item(&plan->writer, &plan->checklist, passage->text, passage->box);
        return;
    }
    struct statement *statement = write_text(&plan->writer, "needs", passage->text);
    if (words_find(passage->text.str, "optional", NULL, NULL))
        add_name(&plan->writer, statement, "optional", text_place(passage->text));
}

static void add_message(struct prose_plan *plan, const struct passage *passage)
{
    struct prose_time time;
    struct text rest;
    if (plan_split_time(passage, &time, &rest))
        plan_write_timed(plan, "notify", &time, rest, BOX_NONE);
    else if (passage->kind == PASSAGE_ITEM && plan->is_dashboard)
        write_text(&plan->writer, "dashboard", passage->text);
    else if (passage->kind == PASSAGE_ITEM && passage->box == BOX_NONE) {
        if (!plan_write_timed(plan, "notify", &plan->time, passage->text, BOX_NONE))
            write_text(&plan->writer, "notify", passage->text);
    } else if (passage->box != BOX_NONE)
        checklist_write_item(&plan->writer, &plan->checklist, passage->text, passage->box);
    else
        plan_note(plan, passage->text);
}

static void add_trigger(struct prose_plan *plan, const struct passage *passage,
                        const char *reaction, const char *otherwise)
{
    struct prose_trigger trigger;
    if (trigger_read(plan->writer.arena, passage->text, reaction, &trigger)) {
        struct statement *statement = trigger_statement(plan->writer.arena, &trigger);
        statement->is_inferred = true;
        list_add(plan->writer.list, statement);
    } else if (passage->box != BOX_NONE)
        checklist_write_item(&plan->writer, &plan->checklist, passage->text, passage->box);
    else
        write_text(&plan->writer, otherwise, passage->text);
}

static void add_later(struct prose_plan *plan, const struct passage *passage)
{
    struct prose_time time;
    struct text rest;
    if (plan_split_time(passage, &time, &rest)
        && plan_write_timed(plan, "after", &time, rest, passage->box))
        return;
    if (passage->kind == PASSAGE_ITEM
        && plan_write_timed(plan, "after", &plan->time, passage->text, passage->box))
        return;
    if (passage->kind == PASSAGE_ITEM)
        checklist_write_item(&plan->writer, &plan->checklist, passage->text, passage->box);
    else
        plan_note(plan, passage->text);
}

// Text before the first section that describes the document.
static bool is_metadata(const struct prose_plan *plan, const struct passage *passage)
{
    struct text key, value;
    bool is_head =
        passage->heading == NO_PASSAGE || plan_passage(plan, passage->heading)->level == 1;
    if (!is_head || passage->line > MAX_METADATA_LINE || passage->box != BOX_NONE
        || !metadata_split(passage, &key, &value))
        return false;
    return passage->label.is_bold || passage->kind == PASSAGE_ITEM || metadata_is_key(key.str);
}

// ---- one line

static void add_success(struct prose_plan *plan, const struct passage *passage)
{
    if (passage->kind == PASSAGE_ITEM)
        plan_write_item(plan, "success", passage->text, passage->box);
    else
        plan_note(plan, passage->text);
}

static void add_check(struct prose_plan *plan, const struct passage *passage)
{
    if (passage->kind == PASSAGE_ITEM)
        checklist_write_item(&plan->writer, &plan->checklist, passage->text, passage->box);
    else
        plan_note(plan, passage->text);
}

static void add_verification(struct prose_plan *plan, const struct passage *passage)
{
    if (passage->box != BOX_NONE)
        add_check(plan, passage);
    else if (passage->kind == PASSAGE_ITEM)
        verify_write_text(&plan->writer, passage, 0, plan->title);
    else
        plan_note(plan, passage->text);
}

static void add_test_line(struct prose_plan *plan, const struct passage *passage)
{
    if (passage->kind == PASSAGE_ITEM)
        add_test(plan, passage->text);
    else
        plan_note(plan, passage->text);
}

static void add_practice(struct prose_plan *plan, const struct passage *passage)
{
    write_text(&plan->writer, passage->kind == PASSAGE_ITEM ? "practice" : "note", passage->text);
}

static void add_abort(struct prose_plan *plan, const struct passage *passage)
{
    add_trigger(plan, passage, "rollback", "note");
}

static void add_watched(struct prose_plan *plan, const struct passage *passage)
{
    add_trigger(plan, passage, NULL, passage->kind == PASSAGE_ITEM ? "dashboard" : "note");
}

static void add_current(struct prose_plan *plan, const struct passage *passage)
{
    add_state(plan, "current", &plan->current, passage->text);
}

static void add_target(struct prose_plan *plan, const struct passage *passage)
{
    add_state(plan, "target", &plan->target, passage->text);
}

static void (*const line_readers[])(struct prose_plan *, const struct passage *) = {
    [SECTION_TRIGGERS] = add_abort,         [SECTION_COMMUNICATION] = add_message,
    [SECTION_SUCCESS] = add_success,        [SECTION_VALIDATION] = add_verification,
    [SECTION_TESTING] = add_test_line,      [SECTION_MONITORING] = add_watched,
    [SECTION_PREREQUISITES] = add_need,     [SECTION_CHECKLIST] = add_check,
    [SECTION_TIMELINE] = plan_add_timeline, [SECTION_CURRENT] = add_current,
    [SECTION_TARGET] = add_target,          [SECTION_POST_MIGRATION] = add_later,
    [SECTION_PRACTICES] = add_practice,     [SECTION_OVERVIEW] = add_overview,
};

uint32_t plan_read_line(struct prose_plan *plan, uint32_t index)
{
    const struct passage *passage = plan_passage(plan, index);
    enum section section = plan->section;
    if (section == SECTION_UNKNOWN && is_metadata(plan, passage))
        section = SECTION_OVERVIEW;
    if (section == SECTION_ROLLBACK)
        return plan_read_rollback(plan, index);
    if (section == SECTION_RISK)
        return plan_read_risk(plan, index);
    if (section < sizeof line_readers / sizeof *line_readers && line_readers[section])
        line_readers[section](plan, passage);
    else if (passage->kind == PASSAGE_ITEM && passage->item == NO_PASSAGE)
        return read_other_item(plan, index);
    else
        plan_note(plan, passage->text);
    return index + 1;
}

void plan_read_code(struct prose_plan *plan, const struct markdown_block *code, struct text title)
{
    enum code_class class = code_class_of(code->language);
    if (class == CODE_BELAY) {
        code_block_splice(plan->unit, &plan->writer, code);
        return;
    }
    if (plan->section == SECTION_TESTING)
        open_test(plan);
    if (plan->section == SECTION_ROLLBACK && plan->has_range) {
        plan_add_rollback_code(plan, code);
        return;
    }
    bool is_check = plan->section == SECTION_VALIDATION && class != CODE_DATA && class != CODE_DIFF;
    if (is_check) {
        verify_write_code(&plan->writer, code, title);
        return;
    }
    bool is_rollback = plan->section == SECTION_ROLLBACK && class != CODE_DATA && title.str.length;
    struct statement *statement =
        write_statement(&plan->writer, code->span, is_rollback ? "rollback" : "note");
    if (title.str.length)
        add_text(&plan->writer, statement, title);
    add_code(&plan->writer, statement, code->text, code->language);
}
