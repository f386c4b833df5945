// Times outside phases: what is announced, done or planned at a time.

#include "readers/markdown/prose-plan.h"
#include "readers/markdown/words.h"

static void add_when(struct prose_plan *plan, struct statement *statement,
                     const struct prose_time *time)
{
    struct writer *writer = &plan->writer;
    struct span place = text_place(time->text);
    struct str word = time_word(writer->arena, time);
    if (time->kind == TIME_OFFSET || time->kind == TIME_DATE) {
        add_word(writer, statement, time->kind == TIME_OFFSET ? WORD_OFFSET : WORD_DATE, word,
                 place);
        return;
    }
    add_name(writer, statement,
             time->kind == TIME_WEEK  ? "week"
             : time->kind == TIME_DAY ? "day"
                                      : "month",
             place);
    add_word(writer, statement, time->first == time->last ? WORD_NUMBER : WORD_RANGE, word, place);
}

static bool is_countable(const struct prose_time *time)
{
    return time->kind != TIME_NONE && time->kind != TIME_LENGTH && time->kind != TIME_OTHER;
}

bool plan_write_timed(struct prose_plan *plan, const char *keyword, const struct prose_time *time,
                      struct text text, enum markdown_box box)
{
    if (!is_countable(time) || !text.str.length)
        return false;
    struct statement *statement = write_statement(&plan->writer, text_place(text), keyword);
    add_when(plan, statement, time);
    add_text(&plan->writer, statement, text);
    if (box == BOX_TICKED)
        add_name(&plan->writer, statement, "done", text_place(text));
    return true;
}

bool plan_split_time(const struct passage *passage, struct prose_time *time, struct text *rest)
{
    struct text text = passage->text;
    if (!time_read(text, time) || !is_countable(time))
        return false;
    size_t end = (size_t)(time->text.str.data - text.str.data) + time->text.str.length;
    size_t at = words_skip_blanks(text.str, end), dash = words_dash(text.str, at);
    if (at < text.str.length && text.str.data[at] == '(') {
        size_t close = str_find_char(text.str, ')', at);
        at = close == STR_NOT_FOUND ? at : words_skip_blanks(text.str, close + 1);
        dash = words_dash(text.str, at);
    }
    bool is_colon = at < text.str.length && text.str.data[at] == ':';
    bool is_wide = str_starts_with(str_from(text.str, at), STR("："));
    if (!dash && !is_colon && !is_wide)
        return false;
    at += dash ? dash : is_colon ? 1 : strlen("：");
    *rest = text_trim(text_slice(text, at, text.str.length));
    return rest->str.length > 0;
}

// "T-3 days: Run phase 1" says when the phase is.
static void place_phase(struct prose_plan *plan, const struct prose_time *time, struct text event)
{
    int first, last;
    if (!phrase_find_range(event.str, &first, &last) || first != last)
        return;
    struct phase_draft *draft = plan_phase(plan, first);
    if (draft)
        draft->timeline = *time;
}

// "Phase 3: 2-3 days" gives the phase its length; "T-1 week: Freeze" is a milestone.
void plan_add_timeline(struct prose_plan *plan, const struct passage *passage)
{
    struct prose_time time;
    struct phrase phrase;
    struct text rest;
    if (plan_split_time(passage, &time, &rest)) {
        plan_write_timed(plan, "milestone", &time, rest, BOX_NONE);
        place_phase(plan, &time, rest);
        return;
    }
    bool is_phase = phrase_parse(passage->text, &phrase) && phrase.last == phrase.number
                    && time_read_whole(phrase.title, &time);
    struct phase_draft *draft = is_phase ? plan_phase(plan, phrase.number) : NULL;
    if (draft)
        phase_add_time(draft, phrase.title);
    else if (passage->box != BOX_NONE)
        checklist_write_item(&plan->writer, &plan->checklist, passage->text, passage->box);
    else
        plan_note(plan, passage->text);
}
