#include "rules/proof.h"

#include "rules/violations.h"

#include "rules/doubtful.h"

struct prover {
    struct arena *arena;
    const struct unit *unit;
    const struct plan *plan;
    const struct model *model;
    struct str schema; // lacks_schema()
    struct doubts doubts;
    struct proof proof;
    const struct diagnostic *wrong; // the first finding about a move; NULL: none so far
    const struct phase *wrong_phase;
};

#define NEEDS(prover, ...) arena_format((prover)->arena, __VA_ARGS__)

// ---- what is missing

// What versions need is judged on schemas that are known; no data where they are.
static struct str lacks_schema(struct prover *prover)
{
    bool has_uses = false;
    list_each(app, app, prover->plan->apps)
        list_each(version, version, app->versions) {
            const struct need_list *needs = world_needs(prover->model->world, version);
            has_uses |= needs->count > 0;
            for (size_t i = 0; i < needs->count; i++) {
                const struct store *store = needs->items[i]->store;
                if (!store)
                    return NEEDS(prover, "the store of '%.*s'",
                                 STR_ARGS(needs->items[i]->name.name));
                if (!text_is_set(store->schema.text))
                    return NEEDS(prover, "store %.*s { schema ... }", STR_ARGS(store->name));
            }
        }
    return has_uses ? STR_NONE : STR("app NAME { version NAME { reads ...; writes ... } }");
}

// A lack that no rule speaks of, because a person or a command may have mended it.
static struct str doubt(struct prover *prover, const struct phase *phase, bool is_write)
{
    list_each(breach, breach, prover->model->exploration->breaches) {
        bool is_of_phase = breach->kind == BREACH_LACK && breach->state->way == WAY_FORWARD
                           && breach->state->event && breach->state->event->phase == phase;
        if (is_of_phase && is_write == (breach->need->use->access != ACCESS_READ))
            return STR("SQL in place of the steps that belay cannot read");
    }
    return STR_NONE;
}

// The plan stops where the engine refuses a statement: no state from there on is one of its own.
static struct str lacks_end(struct prover *prover, const struct phase *phase)
{
    list_each(breach, breach, prover->model->exploration->breaches)
        if (breach->kind == BREACH_REFUSED && breach->state->way == WAY_FORWARD
            && breach->state->event->phase->index <= phase->index)
            return NEEDS(prover, "a statement that the engine takes on line %u",
                         source_locate(prover->unit->sources, breach->statement->span.start)
                             .line_number);
    return STR_NONE;
}

// What rests on the states of the schemas and of the versions.
static bool rests_on_states(enum invariant invariant)
{
    return invariant == INVARIANT_READS || invariant == INVARIANT_WRITES
           || invariant == INVARIANT_CONSTRAINT || invariant == INVARIANT_CONTRACT
           || invariant == INVARIANT_INVERSE || invariant == INVARIANT_LEGAL;
}

// What holds between the events of a phase of which it is not said whether anybody is served.
static struct str lacks_service(struct prover *prover, const struct phase *phase,
                                enum invariant invariant)
{
    const struct line *line = &prover->model->line;
    bool is_of_states = invariant <= INVARIANT_LOST || invariant == INVARIANT_CONTRACT
                        || invariant == INVARIANT_LEGAL;
    size_t events = invariant == INVARIANT_LEGAL ? line->back[phase->index].count
                                                 : line->forward[phase->index].count;
    if (!is_of_states || events < 2 || phase_service(prover->plan, phase) != PERHAPS_SERVED)
        return STR_NONE;
    return NEEDS(prover, "downtime none, or downtime ..., in phase %d: the plan states one",
                 phase->number);
}

// A rule that is switched off finds nothing.
static struct str lacks_rules(struct prover *prover, enum invariant invariant)
{
    const bool *is_off = prover->unit->is_rule_off;
    const struct diagnostic_kind *first = NULL;
    unsigned off = 0, on = 0;
    for (size_t i = 0; i < rule_count; i++) {
        if (!rule_breaks(rules[i].kind, invariant))
            continue;
        bool is_looking = is_off && !is_off[i];
        on += is_looking;
        off += !is_looking;
        if (!is_looking && !first)
            first = rules[i].kind;
    }
    if (off == 0)
        return STR_NONE;
    if (on == 0)
        return STR("the rules that look for it, which are switched off");
    return off == 1 ? NEEDS(prover, "the rule %s, which is switched off", first->name)
                    : NEEDS(prover, "the rule %s and others, which are switched off", first->name);
}

static const struct state *state_at_end(const struct prover *prover, const struct phase *phase)
{
    return prover->model->exploration->ends[phase->index];
}

static struct str needs_flag(struct prover *prover, struct str name)
{
    return NEEDS(prover, "a declared flag: flag %.*s", STR_ARGS(name));
}

static struct str lacks_flag(struct prover *prover)
{
    list_each(move, move, prover->plan->moves) {
        struct str undeclared = prover->model->moved[move->index].undeclared;
        if (undeclared.data)
            return needs_flag(prover, undeclared);
    }
    return STR_NONE;
}

static struct str lacks_traffic(struct prover *prover, const struct phase *phase)
{
    const struct state *end = state_at_end(prover, phase);
    struct str flag = lacks_flag(prover);
    if (flag.data)
        return flag;
    list_each(move, move, prover->plan->moves) {
        const struct move_state *now = end ? end->moves[move->index] : NULL;
        bool is_partial = now && (now->misses_inserts || now->misses_updates)
                          && (now->writers & SIDES_OLD);
        if (now && (is_partial || (now->writers == 0 && now->is_trigger_unsure)))
            return NEEDS(prover, "triggers that carry each write of '%.*s' to its other side",
                         STR_ARGS(move->name));
        if (!now || now->writers == 0)
            return NEEDS(prover, "who writes '%.*s': versions that declare it, or writes %.*s ...",
                         STR_ARGS(move->name), STR_ARGS(move->name));
        if (now->is_gap_unsure && move->to.column.length == 0)
            return NEEDS(prover, "backfill %.*s in place of the SQL that fills it",
                         STR_ARGS(move->name));
        if (now->is_gap_unsure)
            return NEEDS(prover, "a backfill of '%.*s' where NEW IS DISTINCT FROM its value",
                         STR_ARGS(move->name));
        if ((now->readers & SIDES_NEW) && now->is_perhaps_verified && !now->verified)
            return NEEDS(prover, "a query that compares both sides of '%.*s'",
                         STR_ARGS(move->name));
    }
    return STR_NONE;
}

// A version needs what nobody can tell to be there: the schema is hidden by what went before.
static struct str lacks_sight(struct prover *prover, const struct unsure_needs *unsure,
                              bool is_write)
{
    const struct need *need = is_write ? unsure->write : unsure->read;
    const struct need *lacking = is_write ? unsure->lacking_write : unsure->lacking_read;
    if (lacking)
        return NEEDS(prover, "what '%.*s' lacks since an earlier point",
                     STR_ARGS(sql_name_format(prover->arena, lacking->name)));
    if (!need)
        return STR_NONE;
    if (need->undeclared.data)
        return needs_flag(prover, need->undeclared);
    return NEEDS(prover, "statements that belay understands, to know what '%.*s' looks like",
                 STR_ARGS(sql_name_format(prover->arena, need->name)));
}

static struct str lacks_sight_back(struct prover *prover, const struct phase *phase)
{
    const struct exploration *exploration = prover->model->exploration;
    const struct unsure_needs *places[] = { &exploration->unsure[phase->index],
                                            &exploration->unsure_back[phase->index] };
    struct str needs = STR_NONE;
    for (size_t i = 0; i < 4 && !needs.data; i++)
        needs = lacks_sight(prover, places[i / 2], i % 2);
    return needs;
}

// What hides the schema: a statement that was not understood, or a command of psql's.
static struct str lacks_understanding(struct prover *prover, const struct events *events)
{
    for (size_t i = 0; i < events->count; i++) {
        const struct event *event = &events->items[i];
        if (span_is_set(event->client_command))
            return STR("SQL in place of psql's own commands");
        for (const struct sql_statement *statement = event->first; statement != event->end;
             statement = statement->next) {
            struct str why = sql_statement_opacity(statement);
            if (why.data)
                return NEEDS(prover, "another statement on line %u: %.*s",
                             source_locate(prover->unit->sources, statement->span.start)
                                 .line_number,
                             STR_ARGS(why));
        }
    }
    return STR_NONE;
}

static struct str lacks_price(const struct price *price)
{
    if (price->class != PRICE_UNKNOWN)
        return STR_NONE;
    if (price->unsure)
        return STR("loses ..., or a backward that is seen to undo forward");
    return price->dropped.is_unsure ? STR("a move that says what is copied before it is dropped")
                                    : STR("actions of the rollback that belay can read");
}

static struct str lacks_rollback(struct prover *prover, const struct phase *phase)
{
    const struct rollback *rollback = &phase->rollback;
    if (actions_find_blind(&phase->actions) || actions_find_blind(&rollback->actions))
        return STR("SQL in place of what a person or a command does");
    list_each(action, action, phase->actions) {
        const struct store *store = action->store;
        if (action->kind == ACTION_STEP && (!store || !text_is_set(store->schema.text)))
            return store ? NEEDS(prover, "store %.*s { schema ... }", STR_ARGS(store->name))
                         : STR("the store of each step");
    }
    const struct line *line = &prover->model->line;
    struct str needs = lacks_understanding(prover, &line->forward[phase->index]);
    return needs.data ? needs : lacks_understanding(prover, &line->back[phase->index]);
}

// ---- what is at issue

static bool has_sql(const struct prover *prover, const struct phase *phase)
{
    return prover->model->changes.of_phase[phase->index].first != NULL;
}

static bool drops(const struct prover *prover, const struct phase *phase)
{
    changes_each(change, &prover->model->changes, phase) {
        enum sql_head head = change->operation->head;
        if (head == SQL_DROP_COLUMN || head == SQL_DROP_TABLE || head == SQL_RENAME_COLUMN
            || head == SQL_RENAME_TABLE || head == SQL_CHANGE_TYPE || head == SQL_DROP_INDEX
            || head == SQL_DROP_CONSTRAINT)
            return true;
    }
    return false;
}

static bool constrains(const struct prover *prover, const struct phase *phase)
{
    changes_each(change, &prover->model->changes, phase) {
        enum sql_head head = change->operation->head;
        if (head == SQL_SET_NOT_NULL || head == SQL_ADD_CONSTRAINT
            || head == SQL_VALIDATE_CONSTRAINT)
            return true;
    }
    return false;
}

static bool is_at_issue(const struct prover *prover, const struct phase *phase,
                        enum invariant invariant)
{
    const struct rollback *rollback = &phase->rollback;
    bool acts_back = rollback->kind == ROLLBACK_ACTIONS || rollback->kind == ROLLBACK_AUTO;
    switch (invariant) {
    case INVARIANT_READS:
    case INVARIANT_WRITES: return true;
    case INVARIANT_STALE:
    case INVARIANT_LOST: return prover->model->traffic != NULL;
    case INVARIANT_GAP:
        return prover->model->traffic
               && (phase->kind == KIND_BACKFILL || phase_has_action(phase, ACTION_BACKFILL));
    case INVARIANT_CONSTRAINT: return constrains(prover, phase);
    case INVARIANT_CONTRACT: return drops(prover, phase);
    case INVARIANT_FLAGS:
        return phase_has_action(phase, ACTION_FLAG) || phase_has_action(phase, ACTION_RAMP);
    case INVARIANT_INVERSE:
        return acts_back && (has_sql(prover, phase) || actions_find_blind(&phase->actions));
    case INVARIANT_LEGAL: return acts_back || rollback->kind == ROLLBACK_RESTORE;
    case INVARIANT_PRICE: return rollback->kind != ROLLBACK_MISSING;
    case INVARIANT_NO_RETURN: return prover->model->no_return.phase == phase;
    case INVARIANT_COUNT: break;
    }
    return false;
}

// ---- what is needed

// Its rollback runs if what that names was brought by a person or a command.
static bool hangs_on_blind(const struct prover *prover, const struct phase *phase)
{
    list_each(breach, breach, prover->model->exploration->breaches)
        if (breach->kind == BREACH_REFUSED && breach->state->way == WAY_BACK
            && breach->grounds.is_perhaps_brought && breach->undone == phase)
            return true;
    return false;
}

static struct str find_needs(struct prover *prover, const struct phase *phase,
                             enum invariant invariant)
{
    bool is_inferred = prover->plan->is_inferred;
    struct str needs = lacks_rules(prover, invariant);
    if (needs.data)
        return needs;
    if (prover->model->exploration->is_cut)
        return STR("a smaller plan: this one has too many states to be walked");
    needs = lacks_service(prover, phase, invariant);
    if (!needs.data)
        needs = doubtful_needs(prover->arena, prover->unit, &prover->doubts, phase, invariant);
    if (!needs.data && rests_on_states(invariant))
        needs = lacks_end(prover, phase);
    bool is_back = invariant == INVARIANT_INVERSE || invariant == INVARIANT_LEGAL;
    if (!needs.data && is_back && hangs_on_blind(prover, phase))
        needs = STR("SQL in place of what a person or a command does");
    if (needs.data)
        return needs;
    switch (invariant) {
    case INVARIANT_READS:
    case INVARIANT_WRITES:
        needs = prover->schema;
        if (!needs.data)
            needs = lacks_sight(prover, &prover->model->exploration->unsure[phase->index],
                                invariant == INVARIANT_WRITES);
        return needs.data ? needs : doubt(prover, phase, invariant == INVARIANT_WRITES);
    case INVARIANT_CONTRACT:
        needs = prover->schema;
        return needs.data
                   ? needs
                   : lacks_sight(prover, &prover->model->exploration->unsure[phase->index], false);
    case INVARIANT_STALE:
    case INVARIANT_LOST:
    case INVARIANT_GAP: return is_inferred ? STR_NONE : lacks_traffic(prover, phase);
    case INVARIANT_INVERSE: return lacks_rollback(prover, phase);
    case INVARIANT_LEGAL:
        needs = prover->schema;
        if (!needs.data)
            needs = lacks_sight_back(prover, phase);
        if (!needs.data && actions_find_blind(&phase->rollback.actions))
            needs = STR("SQL in place of what a person or a command does");
        return needs.data || is_inferred ? needs : lacks_traffic(prover, phase);
    case INVARIANT_PRICE:
        needs = lacks_price(price_of(prover->model, phase));
        return needs.data && lacks_flag(prover).data ? lacks_flag(prover) : needs;
    case INVARIANT_FLAGS:
        needs = actions_find_undeclared_flag(&phase->actions);
        return needs.data ? needs_flag(prover, needs) : needs;
    case INVARIANT_CONSTRAINT:
    case INVARIANT_NO_RETURN:
    case INVARIANT_COUNT: break;
    }
    return STR_NONE;
}

// ---- the table

static void note_wrong_move(struct prover *prover, const struct phase *phase)
{
    for (enum invariant each = INVARIANT_STALE; each <= INVARIANT_GAP && !prover->wrong; each++) {
        prover->wrong = proof_cell(&prover->proof, phase, each)->finding;
        prover->wrong_phase = phase;
    }
}

// What is wrong with a move is told where it begins: it goes on from there, and hides more.
static struct str lacks_sound_moves(struct prover *prover, enum invariant invariant)
{
    bool is_of_moves = invariant == INVARIANT_STALE || invariant == INVARIANT_LOST
                       || invariant == INVARIANT_GAP || invariant == INVARIANT_LEGAL;
    if (!prover->wrong || !is_of_moves)
        return STR_NONE;
    return NEEDS(prover, "phase %d without %s", prover->wrong_phase->number,
                 prover->wrong->kind->code);
}

static void judge(struct prover *prover, const struct phase *phase, enum invariant invariant)
{
    struct proof_cell *cell =
        &prover->proof.cells[phase->index * INVARIANT_COUNT + invariant];
    if (cell->finding || !is_at_issue(prover, phase, invariant))
        return;
    cell->needs = find_needs(prover, phase, invariant);
    if (!cell->needs.data)
        cell->needs = lacks_sound_moves(prover, invariant);
    cell->state = cell->needs.data                                  ? PROOF_NOT_JUDGED
                  : phase->is_inferred || prover->plan->is_inferred ? PROOF_INFERRED
                                                                    : PROOF_PROVED;
}

const struct proof *proof_find(struct arena *arena, const struct unit *unit)
{
    const struct plan *plan = unit->plan;
    struct prover prover = { .arena = arena, .unit = unit, .plan = plan, .model = unit->model };
    prover.proof.plan = plan;
    prover.proof.cells =
        arena_new_many(arena, struct proof_cell, plan->phase_count * INVARIANT_COUNT);
    prover.schema = lacks_schema(&prover);
    prover.doubts = doubts_find(arena, plan, unit->model);
    violations_mark(&prover.proof, unit);
    list_each(phase, phase, plan->phases) {
        note_wrong_move(&prover, phase);
        for (enum invariant each = 0; each < INVARIANT_COUNT; each++)
            judge(&prover, phase, each);
    }
    struct proof *proof = arena_new(arena, struct proof);
    *proof = prover.proof;
    return proof;
}
