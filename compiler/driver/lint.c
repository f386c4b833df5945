// belay lint: what is wrong with plans.
#include "driver/checklists.h"
#include "driver/command.h"
#include "driver/deliver.h"
#include "driver/inputs.h"
#include "driver/judge.h"
#include "driver/reports.h"

struct findings {
    ARRAY_OF(struct diagnostic *) all;
    bool has_unreadable, has_failed;
};

static void add_findings(struct arena *arena, struct findings *findings,
                         const struct diagnostics *diagnostics, enum level fail_level)
{
    list_each(diagnostic, finding, diagnostics->list) {
        array_add(arena, &findings->all, finding);
        findings->has_failed |= fail_level != LEVEL_OFF && finding->level >= fail_level
                                && !finding->is_suppressed;
    }
}

static enum status print_documents(struct inputs *inputs)
{
    struct output out = { .arena = inputs->arena };
    list_each(input, input, inputs->list) {
        if (!input->reader)
            continue;
        struct unit unit;
        unit_init(&unit, &inputs->sources, input->file);
        input->reader->read(&unit);
        document_dump(&out, &inputs->sources, unit.document);
        arena_release(&unit.arena);
    }
    return deliver(output_get(&out)) ? STATUS_CLEAN : STATUS_UNUSABLE;
}

static enum status status_of(const struct findings *findings, const struct options *options)
{
    if (findings->has_unreadable)
        return STATUS_UNUSABLE;
    return findings->has_failed && !options->is_exit_zero ? STATUS_FINDINGS : STATUS_CLEAN;
}

static enum status lint(struct inputs *inputs, const struct options *options,
                        const struct settings *settings, const struct report_target_list *targets)
{
    struct arena *arena = inputs->arena;
    struct findings findings = { .has_unreadable = inputs->diagnostics.list.first != NULL };
    struct unit_list units = { 0 };
    add_findings(arena, &findings, &inputs->diagnostics, settings->fail_level);
    list_each(input, input, inputs->list) {
        if (!input->reader)
            continue;
        struct unit *unit = arena_new(arena, struct unit);
        unit_init(unit, &inputs->sources, input->file);
        judge(unit, input->reader, input->settings);
        findings.has_unreadable |= unit->is_unreadable;
        add_findings(arena, &findings, &unit->diagnostics, settings->fail_level);
        array_add(arena, &units, unit);
    }
    if (options->is_checklist && !findings.has_unreadable)
        return checklists_write(targets, units, options) ? STATUS_CLEAN : STATUS_UNUSABLE;
    struct report report = {
        .arena = arena,
        .sources = &inputs->sources,
        .findings = findings.all.items,
        .finding_count = findings.all.count,
        .file_count = inputs->count,
        .fail_level = settings->fail_level,
        .show_suppressed = options->is_showing_suppressed,
    };
    if (!reports_write(targets, &report, options))
        return STATUS_UNUSABLE;
    return status_of(&findings, options);
}

enum status lint_run(struct options *options)
{
    const struct command *command = command_find(STR("lint"));
    struct settings settings;
    struct report_target_list targets = { 0 };
    struct str problem;
    if (!settings_read(&settings, options, &problem)
        || !reports_read(&targets, options, &problem)
        || (options->is_checklist && !checklists_fit(&targets, options->arena, &problem)))
        return command_misused(command, problem);
    struct inputs inputs = { .arena = options->arena };
    if (!inputs_read(&inputs, options, &settings))
        return STATUS_UNUSABLE;
    if (options->dump.data)
        return print_documents(&inputs);
    return lint(&inputs, options, &settings, &targets);
}
