// What the fixes of findings make of a file's text.
#ifndef DIAGNOSTICS_FIX_H
#define DIAGNOSTICS_FIX_H

#include "diagnostics/diagnostic.h"

// An edit that takes out what stands at the span: with its lines where nothing else stands on
// them, else with the blanks before it.
void diagnostic_delete(struct diagnostic *diagnostic, struct diagnostic_fix *fix,
                       const struct source_file *file, struct span span);

// Makes the fixes of findings in `file` ready to be shown and applied: what they put in ends
// its lines as the file does. Advice becomes help, and all in a file that takes no fixes.
void fixes_settle(struct diagnostics *diagnostics, const struct source_file *file,
                  bool takes_fixes);

// The text of `file` with a fix of every finding that has one no less safe than `least_safe`;
// suppressed findings keep theirs. Where two touch, the finding that stands first wins; the
// other is for the next round. `*count` is how many were applied: with 0, no text.
struct str fixes_apply(struct arena *arena, const struct diagnostics *diagnostics,
                       const struct source_file *file, enum fix_safety least_safe,
                       unsigned *count);

#endif
