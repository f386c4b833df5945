// Walks the tree: which form a map has, which of its keys are arguments and which statements.

#include "plan/spell.h"

#include "generated/kinds.h"
#include "plan/spell-parts.h"
#include "syntax/comments.h"

static void spell_block(struct speller *speller, struct statement_list *list,
                        const struct tree_node *map, enum block_id block, struct str keyword,
                        const struct shape *shape);
static void spell_texts(struct speller *speller, struct statement *statement,
                        const struct tree_node *list, struct str keyword);

// ---- statements

static uint32_t blank_lines_before(const struct speller *speller, uint32_t address)
{
    struct str text = speller->unit->file->text;
    size_t at = address - speller->unit->file->base;
    uint32_t line_ends = 0;
    while (at > 0 && strchr(" \t\r\n-", text.data[at - 1]) && text.data[at - 1] != '\0')
        line_ends += text.data[--at] == '\n';
    return line_ends > 0 ? line_ends - 1 : 0;
}

static struct statement *add_statement(struct speller *speller, struct statement_list *list,
                                       struct str keyword, struct span place)
{
    struct statement *statement = arena_new(speller->arena, struct statement);
    statement->span = place;
    statement_add_word(speller->arena, statement, WORD_NAME,
                       text_for_span(speller->arena, keyword, place));
    statement->blank_lines_before = blank_lines_before(speller, place.start);
    list_add(list, statement);
    return statement;
}

// ---- maps and lists

static void spell_map(struct speller *speller, struct statement *statement,
                      const struct shape_list *shapes, const struct tree_node *map,
                      struct str keyword)
{
    unsigned misfits = 0;
    const struct shape *shape = choose_shape(speller, statement, shapes, map, &misfits);
    statement->span = span_of_arguments(shape, map, statement->span);
    if (statement->span.start == statement->span.end)
        statement->span.end = map->span.end;
    if (misfits > 0)
        statement->is_broken = report_misfits(speller, shape, map, keyword, statement->span);
    if (!spell_arguments(speller, statement, shape, map, !statement->is_broken))
        statement->is_broken = true;
    const struct tree_node *texts =
        shape->block == BLOCK_TEXTS ? tree_find(map, STR("texts")) : NULL;
    bool is_block = shape->has_block && shape->block != BLOCK_TEXTS;
    if (is_block)
        statement_add_block(speller->arena, statement, map->span);
    struct statement_list unknown = { 0 };
    spell_block(speller, is_block ? &statement->block->statements : &unknown, map,
                is_block ? shape->block : BLOCK_TEXTS, keyword, shape);
    if (is_block && !shape->needs_block && !statement->block->statements.first)
        statement->block = NULL;
    if (texts)
        spell_texts(speller, statement, texts, STR("texts"));
}

static void spell_texts(struct speller *speller, struct statement *statement,
                        const struct tree_node *list, struct str keyword)
{
    struct block *block = statement_add_block(speller->arena, statement, list->span);
    if (list->kind != TREE_LIST) {
        diagnose(&speller->unit->diagnostics, &kind_unexpected_text, list->span,
                 "%.*s: expected a list of texts, not %s", STR_ARGS(keyword), node_phrase(list));
        return;
    }
    list_each(tree_node, item, list->items) {
        if (item->kind != TREE_SCALAR || tree_is_null(item)) {
            diagnose(&speller->unit->diagnostics, &kind_unexpected_text, item->span,
                     "%.*s: expected text, not %s", STR_ARGS(keyword), node_phrase(item));
            continue;
        }
        struct statement *text = arena_new(speller->arena, struct statement);
        text->span = item->span;
        statement_add_word(speller->arena, text, WORD_TEXT, item->text)->span = item->span;
        list_add(&block->statements, text);
    }
}

static void spell_statement(struct speller *speller, struct statement_list *list,
                            const struct shape_list *shapes, struct str keyword,
                            struct span place, struct spelled_place where)
{
    const struct tree_node *node = where.value;
    struct statement *statement = add_statement(speller, list, keyword, place);
    struct spelled_place *there = arena_new(speller->arena, struct spelled_place);
    *there = where;
    statement->place = there;
    if (node->kind == TREE_MAP) {
        spell_map(speller, statement, shapes, node, keyword);
        return;
    }
    if (place.start == place.end || node->kind == TREE_SCALAR)
        statement->span.end = node->span.end;
    if (node->kind == TREE_LIST && shape_is_texts(&shapes->items[0]))
        spell_texts(speller, statement, node, keyword);
    else
        spell_value(speller, statement, shapes, node, keyword);
}

static bool is_repeatable(const struct shape_list *shapes)
{
    for (unsigned i = 0; i < shapes->count; i++)
        if (!shapes->items[i].form->is_once)
            return true;
    return false;
}

static void spell_entry(struct speller *speller, struct statement_list *list, struct str keyword,
                        struct spelled_place where)
{
    const struct tree_node *value = where.value;
    struct shape_list shapes;
    shapes_of(&shapes, &speller->patterns, where.block, keyword);
    if (value->kind != TREE_LIST || !is_repeatable(&shapes)) {
        spell_statement(speller, list, &shapes, keyword, where.entry->key->span, where);
        return;
    }
    list_each(tree_node, item, value->items) {
        struct span place = { item->span.start, item->span.start };
        where.item = where.value = item;
        spell_statement(speller, list, &shapes, keyword, place, where);
    }
}

// ---- actions

static void spell_action(struct speller *speller, struct statement_list *list,
                         const struct tree_entry *entry, struct spelled_place where)
{
    enum block_id block = where.block;
    struct str keyword = entry->key->text.str;
    if (!keyword_is_action(block, keyword) && forms_have(block, keyword)) {
        diagnostic_help(diagnose(&speller->unit->diagnostics, &kind_unexpected_text,
                                 entry->key->span, "'%.*s' is no action", STR_ARGS(keyword)),
                        "it stands beside 'do', not in it");
        return;
    }
    if (!keyword_is_action(block, keyword))
        keyword = report_unknown_key(speller, entry->key, STR("do"), NULL, block);
    if (!keyword.data || !keyword_is_action(block, keyword))
        return;
    struct shape_list shapes;
    shapes_of(&shapes, &speller->patterns, block, keyword);
    where.value = entry->value;
    spell_statement(speller, list, &shapes, keyword, entry->key->span, where);
}

static void spell_actions(struct speller *speller, struct statement_list *list,
                          struct spelled_place where)
{
    const struct tree_node *actions = where.value;
    struct diagnostics *diagnostics = &speller->unit->diagnostics;
    if (actions->kind != TREE_LIST) {
        diagnose(diagnostics, &kind_unexpected_text, actions->span,
                 "do: expected a list of actions, not %s", node_phrase(actions));
        return;
    }
    list_each(tree_node, item, actions->items) {
        const struct tree_entry *entry = item->entries.first;
        if (item->kind != TREE_MAP || !entry) {
            diagnose(diagnostics, &kind_unexpected_text, item->span,
                     "do: expected a map with the action as its key, not %s", node_phrase(item));
            continue;
        }
        where.item = item;
        spell_action(speller, list, entry, where);
        if (entry->next)
            diagnostic_help(diagnose(diagnostics, &kind_unexpected_text, entry->next->key->span,
                                     "a second key in one action"),
                            "each action is an item of the list; its arguments stand deeper "
                            "than its key");
    }
}

// ---- blocks

// `unknown` keys are reported whether or not there is a block: BLOCK_TEXTS has no keys.
static void spell_block(struct speller *speller, struct statement_list *list,
                        const struct tree_node *map, enum block_id block, struct str keyword,
                        const struct shape *shape)
{
    list_each(tree_entry, entry, map->entries) {
        struct str key = entry->key->text.str;
        struct spelled_place where = { block, map, entry, NULL, entry->value };
        if (shape_argument(shape, key, false) || (shape->nest.data && str_equal(key, shape->nest))
            || (shape->has_block && shape->block == BLOCK_TEXTS && str_is(key, "texts")))
            continue;
        if (str_is(key, "do") && block_has_actions(block)) {
            spell_actions(speller, list, where);
            continue;
        }
        if (block == BLOCK_TEXTS || !forms_have(block, key))
            key = report_unknown_key(speller, entry->key, keyword, shape, block);
        if (!key.data)
            continue;
        if (keyword_is_action(block, key))
            diagnostic_help(diagnose(&speller->unit->diagnostics, &kind_unexpected_text,
                                     entry->key->span, "'%.*s' is an action", STR_ARGS(key)),
                            "actions are items of the list 'do', in the order in which they "
                            "happen");
        else
            spell_entry(speller, list, key, where);
    }
}

// ---- the file

static void report_no_plan(struct speller *speller, const struct tree_node *tree)
{
    struct span place = { tree->span.start, tree->span.start };
    diagnostic_help(diagnose(&speller->unit->diagnostics, &kind_no_plan, place,
                             "there is no plan in this file"),
                    "a plan in YAML begins with: plan: what it does");
}

static const struct tree_entry *find_plan(const struct tree_node *tree)
{
    list_each(tree_entry, entry, tree->entries)
        if (str_is(entry->key->text.str, "plan"))
            return entry;
    return NULL;
}

static void spell_file(struct speller *speller, struct statement_list *list,
                       const struct tree_node *tree)
{
    const struct tree_entry *plan = find_plan(tree);
    if (!plan) {
        report_no_plan(speller, tree);
        return;
    }
    struct shape_list shapes;
    shapes_of(&shapes, &speller->patterns, BLOCK_FILE, STR("plan"));
    struct shape shape = shapes.items[0];
    shape.arguments[0].key = STR("plan"); // the title stands behind the keyword itself
    struct statement *statement = add_statement(speller, list, STR("plan"), plan->key->span);
    statement->span.end = plan->value->span.end;
    if (!spell_argument(speller, statement, &shape.arguments[0], plan->value, true))
        statement->is_broken = true;
    struct block *block = statement_add_block(speller->arena, statement, tree->span);
    spell_block(speller, &block->statements, tree, BLOCK_PLAN, STR("plan"), &shape);
}

void plan_spell(struct unit *unit)
{
    const struct document *document = unit->document;
    if (!document->tree || document->has_keys)
        return;
    struct speller speller = { .unit = unit, .arena = &unit->arena };
    speller.patterns.arena = &unit->arena;
    struct document *spelled = arena_new(&unit->arena, struct document);
    *spelled = *document;
    spelled->has_keys = true;
    spell_file(&speller, &spelled->statements, document->tree);
    unit->document = spelled;
    comments_read_suppressions(unit, spelled);
}
