// The forms as maps: for notations in which keys name the arguments.
//
// An argument's key is the word of the form that stands before its value (`hold` of
// `hold hold:DURATION`), else the value's name; words without a value are a key that is
// `true`, or has the second word as its value (`by: trigger`). A rollback that is one action
// is written as that action is: its arguments stand in a map under its word.
#ifndef PLAN_SHAPE_H
#define PLAN_SHAPE_H

#include "plan/pattern.h"

struct argument {
    struct str key;
    const struct item *from, *end; // what it writes: words, and a value
    const struct item *value;      // NULL for words without one
    struct str words;              // of those, what the key's value is; no data: `true`
    bool is_required, is_nested;   // nested: in the map under `nest`
};

enum { MAX_ARGUMENTS = 8, MAX_SHAPES = 16 };

struct shape { // of one alternative of one form
    const struct form *form;
    const struct alternative *alternative;
    struct argument arguments[MAX_ARGUMENTS];
    unsigned argument_count;
    struct str nest; // no data where there is none
    bool has_block, needs_block;
    enum block_id block;
};

struct shape_list { // of one keyword in one block
    struct shape items[MAX_SHAPES];
    unsigned count;
};

void shapes_of(struct shape_list *list, struct pattern_cache *cache, enum block_id block,
               struct str keyword);

// The argument of this key among the nested ones or the others; NULL where there is none.
// Code has the keys `code`, `language`, `sql`, `sh` and `bash`.
const struct argument *shape_argument(const struct shape *shape, struct str key, bool is_nested);

// The only argument that the statement must have; NULL where there are more or fewer, or a
// block is needed besides.
const struct argument *shape_only_argument(const struct shape *shape);

bool argument_is_code(const struct argument *argument);

// Whether nothing but the value is written, so that the key can be left out.
bool argument_is_bare(const struct argument *argument);

// Whether it is a block of texts and nothing else.
bool shape_is_texts(const struct shape *shape);

// Whether statements of the keyword are actions of the block: items of its list `do`.
bool keyword_is_action(enum block_id block, struct str keyword);

// The list of actions that a block may have.
bool block_has_actions(enum block_id block);

// "{title, on?, expected?, sql}".
struct output;
void shape_describe(struct output *out, const struct shape *shape);

#endif
