#include "plan/type.h"

#include "base/check.h"
#include "plan/kind.h"
#include "syntax/value.h"

static const struct word *take_kind(const struct word *word, enum word_kind kind)
{
    return word->kind == kind ? word->next : word;
}

#define TAKE_KIND(name, kind)                              \
    static const struct word *name(const struct word *word) \
    {                                                      \
        return take_kind(word, kind);                      \
    }
TAKE_KIND(take_text, WORD_TEXT)
TAKE_KIND(take_name, WORD_NAME)
TAKE_KIND(take_number, WORD_NUMBER)
TAKE_KIND(take_percent, WORD_PERCENT)
TAKE_KIND(take_duration, WORD_DURATION)
TAKE_KIND(take_size, WORD_SIZE)
TAKE_KIND(take_rate, WORD_RATE)
TAKE_KIND(take_offset, WORD_OFFSET)
TAKE_KIND(take_code, WORD_CODE)

static const struct word *take_date(const struct word *word)
{
    struct date date;
    return word->kind == WORD_DATE && date_parse(word->text.str, &date) ? word->next : word;
}

static const struct word *take_when(const struct word *word)
{
    int first, last;
    bool is_grain = word_is(word, "week") || word_is(word, "day") || word_is(word, "month");
    if (is_grain)
        return word->next && range_parse(word->next, &first, &last) ? word->next->next : word;
    if (word->kind == WORD_OFFSET)
        return word->next;
    const struct word *behind = take_date(word);
    int minute;
    if (behind != word && behind && time_parse(behind, &minute))
        return behind->next;
    return behind;
}

static const struct word *take_version(const struct word *word)
{
    bool fits = word->kind == WORD_NUMBER || word->kind == WORD_NAME || word->kind == WORD_TEXT;
    return fits ? word->next : word;
}

static const struct word *take_quantity(const struct word *word)
{
    struct quantity quantity;
    return quantity_parse(word, &quantity) ? word->next : word;
}

static const struct word *take_value(const struct word *word)
{
    if (word->kind == WORD_TEXT || word->kind == WORD_NAME)
        return word->next;
    return take_quantity(word);
}

static const struct word *take_compared(const struct word *word)
{
    if (word->kind != WORD_COMPARISON || !word->next)
        return word;
    const struct word *behind = take_value(word->next);
    return behind == word->next ? word : behind;
}

static const struct word *take_bound(const struct word *word)
{
    if (word_is(word, "unchanged"))
        return word->next;
    const struct word *behind = take_compared(word);
    return behind != word && behind && word_is(behind, "baseline") ? behind->next : behind;
}

static const struct word *take_expectation(const struct word *word)
{
    if (word_is(word, "is") && word->next && word_is(word->next, "empty"))
        return word->next->next;
    return take_compared(word);
}

static const struct word *take_columns(const struct word *word)
{
    if (word->kind != WORD_NAME)
        return word;
    const struct word *at = word->next;
    if (!at || at->kind != WORD_OPEN)
        return at;
    do {
        at = at->next;
        if (!at || (at->kind != WORD_NAME && at->kind != WORD_STAR))
            return word;
        at = at->next;
    } while (at && at->kind == WORD_COMMA);
    return at && at->kind == WORD_CLOSE ? at->next : word;
}

static const struct word *take_pair(const struct word *word)
{
    const struct word *arrow = word->next, *to = arrow ? arrow->next : NULL;
    bool fits = word->kind == WORD_NAME && arrow && arrow->kind == WORD_ARROW && to
                && to->kind == WORD_NAME;
    return fits ? to->next : word;
}

static const struct word *take_phase(const struct word *word)
{
    return word->kind == WORD_NAME || word->kind == WORD_NUMBER ? word->next : word;
}

// What every shell takes for the name of a variable.
static const struct word *take_variable(const struct word *word)
{
    struct str name = word->text.str;
    if (word->kind != WORD_NAME || char_is_digit(name.data[0]))
        return word;
    for (size_t i = 0; i < name.length; i++)
        if (!char_is_word(name.data[i]))
            return word;
    return word->next;
}

static const struct word *take_means(const struct word *word)
{
    return word->kind == WORD_NAME || word->kind == WORD_TEXT ? word->next : word;
}

#define KIND(id, word, stage) word " "
static const char kind_words[] =
#include "plan/kind.def"
    "";
#undef KIND

const struct type types[] = {
    { "TEXT", "text in double quotes", take_text, NULL },
    { "NAME", "a name", take_name, NULL },
    { "NUMBER", "a number", take_number, NULL },
    { "PERCENT", "a percentage such as 5%", take_percent, NULL },
    { "DURATION", "a duration such as 30min", take_duration, NULL },
    { "SIZE", "a size such as 12GB", take_size, NULL },
    { "RATE", "a rate such as 1000/min", take_rate, NULL },
    { "OFFSET", "an offset such as T-3d", take_offset, NULL },
    { "DATE", "a date such as 2027-01-04", take_date, NULL },
    { "WHEN", "a time such as week 1..2, day 6, 2027-01-04 or T-3d", take_when, NULL },
    { "CODE", "code in a fence", take_code, NULL },
    { "VERSION", "a version such as 15", take_version, NULL },
    { "QUANTITY", "a number, with or without a unit", take_quantity, NULL },
    { "BOUND", "a bound such as < 0.1%, > 2x baseline or unchanged", take_bound, NULL },
    { "EXPECTATION", "an expectation such as = 0 or is empty", take_expectation, NULL },
    { "COLUMNS", "a table and its columns such as users(id, email)", take_columns, NULL },
    { "PAIR", "a pair of columns such as a -> b", take_pair, NULL },
    { "PHASE", "a phase's name, kind or number", take_phase, NULL },
    { "VARIABLE", "an environment variable such as DATABASE_URL", take_variable, NULL },
    { "MEANS", "a means such as email", take_means, NULL },
    { "SWITCH", "a percentage, on, off or removed", take_percent, "on off removed" },
    { "LEVEL", NULL, NULL, "low medium high critical" },
    { "SIDE", NULL, NULL, "old new" },
    { "KIND", NULL, NULL, kind_words },
    { "PATTERN", NULL, NULL,
      "expand-contract dual-write feature-flag blue-green canary parallel-run strangler-fig "
      "big-bang" },
    { "CHANGE", NULL, NULL, "schema data code infrastructure database framework hybrid" },
    { "REVERSIBLE", NULL, NULL, "automated manual limited no" },
    { "EFFORT", NULL, NULL, "trivial easy medium hard restore" },
    { "CONSTRAINT", NULL, NULL, "downtime data-loss rollback budget timeline validation" },
    { "ASSESSMENT", NULL, NULL,
      "breaking-change deprecation api data-type feature-gap dependency baseline issue" },
    { "TEST", NULL, NULL, "pre rehearsal during post" },
    { "REACTION", NULL, NULL, "investigate rollback stop" },
    { "ENGINE", NULL, NULL, "postgresql mysql mariadb sqlite" },
    { "PROFILE", NULL, NULL, "recommended strict expand-contract strategist runbook sql" },
};
const size_t type_count = sizeof types / sizeof *types;

const struct type *type_find(struct str name)
{
    for (size_t i = 0; i < type_count; i++)
        if (str_is(name, types[i].name))
            return &types[i];
    BUG("a form names a type that does not exist");
}

bool choice_next(const char **rest, struct str *choice)
{
    size_t skipped = strspn(*rest, " ");
    size_t length = strcspn(*rest + skipped, " ");
    *choice = (struct str){ *rest + skipped, length };
    *rest += skipped + length;
    return length > 0;
}

static bool is_choice(const char *choices, struct str word)
{
    struct str choice;
    while (choice_next(&choices, &choice))
        if (str_equal(choice, word))
            return true;
    return false;
}

const struct word *type_take(const struct type *type, const struct word *word)
{
    if (type->choices && word->kind == WORD_NAME)
        return is_choice(type->choices, word->text.str) ? word->next : word;
    return type->take ? type->take(word) : word;
}
