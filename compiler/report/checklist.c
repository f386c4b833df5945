#include "report/checklist.h"

#include "base/json.h"
#include "report/cells.h"
#include "report/wrap.h"

enum { MOST_PLACES = 10, INDENT = 6 };

static const char *const marks[] = {
    [CHECKLIST_SATISFIED] = "[x]",
    [CHECKLIST_NOT_SATISFIED] = "[ ]",
    [CHECKLIST_NOT_JUDGED] = "[?]",
};

static unsigned count_of(const struct checklist *checklist, enum checklist_state state)
{
    unsigned count = 0;
    for (unsigned i = 0; i < checklist->count; i++)
        count += checklist_state(&checklist->items[i]) == state;
    return count;
}

static const struct places *places_of(const struct checklist_item *item)
{
    return checklist_state(item) == CHECKLIST_SATISFIED ? &item->holds : &item->lacks;
}

static struct str reason_of(const struct checklist_item *item)
{
    switch (checklist_state(item)) {
    case CHECKLIST_SATISFIED: break;
    case CHECKLIST_NOT_SATISFIED: return item->missing;
    case CHECKLIST_NOT_JUDGED: return item->unknown;
    }
    return STR("");
}

// "3:1 phase 1, 9:1 phase 2", at most so many.
static struct str places_in_words(const struct unit *unit, const struct places *places)
{
    struct output out = { .arena = places->arena };
    size_t count = places->list.count;
    for (size_t i = 0; i < count && i < MOST_PLACES; i++) {
        struct source_place at = source_locate(unit->sources, places->list.items[i].span.start);
        output_format(&out, "%s%u:%u ", i ? ", " : "", at.line_number,
                      source_column(at, COLUMN_CODE_POINT));
        output_str(&out, places->list.items[i].label);
    }
    if (count > MOST_PLACES)
        output_format(&out, " and %zu more", count - MOST_PLACES);
    return output_get(&out);
}

static void write_line(struct output *out, struct str text, const struct report_style *style)
{
    if (text.length == 0)
        return;
    output_repeat(out, ' ', INDENT);
    wrap_write(out, text, INDENT, INDENT, style);
}

static void write_item(struct output *out, const struct unit *unit,
                       const struct checklist_item *item, const struct report_style *style)
{
    output_format(out, "  %s %s\n", marks[checklist_state(item)], item->question);
    write_line(out, reason_of(item), style);
    write_line(out, places_in_words(unit, places_of(item)), style);
}

void checklist_write(struct output *out, const struct unit *unit, const struct checklist *checklist,
                     const struct report_style *style)
{
    cells_write(out, unit->file->path, style->is_ascii);
    output_format(out, ": %u satisfied, %u not satisfied, %u not judged\n",
                  count_of(checklist, CHECKLIST_SATISFIED),
                  count_of(checklist, CHECKLIST_NOT_SATISFIED),
                  count_of(checklist, CHECKLIST_NOT_JUDGED));
    const char *list = "";
    for (unsigned i = 0; i < checklist->count; i++) {
        const struct checklist_item *item = &checklist->items[i];
        if (strcmp(item->list, list) != 0)
            output_format(out, "\n%s\n", item->list);
        list = item->list;
        write_item(out, unit, item, style);
    }
    if (unit->plan->is_inferred)
        output_format(out, "\nthe plan was read out of prose: what is shown rests on inference\n");
}

// ---- JSON

static void put_places(struct json *object, const struct unit *unit, const struct places *places)
{
    struct json *array = json_put_array(object, "places");
    for (size_t i = 0; i < places->list.count; i++) {
        struct source_place at = source_locate(unit->sources, places->list.items[i].span.start);
        struct json *place = json_add_object(array);
        json_put_number(place, "line", at.line_number);
        json_put_number(place, "column", source_column(at, COLUMN_CODE_POINT));
        json_put_text(place, "label", places->list.items[i].label);
    }
}

struct json *checklist_to_json(const struct unit *unit, const struct checklist *checklist)
{
    struct json *plan = json_new_object();
    json_put_text(plan, "path", unit->file->path);
    json_put_bool(plan, "inferred", unit->plan->is_inferred);
    struct json *array = json_put_array(plan, "items");
    for (unsigned i = 0; i < checklist->count; i++) {
        const struct checklist_item *item = &checklist->items[i];
        struct json *object = json_add_object(array);
        json_put_text(object, "list", str_of(item->list));
        json_put_text(object, "name", str_of(item->name));
        json_put_text(object, "question", str_of(item->question));
        json_put_text(object, "state", str_of(checklist_state_name(checklist_state(item))));
        json_put_text(object, "reason", reason_of(item));
        put_places(object, unit, places_of(item));
    }
    return plan;
}
