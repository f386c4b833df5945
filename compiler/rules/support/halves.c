#include "rules/support/halves.h"

#include "sql/cursor.h"
#include "sql/effect.h"

// What is known while the statements of one script are gone through.
struct halving {
    enum sql_engine engine;
    bool writes_transactions; // BEGIN and COMMIT stand in it; else one is around all of it
    bool is_open;             // between them
    const struct sql_statement *pending, *done; // that is mine: not committed yet, committed
};

static bool is_word(const struct sql_statement *statement, const char *words)
{
    return statement->head == SQL_TRANSACTION
           && sql_token_is_any(sql_token_at(statement->tokens, statement->range.from), words);
}

static bool is_partial_rollback(const struct sql_statement *statement)
{
    for (uint32_t i = statement->range.from; i < statement->range.to; i++)
        if (sql_token_is(sql_token_at(statement->tokens, i), "TO"))
            return true;
    return false;
}

static void follow_transaction(struct halving *halving, const struct sql_statement *statement)
{
    if (is_word(statement, "BEGIN START")) {
        halving->is_open = true;
        return;
    }
    bool ends = is_word(statement, "COMMIT END");
    bool undoes = is_word(statement, "ROLLBACK ABORT") && !is_partial_rollback(statement);
    if (!ends && !undoes)
        return;
    if (ends && !halving->done)
        halving->done = halving->pending;
    halving->pending = NULL;
    halving->is_open = false;
}

static bool has_transactions(const struct sql_script *script)
{
    list_each(sql_statement, statement, script->statements)
        if (is_word(statement, "BEGIN START COMMIT END"))
            return true;
    return false;
}

static struct half find_half(const struct site *site, const struct sql_script *script,
                             bool (*is_mine)(const struct site *site,
                                             const struct sql_statement *statement))
{
    const struct store *store = site->action->store;
    struct halving halving = {
        .engine = store ? sql_engine_of(store->engine) : SQL_ENGINE_UNKNOWN,
        .writes_transactions = has_transactions(script),
    };
    list_each(sql_statement, statement, script->statements) {
        if (statement->head == SQL_TRANSACTION) {
            follow_transaction(&halving, statement);
            continue;
        }
        if (sql_leaves_nothing(halving.engine, statement))
            continue;
        if (halving.done)
            return (struct half){ .site = site, .done = halving.done, .failed = statement };
        if (!halving.pending && is_mine(site, statement))
            halving.pending = statement;
        if (halving.writes_transactions && !halving.is_open)
            halving.done = halving.pending;
    }
    return (struct half){ 0 };
}

static bool is_run_in_parts(const struct site *site)
{
    const struct store *store = site->action->store;
    enum sql_engine engine = store ? sql_engine_of(store->engine) : SQL_ENGINE_UNKNOWN;
    return engine == SQL_ENGINE_MYSQL || engine == SQL_ENGINE_MARIADB;
}

void halves_each(struct unit *unit,
                 bool (*is_mine)(const struct site *site, const struct sql_statement *statement),
                 void (*report)(struct unit *unit, const struct half *half))
{
    list_each(site, site, model_of(unit)->sites) {
        bool is_run = site->role == SITE_RUNS || site->role == SITE_UNDOES;
        if (!is_run || !site->action || !site->phase || site->host || !site->queries.first
            || site->is_inferred || site->phase->is_inferred || is_run_in_parts(site))
            continue;
        struct half half = find_half(site, site->queries.first->script, is_mine);
        if (half.done)
            report(unit, &half);
    }
}
