// MANIFEST: what belay wrote into a folder, by which it knows its own files again.
//
// `sha256  path` a line, as sha256sum writes it: first the plan, then every file in the
// order of its path.
#ifndef DRIVER_MANIFEST_H
#define DRIVER_MANIFEST_H

#include "backends/backend.h"

struct manifest {
    ARRAY_OF(struct str) paths; // of the files, sorted; without the plan
};

// Adds the files that the text names. False where it is no manifest; a path that could lead
// out of the folder makes it none.
bool manifest_parse(struct arena *arena, struct str text, struct manifest *manifest);

bool manifest_has(const struct manifest *manifest, struct str path);

// `files` are in the order of their paths.
struct str manifest_format(const struct artefacts *artefacts, struct artefact *const *files,
                           size_t count);

#endif
