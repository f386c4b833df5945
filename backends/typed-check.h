// The verifications that belay writes itself: `rows`, `checksum`, `sample`, `no-writes`. Each is
// one query, or several whose answers the runbook compares.
#ifndef BACKENDS_TYPED_CHECK_H
#define BACKENDS_TYPED_CHECK_H

#include "backends/sql-sides.h"

enum typed_kind {
    TYPED_NONE,     // another kind of verification
    TYPED_PERSON,   // belay cannot write it; `problem` says why
    TYPED_ROWS,     // one query: how many rows the old and the new side have
    TYPED_VALUES,   // one query: rows of old and new, old rows that new has not, and the reverse
    TYPED_ACROSS,   // what is given to both; a query on the old side, a query on the new one
    TYPED_COUNTERS, // what the server counts; how many rows there are, and how many newer ones
    TYPED_CONTENT,  // what is compared with itself some time later
};

// What the answers of TYPED_ACROSS and TYPED_CONTENT are.
enum typed_answer {
    ANSWER_COUNT, // a number
    ANSWER_SUM,   // rows and sums of hashes
    ANSWER_LINES, // rows, one a line, in any order
    ANSWER_ROWS,  // rows as the client writes them
};

enum { TYPED_PARTS_MAX = 3 };

struct typed_part {
    const struct store *store;
    struct str purpose; // for a comment
    struct str sql;     // a statement
};

struct typed_check {
    enum typed_kind kind;
    enum typed_answer answer;
    struct str problem, explained; // explained: what is compared, for a comment
    struct typed_part parts[TYPED_PARTS_MAX];
    unsigned part_count;
    bool has_given; // TYPED_ACROSS: the first part is what is given to both
};

struct typed_check typed_check_read(struct arena *arena, const struct plan *plan,
                                    const struct carried_move *moves,
                                    const struct verify *verify);

#endif
