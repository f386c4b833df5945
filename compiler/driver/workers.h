// Judging many inputs at once, by processes.
//
// All sources are in memory before the first fork, so a place means the same in every
// process. Worker w judges the inputs w, w + N, w + 2N, ... and writes what it found to a
// pipe; the verdicts are then in the order of the inputs, whatever N was. A worker that dies
// costs one input: another goes on behind it.
#ifndef DRIVER_WORKERS_H
#define DRIVER_WORKERS_H

#include "driver/verdict.h"

// One verdict for each input; NULL where no worker could be started, which was said on
// standard error.
struct verdict *workers_judge(struct inputs *inputs);

// How many workers these options and this many inputs make.
size_t workers_count(const struct options *options, size_t input_count);

#endif
