// belay lint: what is wrong with plans.
#include "driver/command.h"
#include "driver/deliver.h"
#include "driver/fixing.h"
#include "driver/judge.h"
#include "driver/reports.h"
#include "driver/reviews.h"
#include "driver/show.h"
#include "driver/statistics.h"
#include "driver/workers.h"
#include "plan/spell.h"

#include <unistd.h>

struct outcome { // of all inputs
    ARRAY_OF(struct diagnostic *) findings; // in the order of their places
    unsigned plan_count, fixed_count;
    bool has_unreadable, has_crashed, has_failed;
    enum level fail_level; // the lowest of all inputs
};

static bool fails(const struct diagnostic *finding, enum level fail_level)
{
    return fail_level != LEVEL_OFF && finding->level >= fail_level && !finding->is_suppressed;
}

static enum level lower(enum level a, enum level b)
{
    if (a == LEVEL_OFF || b == LEVEL_OFF)
        return a == LEVEL_OFF ? b : a;
    return a < b ? a : b;
}

static void add_verdict(struct outcome *outcome, struct arena *arena, const struct input *input,
                        const struct verdict *verdict)
{
    outcome->has_unreadable |= verdict->is_unreadable || !input->reader;
    outcome->has_crashed |= verdict->has_crashed;
    outcome->fail_level = lower(outcome->fail_level, input->settings->fail_level);
    outcome->plan_count += !verdict->has_no_plan;
    list_each(diagnostic, finding, verdict->diagnostics.list) {
        array_add(arena, &outcome->findings, finding);
        outcome->has_failed |= fails(finding, input->settings->fail_level);
    }
}

// Findings about reading stand where those of judging stand: with their file.
static void merge(struct outcome *outcome, struct inputs *inputs, const struct verdict *verdicts)
{
    struct diagnostic *unread = inputs->diagnostics.list.first;
    for (size_t i = 0; i < inputs->count; i++) {
        uint32_t end = span_of_file(inputs->items[i].file).end;
        for (; unread && unread->span.start <= end; unread = unread->next)
            array_add(inputs->arena, &outcome->findings, unread);
        add_verdict(outcome, inputs->arena, &inputs->items[i], &verdicts[i]);
    }
}

static bool write_reports(const struct outcome *outcome, struct inputs *inputs,
                          const struct report_target_list *targets)
{
    struct report report = {
        .arena = inputs->arena,
        .sources = &inputs->sources,
        .findings = outcome->findings.items,
        .finding_count = outcome->findings.count,
        .file_count = outcome->plan_count,
        .fail_level = outcome->fail_level,
        .show_suppressed = inputs->options->is_showing_suppressed,
        .version = BELAY_VERSION,
        .docs_url = BELAY_DOCS_URL,
        .fixed_count = outcome->fixed_count,
        .is_patch = inputs->options->is_diff,
    };
    int stream = fixing_takes_output(inputs) ? STDERR_FILENO : STDOUT_FILENO;
    if (!inputs->options->is_statistics)
        return reports_write(targets, &report, inputs->options, stream);
    struct output out = { .arena = inputs->arena };
    statistics_write(&out, &report);
    if (stream == STDOUT_FILENO)
        return deliver(output_get(&out));
    deliver_error(output_get(&out));
    return true;
}

// Where files are written, the verdicts become those about what is in them. With --diff they
// stay: no file is changed, so nothing else is true of it.
static enum status fix_all(struct outcome *outcome, struct inputs *inputs,
                           struct verdict *verdicts)
{
    struct fixing fixing;
    enum status status = fixing_run(&fixing, inputs, verdicts);
    if (status != STATUS_CLEAN)
        return status;
    bool is_written = inputs->options->is_diff ? fixing_write_patch(&fixing)
                                               : fixing_write_files(&fixing, verdicts);
    outcome->fixed_count = fixing_count(&fixing);
    return is_written ? STATUS_CLEAN : STATUS_UNUSABLE;
}

static enum status status_of(const struct outcome *outcome, const struct inputs *inputs)
{
    if (outcome->has_crashed)
        return STATUS_INTERNAL;
    if (outcome->has_unreadable || inputs->has_failed)
        return STATUS_UNUSABLE;
    return outcome->has_failed && !inputs->options->is_exit_zero ? STATUS_FINDINGS : STATUS_CLEAN;
}

static enum status judge_all(struct inputs *inputs, const struct report_target_list *targets)
{
    struct outcome outcome = { .fail_level = LEVEL_OFF };
    struct verdict *verdicts = workers_judge(inputs);
    enum status fixing = STATUS_CLEAN;
    if (!verdicts)
        return STATUS_UNUSABLE;
    if (inputs->options->is_fix || inputs->options->is_diff)
        fixing = fix_all(&outcome, inputs, verdicts);
    merge(&outcome, inputs, verdicts);
    if (inputs->count > 0 && outcome.plan_count == 0 && !inputs->options->is_allowing_empty) {
        complain("no file holds a plan; files read: %zu", inputs->count);
        return STATUS_UNUSABLE;
    }
    if (!write_reports(&outcome, inputs, targets))
        return STATUS_UNUSABLE;
    return fixing != STATUS_CLEAN ? fixing : status_of(&outcome, inputs);
}

static bool spares_inputs(const struct inputs *inputs, const struct report_target_list *targets)
{
    list_each(report_target, target, *targets)
        if (target->file.data && inputs_have(inputs, target->file.data)) {
            complain("cannot write '%s': it is the plan itself", target->file.data);
            return false;
        }
    return true;
}

static void dump_documents(struct output *out, struct inputs *inputs)
{
    for (size_t i = 0; i < inputs->count; i++) {
        if (!inputs->items[i].reader)
            continue;
        struct unit unit;
        unit_init(&unit, &inputs->sources, inputs->items[i].file);
        reader_read(inputs->items[i].reader, &unit);
        plan_spell(&unit);
        document_dump(out, &inputs->sources, unit.document);
        arena_release(&unit.arena);
    }
}

// False where an input cannot be read.
static bool judge_here(struct inputs *inputs, struct unit_list *units)
{
    for (size_t i = 0; i < inputs->count; i++) {
        const struct input *input = &inputs->items[i];
        if (!input->reader)
            return false;
        struct unit *unit = arena_new(inputs->arena, struct unit);
        unit_init(unit, &inputs->sources, input->file);
        array_add(inputs->arena, units, unit);
        judge(unit, input->reader, input->settings);
        bool is_no_plan = !input->is_named && judge_found_no_plan(unit);
        if (unit->is_unreadable && !is_no_plan)
            return false;
        if (is_no_plan)
            arena_release(&units->items[--units->count]->arena);
    }
    return true;
}

// Plans are needed as a whole, so they are judged in this process. False where an input
// cannot be read: then its findings are what is to be shown.
static bool write_reviews(struct inputs *inputs, const struct report_target_list *targets,
                             enum status *status)
{
    struct unit_list units = { 0 };
    bool is_readable = judge_here(inputs, &units);
    if (is_readable) {
        bool is_written = reviews_write(targets, units, inputs->options);
        *status = is_written && !inputs->has_failed ? STATUS_CLEAN : STATUS_UNUSABLE;
    }
    for (size_t i = 0; i < units.count; i++)
        arena_release(&units.items[i]->arena);
    return is_readable;
}

// Reads the inputs. True where the options ask for something else than findings; it is
// written then.
static bool shows_something(struct inputs *inputs, enum status *status)
{
    const struct options *options = inputs->options;
    struct output out = { .arena = inputs->arena };
    if (options->is_showing_files)
        show_files(&out, inputs);
    else
        inputs_read(inputs);
    if (options->is_showing_settings)
        show_settings(&out, inputs);
    else if (options->dump.data)
        dump_documents(&out, inputs);
    else if (!options->is_showing_files)
        return false;
    bool is_written = deliver(output_get(&out));
    *status = is_written && !inputs->has_failed ? STATUS_CLEAN : STATUS_UNUSABLE;
    return true;
}

// Fixes go with findings alone, and unsafe ones with an option that applies fixes.
static bool check_fixing(const struct options *options, struct str *problem)
{
    const char *other = options->is_checklist ? "--checklist" : options->is_proof ? "--proof"
                        : options->dump.data ? "--dump"
                        : options->is_showing_files ? "--show-files"
                        : options->is_showing_settings ? "--show-settings" : NULL;
    bool is_fixing = options->is_fix || options->is_diff;
    if (options->is_fixing_unsafe && !is_fixing)
        *problem = STR("--unsafe-fixes needs --fix or --diff");
    else if (is_fixing && other)
        *problem = arena_format(options->arena, "%s and %s do not go together",
                                options->is_fix ? "--fix" : "--diff", other);
    else
        return true;
    return false;
}

enum status lint_run(struct options *options)
{
    const struct command *command = command_find(STR("lint"));
    struct settings settings;
    struct report_target_list targets = { 0 };
    struct inputs inputs;
    struct str problem;
    enum status status;
    bool is_review = options->is_checklist || options->is_proof;
    if (!settings_read(&settings, options, &problem)
        || !reports_read(&targets, options, &problem)
        || !check_fixing(options, &problem)
        || (is_review && !reviews_fit(&targets, options, &problem)))
        return command_misused(command, problem);
    if (!inputs_find(&inputs, options, &settings) || !spares_inputs(&inputs, &targets))
        return STATUS_UNUSABLE;
    if (shows_something(&inputs, &status))
        return status;
    if (inputs.count == 0 && inputs.has_failed)
        return STATUS_UNUSABLE;
    if (is_review && write_reviews(&inputs, &targets, &status))
        return status;
    return judge_all(&inputs, &targets);
}
