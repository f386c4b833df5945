#include "base/index.h"

// FNV-1a, 64 bits. Source: Fowler, Noll, Vo, "FNV hash".
static uint64_t hash(struct str name)
{
    uint64_t hashed = 14695981039346656037u;
    for (size_t i = 0; i < name.length; i++)
        hashed = (hashed ^ (unsigned char)name.data[i]) * 1099511628211u;
    return hashed;
}

// The entry of this name, or the free one where it belongs.
static struct index_entry *entry_of(const struct index *index, struct str name)
{
    size_t at = hash(name) & (index->capacity - 1);
    while (index->entries[at].thing && !str_equal(index->entries[at].name, name))
        at = (at + 1) & (index->capacity - 1);
    return &index->entries[at];
}

static void grow(struct index *index)
{
    struct index wider = *index;
    wider.capacity = index->capacity ? index->capacity * 2 : 4;
    wider.entries = arena_new_many(index->arena, struct index_entry, wider.capacity);
    for (size_t i = 0; i < index->capacity; i++)
        if (index->entries[i].thing)
            *entry_of(&wider, index->entries[i].name) = index->entries[i];
    *index = wider;
}

bool index_add(struct index *index, struct str name, void *thing)
{
    if (index->count * 2 >= index->capacity)
        grow(index);
    struct index_entry *entry = entry_of(index, name);
    if (entry->thing)
        return false;
    *entry = (struct index_entry){ .name = name, .thing = thing };
    index->count++;
    return true;
}

void *index_find(const struct index *index, struct str name)
{
    return index->capacity ? entry_of(index, name)->thing : NULL;
}
