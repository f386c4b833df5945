#include "sql/locks.h"

#include "base/check.h"
#include "sql/locker.h"
#include "sql/transaction.h"

// Longer statements and longer lists are not looked at: nobody reads what is said of them.
enum { CHANGES_MAX = 1000, TABLES_MAX = 100 };

// ---- the locks of a statement

struct sql_table_lock *locker_touch(struct locker *locker, struct sql_name table,
                                    enum sql_lock mode)
{
    struct sql_locks *locks = locker->locks;
    const struct catalog_object *object = locker_relation(locker, table);
    struct sql_name name = object ? object->name : table;
    for (struct sql_table_lock *each = locks->tables.first; each; each = each->next) {
        if (!sql_name_is_set(name) || !sql_name_equal(each->table, name))
            continue;
        each->mode = mode > each->mode ? mode : each->mode;
        return each;
    }
    struct sql_table_lock *lock = arena_new(locker->arena, struct sql_table_lock);
    lock->table = name;
    lock->mode = mode;
    if (locks->count++ < TABLES_MAX) // else it is forgotten
        list_add(&locks->tables, lock);
    else
        locks->is_known = false;
    return lock;
}

bool locker_is_full(const struct locker *locker)
{
    return locker->locks->count > TABLES_MAX;
}

static const struct sql_locks *find_locks(struct arena *arena,
                                          const struct sql_lock_setting *setting,
                                          const struct sql_statement *statement,
                                          const struct ddl *only)
{
    struct sql_locks *locks = arena_new(arena, struct sql_locks);
    struct locker locker = { arena, setting, statement, only, locks };
    if (statement->refusal.data)
        return locks; // what the grammar does not read
    locks->is_known = true;
    locks->alone = sql_needs_no_transaction(setting->engine, setting->version / 10000, statement);
    switch (setting->engine) {
    case SQL_ENGINE_POSTGRESQL: locker_postgresql(&locker); break;
    case SQL_ENGINE_MYSQL:
    case SQL_ENGINE_MARIADB: locker_mysql(&locker); break;
    case SQL_ENGINE_SQLITE: locker_sqlite(&locker); break;
    case SQL_ENGINE_UNKNOWN: locks->is_known = false; break;
    }
    return locks;
}

static bool is_too_long(const struct sql_statement *statement)
{
    unsigned count = 0;
    for (const struct ddl *ddl = statement->changes; ddl; ddl = ddl->next)
        if (++count > CHANGES_MAX)
            return true;
    return false;
}

const struct sql_locks *sql_locks_of(struct arena *arena, const struct sql_lock_setting *setting,
                                     const struct sql_statement *statement)
{
    if (is_too_long(statement))
        return arena_new(arena, struct sql_locks);
    return find_locks(arena, setting, statement, NULL);
}

const struct sql_locks *sql_locks_of_change(struct arena *arena,
                                            const struct sql_lock_setting *setting,
                                            const struct sql_statement *statement,
                                            const struct ddl *change)
{
    return find_locks(arena, setting, statement, change);
}

const struct sql_table_lock *sql_lock_on(const struct sql_locks *locks, struct sql_name table)
{
    list_each(sql_table_lock, lock, locks->tables)
        if (sql_name_equal(lock->table, table))
            return lock;
    return NULL;
}

static bool is_utc(const struct sql_token *token)
{
    struct str zone = token->kind == SQL_TOKEN_STRING ? sql_token_string(token) : token->text;
    return str_equal_ignoring_case(zone, STR("UTC")) || str_equal_ignoring_case(zone, STR("GMT"));
}

void sql_lock_setting_take(struct sql_lock_setting *setting, const struct sql_statement *statement)
{
    const struct sql_token *value = sql_token_at(statement->tokens, statement->range.to - 1);
    if (statement->head != SQL_SET)
        return;
    for (uint32_t i = statement->range.from; i < statement->range.to; i++) {
        const struct sql_token *token = sql_token_at(statement->tokens, i);
        if (sql_token_is(token, "timezone") || sql_token_is(token, "zone"))
            setting->is_utc = is_utc(value) ? SQL_KNOWN_YES : SQL_KNOWN_NO;
        else if (sql_token_is(token, "foreign_key_checks"))
            setting->checks_keys = str_is(value->text, "0") || sql_token_is(value, "OFF")
                                       ? SQL_KNOWN_NO
                                       : SQL_KNOWN_YES;
    }
}

// ---- SQLite: one writer for the whole database

void locker_sqlite(struct locker *locker)
{
    struct sql_name database = { STR_NONE, STR_NONE };
    for (const struct ddl *ddl = locker->statement->changes; ddl; ddl = ddl->next) {
        struct sql_table_lock *lock = locker_touch(locker, ddl->table, SQL_LOCK_EXCLUSIVE);
        if (ddl->kind == DDL_CREATE_INDEX || ddl->kind == DDL_REINDEX)
            lock->work |= SQL_BUILDS;
        else if (ddl->kind == DDL_DROP_COLUMN)
            lock->work |= SQL_REWRITES;
        locker->locks->is_known &= ddl->kind != DDL_OPAQUE;
    }
    enum sql_head head = locker->statement->head;
    if (head == SQL_INSERT || head == SQL_INSERT_SELECT || head == SQL_UPDATE || head == SQL_DELETE)
        locker_touch(locker, locker->statement->operations.first->table, SQL_LOCK_EXCLUSIVE);
    if (locker->locks->alone && str_is(str_of(locker->locks->alone), "VACUUM"))
        locker_touch(locker, database, SQL_LOCK_EXCLUSIVE)->work |= SQL_REWRITES;
}

// ---- words

enum sql_blocked sql_lock_blocks(enum sql_lock mode)
{
    switch (mode) {
    case SQL_LOCK_NONE:
    case SQL_LOCK_ACCESS_SHARE:
    case SQL_LOCK_ROW_SHARE:
    case SQL_LOCK_ROW_EXCLUSIVE: return SQL_BLOCKS_NOTHING;
    case SQL_LOCK_SHARE_UPDATE_EXCLUSIVE: return SQL_BLOCKS_DDL;
    case SQL_LOCK_SHARE:
    case SQL_LOCK_SHARE_ROW_EXCLUSIVE:
    case SQL_LOCK_EXCLUSIVE: return SQL_BLOCKS_WRITES;
    case SQL_LOCK_ACCESS_EXCLUSIVE: return SQL_BLOCKS_ALL;
    }
    BUG("a lock of no mode");
}

const char *sql_lock_name(enum sql_lock mode)
{
    static const char *const names[] = {
        "no lock", "ACCESS SHARE",        "ROW SHARE", "ROW EXCLUSIVE",    "SHARE UPDATE EXCLUSIVE",
        "SHARE",   "SHARE ROW EXCLUSIVE", "EXCLUSIVE", "ACCESS EXCLUSIVE",
    };
    return names[mode];
}

const char *sql_blocked_name(enum sql_blocked blocked)
{
    static const char *const names[] = {
        "nothing",
        "other changes of the schema",
        "writes",
        "reads and writes",
    };
    return names[blocked];
}

// What ordinary disks and processors do in a second; nothing here is known better than to a
// factor of ten, and the words do not say more.
static const double rows_scanned = 2e6, rows_written = 2e5, bytes_read = 3e8, bytes_written = 6e7;

double sql_work_seconds(unsigned work, double rows, double bytes)
{
    bool is_reading = !(work & (SQL_BUILDS | SQL_REWRITES));
    double seconds = rows / (is_reading ? rows_scanned : rows_written);
    double by_bytes = bytes / (is_reading ? bytes_read : bytes_written);
    seconds = by_bytes > seconds ? by_bytes : seconds;
    return work == 0 || seconds <= 0 ? 0 : seconds;
}

const char *sql_work_time(unsigned work, double rows, double bytes)
{
    double seconds = sql_work_seconds(work, rows, bytes);
    if (seconds <= 0)
        return NULL;
    if (seconds < 1)
        return "less than a second";
    if (seconds < 60)
        return "seconds";
    return seconds < 3600 ? "minutes" : "hours";
}
