// Writes a set of files into a folder: all of them, or none.
//
// Everything is written beside its place first, and renamed when nothing but a rename can
// fail any more; a rename that fails is taken back with those before it. MANIFEST comes
// last. A file that MANIFEST does not name is not belay's, and stays as it is.
#ifndef DRIVER_WRITE_H
#define DRIVER_WRITE_H

#include "backends/backend.h"

struct write_request {
    const char *folder; // as it was named
    const char *plan;   // the plan's file, which is never overwritten; NULL where it is none
    bool is_forced;     // --force: files of others are overwritten
};

// False where nothing was written; why was said on standard error.
bool write_artefacts(const struct write_request *request, const struct artefacts *artefacts);

// The paths of the files that write_artefacts() would change, make or remove, one a line,
// each with the folder before it.
struct str stale_artefacts(const struct write_request *request, const struct artefacts *artefacts);

#endif
