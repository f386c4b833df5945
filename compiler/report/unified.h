// The changes of a file as a patch that `git apply` and `patch -p1` take.
#ifndef REPORT_UNIFIED_H
#define REPORT_UNIFIED_H

#include "base/output.h"

// Writes the patch that makes the new text of the old one; nothing where they are the same.
void unified_write(struct output *out, struct str path, struct str old_text, struct str new_text);

#endif
