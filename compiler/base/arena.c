#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>

enum { SMALLEST_BLOCK = 16 * 1024, LARGEST_BLOCK = 1024 * 1024 };

struct arena_block {
    struct arena_block *older;
    size_t used, capacity;
    max_align_t memory[];
};

static size_t round_up(size_t size)
{
    size_t align = sizeof(max_align_t);
    return (size + align - 1) / align * align;
}

static struct arena_block *block_new(struct arena_block *older, size_t capacity)
{
    struct arena_block *block = calloc(1, sizeof *block + capacity);
    if (!block) {
        fputs("belay: out of memory\n", stderr);
        abort();
    }
    block->older = older;
    block->capacity = capacity;
    return block;
}

// Blocks double, so that a small plan takes little and a large one few blocks.
static size_t next_capacity(const struct arena_block *newest, size_t size)
{
    size_t capacity = newest ? newest->capacity * 2 : SMALLEST_BLOCK;
    if (capacity > LARGEST_BLOCK)
        capacity = LARGEST_BLOCK;
    return size > capacity ? size : capacity;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    size = round_up(size ? size : 1);
    struct arena_block *block = arena->newest;
    if (!block || block->capacity - block->used < size) {
        block = block_new(block, next_capacity(block, size));
        arena->newest = block;
    }
    void *memory = (char *)block->memory + block->used;
    block->used += size;
    return memory;
}

bool arena_extend(struct arena *arena, const void *memory, size_t size, size_t larger)
{
    struct arena_block *block = arena->newest;
    if (!block || !memory)
        return false;
    size_t more = round_up(larger) - round_up(size);
    const char *end = (const char *)memory + round_up(size);
    if (end != (char *)block->memory + block->used || block->capacity - block->used < more)
        return false;
    block->used += more;
    return true;
}

struct str arena_copy(struct arena *arena, struct str text)
{
    char *copy = arena_alloc(arena, text.length + 1);
    if (text.length)
        memcpy(copy, text.data, text.length);
    return (struct str){ copy, text.length };
}

struct str arena_vformat(struct arena *arena, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    char *text = arena_alloc(arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return (struct str){ text, (size_t)length };
}

struct str arena_lower(struct arena *arena, struct str text)
{
    struct str copy = arena_copy(arena, text);
    for (size_t i = 0; i < copy.length; i++)
        ((char *)copy.data)[i] = char_lower(copy.data[i]);
    return copy;
}

struct str arena_format(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct str text = arena_vformat(arena, format, arguments);
    va_end(arguments);
    return text;
}

void arena_release(struct arena *arena)
{
    for (struct arena_block *block = arena->newest; block;) {
        struct arena_block *older = block->older;
        free(block);
        block = older;
    }
    arena->newest = NULL;
}
