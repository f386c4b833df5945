#include "driver/reviews.h"

#include "base/json.h"
#include "driver/deliver.h"
#include "driver/terminal.h"
#include "report/checklist.h"
#include "report/proof.h"
#include "rules/proof.h"

#include <unistd.h>

static bool is_json(const struct report_target *target)
{
    return strcmp(target->format->name, "json") == 0;
}

bool reviews_fit(const struct report_target_list *targets, const struct options *options,
                 struct str *problem)
{
    const char *name = options->is_proof ? "proof" : "checklist";
    if (options->is_proof && options->is_checklist) {
        *problem = STR("--proof and --checklist are shown one at a time");
        return false;
    }
    list_each(report_target, target, *targets) {
        if (is_json(target) || strcmp(target->format->name, "full") == 0)
            continue;
        *problem = arena_format(options->arena, "--%s is written as full or json, not as '%s'",
                                name, target->format->name);
        return false;
    }
    return true;
}

static const struct proof *find_proof(struct unit *unit)
{
    model_of(unit);
    return proof_find(&unit->arena, unit);
}

static struct json *review_to_json(struct unit *unit, bool is_proof)
{
    if (is_proof)
        return proof_to_json(unit, find_proof(unit));
    struct checklist checklist = checklist_judge(unit);
    return checklist_to_json(unit, &checklist);
}

static void write_as_json(struct output *out, struct unit_list units, bool is_proof)
{
    struct json *json = json_new_object();
    json_put_number(json, "version", 1);
    struct json *plans = json_put_array(json, is_proof ? "proofs" : "checklists");
    for (size_t i = 0; i < units.count; i++)
        json_add(plans, review_to_json(units.items[i], is_proof));
    json_write(out, json, JSON_INDENTED);
    output_char(out, '\n');
}

static void write_as_text(struct output *out, struct unit_list units, bool is_proof,
                          const struct report_style *style)
{
    for (size_t i = 0; i < units.count; i++) {
        struct unit *unit = units.items[i];
        if (i > 0)
            output_char(out, '\n');
        if (is_proof) {
            proof_write(out, unit, find_proof(unit), style);
        } else {
            struct checklist checklist = checklist_judge(unit);
            checklist_write(out, unit, &checklist, style);
        }
    }
}

bool reviews_write(const struct report_target_list *targets, struct unit_list units,
                   const struct options *options)
{
    bool is_written = true;
    list_each(report_target, target, *targets) {
        struct output out = { .arena = options->arena };
        struct report_style style = target->file.data ? terminal_style_of_file(options)
                                                      : terminal_style(options, STDOUT_FILENO);
        if (is_json(target))
            write_as_json(&out, units, options->is_proof);
        else
            write_as_text(&out, units, options->is_proof, &style);
        is_written &= target->file.data ? deliver_file(target->file.data, output_get(&out))
                                        : deliver(output_get(&out));
    }
    return is_written;
}
