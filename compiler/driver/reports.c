#include "driver/reports.h"

#include "driver/deliver.h"
#include "driver/terminal.h"

#include <stdlib.h>
#include <unistd.h>

static const struct format *find_format(struct str name)
{
    for (const struct format *const *format = formats; *format; format++)
        if (str_is(name, (*format)->name))
            return *format;
    return NULL;
}

static struct str no_such_format(struct arena *arena, struct str name)
{
    struct output choices = { .arena = arena };
    for (const struct format *const *format = formats; *format; format++)
        output_format(&choices, "%s%s", format == formats ? "" : " ", (*format)->name);
    output_char(&choices, '\0');
    return options_no_such(arena, "format", name, output_get(&choices).data);
}

// "NAME" or "NAME=FILE".
static bool add_target(struct report_target_list *targets, struct arena *arena, struct str text,
                       struct str *problem)
{
    size_t equals = str_find_char(text, '=', 0);
    struct report_target *target = arena_new(arena, struct report_target);
    struct str name = str_slice(text, 0, equals);
    target->format = find_format(name);
    if (!target->format) {
        *problem = no_such_format(arena, name);
        return false;
    }
    if (equals != STR_NOT_FOUND)
        target->file = str_from(text, equals + 1);
    if (target->file.data && target->file.length == 0) {
        *problem = arena_format(arena, "--format %.*s= needs a file", STR_ARGS(name));
        return false;
    }
    list_add(targets, target);
    return true;
}

bool reports_read(struct report_target_list *targets, const struct options *options,
                  struct str *problem)
{
    list_each(argument, argument, options->formats)
        if (!add_target(targets, options->arena, argument->text, problem))
            return false;
    if (targets->first)
        return true;
    const char *preset = getenv("BELAY_FORMAT");
    if (!preset || !*preset)
        return add_target(targets, options->arena, STR("full"), problem);
    if (add_target(targets, options->arena, str_of(preset), problem))
        return true;
    *problem = arena_format(options->arena, "BELAY_FORMAT: %.*s", STR_ARGS(*problem));
    return false;
}

bool reports_write(const struct report_target_list *targets, const struct report *report,
                   const struct options *options, int stream)
{
    bool is_written = true;
    list_each(report_target, target, *targets) {
        struct output out = { .arena = report->arena };
        struct report_style style = target->file.data ? terminal_style_of_file(options)
                                                      : terminal_style(options, stream);
        target->format->write(&out, report, &style);
        if (target->file.data)
            is_written &= deliver_file(target->file.data, output_get(&out));
        else if (stream == STDOUT_FILENO)
            is_written &= deliver(output_get(&out));
        else
            deliver_error(output_get(&out));
    }
    return is_written;
}

static void write_error(const struct report *report)
{
    struct output out = { .arena = report->arena };
    struct report_style style = { 0 };
    find_format(STR("full"))->write(&out, report, &style);
    deliver_error(output_get(&out));
}

enum level reports_complain(struct inputs *inputs, const struct diagnostics *diagnostics)
{
    ARRAY_OF(struct diagnostic *) findings = { 0 };
    enum level worst = LEVEL_OFF;
    list_each(diagnostic, finding, diagnostics->list) {
        array_add(inputs->arena, &findings, finding);
        if (!finding->is_suppressed && finding->level > worst)
            worst = finding->level;
    }
    struct report report = {
        .arena = inputs->arena,
        .sources = &inputs->sources,
        .findings = findings.items,
        .finding_count = findings.count,
        .file_count = inputs->count,
        .fail_level = LEVEL_ERROR,
        .version = BELAY_VERSION,
        .docs_url = BELAY_DOCS_URL,
    };
    if (worst != LEVEL_OFF)
        write_error(&report);
    return worst;
}
