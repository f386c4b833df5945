#include "model/flags.h"

#include "model/declared.h"

enum { COST_MAX = 20 * 1000 * 1000, EVENT_MAX = 100 * 1000 };

struct history {
    struct arena *arena;
    struct service service;
    struct flag_history result;
    size_t count;
    ARRAY_OF(struct live) gone; // of the action that is looked at
};

static const struct version *find_asker(struct service *service, const struct flag *flag)
{
    for (size_t i = 0; i < service->live.count; i++) {
        const struct version *version = service->live.items[i].version;
        service->cost++;
        list_each(use, use, version->uses) {
            service->cost++;
            if (use->flag == flag)
                return version;
        }
    }
    return NULL;
}

static struct flag_event *add_event(struct history *history, const struct flag *flag,
                                    const struct phase *phase, const struct action *action)
{
    struct flag_event *event = arena_new(history->arena, struct flag_event);
    event->flag = flag;
    event->phase = phase;
    event->action = action;
    event->is_before_known = service_flag(&history->service, flag, &event->before);
    event->after = event->before;
    list_add(&history->result.events, event);
    history->count++;
    return event;
}

static void set_flag(struct history *history, const struct phase *phase,
                     const struct action *action)
{
    struct flag_event *event = add_event(history, action->flag, phase, action);
    event->asker = find_asker(&history->service, action->flag);
    event->is_removed = action->is_removed;
    if (!action->is_removed)
        event->after = action_percent(action);
    service_set_flag(&history->service, action->flag, event->after);
}

// The flags that the versions which go asked, and that no version asks which stays.
static void leave(struct history *history, const struct phase *phase, const struct action *action)
{
    struct service *service = &history->service;
    history->gone.count = 0;
    for (size_t i = 0; i < service->live.count; i++)
        if (service->live.items[i].app == action->app)
            array_add(history->arena, &history->gone, service->live.items[i]);
    if (action->kind == ACTION_DEPLOY)
        service_deploy(service, action);
    else
        service_retire(service, action);
    const struct flag *last = NULL; // a version names one flag in several uses
    for (size_t i = 0; i < history->gone.count; i++)
        list_each(use, use, history->gone.items[i].version->uses) {
            if (!use->flag || use->flag == last || find_asker(service, use->flag))
                continue;
            struct flag_event *event = add_event(history, use->flag, phase, action);
            event->is_deploy = true;
            event->asker = history->gone.items[i].version;
            last = use->flag;
        }
}

struct flag_history flags_read(struct arena *arena, const struct plan *plan)
{
    struct history history = { .arena = arena, .service = service_start(arena, plan) };
    list_each(phase, phase, plan->phases)
        list_each(action, action, phase->actions) {
            if (history.service.cost > COST_MAX || history.count > EVENT_MAX)
                return (struct flag_history){ 0 };
            if (action->kind == ACTION_DEPLOY || action->kind == ACTION_RETIRE)
                leave(&history, phase, action);
            else if ((action->kind == ACTION_RAMP || action->kind == ACTION_FLAG) && action->flag)
                set_flag(&history, phase, action);
        }
    return history.result;
}
