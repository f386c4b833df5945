// From a tree of keys to statements: what each entry would be in the plan language.
#ifndef PLAN_SPELL_H
#define PLAN_SPELL_H

#include "plan/forms.h"
#include "syntax/tree.h"
#include "syntax/unit.h"

// Where a statement stands in the tree.
struct spelled_place {
    enum block_id block;            // of which it is a statement
    const struct tree_node *map;    // of that block
    const struct tree_entry *entry; // of the map: its keyword's, or `do`
    const struct tree_node *item;   // of the entry's list; NULL where the entry is the statement
    const struct tree_node *value;  // what stands behind its keyword
};

// Where the unit's document is a tree, makes its statements, in the order of their words, and
// reads the suppressions in its comments. What has no shape that fits is reported.
void plan_spell(struct unit *unit);

#endif
