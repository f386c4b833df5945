// The hash of each line by which code scanning recognises a finding when lines have moved.
//
// It is the one that GitHub's uploader computes where a report has none: a rolling hash of
// the next 100 UTF-16 units that are neither blank nor tab, then ":n" for the n-th line with
// an equal hash. A value of our own would be warned about.
#ifndef REPORT_LINE_HASH_H
#define REPORT_LINE_HASH_H

#include "base/arena.h"

struct line_hash {
    uint64_t hash;
    uint32_t ordinal; // from 1
};

struct line_hashes {
    struct line_hash *items; // by line, from line 1 in items[0]
    size_t count;
};

struct line_hashes line_hashes_of(struct arena *arena, struct str text);

// "5bedd94949865af:1". Of a line that is not there, the last one's.
struct str line_hash_text(struct arena *arena, const struct line_hashes *hashes, uint32_t line);

#endif
