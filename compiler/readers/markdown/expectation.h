// What prose expects of a check: "error rate < 0.1%", "should be 0", "> 2x baseline".
#ifndef READERS_MARKDOWN_EXPECTATION_H
#define READERS_MARKDOWN_EXPECTATION_H

#include "syntax/document.h"

enum expectation_kind {
    EXPECTS_NOTHING,
    EXPECTS_VALUE,     // comparison, value
    EXPECTS_UNCHANGED, // as the baseline
    EXPECTS_NO_ROWS,
};

struct expectation {
    enum expectation_kind kind;
    struct text comparison; // its place; its word is `operator`
    const char *operator;   // "<="
    enum word_kind value_kind;
    struct text value;      // as the plan language writes it: "0.1%", "PASS"
    bool is_of_baseline;    // "2x baseline"
};

// Reads a comparison and its value at the head of the text: "< 0.1%", "under 500 ms",
// "≥ 2x baseline", "unchanged". `*end` is the offset behind it. False where there is none.
bool expectation_read_bound(struct arena *arena, struct text text, struct expectation *expectation,
                            size_t *end);

// Splits "SUBJECT BOUND" and nothing else: "Latency p95 <500ms", "Error rate unchanged".
// `*over` is set to a time behind the bound ("for 24 hours"), or to no text.
bool expectation_split(struct arena *arena, struct text text, struct text *subject,
                       struct expectation *expectation, struct text *over);

// Reads what a query shall give: "= 0", "→ 0", "should be 0", "Expected: > 0", "must return no
// rows", "'PASS'". `text` stands behind the query or in a comment beside it.
bool expectation_of_query(struct arena *arena, struct text text, struct expectation *expectation);

// Adds the words to a statement.
void expectation_add_words(struct arena *arena, struct statement *statement,
                           const struct expectation *expectation);

#endif
