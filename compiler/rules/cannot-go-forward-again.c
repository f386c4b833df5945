//! rule        cannot-go-forward-again
//! code        RBK008
//! level       error
//! since       0.1
//! breaks      legal
//!
//! Behind a way back, the same phases cannot run again, or do harm when they do.
//!
//! ## Why
//!
//! A migration that was rolled back is tried again, once the cause is mended. By then the world is
//! not what it was at the first time: a column stayed, with values that the old version did not
//! keep up; a step meets what it made before. belay goes forward again from the end of each way
//! back. A fill that leaves alone what is not empty is the classic: the second time it leaves alone
//! what is wrong. Where a verification compares both sides before anybody reads the new one, the
//! second run stops there instead, again and again: that is a warning. A step that meets what it
//! made itself, when the phase was stopped behind it and has nothing to undo, is a note.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, born date);
//!   ```
//! }
//! phase expand "Add the city" {
//!   step "Add it" ```sql
//!     ALTER TABLE guests ADD COLUMN city text;
//!   ```
//!   rollback none "an empty column hurts nobody"
//! }
//! ````
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! move grams from parcels.weight to parcels.grams { forward "weight * 1000" }
//! phase dual-write "Write both" {
//!   writes grams old, new
//!   rollback writes grams old
//! }
//! phase backfill "Fill the empty rows" {
//!   backfill grams {
//!     where ```sql
//!       grams IS NULL
//!     ```
//!   }
//!   verify "Both say the same" on main = 0 ```sql
//!     SELECT count(*) FROM parcels WHERE grams IS DISTINCT FROM weight * 1000
//!   ```
//!   rollback none "the old column is as it was"
//! }
//! phase cutover "Read the new column" {
//!   reads grams new
//!   rollback reads grams old
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! move grams from parcels.weight to parcels.grams { forward "weight * 1000" }
//! phase dual-write "Write both" {
//!   writes grams old, new
//!   rollback writes grams old
//! }
//! phase backfill "Fill every row that differs" {
//!   backfill grams {
//!     where ```sql
//!       grams IS DISTINCT FROM (weight * 1000)
//!     ```
//!   }
//!   verify "Both say the same" on main = 0 ```sql
//!     SELECT count(*) FROM parcels WHERE grams IS DISTINCT FROM weight * 1000
//!   ```
//!   rollback none "the old column is as it was"
//! }
//! phase cutover "Read the new column" {
//!   reads grams new
//!   rollback reads grams old
//! }
//! ````

#include "rules/rule.h"

#include "rules/support/breach.h"
#include "rules/support/rests.h"

// A rollback that does not bring the schema back is told of by itself, and what comes of it.
static bool has_wrong_inverse(const struct exploration *exploration, const struct breach *breach)
{
    list_each(breach, other, exploration->breaches)
        if (other->kind == BREACH_NOT_INVERSE && other->undone->index >= breach->rerun->index
            && other->undone->index <= breach->from->index)
            return true;
    return false;
}

static void add_way(struct diagnostic *finding, const struct breach *breach)
{
    const struct phase *from = breach->from, *rerun = breach->rerun;
    for (const struct phase *phase = rerun; phase && phase->index <= from->index;
         phase = phase->next)
        if ((phase->is_inferred || phase->rollback.is_inferred) && !finding->is_inferred)
            diagnostic_inferred(finding, "what undoes phase %d is inferred from its text",
                                phase->number);
    diagnostic_also(finding, rerun->rollback.span,
                    "forward again from here, behind the way back from phase %d", from->number);
    if (breach->inside)
        diagnostic_also(finding, breach->inside->span, "when phase %d was stopped behind this",
                        from->number);
}

static void report_refusal(struct unit *unit, const struct breach *breach)
{
    const struct phase *phase = breach->state->event->phase;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_cannot_go_forward_again, breach->statement->span,
                 "phase %d cannot run again after it was rolled back", phase->number);
    diagnostic_label(finding, "%.*s", STR_ARGS(breach->reason));
    add_way(finding, breach);
    if (breach->inside) {
        diagnostic_help(finding, "write IF NOT EXISTS where the engine has it, or a rollback "
                                 "that undoes this step");
        diagnostic_level(finding, LEVEL_NOTE);
    } else {
        diagnostic_help(finding, "let the rollback undo this step, as rollback auto does");
        finding_concerns(unit, finding, &breach->rerun->rollback, 1);
    }
    diagnostic_about(finding, "phase %.*s", STR_ARGS(phase->name));
}

static bool is_lack_again(const struct breach *breach)
{
    return breach->rerun != NULL;
}

static void report_lack(struct unit *unit, const struct breach *breach)
{
    if (has_wrong_inverse(model_of(unit)->exploration, breach))
        return;
    struct str subject = breach_subject(unit, breach), version = breach_version(unit, breach);
    struct diagnostic *finding = diagnose(
        &unit->diagnostics, &kind_cannot_go_forward_again, breach_place(breach),
        "when the plan runs again, '%.*s' lacks '%.*s'", STR_ARGS(version), STR_ARGS(subject));
    breach_add_versions(unit, finding, breach);
    add_way(finding, breach);
    diagnostic_help(finding, "let the rollbacks leave what the version needs");
    diagnostic_about(finding, "phase %.*s, %.*s", STR_ARGS(breach->from->name),
                     STR_ARGS(subject));
}

static const char *message(const struct breach *breach)
{
    if (breach->kind == BREACH_STOPPED)
        return "when the plan runs again, the comparison of %.*s fails here";
    return breach->kind == BREACH_LOST_WRITE
               ? "when the plan runs again, %.*s is written on one side alone"
               : "when the plan runs again, %.*s is read on a side that lacks writes";
}

// The comparison may come too early: a fill behind it would mend what differs.
static bool is_before_fill(const struct breach *breach)
{
    const struct event *filled = breach->state->moves[breach->move->index]->filled;
    return breach->stop && filled && breach->side == SIDE_NEW
           && filled->phase->index >= breach->stop->phase->index
           && filled->span.start > breach->stop->span.start;
}

static void add_remedy(struct diagnostic *finding, const struct breach *breach)
{
    struct str column = breach->move->to.column;
    if (breach->kind == BREACH_LOST_WRITE) {
        diagnostic_help(finding, "let the rollbacks bring back a version that writes both sides");
        return;
    }
    if (breach->kind == BREACH_STOPPED) {
        diagnostic_note(finding, "and fails again each time: %s",
                        is_before_fill(breach) ? "the fill is never reached"
                                               : "no second fill mends those rows");
        diagnostic_level(finding, LEVEL_WARNING);
    }
    if (is_before_fill(breach))
        diagnostic_help(finding, "compare when it is filled");
    else if (column.length)
        diagnostic_help(finding, "fill every row that differs: %.*s IS DISTINCT FROM its value",
                        STR_ARGS(column));
    else
        diagnostic_help(finding, "fill every row that differs, not only those that are missing");
}

static void report_move(struct unit *unit, const struct breach *breach)
{
    const struct move_state *now = breach->state->moves[breach->move->index];
    const struct event *gap = breach->side == SIDE_OLD ? now->gap_old : now->gap_new;
    struct str name = breach_move(unit, breach);
    struct span place = breach->stop ? breach->stop->span : breach->state->event->span;
    struct diagnostic *finding = diagnose(&unit->diagnostics, &kind_cannot_go_forward_again,
                                          place, message(breach), STR_ARGS(name));
    if (gap)
        diagnostic_also(finding, gap->span, "since this the %s side lacks writes",
                        breach->side == SIDE_OLD ? "old" : "new");
    if (now->filled && breach->side == SIDE_NEW && breach->kind != BREACH_LOST_WRITE)
        diagnostic_also(finding, now->filled->span,
                        is_before_fill(breach) ? "and this fills it only behind the comparison"
                                               : "this leaves alone what is not empty");
    add_way(finding, breach);
    add_remedy(finding, breach);
    diagnostic_about(finding, "phase %.*s, %.*s", STR_ARGS(breach->from->name), STR_ARGS(name));
    const void *wrong = find_wrong_actions(unit, breach);
    finding_concerns(unit, finding, wrong ? wrong : breach->move, 1);
}

// What is wrong with the move already, forward or on the way back, is the root.
static bool is_told(struct unit *unit, const struct breach *breach)
{
    struct str name = breach_move(unit, breach);
    list_each(diagnostic, finding, unit->diagnostics.list) {
        bool is_mine = finding->kind == &kind_cannot_go_forward_again;
        if ((is_mine || finding->level == LEVEL_ERROR) && str_ends_with(finding->object, name))
            return true;
    }
    return false;
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    const struct exploration *exploration = model_of(unit)->exploration;
    lacks_each(unit, is_lack_again, report_lack);
    list_each(breach, breach, exploration->breaches) {
        if (!breach->rerun || breach->kind == BREACH_LACK)
            continue;
        if (breach->kind == BREACH_REFUSED && !has_wrong_inverse(exploration, breach))
            report_refusal(unit, breach);
        else if (breach->move && !is_told(unit, breach))
            report_move(unit, breach);
    }
}

const struct rule rule_cannot_go_forward_again = { .check_plan = check_plan };
