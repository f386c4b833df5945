// What is said about keys and values that make no statement.

#include "plan/spell-parts.h"

#include "base/output.h"
#include "diagnostics/suggest.h"
#include "generated/kinds.h"
#include "plan/bind-report.h"
#include "base/date.h"
#include "syntax/words.h"

enum { MAX_SHOWN_KEY = 40 };

// "'week', …" where it is one line and short, else what kind of node it is.
static struct str quoted(struct speller *speller, const struct tree_node *node)
{
    bool is_short = node->kind == TREE_SCALAR && !tree_is_null(node)
                    && node->text.str.length <= MAX_SHOWN_KEY
                    && str_find_char(node->text.str, '\n', 0) == STR_NOT_FOUND;
    return is_short ? arena_format(speller->arena, "'%.*s'", STR_ARGS(node->text.str))
                    : str_of(node_phrase(node));
}

// ---- values

struct diagnostic *report_value(struct speller *speller, const struct tree_node *node,
                                struct str key, struct str expected)
{
    return diagnose(&speller->unit->diagnostics, &kind_unexpected_text, node->span,
                    "%.*s: expected %.*s, not %.*s", STR_ARGS(key), STR_ARGS(expected),
                    STR_ARGS(quoted(speller, node)));
}

static struct str join_choices(struct arena *arena, const char *choices, unsigned *count)
{
    struct output all = { .arena = arena };
    struct str choice, next;
    for (*count = 0; choice_next(&choices, &choice); ++*count) {
        const char *rest = choices;
        const char *between = choice_next(&rest, &next) ? ", " : " or ";
        output_format(&all, "%s", *count == 0 ? "" : between);
        output_str(&all, choice);
    }
    return output_get(&all);
}

static struct str nearest_choice(struct speller *speller, const struct tree_node *node,
                                 const struct type *type)
{
    const char *choices = type->choices;
    struct str choice;
    if (!choices || node->kind != TREE_SCALAR)
        return STR("");
    struct suggestion suggestion = suggestion_start(node->text.str);
    while (choice_next(&choices, &choice))
        suggestion_offer(&suggestion, choice);
    return suggestion_text(speller->arena, &suggestion);
}

static bool is_no_day(struct speller *speller, const struct tree_node *node)
{
    struct word_list words;
    struct date date;
    return node->kind == TREE_SCALAR && words_read(speller->arena, node->text, &words)
           && words.first->kind == WORD_DATE && !date_parse(words.first->text.str, &date);
}

struct diagnostic *report_type(struct speller *speller, const struct tree_node *node,
                               struct str key, struct str others, const struct type *type)
{
    struct arena *arena = speller->arena;
    struct str nearest = nearest_choice(speller, node, type), all = STR("");
    struct str expected = str_of(type->expected ? type->expected : "");
    unsigned count;
    if (is_no_day(speller, node))
        return diagnose(&speller->unit->diagnostics, &kind_unexpected_text, node->span,
                        "%.*s: there is no day '%.*s'", STR_ARGS(key), STR_ARGS(node->text.str));
    if (strcmp(type->name, "TEXT") == 0)
        expected = STR("text");
    if (!type->expected) {
        all = join_choices(arena, type->choices, &count);
        bool is_long = all.length > MAX_SHOWN_KEY;
        expected = is_long ? arena_format(arena, "one of %u words", count) : all;
        all = is_long ? all : STR("");
    }
    struct diagnostic *finding =
        diagnose(&speller->unit->diagnostics, &kind_unexpected_text, node->span,
                 "%.*s: expected %.*s%.*s, not %.*s%.*s", STR_ARGS(key), STR_ARGS(others),
                 STR_ARGS(expected), STR_ARGS(quoted(speller, node)), STR_ARGS(nearest));
    if (all.length > 0)
        diagnostic_help(finding, "expected %.*s", STR_ARGS(all));
    return finding;
}

// ---- shapes

struct str scalars_of(struct speller *speller, const struct shape_list *shapes)
{
    struct output all = { .arena = speller->arena };
    for (unsigned i = 0; i < shapes->count; i++) {
        const struct argument *only = shape_only_argument(&shapes->items[i]);
        if (only && !only->value && !only->words.data)
            output_format(&all, "%.*s, ", STR_ARGS(only->key));
    }
    struct str words = output_get(&all);
    if (!str_ends_with(words, STR(", ")))
        return words;
    return arena_format(speller->arena, "%.*s or ", (int)words.length - 2, words.data);
}

void report_shape(struct speller *speller, const struct tree_node *node, struct str keyword,
                  const struct shape_list *shapes)
{
    struct output all = { .arena = speller->arena };
    for (unsigned i = 0; i < shapes->count; i++) {
        output_str(&all, i == 0 ? STR("") : i + 1 < shapes->count ? STR(", ") : STR(" or "));
        shape_describe(&all, &shapes->items[i]);
    }
    struct str expected =
        arena_format(speller->arena, "%.*sa map", STR_ARGS(scalars_of(speller, shapes)));
    if (shape_is_texts(&shapes->items[0]))
        report_value(speller, node, keyword, STR("a list of texts"));
    else
        diagnostic_help(report_value(speller, node, keyword, expected), "expected %.*s",
                        STR_ARGS(output_get(&all)));
}

void report_missing(struct speller *speller, struct span place, struct str keyword,
                    const struct shape *shape, const struct argument *argument)
{
    struct output all = { .arena = speller->arena };
    shape_describe(&all, shape);
    struct str key = argument_is_code(argument) ? STR("sql' or 'sh") : argument->key;
    diagnostic_help(diagnose(&speller->unit->diagnostics, &kind_unexpected_text, place,
                             "%.*s: '%.*s' is missing", STR_ARGS(keyword), STR_ARGS(key)),
                    "expected %.*s", STR_ARGS(output_get(&all)));
}

static bool is_keyword_of(enum block_id block, struct str word)
{
    return block != BLOCK_TEXTS && forms_have(block, word);
}

// The keys that could have stood there.
static void list_keys(struct diagnostic *finding, struct speller *speller, struct str keyword,
                      const struct shape *shape, enum block_id block)
{
    struct output all = { .arena = speller->arena };
    struct str key, before = STR_NONE;
    if (shape && (block == BLOCK_TEXTS || block == BLOCK_CLAIMS)) {
        shape_describe(&all, shape);
        diagnostic_help(finding, "expected %.*s", STR_ARGS(output_get(&all)));
        return;
    }
    bool is_actions = str_is(keyword, "do");
    output_str(&all, block_has_actions(block) && !is_actions ? STR(", do") : STR(""));
    for (size_t i = 0; forms_keyword_at(block, i, &key); i++)
        if (keyword_is_action(block, key) == is_actions && !str_equal(key, before)) {
            output_format(&all, ", %.*s", STR_ARGS(key));
            before = key;
        }
    struct str keys = output_get(&all);
    if (keys.length > 0)
        diagnostic_help(finding, "keys of '%.*s': %.*s", STR_ARGS(keyword),
                        STR_ARGS(str_from(keys, strlen(", "))));
}

struct str report_unknown_key(struct speller *speller, const struct tree_node *key,
                              struct str keyword, const struct shape *shape, enum block_id block)
{
    struct str word = key->text.str, candidate;
    struct suggestion suggestion = suggestion_start(word);
    for (size_t i = 0; block != BLOCK_TEXTS && forms_keyword_at(block, i, &candidate); i++)
        suggestion_offer(&suggestion, candidate);
    if (block_has_actions(block))
        suggestion_offer(&suggestion, STR("do"));
    for (unsigned i = 0; shape && i < shape->argument_count; i++) {
        bool is_code = argument_is_code(&shape->arguments[i]);
        suggestion_offer(&suggestion, is_code ? STR("sql") : shape->arguments[i].key);
        if (is_code)
            suggestion_offer(&suggestion, STR("language"));
    }
    struct str hint = suggestion_text(speller->arena, &suggestion);
    struct str shown = str_slice(word, 0, str_find_char(word, '\n', 0));
    if (shown.length > MAX_SHOWN_KEY)
        shown = STR("…");
    struct diagnostic *finding =
        diagnose(&speller->unit->diagnostics, &kind_unknown_statement, key->span,
                 "no key '%.*s' in '%.*s'%.*s", STR_ARGS(shown), STR_ARGS(keyword),
                 STR_ARGS(hint));
    if (!suggestion.best.data)
        list_keys(finding, speller, keyword, shape, block);
    struct str best = suggestion.best;
    return best.data && is_keyword_of(block, best) ? best : STR_NONE;
}
