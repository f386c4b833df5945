// Compiles one unit: reads it, binds it, looks at it, and weighs what was found.
#ifndef DRIVER_JUDGE_H
#define DRIVER_JUDGE_H

#include "driver/levels.h"
#include "readers/reader.h"

// Makes unit->plan of unit->file and fills unit->diagnostics with the findings, in their
// order and with their final levels; those that are suppressed are marked. Where the text
// cannot be read, unit->is_unreadable is set and nothing else was looked for.
void judge(struct unit *unit, const struct reader *reader, const struct settings *settings);

// Whether the file of a judged unit holds no plan.
bool judge_found_no_plan(const struct unit *unit);

#endif
