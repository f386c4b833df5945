#include "plan/shape.h"

#include "base/check.h"
#include "base/output.h"

static bool is_word(const struct item *item)
{
    return item->kind == ITEM_LITERAL && char_is_letter(item->name.data[0]);
}

static const struct item *last_word(const struct item *from, const struct item *end)
{
    const struct item *word = NULL;
    for (const struct item *item = from; item != end; item = item->next)
        if (is_word(item))
            word = item;
    return word;
}

static void add_argument(struct shape *shape, struct argument argument)
{
    if (shape->argument_count == MAX_ARGUMENTS)
        BUG("a form has more arguments than a shape holds");
    shape->arguments[shape->argument_count++] = argument;
}

// Words that have no value behind them: the first is the key, the rest what it says.
static void add_words(struct shape *shape, const struct item *from, const struct item *end,
                      bool is_required)
{
    struct argument argument = {
        .key = from->name, .from = from, .end = end, .is_required = is_required,
    };
    const struct item *rest = from->next;
    if (rest != end) {
        const struct item *last = last_word(rest, end);
        argument.words = (struct str){
            rest->name.data, (size_t)(last->name.data + last->name.length - rest->name.data)
        };
    }
    add_argument(shape, argument);
}

// The value at `value`, with the word before it and a sign behind it. Returns what follows.
static const struct item *add_value(struct shape *shape, const struct item *from,
                                    const struct item *value, bool is_required)
{
    const struct item *word = last_word(from, value), *end = value->next;
    if (word && word != from)
        add_words(shape, from, word, is_required);
    while (end && end->kind == ITEM_LITERAL && !is_word(end))
        end = end->next;
    add_argument(shape, (struct argument){
        .key = word ? word->name : value->name, .from = word ? word : from, .end = end,
        .value = value, .is_required = is_required,
    });
    return end;
}

static void add_items(struct shape *shape, const struct item *item, bool is_required)
{
    const struct item *from = item;
    while (item) {
        if (item->kind == ITEM_LITERAL) {
            item = item->next;
            continue;
        }
        if (item->kind == ITEM_VALUE) {
            item = from = add_value(shape, from, item, is_required);
            continue;
        }
        if (from != item)
            add_words(shape, from, item, is_required);
        if (item->kind == ITEM_OPTIONAL)
            add_items(shape, item->inner, false);
        else {
            shape->has_block = true;
            shape->needs_block = is_required;
            shape->block = item->block;
        }
        item = from = item->next;
    }
    if (from)
        add_words(shape, from, NULL, is_required);
}

// `rollback deploy APP VERSION`: what `deploy` in a rollback's block would be.
static void nest(struct shape *shape)
{
    const struct item *first = shape->alternative->items->next;
    if (!first || first->kind != ITEM_LITERAL || shape->argument_count < 2
        || !forms_have(BLOCK_ROLLBACK, first->name))
        return;
    shape->nest = first->name;
    for (unsigned i = 0; i < shape->argument_count; i++) {
        struct argument *argument = &shape->arguments[i];
        argument->is_nested = true;
        if (str_equal(argument->key, first->name))
            argument->key = argument->value->name;
    }
}

void shapes_of(struct shape_list *list, struct pattern_cache *cache, enum block_id block,
               struct str keyword)
{
    list->count = 0;
    for (size_t i = 0; i < form_count; i++) {
        if (forms[i].block != block || !str_equal(form_keyword(&forms[i]), keyword))
            continue;
        const struct alternative *alternative = forms_alternatives(cache, i);
        for (; alternative; alternative = alternative->next) {
            if (list->count == MAX_SHAPES)
                BUG("a keyword has more forms than a list of shapes holds");
            struct shape *shape = &list->items[list->count++];
            *shape = (struct shape){ .form = &forms[i], .alternative = alternative };
            add_items(shape, alternative->items->next, true);
            nest(shape);
        }
    }
}

bool argument_is_code(const struct argument *argument)
{
    return argument->value && strcmp(argument->value->type->name, "CODE") == 0;
}

static bool is_key_of_code(struct str key)
{
    static const char *const keys[] = { "code", "language", "sql", "sh", "bash" };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (str_is(key, keys[i]))
            return true;
    return false;
}

const struct argument *shape_argument(const struct shape *shape, struct str key, bool is_nested)
{
    for (unsigned i = 0; i < shape->argument_count; i++) {
        const struct argument *argument = &shape->arguments[i];
        if (argument->is_nested == is_nested
            && (argument_is_code(argument) ? is_key_of_code(key) : str_equal(argument->key, key)))
            return argument;
    }
    return NULL;
}

const struct argument *shape_only_argument(const struct shape *shape)
{
    const struct argument *only = NULL;
    for (unsigned i = 0; i < shape->argument_count; i++) {
        if (!shape->arguments[i].is_required)
            continue;
        if (only)
            return NULL;
        only = &shape->arguments[i];
    }
    return shape->needs_block ? NULL : only;
}

bool argument_is_bare(const struct argument *argument)
{
    return argument->value && argument->from == argument->value && !argument->is_nested
           && !argument_is_code(argument);
}

bool shape_is_texts(const struct shape *shape)
{
    return shape->has_block && shape->block == BLOCK_TEXTS && shape->argument_count == 0;
}

bool keyword_is_action(enum block_id block, struct str keyword)
{
    for (size_t i = 0; i < form_count; i++)
        if (forms[i].block == block && form_is_action(&forms[i])
            && str_equal(form_keyword(&forms[i]), keyword))
            return true;
    return false;
}

bool block_has_actions(enum block_id block)
{
    return block == BLOCK_PHASE || block == BLOCK_ROLLBACK;
}

static void describe_argument(struct output *out, const struct argument *argument)
{
    struct str key = argument_is_code(argument) ? STR("sql") : argument->key;
    output_format(out, argument->is_required ? "%.*s" : "%.*s?", STR_ARGS(key));
}

void shape_describe(struct output *out, const struct shape *shape)
{
    const struct argument *first = &shape->arguments[0];
    bool is_word = shape->argument_count == 1 && !first->value && !first->words.data;
    if (is_word && !shape->has_block) {
        output_str(out, first->key);
        return;
    }
    output_char(out, '{');
    if (shape->nest.data)
        output_format(out, "%.*s: {", STR_ARGS(shape->nest));
    for (unsigned i = 0; i < shape->argument_count; i++) {
        output_str(out, i > 0 ? STR(", ") : STR(""));
        describe_argument(out, &shape->arguments[i]);
    }
    output_str(out, shape->nest.data ? STR("}") : STR(""));
    bool is_empty = shape->argument_count == 0;
    if (shape->has_block && shape->block == BLOCK_ROLLBACK)
        output_str(out, STR("do"));
    else if (shape->has_block)
        output_str(out, is_empty ? STR("…") : STR(", …"));
    output_char(out, '}');
}
