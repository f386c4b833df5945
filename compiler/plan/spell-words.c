// The words of a statement, from the arguments that a map names.

#include "plan/spell-parts.h"

#include "generated/kinds.h"
#include "syntax/words.h"

const char *node_phrase(const struct tree_node *node)
{
    if (node->kind == TREE_LIST)
        return "a list";
    if (node->kind == TREE_MAP)
        return "a map";
    return tree_is_null(node) ? "nothing" : "text";
}

static bool fail_at_value(struct speller *speller, const struct tree_node *node, struct str key,
                          const char *expected, bool is_reporting)
{
    if (is_reporting)
        report_value(speller, node, key, str_of(expected));
    return false;
}

static bool fail_at_type(struct speller *speller, const struct tree_node *node, struct str key,
                         const struct type *type, bool is_reporting)
{
    if (is_reporting)
        report_type(speller, node, key, STR(""), type);
    return false;
}

// ---- words

static void add_words(struct statement *statement, const struct word_list *words)
{
    for (struct word *word = words->first, *next; word; word = next) {
        next = word->next;
        word->next = NULL;
        list_add(&statement->words, word);
    }
}

static enum word_kind kind_of_sign(struct str sign)
{
    return str_is(sign, "->")  ? WORD_ARROW
           : str_is(sign, "(") ? WORD_OPEN
           : str_is(sign, ")") ? WORD_CLOSE
                               : WORD_NAME;
}

// The words of the form in [from, end) that stand as they are.
static void add_literals(struct speller *speller, struct statement *statement,
                         const struct item *from, const struct item *end, struct span place)
{
    for (const struct item *item = from; item != end; item = item->next)
        statement_add_word(speller->arena, statement, kind_of_sign(item->name),
                           text_for_span(speller->arena, item->name, place));
}

// Whether the words are values of the type to their end: one, or a list.
static bool are_values(const struct item *item, const struct word *word)
{
    while (word) {
        const struct word *behind = type_take(item->type, word);
        if (behind == word)
            return false;
        if (!behind)
            return true;
        if (!item->is_list)
            return false;
        if (item->has_commas && behind->kind != WORD_COMMA)
            return false;
        word = item->has_commas ? behind->next : behind;
    }
    return false;
}

static void add_text(struct speller *speller, struct statement *statement,
                     const struct tree_node *node)
{
    struct word *word = statement_add_word(speller->arena, statement, WORD_TEXT, node->text);
    word->span = node->span;
}

static bool takes_text(const struct item *item, const struct tree_node *node)
{
    struct word word = { .kind = WORD_TEXT, .text = node->text };
    return type_take(item->type, &word) != &word;
}

static bool add_scalar(struct speller *speller, struct statement *statement,
                       const struct item *item, struct str key, const struct tree_node *node,
                       bool is_reporting)
{
    if (node->kind != TREE_SCALAR || tree_is_null(node))
        return fail_at_type(speller, node, key, item->type, is_reporting);
    struct word_list words;
    bool is_text = strcmp(item->type->name, "TEXT") == 0;
    if (!is_text && words_read(speller->arena, node->text, &words)
        && are_values(item, words.first)) {
        add_words(statement, &words);
        return true;
    }
    if (!takes_text(item, node))
        return fail_at_type(speller, node, key, item->type, is_reporting);
    add_text(speller, statement, node);
    return true;
}

static bool add_list(struct speller *speller, struct statement *statement,
                     const struct item *item, struct str key, const struct tree_node *list,
                     bool is_reporting)
{
    if (!list->items.first)
        return fail_at_type(speller, list, key, item->type, is_reporting);
    list_each(tree_node, node, list->items) {
        if (node != list->items.first && item->has_commas)
            statement_add_word(speller->arena, statement, WORD_COMMA,
                               text_for_span(speller->arena, STR(","), node->span));
        if (!add_scalar(speller, statement, item, key, node, is_reporting))
            return false;
    }
    return true;
}

// ---- code

static bool is_language(struct str tag)
{
    for (size_t i = 0; i < tag.length; i++)
        if (!char_is_word(tag.data[i]) && !strchr("+#.-", tag.data[i]))
            return false;
    return tag.length > 0;
}

static bool add_code(struct speller *speller, struct statement *statement, struct str language,
                     struct str key, const struct tree_node *node, bool is_reporting)
{
    if (node->kind != TREE_SCALAR || tree_is_null(node))
        return fail_at_value(speller, node, key, "code", is_reporting);
    struct word *word = statement_add_word(speller->arena, statement, WORD_CODE, node->text);
    word->span = node->span;
    word->language = language;
    return true;
}

// `sql: …`, `sh: …`, `bash: …`, or `code: …` with `language: …`.
static bool add_code_of(struct speller *speller, struct statement *statement,
                        const struct tree_node *map, bool is_reporting)
{
    static const char *const languages[] = { "sql", "sh", "bash" };
    struct diagnostics *diagnostics = &speller->unit->diagnostics;
    const struct tree_node *code = tree_find(map, STR("code"));
    const struct tree_node *language = tree_find(map, STR("language"));
    struct str key = code ? STR("code") : STR(""), tag = STR("");
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        const struct tree_node *other = tree_find(map, str_of(languages[i]));
        if (other && (code || language)) {
            if (is_reporting)
                diagnose(diagnostics, &kind_unexpected_text, other->span,
                         "a second code in one statement");
            return false;
        }
        if (other) {
            code = other;
            key = tag = str_of(languages[i]);
        }
    }
    if (language && (language->kind != TREE_SCALAR || !is_language(language->text.str)))
        return fail_at_value(speller, language, STR("language"), "a word such as python",
                             is_reporting);
    if (!code)
        return fail_at_value(speller, language, STR("language"), "'code' beside it", is_reporting);
    return add_code(speller, statement, language ? language->text.str : tag, key, code,
                    is_reporting);
}

// ---- arguments

static bool add_lone_words(struct speller *speller, struct statement *statement,
                           const struct argument *argument, const struct tree_node *node,
                           bool is_reporting)
{
    struct str wanted = argument->words.data ? argument->words : STR("true");
    if (node->kind == TREE_SCALAR && str_is(node->text.str, "false") && !argument->is_required)
        return true;
    if (node->kind != TREE_SCALAR || !str_equal(node->text.str, wanted))
        return fail_at_value(speller, node, argument->key,
                             arena_format(speller->arena, "'%.*s'", STR_ARGS(wanted)).data,
                             is_reporting);
    add_literals(speller, statement, argument->from, argument->end, node->span);
    return true;
}

bool spell_argument(struct speller *speller, struct statement *statement,
                    const struct argument *argument, const struct tree_node *node,
                    bool is_reporting)
{
    const struct item *value = argument->value;
    if (!value)
        return add_lone_words(speller, statement, argument, node, is_reporting);
    add_literals(speller, statement, argument->from, value, node->span);
    bool is_added = node->kind == TREE_LIST && value->is_list
                        ? add_list(speller, statement, value, argument->key, node, is_reporting)
                        : add_scalar(speller, statement, value, argument->key, node, is_reporting);
    add_literals(speller, statement, value->next, argument->end, node->span);
    return is_added;
}

const struct tree_node *nested_map(const struct shape *shape, const struct tree_node *map)
{
    const struct tree_node *nested = shape->nest.data ? tree_find(map, shape->nest) : NULL;
    return nested && nested->kind == TREE_MAP ? nested : NULL;
}

bool map_has_argument(const struct tree_node *map, const struct argument *argument)
{
    if (!argument_is_code(argument))
        return tree_find(map, argument->key) != NULL;
    return tree_find(map, STR("code")) || tree_find(map, STR("sql")) || tree_find(map, STR("sh"))
           || tree_find(map, STR("bash")) || tree_find(map, STR("language"));
}

bool spell_arguments(struct speller *speller, struct statement *statement,
                     const struct shape *shape, const struct tree_node *map, bool is_reporting)
{
    const struct tree_node *nested = nested_map(shape, map);
    bool is_whole = true;
    for (unsigned i = 0; i < shape->argument_count; i++) {
        const struct argument *argument = &shape->arguments[i];
        const struct tree_node *holder = argument->is_nested ? nested : map;
        if (!holder || !map_has_argument(holder, argument))
            continue;
        if (argument_is_code(argument))
            is_whole &= add_code_of(speller, statement, holder, is_reporting);
        else
            is_whole &= spell_argument(speller, statement, argument,
                                       tree_find(holder, argument->key), is_reporting);
    }
    return is_whole;
}
