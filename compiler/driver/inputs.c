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
//! suffix (`.belay`, `.md`, `.markdown`, `.yaml`, `.yml`), of other files from the first lines:
//! `plan "…" {` opens a plan, `plan: …` one in YAML, `#` and `---` open Markdown.
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

#include "driver/deliver.h"
#include "driver/find.h"
#include "base/path.h"
#include "generated/kinds.h"

#include <stdlib.h>
#include <sys/stat.h>

enum { DEFAULT_MAX_SIZE = 16 * 1024 * 1024 };

// ---- finding

static int compare_files(const void *left, const void *right)
{
    const struct input *a = left, *b = right;
    int order = str_compare(a->absolute, b->absolute);
    return order != 0 ? order : str_compare(a->shown, b->shown);
}

static int compare_shown(const void *left, const void *right)
{
    const struct input *a = left, *b = right;
    int order = str_compare(a->shown, b->shown);
    return order != 0 ? order : str_compare(a->absolute, b->absolute);
}

// Each file once, however many arguments lead to it.
static size_t drop_doubles(struct input *items, size_t count)
{
    size_t kept = 0;
    qsort(items, count, sizeof *items, compare_files);
    for (size_t i = 0; i < count; i++)
        if (kept > 0 && str_equal(items[kept - 1].absolute, items[i].absolute))
            items[kept - 1].is_named |= items[i].is_named;
        else
            items[kept++] = items[i];
    return kept;
}

static void order(struct inputs *inputs, struct find *find)
{
    inputs->items = find->found.items;
    if (find->found.count == 0)
        return;
    inputs->count = drop_doubles(inputs->items, find->found.count);
    for (size_t i = 0; inputs->base.data && i < inputs->count; i++)
        inputs->items[i].shown =
            path_relative(inputs->arena, inputs->base, inputs->items[i].absolute);
    qsort(inputs->items, inputs->count, sizeof *inputs->items, compare_shown);
}

static bool read_base(struct inputs *inputs)
{
    struct str base = inputs->options->path_base;
    if (!base.data)
        return true;
    inputs->base = path_resolve(inputs->arena, base);
    if (!inputs->base.data)
        complain("no folder '%.*s' (--path-base)", STR_ARGS(base));
    return inputs->base.data != NULL;
}

bool inputs_find(struct inputs *inputs, const struct options *options,
                 const struct settings *settings)
{
    *inputs = (struct inputs){ .arena = options->arena, .options = options };
    inputs->sources.arena = inputs->diagnostics.arena = options->arena;
    configs_init(&inputs->configs, options->arena, options, settings);
    if (!read_base(inputs))
        return false;
    list_each(argument, pattern, options->excludes)
        path_pattern_add(inputs->arena, &inputs->excludes, inputs->configs.current, pattern->text);
    struct find find = { .inputs = inputs };
    if (!options->arguments.first)
        find_argument(&find, STR("."));
    list_each(argument, argument, options->arguments)
        find_argument(&find, argument->text);
    order(inputs, &find);
    return !inputs->configs.has_failed;
}

// ---- reading

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
                        "expected a name in .belay, .md or .yaml, or text that begins with: "
                        "plan \"what it does\" {");
}

void inputs_read(struct inputs *inputs)
{
    size_t max_size = inputs->options->max_size.is_set ? inputs->options->max_size.value
                                                       : DEFAULT_MAX_SIZE;
    for (size_t i = 0; i < inputs->count; i++)
        read_input(inputs, &inputs->items[i], max_size);
}

bool inputs_have(const struct inputs *inputs, const char *path)
{
    struct stat file, input;
    if (stat(path, &file) != 0 || !S_ISREG(file.st_mode))
        return false;
    for (size_t i = 0; i < inputs->count; i++)
        if (stat(inputs->items[i].path.data, &input) == 0 && input.st_dev == file.st_dev
            && input.st_ino == file.st_ino)
            return true;
    return false;
}
