// Sessions of a catalog: transactions and savepoints.
#include "sql/catalog.h"

#include "sql/cursor.h"

static struct catalog_savepoint *find_savepoint(struct catalog_session *session, struct str name)
{
    for (size_t i = session->savepoints.count; i-- > 0;)
        if (str_equal_ignoring_case(session->savepoints.items[i].name, name))
            return &session->savepoints.items[i];
    return NULL;
}

static bool session_refuse(struct catalog_result *result, const char *reason)
{
    result->outcome = CATALOG_REFUSED;
    result->reason = str_of(reason);
    return false;
}

// The last word of SAVEPOINT a, RELEASE SAVEPOINT a, ROLLBACK TO SAVEPOINT a.
static struct str savepoint_name(const struct sql_statement *statement)
{
    return sql_token_name(sql_token_at(statement->tokens, statement->range.to - 1));
}

static bool mark(struct arena *arena, struct catalog_session *session,
                 const struct sql_statement *statement, struct catalog_result *result)
{
    if (!session->begin && session->now->engine == SQL_ENGINE_POSTGRESQL)
        return session_refuse(result, "a savepoint stands outside of a transaction");
    session->is_begun_by_savepoint |= !session->begin;
    if (!session->begin)
        session->begin = session->now;
    array_add(arena, &session->savepoints,
              ((struct catalog_savepoint){ savepoint_name(statement), session->now }));
    return true;
}

static bool go_back_to(struct catalog_session *session, const struct sql_statement *statement,
                       struct catalog_result *result)
{
    struct catalog_savepoint *savepoint = find_savepoint(session, savepoint_name(statement));
    if (!savepoint)
        return session_refuse(result, "there is no savepoint of this name");
    session->savepoints.count = (size_t)(savepoint - session->savepoints.items) + 1;
    session->now = savepoint->catalog;
    session->has_failed = false;
    return true;
}

static void end(struct catalog_session *session, bool is_kept)
{
    if (session->begin && (!is_kept || session->has_failed))
        session->now = session->begin;
    session->begin = NULL;
    session->has_failed = session->is_begun_by_savepoint = false;
    session->savepoints.count = 0;
}

// The last of those that began a transaction ends it.
static bool release(struct catalog_session *session, const struct sql_statement *statement,
                    struct catalog_result *result)
{
    struct catalog_savepoint *savepoint = find_savepoint(session, savepoint_name(statement));
    if (!savepoint)
        return session_refuse(result, "there is no savepoint of this name");
    session->savepoints.count = (size_t)(savepoint - session->savepoints.items);
    if (session->savepoints.count == 0 && session->is_begun_by_savepoint)
        end(session, true);
    return true;
}

static bool transact(struct arena *arena, struct catalog_session *session,
                     const struct sql_statement *statement, struct catalog_result *result)
{
    bool is_sqlite = session->now->engine == SQL_ENGINE_SQLITE;
    const struct sql_token *verb = sql_token_at(statement->tokens, statement->range.from);
    bool has_to = false;
    for (uint32_t i = statement->range.from; i < statement->range.to; i++)
        has_to |= sql_token_is(sql_token_at(statement->tokens, i), "TO");
    bool is_end = sql_token_is_any(verb, "COMMIT END ROLLBACK ABORT PREPARE");
    if (session->has_failed && !is_end)
        return session_refuse(result, "the transaction has failed already");
    if (sql_token_is(verb, "SAVEPOINT"))
        return mark(arena, session, statement, result);
    if (sql_token_is(verb, "ROLLBACK") && has_to)
        return go_back_to(session, statement, result);
    if (sql_token_is(verb, "RELEASE"))
        return release(session, statement, result);
    if (sql_token_is(verb, "BEGIN") || sql_token_is(verb, "START")) {
        if (session->begin && is_sqlite)
            return session_refuse(result, "a transaction is open already");
        if (!session->begin)
            session->begin = session->now;
        return true;
    }
    if (!session->begin && is_sqlite)
        return session_refuse(result, "no transaction is open");
    end(session, !sql_token_is(verb, "ROLLBACK") && !sql_token_is(verb, "ABORT"));
    return true;
}

struct catalog_result catalog_run(struct arena *arena, struct catalog_session *session,
                                  const struct sql_statement *statement)
{
    struct catalog_result result = { .after = session->now };
    bool is_postgresql = session->now->engine == SQL_ENGINE_POSTGRESQL;
    bool is_sqlite = session->now->engine == SQL_ENGINE_SQLITE;
    if (statement->head == SQL_TRANSACTION) {
        if (!transact(arena, session, statement, &result) && is_postgresql && session->begin)
            session->has_failed = true;
        result.after = session->now;
        return result;
    }
    if (session->has_failed) {
        session_refuse(&result, "the transaction has failed already");
        return result;
    }
    if (statement->changes && !is_postgresql && !is_sqlite)
        end(session, true); // MySQL commits before each change of a schema
    result = catalog_apply_statement(arena, session->now, statement);
    session->has_failed =
        is_postgresql && session->begin && result.outcome == CATALOG_REFUSED;
    session->now = result.after;
    return result;
}
