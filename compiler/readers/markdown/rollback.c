// The rollback of a phase.

#include "readers/markdown/rollback.h"

#include "readers/markdown/words.h"

enum { MAX_STEPS = 50 }; // a document may name thousands of ranges that cover thousands of phases

static struct rollback_step *new_step(struct arena *arena, struct text text, struct text code,
                                      struct str language)
{
    struct rollback_step *step = arena_new(arena, struct rollback_step);
    *step = (struct rollback_step){ .text = text, .code = code, .language = language };
    return step;
}

static bool is_final(const struct rollback_draft *draft)
{
    return draft->value == ROLLBACK_UNAVAILABLE || draft->value == ROLLBACK_NOT_NEEDED;
}

static void keep_step(struct rollback_draft *draft, struct rollback_step *step)
{
    draft->step_count++;
    if (is_final(draft))
        list_add(&draft->notes, step);
    else
        list_add(&draft->steps, step);
}

static void add_step(struct rollback_draft *draft, struct arena *arena, struct text text)
{
    keep_step(draft, new_step(arena, text, TEXT_NONE, STR_NONE));
}

// ---- claims

void rollback_claim_difficulty(struct rollback_draft *draft, const char *difficulty,
                               struct text place)
{
    draft->is_set = true;
    if (draft->difficulty)
        return;
    draft->difficulty = difficulty;
    draft->difficulty_place = place;
}

void rollback_claim_loss(struct rollback_draft *draft, struct text cell, struct text loss)
{
    draft->is_set = true;
    if (text_is_set(draft->loses))
        return;
    draft->loses_nothing = !text_is_set(loss);
    draft->loses = draft->loses_nothing ? cell : loss;
}

// True where the line is a claim and was taken.
static bool claim(struct rollback_draft *draft, struct text text)
{
    struct prose_time time;
    switch (rollback_line(text.str)) {
    case ROLLBACK_LINE_LOSES_NOTHING:
    case ROLLBACK_LINE_LOSES:
        if (text_is_set(draft->loses))
            return false;
        rollback_claim_loss(draft, text,
                            rollback_line(text.str) == ROLLBACK_LINE_LOSES ? text : TEXT_NONE);
        return true;
    case ROLLBACK_LINE_IMPACT:
        if (text_is_set(draft->impact))
            return false;
        draft->impact = text;
        return true;
    case ROLLBACK_LINE_TAKES:
        if (draft->takes.kind != TIME_NONE || !time_find(text, &time) || time.kind != TIME_LENGTH)
            return false;
        draft->takes = time;
        return true;
    case ROLLBACK_LINE_STEP: break;
    }
    return false;
}

// ---- what is said

void rollback_add_own(struct rollback_draft *draft, struct arena *arena, struct text text)
{
    if (!text.str.length)
        return;
    bool is_first = !draft->steps.first && !text_is_set(draft->reason);
    draft->is_set = true;
    if (!is_first) {
        if (!claim(draft, text))
            add_step(draft, arena, text);
        return;
    }
    draft->value = rollback_value(text.str);
    if (is_final(draft)) {
        draft->reason = text;
        return;
    }
    if (draft->value == ROLLBACK_RESTORE)
        rollback_claim_difficulty(draft, "restore", text);
    add_step(draft, arena, text);
}

void rollback_add_own_code(struct rollback_draft *draft, struct arena *arena, struct text title,
                           struct text code, struct str language)
{
    draft->is_set = true;
    keep_step(draft, new_step(arena, title, code, language));
}

static bool is_known(const struct rollback_draft *draft, struct str text)
{
    list_each(rollback_step, step, draft->steps)
        if (words_contain(step->text.str, text) || words_contain(text, step->text.str)
            || words_contain(step->code.str, text))
            return true;
    return false;
}

bool rollback_is_full(const struct rollback_draft *draft)
{
    return draft->step_count >= MAX_STEPS;
}

bool rollback_add_line(struct rollback_draft *draft, struct arena *arena, struct text text)
{
    if (!text.str.length || draft->value == ROLLBACK_UNAVAILABLE)
        return true;
    if (rollback_is_full(draft))
        return false;
    bool is_empty = !draft->steps.first && !text_is_set(draft->reason);
    draft->is_set = true;
    if (claim(draft, text) || is_known(draft, text.str))
        return true;
    if (is_empty && rollback_value(text.str) != ROLLBACK_PROSE)
        rollback_add_own(draft, arena, text);
    else
        add_step(draft, arena, text);
    return true;
}

// ---- writing

static void write_claims(const struct rollback_draft *draft, struct writer *block)
{
    if (draft->difficulty) {
        struct span place = text_place(draft->difficulty_place);
        add_name(block, write_statement(block, place, "difficulty"), draft->difficulty, place);
    }
    if (text_is_set(draft->impact))
        write_text(block, "impact", draft->impact);
    if (draft->loses_nothing)
        add_name(block, write_statement(block, text_place(draft->loses), "loses"), "nothing",
                 text_place(draft->loses));
    else if (text_is_set(draft->loses))
        write_text(block, "loses", draft->loses);
    if (draft->takes.kind == TIME_LENGTH) {
        struct span place = text_place(draft->takes.text);
        add_word(block, write_statement(block, place, "takes"), WORD_DURATION,
                 time_word(block->arena, &draft->takes), place);
    }
}

static bool has_claims(const struct rollback_draft *draft)
{
    return draft->difficulty || text_is_set(draft->impact) || text_is_set(draft->loses)
           || draft->takes.kind == TIME_LENGTH;
}

static void write_step(struct writer *writer, const struct rollback_step *step)
{
    if (text_is_set(step->code))
        write_code(writer, "run", step->text, step->code, step->language);
    else
        write_text(writer, "run", step->text);
}

static struct span place_of(const struct rollback_step *step)
{
    return text_place(text_is_set(step->text) ? step->text : step->code);
}

static void write_steps(const struct rollback_draft *draft, struct writer *writer)
{
    const struct rollback_step *first = draft->steps.first;
    struct statement *statement = write_statement(writer, place_of(first), "rollback");
    bool is_one = !first->next;
    if (is_one && text_is_set(first->code) && !has_claims(draft)) {
        if (text_is_set(first->text))
            add_text(writer, statement, first->text);
        add_code(writer, statement, first->code, first->language);
        return;
    }
    bool is_text = is_one && !text_is_set(first->code);
    if (is_text)
        add_text(writer, statement, first->text);
    if (is_text && !has_claims(draft))
        return;
    struct writer block = write_block(writer, statement, place_of(first));
    if (!is_text)
        list_each(rollback_step, step, draft->steps)
            write_step(&block, step);
    write_claims(draft, &block);
}

static void write_final(const struct rollback_draft *draft, struct writer *writer)
{
    struct span place = text_place(draft->reason);
    struct statement *statement = write_statement(writer, place, "rollback");
    bool is_none = draft->value == ROLLBACK_NOT_NEEDED;
    add_name(writer, statement, is_none ? "none" : "impossible", place);
    add_text(writer, statement, draft->reason);
    if (!is_none || !has_claims(draft))
        return;
    struct writer block = write_block(writer, statement, place);
    write_claims(draft, &block);
}

void rollback_write(const struct rollback_draft *draft, struct writer *writer)
{
    if (!draft->is_set)
        return;
    list_each(rollback_step, note, draft->notes)
        if (text_is_set(note->code))
            write_code(writer, "note", note->text, note->code, note->language);
        else
            write_text(writer, "note", note->text);
    if (is_final(draft))
        write_final(draft, writer);
    else if (draft->steps.first)
        write_steps(draft, writer);
    else if (text_is_set(draft->loses) || text_is_set(draft->impact))
        write_text(writer, "note", text_is_set(draft->loses) ? draft->loses : draft->impact);
}
