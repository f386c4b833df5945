#include "model/line.h"

#include "model/model.h"
#include "plan/facts.h"

struct drawer {
    struct arena *arena;
    const struct model *model;
    const struct site *site; // the next one that may be an action's
};

bool engine_has_transactional_ddl(enum sql_engine engine)
{
    return engine != SQL_ENGINE_MYSQL && engine != SQL_ENGINE_MARIADB;
}

// The sites are in the order of the plan. What belay derived has none.
static const struct sql_script *script_of(struct drawer *drawer, const struct phase *phase,
                                          const struct action *action)
{
    while (!action->undoes && drawer->site && drawer->site->phase
           && drawer->site->phase->index <= phase->index) {
        const struct site *site = drawer->site;
        drawer->site = site->next;
        if (site->action == action && site->queries.first)
            return site->queries.first->script;
        if (site->action == action)
            break; // it has no statement
    }
    return sql_read_for(drawer->arena, store_engine(action->store), action->code.text);
}

static struct event *add_event(struct drawer *drawer, struct events *events,
                               const struct phase *phase, const struct action *action,
                               unsigned position)
{
    struct event *event = array_grow(drawer->arena, events);
    event->phase = phase;
    event->action = action;
    event->position = position;
    event->span = action->span;
    return event;
}

static void add_sql(struct drawer *drawer, struct events *events, const struct phase *phase,
                    const struct action *action, unsigned position)
{
    const struct sql_script *script = script_of(drawer, phase, action);
    if (!script)
        return;
    struct span client_command = sql_find_client_command(script->tokens);
    if (span_is_set(client_command)) {
        struct event *event = add_event(drawer, events, phase, action, position);
        event->first = script->statements.first;
        event->client_command = client_command;
        return;
    }
    if (!script->statements.first)
        return;
    if (engine_has_transactional_ddl(store_engine(action->store))) {
        add_event(drawer, events, phase, action, position)->first = script->statements.first;
        return;
    }
    list_each(sql_statement, statement, script->statements) {
        struct event *event = add_event(drawer, events, phase, action, position);
        event->first = statement;
        event->end = statement->next;
        event->span = action->undoes ? action->span : statement->span;
    }
}

// Each percentage is an event; where none is said, the whole.
static void add_percents(struct drawer *drawer, struct events *events, const struct phase *phase,
                         const struct action *action, unsigned position)
{
    for (unsigned i = 0; i < action->percents.count || i == 0; i++) {
        struct event *event = add_event(drawer, events, phase, action, position);
        event->percent = action->percents.count ? action->percents.percents[i] : 100;
        event->is_rolling = true;
    }
}

static void add_backfill(struct drawer *drawer, struct events *events, const struct phase *phase,
                         const struct action *action, unsigned position)
{
    struct event *event = add_event(drawer, events, phase, action, position);
    event->is_rolling = true;
    event->fill_reach = backfill_reach(drawer->arena, action);
}

static void add_action(struct drawer *drawer, struct events *events, const struct phase *phase,
                       const struct action *action, unsigned position)
{
    switch (action->kind) {
    case ACTION_STEP:
        if (code_is_sql(&action->code))
            add_sql(drawer, events, phase, action, position);
        else
            add_event(drawer, events, phase, action, position);
        return;
    case ACTION_RAMP:
    case ACTION_FLAG:
    case ACTION_DEPLOY: add_percents(drawer, events, phase, action, position); return;
    case ACTION_BACKFILL: add_backfill(drawer, events, phase, action, position); return;
    case ACTION_FILL: add_event(drawer, events, phase, action, position)->is_rolling = true; return;
    case ACTION_BACKUP:
    case ACTION_RETIRE:
    case ACTION_WRITES:
    case ACTION_READS: add_event(drawer, events, phase, action, position); return;
    }
}

static void add_actions(struct drawer *drawer, struct events *events, const struct phase *phase,
                        const struct action_list *actions)
{
    unsigned position = 0;
    list_each(action, action, *actions)
        add_action(drawer, events, phase, action, position++);
}

static void add_verifies(struct drawer *drawer, struct events *events, const struct phase *phase)
{
    list_each(verify, verify, phase->verifies) {
        struct event *event = array_grow(drawer->arena, events);
        event->phase = phase;
        event->verify = verify;
        event->span = verify->span;
    }
}

static const struct action_list *way_back(const struct model *model, const struct phase *phase)
{
    const struct undo *undo = undo_of(model, phase);
    return undo ? &undo->actions : &phase->rollback.actions;
}

// Positions of the actions that a derived rollback undoes: its order is theirs, turned round.
static void find_undone(struct events *back, const struct phase *phase)
{
    unsigned position = 0;
    size_t last = back->count;
    list_each(action, action, phase->actions) {
        while (last > 0 && back->items[last - 1].action->undoes == action)
            back->items[--last].undone_position = position;
        position++;
    }
}

// What `writes` and `reads` say is true from one moment on where they stand together.
static bool states_traffic(const struct event *event)
{
    const struct action *action = event->action;
    return action && (action->kind == ACTION_WRITES || action->kind == ACTION_READS)
           && !action->is_by_trigger;
}

// What is held for longer than the downtime lasts is seen by those for whom it is held.
static bool is_held_in_service(const struct plan *plan, const struct phase *phase,
                               const struct event *event)
{
    const struct downtime *downtime =
        phase->downtime.kind != DOWNTIME_UNSAID ? &phase->downtime : &plan->downtime;
    const struct action *action = event->action;
    return action && action->hold.unit == UNIT_DURATION
           && downtime->duration.unit == UNIT_DURATION
           && action->hold.amount > downtime->duration.amount;
}

static void hide(struct events *events, const struct plan *plan, const struct phase *phase)
{
    for (size_t i = 0; i < events->count; i++) {
        struct event *event = &events->items[i];
        bool is_last = i + 1 == events->count;
        event->is_down = phase_is_down(plan, phase) && !is_held_in_service(plan, phase, event);
        event->is_hidden = !is_last
                           && (event->is_down
                               || (states_traffic(event) && states_traffic(event + 1)));
    }
}

static void number(struct line *line, struct events *events)
{
    for (size_t i = 0; i < events->count; i++)
        events->items[i].index = line->count++;
}

struct line line_read(struct arena *arena, const struct plan *plan, const struct model *model)
{
    struct line line = {
        .forward = arena_new_many(arena, struct events, plan->phase_count),
        .back = arena_new_many(arena, struct events, plan->phase_count),
        .restores = arena_new_many(arena, struct event, plan->phase_count),
    };
    struct drawer drawer = { arena, model, model->sites.first };
    list_each(phase, phase, plan->phases) {
        add_actions(&drawer, &line.forward[phase->index], phase, &phase->actions);
        add_verifies(&drawer, &line.forward[phase->index], phase);
        add_actions(&drawer, &line.back[phase->index], phase, way_back(model, phase));
        find_undone(&line.back[phase->index], phase);
        hide(&line.forward[phase->index], plan, phase);
        hide(&line.back[phase->index], plan, phase);
        number(&line, &line.forward[phase->index]);
        number(&line, &line.back[phase->index]);
        line.restores[phase->index] = (struct event){
            .index = line.count++, .phase = phase, .span = phase->rollback.span
        };
    }
    return line;
}
