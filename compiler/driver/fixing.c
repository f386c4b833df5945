#include "driver/fixing.h"

#include "backends/printable.h"
#include "base/digest.h"
#include "base/path.h"
#include "diagnostics/fix.h"
#include "driver/deliver.h"
#include "driver/workers.h"
#include "report/unified.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_ROUNDS = 10 };

static bool is_standard_input(const struct input *input)
{
    return str_is(input->path, "-");
}

bool fixing_takes_output(const struct inputs *inputs)
{
    bool takes = inputs->options->is_diff;
    for (size_t i = 0; i < inputs->count && inputs->options->is_fix; i++)
        takes |= is_standard_input(&inputs->items[i]);
    return takes;
}

unsigned fixing_count(const struct fixing *fixing)
{
    unsigned count = 0;
    for (size_t i = 0; i < fixing->list.count; i++)
        count += fixing->list.items[i].count;
    return count;
}

// ---- rounds

// Makes the text of the next round; false where there is nothing to fix.
static bool apply(struct inputs *inputs, struct fixed *fixed)
{
    unsigned count;
    struct arena scratch = { 0 };
    enum fix_safety least_safe = inputs->options->is_fixing_unsafe ? FIX_UNSAFE : FIX_SAFE;
    struct str text = fixes_apply(&scratch, &fixed->verdict.diagnostics, fixed->file, least_safe,
                                  &count);
    bool is_changed = count > 0 && !fixed->verdict.is_unreadable
                      && source_has_room(&inputs->sources, text.length);
    if (is_changed) {
        struct source_file *file = source_add(&inputs->sources, fixed->file->path, text);
        file->opened = fixed->file->opened;
        fixed->file = file;
        fixed->count += count;
    }
    arena_release(&scratch);
    return is_changed;
}

// Judges what the last round made; false where a fix broke it.
static bool judge_again(struct inputs *inputs, struct fixed **changed, size_t count)
{
    struct inputs again = *inputs;
    again.items = arena_new_many(inputs->arena, struct input, count);
    again.count = count;
    for (size_t i = 0; i < count; i++) {
        again.items[i] = inputs->items[changed[i]->index];
        again.items[i].file = changed[i]->file;
    }
    struct verdict *verdicts = workers_judge(&again);
    for (size_t i = 0; verdicts && i < count; i++) {
        changed[i]->verdict = verdicts[i];
        if (verdicts[i].is_unreadable || verdicts[i].has_crashed) {
            complain("a fix broke '%.*s': this is a mistake in belay; no file is changed",
                     STR_ARGS(again.items[i].shown));
            return false;
        }
    }
    return verdicts != NULL;
}

static enum status run_rounds(struct inputs *inputs, struct fixed *all, size_t count)
{
    struct fixed **changed = arena_new_many(inputs->arena, struct fixed *, count + 1);
    for (size_t i = 0; i < count; i++)
        changed[i] = &all[i];
    for (unsigned round = 0; round < MAX_ROUNDS && count > 0; round++) {
        size_t left = 0;
        for (size_t i = 0; i < count; i++)
            if (apply(inputs, changed[i]))
                changed[left++] = changed[i];
        count = left;
        if (count > 0 && !judge_again(inputs, changed, count))
            return STATUS_INTERNAL;
    }
    return STATUS_CLEAN;
}

enum status fixing_run(struct fixing *fixing, struct inputs *inputs,
                       const struct verdict *verdicts)
{
    *fixing = (struct fixing){ .inputs = inputs };
    struct fixed *all = arena_new_many(inputs->arena, struct fixed, inputs->count + 1);
    for (size_t i = 0; i < inputs->count; i++)
        all[i] = (struct fixed){ i, inputs->items[i].file, verdicts[i], 0 };
    enum status status = run_rounds(inputs, all, inputs->count);
    for (size_t i = 0; i < inputs->count; i++)
        if (all[i].count > 0)
            array_add(inputs->arena, &fixing->list, all[i]);
    return status;
}

// ---- the patch

static struct str to_printable(struct arena *arena, struct str text)
{
    struct output out = { .arena = arena };
    while (text.length > 0)
        output_str(&out, printable_code_next(&text));
    return output_get(&out);
}

// A line of the plan must not be taken for a command to the runner of a workflow, which
// obeys lines that begin with "::" wherever they come from.
static struct str stop_commands(struct arena *arena, struct str patch)
{
    struct stat status;
    const char *runner = getenv("GITHUB_ACTIONS");
    if (!runner || strcmp(runner, "true") != 0
        || (fstat(STDOUT_FILENO, &status) == 0 && S_ISREG(status.st_mode)))
        return patch;
    struct str token = digest_sha256(arena, patch);
    return arena_format(arena, "::stop-commands::%.*s\n%.*s::%.*s::\n", STR_ARGS(token),
                        STR_ARGS(patch), STR_ARGS(token));
}

bool fixing_write_patch(const struct fixing *fixing)
{
    struct arena *arena = fixing->inputs->arena;
    struct output out = { .arena = arena };
    for (size_t i = 0; i < fixing->list.count; i++) {
        const struct fixed *fixed = &fixing->list.items[i];
        const struct input *input = &fixing->inputs->items[fixed->index];
        unified_write(&out, input->shown, input->file->text, fixed->file->text);
    }
    struct str patch = output_get(&out);
    if (isatty(STDOUT_FILENO))
        patch = to_printable(arena, patch);
    return patch.length == 0 || deliver(stop_commands(arena, patch));
}

// ---- the files

// The file itself, behind all links; no data where it cannot be replaced, which was said.
static struct str find_target(struct arena *arena, const struct input *input)
{
    struct stat status;
    const char *problem = NULL;
    struct str path = path_resolve(arena, input->path);
    if (!path.data || stat(path.data, &status) != 0)
        problem = strerror(errno);
    else if (!S_ISREG(status.st_mode))
        problem = "it is no regular file";
    else if (!(status.st_mode & (S_IWUSR | S_IWGRP | S_IWOTH)) || access(path.data, W_OK) != 0)
        problem = "it is read-only";
    if (!problem)
        return path;
    complain("cannot write '%.*s': %s", STR_ARGS(input->shown), problem);
    return STR_NONE;
}

// Whether the file holds what was judged: an editor may have saved it in the meantime.
static bool is_current(const struct input *input, struct str path)
{
    struct str problem;
    struct arena arena = { 0 };
    struct source_map now = { .arena = &arena };
    const struct source_file *file =
        source_read(&now, path.data, input->shown, input->file->text.length, &problem);
    bool is_same = file && str_equal(file->text, input->file->text);
    if (!is_same)
        complain("cannot write '%.*s': it has changed since it was read", STR_ARGS(input->shown));
    arena_release(&arena);
    return is_same;
}

static bool write_file(struct arena *arena, const struct input *input, struct str text)
{
    if (is_standard_input(input))
        return true;
    struct str path = find_target(arena, input);
    return path.data && is_current(input, path) && deliver_file(path.data, text);
}

// A filter passes on what it does not change.
static bool write_standard_input(const struct fixing *fixing)
{
    const struct inputs *inputs = fixing->inputs;
    for (size_t i = 0; i < inputs->count; i++) {
        if (!is_standard_input(&inputs->items[i]))
            continue;
        struct str text = inputs->items[i].file->text;
        for (size_t k = 0; k < fixing->list.count; k++)
            if (fixing->list.items[k].index == i)
                text = fixing->list.items[k].file->text;
        return deliver(text);
    }
    return true;
}

bool fixing_write_files(struct fixing *fixing, struct verdict *verdicts)
{
    struct inputs *inputs = fixing->inputs;
    bool is_written = write_standard_input(fixing);
    for (size_t i = 0; i < fixing->list.count; i++) {
        struct fixed *fixed = &fixing->list.items[i];
        if (write_file(inputs->arena, &inputs->items[fixed->index], fixed->file->text)) {
            verdicts[fixed->index] = fixed->verdict;
            continue;
        }
        fixed->count = 0;
        is_written = false;
    }
    return is_written;
}
