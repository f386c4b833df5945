//! rule        lock-timeout-without-retry
//! code        LCK027
//! level       warning
//! since       0.1
//! source      X73
//!
//! A command gives up when it cannot have its lock in time, and nothing tries again.
//!
//! ## Why
//!
//! A short lock_timeout keeps a change of a schema from holding up everybody who queues behind it.
//! It also makes the change fail whenever somebody else is at work, which on a busy table is most
//! of the time: it has to be tried again, with a pause, in a new transaction. The runbook does that
//! for the SQL of steps and rollbacks, and runs a command once.
//!
//! ## Fails
//!
//! ````belay plan
//! phase expand "Add the column" {
//!   step "Add it" ```sh
//!     psql -c "SET lock_timeout = '2s'" -c "ALTER TABLE guests ADD COLUMN birthday date"
//!   ```
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! phase expand "Add the column" {
//!   step "Add it" ```sh
//!     for attempt in 1 2 3 4 5; do
//!       psql -c "SET lock_timeout = '2s'" -c "ALTER TABLE guests ADD COLUMN age int" && break
//!       sleep 10
//!     done
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "Add the column" {
//!   step "Add it" on main ```sql
//!     SET lock_timeout = '2s';
//!     ALTER TABLE guests ADD COLUMN birthday date;
//!   ```
//! }
//! ````

#include "rules/rule.h"

#include "model/mention.h"

// Where the timeout is set in the text; STR_NOT_FOUND where none is, or it is off.
static size_t find_timeout(struct str text)
{
    const struct str name = STR("lock_timeout");
    size_t at = str_find_ignoring_case(text, name, 0);
    if (at == STR_NOT_FOUND)
        return at;
    for (size_t i = at + name.length; i < text.length; i++) {
        if (char_is_digit(text.data[i]))
            return text.data[i] == '0' ? STR_NOT_FOUND : at;
        if (text.data[i] == '\n' || text.data[i] == ';')
            break;
    }
    return STR_NOT_FOUND;
}

static bool tries_again(struct str text)
{
    return text_mentions(text, "retry|retries|attempt|again|backoff|until|while|for|loop|tries");
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    list_each(site, site, model_of(unit)->sites) {
        bool is_run = site->role == SITE_RUNS || site->role == SITE_UNDOES;
        struct text text = site->code->text;
        if (!is_run || !site->phase || site->is_inferred || site->phase->is_inferred
            || !code_is_shell(site->code))
            continue;
        size_t at = find_timeout(text.str);
        if (at == STR_NOT_FOUND || tries_again(text.str)
            || !text_mentions(text.str, "alter|create|drop|truncate"))
            continue;
        struct diagnostic *finding = diagnose(
            &unit->diagnostics, &kind_lock_timeout_without_retry,
            text_place(text_slice(text, at, at + sizeof "lock_timeout" - 1)),
            "this command gives up on a lock, and nothing tries again");
        diagnostic_note(finding, "the runbook tries SQL again, and runs a command once");
        diagnostic_help(finding, "a loop with a pause around it, or its SQL as a step");
        diagnostic_about(finding, "phase %.*s", STR_ARGS(site->phase->name));
    }
}

const struct rule rule_lock_timeout_without_retry = { .check_plan = check_plan };
