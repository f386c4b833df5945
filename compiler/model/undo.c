//! diagnostic  rollback-not-derivable
//! code        RBK012
//! level       error
//! since       0.1
//! breaks      inverse
//!
//! A phase says `rollback auto`, and one of its actions cannot be undone by belay.
//!
//! ## Why
//!
//! `rollback auto` undoes the actions of the phase from the last to the first. That is done
//! only where it is certain what there was before: a new column is dropped, a new name becomes
//! the old one again, a version is replaced by the one before it. What a dropped column held,
//! what rows said before an UPDATE, what a command did, only the author knows; and what is
//! created IF NOT EXISTS may have been there before, and hold what the plan did not bring. No
//! files are built from a plan whose rollback is such a promise.
//!
//! ## Fails
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase contract "Drop the old column" {
//!   step "Drop it" ```sql
//!     ALTER TABLE guests DROP COLUMN born;
//!   ```
//!   rollback auto
//! }
//! ````
//!
//! ````belay phase
//! step "Copy the pictures" ```sh
//!   cp -r pictures/ new-pictures/
//! ```
//! rollback auto
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! app web { version v1 { }; version v2 { }; live v1 }
//! phase expand "Add the column" {
//!   step "Add it" ```sql
//!     ALTER TABLE guests ADD COLUMN birthday date;
//!     UPDATE guests SET birthday = born;
//!   ```
//!   step "Index it" ```sql
//!     CREATE INDEX CONCURRENTLY guests_birthday ON guests (birthday);
//!   ```
//!   deploy web v2
//!   rollback auto
//! }
//! ````

#include "model/undo.h"

#include "base/output.h"
#include "generated/kinds.h"
#include "model/model.h"
#include "model/undo-actions.h"
#include "sql/inverse.h"

enum { COST_MAX = 20 * 1000 * 1000 }; // how much of a hostile plan is looked at

// What is known of one store, up to the action that is looked at.
struct store_line {
    struct sql_line sql;
    ARRAY_OF(const struct action *) actions; // of the statements in the line
    const struct phase *phase;               // the last one with SQL on it, …
    size_t from;                             // … and its first change
    struct sql_inverse inverse;              // of that phase
    const struct sql_undoing *next;          // of the inverse, still to be taken
};

// An action of the phase and what undoes it, where that is one action.
struct entry {
    const struct action *action;
    struct action *undo;
    struct store_line *line; // of SQL
};

struct deriver {
    struct arena *arena;
    const struct plan *plan;
    struct standing standing;  // its `undo` is that of a phase with `rollback auto`; else NULL
    struct store_line *stores; // by index; the last is for no store
    ARRAY_OF(struct entry) entries; // of that phase
    bool is_for_all; // also of phases that have another rollback, or none
};

// ---- SQL

#define REFUSE(deriver, action, ...) UNDO_REFUSE(&(deriver)->standing, action, __VA_ARGS__)

static struct store_line *line_of_store(struct deriver *deriver, const struct store *store)
{
    return &deriver->stores[store ? store->index : deriver->plan->store_count];
}

static struct store_line *undo_sql(struct deriver *deriver, const struct action *action)
{
    struct store_line *line = line_of_store(deriver, action->store);
    enum sql_engine engine = line->sql.session.now->engine;
    const struct sql_tokens *tokens = sql_scan(deriver->arena, engine, action->code.text);
    if (span_is_set(sql_find_client_command(tokens))) {
        REFUSE(deriver, action, "write the rollback, or restore a backup",
               "what a command of psql's did is not known to belay");
        return NULL;
    }
    return line;
}

static void follow_changes(struct deriver *deriver, const struct changes *changes,
                           const struct phase *phase)
{
    const struct sql_statement *last = NULL;
    changes_each(change, changes, phase) {
        struct store_line *line = line_of_store(deriver, change->action->store);
        if (change->statement == last)
            continue; // another operation of the same
        last = change->statement;
        if (line->phase != phase) {
            line->phase = phase;
            line->from = line->sql.changes.count;
        }
        sql_line_add(deriver->arena, &line->sql, change->statement);
        array_add(deriver->arena, &line->actions, change->action);
    }
}

// The inverse of the whole phase, where it has SQL on the store.
static void derive_sql(struct deriver *deriver, const struct phase *phase)
{
    for (size_t i = 0; i < deriver->entries.count; i++) {
        struct store_line *line = deriver->entries.items[i].line;
        if (!line || line->phase != phase)
            continue;
        line->inverse = sql_inverse_derive(deriver->arena, &line->sql, line->from);
        line->next = line->inverse.statements.first;
        line->phase = NULL; // once is enough
        list_each(sql_refusal, refusal, line->inverse.refusals)
            undo_refuse(&deriver->standing, line->actions.items[refusal->change], refusal->span,
                        refusal->reason, refusal->help);
    }
}

static void add_step(struct deriver *deriver, const struct action *undoes, struct str sql)
{
    struct action *action = undo_new_action(&deriver->standing, undoes, ACTION_STEP);
    if (text_is_set(undoes->title))
        action->title = text_for_span(
            deriver->arena,
            arena_format(deriver->arena, "Undo: %.*s", STR_ARGS(undoes->title.str)), undoes->span);
    action->code = (struct code){
        .text = text_for_span(deriver->arena, sql, undoes->span),
        .language = STR("sql"),
        .span = undoes->code.span,
    };
    list_add(&deriver->standing.undo->actions, action);
}

static void add_sql_steps(struct deriver *deriver, const struct entry *entry)
{
    struct store_line *line = entry->line;
    struct output sql = { .arena = deriver->arena };
    for (; line->next && line->actions.items[line->next->change] == entry->action;
         line->next = line->next->next) {
        if (line->next->stands_alone && sql.bytes.count) {
            add_step(deriver, entry->action, output_get(&sql));
            sql = (struct output){ .arena = deriver->arena };
        }
        if (line->next->remark.length)
            output_format(&sql, "-- %.*s\n", STR_ARGS(line->next->remark));
        output_str(&sql, line->next->text);
        output_char(&sql, '\n');
        if (line->next->stands_alone) {
            add_step(deriver, entry->action, output_get(&sql));
            sql = (struct output){ .arena = deriver->arena };
        }
    }
    if (sql.bytes.count)
        add_step(deriver, entry->action, output_get(&sql));
}

// ---- a phase

static void undo_step(struct deriver *deriver, const struct action *action, struct entry *entry)
{
    if (code_is_sql(&action->code))
        entry->line = undo_sql(deriver, action);
    else if (code_is_shell(&action->code))
        REFUSE(deriver, action, "write the rollback: rollback CODE, or rollback { run CODE }",
               "what undoes a command is not known to belay");
    else
        REFUSE(deriver, action, "write the rollback: rollback TEXT, or rollback { run TEXT }",
               "a person does this, and what undoes it is not known to belay");
}

static void undo_one(struct deriver *deriver, const struct action *action)
{
    struct entry *entry = array_grow(deriver->arena, &deriver->entries);
    entry->action = action;
    if (action->kind == ACTION_STEP)
        undo_step(deriver, action, entry);
    else
        entry->undo = undo_action(&deriver->standing, action);
}

static void put_together(struct deriver *deriver)
{
    for (size_t i = deriver->entries.count; i-- > 0;) {
        const struct entry *entry = &deriver->entries.items[i];
        if (entry->undo)
            list_add(&deriver->standing.undo->actions, entry->undo);
        else if (entry->line)
            add_sql_steps(deriver, entry);
    }
}

static const struct undo *derive_phase(struct deriver *deriver, const struct changes *changes,
                                       const struct phase *phase)
{
    bool is_auto = phase->rollback.kind == ROLLBACK_AUTO || deriver->is_for_all;
    deriver->standing.undo = is_auto ? arena_new(deriver->arena, struct undo) : NULL;
    deriver->entries.count = 0;
    list_each(action, action, phase->actions) {
        if (is_auto && deriver->standing.service.cost > COST_MAX) {
            REFUSE(deriver, action, "write the rollback",
                   "the plan is too large to be followed");
            break;
        }
        if (is_auto)
            undo_one(deriver, action);
        standing_follow(&deriver->standing, action);
    }
    follow_changes(deriver, changes, phase);
    if (!is_auto)
        return NULL;
    derive_sql(deriver, phase);
    if (!deriver->standing.undo->refusals.first)
        put_together(deriver);
    return deriver->standing.undo;
}

static const struct undo **derive(struct arena *arena, const struct plan *plan,
                                  const struct model *model, bool is_for_all)
{
    const struct undo **undos = arena_new_many(arena, const struct undo *, plan->phase_count);
    struct deriver deriver = {
        .arena = arena,
        .plan = plan,
        .standing = { .arena = arena, .service = service_start(arena, plan) },
        .stores = arena_new_many(arena, struct store_line, plan->store_count + 1),
        .is_for_all = is_for_all,
    };
    for (unsigned i = 0; i <= plan->store_count; i++)
        deriver.stores[i].sql.session.now = model->schemas[i];
    list_each(phase, phase, plan->phases)
        undos[phase->index] = derive_phase(&deriver, &model->changes, phase);
    return undos;
}

const struct undo **undos_derive(struct arena *arena, const struct plan *plan,
                                 const struct model *model)
{
    return derive(arena, plan, model, false);
}

const struct undo **undos_possible(struct unit *unit)
{
    struct possible_undos *possible = model_of(unit)->possible;
    if (!possible->undos)
        possible->undos = derive(&unit->arena, unit->plan, unit->model, true);
    return possible->undos;
}

const struct undo *undo_of(const struct model *model, const struct phase *phase)
{
    return model->undos[phase->index];
}

// ---- saying it

static const struct breach *find_refused(struct unit *unit, struct span span)
{
    list_each(breach, breach, model_of(unit)->exploration->breaches)
        if (breach->kind == BREACH_REFUSED && breach->state->way == WAY_FORWARD
            && span_covers(breach->statement->span, span.start))
            return breach;
    return NULL;
}

// What the engine refuses cannot be undone either. All else that cannot is a mistake of its own.
static void rest_on_refusal(struct unit *unit, struct diagnostic *finding, const struct undo *undo)
{
    const struct breach *first = NULL;
    list_each(undo_refusal, refusal, undo->refusals) {
        const struct breach *refused = find_refused(unit, refusal->span);
        if (!refused)
            return;
        first = first ? first : refused;
    }
    if (!first)
        return;
    diagnostic_rests_on(finding, first->grounds.root, UINT64_MAX,
                        "'rollback auto' cannot undo this");
    finding->is_consequence = first->grounds.refused != NULL;
}

static void report(struct unit *unit, const struct phase *phase, const struct undo *undo)
{
    enum { SHOWN = 5 };
    const struct undo_refusal *first = undo->refusals.first;
    list_each(undo_refusal, refusal, undo->refusals)
        if (refusal->span.start < first->span.start)
            first = refusal;
    struct text title = first->action->title;
    struct str what = first->action->kind != ACTION_STEP ? STR("this")
                      : text_is_set(title) ? arena_format(&unit->arena, "step '%.*s'",
                                                          STR_ARGS(title.str))
                                           : STR("this step");
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_rollback_not_derivable, first->span,
                 "'rollback auto' of phase %d cannot undo %.*s", phase->number, STR_ARGS(what));
    diagnostic_label(finding, "%.*s", STR_ARGS(first->reason));
    unsigned count = 0;
    list_each(undo_refusal, other, undo->refusals)
        if (other != first && ++count < SHOWN)
            diagnostic_also(finding, other->span, "and %.*s", STR_ARGS(other->reason));
    diagnostic_also(finding, phase->rollback.span, "what undoes the phase is to be derived");
    diagnostic_help(finding, "%s", first->help);
    diagnostic_about(finding, "phase %.*s", STR_ARGS(phase->name));
    rest_on_refusal(unit, finding, undo);
    if (first->action->is_inferred)
        diagnostic_inferred(finding, "what phase %d does is read out of prose", phase->number);
}

void undos_report(struct unit *unit)
{
    list_each(phase, phase, unit->plan->phases) {
        if (phase->rollback.kind != ROLLBACK_AUTO)
            continue;
        const struct undo *undo = undo_of(model_of(unit), phase);
        if (undo->refusals.first)
            report(unit, phase, undo);
    }
}
