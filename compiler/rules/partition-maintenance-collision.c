//! rule        partition-maintenance-collision
//! code        LCK028
//! level       warning
//! since       0.1
//! source      X88
//!
//! Partitions are attached, detached or made by hand while a job does the same by itself.
//!
//! ## Why
//!
//! pg_partman and jobs of pg_cron make and drop partitions when their time comes. Where that is in
//! the middle of a phase, both ask for the lock of the parent, one of them fails, and a partition
//! is there twice or not at all. belay knows of such a job where the store's schema sets it up for
//! the table (`partman.create_parent`, `cron.schedule`), and is silent where the plan speaks of it
//! before the change: pauses it, or checks that it is paused.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE visits (day date NOT NULL, guest bigint) PARTITION BY RANGE (day);
//!     CREATE TABLE visits_2020 (day date NOT NULL, guest bigint);
//!     SELECT partman.create_parent('public.visits', 'day', 'native', 'monthly');
//!   ```
//! }
//! phase expand "Take the old visits in" {
//!   step "Attach them" on main ```sql
//!     ALTER TABLE visits ATTACH PARTITION visits_2020
//!       FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
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
//!     CREATE TABLE visits (day date NOT NULL, guest bigint) PARTITION BY RANGE (day);
//!     CREATE TABLE visits_2020 (day date NOT NULL, guest bigint);
//!     SELECT partman.create_parent('public.visits', 'day', 'native', 'monthly');
//!   ```
//! }
//! phase expand "Take the old visits in" {
//!   step "Pause the job" on main ```sql
//!     UPDATE partman.part_config SET automatic_maintenance = 'off';
//!   ```
//!   step "Attach them" on main ```sql
//!     ALTER TABLE visits ATTACH PARTITION visits_2020
//!       FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "Take the old visits in" {
//!   step "Attach them" on main ```sql
//!     ALTER TABLE visits ATTACH PARTITION visits_2020
//!       FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
//!   ```
//! }
//! ````

#include "rules/rule.h"

#include "model/mention.h"
#include "sql/read.h"

enum { STATEMENTS_MAX = 20 * 1000 }; // of a schema that are looked at

// The parent whose partitions the statement changes by hand; no name where it does not.
static struct sql_name changed_parent(const struct sql_statement *statement)
{
    for (const struct ddl *ddl = statement->changes; ddl; ddl = ddl->next) {
        if (ddl->kind == DDL_ATTACH_PARTITION || ddl->kind == DDL_DETACH_PARTITION)
            return ddl->table;
        if (ddl->kind == DDL_CREATE_TABLE && ddl->create_table
            && sql_name_is_set(ddl->create_table->partition_of))
            return ddl->create_table->partition_of;
    }
    return (struct sql_name){ STR_NONE, STR_NONE };
}

// It sets up a job, and names the table in a text.
static bool sets_up_job(const struct sql_statement *statement, struct str table)
{
    bool is_job = false, names_table = false;
    for (uint32_t i = statement->range.from; i < statement->range.to; i++) {
        const struct sql_token *token = &statement->tokens->items[i];
        is_job |= sql_token_is(token, "create_parent") || sql_token_is(token, "part_config")
                  || (sql_token_is(token, "schedule") && i > statement->range.from + 1
                      && sql_token_is(&statement->tokens->items[i - 2], "cron"));
        names_table |= token->kind == SQL_TOKEN_STRING && str_has_word(token->text, table);
    }
    return is_job && names_table;
}

static const struct sql_statement *find_job(const struct sql_script *schema, struct str table)
{
    unsigned looks = 0;
    list_each(sql_statement, statement, schema->statements) {
        if (++looks > STATEMENTS_MAX)
            return NULL;
        if (statement->head == SQL_SELECT || statement->head == SQL_INSERT)
            if (sets_up_job(statement, table))
                return statement;
    }
    return NULL;
}

// Up to and in this phase, somebody thought of it.
static bool is_spoken_of(const struct phase *phase)
{
    for (; phase; phase = phase->previous)
        if (phase_mentions(phase, "partman|cron|part_config|maintenance job|scheduler|pause"))
            return true;
    return false;
}

static void report(struct unit *unit, const struct site *site,
                   const struct sql_statement *statement, const struct sql_statement *job,
                   struct sql_name parent)
{
    struct diagnostic *finding = diagnose(
        &unit->diagnostics, &kind_partition_maintenance_collision, statement->span,
        "partitions of '%.*s' are changed while a job may do the same", STR_ARGS(parent.name));
    diagnostic_also(finding, job->span, "the job is set up here");
    diagnostic_note(finding, "both ask for the lock of '%.*s', and one of them fails",
                    STR_ARGS(parent.name));
    diagnostic_help(finding, "a step before it that pauses the job, and one behind it");
    diagnostic_about(finding, "phase %.*s, %.*s", STR_ARGS(site->phase->name),
                     STR_ARGS(parent.name));
}

// One finding for each store: the next change has the same cure.
static void check_store(struct unit *unit, const struct store *store)
{
    const struct sql_script *schema = NULL;
    list_each(site, site, model_of(unit)->sites) {
        if (site->role != SITE_RUNS || !site->action || site->action->store != store || site->host
            || !site->queries.first || site->phase->is_inferred)
            continue;
        list_each(sql_statement, statement, site->queries.first->script->statements) {
            struct sql_name parent = changed_parent(statement);
            if (!sql_name_is_set(parent))
                continue;
            if (!schema)
                schema = sql_read_for(&unit->arena, SQL_ENGINE_POSTGRESQL, store->schema.text);
            const struct sql_statement *job = find_job(schema, parent.name);
            if (job && !is_spoken_of(site->phase))
                report(unit, site, statement, job, parent);
            return;
        }
    }
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    list_each(store, store, plan->stores)
        if (sql_engine_of(store->engine) == SQL_ENGINE_POSTGRESQL
            && text_is_set(store->schema.text)
            && text_mentions(store->schema.text.str, "create_parent|part_config|schedule"))
            check_store(unit, store);
}

const struct rule rule_partition_maintenance_collision = { .check_plan = check_plan };
