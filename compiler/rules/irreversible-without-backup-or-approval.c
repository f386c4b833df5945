//! rule        irreversible-without-backup-or-approval
//! code        RBK010
//! level       warning
//! since       0.1
//! fix         unsafe
//! source      X52, X75, model.md invariant 12
//! breaks      no-return
//!
//! A phase that cannot be undone asks for no backup, or for nobody's approval.
//!
//! ## Why
//!
//! Behind this phase there is only a backup, so it has to be there, and to be newer than the
//! last phase that could lose something: an older one brings back a world in which people's
//! last weeks are missing. And somebody who answers for the data should have said yes, at a
//! moment at which saying no was still possible. An archive that nobody restores is no backup.
//!
//! ## Fails
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase contract "Drop the old table" {
//!   step "Drop it" ```sql
//!     DROP TABLE orders_2019;
//!   ```
//!   rollback impossible "the rows are gone"
//! }
//! ````
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase contract "Drop the old table" {
//!   backup last on main
//!   step "Drop it" ```sql
//!     DROP TABLE orders_2019;
//!   ```
//!   rollback restore last
//! }
//! ````
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase contract "Drop the old table" {
//!   approve "head of finance"
//!   step "Drop it" ```sql
//!     DROP TABLE orders_2019;
//!   ```
//!   rollback impossible "the rows are gone"
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase contract "Drop the old table" {
//!   approve "head of finance"
//!   backup last on main
//!   step "Drop it" ```sql
//!     DROP TABLE orders_2019;
//!   ```
//!   rollback restore last
//! }
//! ````

#include "rules/support/edits.h"
#include "rules/support/several.h"

#include "model/mention.h"

// A check or a step of a person counts for what it says.
static const char *const backup_words = "backup|back-up|back up|backed up|snapshot|dump|mysqldump|"
                                        "pg_dump|pg_basebackup|pitr|point-in-time|point in time";
static const char *const approval_words =
    "approv|sign-off|sign off|signoff|signed off|go/no-go|"
    "go / no-go|go-no-go|authoris|authoriz|green light|consent|"
    "confirmation from|agreed|agreement|decision";

// ---- approval

static bool is_approved(const struct plan *plan, const struct phase *phase)
{
    if (phase->approvals.first || phase->go.first || phase->no_go.first)
        return true;
    list_each(check, check, plan->checks)
        if (text_mentions(check->text.str, approval_words))
            return true;
    return phase_mentions(phase, approval_words)
           || rollback_mentions(&phase->rollback, approval_words);
}

// ---- backup

// The last phase before `phase` behind which a backup is new enough: what was written after
// it cannot be brought back otherwise. NULL where every backup is.
static const struct phase *last_lossy(const struct model *model, const struct phase *phase)
{
    const struct phase *lossy = NULL;
    for (const struct phase *each = phase->previous; each && !lossy; each = each->previous)
        if (text_is_set(each->rollback.loses))
            lossy = each;
    for (const struct traffic *traffic = model->traffic; traffic; traffic = traffic->next)
        list_each(traffic_event, event, traffic->events) {
            bool ends = event->after.writers == SIDE_NEW && event->before.writers != SIDE_NEW;
            if (ends && event->phase->index < phase->index
                && (!lossy || event->phase->index > lossy->index))
                lossy = event->phase;
        }
    return lossy;
}

static bool takes_backup(const struct phase *phase)
{
    list_each(action, action, phase->actions)
        if (action->kind == ACTION_BACKUP)
            return true;
    return phase_mentions(phase, backup_words)
           || (phase->is_inferred && rollback_mentions(&phase->rollback, backup_words));
}

static bool is_backed_up(const struct model *model, const struct plan *plan,
                         const struct phase *phase)
{
    const struct phase *lossy = last_lossy(model, phase);
    for (const struct phase *each = phase; each && each != lossy; each = each->previous)
        if (takes_backup(each))
            return true;
    list_each(check, check, plan->checks)
        if (text_mentions(check->text.str, backup_words)
            || text_mentions(check->code.text.str, backup_words))
            return true;
    list_each(prerequisite, needed, plan->prerequisites)
        if (!lossy && text_mentions(needed->text.str, backup_words))
            return true;
    return false;
}

// What cannot be undone and holds no data needs no backup: a message that was sent.
static bool needs_backup(const struct model *model, const struct phase *phase)
{
    return phase_destroys(&model->changes, phase) || phase->rollback.kind == ROLLBACK_RESTORE
           || phase->kind == KIND_CONTRACT || phase->kind == KIND_DECOMMISSION
           || phase->kind == KIND_CUTOVER || phase->kind == KIND_PROMOTE;
}

// ---- the finding

struct absence {
    bool backup, approval;
};

static struct absence lack_of(const struct model *model, const struct plan *plan,
                           const struct phase *phase)
{
    return (struct absence){
        .backup = needs_backup(model, phase) && !is_backed_up(model, plan, phase),
        .approval = !is_approved(plan, phase),
    };
}

static bool has_old_backup(const struct phase *phase)
{
    for (const struct phase *each = phase->previous; each; each = each->previous)
        if (takes_backup(each))
            return true;
    return false;
}

static const char *lack_name(const struct phase *phase, struct absence lack)
{
    if (lack.backup && lack.approval)
        return "no backup and no approval";
    if (lack.approval)
        return "no approval";
    return has_old_backup(phase) ? "no backup that is new enough" : "no backup";
}

static void add_reason(struct diagnostic *finding, const struct model *model,
                       const struct phase *phase, bool lacks_backup)
{
    const struct change_step *change = phase_destroys(&model->changes, phase);
    const struct phase *lossy = last_lossy(model, phase);
    if (phase->rollback.kind == ROLLBACK_IMPOSSIBLE || phase->rollback.kind == ROLLBACK_RESTORE)
        diagnostic_also(finding, phase->rollback.span,
                        phase->rollback.kind == ROLLBACK_RESTORE ? "a backup alone brings it back"
                                                                 : "nothing brings it back");
    else if (change)
        diagnostic_also(finding, change->operation->span, "this cannot be undone");
    if (lossy && lacks_backup)
        diagnostic_note(finding, "a backup from before phase %d lacks what was written since",
                        lossy->number);
}

static bool has_backup_named(const struct plan *plan, const char *name)
{
    list_each(phase, phase, plan->phases)
        list_each(action, action, phase->actions)
            if (action->kind == ACTION_BACKUP && str_is(action->name, name))
                return true;
    return false;
}

// A backup as the first thing that the phase does, of the store that it changes.
static bool offer(struct unit *unit, struct diagnostic *finding, const struct phase *phase)
{
    const struct change_step *change = phase_destroys(&model_of(unit)->changes, phase);
    const struct store *store = change ? change->action->store : unit->plan->stores.first;
    const struct action *first = phase->actions.first;
    if (!unit->takes_fixes || !store || !first || (!change && store->next)
        || has_backup_named(unit->plan, "last"))
        return false;
    struct edits edits = edits_begin(unit, finding, "take a backup first");
    edits_insert_before(&edits, first->statement,
                        arena_format(&unit->arena, "backup last on %.*s", STR_ARGS(store->name)));
    return true;
}

static void finish(struct unit *unit, struct diagnostic *finding, const struct phase *phase,
                   struct absence all, bool is_one)
{
    if (phase->is_inferred)
        diagnostic_help(finding, "name in the phase %s%s%s",
                        all.backup ? "the backup that it takes first" : "",
                        all.backup && all.approval ? ", and " : "",
                        all.approval ? "who has to approve it" : "");
    else if (all.backup && all.approval)
        diagnostic_help(finding, "a backup before what cannot be undone, and: approve \"...\"");
    else if (!all.backup || !is_one || !offer(unit, finding, phase))
        diagnostic_help(finding, all.backup ? "a backup in the phase, before what cannot be undone"
                                            : "approve \"...\" names who must have agreed");
    diagnostic_about(finding, "phase %.*s", STR_ARGS(phase->name));
    if (phase->is_inferred || phase->rollback.is_inferred)
        diagnostic_inferred(finding, "that it cannot be undone is read out of prose");
}

enum { PHASE_MAX = 200 }; // phases for which backups and losses are sought

static void check_plan(struct unit *unit, const struct plan *plan)
{
    const struct model *model = model_of(unit);
    struct places places = { .arena = &unit->arena };
    const struct phase *first = NULL;
    struct absence all = { 0 };
    unsigned looks = 0;
    list_each(phase, phase, plan->phases) {
        if (!phase_is_irreversible(model, phase))
            continue;
        if (++looks > PHASE_MAX)
            break;
        struct absence lack = lack_of(model, plan, phase);
        if (!lack.backup && !lack.approval)
            continue;
        places_add(&places, phase->span, "asks for %s", lack_name(phase, lack));
        first = first ? first : phase;
        all.backup |= lack.backup;
        all.approval |= lack.approval;
    }
    if (!first)
        return;
    struct str one = arena_format(&unit->arena, "phase %d cannot be undone, and asks for %s",
                                  first->number, lack_name(first, lack_of(model, plan, first)));
    struct diagnostic *finding =
        report_places(unit, &kind_irreversible_without_backup_or_approval, &places, one.data,
                      "phases cannot be undone, and ask for no backup or no approval");
    if (places.list.count == 1)
        add_reason(finding, model, first, all.backup);
    finish(unit, finding, first, all, places.list.count == 1);
}

const struct rule rule_irreversible_without_backup_or_approval = { .check_plan = check_plan };
