// Walks a document outside its phases.

#include "readers/markdown/prose-plan.h"

#include "readers/markdown/code-block.h"
#include "readers/markdown/words.h"

// Sections whose headings are said by what becomes of their contents.
static bool is_telling(enum section section)
{
    switch (section) {
    case SECTION_UNKNOWN:
    case SECTION_BACKUP:
    case SECTION_CODE_CHANGES:
    case SECTION_PHASES:
    case SECTION_ROLES:
    case SECTION_OTHER:
    case SECTION_GOAL:
    case SECTION_STEPS:
    case SECTION_DELIVERABLES:
    case SECTION_DURATION:
    case SECTION_OWNER:
    case SECTION_STATUS:
    case SECTION_DEPENDENCIES:
    case SECTION_CODE:
    case SECTION_DOWNTIME:
    case SECTION_NOTES: return false;
    case SECTION_ROLLBACK:
    case SECTION_TRIGGERS:
    case SECTION_RISK:
    case SECTION_COMMUNICATION:
    case SECTION_SUCCESS:
    case SECTION_VALIDATION:
    case SECTION_TESTING:
    case SECTION_MONITORING:
    case SECTION_PREREQUISITES:
    case SECTION_TIMELINE:
    case SECTION_COMPARISON:
    case SECTION_CURRENT:
    case SECTION_TARGET:
    case SECTION_CONSTRAINTS:
    case SECTION_ASSESSMENT:
    case SECTION_POST_MIGRATION:
    case SECTION_CHECKLIST:
    case SECTION_PRACTICES:
    case SECTION_OVERVIEW: return true;
    }
    return false;
}

// True where the heading stands above the plan's phases.
static bool is_above_phases(const struct prose_plan *plan, uint32_t heading)
{
    uint32_t first = plan->series->best->members.items[0].passage;
    return heading < first && first < plan_passage(plan, heading)->end;
}

// "Week 2-4", "Week 1: both run": a time for what follows, and a milestone in a timeline.
static bool open_time(struct prose_plan *plan, const struct passage *heading)
{
    struct prose_time time;
    struct text rest;
    if (plan->section == SECTION_TIMELINE && plan_split_time(heading, &time, &rest))
        return plan_write_timed(plan, "milestone", &time, rest, BOX_NONE);
    if (!time_read_whole(heading_core(heading->text), &plan->time) || plan->time.kind == TIME_OTHER
        || plan->time.kind == TIME_LENGTH)
        return false;
    return plan->section != SECTION_TIMELINE;
}

// Opens what the heading announces; true where the heading is said by that.
static bool open_section(struct prose_plan *plan, uint32_t index, const struct passage *heading)
{
    bool is_own = heading->section != SECTION_UNKNOWN;
    plan->section = passage_section(plan->passages, index);
    plan->title = heading_core(heading->text);
    plan->checklist = checklist_of(heading->text);
    plan->is_dashboard = words_find(heading->text.str, "dashboards?", NULL, NULL);
    plan->has_range = false;
    plan->risk.list = NULL;
    plan->test = NULL;
    plan->time = (struct prose_time){0};
    if (plan->section == SECTION_ROLLBACK && plan_open_range(plan, heading->text))
        return true;
    if (plan->section == SECTION_RISK && (!is_own || words_match(heading->text.str, 0, "risk #"))) {
        plan_open_risk(plan, heading->text);
        return true;
    }
    if (plan->section == SECTION_TESTING)
        return true;
    bool is_timed = plan->section == SECTION_POST_MIGRATION || plan->section == SECTION_TIMELINE
                    || plan->section == SECTION_COMMUNICATION;
    if (is_timed && !is_own && open_time(plan, heading))
        return true;
    return is_own && is_telling(plan->section);
}

static void read_heading(struct prose_plan *plan, uint32_t index)
{
    const struct passage *heading = plan_passage(plan, index);
    bool is_said = open_section(plan, index, heading);
    if (is_said || index == plan->title_heading)
        return;
    if (heading->section == SECTION_PHASES && is_above_phases(plan, index))
        return;
    bool leads_code =
        index + 1 < heading->end && plan_passage(plan, index + 1)->kind == PASSAGE_CODE;
    bool leads_table =
        index + 1 < heading->end && plan_passage(plan, index + 1)->kind == PASSAGE_TABLE;
    if (!leads_code && !leads_table)
        plan_note(plan, heading->text);
}

// A label that opens a section of its own under a heading that says nothing.
static bool open_label(struct prose_plan *plan, const struct passage *passage)
{
    const struct label *label = &passage->label;
    bool is_whole = label->is_bold && !label->tail.str.length && passage->kind == PASSAGE_TEXT;
    if (!is_whole)
        return false;
    plan->checklist = checklist_of(label->text);
    if (plan->section == SECTION_ROLLBACK && plan_open_range(plan, label->text))
        return true;
    if (plan->section == SECTION_POST_MIGRATION && time_read_whole(label->text, &plan->time))
        return true;
    if (plan->section == SECTION_TESTING) {
        plan->title = label->text;
        plan->test = NULL;
        return true;
    }
    if (plan->section != SECTION_UNKNOWN && plan->section != SECTION_PHASES)
        return false;
    enum section section = section_of_heading(label->text.str);
    if (!is_telling(section))
        return false;
    plan->section = section;
    plan->title = label->text;
    return true;
}

static uint32_t read_text(struct prose_plan *plan, uint32_t index)
{
    const struct passage *passage = plan_passage(plan, index);
    if (open_label(plan, passage))
        return index + 1;
    uint32_t limit = passage->heading == NO_PASSAGE ? (uint32_t)plan->passages->list.count
                                                    : plan_passage(plan, passage->heading)->end;
    uint32_t end = code_block_find_lost(plan->passages, index, limit, false);
    if (end == index)
        return plan_read_line(plan, index);
    struct markdown_block *code = code_block_of_lost(plan->unit, plan->passages, index, end);
    plan_read_code(plan, code, plan->title);
    return end;
}

static uint32_t read_passage(struct prose_plan *plan, uint32_t index)
{
    const struct passage *passage = plan_passage(plan, index);
    switch (passage->kind) {
    case PASSAGE_HEADING: read_heading(plan, index); return index + 1;
    case PASSAGE_TEXT: return read_text(plan, index);
    case PASSAGE_ITEM: return plan_read_line(plan, index);
    case PASSAGE_CODE: plan_read_code(plan, passage->block, plan->title); return index + 1;
    case PASSAGE_TABLE: plan_read_table(plan, passage->block); return index + 1;
    case PASSAGE_HTML: return index + 1;
    }
    return index + 1;
}

// All phases stand where the first one does.
static void write_phases(struct prose_plan *plan)
{
    for (struct statement *phase = plan->phases.statements.first; phase;) {
        struct statement *next = phase->next;
        phase->next = NULL;
        list_add(plan->writer.list, phase);
        phase = next;
    }
    plan->phases.statements = (struct statement_list){0};
}

void prose_plan_read(struct prose_plan *plan)
{
    const struct phase_draft *draft = plan->phases.drafts.first;
    for (uint32_t i = 0; i < plan->passages->list.count;) {
        while (draft && draft->member->passage < i)
            draft = draft->next;
        if (!draft || draft->member->passage != i) {
            uint32_t next = read_passage(plan, i);
            bool is_past = draft && next > draft->member->passage;
            i = is_past ? draft->member->passage : next;
            continue;
        }
        write_phases(plan);
        i = draft->member->body_end > i ? draft->member->body_end : i + 1;
    }
    write_phases(plan);
}
