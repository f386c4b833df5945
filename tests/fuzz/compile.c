#include "tests/fuzz/compile.h"

#include "backends/backend.h"
#include "base/check.h"
#include "diagnostics/fix.h"
#include "model/model.h"
#include "plan/bind.h"
#include "readers/reader.h"
#include "drawing/drawing.h"
#include "rules/proof.h"

static bool every_rule(const void *context, const struct diagnostic_kind *kind)
{
    (void)context;
    (void)kind;
    return true;
}

static void render_all(struct unit *unit)
{
    model_of(unit);
    unit->proof = proof_find(&unit->arena, unit);
    for (const struct backend *const *backend = backends; *backend; backend++) {
        struct artefacts artefacts = { .arena = &unit->arena, .plan_name = unit->file->path };
        (*backend)->render(&artefacts, unit);
    }
    struct output out = { .arena = &unit->arena };
    for (const struct drawing *const *drawing = drawings; *drawing; drawing++)
        (*drawing)->draw(&out, unit, &(struct report_style){ .width = 80 });
}

static bool is_unreadable(const struct unit *unit)
{
    list_each(diagnostic, finding, unit->diagnostics.list)
        if (finding->level == LEVEL_ERROR && strncmp(finding->kind->code, "SYN", 3) == 0)
            return true;
    return false;
}

// Rules see also what the driver does not show them, a plan that cannot be read; nothing edits it.
static void judge(struct unit *unit, const struct reader *reader)
{
    reader->read(unit);
    plan_bind(unit);
    unit->takes_fixes &= !is_unreadable(unit);
    if (unit->plan) {
        undos_report(unit);
        rules_run(unit, every_rule, NULL);
    }
    suppressions_apply(&unit->suppressions, &unit->diagnostics, unit->file, true, every_rule,
                       NULL);
    fixes_settle(&unit->diagnostics, unit->file, unit->takes_fixes);
    diagnostics_sort(&unit->diagnostics);
}

// What fixes make of a plan that can be read can be read.
static void fix(struct arena *arena, const struct unit *unit, const struct reader *reader)
{
    unsigned count;
    struct str text = fixes_apply(arena, &unit->diagnostics, unit->file, FIX_UNSAFE, &count);
    if (count == 0 || is_unreadable(unit))
        return;
    struct unit fixed;
    unit_init(&fixed, unit->sources, source_add(unit->sources, unit->file->path, text));
    judge(&fixed, reader);
    if (is_unreadable(&fixed))
        BUG("a fix that breaks the plan");
    arena_release(&fixed.arena);
}

void fuzz_compile(const char *path, const uint8_t *data, size_t size)
{
    struct arena arena = { 0 };
    struct source_map sources = { .arena = &arena };
    const struct source_file *file =
        source_add(&sources, str_of(path), (struct str){ (const char *)data, size });
    const struct reader *reader = reader_for(file->path);
    struct unit unit;
    unit_init(&unit, &sources, file);
    judge(&unit, reader);
    if (unit.plan)
        render_all(&unit);
    fix(&arena, &unit, reader);
    arena_release(&unit.arena);
    arena_release(&arena);
}
