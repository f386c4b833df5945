#include "diagnostics/suggest.h"

enum { LONGEST = 64 };

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t distance(struct str a, struct str b)
{
    if (a.length > LONGEST || b.length > LONGEST)
        return SIZE_MAX; // no name is so long: nothing is near
    size_t rows[3][LONGEST + 1];
    for (size_t j = 0; j <= b.length; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a.length; i++) {
        size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b.length; j++) {
            bool differs = char_lower(a.data[i - 1]) != char_lower(b.data[j - 1]);
            size_t replace = above[j - 1] + differs;
            row[j] = smaller(replace, smaller(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a.data[i - 1] == b.data[j - 2] && a.data[i - 2] == b.data[j - 1])
                row[j] = smaller(row[j], two_above[j - 2] + 1);
        }
    }
    return rows[a.length % 3][b.length];
}

struct suggestion suggestion_start(struct str word)
{
    // A quarter of the word may be wrong, rounded up.
    return (struct suggestion){ .word = word, .distance = (word.length + 3) / 4 + 1 };
}

void suggestion_offer(struct suggestion *suggestion, struct str candidate)
{
    size_t found = distance(suggestion->word, candidate);
    if (found < suggestion->distance) {
        suggestion->distance = found;
        suggestion->best = candidate;
    }
}

struct str suggestion_text(struct arena *arena, const struct suggestion *suggestion)
{
    if (!suggestion->best.data)
        return STR("");
    return arena_format(arena, "; did you mean '%.*s'?", STR_ARGS(suggestion->best));
}
