// Any bytes as YAML: every node lies in its parent, and in the file.
#include "base/check.h"
#include "syntax/yaml.h"
#include "tests/fuzz/compile.h"

static void check_node(const struct yaml_node *node, struct span outer)
{
    if (node->span.start < outer.start || node->span.end > outer.end
        || node->span.start > node->span.end)
        BUG("a node that lies outside of what holds it");
    list_each(yaml_node, item, node->items)
        check_node(item, node->span);
    list_each(yaml_entry, entry, node->entries) {
        check_node(entry->key, node->span);
        check_node(entry->value, node->span);
    }
    if (node->kind == YAML_SCALAR)
        text_span(node->text, 0, node->text.str.length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = { 0 };
    struct source_map map = { .arena = &arena };
    const struct source_file *file =
        source_add(&map, STR("fuzz.yaml"), (struct str){ (const char *)data, size });
    struct yaml_problem problem;
    const struct yaml_node *root = yaml_read(&arena, file, &problem);
    if (root)
        check_node(root, span_of_file(file));
    else if (problem.message.length == 0 || problem.span.end > span_of_file(file).end)
        BUG("a problem without words, or outside of the file");
    arena_release(&arena);
    return 0;
}
