// The two containers of the compiler: singly linked lists in source order, and
// arrays that grow in an arena.
#ifndef BASE_LIST_H
#define BASE_LIST_H

#include "base/arena.h"

// A list of `struct type`, which has a member `struct type *next`.
#define LIST_OF(type)            \
    struct {                     \
        struct type *first, *last; \
    }

// The node is evaluated once, the list several times.
#define list_add(list, node)                     \
    do {                                         \
        __typeof__((list)->last) list_added = (node); \
        if ((list)->last)                        \
            (list)->last->next = list_added;     \
        else                                     \
            (list)->first = list_added;          \
        (list)->last = list_added;               \
    } while (0)

#define list_each(type, node, list) \
    for (struct type *node = (list).first; node; node = node->next)

// An array of `type`. Growing leaves the old copy in the arena, where it cannot grow in its place:
// at most as much again.
#define ARRAY_OF(type)          \
    struct {                    \
        type *items;            \
        size_t count, capacity; \
    }

// The address of a new, zeroed item at the end.
#define array_grow(arena, array)                                                          \
    ((array)->items = arena_grow((arena), (array)->items, &(array)->capacity,             \
                                 (array)->count, sizeof *(array)->items),                 \
     &(array)->items[(array)->count++])

#define array_add(arena, array, item) (*array_grow(arena, array) = (item))

// `items` itself, or a copy with room for more than `count` items; the next one is zeroed.
static inline void *arena_grow(struct arena *arena, void *items, size_t *capacity, size_t count,
                               size_t size)
{
    if (items && count < *capacity) {
        memset((char *)items + count * size, 0, size); // it may have held another before
        return items;
    }
    size_t before = *capacity;
    *capacity = before ? before * 2 : size <= 16 ? 8 : size <= 64 ? 4 : 2;
    if (arena_extend(arena, items, before * size, *capacity * size))
        return items;
    void *wider = arena_alloc(arena, *capacity * size);
    if (count)
        memcpy(wider, items, count * size);
    return wider;
}

#endif
