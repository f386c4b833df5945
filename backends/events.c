#include "backends/events.h"

#include "backends/event-ids.h"
#include "backends/wording.h"

#include <stdlib.h>

enum { FIRST_YEAR = 1900, LAST_YEAR = 9998 };

struct collector {
    struct arena *arena;
    const struct plan *plan;
    const struct schedule *schedule;
    struct event_list events;
    const struct phase *phase; // whose events are being collected; NULL: the plan's
    const struct audience **audiences; // by name
    size_t audience_count;
};

const char *event_kind_name(enum event_kind kind)
{
    static const char *const names[] = {
        [EVENT_PHASE] = "phase",     [EVENT_STEP] = "step",           [EVENT_CHECK] = "check",
        [EVENT_MESSAGE] = "message", [EVENT_MILESTONE] = "milestone", [EVENT_AFTER] = "afterwards",
    };
    return names[kind];
}

bool event_is_dated(const struct schedule_event *event)
{
    const struct period *period = &event->period;
    return period->grain != GRAIN_NONE && period->is_dated
           && date_from_days(period->first).year >= FIRST_YEAR
           && date_from_days(period->last).year <= LAST_YEAR;
}

static struct schedule_event *add(struct collector *collector, enum event_kind kind)
{
    const struct phase *phase = collector->phase;
    struct schedule_event *event = arena_new(collector->arena, struct schedule_event);
    event->kind = kind;
    event->phase = phase;
    event->owner = phase && text_is_set(phase->owner) ? phase->owner.str
                                                      : collector->plan->owner.str;
    list_add(&collector->events, event);
    return event;
}

// What is no phase and is not given in weeks or days is over on the day on which it begins.
static struct period period_of(const struct plan *plan, const struct when *when)
{
    struct period period = when_period(plan, when);
    period.has_end = period.grain != GRAIN_NONE;
    return period;
}

struct period offset_period(const struct plan *plan, double offset, bool is_inferred)
{
    if (is_inferred && !date_is_set(plan->zero))
        return (struct period){ 0 };
    return period_of(plan, &(struct when){ .kind = WHEN_OFFSET, .offset = offset });
}

struct period after_period(const struct plan *plan, const struct when *when)
{
    bool is_date = when->kind == WHEN_DATE || when->kind == WHEN_MINUTE;
    if (plan->is_inferred && !is_date)
        return (struct period){ 0 };
    return period_of(plan, when);
}

static void set_when(struct collector *collector, struct schedule_event *event,
                     const struct when *when)
{
    event->planned = when_wording(collector->arena, when);
    event->period = period_of(collector->plan, when);
}

static void set_offset(struct collector *collector, struct schedule_event *event, double offset,
                       bool is_inferred)
{
    event->planned = offset_wording(collector->arena, offset);
    event->period = offset_period(collector->plan, offset, is_inferred);
}

// ---- messages

static int compare_audiences(const void *a, const void *b)
{
    return str_compare((*(const struct audience *const *)a)->name,
                       (*(const struct audience *const *)b)->name);
}

static void sort_audiences(struct collector *collector)
{
    size_t count = 0;
    list_each(audience, audience, collector->plan->audiences)
        count++;
    collector->audiences = arena_new_many(collector->arena, const struct audience *, count + 1);
    list_each(audience, audience, collector->plan->audiences)
        collector->audiences[collector->audience_count++] = audience;
    qsort(collector->audiences, count, sizeof *collector->audiences, compare_audiences);
}

// The channel that the message names, else that of the audience.
static struct str channel_of(const struct collector *collector, const struct notify *notify)
{
    const struct audience key = { .name = notify->to.str }, *pointer = &key;
    if (text_is_set(notify->by))
        return notify->by.str;
    const struct audience **found =
        bsearch(&pointer, collector->audiences, collector->audience_count,
                sizeof *collector->audiences, compare_audiences);
    return found ? (*found)->by.str : STR("");
}

// The first day of the phase, or its last one.
static struct period edge_of_phase(const struct period *phase, bool is_start)
{
    struct period edge = *phase;
    if (is_start) {
        edge.last = edge.first;
        edge.has_end = edge.grain != GRAIN_NONE;
        return edge;
    }
    if (!phase->has_end)
        return (struct period){ 0 };
    edge.first = edge.last;
    edge.grain = GRAIN_DAY;
    edge.has_time = false;
    return edge;
}

static void add_message(struct collector *collector, const struct notify *notify)
{
    const struct phase *phase = collector->phase;
    struct schedule_event *event = add(collector, EVENT_MESSAGE);
    event->subject = notify->text.str;
    event->audience = notify->to.str;
    event->channel = channel_of(collector, notify);
    if (!phase || notify->moment == NOTIFY_WHEN) {
        set_when(collector, event, &notify->when);
        event->id = event_id_of_message(collector->arena, "message", notify->to.str);
        return;
    }
    const char *moment = notify->moment == NOTIFY_START ? "start" : "end";
    event->planned = arena_format(collector->arena, "%s of phase %d", moment, phase->number);
    event->period = edge_of_phase(&collector->schedule->periods[phase->index],
                                  notify->moment == NOTIFY_START);
    event->id = event_id_of_message(collector->arena, moment, notify->to.str);
}

// ---- the rest

static void add_phase(struct collector *collector, const struct phase *phase)
{
    struct schedule_event *event = add(collector, EVENT_PHASE);
    event->subject = phase->title.str;
    event->planned = when_wording(collector->arena, &phase->when);
    event->period = collector->schedule->periods[phase->index];
}

static void add_step(struct collector *collector, const struct action *action, unsigned number)
{
    struct schedule_event *event = add(collector, EVENT_STEP);
    event->subject = action_title(collector->arena, action);
    set_offset(collector, event, action->offset, action->is_inferred);
    event->id = arena_format(collector->arena, "step.%u", number);
}

static void add_check(struct collector *collector, const struct check *check, unsigned number)
{
    struct schedule_event *event = add(collector, EVENT_CHECK);
    event->subject = check->text.str;
    event->is_done = check->is_done;
    set_offset(collector, event, check->offset, check->is_inferred);
    event->id = arena_format(collector->arena, "check.%u", number);
}

static void add_milestones(struct collector *collector, enum event_kind kind,
                           const struct milestone *first)
{
    unsigned number = 0;
    for (const struct milestone *milestone = first; milestone; milestone = milestone->next) {
        struct schedule_event *event = add(collector, kind);
        event->subject = milestone->text.str;
        event->is_done = milestone->is_done;
        set_when(collector, event, &milestone->when);
        if (kind == EVENT_AFTER)
            event->period = after_period(collector->plan, &milestone->when);
        event->id = arena_format(collector->arena, "%s.%u", event_kind_name(kind), ++number);
    }
}

static void add_checks(struct collector *collector, const struct check *first)
{
    unsigned number = 0;
    for (const struct check *check = first; check; check = check->next, number++)
        if (check->has_offset)
            add_check(collector, check, number + 1);
}

static void add_all_of_phase(struct collector *collector, const struct phase *phase)
{
    unsigned number = 0;
    collector->phase = phase;
    add_phase(collector, phase);
    add_checks(collector, phase->checks.first);
    list_each(action, action, phase->actions) {
        number++;
        if (action->has_offset)
            add_step(collector, action, number);
    }
    list_each(notify, notify, phase->notifies)
        add_message(collector, notify);
    collector->phase = NULL;
}

struct event_list events_of(struct arena *arena, const struct plan *plan,
                            const struct schedule *schedule)
{
    struct collector collector = { .arena = arena, .plan = plan, .schedule = schedule };
    sort_audiences(&collector);
    list_each(notify, notify, plan->notifies)
        add_message(&collector, notify);
    list_each(phase, phase, plan->phases)
        add_all_of_phase(&collector, phase);
    add_milestones(&collector, EVENT_MILESTONE, plan->milestones.first);
    add_checks(&collector, plan->checks.first);
    add_milestones(&collector, EVENT_AFTER, plan->after.first);
    event_ids_finish(arena, plan, &collector.events);
    return collector.events;
}
