//! diagnostic  cannot-be-read
//! code        SYN020
//! level       error
//! since       0.1
//!
//! An input cannot be opened, is too large, or is in no notation that belay knows.
//!
//! ## Why
//!
//! A check that silently left out a file would look like a check that found nothing wrong.
//! A larger file is read with `--max-size 200MB`. The notation of a file follows from its
//! suffix (`.belay`, `.md`, `.markdown`), of other files from the first lines: `plan "…" {`
//! opens a plan, `#` and `---` open Markdown.
//!
//! ## Fails
//!
//! ```
//! belay lint no-such-file.belay
//! ```
//!
//! ## Passes
//!
//! ```
//! belay lint plans/
//! ```

#include "driver/inputs.h"

#include "generated/kinds.h"

enum { DEFAULT_MAX_SIZE = 16 * 1024 * 1024 };

static void add_input(struct inputs *inputs, struct str path, const struct settings *settings)
{
    struct input *input = arena_new(inputs->arena, struct input);
    input->path = path;
    input->shown = str_is(path, "-") ? STR("<stdin>") : path;
    input->is_named = true;
    input->settings = settings;
    list_add(&inputs->list, input);
    inputs->count++;
}

static void read_input(struct inputs *inputs, struct input *input, size_t max_size)
{
    struct str problem;
    input->file = source_read(&inputs->sources, input->path.data, input->shown, max_size, &problem);
    if (!input->file) {
        input->file = source_add(&inputs->sources, input->shown, STR(""));
        diagnose(&inputs->diagnostics, &kind_cannot_be_read, span_of_file(input->file),
                 "cannot read '%.*s': %.*s", STR_ARGS(input->shown), STR_ARGS(problem));
        return;
    }
    input->reader = reader_for(input->shown);
    if (!input->reader)
        input->reader = reader_for_text(input->file->text);
    if (!input->reader)
        diagnostic_help(diagnose(&inputs->diagnostics, &kind_cannot_be_read,
                                 (struct span){ input->file->base, input->file->base },
                                 "'%.*s' is in no notation that belay knows",
                                 STR_ARGS(input->shown)),
                        "expected a name that ends in .belay or .md, or text that begins with: "
                        "plan \"what it does\" {");
}

bool inputs_read(struct inputs *inputs, const struct options *options,
                 const struct settings *settings)
{
    inputs->sources.arena = inputs->diagnostics.arena = inputs->arena;
    list_each(argument, argument, options->arguments)
        add_input(inputs, argument->text, settings);
    size_t max_size = options->max_size.is_set ? options->max_size.value : DEFAULT_MAX_SIZE;
    list_each(input, input, inputs->list)
        read_input(inputs, input, max_size);
    return true;
}
