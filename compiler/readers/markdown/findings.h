// What reading a Markdown document has to say.
#ifndef READERS_MARKDOWN_FINDINGS_H
#define READERS_MARKDOWN_FINDINGS_H

#include "readers/markdown/series.h"

// Text that was repaired, fences that are not what they should be.
void report_repairs(struct unit *unit, const struct markdown_repairs *repairs);

// No phases; a part of them; several plans.
void report_series(struct unit *unit, const struct series *series);

#endif
