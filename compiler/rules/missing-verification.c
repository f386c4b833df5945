//! rule        missing-verification
//! code        VER001
//! level       warning
//! since       0.1
//!
//! A phase changes something, and nothing looks whether it worked.
//!
//! ## Why
//!
//! The next phase rests on this one. A backfill that stopped half way, a deploy that reached
//! some of the servers or a constraint that was never validated is found out by users, after
//! the way back has become longer.
//!
//! A step or a checklist item that is itself a check ("Compare the row counts") counts, and
//! so does a success criterion. A phase that only takes a backup needs none: belay looks
//! whether it can be read.
//!
//! ## Fails
//!
//! ````belay plan
//! phase decommission "Remove the old servers" {
//!   step "Archive the data"
//!   step "Shut the servers down"
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! phase decommission "Remove the old servers" {
//!   step "Archive the data"
//!   step "Shut the servers down"
//!   verify manual "Nothing has connected to the old servers for a day" by "database team"
//! }
//! ````
//!
//! ````belay plan
//! phase observe "Watch it for a week" {
//!   step "Read the dashboard every morning"
//! }
//! ````

#include "base/check.h"
#include "rules/several.h"
#include "rules/words.h"

static bool changes_something(const struct action *action)
{
    switch (action->kind) {
    case ACTION_STEP:
    case ACTION_DEPLOY:
    case ACTION_RETIRE:
    case ACTION_RAMP:
    case ACTION_FLAG:
    case ACTION_BACKFILL:
    case ACTION_FILL: return true;
    case ACTION_BACKUP: // belay looks whether it can be read
    case ACTION_WRITES: // these state what other actions made true
    case ACTION_READS: return false;
    }
    BUG("an action of no kind");
}

static bool phase_changes_something(const struct phase *phase)
{
    list_each(action, action, phase->actions)
        if (changes_something(action))
            return true;
    list_each(change, change, phase->changes)
        if (change->kind != CHANGE_NOTE)
            return true;
    return false;
}

static bool is_a_check(const struct action *action)
{
    if (words_check_something(action->title.str))
        return true;
    list_each(text_item, part, action->parts)
        if (words_check_something(part->text.str))
            return true;
    return false;
}

static bool is_verified(const struct phase *phase)
{
    if (phase->verifies.first || phase->success.first || phase->kind == KIND_VERIFY
        || phase->kind == KIND_OBSERVE)
        return true;
    list_each(action, action, phase->actions)
        if (is_a_check(action))
            return true;
    list_each(check, check, phase->checks)
        if (words_check_something(check->text.str))
            return true;
    return false;
}

static bool lacks_verification(const struct plan *plan, const struct phase *phase)
{
    (void)plan;
    return phase_changes_something(phase) && !is_verified(phase);
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    struct diagnostic *diagnostic =
        report_phases(unit, &kind_missing_verification, lacks_verification, "no verification");
    if (!diagnostic)
        return;
    diagnostic_note(diagnostic, "what went wrong there is found by the next phase, or by users");
    diagnostic_help(diagnostic,
                    "verify \"...\" = 0 with a query, verify metric, or verify manual \"...\"");
    diagnostic_of_prose(diagnostic, plan);
}

const struct rule rule_missing_verification = { .check_plan = check_plan };
