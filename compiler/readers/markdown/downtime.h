// Downtime in prose: "none", "5 minutes", "maintenance window of 2 hours".
#ifndef READERS_MARKDOWN_DOWNTIME_H
#define READERS_MARKDOWN_DOWNTIME_H

#include "readers/markdown/statements.h"

// Writes `downtime …`; false where the text says nothing that can be counted, or where it
// was said before.
bool downtime_write(struct writer *writer, struct text text);

#endif
