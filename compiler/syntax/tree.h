// A tree of maps, lists and scalars, each with its place: what notations that name the
// arguments of a statement are read into.
#ifndef SYNTAX_TREE_H
#define SYNTAX_TREE_H

#include "source/text.h"

enum tree_kind { TREE_SCALAR, TREE_LIST, TREE_MAP };

struct tree_node {
    struct tree_node *next; // the next item of a list
    enum tree_kind kind;
    struct span span;
    struct text text; // of a scalar: quotes and escapes are gone
    bool is_plain;    // a scalar without quotes: 5, true and ~ are values, not texts
    bool is_literal;  // a scalar whose lines stand in the file as they are, but for their indent
    bool is_flow;     // a list in [ ], a map in { }
    LIST_OF(tree_node) items;
    LIST_OF(tree_entry) entries; // no key twice
};

struct tree_entry {
    struct tree_entry *next;
    const struct tree_node *key; // a scalar
    const struct tree_node *value;
};

// `null`, `~` or nothing at all.
bool tree_is_null(const struct tree_node *node);

// The value of this key; NULL where the map has none.
const struct tree_node *tree_find(const struct tree_node *map, struct str key);

#endif
