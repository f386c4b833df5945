#include "syntax/tree.h"

bool tree_is_null(const struct tree_node *node)
{
    struct str text = node->text.str;
    return node->kind == TREE_SCALAR && node->is_plain
           && (text.length == 0 || str_is(text, "~") || str_is(text, "null"));
}

const struct tree_node *tree_find(const struct tree_node *map, struct str key)
{
    list_each(tree_entry, entry, map->entries)
        if (str_equal(entry->key->text.str, key))
            return entry->value;
    return NULL;
}
