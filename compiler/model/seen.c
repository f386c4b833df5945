#include "model/seen.h"

static bool place_equal(const struct seen_place *a, const struct seen_place *b)
{
    return a->way == b->way && a->at == b->at && a->admitted == b->admitted
           && a->is_unsure == b->is_unsure;
}

static void put(struct seen *seen, const struct seen_entry *entry)
{
    size_t at = entry->hash & (seen->capacity - 1);
    while (seen->entries[at].state)
        at = (at + 1) & (seen->capacity - 1);
    seen->entries[at] = *entry;
}

static void grow(struct seen *seen)
{
    enum { FIRST_CAPACITY = 64 };
    const struct seen_entry *old = seen->entries;
    size_t count = seen->capacity;
    seen->capacity = count ? count * 2 : FIRST_CAPACITY;
    seen->entries = arena_new_many(seen->arena, struct seen_entry, seen->capacity);
    for (size_t i = 0; i < count; i++)
        if (old[i].state)
            put(seen, &old[i]);
}

static bool is_there(const struct seen *seen, const struct seen_entry *wanted)
{
    if (seen->capacity == 0)
        return false;
    size_t at = wanted->hash & (seen->capacity - 1);
    for (; seen->entries[at].state; at = (at + 1) & (seen->capacity - 1)) {
        const struct seen_entry *entry = &seen->entries[at];
        if (entry->hash == wanted->hash && place_equal(&entry->place, &wanted->place)
            && state_equal(seen->world, entry->state, wanted->state))
            return true;
    }
    return false;
}

static struct seen_entry entry_of(const struct seen_place *place, const struct state *state,
                                  uint64_t state_hash)
{
    unsigned flags = place->way * 2u + place->is_unsure;
    uint64_t hash = ((state_hash * 31 + place->at) * 31 + place->admitted) * 8 + flags;
    return (struct seen_entry){ *place, state, hash };
}

bool seen_add(struct seen *seen, const struct seen_place *place, const struct state *state)
{
    const struct seen_place plain = { .way = place->way, .at = place->at };
    uint64_t hash = state_hash(seen->world, state);
    struct seen_entry best = entry_of(&plain, state, hash), entry = entry_of(place, state, hash);
    if (is_there(seen, &best) || is_there(seen, &entry))
        return false;
    if (seen->count * 2 >= seen->capacity)
        grow(seen);
    put(seen, &entry);
    seen->count++;
    return true;
}
