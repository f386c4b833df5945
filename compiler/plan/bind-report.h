// What the binder says about statements that it cannot read.
#ifndef PLAN_BIND_REPORT_H
#define PLAN_BIND_REPORT_H

#include "plan/bind.h"

// The statement's first word where it is a name, else empty.
struct str statement_keyword(const struct statement *statement);

// "a phase", "a rollback's claims".
struct str block_phrase(struct arena *arena, enum block_id block);

// False where no keyword of the block is near.
bool nearest_keyword(enum block_id block, struct str word, struct str *keyword);

// The words fit none of the keyword's forms.
void report_mismatch(struct binder *binder, enum block_id block, const struct statement *statement,
                     struct str keyword, const struct mismatch *mismatch);

// No statement of the block begins with this word; `nearest` has no data where none is near.
void report_unknown_statement(struct binder *binder, enum block_id block,
                              const struct statement *statement, struct str nearest);

// The block of `open` should have been closed before `before`.
void report_missing_brace(struct binder *binder, const struct statement *open, struct span before);

// The file ended inside the statement's block. The first statement that stands no deeper than
// the head of the block around it betrays where the brace is missing.
void report_unclosed_block(struct binder *binder, const struct statement *statement);

#endif
