// Words over lines.
#ifndef REPORT_WRAP_H
#define REPORT_WRAP_H

#include "report/format.h"

// Cuts the words that fit into `room` cells off `rest`, at least one. A word that is wider
// than the room stays whole, and no line begins with "::", which is a command to a CI.
struct str wrap_cut(struct str *rest, size_t room, bool is_ascii);

// Writes text behind the `used` cells of a line that are taken; further lines begin with
// `indent` blanks. Ends the last line.
void wrap_write(struct output *out, struct str text, size_t used, size_t indent,
                const struct report_style *style);

#endif
