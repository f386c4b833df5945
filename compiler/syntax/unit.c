#include "syntax/unit.h"

void unit_init(struct unit *unit, struct source_map *sources, const struct source_file *file)
{
    *unit = (struct unit){ .sources = sources, .file = file };
    unit->diagnostics.arena = &unit->arena;
    unit->suppressions.arena = &unit->arena;
}
