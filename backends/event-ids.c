#include "backends/event-ids.h"

#include "base/digest.h"
#include "base/output.h"

#include <stdlib.h>

// A name as a part of an id: without dots, which only ids have.
static struct str part_of(struct arena *arena, struct str name)
{
    enum { LONGEST = 40 };
    struct output out = { .arena = arena };
    for (size_t i = 0; i < name.length && out.bytes.count < LONGEST; i++) {
        if (char_is_word(name.data[i]))
            output_char(&out, char_lower(name.data[i]));
        else if (out.bytes.count && !str_ends_with(output_get(&out), STR("-")))
            output_char(&out, '-');
    }
    if (out.bytes.count == 0)
        return str_slice(digest_sha256(arena, name), 0, 8);
    struct str part = output_get(&out);
    return str_slice(part, 0, part.length - str_ends_with(part, STR("-")));
}

struct str event_id_of_message(struct arena *arena, const char *moment, struct str audience)
{
    if (audience.length == 0)
        return str_of(moment);
    return arena_format(arena, "%s.to.%.*s", moment, STR_ARGS(part_of(arena, audience)));
}

// The name of a phase. One that was read out of prose may have been taken from its title, so
// it is known by its number.
static struct str id_of_phase(struct arena *arena, const struct phase *phase)
{
    if (phase->is_kind_inferred)
        return arena_format(arena, "phase.%d", phase->number);
    return arena_format(arena, "phase.%.*s", STR_ARGS(part_of(arena, phase->name)));
}

// ---- ids that are the same

struct numbered {
    struct str *id;
    size_t place;
};

static int compare_numbered(const void *a, const void *b)
{
    const struct numbered *left = a, *right = b;
    int order = str_compare(*left->id, *right->id);
    return order ? order : (left->place > right->place) - (left->place < right->place);
}

static void tell_apart(struct arena *arena, struct str **ids, size_t count)
{
    struct numbered *sorted = arena_new_many(arena, struct numbered, count + 1);
    struct str first = STR("");
    unsigned number = 0;
    for (size_t i = 0; i < count; i++)
        sorted[i] = (struct numbered){ ids[i], i };
    qsort(sorted, count, sizeof *sorted, compare_numbered);
    for (size_t i = 0; i < count; i++) {
        number = i > 0 && str_equal(*sorted[i].id, first) ? number + 1 : 1;
        first = *sorted[i].id;
        if (number > 1)
            *sorted[i].id = arena_format(arena, "%.*s.%u", STR_ARGS(first), number);
    }
}

void event_ids_finish(struct arena *arena, const struct plan *plan, struct event_list *events)
{
    struct str *phases = arena_new_many(arena, struct str, plan->phase_count + 1);
    ARRAY_OF(struct str *) ids = { 0 };
    list_each(phase, phase, plan->phases) {
        phases[phase->index] = id_of_phase(arena, phase);
        array_add(arena, &ids, &phases[phase->index]);
    }
    tell_apart(arena, ids.items, ids.count);
    ids.count = 0;
    list_each(schedule_event, event, *events) {
        struct str phase = event->phase ? phases[event->phase->index] : STR("");
        if (event->kind == EVENT_PHASE)
            event->id = phase;
        else if (event->phase)
            event->id = arena_format(arena, "%.*s.%.*s", STR_ARGS(phase), STR_ARGS(event->id));
        array_add(arena, &ids, &event->id);
    }
    tell_apart(arena, ids.items, ids.count);
}
