// The kind of a phase, from its SQL or from the words of its title.
#ifndef READERS_MARKDOWN_PHASE_KIND_H
#define READERS_MARKDOWN_PHASE_KIND_H

#include "base/str.h"

// What SQL does to a schema, as far as words tell.
struct sql_deeds {
    bool adds, fills, removes;
};

// Adds what `code` does. Comments and quoted text are not looked at.
void sql_deeds_add(struct sql_deeds *deeds, struct str code);

// The kind as the plan language writes it, "other" where nothing tells. `has_expanded`: a
// phase before it adds to the schema.
const char *phase_kind_of(struct str title, const struct sql_deeds *deeds, bool has_expanded);

#endif
