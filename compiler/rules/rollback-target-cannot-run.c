//! rule        rollback-target-cannot-run
//! code        RBK004
//! level       error
//! since       0.1
//! source      X42 X56
//! breaks      legal
//!
//! After a rollback, a version is in service that lacks a table or column which it needs.
//!
//! ## Why
//!
//! Going back brings an older version into service, or takes from the newer one what it uses:
//! code goes back before the schema where the phase added to it, and behind it where the phase
//! removed. A rollback is judged from the end of its phase, from each point inside it, and
//! together with those of the phases before it.
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
//!   version v2 { reads guests(born, city) }
//!   live v1
//! }
//! phase expand "Add the city" {
//!   step "Add it" ```sql
//!     ALTER TABLE guests ADD COLUMN city text;
//!   ```
//!   deploy web v2
//!   rollback {
//!     run "Drop it" ```sql
//!       ALTER TABLE guests DROP COLUMN city;
//!     ```
//!     deploy web v1
//!   }
//! }
//! ````
//!
//! A flag that is turned off leads to a column that is gone:
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, born date, birthday date);
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
//! phase cutover "Read the new column" {
//!   flag read_birthday on
//!   rollback flag read_birthday off
//! }
//! phase contract "Drop the old column" {
//!   step "Drop it" ```sql
//!     ALTER TABLE guests DROP COLUMN born;
//!   ```
//!   rollback none "it is not needed"
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
//!   version v2 { reads guests(born, city) }
//!   live v1
//! }
//! phase expand "Add the city" {
//!   step "Add it" ```sql
//!     ALTER TABLE guests ADD COLUMN city text;
//!   ```
//!   deploy web v2
//!   rollback {
//!     deploy web v1
//!     run "Drop it" ```sql
//!       ALTER TABLE guests DROP COLUMN city;
//!     ```
//!   }
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY);
//!   ```
//! }
//! app mail { version v1 { reads letters(id) } }
//! phase expand "A table of letters" {
//!   step "Make it" ```sql
//!     CREATE TABLE letters (id bigint PRIMARY KEY);
//!   ```
//!   rollback auto
//! }
//! phase deploy "Something sends them" { deploy mail v1; rollback { retire mail v1 } }
//! ````

#include "rules/rule.h"

#include "rules/support/breach.h"
#include "rules/support/rests.h"

static bool is_mine(const struct breach *breach)
{
    return breach->state->way == WAY_BACK;
}

static void add_way(struct diagnostic *finding, const struct breach *breach)
{
    const struct phase *from = breach->from, *undone = breach->undone;
    if (breach->inside)
        diagnostic_also(finding, breach->inside->span, "when phase %d was stopped behind this",
                        from->number);
    else if (from != undone)
        diagnostic_note(finding, "on the way back from phase %d, when phase %d is undone",
                        from->number, undone->number);
}

static const char *lack_label(enum lack_kind kind)
{
    switch (kind) {
    case LACK_VALUE: return "must have a value";
    case LACK_UNIQUE_KEY: return "has no unique key for its upsert";
    case LACK_WRITABLE: return "takes no value";
    case LACK_DISTINCT: return "must be unique, and has the same default in each row";
    case LACK_IN_VIEW: return "is no column of the view";
    case LACK_BEHIND_VIEW: return "reads what is not there";
    case LACK_TABLE:
    case LACK_COLUMN:
    case LACK_NOTHING: break;
    }
    return "is not there";
}

static void report(struct unit *unit, const struct breach *breach)
{
    struct str subject = breach_subject(unit, breach), version = breach_version(unit, breach);
    struct diagnostic *finding = diagnose(
        &unit->diagnostics, &kind_rollback_target_cannot_run, breach_place(breach),
        "going back from phase %d leaves '%.*s' in service without what it needs",
        breach->from->number, STR_ARGS(version));
    diagnostic_label(finding, "from here on '%.*s' %s", STR_ARGS(subject),
                     lack_label(breach->lack.kind));
    breach_add_versions(unit, finding, breach);
    finding_concerns(unit, finding, breach->need->version, 0);
    add_way(finding, breach);
    diagnostic_help(finding, "%s",
                    breach->state->event && breach->state->event->first
                        ? "undo this behind the deploy that takes the version out of service"
                        : "bring back what the version needs before it is deployed");
    diagnostic_about(finding, "phase %.*s, %.*s", STR_ARGS(breach->from->name), STR_ARGS(subject));
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    lacks_each(unit, is_mine, report);
}

const struct rule rule_rollback_target_cannot_run = { .check_plan = check_plan };
