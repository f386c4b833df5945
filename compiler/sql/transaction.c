// As measured on PostgreSQL 10 to 18 and SQLite 3.40.
#include "sql/transaction.h"

#include "sql/cursor.h"

enum { ADD_VALUE_SINCE = 12 }; // from then on, ALTER TYPE ADD VALUE runs in a transaction

static bool has_word(const struct sql_statement *statement, const char *words)
{
    for (uint32_t i = statement->range.from; i < statement->range.to; i++)
        if (sql_token_is_any(sql_token_at(statement->tokens, i), words))
            return true;
    return false;
}

// True where the statement begins with these words.
static bool begins_with(const struct sql_statement *statement, const char *words)
{
    struct sql_cursor cursor = {
        .tokens = statement->tokens, .at = statement->range.from, .end = statement->range.to
    };
    return sql_cursor_accept_all(&cursor, words);
}

static const char *concurrent(const struct sql_statement *statement)
{
    if (!has_word(statement, "CONCURRENTLY"))
        return NULL;
    if (statement->head == SQL_CREATE_INDEX)
        return "CREATE INDEX CONCURRENTLY";
    if (statement->head == SQL_DROP_INDEX)
        return "DROP INDEX CONCURRENTLY";
    if (begins_with(statement, "REINDEX"))
        return "REINDEX CONCURRENTLY";
    if (begins_with(statement, "ALTER TABLE") && has_word(statement, "DETACH"))
        return "DETACH PARTITION CONCURRENTLY";
    return NULL; // REFRESH MATERIALIZED VIEW CONCURRENTLY runs in a transaction
}

static const char *refused_by_postgresql(unsigned version, const struct sql_statement *statement)
{
    static const char *const heads[] = {
        "VACUUM",        "CREATE DATABASE", "DROP DATABASE",  "CREATE TABLESPACE",
        "ALTER SYSTEM",  "DROP TABLESPACE", "DISCARD ALL",    "REINDEX DATABASE",
        "REINDEX SCHEMA", "REINDEX SYSTEM",
    };
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (begins_with(statement, heads[i]))
            return heads[i];
    if (begins_with(statement, "CLUSTER") && statement->range.to - statement->range.from == 1)
        return "CLUSTER of all tables";
    if (begins_with(statement, "CREATE SUBSCRIPTION")
        && !has_word(statement, "create_slot connect"))
        return "CREATE SUBSCRIPTION with a slot";
    if (begins_with(statement, "ALTER TYPE") && has_word(statement, "ADD")
        && has_word(statement, "VALUE") && version > 0 && version < ADD_VALUE_SINCE)
        return "ALTER TYPE ADD VALUE";
    return concurrent(statement);
}

// A PRAGMA that is asked and not set is harmless.
static const char *refused_by_sqlite(const struct sql_statement *statement)
{
    if (begins_with(statement, "VACUUM"))
        return "VACUUM";
    if (statement->range.to - statement->range.from < 3)
        return NULL;
    if (begins_with(statement, "PRAGMA foreign_keys"))
        return "PRAGMA foreign_keys";
    if (begins_with(statement, "PRAGMA journal_mode"))
        return "PRAGMA journal_mode";
    return begins_with(statement, "PRAGMA synchronous") ? "PRAGMA synchronous" : NULL;
}

const char *sql_needs_no_transaction(enum sql_engine engine, unsigned version,
                                     const struct sql_statement *statement)
{
    switch (engine) {
    case SQL_ENGINE_POSTGRESQL: return refused_by_postgresql(version, statement);
    case SQL_ENGINE_SQLITE: return refused_by_sqlite(statement);
    case SQL_ENGINE_UNKNOWN: // no other engine has the word
        return concurrent(statement);
    case SQL_ENGINE_MYSQL:
    case SQL_ENGINE_MARIADB: break;
    }
    return NULL;
}

unsigned sql_version_of(struct str text)
{
    unsigned version = 0;
    for (size_t i = 0; i < text.length && char_is_digit(text.data[i]) && version < 10000; i++)
        version = version * 10 + (unsigned)(text.data[i] - '0');
    return version;
}

// ---- statements that begin and end one

static bool is_transaction_word(const struct sql_statement *statement, const char *words)
{
    return statement->head == SQL_TRANSACTION
           && sql_token_is_any(sql_token_at(statement->tokens, statement->range.from), words);
}

bool sql_begins_transaction(const struct sql_statement *statement)
{
    return is_transaction_word(statement, "BEGIN START");
}

enum sql_ending sql_ends_transaction(const struct sql_statement *statement)
{
    if (begins_with(statement, "PREPARE TRANSACTION"))
        return SQL_COMMITS;
    if (is_transaction_word(statement, "COMMIT END"))
        return has_word(statement, "CHAIN") && !has_word(statement, "NO") ? SQL_COMMITS_AND_BEGINS
                                                                         : SQL_COMMITS;
    bool is_whole = !has_word(statement, "TO") && !has_word(statement, "CHAIN");
    return is_transaction_word(statement, "ROLLBACK ABORT") && is_whole ? SQL_UNDOES
                                                                        : SQL_ENDS_NOTHING;
}
