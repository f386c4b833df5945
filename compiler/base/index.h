// Things by their name: a hash table in an arena that only grows.
#ifndef BASE_INDEX_H
#define BASE_INDEX_H

#include "base/arena.h"

struct index_entry {
    struct str name;
    void *thing;
};

struct index {
    struct arena *arena;
    struct index_entry *entries; // a power of two, at most half of them used
    size_t capacity, count;
};

// Keeps the first thing of each name; the name is borrowed. False where it is there already.
bool index_add(struct index *index, struct str name, void *thing);

// NULL where nothing has this name.
void *index_find(const struct index *index, struct str name);

#endif
