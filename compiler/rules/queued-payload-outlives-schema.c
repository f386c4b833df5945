//! rule        queued-payload-outlives-schema
//! code        ORD011
//! level       error
//! since       0.1
//! source      X21
//!
//! What a version uses goes before the last of its instances and jobs are certain to be gone.
//!
//! ## Why
//!
//! `drain` says how long something of an old version may live on after a deploy: a job in a queue,
//! an instance that finishes its requests, a client that was not closed. It still names the
//! column. The phase that drops it soaks at least as long, counted from the deploy that took the
//! version out of service.
//!
//! ## Fails
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! app worker {
//!   version v1 { reads guests(id, born) }
//!   version v2 { reads guests(id) }
//!   live v1
//!   drain 2w
//! }
//! phase deploy "Stop using it" { deploy worker v2 }
//! phase contract "Drop it" {
//!   soak 3d
//!   step "Drop the column" ```sql
//!     ALTER TABLE guests DROP COLUMN born;
//!   ```
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! app worker {
//!   version v1 { reads guests(id, born) }
//!   version v2 { reads guests(id) }
//!   live v1
//!   drain 2w
//! }
//! phase deploy "Stop using it" { deploy worker v2 }
//! phase contract "Drop it" {
//!   soak 2w
//!   step "Drop the column" ```sql
//!     ALTER TABLE guests DROP COLUMN born;
//!   ```
//! }
//! ````

#include "rules/rule.h"

#include "plan/schedule.h"
#include "rules/support/forward.h"

enum { DAY_MILLISECONDS = 24 * 60 * 60 * 1000 };

struct drained {
    struct unit *unit;
    struct forward forward;
    struct schedule schedule;
};

// ---- how long the plan waits

// Milliseconds of soaks behind the phase `since`, up to the first action of `phase`.
static double soaked(const struct phase *since, const struct phase *phase)
{
    double sum = 0;
    for (const struct phase *each = phase; each && each != since; each = each->previous)
        if (quantity_is_set(each->soak) && each->soak_since
            && each->soak_since->index >= since->index)
            sum += each->soak.amount;
    return sum;
}

// The most that the schedule leaves between the two; negative where it does not say.
static double scheduled(const struct schedule *schedule, const struct phase *since,
                        const struct phase *phase)
{
    const struct period *from = &schedule->periods[since->index];
    const struct period *to = &schedule->periods[phase->index];
    if (from->grain == GRAIN_NONE || to->grain == GRAIN_NONE || !from->is_stated || !to->is_stated
        || !periods_are_comparable(from, to))
        return -1;
    int32_t slack = to->grain == GRAIN_MONTH ? 29 : to->grain == GRAIN_WEEK ? 6 : 0;
    double days = (double)to->last + slack - from->first;
    return (days > 0 ? days : 0) * DAY_MILLISECONDS;
}

// Something else than a soak may take long enough: a person, a command, an hour that is stated.
static bool may_wait(const struct phase *since, const struct phase *phase)
{
    for (const struct phase *each = phase; each && each != since; each = each->previous)
        if (each->when.kind != WHEN_NONE || each->kind == KIND_OBSERVE
            || actions_find_blind(&each->actions) || each->approvals.first || each->checks.first
            || each->go.first || each->is_inferred)
            return true;
    return false;
}

static bool is_long_enough(const struct drained *drained, const struct app *app,
                           const struct phase *since, const struct phase *phase)
{
    double drain = app->drain.amount;
    if (since == phase)
        return false;
    double days = scheduled(&drained->schedule, since, phase);
    return soaked(since, phase) >= drain || days >= drain || (days < 0 && may_wait(since, phase));
}

// ---- what goes

static bool takes_away(const struct ddl *ddl)
{
    return ddl->kind == DDL_DROP_TABLE || ddl->kind == DDL_DROP_COLUMN
           || ddl->kind == DDL_RENAME_TABLE || ddl->kind == DDL_RENAME_COLUMN;
}

static const struct need *find_need(const struct drained *drained, const struct version *version,
                                    const struct locking *locking, const struct ddl *ddl)
{
    bool is_column = ddl->kind == DDL_DROP_COLUMN || ddl->kind == DDL_RENAME_COLUMN;
    const struct need_list *needs = world_needs(drained->unit->model->world, version);
    for (size_t i = 0; i < needs->count; i++) {
        const struct need *need = needs->items[i];
        if (need->store == locking->store && sql_name_equal(need->name, ddl->table)
            && (!is_column || (!need->table->is_all && need_has(need, ddl->column))))
            return need;
    }
    return NULL;
}

// The last event before the state that took the version out of service; NULL where none did.
static const struct event *find_end(const struct state *before,
                                    const struct version *version)
{
    if (before->live[version->index])
        return NULL;
    const struct state *state = before;
    while (state->before && !state->before->live[version->index])
        state = state->before;
    return state->before ? state->event : NULL;
}

static void report(const struct drained *drained, const struct locking *locking,
                   const struct ddl *ddl, const struct need *need, const struct event *end)
{
    struct unit *unit = drained->unit;
    struct str version = need_version(unit, need);
    double waits = soaked(end->phase, locking->site->phase);
    struct diagnostic *finding = diagnose(
        &unit->diagnostics, &kind_queued_payload_outlives_schema, ddl->span,
        "this goes before the last jobs and instances of '%.*s' are gone", STR_ARGS(version));
    diagnostic_add_need(unit, finding, need);
    diagnostic_also(finding, end->span, "out of service when this ends, and %.*s of drain",
                    STR_ARGS(need->version->app->drain.text.str));
    if (waits > 0)
        diagnostic_note(finding, "between the two the plan soaks %.*s",
                        STR_ARGS(duration_format(&unit->arena, waits)));
    else
        diagnostic_note(finding, "nothing makes the plan wait between the two");
    diagnostic_help(finding, "soak %.*s since the deploy",
                    STR_ARGS(need->version->app->drain.text.str));
    diagnostic_about(finding, "%.*s", STR_ARGS(ddl->column.length ? ddl->column : ddl->table.name));
    site_cap(finding, locking->site);
}

// Something has the name when the step is over: a view in the place of the table.
static bool is_still_there(const struct drained *drained, const struct state *after,
                           const struct locking *locking, const struct ddl *ddl)
{
    struct arena *arena = &drained->unit->arena;
    const struct catalog *catalog =
        state_catalog(drained->unit->model->world, after, locking->store);
    struct catalog_found found = catalog_find(arena, catalog, ddl->table);
    const struct catalog_column *column;
    if (found.presence != CATALOG_PRESENT || ddl->column.length == 0)
        return found.presence == CATALOG_PRESENT;
    return found.object->kind == CATALOG_TABLE
           && catalog_find_column(arena, catalog, found.object->table, ddl->column, &column)
                  == CATALOG_PRESENT;
}

static void check_change(struct drained *drained, const struct locking *locking,
                         const struct ddl *ddl)
{
    const struct state *after = forward_after(&drained->forward, locking);
    if (!after || is_still_there(drained, after, locking, ddl))
        return;
    const struct state *before = after->before;
    list_each(app, app, drained->unit->plan->apps) {
        if (!quantity_is_set(app->drain) || app->drain.amount <= 0)
            continue;
        list_each(version, version, app->versions) {
            const struct need *need = find_need(drained, version, locking, ddl);
            const struct event *end = need ? find_end(before, version) : NULL;
            if (end && !is_long_enough(drained, app, end->phase, locking->site->phase)) {
                report(drained, locking, ddl, need, end);
                return;
            }
        }
    }
}

enum { CHANGES_MAX = 500 }; // of one plan, each with a look at all versions

static bool has_drain(const struct plan *plan)
{
    list_each(app, app, plan->apps)
        if (quantity_is_set(app->drain))
            return true;
    return false;
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    if (!has_drain(plan))
        return;
    struct drained drained = {
        .unit = unit,
        .forward = forward_begin(unit),
        .schedule = schedule_compute(&unit->arena, plan),
    };
    unsigned count = 0;
    step_changes_each(change, &model_of(unit)->lockings)
        if (takes_away(change.ddl) && count++ < CHANGES_MAX)
            check_change(&drained, change.locking, change.ddl);
}

const struct rule rule_queued_payload_outlives_schema = { .check_plan = check_plan };
