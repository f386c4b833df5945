// How many findings of each rule there are.
#ifndef DRIVER_STATISTICS_H
#define DRIVER_STATISTICS_H

#include "report/format.h"

// Lines "COUNT  CODE  NAME", the most frequent first.
void statistics_write(struct output *out, const struct report *report);

#endif
