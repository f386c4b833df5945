#include "model/mention.h"

static bool has_prefix_of_word(struct str text, struct str word)
{
    for (size_t at = str_find_ignoring_case(text, word, 0); at != STR_NOT_FOUND;
         at = str_find_ignoring_case(text, word, at + 1))
        if (at == 0 || !char_is_word(text.data[at - 1]))
            return true;
    return false;
}

bool text_mentions(struct str text, const char *words)
{
    for (struct str rest = str_of(words); rest.length > 0;) {
        size_t end = str_find_char(rest, '|', 0);
        if (has_prefix_of_word(text, str_slice(rest, 0, end)))
            return true;
        rest = end == STR_NOT_FOUND ? STR_NONE : str_from(rest, end + 1);
    }
    return false;
}

static bool list_mentions(const struct text_list *list, const char *words)
{
    list_each(text_item, item, *list)
        if (text_mentions(item->text.str, words))
            return true;
    return false;
}

static bool actions_mention(const struct action_list *actions, const char *words)
{
    list_each(action, action, *actions)
        if (text_mentions(action->title.str, words) || text_mentions(action->code.text.str, words)
            || list_mentions(&action->parts, words))
            return true;
    return false;
}

bool phase_mentions(const struct phase *phase, const char *words)
{
    list_each(check, check, phase->checks)
        if (text_mentions(check->text.str, words) || text_mentions(check->code.text.str, words))
            return true;
    list_each(verify, verify, phase->verifies)
        if (text_mentions(verify->title.str, words) || text_mentions(verify->code.text.str, words))
            return true;
    list_each(change, change, phase->changes)
        if (text_mentions(change->title.str, words) || text_mentions(change->text.str, words))
            return true;
    return text_mentions(phase->title.str, words) || text_mentions(phase->goal.str, words)
           || actions_mention(&phase->actions, words) || list_mentions(&phase->go, words)
           || list_mentions(&phase->no_go, words) || list_mentions(&phase->approvals, words)
           || list_mentions(&phase->success, words);
}

bool rollback_mentions(const struct rollback *rollback, const char *words)
{
    return text_mentions(rollback->text.str, words) || text_mentions(rollback->loses.str, words)
           || text_mentions(rollback->impact.str, words)
           || actions_mention(&rollback->actions, words);
}
