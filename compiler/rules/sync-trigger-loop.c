//! rule        sync-trigger-loop
//! code        CMP013
//! level       error
//! since       0.1
//! source      X31
//! breaks      writes
//!
//! Triggers write each other's table, or their own, and nothing makes them stop.
//!
//! ## Why
//!
//! Two tables that are kept equal in both ways have a trigger each. An update of the one updates
//! the other, which fires its trigger, which updates the first one: PostgreSQL goes round until
//! its stack is full, MySQL refuses at once. Every write of either table fails. One of them has to
//! see that there is nothing left to change, or that it was fired by the other.
//!
//! SQLite does not fire a trigger that is at work already, unless it is told to. MySQL also refuses
//! a trigger that writes the table that it is on.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, name text);
//!     CREATE TABLE visitors (id bigint PRIMARY KEY, name text);
//!   ```
//! }
//! phase dual-write "Keep both" {
//!   step "Both ways" ```sql
//!     CREATE FUNCTION guests_out() RETURNS trigger LANGUAGE plpgsql AS $$
//!     BEGIN
//!       UPDATE visitors SET name = NEW.name WHERE id = NEW.id;
//!       RETURN NULL;
//!     END $$;
//!     CREATE FUNCTION visitors_out() RETURNS trigger LANGUAGE plpgsql AS $$
//!     BEGIN
//!       UPDATE guests SET name = NEW.name WHERE id = NEW.id;
//!       RETURN NULL;
//!     END $$;
//!     CREATE TRIGGER guests_out AFTER UPDATE ON guests
//!       FOR EACH ROW EXECUTE FUNCTION guests_out();
//!     CREATE TRIGGER visitors_out AFTER UPDATE ON visitors
//!       FOR EACH ROW EXECUTE FUNCTION visitors_out();
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine mysql 8.0
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, born date, birthday date);
//!   ```
//! }
//! phase dual-write "Keep both" {
//!   step "A trigger" ```sql
//!     CREATE TRIGGER guests_out AFTER UPDATE ON guests FOR EACH ROW
//!       UPDATE guests SET birthday = NEW.born WHERE id = NEW.id;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine mariadb 10.6
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, born date);
//!     CREATE TABLE visitors (id bigint PRIMARY KEY, born date);
//!     CREATE TRIGGER visitors_out AFTER UPDATE ON visitors FOR EACH ROW
//!       UPDATE guests SET born = NEW.born WHERE id = NEW.id;
//!   ```
//! }
//! phase dual-write "Keep both" {
//!   step "The other way" ```sql
//!     CREATE TRIGGER guests_out AFTER UPDATE ON guests FOR EACH ROW
//!       UPDATE visitors SET born = NEW.born WHERE id = NEW.id;
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
//!     CREATE TABLE guests (id bigint PRIMARY KEY, name text);
//!     CREATE TABLE visitors (id bigint PRIMARY KEY, name text);
//!   ```
//! }
//! phase dual-write "Keep both" {
//!   step "Both ways" ```sql
//!     CREATE FUNCTION guests_out() RETURNS trigger LANGUAGE plpgsql AS $$
//!     BEGIN
//!       UPDATE visitors SET name = NEW.name WHERE id = NEW.id AND name IS DISTINCT FROM NEW.name;
//!       RETURN NULL;
//!     END $$;
//!     CREATE FUNCTION visitors_out() RETURNS trigger LANGUAGE plpgsql AS $$
//!     BEGIN
//!       UPDATE guests SET name = NEW.name WHERE id = NEW.id AND name IS DISTINCT FROM NEW.name;
//!       RETURN NULL;
//!     END $$;
//!     CREATE TRIGGER guests_out AFTER UPDATE ON guests
//!       FOR EACH ROW EXECUTE FUNCTION guests_out();
//!     CREATE TRIGGER visitors_out AFTER UPDATE ON visitors
//!       FOR EACH ROW EXECUTE FUNCTION visitors_out();
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine mysql 8.0
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, born date, birthday date);
//!   ```
//! }
//! phase dual-write "Keep both" {
//!   step "A trigger" ```sql
//!     CREATE TRIGGER guests_out BEFORE UPDATE ON guests FOR EACH ROW
//!       SET NEW.birthday = NEW.born;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine sqlite
//!   schema ```sql
//!     CREATE TABLE guests (id integer PRIMARY KEY, born text, birthday text);
//!   ```
//! }
//! phase dual-write "Keep both" {
//!   step "A trigger" ```sql
//!     CREATE TRIGGER guests_out AFTER UPDATE OF born ON guests BEGIN
//!       UPDATE guests SET birthday = NEW.born WHERE id = NEW.id;
//!     END;
//!   ```
//! }
//! ````

#include "rules/rule.h"

#include "rules/support/forward.h"
#include "rules/support/trigger.h"

enum { TRIGGERS_MAX = 500 }; // of one plan, each held against those of the tables that it writes

// Words by which code may see that there is nothing to be done.
static bool may_stop(const struct sql_tokens *code)
{
    static const char *const words[] = { "if",      "case",   "when",   "distinct", "exists",
                                         "not",     "except", "coalesce", "nullif", "execute",
                                         "current_setting", "pg_trigger_depth" };
    for (uint32_t i = 0; i < code->count; i++) {
        const struct sql_token *token = &code->items[i];
        for (size_t word = 0; word < sizeof words / sizeof *words; word++)
            if (sql_token_is(token, words[word]))
                return true;
        if (sql_token_is_operator(token, "<>") || sql_token_is_operator(token, "!=")
            || sql_token_is_operator(token, "<") || sql_token_is_operator(token, ">")
            || sql_token_is_operator(token, "<=>") || token->kind == SQL_TOKEN_PLACEHOLDER)
            return true;
    }
    return false;
}

// The code of a trigger that fires for each update and always does the same; NULL for others.
static const struct sql_tokens *unguarded(const struct forward *forward,
                                          const struct catalog *catalog,
                                          const struct catalog_trigger *trigger)
{
    const struct sql_trigger *definition = &trigger->definition;
    if (trigger->is_disabled || !definition->on_update || !definition->is_for_each_row
        || definition->timing == SQL_INSTEAD_OF || definition->columns
        || definition->when.text.data)
        return NULL;
    const struct sql_tokens *code = trigger_code(forward, catalog, trigger);
    return code && !may_stop(code) ? code : NULL;
}

static const struct catalog_trigger *find_back(const struct forward *forward,
                                               const struct catalog *catalog,
                                               const struct catalog_object *other,
                                               struct str table)
{
    struct map_walk triggers = map_walk(other->table->triggers);
    for (const struct catalog_trigger *trigger; (trigger = map_next(&triggers));) {
        const struct sql_tokens *code = unguarded(forward, catalog, trigger);
        if (code && code_updates(code, table))
            return trigger;
    }
    return NULL;
}

static void report(struct unit *unit, const struct locking *locking, const struct ddl *ddl,
                   const struct catalog_object *other, const struct catalog_trigger *back)
{
    struct str table = ddl->table.name, written = other->name.name;
    struct diagnostic *finding = diagnose(
        &unit->diagnostics, &kind_sync_trigger_loop, ddl->span,
        "'%.*s' updates '%.*s', whose trigger '%.*s' updates '%.*s' again",
        STR_ARGS(ddl->object.name), STR_ARGS(written), STR_ARGS(back->name), STR_ARGS(table));
    if (span_is_set(back->span))
        diagnostic_also(finding, back->span, "the other trigger");
    diagnostic_note(finding, "%s",
                    locking->setting.engine == SQL_ENGINE_POSTGRESQL
                        ? "an update of either table goes round until the stack is full, and fails"
                        : "the engine refuses every update of either table");
    diagnostic_help(finding, "%s",
                    locking->setting.engine == SQL_ENGINE_POSTGRESQL
                        ? "WHEN (pg_trigger_depth() = 0), or update only what IS DISTINCT FROM it"
                        : "one trigger alone, or let the applications write both");
    diagnostic_about(finding, "%.*s", STR_ARGS(table));
    site_cap(finding, locking->site);
}

// ---- MySQL: a trigger that writes its own table

// UPDATE t, INSERT INTO t, REPLACE INTO t, DELETE FROM t; not ON DUPLICATE KEY UPDATE t = 1.
static bool writes_table(const struct sql_tokens *code, struct str table)
{
    for (uint32_t i = 0; i + 2 < code->count; i++) {
        const struct sql_token *token = &code->items[i];
        const struct sql_token *before = sql_token_at(code, i ? i - 1 : code->count);
        bool is_write = (sql_token_is(token, "update") && !sql_token_is(before, "key"))
                        || sql_token_is(token, "into")
                        || (sql_token_is(token, "from") && sql_token_is(before, "delete"));
        if (is_write && str_equal_ignoring_case(sql_token_name(&code->items[i + 1]), table)
            && code->items[i + 2].kind != SQL_TOKEN_DOT)
            return true;
    }
    return false;
}

static void check_own(struct unit *unit, const struct forward *forward,
                      const struct locking *locking, const struct ddl *ddl,
                      const struct catalog *catalog, const struct catalog_trigger *trigger)
{
    const struct sql_tokens *code = trigger_code(forward, catalog, trigger);
    struct str table = ddl->table.name;
    if (catalog->engine == SQL_ENGINE_POSTGRESQL || !code || may_stop(code)
        || !writes_table(code, table))
        return;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_sync_trigger_loop, ddl->span,
                 "'%.*s' writes '%.*s', the table that it is on", STR_ARGS(trigger->name),
                 STR_ARGS(table));
    diagnostic_note(finding, "the engine refuses every statement that fires it");
    diagnostic_help(finding, "a BEFORE trigger that sets columns of NEW");
    diagnostic_about(finding, "%.*s", STR_ARGS(table));
    site_cap(finding, locking->site);
}

// ---- two triggers

// The triggers as they stand when the event that makes this one is over.
static void check_trigger(struct unit *unit, struct forward *forward,
                          const struct locking *locking, const struct ddl *ddl)
{
    const struct state *after = forward_after(forward, locking);
    if (!after)
        return;
    const struct catalog *catalog = state_catalog(unit->model->world, after, locking->store);
    struct catalog_found own = catalog_find(&unit->arena, catalog, ddl->table);
    const struct catalog_trigger *trigger;
    if (own.presence != CATALOG_PRESENT || own.object->kind != CATALOG_TABLE
        || catalog_find_trigger(&unit->arena, catalog, own.object->table, ddl->object.name,
                                &trigger)
               != CATALOG_PRESENT)
        return;
    check_own(unit, forward, locking, ddl, catalog, trigger);
    const struct sql_tokens *code = unguarded(forward, catalog, trigger);
    struct str updated;
    for (uint32_t at = 0; code && (updated = code_next_update(code, &at)).length;) {
        struct catalog_found other =
            catalog_find(&unit->arena, catalog, (struct sql_name){ STR_NONE, updated });
        if (other.presence != CATALOG_PRESENT || other.object->kind != CATALOG_TABLE
            || other.object == own.object)
            continue;
        const struct catalog_trigger *back =
            find_back(forward, catalog, other.object, own.object->name.name);
        if (back && back->id < trigger->id) {
            report(unit, locking, ddl, other.object, back);
            return;
        }
    }
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    struct forward forward = forward_begin(unit);
    unsigned count = 0;
    step_changes_each(change, &model_of(unit)->lockings)
        if (change.locking->setting.engine != SQL_ENGINE_SQLITE
            && change.ddl->kind == DDL_CREATE_TRIGGER && count++ < TRIGGERS_MAX)
            check_trigger(unit, &forward, change.locking, change.ddl);
}

const struct rule rule_sync_trigger_loop = { .check_plan = check_plan };
