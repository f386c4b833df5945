// A format is one file: it writes findings for one kind of reader.
//
// The file opens with `// format NAME: ...` and exports `const struct format format_NAME`;
// the build collects them (tools/registry.awk).
#ifndef REPORT_FORMAT_H
#define REPORT_FORMAT_H

#include "base/output.h"
#include "diagnostics/diagnostic.h"

// What a run found. Findings are in their final order, with their final levels. A file that
// cannot be read is in `sources` without text, and its finding points at its start; a
// finding whose span is not set stands nowhere.
struct report {
    struct arena *arena;
    struct source_map *sources;
    struct diagnostic *const *findings; // all of them, also those that are suppressed
    size_t finding_count;
    unsigned file_count;   // plans that were looked at
    unsigned fixed_count;  // fixes that --fix made, or that are in the patch
    bool is_patch;         // --diff: nothing was changed
    enum level fail_level; // the lowest level that fails the run; LEVEL_OFF where none does
    bool show_suppressed;  // in JSON and SARIF; the other formats never do
    const char *version;   // of belay
    const char *docs_url;  // below it are the pages of the rules; "" where there are none
};

struct report_style { // of text for people
    bool has_colour;
    bool is_ascii; // the locale is not UTF-8: other characters are written as <U+XXXX>
    bool is_quiet; // no summary
    unsigned width; // cells; 0 never wraps
};

struct format {
    const char *name, *summary;
    void (*write)(struct output *out, const struct report *report,
                  const struct report_style *style);
};

extern const struct format *const formats[]; // generated, NULL-terminated

#endif
