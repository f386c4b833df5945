// Memory with one lifetime: everything in an arena dies with it.
//
// Allocation never returns NULL; running out of memory ends the process. There is
// no way to give back a single object, by design: one release, in one place.
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/str.h"

#include <stdarg.h>

struct arena {
    struct arena_block *newest;
};

// Zeroed, aligned for any type.
void *arena_alloc(struct arena *arena, size_t size);

// Makes what was allocated last larger where it stands; false where it was not the last, or there
// is no room behind it.
bool arena_extend(struct arena *arena, const void *memory, size_t size, size_t larger);

// The text with a NUL behind it.
struct str arena_copy(struct arena *arena, struct str text);
// The same in small letters; only ASCII's have any.
struct str arena_lower(struct arena *arena, struct str text);
struct str arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
struct str arena_vformat(struct arena *arena, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

// Leaves an empty arena that can be used again.
void arena_release(struct arena *arena);

#define arena_new(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define arena_new_many(arena, type, count) ((type *)arena_alloc((arena), sizeof(type) * (count)))

#endif
