// What `explain` and `rules` say of a kind of finding.
#ifndef DRIVER_PAGES_H
#define DRIVER_PAGES_H

#include "base/json.h"
#include "diagnostics/diagnostic.h"

// Code, name, category, level, fix, since, summary and, where the build has pages, the address.
struct json *page_to_json(struct arena *arena, const struct diagnostic_kind *kind,
                          enum level level);

// The page, for a terminal: headings bare, code indented.
void page_write_text(struct output *out, const struct diagnostic_kind *kind);

void page_write_markdown(struct output *out, const struct diagnostic_kind *kind);

#endif
