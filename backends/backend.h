// A backend is one file: it renders a checked plan as one or more files of one language.
//
// The file opens with `// backend NAME: ...` and exports `const struct backend backend_NAME`;
// the build collects them (tools/registry.awk).
#ifndef BACKENDS_BACKEND_H
#define BACKENDS_BACKEND_H

#include "base/output.h"
#include "plan/facts.h"
#include "plan/plan.h"

// A file that is to be written.
struct artefact {
    struct artefact *next;
    struct str path; // below the output folder, with '/'
    struct str text;
    bool is_executable;
};

struct artefacts {
    struct arena *arena;
    LIST_OF(artefact) list;
    struct str plan_digest; // sha256 of the plan's file
    struct str plan_path;   // the plan's file, as it is shown
};

// Adds a file and gives the output to write its text to; artefacts_finish() reads it.
struct output *artefacts_open(struct artefacts *artefacts, struct str path);

struct backend {
    const char *name, *summary;
    void (*render)(struct artefacts *artefacts, const struct unit *unit);
};

extern const struct backend *const backends[]; // generated, NULL-terminated

#endif
