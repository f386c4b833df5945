// What is said about keys and values that make no statement.

#include "plan/spell-parts.h"

#include "base/output.h"
#include "diagnostics/suggest.h"
#include "generated/kinds.h"
#include "plan/bind-report.h"

enum { MAX_SHOWN_KEY = 40 };

// The words that stand for a whole form, and "one value" where one argument does.
static struct str scalars_of(struct speller *speller, const struct shape_list *shapes)
{
    struct output all = { .arena = speller->arena };
    bool takes_value = false;
    for (unsigned i = 0; i < shapes->count; i++) {
        const struct argument *only = shape_only_argument(&shapes->items[i]);
        takes_value |= only && argument_is_bare(only);
        if (only && !only->value && !only->words.data)
            output_format(&all, "%.*s, ", STR_ARGS(only->key));
    }
    output_str(&all, takes_value ? STR("one value or ") : STR(""));
    struct str words = output_get(&all);
    if (!str_ends_with(words, STR(", ")))
        return words;
    return arena_format(speller->arena, "%.*s or ", (int)words.length - 2, words.data);
}

static struct str quoted(struct speller *speller, const struct tree_node *node)
{
    bool is_short = node->kind == TREE_SCALAR && !tree_is_null(node)
                    && node->text.str.length <= MAX_SHOWN_KEY
                    && str_find_char(node->text.str, '\n', 0) == STR_NOT_FOUND;
    return is_short ? arena_format(speller->arena, "'%.*s'", STR_ARGS(node->text.str))
                    : str_of(node_phrase(node));
}

void report_shape(struct speller *speller, const struct tree_node *node, struct str keyword,
                  const struct shape_list *shapes)
{
    struct output all = { .arena = speller->arena };
    for (unsigned i = 0; i < shapes->count; i++) {
        output_str(&all, i == 0 ? STR("") : i + 1 < shapes->count ? STR(", ") : STR(" or "));
        shape_describe(&all, &shapes->items[i]);
    }
    struct str found = quoted(speller, node), scalars = scalars_of(speller, shapes);
    if (shape_is_texts(&shapes->items[0]))
        diagnose(&speller->unit->diagnostics, &kind_unexpected_text, node->span,
                 "%.*s: expected a list of texts, not %.*s", STR_ARGS(keyword), STR_ARGS(found));
    else
        diagnostic_help(diagnose(&speller->unit->diagnostics, &kind_unexpected_text, node->span,
                                 "%.*s: expected %.*sa map, not %.*s", STR_ARGS(keyword),
                                 STR_ARGS(scalars), STR_ARGS(found)),
                        "expected %.*s", STR_ARGS(output_get(&all)));
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
    if (!suggestion.best.data && shape && shape->argument_count > 0) {
        struct output all = { .arena = speller->arena };
        shape_describe(&all, shape);
        diagnostic_help(finding, "expected %.*s", STR_ARGS(output_get(&all)));
    }
    struct str best = suggestion.best;
    return best.data && is_keyword_of(block, best) ? best : STR_NONE;
}
