// The patterns of the table of forms: read once, then held against statements.
#ifndef PLAN_PATTERN_H
#define PLAN_PATTERN_H

#include "plan/forms.h"
#include "plan/type.h"

enum item_kind { ITEM_LITERAL, ITEM_VALUE, ITEM_OPTIONAL, ITEM_BLOCK };

struct item {
    struct item *next;
    enum item_kind kind;
    struct str name; // the literal, or the value's name
    const struct type *type;
    bool is_list, has_commas;
    struct item *inner; // of an optional part
    enum block_id block;
};

// The alternatives of a pattern, in the order in which they stand.
struct alternative {
    struct alternative *next;
    const struct item *items;
};

const struct alternative *form_pattern_parse(struct arena *arena, const char *pattern);

// Holds the words and the block of `match->statement` against one alternative. Fills the
// captures of `match`; where it does not fit, `mismatch` keeps the furthest place that any
// alternative reached, and what could have stood there.
bool form_pattern_match(const struct alternative *alternative, struct match *match,
                        struct mismatch *mismatch);

#endif
