// belay explain: the page of a rule.
#include "diagnostics/kind.h"
#include "diagnostics/suggest.h"
#include "driver/command.h"
#include "driver/deliver.h"
#include "driver/pages.h"
#include "generated/kinds.h"

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

static void write_texts(struct output *out, struct argument_list names, bool is_markdown)
{
    list_each(argument, name, names) {
        if (name != names.first)
            output_char(out, '\n');
        if (is_markdown)
            page_write_markdown(out, kind_find(name->text));
        else
            page_write_text(out, kind_find(name->text));
    }
}

static void write_json(struct output *out, struct argument_list names)
{
    struct json *document = json_new_object();
    json_put_number(document, "version", 1);
    struct json *pages = json_put_array(document, "rules");
    list_each(argument, name, names) {
        const struct diagnostic_kind *kind = kind_find(name->text);
        struct json *page = page_to_json(out->arena, kind, kind->level);
        json_put_text(page, "explanation", str_of(kind->explanation));
        json_add(pages, page);
    }
    json_write(out, document, JSON_INDENTED);
    output_char(out, '\n');
}

enum status explain_run(struct options *options)
{
    const struct command *command = command_find(STR("explain"));
    struct output out = { .arena = options->arena };
    if (!options->arguments.first)
        return command_misused(command, STR("the name or the code of a rule is missing"));
    list_each(argument, name, options->arguments)
        if (!kind_find(name->text))
            return command_misused(command, no_such(options->arena, name->text));
    struct str format = options->list_format.data ? options->list_format : STR("text");
    if (str_is(format, "json"))
        write_json(&out, options->arguments);
    else
        write_texts(&out, options->arguments, str_is(format, "markdown"));
    return deliver(output_get(&out)) ? STATUS_CLEAN : STATUS_UNUSABLE;
}
