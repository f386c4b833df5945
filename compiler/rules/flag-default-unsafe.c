//! rule        flag-default-unsafe
//! code        FLG006
//! level       warning
//! since       0.1
//! source      X64
//! breaks      flags
//!
//! Only a flag's value keeps a version in service from what is gone.
//!
//! ## Why
//!
//! A version that reads the old column unless a flag is on still has that path in it. A flag
//! service that does not answer, an environment that does not know the flag, or a person who turns
//! it off leads there, and what it reads has been dropped. The contract comes behind a version
//! that knows the new path alone; the flag goes with the path.
//!
//! ## Fails
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
//! phase cutover "Read the new column" { flag read_birthday on }
//! phase contract "Drop the old column" {
//!   step "Drop it" ```sql
//!     ALTER TABLE guests DROP COLUMN born;
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
//!     CREATE TABLE guests (id bigint PRIMARY KEY, born date, birthday date);
//!   ```
//! }
//! flag read_birthday
//! app web {
//!   version v1 {
//!     reads guests(born) unless read_birthday
//!     reads guests(birthday) if read_birthday
//!   }
//!   version v2 { reads guests(birthday) }
//!   live v1
//! }
//! phase cutover "Read the new column" { flag read_birthday on }
//! phase promote "Know the new column alone" { deploy web v2 }
//! phase contract "Drop the old column" {
//!   step "Drop it" ```sql
//!     ALTER TABLE guests DROP COLUMN born;
//!   ```
//! }
//! ````

#include "rules/rule.h"

#include "rules/support/breach.h"
#include "rules/support/rests.h"

// A breach that would be one if the flag fell back to off.
struct fallback {
    const struct need *need;
    struct lack lack;
};

// That it is gone is wrong anyway, on the way forward or back.
static bool is_reported(struct unit *unit, const struct fallback *fallback)
{
    list_each(breach, breach, model_of(unit)->exploration->breaches)
        if (breach->kind == BREACH_LACK && breach->lack.kind == fallback->lack.kind
            && sql_name_equal(breach->need->name, fallback->need->name)
            && str_equal_ignoring_case(breach->lack.column, fallback->lack.column))
            return true;
    return false;
}

static const struct change_step *find_culprit(struct unit *unit, const struct phase *phase,
                                              const struct fallback *fallback)
{
    const struct need *need = fallback->need;
    changes_each(change, &model_of(unit)->changes, phase) {
        const struct sql_operation *operation = change->operation;
        enum sql_head head = operation->head;
        bool is_table = head == SQL_DROP_TABLE || head == SQL_RENAME_TABLE;
        bool is_column = head == SQL_DROP_COLUMN || head == SQL_RENAME_COLUMN;
        if (!str_equal_ignoring_case(operation->table.name, need->name.name))
            continue;
        if ((is_table && fallback->lack.kind == LACK_TABLE)
            || (is_column && fallback->lack.kind == LACK_COLUMN
                && str_equal_ignoring_case(operation->column, fallback->lack.column)))
            return change;
    }
    return NULL;
}

static void report(struct unit *unit, const struct phase *phase, const struct fallback *fallback)
{
    const struct need *need = fallback->need;
    const struct version *version = need->version;
    const struct flag *flag = need->use->flag;
    const struct change_step *culprit = find_culprit(unit, phase, fallback);
    if (!culprit || is_reported(unit, fallback))
        return;
    struct str subject = need_subject(&unit->arena, need, &fallback->lack);
    struct diagnostic *finding = diagnose(
        &unit->diagnostics, &kind_flag_default_unsafe, culprit->operation->span,
        "only flag '%.*s' keeps '%.*s %.*s' from '%.*s', which goes here", STR_ARGS(flag->name),
        STR_ARGS(version->app->name), STR_ARGS(version->name), STR_ARGS(subject));
    diagnostic_also(finding, need->use->span, "'%.*s %.*s' %s it here while the flag is off",
                    STR_ARGS(version->app->name), STR_ARGS(version->name), need_verb(need));
    diagnostic_note(finding, "a flag that cannot be asked counts as off: nothing says otherwise");
    diagnostic_help(finding, "deploy a version before it that knows the new path alone");
    finding_concerns(unit, finding, version, 2);
    diagnostic_about(finding, "%.*s", STR_ARGS(subject));
}

// The use is not asked, and would be if the flag were off.
static bool is_guarded(const struct state *state, const struct need *need)
{
    return need->use->flag && need->use->is_unless && state->live[need->version->index]
           && !state_needs(state, need);
}

static struct lack lack_in(struct unit *unit, const struct state *state, const struct need *need)
{
    const struct world *world = model_of(unit)->world;
    const struct need_place place = state_place(world, state, need);
    struct need_memory memory = { 0 };
    return need_lacks(&unit->arena, need, world_needs(world, need->version), &place, &memory);
}

enum { LOOKS_MAX = 20 * 1000 }; // uses that are looked up at the ends of phases

static void look_at_version(struct unit *unit, const struct phase *phase,
                            const struct version *version, const struct state *before,
                            const struct state *after, unsigned *looks)
{
    const struct need_list *needs = world_needs(model_of(unit)->world, version);
    for (size_t i = 0; i < needs->count; i++) {
        const struct need *need = needs->items[i];
        if (!is_guarded(after, need) || ++*looks > LOOKS_MAX)
            continue;
        struct fallback fallback = { need, lack_in(unit, after, need) };
        bool is_gone = fallback.lack.kind == LACK_TABLE || fallback.lack.kind == LACK_COLUMN;
        if (is_gone && lack_in(unit, before, need).kind == LACK_NOTHING)
            report(unit, phase, &fallback);
    }
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    const struct model *model = model_of(unit);
    const struct state *before = world_start(model->world);
    unsigned looks = 0;
    list_each(phase, phase, plan->phases) {
        const struct state *after = model->exploration->ends[phase->index];
        if (!after)
            return;
        list_each(app, app, plan->apps)
            list_each(version, version, app->versions)
                look_at_version(unit, phase, version, before, after, &looks);
        before = after;
    }
}

const struct rule rule_flag_default_unsafe = { .check_plan = check_plan };
