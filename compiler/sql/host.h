// Code of the languages that SQL is written into, read far enough to find that SQL and to
// see what is done with it: tokens, text literals, calls, loops, assignments, comparisons.
//
// Python, JavaScript, TypeScript, Go, Java, Kotlin, C#, Ruby, PHP, Rust and shell are told
// apart by the fence's tag. Nothing is ever refused: what cannot be read is left out.
#ifndef SQL_HOST_H
#define SQL_HOST_H

#include "source/text.h"

enum host_token_kind {
    HOST_END, // behind the last one; without text
    HOST_WORD,
    HOST_NUMBER, // or a character in single quotes
    HOST_STRING,
    HOST_OPERATOR,
    HOST_OPEN,  // ( [ {
    HOST_CLOSE, // ) ] }
};

struct host_token {
    enum host_token_kind kind;
    uint32_t depth;     // how many brackets are open around it
    uint32_t partner;   // of a bracket: the other one's index; without one the end, or itself
    uint32_t line;      // from 0
    uint32_t indent;    // the columns before the first token of its line
    uint32_t chain;     // of a word: where the chain begins that it ends, `a` of a.b(1).c
    bool is_first;      // on its line
    struct str text;    // as written
    struct text string; // of a string: escapes resolved, what is interpolated written as {name}
};

struct host_range { // tokens [from, to)
    uint32_t from, to;
};

struct host_call;

// A text literal with all that is joined to it: "a" "b", "a" + b + "c".
struct host_literal {
    struct host_literal *next;
    struct host_range range;
    struct text text;             // a value that is joined to it stands in it as {name}
    struct span span;             // of its first literal to its last
    const struct host_call *call; // the innermost one that it is an argument of; NULL for none
    struct str name;              // that the value is given in which it stands; no data for none
};

struct host_call {
    struct host_call *next;
    struct str name;     // "bulk_insert"
    struct str receiver; // "postgres" of postgres.users.bulk_insert(), no data where it has none
    struct host_range range; // from the start of its chain to the closing parenthesis
    struct span span;
    ARRAY_OF(struct host_range) arguments;
};

struct host_loop {
    struct host_loop *next;
    struct host_range header; // behind the keyword
    struct host_range body;
    struct host_range range; // with the keyword
    struct span span;        // of its first line
};

struct host_assignment { // =, :=, += and -=
    struct host_assignment *next;
    struct str name;
    struct span span; // from before the sign to the value's first token
    struct host_range value;
};

// a == b, a != b, a === b: the names at which both sides begin; no data where one has none.
struct host_comparison {
    struct host_comparison *next;
    struct str left, right;
    uint32_t at;
};

struct host_comment {
    struct host_comment *next;
    struct str text; // with its marks
    uint32_t before; // the index of the token that follows
};

struct host_code {
    struct text text;
    const struct host_language *language;
    struct host_token *tokens; // `count` of them, and HOST_END behind
    uint32_t count;
    LIST_OF(host_comment) comments;
    LIST_OF(host_literal) literals;
    LIST_OF(host_call) calls;
    LIST_OF(host_loop) loops; // an outer one before those inside it
    LIST_OF(host_assignment) assignments;
    LIST_OF(host_comparison) comparisons;
};

// The language of a fence's tag; NULL where it is no code that can hold SQL (SQL itself,
// text, JSON, a diff, …). A tag that is not known, or none, gives what most languages share.
const struct host_language *host_language_of(struct str tag);
bool host_is_shell(const struct host_language *language);

struct host_code *host_read(struct arena *arena, struct text text,
                            const struct host_language *language);

// The token at the index, HOST_END past the end.
const struct host_token *host_token_at(const struct host_code *code, uint32_t index);

bool host_token_is(const struct host_token *token, const char *text);

// The name at which the expression [from, …) begins, behind `await`, `not`, `(`, `this.`.
struct str host_name_at(const struct host_code *code, uint32_t from);

// True where a word of the range is, or has in one of its parts, one of the blank-separated
// words: "updated" is in `updated_at` and `isUpdated`.
bool host_range_mentions(const struct host_code *code, struct host_range range, const char *words);

// As host_range_mentions(), of a single name.
bool name_has_part(struct str name, const char *words);

static inline bool host_range_covers(struct host_range outer, uint32_t index)
{
    return outer.from <= index && index < outer.to;
}

#endif
