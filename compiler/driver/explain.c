// belay explain: the page of a rule.
#include "diagnostics/kind.h"
#include "diagnostics/suggest.h"
#include "driver/command.h"
#include "driver/deliver.h"
#include "generated/kinds.h"

static void write_markdown(struct output *out, const struct diagnostic_kind *kind)
{
    output_format(out, "# %s %s\n\n%s", kind->code, kind->name, level_name(kind->level));
    if (*kind->also)
        output_format(out, ", also called %s", kind->also);
    output_format(out, "\n\n%s", kind->explanation);
}

// A fence opens or closes: three backquotes or more.
static bool is_fence(struct str line)
{
    return str_starts_with(line, STR("```"));
}

// The page without Markdown's marks: headings bare, code indented.
static void write_text(struct output *out, const struct diagnostic_kind *kind)
{
    output_format(out, "%s %s (%s)\n\n", kind->code, kind->name, level_name(kind->level));
    struct str rest = str_of(kind->explanation), line, fence = STR_NONE;
    while (str_next_line(&rest, &line)) {
        bool opens = !fence.data && is_fence(line), closes = fence.data && str_equal(line, fence);
        if (opens)
            fence = str_slice(line, 0, strspn(line.data, "`"));
        else if (closes)
            fence = STR_NONE;
        else if (fence.data)
            output_format(out, "%s%.*s\n", line.length ? "    " : "", STR_ARGS(line));
        else
            output_format(out, "%.*s\n",
                          STR_ARGS(str_starts_with(line, STR("## ")) ? str_from(line, 3) : line));
    }
}

static struct str no_such(struct arena *arena, struct str name)
{
    struct suggestion suggestion = suggestion_start(name);
    for (size_t i = 0; i < kind_count; i++) {
        suggestion_offer(&suggestion, str_of(kinds[i]->name));
        suggestion_offer(&suggestion, str_of(kinds[i]->code));
    }
    return arena_format(arena, "no rule '%.*s'%.*s", STR_ARGS(name),
                        STR_ARGS(suggestion_text(arena, &suggestion)));
}

enum status explain_run(struct options *options)
{
    const struct command *command = command_find(STR("explain"));
    struct output out = { .arena = options->arena };
    if (!options->arguments.first)
        return command_misused(command, STR("the name or the code of a rule is missing"));
    bool is_markdown = options->list_format.data && str_is(options->list_format, "markdown");
    list_each(argument, name, options->arguments) {
        const struct diagnostic_kind *kind = kind_find(name->text);
        if (!kind)
            return command_misused(command, no_such(options->arena, name->text));
        if (name != options->arguments.first)
            output_char(&out, '\n');
        if (is_markdown)
            write_markdown(&out, kind);
        else
            write_text(&out, kind);
    }
    return deliver(output_get(&out)) ? STATUS_CLEAN : STATUS_UNUSABLE;
}
