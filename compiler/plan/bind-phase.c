// The functions that forms.def names for phases, their actions and their rollback.

#include "plan/bind-help.h"

void *bind_phase(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)offset;
    struct plan *plan = owner;
    struct phase *phase = NEW(binder, phase);
    const struct capture *number = match_find(match, "number");
    int last;
    phase->statement = match->statement;
    phase->span = span_of(match);
    phase->body = match->statement->block->span;
    if (phase->span.start < phase->body.start)
        phase->body.start = phase->span.start;
    phase->is_inferred = phase->is_kind_inferred = match->statement->is_inferred;
    phase->title = text_of(match, "title");
    phase_kind_parse(word_of(match, "kind")->text.str, &phase->kind);
    phase->name = match_find(match, "name") ? name_of(match, "name")
                                            : str_of(phase_kind_name(phase->kind));
    phase->number = plan->phases.last ? plan->phases.last->number + 1 : plan->numbering;
    if (number)
        range_parse(number->first, &phase->number, &last);
    phase->previous = plan->phases.last;
    list_add(&plan->phases, phase);
    phase->index = plan->phase_count++;
    return phase;
}

void *bind_needs(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)offset;
    struct phase *phase = owner;
    const struct capture *capture = match_find(match, "phases");
    for (const struct word *word = capture->first; word != capture->end; word = word->next) {
        if (word->kind == WORD_COMMA)
            continue;
        struct phase_reference *need = NEW(binder, phase_reference);
        need->name = word->text;
        bind_refer(binder, REFER_PHASE, &(struct capture){ .first = word }, &need->phase);
        if (phase->last_needs)
            phase->last_needs->next = need;
        else
            phase->needs = need;
        phase->last_needs = need;
    }
    return NULL;
}

void *bind_soak(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)offset;
    struct phase *phase = owner;
    phase->soak = quantity_named(match, "duration");
    phase->soak_span = span_of(match);
    phase->soak_since = phase->previous;
    const struct capture *since = match_find(match, "phase");
    if (since)
        bind_refer(binder, REFER_PHASE, since, &phase->soak_since);
    return NULL;
}

// ---- actions

void *bind_backup(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    struct action *action = add_action(binder, owner, offset, ACTION_BACKUP, match);
    action->name = name_of(match, "name");
    action->code = code_named(match, "code");
    refer_store(binder, match, &action->store);
    return NULL;
}

void *bind_step(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    struct action *action = add_action(binder, owner, offset, ACTION_STEP, match);
    action->title = text_of(match, "title");
    action->code = code_named(match, "code");
    const struct capture *at = match_find(match, "offset");
    action->has_offset = at && offset_parse(at->first, &action->offset);
    if (match_find(match, "store") || code_is_sql(&action->code))
        refer_store(binder, match, &action->store);
    return &action->parts;
}

static struct percent_list read_percents(struct arena *arena, const struct capture *capture)
{
    struct percent_list list = { 0 };
    if (!capture)
        return list;
    for (const struct word *word = capture->first; word != capture->end; word = word->next)
        list.count++;
    list.percents = arena_new_many(arena, double, list.count);
    list.count = 0;
    for (const struct word *word = capture->first; word != capture->end; word = word->next) {
        struct quantity percent = { 0 };
        quantity_parse(word, &percent);
        list.percents[list.count++] = percent.amount;
    }
    return list;
}

void *bind_deploy(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    bool is_retire = str_is(form_keyword(match->form), "retire");
    struct action *action =
        add_action(binder, owner, offset, is_retire ? ACTION_RETIRE : ACTION_DEPLOY, match);
    action->percents = read_percents(&binder->unit->arena, match_find(match, "at"));
    action->hold = quantity_named(match, "hold");
    action->is_beside = match_has(match, "beside");
    bind_refer(binder, REFER_APP, match_find(match, "app"), &action->app);
    bind_refer(binder, REFER_VERSION, match_find(match, "version"), &action->version);
    binder->references.last->app = &action->app;
    return NULL;
}

void *bind_ramp(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    struct action *action = add_action(binder, owner, offset, ACTION_RAMP, match);
    action->percents = read_percents(&binder->unit->arena, match_find(match, "at"));
    action->hold = quantity_named(match, "hold");
    bind_refer(binder, REFER_MOVE_OR_FLAG, match_find(match, "move"), &action->move);
    binder->references.last->flag_target = &action->flag;
    const struct capture *flag = match_find(match, "flag");
    if (flag) {
        action->flag_name = flag->first->text;
        bind_refer(binder, REFER_FLAG, flag, &action->flag);
    }
    return NULL;
}

void *bind_flag_action(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    struct action *action = add_action(binder, owner, offset, ACTION_FLAG, match);
    const struct capture *value = match_find(match, "value");
    action->flag_name = text_of(match, "name");
    action->is_removed = word_is(value->first, "removed");
    if (value->first->kind == WORD_PERCENT)
        action->percents = read_percents(&binder->unit->arena, value);
    else if (!action->is_removed) {
        action->percents.percents = arena_new(&binder->unit->arena, double);
        action->percents.percents[0] = word_is(value->first, "on") ? 100 : 0;
        action->percents.count = 1;
    }
    bind_refer(binder, REFER_FLAG, match_find(match, "name"), &action->flag);
    return NULL;
}

void *bind_backfill(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    struct action *action = add_action(binder, owner, offset, ACTION_BACKFILL, match);
    bind_refer(binder, REFER_MOVE, match_find(match, "move"), &action->move);
    return action;
}

void *bind_guard(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)binder;
    (void)offset;
    struct action *action = owner;
    action->backfill.guard = match->statement->words.first->next->text.str;
    action->backfill.guard_column = text_of(match, "column").str;
    return NULL;
}

void *bind_pause_when(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)binder;
    (void)offset;
    struct action *action = owner;
    action->backfill.pause_metric = text_of(match, "metric");
    read_bound(match_find(match, "is"), &action->backfill.pause_bound);
    return NULL;
}

static enum side side_of(const struct word *word)
{
    return word_is(word, "old") ? SIDE_OLD : SIDE_NEW;
}

void *bind_writes(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    struct action *action = add_action(binder, owner, offset, ACTION_WRITES, match);
    const struct capture *sides = match_find(match, "sides");
    action->trusted = action->side = side_of(sides->first);
    for (const struct word *word = sides->first; word != sides->end; word = word->next)
        if (word->kind == WORD_NAME && side_of(word) != action->side)
            action->side = SIDE_BOTH;
    action->is_best_effort = match_has(match, "best-effort");
    action->is_by_trigger = match_has(match, "trigger");
    bind_refer(binder, REFER_MOVE, match_find(match, "move"), &action->move);
    return NULL;
}

void *bind_reads(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    struct action *action = add_action(binder, owner, offset, ACTION_READS, match);
    const struct capture *side = match_find(match, "side");
    action->is_shadow = match_has(match, "shadow");
    action->percents = read_percents(&binder->unit->arena, match_find(match, "percent"));
    action->side = action->is_shadow ? SIDE_OLD : side ? side_of(side->first) : SIDE_NEW;
    bind_refer(binder, REFER_MOVE, match_find(match, "move"), &action->move);
    return NULL;
}

void *bind_fill(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    struct action *action = add_action(binder, owner, offset, ACTION_FILL, match);
    bind_refer(binder, REFER_MOVE, match_find(match, "move"), &action->move);
    return NULL;
}

// ---- rollback

static void read_rollback_action(struct binder *binder, struct rollback *rollback,
                                 const struct match *match)
{
    size_t actions = offsetof(struct rollback, actions);
    rollback->kind = ROLLBACK_ACTIONS;
    if (match_has(match, "deploy"))
        bind_deploy(binder, rollback, actions, match);
    else if (match_has(match, "flag"))
        bind_flag_action(binder, rollback, actions, match);
    else if (match_has(match, "writes"))
        bind_writes(binder, rollback, actions, match);
    else if (match_has(match, "reads"))
        bind_reads(binder, rollback, actions, match);
    else if (match_find(match, "code"))
        bind_step(binder, rollback, actions, match);
    else if (match_find(match, "text")) {
        struct action *action = add_action(binder, rollback, actions, ACTION_STEP, match);
        action->title = rollback->text = text_of(match, "text");
    }
}

void *bind_rollback(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)offset;
    struct phase *phase = owner;
    struct rollback *rollback = &phase->rollback;
    rollback->statement = match->statement;
    rollback->span = span_of(match);
    rollback->is_inferred = match->statement->is_inferred;
    rollback->text = text_of(match, "reason");
    if (match_has(match, "auto"))
        rollback->kind = ROLLBACK_AUTO;
    else if (match_has(match, "none"))
        rollback->kind = ROLLBACK_NONE;
    else if (match_has(match, "impossible"))
        rollback->kind = ROLLBACK_IMPOSSIBLE;
    else if (match_has(match, "restore")) {
        rollback->kind = ROLLBACK_RESTORE;
        rollback->backup = name_of(match, "backup");
    } else
        read_rollback_action(binder, rollback, match);
    return rollback;
}

void *bind_loses(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    (void)binder;
    (void)offset;
    struct rollback *rollback = owner;
    rollback->loses_nothing = match_has(match, "nothing");
    rollback->loses = text_of(match, "text");
    return NULL;
}
