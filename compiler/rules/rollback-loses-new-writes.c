//! rule        rollback-loses-new-writes
//! code        RBK005
//! level       error
//! since       0.1
//! also        sync-one-way-during-rollback-window
//! source      X30, X46, model.md invariants 10 and 11
//! breaks      legal
//!
//! The rollback goes back to a side that lacks what was written since.
//!
//! ## Why
//!
//! From the moment at which the old side is no longer written, it falls behind. To read it
//! again brings people back to that moment: what they have done since is on the new side, and
//! nobody looks there. Writing the old side again does not help, because that begins today.
//! Either both sides are written until there is no way back, or the rollback copies the new
//! side's rows back (`fill NAME backward`) before it reads the old one.
//!
//! It is a warning where the rollback says what it loses.
//!
//! ## Fails
//!
//! ````belay plan
//! move total from orders.sum to orders.total
//! phase dual-write "Write both" { writes total old, new; rollback writes total old }
//! phase ramp "Read the new column" { reads total new; rollback reads total old }
//! phase promote "Write the new column alone" {
//!   writes total new
//!   rollback writes total old, new
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! move total from orders.sum to orders.total
//! phase dual-write "Write both" { writes total old, new; rollback writes total old }
//! phase ramp "Read the new column" { reads total new; rollback reads total old }
//! phase promote "Write the new column alone" {
//!   writes total new
//!   rollback {
//!     writes total old, new
//!     fill total backward
//!   }
//! }
//! ````

#include "rules/rule.h"

#include "rules/support/breach.h"
#include "rules/support/rests.h"

#include "model/mention.h"
#include "plan/facts.h"

// ---- what the rollback brings back

static bool fills_backward(struct unit *unit, const struct phase *phase, const struct move *move)
{
    list_each(action, action, phase->rollback.actions)
        if (action->kind == ACTION_FILL && action->move == move)
            return true;
    if (!move)
        return false;
    const struct change_list changes =
        changes_of_actions(&unit->arena, phase, &phase->rollback.actions);
    list_each(change_step, change, changes)
        if (change_fills(change, &move->from))
            return true;
    return false;
}

// Ways in which prose says that the old side keeps up, or is brought up to date.
static bool keeps_up_in_words(const struct phase *phase)
{
    static const char *const words =
        "reverse|backward|bidirection|bi-direction|two-way|two way|both way|both direction|"
        "sync back|copy|copies|copied|replay|backfill|back-fill|resync|re-sync|"
        "reconcil|failback|fail back|export|delta|migrate back|merge|replicat|cdc|write-back";
    return rollback_mentions(&phase->rollback, words) || phase_mentions(phase, words);
}

static bool may_bring_back(struct unit *unit, const struct phase *phase, const struct move *move)
{
    const struct rollback *rollback = &phase->rollback;
    if (fills_backward(unit, phase, move))
        return true;
    if (rollback->is_inferred)
        return keeps_up_in_words(phase);
    // A command or a person may copy the rows back; only the plan's words could say so.
    return actions_find_blind(&rollback->actions) && !text_is_set(rollback->loses);
}

// ---- where it goes

// From then on some reads see the new side, or none the old one any more.
static bool moves_reads(const struct traffic_event *event)
{
    return event_reads_new(event)
           || (event->before.readers == SIDE_BOTH && event->after.readers == SIDE_NEW);
}

// The last phase up to `last` whose rollback takes the reads back from the new side.
static const struct phase *reads_go_back(const struct traffic *traffic, const struct phase *last)
{
    const struct phase *found = NULL;
    list_each(traffic_event, event, traffic->events) {
        enum rollback_kind kind = event->phase->rollback.kind;
        if (event->phase->index > last->index)
            break;
        if (moves_reads(event) && (kind == ROLLBACK_ACTIONS || kind == ROLLBACK_AUTO))
            found = event->phase;
    }
    return found;
}

// True where the phase's own rollback writes or reads the old side again, or may.
static bool goes_back(const struct rollback *rollback)
{
    return rollback->kind == ROLLBACK_ACTIONS || rollback->kind == ROLLBACK_AUTO;
}

// ---- the finding

static void add_admission(struct unit *unit, struct diagnostic *finding,
                          const struct rollback *rollback)
{
    if (rollback->loses_nothing)
        diagnostic_note(finding, "the rollback claims to lose nothing");
    if (!text_is_set(rollback->loses))
        return;
    struct span place = text_place(rollback->loses);
    diagnostic_note(finding, "the plan says so itself, on line %u",
                    source_locate(unit->sources, place.start).line_number);
    diagnostic_level(finding, LEVEL_WARNING);
    finding->is_admitted = true;
}

// The action of a rollback since which the old side is read, where the walk came to it: that of
// `reader`, where it is said.
static const struct event *find_reading(struct unit *unit, const struct traffic *traffic,
                                        const struct phase *reader)
{
    list_each(breach, breach, model_of(unit)->exploration->breaches)
        if (traffic->move && breach->move == traffic->move && breach->state->way == WAY_BACK
            && breach->side == SIDE_OLD && breach->state->event->action
            && (!reader || breach->state->event->phase == reader))
            return breach->state->event;
    return NULL;
}

// The writes of the phase are lost on the way forward already, and not only while something rolls.
static bool is_lost_forward(struct unit *unit, const struct traffic *traffic,
                            const struct phase *phase)
{
    list_each(breach, breach, model_of(unit)->exploration->breaches)
        if (breach->kind == BREACH_LOST_WRITE && breach->move == traffic->move
            && breach->state->way == WAY_FORWARD && breach->state->event
            && !breach->state->is_half && breach->state->event->phase == phase)
            return true;
    return false;
}

static void report(struct unit *unit, const struct traffic *traffic,
                   const struct traffic_event *event, const struct phase *reader)
{
    const struct phase *phase = event->phase;
    const struct rollback *rollback = &phase->rollback;
    struct str name = traffic_name(&unit->arena, traffic);
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_rollback_loses_new_writes, rollback->span,
                 "going back from phase %d loses what was written since it began", phase->number);
    diagnostic_label(finding, goes_back(rollback) ? "nothing here copies the new rows back"
                                                  : "nothing is undone here");
    diagnostic_also(finding, event->after.written.span,
                    "the old side of %.*s falls behind from here", STR_ARGS(name));
    const struct event *reading = find_reading(unit, traffic, reader);
    if (reading)
        diagnostic_also(finding, reading->span, "from here on the old side is read, as it is");
    else if (reader && reader != phase)
        diagnostic_also(finding, reader->rollback.span, "this rollback reads the old side again");
    diagnostic_note(finding, "the old side lacks these writes, and nobody looks at the new one");
    add_admission(unit, finding, rollback);
    if (rollback->is_inferred || !traffic->move)
        diagnostic_help(finding, "write both sides to the end, or copy the new rows back first");
    else
        diagnostic_help(finding,
                        "write both sides to the end, or fill %.*s backward once both are written",
                        STR_ARGS(traffic->move->name));
    diagnostic_about(finding, "phase %.*s, %.*s", STR_ARGS(phase->name), STR_ARGS(name));
    if (has_mistake(unit, &rollback->actions))
        finding_concerns(unit, finding, &rollback->actions, 1);
    else
        finding_concerns(unit, finding, traffic->move, is_lost_forward(unit, traffic, phase));
    fact_cap(finding, &event->after.written);
    if (rollback->is_inferred && !finding->is_inferred)
        diagnostic_inferred(finding, "what the rollback does is read out of prose");
}

// In prose, writes that stop before the reads have moved may be all writes, for a moment. Where
// nothing says who reads, the plan's own word for a loss is needed.
static bool is_judged(const struct traffic_event *event)
{
    const struct traffic_state *after = &event->after;
    if (!after->written.is_inferred)
        return true;
    return after->readers == SIDE_NONE ? text_is_set(event->phase->rollback.loses)
                                       : after->readers != SIDE_OLD;
}

// Returns true where the old side falls behind: after that it is not looked at again.
static bool check_event(struct unit *unit, const struct traffic *traffic,
                        const struct traffic_event *event)
{
    const struct traffic_state *after = &event->after;
    const struct rollback *rollback = &event->phase->rollback;
    bool is_cutover = event->phase->kind == KIND_CUTOVER && after->written.is_inferred;
    bool falls_behind = after->writers == SIDE_NEW && event->before.writers != SIDE_NEW
                        && (event->before.writers != SIDE_NONE || is_cutover);
    if (!falls_behind || after->is_old_gone)
        return false;
    const struct phase *reader = reads_go_back(traffic, event->phase);
    if (!is_judged(event))
        return true;
    bool is_lossy = goes_back(rollback) || (rollback->kind == ROLLBACK_NONE && reader);
    if (is_lossy && !may_bring_back(unit, event->phase, traffic->move))
        report(unit, traffic, event, reader);
    return true;
}

static void check_traffic(struct unit *unit, const struct traffic *traffic)
{
    list_each(traffic_event, event, traffic->events)
        if (check_event(unit, traffic, event))
            return;
}

// ---- a rollback that drops the side which alone is written

static void report_drop(struct unit *unit, const struct traffic *traffic,
                        const struct change_step *change, const struct traffic_state *state)
{
    struct str name = traffic_name(&unit->arena, traffic);
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_rollback_loses_new_writes, change->operation->span,
                 "going back from phase %d drops the only side of %.*s that is written",
                 change->phase->number, STR_ARGS(name));
    diagnostic_also(finding, state->written.span, "since here the other side is not written");
    diagnostic_note(finding, "what was written in between is gone from both sides");
    add_admission(unit, finding, &change->phase->rollback);
    diagnostic_help(finding, "copy the rows back first: fill %.*s backward",
                    STR_ARGS(traffic->move->name));
    diagnostic_about(finding, "phase %.*s, %.*s", STR_ARGS(change->phase->name), STR_ARGS(name));
    fact_cap(finding, &state->written);
}

static void check_drops(struct unit *unit, const struct traffic *traffic, const struct phase *phase)
{
    const struct traffic_state *state = traffic_at_end(traffic, phase);
    if (!traffic->move || state->writers != SIDE_NEW || fills_backward(unit, phase, traffic->move))
        return;
    const struct change_list changes =
        changes_of_actions(&unit->arena, phase, &phase->rollback.actions);
    list_each(change_step, change, changes)
        if (change_drops(change, &traffic->move->to)) {
            report_drop(unit, traffic, change, state);
            return;
        }
}

static bool has_sql(const struct phase *phase)
{
    list_each(action, action, phase->rollback.actions)
        if (action->kind == ACTION_STEP && code_is_sql(&action->code))
            return true;
    return false;
}

// ---- a fill that comes too early to bring back all

// What makes both sides written again; NULL for none.
static const struct action *find_turn(const struct action *fill)
{
    for (const struct action *later = fill->next; later; later = later->next)
        if (later->kind == ACTION_DEPLOY
            || (later->kind == ACTION_WRITES && later->move == fill->move
                && later->side == SIDE_BOTH))
            return later;
    return NULL;
}

// Where the rollback states a loss, the walk takes all that the old side lacks for it: but what is
// written while it is filled is another one.
static void check_early_fill(struct unit *unit, const struct plan *plan,
                             const struct traffic *traffic, const struct phase *phase)
{
    const struct rollback *rollback = &phase->rollback;
    const struct action *fill = rollback->actions.first;
    const struct action *turn = fill ? find_turn(fill) : NULL;
    if (rollback->is_inferred || !turn || fill->kind != ACTION_FILL || !traffic->move
        || fill->move != traffic->move || !text_is_set(rollback->loses)
        || phase_is_down(plan, phase) || traffic_at_end(traffic, phase)->writers != SIDE_NEW)
        return;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_rollback_loses_new_writes, fill->span,
                 "going back from phase %d fills the old side of %.*s while it is not written",
                 phase->number, STR_ARGS(traffic_name(&unit->arena, traffic)));
    diagnostic_also(finding, turn->span, "both sides are written only from here on");
    diagnostic_note(finding, "what is written in between never reaches the old side");
    diagnostic_help(finding, "fill behind this, when both sides are written again");
    diagnostic_about(finding, "phase %.*s, %.*s", STR_ARGS(phase->name),
                     STR_ARGS(traffic_name(&unit->arena, traffic)));
    fact_cap(finding, &traffic_at_end(traffic, phase)->written);
}

// ---- states that a way back reaches

static void add_gap(struct diagnostic *finding, const struct breach *breach,
                    const struct event *gap)
{
    bool is_fill = gap->action && gap->action->kind == ACTION_FILL;
    diagnostic_also(finding, gap->span,
                    is_fill ? "the %s side is not written while this fills it"
                            : "since this the %s side falls behind",
                    breach->side == SIDE_OLD ? "old" : "new");
    const struct action *turn = is_fill ? find_turn(gap->action) : NULL;
    if (turn)
        diagnostic_also(finding, turn->span, "both sides are written only from here on");
}

static void add_remedy(struct diagnostic *finding, const struct breach *breach,
                       const struct move_state *now)
{
    const struct event *gap = breach->side == SIDE_OLD ? now->gap_old : now->gap_new;
    if (breach->side == SIDE_OLD && gap && gap == now->kept_old) {
        diagnostic_note(finding, "what is deleted on the new side alone stays on the old one");
        diagnostic_help(finding, "delete on both sides, or say what comes back: loses \"...\"");
    } else if (gap && gap->action && gap->action->kind == ACTION_FILL) {
        diagnostic_help(finding, "fill when both sides are written again");
    } else {
        diagnostic_help(finding, "copy the rows back before this: fill %.*s backward",
                        STR_ARGS(breach->move->name));
    }
}

static bool is_so_forward(struct unit *unit, const struct breach *breach)
{
    list_each(breach, other, model_of(unit)->exploration->breaches)
        if (other->kind == breach->kind && other->move == breach->move
            && other->side == breach->side && other->state->way == WAY_FORWARD)
            return true;
    return false;
}

static void report_breach(struct unit *unit, const struct breach *breach)
{
    const struct move_state *now = breach->state->moves[breach->move->index];
    const struct event *gap = breach->side == SIDE_OLD ? now->gap_old : now->gap_new;
    struct str name = breach_move(unit, breach);
    if (breach->kind == BREACH_STALE_READ && breach->cause != STALE_GAP)
        return; // that nobody compared the sides is no loss
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_rollback_loses_new_writes, breach->state->event->span,
                 "going back from phase %d, %.*s is read on a side that lacks writes",
                 breach->from->number, STR_ARGS(name));
    if (gap && breach->kind == BREACH_STALE_READ)
        add_gap(finding, breach, gap);
    if (breach->kind == BREACH_LOST_WRITE)
        breach_add_writer(unit, finding, breach);
    breach_add_reader(unit, finding, breach);
    if (breach->inside)
        diagnostic_also(finding, breach->inside->span, "when phase %d was stopped behind this",
                        breach->from->number);
    add_remedy(finding, breach, now);
    diagnostic_about(finding, "phase %.*s, %.*s", STR_ARGS(breach->from->name), STR_ARGS(name));
    const void *wrong = find_wrong_actions(unit, breach);
    const struct version *reader =
        breach->side == SIDE_OLD ? now->old_reader : now->new_reader;
    if (wrong || has_mistake(unit, reader))
        finding_concerns(unit, finding, wrong ? wrong : reader, 1);
    else
        finding_concerns(unit, finding, breach->move, is_so_forward(unit, breach));
}

enum { LOOK_MAX = 1000 }; // rollbacks with SQL that are held against the moves

static void check_plan(struct unit *unit, const struct plan *plan)
{
    const struct model *model = model_of(unit);
    unsigned looks = 0;
    for (const struct traffic *traffic = model->traffic; traffic; traffic = traffic->next) {
        check_traffic(unit, traffic);
        list_each(phase, phase, plan->phases) {
            if (has_sql(phase) && ++looks < LOOK_MAX)
                check_drops(unit, traffic, phase);
            if (phase->rollback.actions.first != phase->rollback.actions.last
                && ++looks < LOOK_MAX)
                check_early_fill(unit, plan, traffic, phase);
        }
    }
    move_breaches_each(unit, BREACH_STALE_READ, WAY_BACK, report_breach);
    move_breaches_each(unit, BREACH_LOST_WRITE, WAY_BACK, report_breach);
}

const struct rule rule_rollback_loses_new_writes = { .check_plan = check_plan };
