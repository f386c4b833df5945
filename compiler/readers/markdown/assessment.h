// What is to be found out before a migration, and what binds it.
#ifndef READERS_MARKDOWN_ASSESSMENT_H
#define READERS_MARKDOWN_ASSESSMENT_H

#include "readers/markdown/prose-plan.h"

// What the items under "Compatibility analysis:" or "Constraints:" are: SECTION_ASSESSMENT,
// SECTION_CONSTRAINTS or SECTION_UNKNOWN.
enum section assessment_section(struct str head);

// `assess` or `constraint` where the section and the words say which, else `note`.
void plan_write_assessed(struct prose_plan *plan, enum section section, struct text text);

#endif
