// --fix and --diff: what fixes make of the inputs, written to their files or as a patch.
//
// Fixes are applied in memory and what came out is judged again, until nothing is left to fix
// or MAX_ROUNDS rounds are over. Nothing is written before the last round.
#ifndef DRIVER_FIXING_H
#define DRIVER_FIXING_H

#include "driver/command.h"
#include "driver/verdict.h"

struct fixed { // an input that fixes change
    size_t index; // of the input
    const struct source_file *file; // as it would be
    struct verdict verdict;         // about that
    unsigned count;                 // of fixes
};

struct fixing {
    struct inputs *inputs;
    ARRAY_OF(struct fixed) list; // in the order of the inputs
};

// Applies the fixes that the options allow. STATUS_CLEAN where that can be written.
enum status fixing_run(struct fixing *fixing, struct inputs *inputs,
                       const struct verdict *verdicts);

// The patch, to standard output.
bool fixing_write_patch(const struct fixing *fixing);

// Writes every file that is changed, and standard input to standard output, changed or not; the
// verdict of what was written takes the place of the old one. False where something could not
// be written; that was said on standard error.
bool fixing_write_files(struct fixing *fixing, struct verdict *verdicts);

// How many fixes the patch holds, or were written.
unsigned fixing_count(const struct fixing *fixing);

// Whether the product has standard output, and reports go to standard error.
bool fixing_takes_output(const struct inputs *inputs);

#endif
