// Which shape a map has, or a value alone.

#include "plan/spell-parts.h"

#include "base/output.h"
#include "diagnostics/suggest.h"
#include "generated/kinds.h"
#include "syntax/words.h"

static bool fits(struct statement *statement, const struct shape *shape)
{
    struct match match = { .form = shape->form, .statement = statement };
    struct mismatch mismatch = { 0 };
    return form_pattern_match(shape->alternative, &match, &mismatch);
}

static void forget_arguments(struct statement *statement)
{
    statement->words.last = statement->words.first;
    statement->words.first->next = NULL;
}

// ---- one value

static bool is_lone_words(const struct argument *argument, struct str text)
{
    if (argument->value)
        return false;
    if (!argument->words.data)
        return str_equal(argument->key, text);
    const struct item *item = argument->from;
    for (; item != argument->end; item = item->next) {
        if (!str_starts_with(text, item->name))
            return false;
        text = str_trim(str_from(text, item->name.length));
    }
    return text.length == 0;
}

// `rollback: auto`, `verify: schema`: the words of a form that has nothing else.
static bool take_lone_words(struct speller *speller, struct statement *statement,
                            const struct shape_list *shapes, const struct tree_node *node)
{
    for (unsigned i = 0; i < shapes->count; i++) {
        const struct argument *only = shape_only_argument(&shapes->items[i]);
        if (!only || only->is_nested || !is_lone_words(only, node->text.str))
            continue;
        for (const struct item *item = only->from; item != only->end; item = item->next)
            statement_add_word(speller->arena, statement, WORD_NAME,
                               text_for_span(speller->arena, item->name, node->span));
        return true;
    }
    return false;
}

// A text of one word that is near to a word of another form is a slip: "auot" is no sentence.
static bool is_slip(struct speller *speller, const struct shape_list *shapes,
                    const struct tree_node *node, struct str keyword, struct str key)
{
    struct suggestion suggestion = suggestion_start(node->text.str);
    for (unsigned i = 0; i < shapes->count; i++) {
        const struct argument *only = shape_only_argument(&shapes->items[i]);
        if (only && !only->value && !only->words.data)
            suggestion_offer(&suggestion, only->key);
    }
    if (!suggestion.best.data)
        return false;
    diagnostic_help(diagnose(&speller->unit->diagnostics, &kind_unexpected_text, node->span,
                             "%.*s: unexpected '%.*s'%.*s", STR_ARGS(keyword),
                             STR_ARGS(node->text.str),
                             STR_ARGS(suggestion_text(speller->arena, &suggestion))),
                    "as text it needs its key: {%.*s: %.*s}", STR_ARGS(key),
                    STR_ARGS(node->text.str));
    return true;
}

static bool is_text(const struct argument *argument)
{
    return argument->value && strcmp(argument->value->type->name, "TEXT") == 0;
}

// A day that is none is no text for that.
static bool begins_with_date(struct speller *speller, const struct tree_node *node)
{
    struct word_list words;
    return node->kind == TREE_SCALAR && words_read(speller->arena, node->text, &words)
           && (words.first->kind == WORD_DATE || words.first->kind == WORD_OFFSET);
}

// The first shape whose only argument the node says; where none does, the first that has one.
static const struct shape *find_value_shape(struct speller *speller, struct statement *statement,
                                            const struct shape_list *shapes,
                                            const struct tree_node *node)
{
    const struct shape *first = NULL;
    for (unsigned i = 0; i < shapes->count; i++) {
        const struct shape *shape = &shapes->items[i];
        const struct argument *only = shape_only_argument(shape);
        if (!only || !argument_is_bare(only))
            continue;
        bool is_spelled = spell_argument(speller, statement, only, node, false);
        bool is_fit = is_spelled && fits(statement, shape);
        forget_arguments(statement);
        bool is_wrong_date = first && is_text(only) && begins_with_date(speller, node);
        if (is_fit && !is_wrong_date)
            return shape;
        if (!first)
            first = shape;
    }
    return first;
}

static void report_scalar(struct speller *speller, const struct shape_list *shapes,
                          const struct shape *shape, const struct tree_node *node,
                          struct str keyword)
{
    struct output all = { .arena = speller->arena };
    struct diagnostic *finding = report_type(speller, node, keyword, scalars_of(speller, shapes),
                                             shape_only_argument(shape)->value->type);
    shape_describe(&all, shape);
    if (shape->argument_count > 1 && str_find_char(node->text.str, ' ', 0) != STR_NOT_FOUND)
        diagnostic_help(finding, "with more than that, a map: %.*s", STR_ARGS(output_get(&all)));
}

void spell_value(struct speller *speller, struct statement *statement,
                 const struct shape_list *shapes, const struct tree_node *node, struct str keyword)
{
    if (node->kind == TREE_SCALAR && take_lone_words(speller, statement, shapes, node))
        return;
    const struct shape *shape = find_value_shape(speller, statement, shapes, node);
    if (!shape) {
        report_shape(speller, node, keyword, shapes);
        statement->is_broken = true;
        return;
    }
    struct argument named = *shape_only_argument(shape), *only = &named;
    only->key = keyword;
    if (is_text(only) && node->kind == TREE_SCALAR
        && is_slip(speller, shapes, node, keyword, shape_only_argument(shape)->key))
        statement->is_broken = true;
    else if (!spell_argument(speller, statement, only, node, node->kind == TREE_LIST)) {
        statement->is_broken = true;
        if (node->kind == TREE_SCALAR)
            report_scalar(speller, shapes, shape, node, keyword);
    }
}

// ---- maps

static bool has_key(const struct shape *shape, struct str key)
{
    if (shape_argument(shape, key, false) || (shape->nest.data && str_equal(key, shape->nest)))
        return true;
    if (!shape->has_block)
        return false;
    return shape->block == BLOCK_TEXTS
               ? str_is(key, "texts")
               : (str_is(key, "do") && block_has_actions(shape->block))
                     || (forms_have(shape->block, key) && !keyword_is_action(shape->block, key));
}

static const struct argument *find_missing(const struct shape *shape, const struct tree_node *map)
{
    const struct tree_node *nested = nested_map(shape, map);
    for (unsigned i = 0; i < shape->argument_count; i++) {
        const struct argument *argument = &shape->arguments[i];
        const struct tree_node *holder = argument->is_nested ? nested : map;
        if (argument->is_required && (!holder || !map_has_argument(holder, argument)))
            return argument;
    }
    return NULL;
}

// How far the map is from the shape: keys that it does not have, arguments that are not there.
static unsigned count_misfits(const struct shape *shape, const struct tree_node *map)
{
    unsigned count = 0;
    const struct tree_node *nested = nested_map(shape, map);
    list_each(tree_entry, entry, map->entries)
        count += !has_key(shape, entry->key->text.str);
    if (nested)
        list_each(tree_entry, entry, nested->entries)
            count += !shape_argument(shape, entry->key->text.str, true);
    for (unsigned i = 0; i < shape->argument_count; i++) {
        const struct argument *argument = &shape->arguments[i];
        const struct tree_node *holder = argument->is_nested ? nested : map;
        count += argument->is_required && (!holder || !map_has_argument(holder, argument));
    }
    return count;
}

// The shape that the map has, or is nearest to.
const struct shape *choose_shape(struct speller *speller, struct statement *statement,
                                 const struct shape_list *shapes, const struct tree_node *map,
                                 unsigned *misfits)
{
    const struct shape *best = NULL;
    for (unsigned i = 0; i < shapes->count; i++) {
        const struct shape *shape = &shapes->items[i];
        unsigned count = count_misfits(shape, map);
        if (count > 1 && nested_map(shape, map))
            count = 1; // the word of the shape names it
        if (!best || count < *misfits) {
            best = shape;
            *misfits = count;
        }
        if (count > 0)
            continue;
        struct block block = { 0 };
        statement->block = shape->has_block ? &block : NULL;
        bool is_fit = spell_arguments(speller, statement, shape, map, false)
                      && fits(statement, shape);
        forget_arguments(statement);
        statement->block = NULL;
        if (is_fit)
            return shape;
    }
    return best;
}

// From the first argument to the last one that follows without another key between.
struct span span_of_arguments(const struct shape *shape, const struct tree_node *map,
                              struct span place)
{
    bool has_begun = false;
    list_each(tree_entry, entry, map->entries) {
        struct str key = entry->key->text.str;
        bool is_argument = shape_argument(shape, key, false)
                           || (shape->nest.data && str_equal(key, shape->nest));
        if (!is_argument && has_begun)
            break;
        if (!is_argument)
            continue;
        if (!has_begun && place.start == place.end)
            place.start = entry->key->span.start; // the item of a list
        place.end = entry->value->span.end;
        has_begun = true;
    }
    return place;
}

// Returns whether there are any.
static bool report_nested_keys(struct speller *speller, const struct shape *shape,
                               const struct tree_node *map)
{
    const struct tree_node *nested = nested_map(shape, map);
    bool is_reported = false;
    if (!nested)
        return false;
    list_each(tree_entry, entry, nested->entries) {
        if (shape_argument(shape, entry->key->text.str, true))
            continue;
        report_unknown_key(speller, entry->key, shape->nest, shape, BLOCK_TEXTS);
        is_reported = true;
    }
    return is_reported;
}

static bool has_unknown_key(const struct shape *shape, const struct tree_node *map)
{
    list_each(tree_entry, entry, map->entries)
        if (!has_key(shape, entry->key->text.str))
            return true;
    return false;
}

// Returns whether the words of the statement are not whole. One mistake is said once: a key that
// is misspelt is not missing as well.
bool report_misfits(struct speller *speller, const struct shape *shape,
                    const struct tree_node *map, struct str keyword, struct span place)
{
    const struct argument *missing = find_missing(shape, map);
    bool is_reported = report_nested_keys(speller, shape, map);
    if (missing && !is_reported && !has_unknown_key(shape, map))
        report_missing(speller, place, keyword, shape, missing);
    return missing || is_reported;
}
