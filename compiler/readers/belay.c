// reader belay: the DSL
#include "syntax/comments.h"
#include "readers/reader.h"
#include "syntax/build.h"

static void read(struct unit *unit)
{
    struct document *document = arena_new(&unit->arena, struct document);
    document->file = unit->file;
    unit->document = document;
    unit->takes_fixes = true;
    parse_statements(unit, document, span_of_file(unit->file));
    comments_read_suppressions(unit, document);
}

const struct reader reader_belay = { "belay", ".belay", read };
