// Repaired text: valid UTF-8 with LF line ends, every byte still leading to its source.
#ifndef READERS_MARKDOWN_REPAIR_H
#define READERS_MARKDOWN_REPAIR_H

#include "readers/markdown/block.h"

// The text of unit->file without byte order mark, CR and variation selectors; no-break
// spaces and hyphens plain; NUL and what is not UTF-8 as U+FFFD; mis-decoded UTF-8 as what
// it was (counted in `repairs`).
struct text markdown_repair(struct unit *unit, struct markdown_repairs *repairs);

// What UTF-8 bytes became `run` (characters outside ASCII) when they were read as Windows-1252
// or as Mac Roman; STR_NONE where that cannot have happened. Every character stands for one
// byte of the result.
struct str markdown_undo_mojibake(struct arena *arena, struct str run);

#endif
