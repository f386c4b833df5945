// A map from text to things that is never changed: putting something in gives a new map, which
// shares with the old one all but the path to the change.
//
// Balanced, so that neither the order of changes nor the keys make it slow: finding and changing
// take time and memory in the logarithm of its size, walking is in the order of the bytes.
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/arena.h"

struct map {
    const struct map_node *root; // NULL: empty
};

// The key is borrowed, and so is the thing, which is not NULL.
struct map map_put(struct arena *arena, struct map map, struct str key, const void *thing);

// The map itself where it has no such key.
struct map map_remove(struct arena *arena, struct map map, struct str key);

// NULL where it has no such key.
const void *map_find(struct map map, struct str key);

size_t map_count(struct map map);

// ---- walking

enum { MAP_HEIGHT_MAX = 64 };

struct map_visit { // what is still to be visited: a node alone, or with all below it
    const struct map_node *node;
    bool is_tree;
};

struct map_walk {
    struct map_visit visits[MAP_HEIGHT_MAX * 2];
    unsigned count;
    struct str key; // of the last thing
};

struct map_walk map_walk(struct map map);

// From the first key that is not below `from`.
struct map_walk map_walk_from(struct map map, struct str from);

// The next thing; NULL at the end.
const void *map_next(struct map_walk *walk);

// ---- comparing

struct map_pair {
    struct str key;
    const void *before, *after; // NULL: not there; they are never the same
};

struct map_comparison {
    struct map_walk before, after;
};

struct map_comparison map_compare(struct map before, struct map after);

// The next key whose things are not the same; false at the end. What both maps share is
// skipped as a whole.
bool map_next_pair(struct map_comparison *comparison, struct map_pair *pair);

#endif
