#include "model/locking.h"

#include "model/schema.h"
#include "plan/facts.h"
#include "sql/cursor.h"
#include "sql/types.h"

// A store while the plan runs.
struct store_state {
    const struct catalog *catalog;
    struct map made; // tables that the plan made or emptied: their names
};

struct locker_of_plan {
    struct arena *arena;
    struct lockings *lockings;
    unsigned transactions;
};

// ---- the schemas

// As the catalog names it, where it knows it.
static struct str key_of(struct arena *arena, const struct catalog *catalog, struct sql_name name)
{
    struct catalog_found found = catalog_find(arena, catalog, name);
    if (found.presence == CATALOG_PRESENT)
        name = found.object->name;
    return sql_name_format(arena, name);
}

static struct sql_name made_by(struct arena *arena, const struct store_state *state,
                               const struct ddl *ddl, const struct catalog *before)
{
    bool is_new = (ddl->kind == DDL_CREATE_TABLE || ddl->kind == DDL_CREATE_TABLE_AS)
                  && (!ddl->is_conditional
                      || catalog_find(arena, before, ddl->table).presence == CATALOG_ABSENT);
    if (is_new)
        return ddl->table;
    if (ddl->kind == DDL_CREATE_VIEW && ddl->is_materialized && !ddl->is_conditional)
        return ddl->object;
    bool is_renamed =
        ddl->kind == DDL_RENAME_TABLE && map_find(state->made, key_of(arena, before, ddl->table));
    return is_renamed ? ddl->new_name : (struct sql_name){ STR_NONE, STR_NONE };
}

// What a statement makes, renames after it was made, or empties.
static void make(struct arena *arena, struct store_state *state,
                 const struct sql_statement *statement, const struct catalog *before)
{
    for (const struct ddl *ddl = statement->changes; ddl; ddl = ddl->next) {
        struct sql_name name = made_by(arena, state, ddl, before);
        if (sql_name_is_set(name))
            state->made = map_put(arena, state->made, key_of(arena, state->catalog, name), ddl);
    }
    if (statement->head != SQL_TRUNCATE)
        return;
    list_each(sql_operation, operation, statement->operations)
        state->made =
            map_put(arena, state->made, key_of(arena, state->catalog, operation->table), operation);
}

// ---- statements

static bool is_word(const struct sql_statement *statement, const char *words)
{
    return statement->head == SQL_TRANSACTION
           && sql_token_is_any(sql_token_at(statement->tokens, statement->range.from), words);
}

static bool has_begin(const struct sql_script *script)
{
    list_each(sql_statement, statement, script->statements)
        if (is_word(statement, "BEGIN START"))
            return true;
    return false;
}

enum { CHANGES_MAX = 100 }; // of a statement that are looked at one by one

static void add_changes(const struct locker_of_plan *locker, struct locking *locking)
{
    unsigned count = 0;
    const struct ddl *ddl = locking->statement->changes;
    do {
        struct change_locks *change = arena_new(locker->arena, struct change_locks);
        change->change = ddl;
        change->locks =
            ddl ? sql_locks_of_change(locker->arena, &locking->setting, locking->statement, ddl)
                : locking->locks;
        list_add(&locking->changes, change);
        ddl = ddl ? ddl->next : NULL;
    } while (ddl && ++count < CHANGES_MAX);
}

static void add(struct locker_of_plan *locker, const struct locking *what)
{
    struct locking *locking = arena_new(locker->arena, struct locking);
    *locking = *what;
    locking->store = what->site->action->store;
    locking->locks = sql_locks_of(locker->arena, &what->setting, what->statement);
    if (locking->locks->alone)
        locking->transaction = 0;
    add_changes(locker, locking);
    list_add(locker->lockings, locking);
}

// A step is one transaction, but where it writes BEGIN and COMMIT itself; of prose that is not
// known, and with MySQL every change is one of its own.
static void add_script(struct locker_of_plan *locker, const struct site *site,
                       struct store_state *state)
{
    const struct store *store = site->action->store;
    struct locking locking = { .site = site };
    locking.setting.engine = store_engine(store);
    locking.setting.version = sql_version_number(store->version.str);
    const struct sql_script *script = site->queries.first->script;
    bool has_transactions = locking.setting.engine == SQL_ENGINE_POSTGRESQL;
    bool is_one =
        has_transactions && !has_begin(script) && !site->is_inferred && !site->phase->is_inferred;
    locking.transaction = is_one ? ++locker->transactions : 0;
    list_each(sql_statement, statement, script->statements) {
        if (has_transactions && is_word(statement, "BEGIN START"))
            locking.transaction = ++locker->transactions;
        else if (is_word(statement, "COMMIT END ROLLBACK ABORT"))
            locking.transaction = 0;
        if (statement->head == SQL_TRANSACTION)
            continue;
        locking.statement = statement;
        locking.setting.before = state->catalog;
        locking.made = state->made;
        add(locker, &locking);
        sql_lock_setting_take(&locking.setting, statement);
        state->catalog = catalog_apply_statement(locker->arena, state->catalog, statement).after;
        make(locker->arena, state, statement, locking.setting.before);
    }
}

// ---- the plan

static bool is_read(const struct site *site)
{
    return (site->role == SITE_RUNS || site->role == SITE_UNDOES) && site->phase && site->action
           && site->action->store && !site->host && site->queries.first
           && store_engine(site->action->store) != SQL_ENGINE_UNKNOWN;
}

struct lockings lockings_read(struct arena *arena, const struct plan *plan,
                              const struct sites *sites, const struct catalog *const *schemas)
{
    struct lockings lockings = { 0 };
    struct locker_of_plan locker = { .arena = arena, .lockings = &lockings };
    size_t count = plan->store_count + 1;
    struct store_state *now = arena_new_many(arena, struct store_state, count);
    struct store_state *back = arena_new_many(arena, struct store_state, count);
    list_each(store, store, plan->stores)
        now[store->index].catalog = schemas[store->index];
    const struct phase *undone = NULL;
    list_each(site, site, *sites) {
        if (!is_read(site))
            continue;
        if (site->role == SITE_UNDOES && undone != site->phase)
            memcpy(back, now, plan->store_count * sizeof *back);
        undone = site->role == SITE_UNDOES ? site->phase : NULL;
        add_script(&locker, site, &(undone ? back : now)[site->action->store->index]);
    }
    return lockings;
}

// ---- the changes of steps

static struct step_change first_at(const struct locking *locking)
{
    while (locking && (locking->site->role != SITE_RUNS || !locking->statement->changes))
        locking = locking->next;
    return (struct step_change){ locking, locking ? locking->statement->changes : NULL };
}

struct step_change step_change_first(const struct lockings *lockings)
{
    return first_at(lockings->first);
}

struct step_change step_change_next(struct step_change change)
{
    if (change.ddl->next)
        return (struct step_change){ change.locking, change.ddl->next };
    return first_at(change.locking->next);
}

// ---- what it means

bool locking_is_made_by_plan(const struct locking *locking, struct sql_name table)
{
    struct arena scratch = { 0 };
    struct str key = key_of(&scratch, locking->setting.before, table);
    bool is_made = map_find(locking->made, key) != NULL;
    arena_release(&scratch);
    return is_made;
}

bool locking_is_felt(const struct plan *plan, const struct locking *locking,
                     const struct sql_table_lock *lock)
{
    if (sql_lock_blocks(lock->mode) < SQL_BLOCKS_WRITES
        || phase_is_down(plan, locking->site->phase))
        return false;
    return !locking_is_made_by_plan(locking, lock->table);
}

// What the plan says of the table's size; NULL for nothing.
static const struct table *table_of(const struct locking *locking,
                                    const struct sql_table_lock *lock)
{
    list_each(table, table, locking->store->tables) {
        const struct name *name = &table->name;
        if (name->count == 0
            || !str_equal_ignoring_case(name->parts[name->count - 1], lock->table.name))
            continue;
        bool has_schema = name->count > 1 && lock->table.schema.length > 0;
        if (!has_schema
            || str_equal_ignoring_case(name->parts[name->count - 2], lock->table.schema))
            return table;
    }
    return NULL;
}

enum sql_known locking_has_rows(const struct locking *locking, const struct sql_table_lock *lock)
{
    const struct table *table = table_of(locking, lock);
    if (!table || (!quantity_is_set(table->rows) && !quantity_is_set(table->size)))
        return SQL_NOT_KNOWN;
    bool is_empty =
        quantity_is_set(table->rows) ? table->rows.amount <= 0 : table->size.amount <= 0;
    return is_empty ? SQL_KNOWN_NO : SQL_KNOWN_YES;
}

double locking_seconds(const struct locking *locking, const struct sql_table_lock *lock)
{
    const struct table *table = table_of(locking, lock);
    return table ? sql_work_seconds(lock->work, table->rows.amount, table->size.amount) : 0;
}

const char *locking_time(const struct locking *locking, const struct sql_table_lock *lock)
{
    const struct table *table = table_of(locking, lock);
    if (!table)
        return NULL;
    double rows = quantity_is_set(table->rows) ? table->rows.amount : 0;
    double bytes = quantity_is_set(table->size) ? table->size.amount : 0;
    bool is_empty =
        (quantity_is_set(table->rows) && rows <= 0) || (quantity_is_set(table->size) && bytes <= 0);
    return is_empty ? sql_work_time(lock->work, 1, 0) : sql_work_time(lock->work, rows, bytes);
}

struct str locking_size(struct arena *arena, const struct locking *locking,
                        const struct sql_table_lock *lock)
{
    const struct table *table = table_of(locking, lock);
    if (!table)
        return STR_NONE;
    if (!quantity_is_set(table->rows))
        return quantity_is_set(table->size) ? table->size.text.str : STR_NONE;
    if (!quantity_is_set(table->size))
        return arena_format(arena, "%.*s rows", STR_ARGS(table->rows.text.str));
    return arena_format(arena, "%.*s rows, %.*s", STR_ARGS(table->rows.text.str),
                        STR_ARGS(table->size.text.str));
}
