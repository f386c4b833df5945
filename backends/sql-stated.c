#include "backends/sql-stated.h"

#include "base/output.h"
#include "sql/cursor.h"

static const char *algorithm_of(const struct sql_locks *locks)
{
    switch (locks->algorithm) {
    case SQL_ALGORITHM_INSTANT: return "INSTANT";
    case SQL_ALGORITHM_NOCOPY: return "NOCOPY";
    case SQL_ALGORITHM_INPLACE: return "INPLACE";
    case SQL_ALGORITHM_COPY: // no copy is asked for
    case SQL_ALGORITHM_NONE: break;
    }
    return NULL;
}

// INSTANT takes no other lock than its own.
static const char *lock_of(const struct sql_locks *locks)
{
    const struct sql_table_lock *table = locks->tables.first;
    if (locks->algorithm == SQL_ALGORITHM_INSTANT || !table || locks->count != 1)
        return NULL;
    if (table->mode == SQL_LOCK_SHARE_UPDATE_EXCLUSIVE)
        return "NONE";
    return table->mode == SQL_LOCK_SHARE ? "SHARED" : NULL;
}

// ALTER TABLE and CREATE INDEX take the words, and DROP INDEX MySQL's alone; partitions have
// rules of their own, and what stands in a version comment ends with its mark.
static bool takes_words(const struct sql_statement *statement, enum sql_engine engine)
{
    const struct sql_tokens *tokens = statement->tokens;
    uint32_t at = statement->range.from;
    if (statement->manner || statement->refusal.data || !statement->changes)
        return false;
    for (const struct ddl *change = statement->changes; change; change = change->next)
        if (change->kind == DDL_PARTITION || change->kind == DDL_OPAQUE
            || change->kind == DDL_RENAME_TABLE)
            return false;
    struct str text = sql_tokens_text(tokens, at, statement->range.to);
    if (str_find(text, STR("!"), 0) != STR_NOT_FOUND
        && str_find(text, STR("/*"), 0) != STR_NOT_FOUND)
        return false;
    enum ddl_kind kind = statement->changes->kind;
    return sql_token_is(sql_token_at(tokens, at), "ALTER") || kind == DDL_CREATE_INDEX
           || (kind == DDL_DROP_INDEX && engine == SQL_ENGINE_MYSQL);
}

static bool is_stated(const struct locking *locking)
{
    const struct sql_locks *locks = locking->locks;
    bool is_mysql = locking->setting.engine == SQL_ENGINE_MYSQL
                    || locking->setting.engine == SQL_ENGINE_MARIADB;
    return is_mysql && locking->store->version.str.length > 0 && locks->is_known
           && locks->is_algorithm_known && !locks->is_refused && algorithm_of(locks)
           && takes_words(locking->statement, locking->setting.engine);
}

static void put_words(struct output *out, const struct locking *locking)
{
    const struct sql_statement *statement = locking->statement;
    bool is_alter = sql_token_is(sql_token_at(statement->tokens, statement->range.from), "ALTER");
    const char *lock = lock_of(locking->locks), *comma = is_alter ? "," : "";
    output_format(out, "%s ALGORITHM=%s", comma, algorithm_of(locking->locks));
    if (lock)
        output_format(out, "%s LOCK=%s", comma, lock);
}

struct program sql_stated(struct arena *arena, const struct lockings *lockings,
                          const struct action *action, struct str text)
{
    struct output out = { .arena = arena };
    size_t done = 0;
    list_each(locking, locking, *lockings) {
        if (locking->site->action != action || !is_stated(locking))
            continue;
        const struct sql_statement *statement = locking->statement;
        struct str written =
            sql_tokens_text(statement->tokens, statement->range.from, statement->range.to);
        const char *end = written.data + written.length;
        if (written.data < text.data + done || end > text.data + text.length)
            continue; // it stands in another part, or was read out of another text
        size_t to = (size_t)(end - text.data);
        output_str(&out, str_slice(text, done, to));
        put_words(&out, locking);
        done = to;
    }
    output_str(&out, str_from(text, done));
    return (struct program){ output_get(&out) };
}
