#include "rules/support/halves.h"

#include "rules/support/edits.h"
#include "sql/cursor.h"
#include "sql/effect.h"
#include "sql/transaction.h"

// What is known while the statements of one script are gone through.
struct halving {
    enum sql_engine engine;
    bool writes_transactions; // BEGIN and COMMIT stand in it; else one is around all of it
    bool is_open;             // between them
    const struct sql_statement *pending, *done; // that is mine: not committed yet, committed
    const struct sql_statement *commit;         // by this
};

static void follow_transaction(struct halving *halving, const struct sql_statement *statement)
{
    enum sql_ending ending = sql_ends_transaction(statement);
    if (sql_begins_transaction(statement))
        halving->is_open = true;
    if (ending == SQL_ENDS_NOTHING)
        return;
    if (ending != SQL_UNDOES && halving->pending) {
        halving->done = halving->pending;
        halving->commit = statement;
    }
    halving->pending = NULL;
    halving->is_open = ending == SQL_COMMITS_AND_BEGINS;
}

static bool has_transactions(const struct sql_script *script)
{
    list_each(sql_statement, statement, script->statements)
        if (sql_begins_transaction(statement)
            || sql_ends_transaction(statement) != SQL_ENDS_NOTHING)
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
        if (sql_begins_transaction(statement)
            || sql_ends_transaction(statement) != SQL_ENDS_NOTHING) {
            follow_transaction(&halving, statement);
            continue;
        }
        if (statement->head == SQL_SET || statement->head == SQL_TRANSACTION
            || sql_leaves_nothing(halving.engine, statement))
            continue;
        if (halving.done)
            return (struct half){ site, halving.done, statement, halving.commit };
        if (!halving.pending && is_mine(site, statement))
            halving.pending = statement;
        if (halving.writes_transactions && !halving.is_open) {
            halving.done = halving.pending;
            halving.commit = statement;
        }
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

// ---- what cannot run twice

static bool is_replacing(const struct sql_statement *statement)
{
    enum { HEAD = 3 }; // CREATE OR REPLACE
    for (uint32_t i = statement->range.from; i < statement->range.from + HEAD; i++)
        if (sql_token_is(sql_token_at(statement->tokens, i), "REPLACE"))
            return true;
    return false;
}

// The engine refuses it the second time.
static bool is_refused_again(const struct sql_operation *operation)
{
    if (operation->is_conditional || operation->is_temporary)
        return false;
    switch (operation->head) {
    case SQL_CREATE_TABLE: case SQL_CREATE_TABLE_AS: case SQL_CREATE_INDEX: case SQL_CREATE_VIEW:
    case SQL_CREATE_TRIGGER: case SQL_CREATE_ROUTINE: case SQL_CREATE_SCHEMA: case SQL_ADD_COLUMN:
    case SQL_RENAME_TABLE: case SQL_RENAME_COLUMN: case SQL_DROP_TABLE: case SQL_DROP_COLUMN:
    case SQL_DROP_CONSTRAINT: case SQL_DROP_INDEX: case SQL_DROP_VIEW: case SQL_DROP_TRIGGER:
    case SQL_DROP_ROUTINE: case SQL_DROP_SCHEMA: return true;
    case SQL_ADD_CONSTRAINT:
        return operation->object.name.length > 0
               || operation->constraint == SQL_CONSTRAINT_PRIMARY_KEY;
    case SQL_SELECT: case SQL_INSERT: case SQL_INSERT_SELECT: case SQL_UPDATE: case SQL_DELETE:
    case SQL_MERGE: case SQL_TRUNCATE: case SQL_COPY: case SQL_CREATE_OTHER:
    case SQL_VALIDATE_CONSTRAINT: case SQL_SET_NOT_NULL: case SQL_DROP_NOT_NULL:
    case SQL_SET_DEFAULT: case SQL_DROP_DEFAULT: case SQL_CHANGE_TYPE: case SQL_RENAME_OTHER:
    case SQL_ALTER_OTHER: case SQL_DROP_OTHER: case SQL_LOCK: case SQL_TRANSACTION: case SQL_SET:
    case SQL_OTHER: return false;
    }
    return false;
}

enum { LOOK_MAX = 200 }; // statements before it that are looked at

// A conditional DROP before it, in the same step, makes room each time.
static bool is_made_room_for(const struct site *site, const struct sql_statement *statement)
{
    const struct sql_operation *made = statement->operations.first;
    struct sql_name name = sql_name_is_set(made->object) ? made->object : made->table;
    unsigned looks = 0;
    list_each(sql_statement, before, site->queries.first->script->statements) {
        if (before == statement || ++looks > LOOK_MAX)
            return false;
        list_each(sql_operation, operation, before->operations) {
            bool drops = operation->head >= SQL_DROP_TABLE && operation->head <= SQL_DROP_SCHEMA;
            struct sql_name dropped =
                sql_name_is_set(operation->object) ? operation->object : operation->table;
            if (drops && operation->is_conditional && sql_name_equal(dropped, name))
                return true;
        }
    }
    return false;
}

bool statement_is_refused_again(const struct site *site, const struct sql_statement *statement)
{
    if (is_replacing(statement))
        return false;
    list_each(sql_operation, operation, statement->operations)
        if (is_refused_again(operation))
            return !is_made_room_for(site, statement);
    return false;
}

// ---- a step of its own

// What is set before the COMMIT would be missing behind it; where a comment of several lines
// belongs is not clear.
static bool can_split(const struct sql_script *script)
{
    list_each(sql_statement, statement, script->statements)
        if (statement->head == SQL_SET)
            return false;
    list_each(sql_comment, comment, script->tokens->comments)
        if (str_find_char(comment->text, '\n', 0) != STR_NOT_FOUND)
            return false;
    return true;
}

bool half_offer_split(struct unit *unit, const struct half *half, struct diagnostic *finding)
{
    struct step_text text;
    if (!step_text_of(&text, unit, half->site) || !can_split(step_script(half->site)))
        return false;
    struct edits edits =
        edits_begin(unit, finding, "give what stands behind the COMMIT a step of its own");
    edits_split_behind(&edits, &text, half->commit, step_title(&text));
    return true;
}
