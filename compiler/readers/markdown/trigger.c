// Reads triggers.

#include "readers/markdown/trigger.h"

#include "readers/markdown/duration.h"
#include "readers/markdown/words.h"

static const char *const rollback_words[] = {
    "roll-back",    "rolling back",   "revert", "abort", "switch back",  "rücknahme",
    "zurückrollen", "retour arrière", "откат",  "回滚",  "ロールバック", NULL,
};
static const char *const stop_words[] = {"stop",     "halt", "pause", "freeze",
                                         "anhalten", "停止", NULL};
static const char *const watch_words[] = {
    "alert", "investigate", "page", "warn", "notify", "escalate", "alarm", "告警", "アラート", NULL,
};
static const char *const condition_words[] = {"if", "when", "on",   "wenn",
                                              "si", "bei",  "如果", NULL};

const char *trigger_reaction(struct str action)
{
    if (words_find_any(action, rollback_words))
        return "rollback";
    return words_find_any(action, stop_words) ? "stop" : "investigate";
}

static bool names_reaction(struct str text)
{
    return words_find_any(text, rollback_words) || words_find_any(text, stop_words)
           || words_find_any(text, watch_words);
}

// "Alert if ": the offset behind the condition word, where a reaction stands before it.
static size_t skip_lead(struct str line, const char **reaction)
{
    for (size_t at = 0; at < line.length && at < 40; at++) {
        if (words_is_inside(line, at) || ((unsigned char)line.data[at] & 0xC0) == 0x80)
            continue;
        size_t end = words_match_any(line, at, condition_words);
        struct str lead = str_slice(line, 0, at);
        if (!end || (at > 0 && !names_reaction(lead)))
            continue;
        if (at > 0)
            *reaction = trigger_reaction(lead);
        return words_skip_blanks(line, end);
    }
    return 0;
}

// ", roll back", "→ rollback", "then stop" behind a condition.
static size_t find_consequence(struct str text, const char **reaction)
{
    static const char *const joints[] = {"then", "→", "=>", "->", ":", ",", ";"};
    for (size_t at = 1; at < text.length && at < MAX_PHRASE_BYTES; at++)
        for (size_t i = 0; i < sizeof joints / sizeof *joints; i++)
            if (str_starts_with(str_from(text, at), str_of(joints[i]))
                && names_reaction(str_from(text, at))) {
                *reaction = trigger_reaction(str_from(text, at));
                return at;
            }
    return text.length;
}

bool trigger_read(struct arena *arena, struct text line, const char *reaction,
                  struct prose_trigger *trigger)
{
    *trigger = (struct prose_trigger){.reaction = reaction};
    struct text condition =
        text_slice(line, skip_lead(line.str, &trigger->reaction), line.str.length);
    size_t end = find_consequence(condition.str, &trigger->reaction);
    trigger->reaction_place =
        end < condition.str.length ? text_slice(condition, end, condition.str.length) : line;
    if (!trigger->reaction)
        return false;
    return expectation_split(arena, text_slice(condition, 0, end), &trigger->metric,
                             &trigger->bound, &trigger->over)
           && trigger->bound.kind == EXPECTS_VALUE;
}

bool trigger_read_cells(struct arena *arena, struct text metric, struct text threshold,
                        struct text action, struct prose_trigger *trigger)
{
    static const char *const any_words[] = {"any", "jede", "cualquiera", "toute", "任何", NULL};
    *trigger = (struct prose_trigger){.metric = metric, .reaction_place = action};
    trigger->reaction = trigger_reaction(action.str);
    size_t end;
    if (words_match_any(threshold.str, 0, any_words))
        return metric.str.length > 0;
    return metric.str.length > 0 && expectation_read_bound(arena, threshold, &trigger->bound, &end)
           && words_skip_blanks(threshold.str, end) >= threshold.str.length;
}

struct statement *trigger_statement(struct arena *arena, const struct prose_trigger *trigger)
{
    struct statement *statement = statement_new(arena, text_place(trigger->metric), "trigger");
    struct span reaction = text_place(trigger->reaction_place);
    struct prose_time over;
    statement_add_word(arena, statement, WORD_TEXT, trigger->metric);
    if (trigger->bound.kind == EXPECTS_NOTHING)
        statement_add_word(arena, statement, WORD_NAME, text_for_span(arena, STR("any"), reaction));
    expectation_add_words(arena, statement, &trigger->bound);
    if (text_is_set(trigger->over) && time_read(trigger->over, &over) && over.kind == TIME_LENGTH) {
        statement_add_word(arena, statement, WORD_NAME,
                           text_for_span(arena, STR("over"), text_place(over.text)));
        statement_add_word(arena, statement, WORD_DURATION,
                           text_for_span(arena, time_word(arena, &over), text_place(over.text)));
    }
    statement_add_word(arena, statement, WORD_NAME, text_for_span(arena, STR("then"), reaction));
    statement_add_word(arena, statement, WORD_NAME,
                       text_for_span(arena, str_of(trigger->reaction), reaction));
    return statement;
}
