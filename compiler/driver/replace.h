// Changes to files below a folder that happen together, or not at all.
//
// New files are written into a scratch folder beside the others; then they are renamed to
// their places, while the old ones are kept. Where a rename fails, those before it are
// taken back. The last file that is added is renamed last.
#ifndef DRIVER_REPLACE_H
#define DRIVER_REPLACE_H

#include "base/list.h"
#include "driver/folder.h"

#define REPLACE_SCRATCH ".belay-new"

struct replace_step {
    struct str path, text; // no text: the file is removed
    mode_t mode;
    enum { REPLACE_PLANNED, REPLACE_MADE, REPLACE_KEPT } state; // KEPT: the old one is in scratch
};

struct replacement {
    struct arena *arena;
    int folder, scratch;
    struct made_folders made;
    ARRAY_OF(struct replace_step) steps;
};

void replace_with(struct replacement *replacement, struct str path, struct str text, mode_t mode);
void replace_remove(struct replacement *replacement, struct str path);

// Does all that was added. False where nothing was changed; `*path` is then the file at
// which it failed, and errno says why.
bool replace_commit(struct replacement *replacement, struct str *path);

#endif
