// belay build: a plan as the files that run it and tell people of it.
#include "backends/backend.h"
#include "backends/printable.h"
#include "base/digest.h"
#include "driver/command.h"
#include "driver/deliver.h"
#include "driver/inputs.h"
#include "driver/judge.h"
#include "driver/reports.h"
#include "driver/templates.h"
#include "driver/write.h"
#include "rules/proof.h"

// ---- what is asked for

static const struct backend *find_backend(struct str name)
{
    for (const struct backend *const *backend = backends; *backend; backend++)
        if (str_is(name, (*backend)->name))
            return *backend;
    return NULL;
}

static struct str no_such_kind(struct arena *arena, struct str name)
{
    struct output choices = { .arena = arena };
    for (const struct backend *const *backend = backends; *backend; backend++)
        output_format(&choices, "%s%s", backend == backends ? "" : " ", (*backend)->name);
    output_char(&choices, '\0');
    return options_no_such(arena, "kind", name, output_get(&choices).data);
}

static bool is_chosen(const struct argument_list *only, const struct backend *backend)
{
    list_each(argument, argument, *only)
        if (str_is(argument->text, backend->name))
            return true;
    return only->first == NULL;
}

static bool read_request(struct options *options, struct settings *settings, struct str *problem)
{
    if (!settings_read(settings, options, problem))
        return false;
    if (!options->arguments.first || options->arguments.first->next)
        *problem = STR("one plan is built at a time");
    else if (options->output.length == 0)
        *problem = STR("-o DIR is missing: where the files go");
    options->only = options_split(options->arena, options->only);
    list_each(argument, argument, options->only)
        if (!problem->data && !find_backend(argument->text))
            *problem = no_such_kind(options->arena, argument->text);
    if (options->is_without_lint) // no rule is selected
        settings->has_selects = true;
    return !problem->data;
}

// ---- writing

// The name of the plan's file, fit for a line of text.
static struct str plan_name(struct arena *arena, struct str path)
{
    struct output out = { .arena = arena };
    size_t from = path.length;
    while (from > 0 && path.data[from - 1] != '/')
        from--;
    struct str name = str_is(path, "-") ? STR("stdin") : str_from(path, from);
    while (name.length > 0)
        output_str(&out, printable_next(&name));
    return output_get(&out);
}

static struct artefacts render(struct unit *unit, const struct input *input,
                               const struct options *options,
                               const struct template_replacements *replacements)
{
    struct artefacts artefacts = {
        .arena = options->arena,
        .plan_name = plan_name(options->arena, input->path),
        .plan_digest = digest_sha256(options->arena, input->file->text),
        .replacements = replacements,
    };
    model_of(unit); // backends look at it, and make none
    unit->proof = proof_find(&unit->arena, unit);
    for (const struct backend *const *backend = backends; *backend; backend++)
        if (is_chosen(&options->only, *backend))
            (*backend)->render(&artefacts, unit);
    return artefacts;
}

static enum status write_files(const struct artefacts *artefacts, const struct input *input,
                               const struct options *options)
{
    unsigned count = 0;
    struct write_request request = {
        .folder = options->output.data,
        .plan = str_is(input->path, "-") ? NULL : input->path.data,
        .is_forced = options->is_forced,
    };
    if (options->is_check) {
        struct str stale = stale_artefacts(&request, artefacts);
        if (!deliver(stale))
            return STATUS_UNUSABLE;
        return stale.length ? STATUS_FINDINGS : STATUS_CLEAN;
    }
    if (!write_artefacts(&request, artefacts))
        return STATUS_UNUSABLE;
    list_each(artefact, artefact, artefacts->list)
        count++;
    if (options->is_quiet)
        return STATUS_CLEAN;
    struct str done = arena_format(options->arena, "%u files written to '%s'\n", count + 1,
                                   request.folder);
    return deliver(done) ? STATUS_CLEAN : STATUS_UNUSABLE;
}

static enum status build(struct inputs *inputs, const struct options *options,
                         const struct template_replacements *replacements)
{
    const struct input *input = &inputs->items[0];
    if (!input->reader) {
        reports_complain(inputs, &inputs->diagnostics);
        return STATUS_UNUSABLE;
    }
    struct unit *unit = arena_new(inputs->arena, struct unit);
    unit_init(unit, &inputs->sources, input->file);
    judge(unit, input->reader, input->settings);
    enum level worst = reports_complain(inputs, &unit->diagnostics);
    enum status status = unit->is_unreadable    ? STATUS_UNUSABLE
                         : worst == LEVEL_ERROR ? STATUS_FINDINGS
                                                : STATUS_CLEAN;
    if (status == STATUS_CLEAN) {
        struct artefacts artefacts = render(unit, input, options, replacements);
        if (artefacts.problem.data)
            complain("cannot build: %.*s", STR_ARGS(artefacts.problem));
        status = artefacts.problem.data ? STATUS_UNUSABLE
                                        : write_files(&artefacts, input, options);
    }
    arena_release(&unit->arena);
    return status;
}

enum status build_run(struct options *options)
{
    struct settings settings;
    struct str problem = STR_NONE;
    if (!read_request(options, &settings, &problem))
        return command_misused(command_find(STR("build")), problem);
    struct template_replacements replacements = { 0 };
    if (options->templates.data
        && !templates_read(options->arena, options->templates, &replacements))
        return STATUS_UNUSABLE;
    struct inputs inputs;
    if (!inputs_find(&inputs, options, &settings))
        return STATUS_UNUSABLE;
    inputs_read(&inputs);
    if (inputs.count != 1) {
        complain("one plan is built at a time, and '%s' is %s", options->arguments.first->text.data,
                 inputs.count ? "several" : "none");
        return STATUS_UNUSABLE;
    }
    return build(&inputs, options, &replacements);
}
