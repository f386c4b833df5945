// Items of checklists: `check "text" in "LIST" T-2h done`.
#ifndef READERS_MARKDOWN_CHECKLIST_H
#define READERS_MARKDOWN_CHECKLIST_H

#include "readers/markdown/duration.h"
#include "readers/markdown/passage.h"
#include "readers/markdown/statements.h"

struct checklist {
    struct text name;       // "Pre-Cutover"; may be none
    struct prose_time time; // TIME_NONE where its heading has none
};

// The list that a heading or a label opens: "Pre-Cutover (T-2 hours)".
struct checklist checklist_of(struct text heading);

void checklist_write_item(struct writer *writer, const struct checklist *list, struct text text,
                     enum markdown_box box);

#endif
