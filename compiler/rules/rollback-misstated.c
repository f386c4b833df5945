//! rule        rollback-misstated
//! code        RBK007
//! level       error
//! since       0.1
//! fix         unsafe
//! source      model.md invariant 11
//! breaks      price
//!
//! What the plan claims about a rollback contradicts what the rollback does.
//!
//! ## Why
//!
//! Who decides in the night whether to roll back reads the claim: easy, loses nothing,
//! automated. A claim that is too good sends them into a restore that takes hours and loses a
//! day; it is an error. One that is too bad keeps them from a way back that is there; it is a
//! note. Ranges ("phases 1 to 3: easy") claim something about each of their phases. Where the new
//! side is read, going back is medium: people notice when what they see changes. What versions have
//! written into a table or column that a rollback drops, and no move copies, is lost; a rollback
//! that loses nothing by itself may lose it when later phases are undone before it.
//!
//! ## Fails
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase prepare "Backup" { backup before on main; rollback none "nothing has changed" }
//! phase contract "Drop the old column" {
//!   step "Drop it" ```sql
//!     ALTER TABLE orders DROP COLUMN sum;
//!   ```
//!   rollback restore before { difficulty easy; loses nothing }
//! }
//! ````
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! reversible automated
//! phase contract "Drop the old column" {
//!   step "Drop it" ```sql
//!     ALTER TABLE orders DROP COLUMN sum;
//!   ```
//!   rollback impossible "the old values are gone"
//! }
//! ````
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! app web {
//!   version v1 { reads orders(sum) }
//!   version v2 { reads orders(sum); inserts gifts(words) }
//!   live v1
//! }
//! phase expand "Make room for gifts" {
//!   step "Make it" ```sql
//!     CREATE TABLE gifts (id bigint PRIMARY KEY, words text);
//!   ```
//!   rollback auto { loses nothing }
//! }
//! phase deploy "Sell gifts" { deploy web v2; rollback auto }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! app web {
//!   version v1 { reads orders(sum) }
//!   version v2 { reads orders(sum); inserts gifts(words) }
//!   live v1
//! }
//! phase expand "Make room for gifts" {
//!   step "Make it" ```sql
//!     CREATE TABLE gifts (id bigint PRIMARY KEY, words text);
//!   ```
//!   rollback auto { loses "the gifts that were sold by then" }
//! }
//! phase deploy "Sell gifts" { deploy web v2; rollback auto }
//! ````
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! reversible limited
//! phase prepare "Backup" { backup before on main; rollback none "nothing has changed" }
//! phase contract "Drop the old column" {
//!   step "Drop it" ```sql
//!     ALTER TABLE orders DROP COLUMN sum;
//!   ```
//!   rollback restore before { difficulty restore; loses "everything written since the backup" }
//! }
//! ````

#include "rules/support/edits.h"
#include "rules/support/loss.h"
#include "rules/support/rests.h"

static struct diagnostic *finish(struct diagnostic *finding, const struct phase *phase)
{
    diagnostic_about(finding, "phase %.*s", STR_ARGS(phase->name));
    if (phase->rollback.is_inferred || phase->is_inferred)
        diagnostic_inferred(finding, "the claim is read out of prose");
    return finding;
}

static bool is_one_of(struct str word, const char *first, const char *second)
{
    return str_is(word, first) || str_is(word, second);
}

// The place of what a claim of the rollback's block says: "easy" of `difficulty easy`.
static struct span claim_span(const struct unit *unit, const struct rollback *rollback,
                              const char *name)
{
    const struct statement *statement = rollback->statement;
    if (unit->takes_fixes && statement && statement->block)
        list_each(statement, claim, statement->block->statements)
            if (claim->words.first && word_is(claim->words.first, name)
                && claim->words.first->next)
                return claim->words.first->next->span;
    return (struct span){ 0 };
}

// Another claim in the place of this one; help where its place is not known.
static void correct(struct unit *unit, const struct rollback *rollback,
                    struct diagnostic *finding, const char *name, struct str truth)
{
    struct span span = claim_span(unit, rollback, name);
    if (!span_is_set(span)) {
        diagnostic_help(finding, "%s %.*s", name, STR_ARGS(truth));
        return;
    }
    struct edits edits = edits_begin(unit, finding, "%s %.*s", name, STR_ARGS(truth));
    edits_replace(&edits, span, truth);
}

// ---- one phase

static void check_restore(struct unit *unit, const struct plan *plan, const struct phase *phase)
{
    const struct rollback *rollback = &phase->rollback;
    bool is_restore = rollback->kind == ROLLBACK_RESTORE;
    bool is_cheap = is_one_of(rollback->difficulty, "trivial", "easy")
                    || str_is(rollback->difficulty, "medium");
    if (is_restore && rollback->loses_nothing && !phase_is_down(plan, phase)) {
        struct diagnostic *finding =
            diagnose(&unit->diagnostics, &kind_rollback_misstated, rollback->span,
                     "a restore in phase %d is said to lose nothing", phase->number);
        diagnostic_note(finding, "it loses what was written since the backup");
        correct(unit, rollback, finding, "loses",
                STR("\"everything written since the backup\""));
        finish(finding, phase);
    }
    if (is_cheap && (is_restore || rollback->kind == ROLLBACK_IMPOSSIBLE)) {
        struct diagnostic *finding =
            is_restore ? diagnose(&unit->diagnostics, &kind_rollback_misstated, rollback->span,
                                  "a restore in phase %d is said to be %.*s", phase->number,
                                  STR_ARGS(rollback->difficulty))
                       : diagnose(&unit->diagnostics, &kind_rollback_misstated, rollback->span,
                                  "phase %d cannot be undone, and is said to be %.*s to undo",
                                  phase->number, STR_ARGS(rollback->difficulty));
        diagnostic_note(finding, "who decides whether to roll back trusts this word");
        if (is_restore)
            correct(unit, rollback, finding, "difficulty", STR("restore"));
        finish(finding, phase);
    }
}

// A cache that is emptied, and what an earlier attempt may have left, may well be nothing.
static bool is_loss(const struct change_step *change, const struct rollback *rollback)
{
    enum sql_head head = change->operation->head;
    if (rollback->kind == ROLLBACK_AUTO || rollback->kind == ROLLBACK_ACTIONS)
        return rollback->loses_nothing && head != SQL_DELETE;
    return rollback->kind == ROLLBACK_NONE && head != SQL_DELETE && head != SQL_TRUNCATE
           && !(head == SQL_DROP_TABLE && change->operation->is_conditional);
}

// Rows that were dropped do not come back by adding an empty column or table.
static void check_destroyed(struct unit *unit, const struct phase *phase)
{
    const struct rollback *rollback = &phase->rollback;
    const struct change_step *change = phase_destroys(&model_of(unit)->changes, phase);
    bool is_nothing = rollback->kind == ROLLBACK_NONE;
    if (!change || !is_loss(change, rollback))
        return;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_rollback_misstated, rollback->span,
                 is_nothing ? "phase %d destroys data, and is said to have nothing to undo"
                            : "phase %d destroys data, and its rollback is said to lose nothing",
                 phase->number);
    diagnostic_also(finding, change->operation->span, "this %s '%.*s'", change_verb(change),
                    STR_ARGS(change_object(&unit->arena, change)));
    diagnostic_note(finding, "what is dropped comes back from a backup only");
    finding_concerns(unit, finding, rollback, 0);
    diagnostic_help(finding, "take a backup in the phase, and undo the phase by restoring it");
    finish(finding, phase);
}

// Prose uses "hard" and "easy" for the effort alone; where they are a claim they agree with it.
static void check_loss(struct unit *unit, const struct phase *phase)
{
    const struct rollback *rollback = &phase->rollback;
    if (rollback->is_inferred)
        return;
    if (text_is_set(rollback->loses) && is_one_of(rollback->difficulty, "trivial", "easy"))
        finish(
            diagnostic_help(diagnose(&unit->diagnostics, &kind_rollback_misstated, rollback->span,
                                     "a rollback that loses something is said to be %.*s",
                                     STR_ARGS(rollback->difficulty)),
                            "difficulty hard: somebody has to decide about the loss"),
            phase);
    if (rollback->kind == ROLLBACK_NONE && is_one_of(rollback->difficulty, "hard", "restore"))
        finish(
            diagnostic_level(diagnose(&unit->diagnostics, &kind_rollback_misstated, rollback->span,
                                      "there is nothing to undo, and it is said to be %.*s",
                                      STR_ARGS(rollback->difficulty)),
                             LEVEL_NOTE),
            phase);
}

// The loss that is derived in the place of the one that is denied.
static void admit(struct unit *unit, const struct phase *phase, struct diagnostic *finding,
                  struct str loss)
{
    bool is_plain = true;
    for (size_t i = 0; i < loss.length; i++)
        is_plain &= loss.data[i] >= ' ' && loss.data[i] != '"' && loss.data[i] != '\\';
    correct(unit, &phase->rollback, finding, "loses",
            is_plain ? arena_format(&unit->arena, "\"%.*s\"", STR_ARGS(loss)) : STR("\"...\""));
}

// What the model derives is dearer than what the plan says.
static void check_too_good(struct unit *unit, const struct phase *phase)
{
    const struct rollback *rollback = &phase->rollback;
    const struct price *price = price_of(model_of(unit), phase);
    bool is_cheap = is_one_of(rollback->difficulty, "trivial", "easy")
                    || str_is(rollback->difficulty, "medium");
    if (price->class != PRICE_LOSSY || !(is_cheap || rollback->loses_nothing)
        || text_is_set(rollback->loses))
        return;
    struct diagnostic *finding =
        is_cheap ? diagnose(&unit->diagnostics, &kind_rollback_misstated, rollback->span,
                            "going back from phase %d is hard, and said to be %.*s",
                            phase->number, STR_ARGS(rollback->difficulty))
                 : diagnose(&unit->diagnostics, &kind_rollback_misstated, rollback->span,
                            "going back from phase %d is said to lose nothing", phase->number);
    loss_add_places(finding, price);
    diagnostic_note(finding, "it loses %.*s", STR_ARGS(price_loss(&unit->arena, price)));
    if (price->since || is_cheap)
        loss_propose(finding, price);
    else
        admit(unit, phase, finding, price_loss(&unit->arena, price));
    finding_concerns(unit, finding, price->move, 2);
    finish(finding, phase);
}

// Alone it loses nothing; on a way back that begins later, it does.
static void check_later(struct unit *unit, const struct phase *phase)
{
    const struct loss *loss = price_find_later(model_of(unit), phase);
    if (!loss || !phase->rollback.loses_nothing)
        return;
    const struct phase *since = loss_begins(loss);
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_rollback_misstated, phase->rollback.span,
                 "the rollback of phase %d is said to lose nothing, and does from phase %d on",
                 phase->number, since->number);
    loss_add_dropped(finding, loss);
    struct str lost = price_later_loss(&unit->arena, model_of(unit), phase);
    diagnostic_note(finding, "a way back from there loses %.*s", STR_ARGS(lost));
    admit(unit, phase, finding, lost);
    finish(finding, phase);
}

// It is cheaper. What a person or a command does may be hard for reasons of its own.
static void check_too_bad(struct unit *unit, const struct phase *phase)
{
    const struct rollback *rollback = &phase->rollback;
    const struct price *price = price_of(model_of(unit), phase);
    if (price->class != PRICE_CLEAN || rollback->is_inferred || text_is_set(rollback->loses)
        || !is_one_of(rollback->difficulty, "hard", "restore")
        || actions_find_blind(&rollback->actions))
        return;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_rollback_misstated, rollback->span,
                 "going back from phase %d is %s, and said to be %.*s", phase->number,
                 price_difficulty(price), STR_ARGS(rollback->difficulty));
    diagnostic_note(finding, "it runs by itself, and no write is lost");
    correct(unit, rollback, finding, "difficulty", str_of(price_difficulty(price)));
    diagnostic_level(finding, LEVEL_NOTE);
    finish(finding, phase);
}

// Prose uses the words for the effort alone.
static void check_notice(struct unit *unit, const struct phase *phase)
{
    const struct rollback *rollback = &phase->rollback;
    const struct price *price = price_of(model_of(unit), phase);
    if (price->class != PRICE_CLEAN || !price->is_noticed || price->is_inferred
        || !is_one_of(rollback->difficulty, "trivial", "easy"))
        return;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_rollback_misstated, rollback->span,
                 "going back from phase %d is medium, and said to be %.*s", phase->number,
                 STR_ARGS(rollback->difficulty));
    diagnostic_note(finding, "the new side is read by then: people notice when that changes");
    diagnostic_help(finding, "difficulty medium");
    finish(finding, phase);
}

static void check_phase(struct unit *unit, const struct plan *plan, const struct phase *phase)
{
    check_too_good(unit, phase);
    check_later(unit, phase);
    check_too_bad(unit, phase);
    check_notice(unit, phase);
    check_restore(unit, plan, phase);
    check_destroyed(unit, phase);
    check_loss(unit, phase);
}

// ---- the whole plan

static const struct phase *find_phase(const struct plan *plan, enum rollback_kind kind)
{
    list_each(phase, phase, plan->phases)
        if (phase->rollback.kind == kind)
            return phase;
    return NULL;
}

static const struct action *find_person(const struct plan *plan)
{
    list_each(phase, phase, plan->phases)
        list_each(action, action, phase->rollback.actions)
            if (action->kind == ACTION_STEP && !code_is_set(&action->code) && !action->is_inferred)
                return action;
    return NULL;
}

static void report_claim(struct unit *unit, const struct plan *plan, struct span span,
                         struct str claim, const struct phase *phase)
{
    bool is_restore = phase->rollback.kind == ROLLBACK_RESTORE;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_rollback_misstated, span,
                 "the plan's rollback is said to be '%.*s'", STR_ARGS(claim));
    diagnostic_also(finding, phase->rollback.span, "phase %d %s", phase->number,
                    is_restore ? "is undone from a backup only" : "cannot be undone at all");
    diagnostic_note(finding, "a plan is as reversible as its last phase");
    diagnostic_about(finding, "plan");
    if (plan->is_inferred)
        diagnostic_inferred(finding, "the claim is read out of prose");
}

static void check_reversible(struct unit *unit, const struct plan *plan)
{
    const struct phase *impossible = find_phase(plan, ROLLBACK_IMPOSSIBLE);
    const struct phase *restore = find_phase(plan, ROLLBACK_RESTORE);
    const struct action *person = find_person(plan);
    bool is_automated = str_is(plan->reversible, "automated");
    if (is_automated && (impossible || (restore && !plan->is_inferred)))
        report_claim(unit, plan, plan->reversible_span, plan->reversible,
                     impossible ? impossible : restore);
    else if (str_is(plan->reversible, "manual") && impossible)
        report_claim(unit, plan, plan->reversible_span, plan->reversible, impossible);
    else if (is_automated && person)
        diagnostic_also(diagnose(&unit->diagnostics, &kind_rollback_misstated,
                                 plan->reversible_span,
                                 "the plan's rollback is said to be automated"),
                        person->span, "a person does this");
    bool is_open = impossible || restore || find_phase(plan, ROLLBACK_MISSING);
    if (str_is(plan->reversible, "no") && !is_open && plan->phases.first && !plan->is_inferred)
        diagnostic_level(diagnose(&unit->diagnostics, &kind_rollback_misstated,
                                  plan->reversible_span,
                                  "the plan is said not to be reversible, and each phase is"),
                         LEVEL_NOTE);
}

// The dearest way back to the start, of the phases that have one.
static const struct phase *find_loss(const struct model *model, const struct plan *plan)
{
    list_each(phase, phase, plan->phases)
        if (price_of_chain(model, phase)->class == PRICE_LOSSY)
            return phase;
    return NULL;
}

static void check_effort(struct unit *unit, const struct plan *plan)
{
    const struct phase *phase = find_loss(model_of(unit), plan);
    const struct price *price = phase ? price_of_chain(model_of(unit), phase) : NULL;
    if (!price || price->is_inferred)
        return;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_rollback_misstated, plan->rollback_effort_span,
                 "the plan's rollback is said to be '%.*s'", STR_ARGS(plan->rollback_effort));
    loss_add_places(finding, price);
    diagnostic_note(finding, "the way back from phase %d to the start loses %.*s", phase->number,
                    STR_ARGS(price_loss(&unit->arena, price)));
    loss_propose(finding, price);
    diagnostic_about(finding, "plan");
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    const struct phase *impossible = find_phase(plan, ROLLBACK_IMPOSSIBLE);
    const struct phase *restore = find_phase(plan, ROLLBACK_RESTORE);
    check_reversible(unit, plan);
    if (!is_one_of(plan->rollback_effort, "trivial", "easy"))
        return;
    if (impossible || restore)
        report_claim(unit, plan, plan->rollback_effort_span, plan->rollback_effort,
                     impossible ? impossible : restore);
    else
        check_effort(unit, plan);
}

const struct rule rule_rollback_misstated = { .check_plan = check_plan,
                                              .check_phase = check_phase };
