// belay graph and belay timeline: pictures of a plan.
#include "driver/command.h"
#include "driver/deliver.h"
#include "driver/inputs.h"
#include "driver/judge.h"
#include "driver/reports.h"
#include "driver/terminal.h"
#include "drawing/drawing.h"
#include "model/model.h"

#include <unistd.h>

// The notations of a kind, blank-separated.
static struct str notations_of(struct arena *arena, const char *kind)
{
    struct output out = { .arena = arena };
    for (const struct drawing *const *drawing = drawings; *drawing; drawing++)
        if (strcmp((*drawing)->kind, kind) == 0)
            output_format(&out, "%s%s", out.bytes.count ? " " : "", (*drawing)->notation);
    output_char(&out, '\0');
    return output_get(&out);
}

static const struct drawing *find_drawing(const char *kind, struct str notation)
{
    for (const struct drawing *const *drawing = drawings; *drawing; drawing++)
        if (strcmp((*drawing)->kind, kind) == 0 && str_is(notation, (*drawing)->notation))
            return *drawing;
    return NULL;
}

static const struct drawing *read_request(const struct options *options, const char *kind,
                                          struct str *problem)
{
    struct str notation = options->notation.data ? options->notation : STR("text");
    const struct drawing *drawing = find_drawing(kind, notation);
    if (!drawing)
        *problem = options_no_such(options->arena, "notation", notation,
                                   notations_of(options->arena, kind).data);
    if (!options->arguments.first || options->arguments.first->next)
        *problem = STR("one plan is drawn at a time");
    return drawing;
}

static bool write_drawing(const struct drawing *drawing, const struct unit *unit,
                          const struct options *options)
{
    struct output out = { .arena = options->arena };
    struct report_style style = options->output.data ? terminal_style_of_file(options)
                                                     : terminal_style(options, STDOUT_FILENO);
    drawing->draw(&out, unit, &style);
    return options->output.data ? deliver_file(options->output.data, output_get(&out))
                                : deliver(output_get(&out));
}

// A plan is drawn as it is, whatever rules say of it.
static enum status draw(struct inputs *inputs, const struct drawing *drawing)
{
    const struct input *input = &inputs->items[0];
    struct unit *unit = arena_new(inputs->arena, struct unit);
    unit_init(unit, &inputs->sources, input->file);
    if (input->reader)
        judge(unit, input->reader, input->settings);
    bool is_drawn = input->reader && !unit->is_unreadable && unit->plan;
    if (is_drawn)
        model_of(unit);
    else
        reports_complain(inputs, input->reader ? &unit->diagnostics : &inputs->diagnostics);
    enum status status = is_drawn && write_drawing(drawing, unit, inputs->options)
                             ? STATUS_CLEAN
                             : STATUS_UNUSABLE;
    arena_release(&unit->arena);
    return status;
}

static enum status run(struct options *options, const char *kind)
{
    struct settings settings;
    struct str problem = STR_NONE;
    const struct drawing *drawing = NULL;
    if (settings_read(&settings, options, &problem))
        drawing = read_request(options, kind, &problem);
    if (problem.data)
        return command_misused(command_find(str_of(kind)), problem);
    struct inputs inputs;
    if (!inputs_find(&inputs, options, &settings))
        return STATUS_UNUSABLE;
    inputs_read(&inputs);
    if (options->output.data && inputs_have(&inputs, options->output.data)) {
        complain("cannot write '%s': it is the plan itself", options->output.data);
        return STATUS_UNUSABLE;
    }
    if (inputs.count == 1)
        return draw(&inputs, drawing);
    complain("one plan is drawn at a time, and '%s' is %s", options->arguments.first->text.data,
             inputs.count ? "several" : "none");
    return STATUS_UNUSABLE;
}

enum status graph_run(struct options *options)
{
    return run(options, "graph");
}

enum status timeline_run(struct options *options)
{
    return run(options, "timeline");
}
