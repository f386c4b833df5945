#include "model/undo-actions.h"

struct action *undo_new_action(struct standing *standing, const struct action *undoes,
                                 enum action_kind kind)
{
    struct action *action = arena_new(standing->arena, struct action);
    action->kind = kind;
    action->statement = undoes->statement;
    action->span = undoes->span;
    action->is_inferred = undoes->is_inferred;
    action->store = undoes->store;
    action->app = undoes->app;
    action->move = undoes->move;
    action->flag = undoes->flag;
    action->flag_name = undoes->flag_name;
    action->undoes = undoes;
    return action;
}

void undo_refuse(struct standing *standing, const struct action *action, struct span span,
                   struct str reason, const char *help)
{
    struct undo_refusal *refusal = arena_new(standing->arena, struct undo_refusal);
    *refusal = (struct undo_refusal){
        .action = action, .span = span, .reason = reason, .help = help
    };
    list_add(&standing->undo->refusals, refusal);
}

static void set_percent(struct standing *standing, struct action *action, double percent)
{
    action->percents.percents = arena_new(standing->arena, double);
    action->percents.percents[0] = percent;
    action->percents.count = 1;
}

// ---- versions

static struct action *undo_deploy(struct standing *standing, const struct action *action)
{
    const struct version *before = NULL;
    unsigned count = 0;
    for (size_t i = 0; i < standing->service.live.count; i++)
        if (standing->service.live.items[i].app == action->app) {
            before = standing->service.live.items[i].version;
            count++;
        }
    standing->service.cost += standing->service.live.count;
    if (action->is_beside) {
        struct action *undo = undo_new_action(standing, action, ACTION_RETIRE);
        undo->version = action->version;
        return undo;
    }
    if (count != 1 || !action->app || !action->version) {
        UNDO_REFUSE(standing, action,
                    "say so: app NAME { live VERSION }, or write rollback { retire ... }",
                    "which version of '%.*s' ran before is not known to belay",
                    STR_ARGS(action->app ? action->app->name : STR("the application")));
        return NULL;
    }
    struct action *undo = undo_new_action(standing, action, ACTION_DEPLOY);
    undo->version = before;
    return undo;
}

static struct action *undo_retire(struct standing *standing, const struct action *action)
{
    struct action *undo = undo_new_action(standing, action, ACTION_DEPLOY);
    undo->version = action->version;
    undo->is_beside = true;
    return undo;
}

// ---- flags

// A flag that was never set counts as off; but what is set to 0 was something else before.
static struct action *undo_flag(struct standing *standing, const struct action *action)
{
    struct str name = action->flag ? action->flag->name : action->flag_name.str;
    double before = 0;
    if (action->is_removed) {
        UNDO_REFUSE(standing, action, "remove it in a later phase, or write the rollback",
                    "flag '%.*s' does not come back", STR_ARGS(name));
        return NULL;
    }
    bool is_known = action->flag && service_flag(&standing->service, action->flag, &before);
    if (!action->flag || (!is_known && action_percent(action) <= 0)) {
        UNDO_REFUSE(standing, action, "write the rollback: rollback flag NAME VALUE",
                    "what flag '%.*s' was before is not known to belay", STR_ARGS(name));
        return NULL;
    }
    struct action *undo = undo_new_action(standing, action, ACTION_FLAG);
    undo->move = NULL;
    set_percent(standing, undo, before);
    return undo;
}

// ---- reads and writes of a move

static struct move_line *line_of_move(struct standing *standing, const struct move *move)
{
    for (size_t i = 0; i < standing->moves.count; i++, standing->service.cost++)
        if (standing->moves.items[i].move == move)
            return &standing->moves.items[i];
    struct move_line *line = array_grow(standing->arena, &standing->moves);
    line->move = move;
    return line;
}

// As an action of the plan stated it.
static struct action *restate(struct standing *standing, const struct action *action,
                              const struct action *before)
{
    struct action *undo = undo_new_action(standing, action, before->kind);
    undo->side = before->side;
    undo->trusted = before->trusted;
    undo->percents = before->percents;
    undo->is_shadow = before->is_shadow;
    undo->is_best_effort = before->is_best_effort;
    undo->is_by_trigger = before->is_by_trigger;
    return undo;
}

static struct action *state_old(struct standing *standing, const struct action *action,
                                enum action_kind kind)
{
    struct action *undo = undo_new_action(standing, action, kind);
    undo->side = undo->trusted = SIDE_OLD;
    return undo;
}

static struct action *refuse_side(struct standing *standing, const struct action *action,
                                  const char *verb)
{
    UNDO_REFUSE(standing, action, "write the rollback: rollback reads or writes NAME SIDE",
           "which side was %s before is not known to belay", verb);
    return NULL;
}

static struct action *undo_reads(struct standing *standing, const struct action *action)
{
    const struct action *before = line_of_move(standing, action->move)->reads;
    if (!before && action->kind == ACTION_READS && action->side == SIDE_OLD && !action->is_shadow)
        return refuse_side(standing, action, "read");
    if (!before)
        return state_old(standing, action, ACTION_READS);
    if (before->kind == ACTION_READS)
        return restate(standing, action, before);
    struct action *undo = undo_new_action(standing, action, ACTION_READS);
    undo->side = SIDE_NEW;
    if (action_percent(before) < 100)
        set_percent(standing, undo, action_percent(before));
    return undo;
}

static struct action *undo_writes(struct standing *standing, const struct action *action)
{
    const struct action *before = line_of_move(standing, action->move)->writes;
    if (before)
        return restate(standing, action, before);
    if (action->side == SIDE_OLD)
        return refuse_side(standing, action, "written");
    return state_old(standing, action, ACTION_WRITES);
}

// ---- actions

struct action *undo_action(struct standing *standing, const struct action *action)
{
    switch (action->kind) {
    case ACTION_DEPLOY: return undo_deploy(standing, action);
    case ACTION_RETIRE: return undo_retire(standing, action);
    case ACTION_FLAG: return undo_flag(standing, action);
    case ACTION_RAMP:
        return text_is_set(action->flag_name) || action->flag ? undo_flag(standing, action)
                                                              : undo_reads(standing, action);
    case ACTION_READS: return undo_reads(standing, action);
    case ACTION_WRITES: return undo_writes(standing, action);
    case ACTION_STEP:
    case ACTION_BACKUP:
    case ACTION_BACKFILL:
    case ACTION_FILL: break;
    }
    return NULL;
}

void standing_follow(struct standing *standing, const struct action *action)
{
    if (action->kind == ACTION_DEPLOY)
        service_deploy(&standing->service, action);
    if (action->kind == ACTION_RETIRE)
        service_retire(&standing->service, action);
    if ((action->kind == ACTION_RAMP || action->kind == ACTION_FLAG) && action->flag
        && !action->is_removed)
        service_set_flag(&standing->service, action->flag, action_percent(action));
    if (action->kind == ACTION_WRITES)
        line_of_move(standing, action->move)->writes = action;
    if (action->kind == ACTION_READS || (action->kind == ACTION_RAMP && action->move))
        line_of_move(standing, action->move)->reads = action;
}
