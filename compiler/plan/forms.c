// The table of forms and the small matcher of its patterns.

#include "plan/forms.h"

#include "base/check.h"
#include "plan/bind.h"

const struct form forms[] = {
#define FORM(block, count, pattern, holds, bind, type, field)                       \
    { BLOCK_##block, FORM_##count, pattern, holds, bind, offsetof(struct type, field) },
#define FORM_ONCE true
#define FORM_MANY false
#include "plan/forms.def"
#undef FORM
};
const size_t form_count = sizeof forms / sizeof *forms;

static const char *const block_names[BLOCK_COUNT] = {
    "file", "plan", "store", "table", "app", "version", "flag", "metric", "audience", "move",
    "risk", "phase", "backfill", "claims", "rollback", "texts",
};

const char *block_name(enum block_id block)
{
    return block_names[block];
}

bool block_parse(struct str name, enum block_id *block)
{
    for (int i = 0; i < BLOCK_COUNT; i++)
        if (str_is(name, block_names[i])) {
            *block = (enum block_id)i;
            return true;
        }
    return false;
}

// ---- types: how many words a value takes

// Each returns the word behind the value, or the word itself where there is no value.
typedef const struct word *take_function(const struct word *word);

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

static const struct word *take_means(const struct word *word)
{
    return word->kind == WORD_NAME || word->kind == WORD_TEXT ? word->next : word;
}

#define KIND(id, word, stage) word " "
static const char kind_words[] =
#include "plan/kind.def"
    "";
#undef KIND

static const struct type {
    const char *name, *expected;
    take_function *take;
    const char *choices; // a set: one of these names, take is not used
} types[] = {
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

static const struct type *find_type(struct str name)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (str_is(name, types[i].name))
            return &types[i];
    BUG("a form names a type that does not exist");
}

bool type_at(size_t index, struct str *name, struct str *expected, const char **choices)
{
    if (index >= sizeof types / sizeof *types)
        return false;
    *name = str_of(types[index].name);
    *expected = types[index].expected ? str_of(types[index].expected) : STR("");
    *choices = types[index].choices;
    return true;
}

// Cuts the next word off a list with blanks.
static bool next_choice(const char **rest, struct str *choice)
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
    while (next_choice(&choices, &choice))
        if (str_equal(choice, word))
            return true;
    return false;
}

static const struct word *take(const struct type *type, const struct word *word)
{
    if (type->choices && word->kind == WORD_NAME)
        return is_choice(type->choices, word->text.str) ? word->next : word;
    return type->take ? type->take(word) : word;
}

// ---- patterns

enum item_kind { ITEM_LITERAL, ITEM_VALUE, ITEM_OPTIONAL, ITEM_BLOCK };

struct item {
    struct item *next;
    enum item_kind kind;
    struct str name; // the literal, or the value's name
    const struct type *type;
    bool is_list, has_commas;
    struct item *inner; // of an optional part
    enum block_id block;
};

struct alternative {
    struct alternative *next;
    const struct item *items;
};

struct attempt { // one alternative of one form held against one statement
    const struct statement *statement;
    struct match *match;
    struct mismatch *mismatch;
};

static struct str next_token(struct str *rest)
{
    *rest = str_trim(*rest);
    size_t length = rest->length;
    for (size_t i = 0; i < rest->length; i++)
        if (strchr(" []|", rest->data[i])) {
            length = i ? i : (rest->data[i] == ' ' ? 0 : 1);
            break;
        }
    struct str token = str_slice(*rest, 0, length);
    *rest = str_from(*rest, length);
    return token;
}

static struct item *parse_item(struct arena *arena, struct str token)
{
    struct item *item = arena_new(arena, struct item);
    size_t colon = str_find_char(token, ':', 0);
    if (token.data[0] == '{') {
        item->kind = ITEM_BLOCK;
        if (!block_parse(str_slice(token, 1, token.length - 1), &item->block))
            BUG("a form names a block that does not exist");
        return item;
    }
    if (colon == STR_NOT_FOUND) {
        item->name = token;
        return item;
    }
    struct str type = str_from(token, colon + 1);
    item->kind = ITEM_VALUE;
    item->name = str_slice(token, 0, colon);
    item->is_list = str_ends_with(type, STR("+"));
    item->has_commas = str_ends_with(type, STR(",+"));
    item->type = find_type(str_slice(type, 0, type.length - item->is_list - item->has_commas));
    return item;
}

// The items up to `]`, `|` or the end.
static struct item *parse_items(struct arena *arena, struct str *rest)
{
    struct item *first = NULL, **last = &first;
    for (;;) {
        struct str before = *rest, token = next_token(rest);
        if (token.length == 0 || str_is(token, "|") || str_is(token, "]")) {
            if (str_is(token, "|"))
                *rest = before;
            return first;
        }
        struct item *item;
        if (str_is(token, "[")) {
            item = arena_new(arena, struct item);
            item->kind = ITEM_OPTIONAL;
            item->inner = parse_items(arena, rest);
        } else
            item = parse_item(arena, token);
        *last = item;
        last = &item->next;
    }
}

// ---- matching

static unsigned position_of(const struct statement *statement, const struct word *word)
{
    unsigned position = 0;
    for (const struct word *each = statement->words.first; each && each != word; each = each->next)
        position++;
    return position;
}

static void add_expected(struct mismatch *mismatch, struct str expected)
{
    for (unsigned i = 0; i < mismatch->expected_count; i++)
        if (str_equal(mismatch->expected[i], expected))
            return;
    if (mismatch->expected_count < sizeof mismatch->expected / sizeof *mismatch->expected)
        mismatch->expected[mismatch->expected_count++] = expected;
}

static void expect_choices(struct mismatch *mismatch, const char *choices)
{
    struct str choice;
    while (next_choice(&choices, &choice))
        add_expected(mismatch, choice);
}

// False when another alternative got further.
static bool reach(struct attempt *attempt, const struct word *word)
{
    struct mismatch *mismatch = attempt->mismatch;
    unsigned position = position_of(attempt->statement, word);
    if (position < mismatch->position)
        return false;
    if (position > mismatch->position || !mismatch->expected_count) {
        mismatch->expected_count = 0;
        mismatch->block_is_unexpected = mismatch->block_is_missing = false;
        mismatch->end_was_expected = false;
    }
    mismatch->position = position;
    mismatch->word = word;
    return true;
}

static bool fail_at(struct attempt *attempt, const struct word *word, const struct item *item)
{
    if (!reach(attempt, word))
        return false;
    if (!item) {
        add_expected(attempt->mismatch, STR("the end of the statement"));
        attempt->mismatch->end_was_expected = true;
    } else if (item->kind == ITEM_BLOCK)
        add_expected(attempt->mismatch, STR("a block in { }"));
    else if (item->kind == ITEM_LITERAL)
        add_expected(attempt->mismatch, item->name);
    else if (item->type->expected)
        add_expected(attempt->mismatch, str_of(item->type->expected));
    else
        expect_choices(attempt->mismatch, item->type->choices);
    return false;
}

static bool match_items(struct attempt *attempt, const struct item *item, const struct item *outer,
                        const struct word *word);

static void add_capture(struct match *match, struct capture capture)
{
    if (match->capture_count == MAX_CAPTURES)
        BUG("a form has more values than a match holds");
    match->captures[match->capture_count++] = capture;
}

static bool match_value(struct attempt *attempt, const struct item *item, const struct item *outer,
                        const struct word *word)
{
    const struct word *end = word ? take(item->type, word) : word;
    if (!word || end == word)
        return fail_at(attempt, word, item);
    while (item->is_list && end) {
        const struct word *next = end;
        if (item->has_commas) {
            if (next->kind != WORD_COMMA)
                break;
            next = next->next;
            if (!next)
                return fail_at(attempt, next, item);
        }
        const struct word *behind = take(item->type, next);
        if (behind == next) {
            if (item->has_commas)
                return fail_at(attempt, next, item);
            break;
        }
        end = behind;
    }
    add_capture(attempt->match, (struct capture){ item->name, word, end, false });
    return match_items(attempt, item->next, outer, end);
}

static bool match_literal(struct attempt *attempt, const struct item *item,
                          const struct item *outer, const struct word *word)
{
    bool is_keyword = word == attempt->statement->words.first; // read as the form's already
    bool fits = word && word->kind != WORD_TEXT && word->kind != WORD_CODE
                && (is_keyword || str_equal(word->text.str, item->name));
    if (!fits)
        return fail_at(attempt, word, item);
    add_capture(attempt->match, (struct capture){ item->name, word, word->next, true });
    return match_items(attempt, item->next, outer, word->next);
}

static bool match_block(struct attempt *attempt, const struct item *item, const struct word *word)
{
    if (word)
        return fail_at(attempt, word, item);
    if (!attempt->statement->block) {
        if (reach(attempt, NULL))
            attempt->mismatch->block_is_missing = true;
        return false;
    }
    attempt->match->has_block = true;
    attempt->match->block = item->block;
    return true;
}

static bool match_end(struct attempt *attempt, const struct word *word)
{
    if (word)
        return fail_at(attempt, word, NULL);
    if (attempt->statement->block) {
        if (reach(attempt, NULL))
            attempt->mismatch->block_is_unexpected = true;
        return false;
    }
    return true;
}

// `outer` is what follows the optional part that `item` stands in.
static bool match_items(struct attempt *attempt, const struct item *item, const struct item *outer,
                        const struct word *word)
{
    if (!item)
        return outer ? match_items(attempt, outer, NULL, word) : match_end(attempt, word);
    unsigned captured = attempt->match->capture_count;
    switch (item->kind) {
    case ITEM_LITERAL: return match_literal(attempt, item, outer, word);
    case ITEM_VALUE: return match_value(attempt, item, outer, word);
    case ITEM_BLOCK: return match_block(attempt, item, word);
    case ITEM_OPTIONAL:
        // Optional parts do not nest, so one level of `outer` is enough.
        if (match_items(attempt, item->inner, item->next, word))
            return true;
        attempt->match->capture_count = captured;
        return match_items(attempt, item->next, outer, word);
    }
    return false;
}

struct str form_keyword(const struct form *form)
{
    struct str pattern = str_of(form->pattern);
    return str_slice(pattern, 0, str_find_char(pattern, ' ', 0));
}

static const struct alternative *parse_pattern(struct arena *arena, const char *pattern)
{
    struct alternative *first = NULL, **last = &first;
    for (struct str rest = str_of(pattern); rest.length;) {
        *last = arena_new(arena, struct alternative);
        (*last)->items = parse_items(arena, &rest);
        last = &(*last)->next;
        next_token(&rest); // the bar
    }
    return first;
}

static const struct alternative *alternatives_of(struct pattern_cache *cache, size_t index)
{
    if (!cache->alternatives)
        cache->alternatives = arena_new_many(cache->arena, const struct alternative *, form_count);
    if (!cache->alternatives[index])
        cache->alternatives[index] = parse_pattern(cache->arena, forms[index].pattern);
    return cache->alternatives[index];
}

bool forms_match(struct pattern_cache *cache, enum block_id block, struct str keyword,
                 const struct statement *statement, struct match *match, struct mismatch *mismatch)
{
    *mismatch = (struct mismatch){ 0 };
    struct attempt attempt = { statement, match, mismatch };
    for (size_t i = 0; i < form_count; i++) {
        if (forms[i].block != block || !str_equal(form_keyword(&forms[i]), keyword))
            continue;
        const struct alternative *alternative = alternatives_of(cache, i);
        for (; alternative; alternative = alternative->next) {
            *match = (struct match){ .form = &forms[i], .statement = statement };
            if (match_items(&attempt, alternative->items, NULL, statement->words.first))
                return true;
        }
    }
    return false;
}

bool forms_have(enum block_id block, struct str keyword)
{
    for (size_t i = 0; i < form_count; i++)
        if (forms[i].block == block && str_equal(form_keyword(&forms[i]), keyword))
            return true;
    return false;
}

bool forms_block_of(enum block_id block, struct str keyword, enum block_id *inner)
{
    for (size_t i = 0; i < form_count; i++) {
        struct str pattern = str_of(forms[i].pattern);
        size_t open = str_find_char(pattern, '{', 0);
        struct str name = str_slice(pattern, open + 1, str_find_char(pattern, '}', 0));
        if (forms[i].block == block && open != STR_NOT_FOUND
            && str_equal(form_keyword(&forms[i]), keyword))
            return block_parse(name, inner);
    }
    return false;
}

bool forms_keyword_at(enum block_id block, size_t index, struct str *keyword)
{
    for (size_t i = 0; i < form_count; i++)
        if (forms[i].block == block && index-- == 0) {
            *keyword = form_keyword(&forms[i]);
            return true;
        }
    return false;
}

const struct capture *match_find(const struct match *match, const char *name)
{
    for (unsigned i = 0; i < match->capture_count; i++)
        if (!match->captures[i].is_literal && str_is(match->captures[i].name, name))
            return &match->captures[i];
    return NULL;
}

const struct capture *match_first(const struct match *match)
{
    for (unsigned i = 0; i < match->capture_count; i++)
        if (!match->captures[i].is_literal)
            return &match->captures[i];
    BUG("a form without a value was asked for one");
}

bool match_has(const struct match *match, const char *literal)
{
    for (unsigned i = 1; i < match->capture_count; i++)
        if (match->captures[i].is_literal && str_is(match->captures[i].name, literal))
            return true;
    return false;
}
