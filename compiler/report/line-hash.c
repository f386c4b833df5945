// The hash of each line by which code scanning recognises a finding when lines have moved.

#include "report/line-hash.h"

#include "base/list.h"
#include "base/utf8.h"

#include <inttypes.h>
#include <stdlib.h>

enum { WINDOW = 100, BASE = 37, END_OF_FILE = 0xFFFF };

struct roller {
    struct arena *arena;
    uint16_t units[WINDOW];
    size_t starts[WINDOW]; // the number of the line whose first unit is there, or 0
    size_t at;
    uint64_t hash, leaving; // `leaving`: what a unit that leaves the window still counts
    size_t line;
    bool is_at_start, is_after_cr;
    ARRAY_OF(struct line_hash) lines;
};

// The unit at the head of the window leaves it: a line that starts there is complete.
static void roll(struct roller *roller, uint16_t unit)
{
    roller->hash = BASE * roller->hash + unit - roller->leaving * roller->units[roller->at];
    roller->units[roller->at] = unit;
    roller->at = (roller->at + 1) % WINDOW;
}

static void complete_line(struct roller *roller)
{
    if (roller->starts[roller->at] == 0)
        return;
    array_grow(roller->arena, &roller->lines)->hash = roller->hash;
    roller->starts[roller->at] = 0;
}

static void add_unit(struct roller *roller, uint16_t unit)
{
    bool is_second_of_pair = roller->is_after_cr && unit == '\n';
    roller->is_after_cr = unit == '\r';
    if (unit == ' ' || unit == '\t' || is_second_of_pair)
        return;
    if (unit == '\r')
        unit = '\n';
    complete_line(roller);
    if (roller->is_at_start)
        roller->starts[roller->at] = ++roller->line;
    roller->is_at_start = unit == '\n';
    roll(roller, unit);
}

static void add_code_point(struct roller *roller, uint32_t code_point)
{
    if (code_point <= 0xFFFF) {
        add_unit(roller, (uint16_t)code_point);
        return;
    }
    code_point -= 0x10000;
    add_unit(roller, (uint16_t)(0xD800 + (code_point >> 10)));
    add_unit(roller, (uint16_t)(0xDC00 + (code_point & 0x3FF)));
}

static int compare(const void *left, const void *right)
{
    const struct line_hash *a = *(const struct line_hash *const *)left;
    const struct line_hash *b = *(const struct line_hash *const *)right;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return a < b ? -1 : a > b;
}

// Numbers the lines whose hashes are equal, in their order.
static void number_equal(struct arena *arena, struct line_hashes *hashes)
{
    struct line_hash **sorted = arena_new_many(arena, struct line_hash *, hashes->count);
    for (size_t i = 0; i < hashes->count; i++)
        sorted[i] = &hashes->items[i];
    qsort(sorted, hashes->count, sizeof *sorted, compare);
    for (size_t i = 0; i < hashes->count; i++)
        sorted[i]->ordinal = i > 0 && sorted[i]->hash == sorted[i - 1]->hash
                                 ? sorted[i - 1]->ordinal + 1
                                 : 1;
}

struct line_hashes line_hashes_of(struct arena *arena, struct str text)
{
    struct roller roller = { .arena = arena, .leaving = 1, .is_at_start = true };
    for (unsigned i = 0; i < WINDOW; i++)
        roller.leaving *= BASE;
    for (size_t at = 0, length; at < text.length; at += length)
        add_code_point(&roller, utf8_decode(str_from(text, at), &length));
    add_unit(&roller, END_OF_FILE);
    for (unsigned i = 0; i < WINDOW; i++) {
        complete_line(&roller);
        roll(&roller, 0);
    }
    struct line_hashes hashes = { roller.lines.items, roller.lines.count };
    number_equal(arena, &hashes);
    return hashes;
}

struct str line_hash_text(struct arena *arena, const struct line_hashes *hashes, uint32_t line)
{
    size_t last = line < hashes->count ? line : hashes->count;
    const struct line_hash *found = &hashes->items[last - 1];
    return arena_format(arena, "%" PRIx64 ":%" PRIu32, found->hash, found->ordinal);
}
