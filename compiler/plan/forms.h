// The table of forms, and how a statement is held against it.
#ifndef PLAN_FORMS_H
#define PLAN_FORMS_H

#include "plan/plan.h"

enum block_id {
    BLOCK_FILE, BLOCK_PLAN, BLOCK_STORE, BLOCK_TABLE, BLOCK_APP, BLOCK_VERSION, BLOCK_FLAG,
    BLOCK_METRIC, BLOCK_AUDIENCE, BLOCK_MOVE, BLOCK_RISK, BLOCK_PHASE, BLOCK_BACKFILL,
    BLOCK_CLAIMS, BLOCK_ROLLBACK, BLOCK_TEXTS,
};

enum { BLOCK_COUNT = BLOCK_TEXTS + 1 };

const char *block_name(enum block_id block); // "plan", as patterns name it
bool block_parse(struct str name, enum block_id *block);

struct binder;
struct match;

struct form {
    enum block_id block;
    bool is_once;
    const char *pattern, *holds;
    // Reads the match into the member of `owner` at `offset`, and returns the owner of
    // the statement's own block.
    void *(*bind)(struct binder *binder, void *owner, size_t offset, const struct match *match);
    size_t offset;
};

extern const struct form forms[];
extern const size_t form_count;

// The keyword of a form: the first word of its pattern.
struct str form_keyword(const struct form *form);

// Whether its statement is an action, which happens where it stands among the others.
bool form_is_action(const struct form *form);

// The words that a pattern's name:TYPE took, or a literal.
struct capture {
    struct str name; // of a literal, the word itself
    const struct word *first, *end; // [first, end)
    bool is_literal;
};

enum { MAX_CAPTURES = 12 };

struct match {
    const struct form *form;
    const struct statement *statement;
    struct capture captures[MAX_CAPTURES];
    unsigned capture_count;
    bool has_block;      // the pattern, as it matched, has a block
    enum block_id block; // of which table
};

// The value of this name; NULL where the statement does not have it.
const struct capture *match_find(const struct match *match, const char *name);

// The first value, for forms that have one.
const struct capture *match_first(const struct match *match);

// Whether the statement has this literal word.
bool match_has(const struct match *match, const char *literal);

// How far a statement got, and what could have stood there.
enum { MAX_EXPECTED = 48 };

struct mismatch {
    const struct word *word; // NULL: the end of the statement
    unsigned position;
    struct str expected[MAX_EXPECTED];
    unsigned expected_count;
    bool block_is_unexpected; // the words fit, the block does not belong there
    bool block_is_missing;
    bool end_was_expected;
};

// Patterns that were read already; zeroed but for the arena.
struct pattern_cache {
    struct arena *arena;
    const struct alternative **alternatives; // by form
};

// The alternatives of the form at a place of forms[].
const struct alternative *forms_alternatives(struct pattern_cache *cache, size_t index);

// Holds a statement against the forms of its keyword in a block. `keyword` is what its first
// word is read as. False when it fits none; `mismatch` then says where and why.
bool forms_match(struct pattern_cache *cache, enum block_id block, struct str keyword,
                 const struct statement *statement, struct match *match,
                 struct mismatch *mismatch);

bool forms_have(enum block_id block, struct str keyword);

// The block that statements of this keyword carry in a block, if any form has one.
bool forms_block_of(enum block_id block, struct str keyword, enum block_id *inner);

// The keywords and choices that stand in word sets, for suggestions: false past the end.
bool forms_keyword_at(enum block_id block, size_t index, struct str *keyword);

#endif
