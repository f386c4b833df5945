#include "base/output.h"
#include "readers/reader.h"
#include "plan/bind.h"
#include <stdio.h>
static bool all(const void *c, const struct diagnostic_kind *k){(void)c;(void)k;return true;}
int main(int argc, char **argv)
{
    struct arena arena = {0}; struct source_map map = { .arena = &arena }; struct str problem;
    struct source_file *file = source_read(&map, argv[argc-1], str_of(argv[argc-1]), 16<<20, &problem);
    if (!file) { printf("%.*s\n", STR_ARGS(problem)); return 2; }
    struct unit unit; unit_init(&unit, &map, file);
    reader_for(file->path)->read(&unit);
    struct output out = { .arena = &unit.arena };
    if (argc > 2) { document_dump(&out, &map, unit.document); }
    plan_bind(&unit);
    suppressions_apply(&unit.suppressions, &unit.diagnostics, span_of_file(file), false, all, NULL);
    diagnostics_sort(&unit.diagnostics);
    list_each(diagnostic, d, unit.diagnostics.list) { struct source_place p = source_locate(&map, d->span.start);
      output_format(&out, "%u:%u: %s: %.*s [%s]\n", p.line_number, source_column(p, COLUMN_CODE_POINT), level_name(d->level), STR_ARGS(d->message), d->kind->code); }
    printf("%.*s", STR_ARGS(output_get(&out)));
    arena_release(&unit.arena); arena_release(&arena);
}
