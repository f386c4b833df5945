// One function per action of grammar/plan.y and per pattern of grammar/plan.l.
//
// The grammar says what; this says how. `struct scan` is what the scanner knows besides
// flex's own state.
#ifndef SYNTAX_BUILD_H
#define SYNTAX_BUILD_H

#include "syntax/unit.h"

enum {
    MAX_DEPTH = 32,
    MAX_STATEMENTS = 100000,
    MAX_WORDS = 1000000,
    MAX_MISTAKES = 1000, // of single words and braces
};

struct scan {
    struct arena *arena;
    struct unit *unit;
    struct document *document;
    // Text that is read for its words alone, without a unit: addresses are offsets in it, and
    // nothing is reported. NULL for a file.
    const struct text *view;
    bool view_has_other; // than words
    uint32_t address;             // of the next byte
    unsigned depth;               // open blocks
    unsigned statement_count, word_count, mistake_count;
    uint32_t blank_lines;         // before the next word
    bool line_has_token;
    bool has_given_up;            // a limit was passed: the rest is not read
    bool is_ending;               // the end was reached: open blocks are being closed
    struct span fence_open;       // the line that opened the fence
    uint32_t fence_ticks;
};

#define NO_STATEMENTS ((struct statement_list){ 0 })

// The scanner's value: the members that bison's %token gives to union PLAN_STYPE.
union PLAN_STYPE;

void build_advance(struct scan *scan, struct span *span, uint32_t length);
void build_comment(struct scan *scan, struct span span);
void build_line_end(struct scan *scan);

// These return the token that the scanner gives on.
int build_word(struct scan *scan, struct span span, enum word_kind kind, union PLAN_STYPE *value);
int build_bad_word(struct scan *scan, struct span span, const char *what, union PLAN_STYPE *value);
int build_open(struct scan *scan, struct span span, union PLAN_STYPE *value);
int build_close(struct scan *scan, struct span span); // 0: no block is open, nothing is given on
int build_end(struct scan *scan, struct span *span);

// False where something besides a language tag follows the backticks.
bool build_fence_open(struct scan *scan, struct span span);
// A line with three or more backticks inside a fence: true where it ends the fence, because
// it has as many backticks as the line that opened it. `*left` is how many bytes at its end are
// still to be read: blocks that close behind the fence.
bool build_fence_line(struct scan *scan, struct span span, union PLAN_STYPE *value,
                      uint32_t *left);
int build_fence_unclosed(struct scan *scan, struct span *span, union PLAN_STYPE *value);

struct statement *build_statement(struct scan *scan, struct word *first);
struct statement *build_headless(struct scan *scan, struct block *block);
struct statement *build_more_words(struct scan *scan, struct statement *statement,
                                   struct word *word);
struct statement *build_statement_block(struct scan *scan, struct statement *statement,
                                        struct block *block);
struct statement_list build_list(struct statement_list list, struct statement *statement);
struct block *build_block(struct scan *scan, struct block *block, struct statement_list statements,
                          struct span span);
void build_file(struct scan *scan, struct statement_list statements);

// Reads the DSL at `span` of the unit's sources into `document`: a whole file, or a fence
// of another document. What is wrong is reported.
void parse_statements(struct unit *unit, struct document *document, struct span span);

#endif
