// What the files of plan_spell() share.
#ifndef PLAN_SPELL_PARTS_H
#define PLAN_SPELL_PARTS_H

#include "plan/shape.h"
#include "syntax/tree.h"
#include "syntax/unit.h"

struct speller {
    struct unit *unit;
    struct arena *arena;
    struct pattern_cache patterns;
};

// ---- spell-words.c: the words of one statement

// Adds what the argument says. False where the node cannot say it; that is reported where
// `is_reporting`.
bool spell_argument(struct speller *speller, struct statement *statement,
                    const struct argument *argument, const struct tree_node *node,
                    bool is_reporting);

// Adds the words of every argument of the shape that the map has, in the form's order.
bool spell_arguments(struct speller *speller, struct statement *statement,
                     const struct shape *shape, const struct tree_node *map, bool is_reporting);

// The map that holds the nested arguments; NULL where it is none, or is not there.
const struct tree_node *nested_map(const struct shape *shape, const struct tree_node *map);

// Whether the map says this argument.
bool map_has_argument(const struct tree_node *map, const struct argument *argument);

// "text", "a map", "nothing".
const char *node_phrase(const struct tree_node *node);

// ---- spell-shape.c: which shape it has

// The words of a value without keys: one that stands for a whole form, or the only argument.
void spell_value(struct speller *speller, struct statement *statement,
                 const struct shape_list *shapes, const struct tree_node *node,
                 struct str keyword);

// The shape that the map has, or is nearest to; `*misfits` is how far it is from it.
const struct shape *choose_shape(struct speller *speller, struct statement *statement,
                                 const struct shape_list *shapes, const struct tree_node *map,
                                 unsigned *misfits);

// From the first argument to the last one that follows without another key between; `place` is
// the statement's keyword, or empty for the item of a list.
struct span span_of_arguments(const struct shape *shape, const struct tree_node *map,
                              struct span place);

// Says what is missing or wrong among the arguments of a map that is no shape. Returns whether
// the words of the statement are not whole.
bool report_misfits(struct speller *speller, const struct shape *shape,
                    const struct tree_node *map, struct str keyword, struct span place);

// ---- spell-report.c

// "KEY: expected X, not Y".
struct diagnostic *report_value(struct speller *speller, const struct tree_node *node,
                                struct str key, struct str expected);

// The same of a value of a type; `others` is what else could have stood there: "none or ".
struct diagnostic *report_type(struct speller *speller, const struct tree_node *node,
                               struct str key, struct str others, const struct type *type);

// The words that stand for a whole form of these: "none or ".
struct str scalars_of(struct speller *speller, const struct shape_list *shapes);

// The value has none of the shapes.
void report_shape(struct speller *speller, const struct tree_node *node, struct str keyword,
                  const struct shape_list *shapes);

void report_missing(struct speller *speller, struct span place, struct str keyword,
                    const struct shape *shape, const struct argument *argument);

// The nearest keyword of the block, where `key` is near to one; no data elsewhere.
struct str report_unknown_key(struct speller *speller, const struct tree_node *key,
                              struct str keyword, const struct shape *shape, enum block_id block);

#endif
