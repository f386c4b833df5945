// A format is one file: it writes findings for one kind of reader.
//
// The file opens with `// format NAME: ...` and exports `const struct format format_NAME`;
// the build collects them (tools/registry.awk).
#ifndef REPORT_FORMAT_H
#define REPORT_FORMAT_H

#include "base/output.h"
#include "diagnostics/diagnostic.h"

// What a run found. Findings are in their final order, with their final levels.
struct report {
    struct arena *arena;
    struct source_map *sources;
    struct diagnostic *const *findings; // those that are to be shown
    size_t finding_count;
    unsigned file_count, suppressed_count;
    const char *fail_on;   // the level named by --fail-on
};

struct report_style { // of text for people
    bool has_colour;
    bool is_terminal;
    unsigned width; // cells; 0 never wraps
};

struct format {
    const char *name, *summary;
    void (*write)(struct output *out, const struct report *report, const struct report_style *style);
};

extern const struct format *const formats[]; // generated, NULL-terminated

#endif
