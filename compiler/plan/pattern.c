#include "plan/pattern.h"

#include "base/check.h"
#include "plan/type.h"

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
    item->type = type_find(str_slice(type, 0, type.length - item->is_list - item->has_commas));
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

const struct alternative *form_pattern_parse(struct arena *arena, const char *pattern)
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
    while (choice_next(&choices, &choice))
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
    const struct word *end = word ? type_take(item->type, word) : word;
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
        const struct word *behind = type_take(item->type, next);
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

bool form_pattern_match(const struct alternative *alternative, struct match *match,
                        struct mismatch *mismatch)
{
    struct attempt attempt = { match->statement, match, mismatch };
    return match_items(&attempt, alternative->items, NULL, match->statement->words.first);
}
