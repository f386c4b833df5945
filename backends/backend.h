// A backend is one file: it renders a checked plan as one or more files of one language.
//
// The file opens with `// backend NAME: ...` and exports `const struct backend backend_NAME`;
// the build collects them (tools/registry.awk). What it writes depends on the plan alone:
// not on the clock, the folder, the environment or the path by which the plan was named.
#ifndef BACKENDS_BACKEND_H
#define BACKENDS_BACKEND_H

#include "backends/template.h"
#include "base/output.h"
#include "plan/facts.h"
#include "plan/plan.h"

// A file that is to be written.
struct artefact {
    struct artefact *next;
    struct str path; // below the output folder, with '/', of safe characters
    struct output text;
    bool is_executable;
};

struct artefacts {
    struct arena *arena;
    LIST_OF(artefact) list;
    struct str plan_name;   // of the plan's file, without folders
    struct str plan_digest; // sha256 of that file
    const struct template_replacements *replacements; // of blocks of Markdown; may be NULL
    struct str problem;     // a library that is missing, in words that follow "cannot build: "
};

// Adds an empty file.
struct artefact *artefacts_add(struct artefacts *artefacts, struct str path);

struct backend {
    const char *name, *summary;
    void (*render)(struct artefacts *artefacts, const struct unit *unit);
};

extern const struct backend *const backends[]; // generated, NULL-terminated

#endif
