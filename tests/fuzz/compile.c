#include "tests/fuzz/compile.h"

#include "backends/backend.h"
#include "model/model.h"
#include "plan/bind.h"
#include "readers/reader.h"
#include "report/format.h"
#include "rules/rule.h"

static bool every_rule(const void *context, const struct diagnostic_kind *kind)
{
    (void)context;
    (void)kind;
    return true;
}

static void render_all(struct unit *unit)
{
    model_of(unit);
    for (const struct backend *const *backend = backends; *backend; backend++) {
        struct artefacts artefacts = { .arena = &unit->arena, .plan_name = unit->file->path };
        (*backend)->render(&artefacts, unit);
    }
}

void fuzz_compile(const char *path, const uint8_t *data, size_t size)
{
    struct arena arena = { 0 };
    struct source_map sources = { .arena = &arena };
    const struct source_file *file =
        source_add(&sources, str_of(path), (struct str){ (const char *)data, size });
    struct unit unit;
    unit_init(&unit, &sources, file);
    reader_for(file->path)->read(&unit);
    plan_bind(&unit);
    if (unit.plan) {
        undos_report(&unit);
        rules_run(&unit, every_rule, NULL);
        render_all(&unit);
    }
    suppressions_apply(&unit.suppressions, &unit.diagnostics, span_of_file(file), true, every_rule,
                       NULL);
    diagnostics_sort(&unit.diagnostics);
    arena_release(&unit.arena);
    arena_release(&arena);
}
