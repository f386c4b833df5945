#include "driver/checklists.h"

#include "base/json.h"
#include "driver/deliver.h"
#include "driver/terminal.h"
#include "report/checklist.h"

static bool is_json(const struct report_target *target)
{
    return strcmp(target->format->name, "json") == 0;
}

bool checklists_fit(const struct report_target_list *targets, struct arena *arena,
                    struct str *problem)
{
    list_each(report_target, target, *targets) {
        if (is_json(target) || strcmp(target->format->name, "full") == 0)
            continue;
        *problem = arena_format(arena, "--checklist is written as full or json, not as '%s'",
                                target->format->name);
        return false;
    }
    return true;
}

static void write_as_json(struct output *out, struct unit_list units)
{
    struct json *json = json_new_object();
    json_put_number(json, "version", 1);
    struct json *plans = json_put_array(json, "checklists");
    for (size_t i = 0; i < units.count; i++) {
        struct checklist checklist = checklist_judge(units.items[i]);
        json_add(plans, checklist_to_json(units.items[i], &checklist));
    }
    json_write(out, json, JSON_INDENTED);
    output_char(out, '\n');
}

static void write_as_text(struct output *out, struct unit_list units,
                          const struct report_style *style)
{
    for (size_t i = 0; i < units.count; i++) {
        struct checklist checklist = checklist_judge(units.items[i]);
        if (i > 0)
            output_char(out, '\n');
        checklist_write(out, units.items[i], &checklist, style);
    }
}

bool checklists_write(const struct report_target_list *targets, struct unit_list units,
                      const struct options *options)
{
    bool is_written = true;
    list_each(report_target, target, *targets) {
        struct output out = { .arena = options->arena };
        struct report_style style = target->file.data ? terminal_style_of_file(options)
                                                      : terminal_style(options);
        if (is_json(target))
            write_as_json(&out, units);
        else
            write_as_text(&out, units, &style);
        is_written &= target->file.data ? deliver_file(target->file.data, output_get(&out))
                                        : deliver(output_get(&out));
    }
    return is_written;
}
