//! rule        read-before-exists
//! code        CMP003
//! level       error
//! since       0.1
//! also        version-window-empty
//! source      X03 X19 X65
//! breaks      reads
//!
//! A version is deployed, or a flag turned, before what it uses exists.
//!
//! ## Why
//!
//! The first instance of the version, or the first request that the flag lets through, names a
//! column that is not there, and fails. Deploys come behind the step that brings what they need;
//! a read or write that a flag guards counts from the flag's first percent on.
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
//! app web {
//!   version v1 { reads guests(born) }
//!   version v2 { reads guests(birthday) }
//!   live v1
//! }
//! phase deploy "Read the new column" { deploy web v2 }
//! phase expand "Add the new column" {
//!   step "Add it" ```sql
//!     ALTER TABLE guests ADD COLUMN birthday date;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, born date);
//!   ```
//! }
//! flag read_birthday
//! app web {
//!   version v1 {
//!     reads guests(born) unless read_birthday
//!     reads guests(birthday) if read_birthday
//!   }
//!   live v1
//! }
//! phase enable "Try the new column" { flag read_birthday 1% }
//! phase expand "Add the new column" {
//!   step "Add it" ```sql
//!     ALTER TABLE guests ADD COLUMN birthday date;
//!   ```
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, born date);
//!   ```
//! }
//! app web {
//!   version v1 { reads guests(born) }
//!   version v2 { reads guests(birthday) }
//!   live v1
//! }
//! phase expand "Add the new column" {
//!   step "Add it" ```sql
//!     ALTER TABLE guests ADD COLUMN birthday date;
//!   ```
//! }
//! phase deploy "Read the new column" { deploy web v2 }
//! ````

#include "rules/rule.h"

#include "rules/support/breach.h"
#include "rules/support/rests.h"

// A person or a command before it may have brought it.
static bool is_known(const struct breach *breach)
{
    for (const struct state *state = breach->state; state; state = state->before) {
        const struct event *event = state->event;
        if (event && event->action && event->action->kind == ACTION_STEP && !event->first)
            return false;
    }
    return true;
}

static bool is_mine(const struct breach *breach)
{
    const struct event *event = breach->state->event;
    enum lack_kind kind = breach->lack.kind;
    return (kind == LACK_TABLE || kind == LACK_COLUMN) && breach->state->way == WAY_FORWARD
           && !(event && event->first) && is_known(breach);
}

static bool brings(const struct sql_operation *operation, const struct breach *breach)
{
    const struct need *need = breach->need;
    if (!str_equal_ignoring_case(operation->table.name, need->name.name))
        return operation->head == SQL_RENAME_TABLE
               && str_equal_ignoring_case(operation->new_name, need->name.name);
    if (operation->head == SQL_CREATE_TABLE || operation->head == SQL_CREATE_TABLE_AS)
        return true;
    return breach->lack.kind == LACK_COLUMN
           && ((operation->head == SQL_ADD_COLUMN
                && str_equal_ignoring_case(operation->column, breach->lack.column))
               || (operation->head == SQL_RENAME_COLUMN
                   && str_equal_ignoring_case(operation->new_name, breach->lack.column)));
}

// The operation on the way forward that brings it, too late.
static const struct change_step *find_bringer(struct unit *unit, const struct breach *breach)
{
    list_each(phase, phase, unit->plan->phases)
        changes_each(change, &model_of(unit)->changes, phase)
            if (brings(change->operation, breach))
                return change;
    return NULL;
}

static void report(struct unit *unit, const struct breach *breach)
{
    const struct event *event = breach->state->event;
    struct str subject = breach_subject(unit, breach), version = breach_version(unit, breach);
    const struct change_step *bringer = find_bringer(unit, breach);
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_read_before_exists, breach_place(breach),
                 "'%.*s' uses '%.*s', which is not there%s", STR_ARGS(version), STR_ARGS(subject),
                 bringer && event ? " yet" : "");
    breach_add_versions(unit, finding, breach);
    if (!event)
        finding_concerns(unit, finding, breach->need->version, 0);
    if (bringer && event)
        diagnostic_also(finding, bringer->operation->span, "it comes only here");
    diagnostic_note(finding, event ? "its queries fail from here on"
                                   : "the store's schema does not hold it, and the version runs");
    if (bringer && event)
        diagnostic_help(finding, "do this in a phase behind phase %d", bringer->phase->number);
    else if (breach->grounds.since)
        diagnostic_help(finding, "let it go in a phase behind the last version that needs it");
    else
        diagnostic_help(finding, "%s", event ? "add it in a phase before this one"
                                             : "correct the schema, or what the version declares");
    diagnostic_about(finding, "%.*s", STR_ARGS(subject));
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    lacks_each(unit, is_mine, report);
}

const struct rule rule_read_before_exists = { .check_plan = check_plan };
