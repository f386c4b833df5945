#include "plan/bind-help.h"

#include "base/check.h"

struct span span_of(const struct match *match)
{
    return match->statement->span;
}

const struct word *word_of(const struct match *match, const char *name)
{
    const struct capture *capture = match_find(match, name);
    return capture ? capture->first : NULL;
}

const struct word *only_value(const struct match *match)
{
    return match_first(match)->first;
}

struct text text_of(const struct match *match, const char *name)
{
    const struct word *word = word_of(match, name);
    return word ? word->text : TEXT_NONE;
}

struct name parse_name(const struct word *word)
{
    struct name name = { 0 };
    name_parse(word->text, &name);
    return name;
}

struct str name_of(const struct match *match, const char *name)
{
    const struct word *word = word_of(match, name);
    if (!word)
        return STR_NONE;
    struct name parsed = parse_name(word);
    return parsed.count == 1 ? parsed.parts[0] : word->text.str;
}

struct code code_of(const struct word *word)
{
    return (struct code){ .text = word->text, .language = word->language, .span = word->span };
}

struct code code_named(const struct match *match, const char *name)
{
    const struct word *word = word_of(match, name);
    return word ? code_of(word) : (struct code){ 0 };
}

struct quantity quantity_named(const struct match *match, const char *name)
{
    struct quantity quantity = { 0 };
    const struct word *word = word_of(match, name);
    if (word)
        quantity_parse(word, &quantity);
    return quantity;
}

struct when read_when(const struct capture *capture)
{
    if (!capture)
        return (struct when){ 0 };
    const struct word *word = capture->first;
    struct when when = { .text = word->text, .span = word->span };
    if (word->kind == WORD_TEXT)
        when.kind = WHEN_TEXT;
    else if (word->kind == WORD_OFFSET) {
        when.kind = WHEN_OFFSET;
        offset_parse(word, &when.offset);
    } else if (word->kind == WORD_DATE) {
        when.kind = word->next != capture->end ? WHEN_MINUTE : WHEN_DATE;
        date_parse(word->text.str, &when.date);
        if (when.kind == WHEN_MINUTE)
            time_parse(word->next, &when.minute);
    } else {
        when.kind = word_is(word, "week")  ? WHEN_WEEK
                    : word_is(word, "day") ? WHEN_DAY
                                           : WHEN_MONTH;
        range_parse(word->next, &when.first, &when.last);
    }
    if (word->next && word->next != capture->end)
        when.span = span_join(word->span, word->next->span);
    return when;
}

// The names up to `end`, without commas and parentheses.
void read_columns(struct arena *arena, const struct word *word, const struct word *end,
                         struct column_list *list)
{
    unsigned most = 0;
    for (const struct word *each = word; each != end; each = each->next)
        most++;
    list->columns = arena_new_many(arena, struct name, most);
    for (; word != end; word = word->next) {
        list->is_all |= word->kind == WORD_STAR;
        if (word->kind == WORD_NAME)
            list->columns[list->count++] = parse_name(word);
        list->span.end = word->span.end;
    }
}

// One `users(id, email)`; returns the word behind it.
const struct word *read_table_use(struct arena *arena, const struct word *word,
                                         const struct word *end, struct column_list *list)
{
    list->table = parse_name(word);
    list->span = word->span;
    word = word->next;
    if (word == end || word->kind != WORD_OPEN)
        return word;
    const struct word *close = word;
    while (close->kind != WORD_CLOSE)
        close = close->next;
    read_columns(arena, word, close->next, list);
    return close->next;
}

static enum comparison comparison_of(struct str sign)
{
    static const struct { const char *sign; enum comparison comparison; } signs[] = {
        { "=", COMPARE_EQUAL },   { "!=", COMPARE_UNEQUAL }, { "<", COMPARE_LESS },
        { "<=", COMPARE_AT_MOST }, { ">", COMPARE_GREATER },  { ">=", COMPARE_AT_LEAST },
    };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (str_is(sign, signs[i].sign))
            return signs[i].comparison;
    BUG("a comparison that is none");
}

void read_bound(const struct capture *capture, struct bound *bound)
{
    if (!capture)
        return;
    const struct word *word = capture->first, *value = word->next;
    bound->span = word->span;
    for (const struct word *each = word; each != capture->end; each = each->next)
        bound->span.end = each->span.end;
    if (word->kind != WORD_COMPARISON) {
        bound->is_unchanged = word_is(word, "unchanged");
        bound->is_empty = word_is(word, "is");
        return;
    }
    bound->comparison = comparison_of(word->text.str);
    bound->text = value->text;
    quantity_parse(value, &bound->quantity);
    bound->is_of_baseline = value->next != capture->end;
}

struct action *add_action(struct binder *binder, void *owner, size_t offset,
                                 enum action_kind kind, const struct match *match)
{
    struct action *action = NEW(binder, action);
    action->kind = kind;
    action->statement = match->statement;
    action->span = span_of(match);
    action->is_inferred = match->statement->is_inferred;
    list_add(AT(owner, offset, struct action_list), action);
    return action;
}

void refer_store(struct binder *binder, const struct match *match,
                        const struct store **store)
{
    const struct capture *named = match_find(match, "store");
    if (named)
        bind_refer(binder, REFER_STORE, named, store);
    else
        bind_refer(binder, REFER_STORE, &(struct capture){ .first = NULL }, store);
    if (!named && !match->statement->is_inferred)
        binder->references.last->span = match->statement->span;
}
