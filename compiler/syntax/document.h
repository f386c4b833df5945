// The document tree: what every reader makes and the binder turns into a plan.
//
// It knows statements, words and blocks, and nothing of what they mean. A reader of
// prose writes the statements that the DSL would have had, marked `is_inferred`.
#ifndef SYNTAX_DOCUMENT_H
#define SYNTAX_DOCUMENT_H

#include "source/text.h"

struct tree_node;
struct spelled_place;

enum word_kind {
    WORD_NAME,       // users, read_email_verified, main.users.email, `Order Items`
    WORD_TEXT,       // "in double quotes"
    WORD_NUMBER,     // 5, 40_000_000, 3.40
    WORD_PERCENT,    // 0.1%
    WORD_DURATION,   // 30s
    WORD_SIZE,       // 12GB
    WORD_RATE,       // 1000/min
    WORD_MULTIPLE,   // 2x
    WORD_RANGE,      // 1..2
    WORD_DATE,       // 2027-01-04
    WORD_TIME,       // 22:00
    WORD_OFFSET,     // T-3d
    WORD_COMPARISON, // <=
    WORD_ARROW,      // ->
    WORD_COMMA,
    WORD_OPEN,       // (
    WORD_CLOSE,      // )
    WORD_STAR,       // *
    WORD_CODE,       // a fence
};

struct word {
    struct word *next;
    enum word_kind kind;
    struct span span; // with quotes and fences
    struct text text; // without: escapes resolved, code dedented. A name as it was written.
    struct str language; // of code
};

struct statement_list {
    struct statement *first, *last;
};

struct block {
    struct statement_list statements;
    struct span span; // from '{' to '}'
    bool is_unclosed; // the file ended before '}'
};

struct statement {
    struct statement *next;
    struct span span; // its words
    LIST_OF(word) words; // the first is the keyword; none only where is_broken
    struct block *block; // NULL where there is none
    uint32_t blank_lines_before;
    const struct spelled_place *place; // in a document of keys (plan/spell.h); else NULL
    bool is_broken;   // reported already: nothing more is said about its words
    bool is_inferred; // read out of prose
};

struct comment {
    struct comment *next;
    struct span span;
    struct str text;   // behind '#', trimmed
    bool has_own_line; // nothing else stands on its line
    uint32_t text_end; // where it stands behind the mark of a text on the lines below: its end
};

struct comment_list {
    struct comment *first, *last;
};

struct document {
    const struct source_file *file;
    struct statement_list statements;
    struct comment_list comments;
    // Of notations in which keys name the arguments: the statements are made of it, in the order
    // of their words, by plan_spell() (plan/spell.h). NULL elsewhere.
    const struct tree_node *tree;
    bool has_keys; // that was done: there are no quotes and braces
};

// Every kind in a person's words: "a name", "text in double quotes".
const char *word_kind_name(enum word_kind kind);

// True where the word is a plain name that reads `literal`.
bool word_is(const struct word *word, const char *literal);

// For readers that do not have the DSL's words in their source.
struct statement *statement_new(struct arena *arena, struct span span, const char *keyword);
struct word *statement_add_word(struct arena *arena, struct statement *statement,
                                enum word_kind kind, struct text text);
struct block *statement_add_block(struct arena *arena, struct statement *statement,
                                  struct span span);

// The tree as DSL text, one statement a line; what was inferred is marked '~'. For tests
// and --dump=document.
struct output;
void document_dump(struct output *out, const struct source_map *sources,
                   const struct document *document);

#endif
