// Rollbacks outside phases: of ranges of phases, in tables, and for the whole plan.

#include <limits.h>

#include "readers/markdown/code-block.h"
#include "readers/markdown/prose-plan.h"
#include "readers/markdown/words.h"

enum {
    COVERED_COST = 100, // what a step takes, beside looking at a phase
    MAX_RANGE_COST = 20 * 1000 * 1000,
};

#define covered_each(draft, plan)                                                            \
    for (struct phase_draft *draft = next_covered(plan, (plan)->phases.drafts.first); draft; \
         draft = next_covered(plan, draft->next))

struct phase_draft *plan_phase(const struct prose_plan *plan, int number)
{
    list_each(phase_draft, draft, plan->phases.drafts)
        if (draft->number == number)
            return draft;
    return NULL;
}

static bool is_covered(const struct prose_plan *plan, const struct phase_draft *draft)
{
    return plan->has_range && draft->number >= plan->first && draft->number <= plan->last;
}

// The next phase of the open range, from `draft` on. A document may name thousands of ranges
// that cover thousands of phases: behind the limit no range covers any.
static struct phase_draft *next_covered(struct prose_plan *plan, struct phase_draft *draft)
{
    for (; draft && plan->range_cost < MAX_RANGE_COST; draft = draft->next) {
        plan->range_cost++;
        if (is_covered(plan, draft)) {
            plan->range_cost += COVERED_COST;
            return draft;
        }
    }
    return NULL;
}

bool plan_open_range(struct prose_plan *plan, struct text heading)
{
    plan->has_range = phrase_find_range(heading.str, &plan->first, &plan->last);
    struct text place;
    const char *difficulty = rollback_difficulty(heading, &place);
    if (!plan->has_range || !difficulty)
        return plan->has_range;
    covered_each(draft, plan)
        rollback_claim_difficulty(&draft->rollback, difficulty, place);
    return true;
}

void plan_add_rollback_line(struct prose_plan *plan, struct text text)
{
    bool is_taken = true;
    covered_each(draft, plan)
        is_taken &= rollback_add_line(&draft->rollback, plan->writer.arena, text);
    is_taken &= plan->range_cost < MAX_RANGE_COST;
    if (!is_taken)
        plan_note(plan, text);
}

void plan_add_rollback_code(struct prose_plan *plan, const struct markdown_block *code)
{
    covered_each(draft, plan)
        if (draft->rollback.value != ROLLBACK_UNAVAILABLE && !rollback_is_full(&draft->rollback))
            rollback_add_own_code(&draft->rollback, plan->writer.arena, TEXT_NONE, code->text,
                                  code->language.length ? code->language : STR("text"));
}

// Columns behind the phase's: how, loss, difficulty, time.
void plan_read_rollback_row(struct prose_plan *plan, struct text phase, const struct text *cells)
{
    int number;
    size_t end = words_number(phase.str, 0, &number);
    bool has_range = phrase_find_range(phase.str, &plan->first, &plan->last);
    if (!has_range && end > 0) {
        plan->first = plan->last = number;
        size_t dash = words_dash(phase.str, end);
        if (dash && words_number(phase.str, end + dash, &number) > end + dash)
            plan->last = number;
        if (end < phase.str.length && phase.str.data[end] == '+')
            plan->last = INT_MAX;
    }
    plan->has_range = has_range || end > 0;
    if (!plan->has_range) {
        plan_note(plan, phase);
        plan_note(plan, cells[0]);
        return;
    }
    plan_add_rollback_line(plan, cells[0]);
    struct text place, loss;
    const char *difficulty = rollback_difficulty(cells[2], &place);
    struct prose_time time;
    bool has_time = time_read(cells[3], &time) && time.kind == TIME_LENGTH;
    covered_each(draft, plan) {
        if (rollback_loss_cell(cells[1], &loss))
            rollback_claim_loss(&draft->rollback, cells[1], loss);
        if (difficulty)
            rollback_claim_difficulty(&draft->rollback, difficulty, place);
        if (has_time && draft->rollback.takes.kind == TIME_NONE)
            draft->rollback.takes = time;
    }
    plan->has_range = false;
}

// A list that speaks of no phase is a procedure for the whole plan, as it stands.
static uint32_t write_procedure(struct prose_plan *plan, uint32_t index)
{
    const struct markdown_block *list = plan_passage(plan, index)->block->parent;
    uint32_t end = index;
    while (end < plan->passages->list.count && plan_passage(plan, end)->kind == PASSAGE_ITEM
           && plan_passage(plan, end)->block->parent == list)
        end = plan_passage(plan, end)->end;
    struct text source = code_block_source(plan->unit, list->span);
    struct text title = plan->title.str.length ? plan->title : plan_passage(plan, index)->text;
    struct statement *statement = write_statement(&plan->writer, list->span, "rollback");
    add_text(&plan->writer, statement, title);
    add_code(&plan->writer, statement, source, STR("markdown"));
    return end > index ? end : index + 1;
}

// "**Phase 2:** switch back" and what is nested under it.
static bool read_phase_line(struct prose_plan *plan, const struct passage *passage)
{
    struct phrase phrase;
    const struct label *label = &passage->label;
    int first, last;
    if (text_is_set(label->text) && phrase_find_range(label->text.str, &first, &last)) {
        plan_open_range(plan, label->text);
        plan_add_rollback_line(plan, label->tail);
        return true;
    }
    if (!phrase_parse(passage->text, &phrase) || !phrase.has_separator || key_is_time(phrase.family)
        || phrase.family == KEY_NONE)
        return false;
    plan->has_range = true;
    plan->first = phrase.number;
    plan->last = phrase.is_open ? INT_MAX : phrase.last;
    plan_add_rollback_line(plan, phrase.title);
    return true;
}

uint32_t plan_read_rollback(struct prose_plan *plan, uint32_t index)
{
    const struct passage *passage = plan_passage(plan, index);
    if (read_phase_line(plan, passage))
        return index + 1;
    if (plan->has_range) {
        plan_add_rollback_line(plan, passage->text);
        return index + 1;
    }
    if (passage->box != BOX_NONE)
        checklist_write_item(&plan->writer, &plan->checklist, passage->text, passage->box);
    else if (passage->kind == PASSAGE_ITEM && passage->block->kind == MARKDOWN_ITEM)
        return write_procedure(plan, index);
    else
        plan_note(plan, passage->text);
    return index + 1;
}
