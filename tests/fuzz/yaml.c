// Any bytes as YAML: every node lies in its parent, and in the file.
#include "base/check.h"
#include "syntax/yaml.h"
#include "tests/fuzz/compile.h"

static void check_node(const struct tree_node *node, struct span outer)
{
    if (node->span.start < outer.start || node->span.end > outer.end
        || node->span.start > node->span.end)
        BUG("a node that lies outside of what holds it");
    list_each(tree_node, item, node->items)
        check_node(item, node->span);
    list_each(tree_entry, entry, node->entries) {
        check_node(entry->key, node->span);
        check_node(entry->value, node->span);
    }
    if (node->kind != TREE_SCALAR)
        return;
    text_span(node->text, 0, node->text.str.length);
    const struct piece *first = node->text.piece_count > 0 ? &node->text.pieces[0] : NULL;
    if (str_trim(node->text.str).length > 0 && !first->is_verbatim && first->address == node->span.start)
        BUG("a text whose bytes have lost their places");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = { 0 };
    struct source_map map = { .arena = &arena };
    const struct source_file *file =
        source_add(&map, STR("fuzz.yaml"), (struct str){ (const char *)data, size });
    struct yaml yaml;
    yaml_read(&arena, file, &yaml);
    if (yaml.root)
        check_node(yaml.root, span_of_file(file));
    else if (!yaml.problems.first)
        BUG("nothing was read, and nothing is wrong");
    list_each(yaml_problem, problem, yaml.problems)
        if (problem->message.length == 0 || problem->span.end > span_of_file(file).end)
            BUG("a problem without words, or outside of the file");
    list_each(comment, comment, yaml.comments)
        if (file->text.data[comment->span.start - file->base] != '#')
            BUG("a comment that is none");
    arena_release(&arena);
    return 0;
}
