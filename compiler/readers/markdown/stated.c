// What is stated wins over what was inferred.

#include "readers/markdown/stated.h"

static const char *const once_keywords[] = {
    "what",     "why",      "owner",           "budget", "timezone", "type",      "pattern",
    "downtime", "estimate", "reversible",      "start",  "zero",     "numbering", "profile",
    "current",  "target",   "rollback-effort", "when",   "goal",     "rollback",  "needs",
    "soak",     NULL,
};

enum { KEYWORD_COUNT = sizeof once_keywords / sizeof *once_keywords - 1 };

// The index of the statement's keyword, or KEYWORD_COUNT.
static int keyword_of(const struct statement *statement)
{
    int i = 0;
    while (i < KEYWORD_COUNT && !word_is(statement->words.first, once_keywords[i]))
        i++;
    return i;
}

// In a plan `risk LEVEL` stands once, and `risk "title"`, `needs "text"` and
// `rollback "title"` do not.
static bool is_once(const struct statement *statement, bool is_plan)
{
    int keyword = keyword_of(statement);
    if (keyword == KEYWORD_COUNT)
        return false;
    return !is_plan
           || (strcmp(once_keywords[keyword], "rollback")
               && strcmp(once_keywords[keyword], "needs"));
}

static void drop(struct statement_list *list, bool is_plan)
{
    bool is_stated[KEYWORD_COUNT] = {false};
    for (struct statement *each = list->first; each; each = each->next)
        if (!each->is_inferred && is_once(each, is_plan))
            is_stated[keyword_of(each)] = true;
    struct statement *next = list->first;
    *list = (struct statement_list){0};
    while (next) {
        struct statement *each = next;
        next = each->next;
        each->next = NULL;
        if (!(each->is_inferred && is_once(each, is_plan) && is_stated[keyword_of(each)])) {
            if (list->last)
                list->last->next = each;
            else
                list->first = each;
            list->last = each;
        }
    }
}

void drop_what_is_stated(struct statement_list *plan)
{
    drop(plan, true);
    for (struct statement *each = plan->first; each; each = each->next)
        if (word_is(each->words.first, "phase") && each->block)
            drop(&each->block->statements, false);
}
