// A drawing is one file: it shows a judged plan as a picture in one notation.
//
// The file opens with `// drawing KIND-NOTATION: ...` and exports
// `const struct drawing drawing_KIND_NOTATION`; the build collects them (tools/registry.awk).
// What it draws depends on the plan alone. Text from the plan goes through cells_write()
// (text), mermaid_text() or svg_text().
#ifndef DRAWING_DRAWING_H
#define DRAWING_DRAWING_H

#include "report/format.h"
#include "syntax/unit.h"

struct drawing {
    const char *kind;     // "graph", "timeline"
    const char *notation; // "text", "mermaid", "svg"
    // `unit` has a plan and a model. The style counts for text alone.
    void (*draw)(struct output *out, const struct unit *unit, const struct report_style *style);
};

extern const struct drawing *const drawings[]; // generated, NULL-terminated

#endif
