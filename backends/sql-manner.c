#include "backends/sql-manner.h"

#include "model/schema.h"
#include "sql/transaction.h"

static bool begins_with(const struct sql_statement *statement, const char *word)
{
    return sql_token_is(sql_token_at(statement->tokens, statement->range.from), word);
}

// A procedure may commit; a PRAGMA means something else inside a transaction, or nothing.
static bool refuses_transaction(const struct store *store, const struct sql_statement *statement)
{
    static const char *const words[] = { "VACUUM", "CALL", "PRAGMA", "ATTACH", "DETACH" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (begins_with(statement, words[i]))
            return true;
    enum sql_engine engine = store_engine(store);
    unsigned version = store ? sql_version_of(store->version.str) : 0;
    return statement->head == SQL_TRANSACTION
           || sql_needs_no_transaction(engine, version, statement) != NULL;
}

static bool changes_schema(const struct sql_statement *statement)
{
    list_each(sql_operation, operation, statement->operations)
        if (operation->head >= SQL_TRUNCATE && operation->head <= SQL_LOCK
            && operation->head != SQL_COPY && operation->head != SQL_CREATE_TABLE_AS
            && operation->head != SQL_VALIDATE_CONSTRAINT)
            return true;
    return false;
}

static struct str concurrent_index(struct arena *arena, const struct sql_statement *statement)
{
    list_each(sql_operation, operation, statement->operations) {
        bool is_made = operation->head == SQL_CREATE_INDEX;
        if (!operation->is_concurrent || (!is_made && operation->head != SQL_DROP_INDEX)
            || !sql_name_is_set(operation->object))
            continue;
        struct sql_name name = operation->object;
        name.name = sql_name_quoted(statement->tokens, name.name);
        if (name.schema.length)
            name.schema = sql_name_quoted(statement->tokens, name.schema);
        else if (is_made && operation->table.schema.length) // an index lies beside its table
            name.schema = sql_name_quoted(statement->tokens, operation->table.schema);
        return arena_format(arena, "%c%.*s", is_made ? '+' : '-',
                            STR_ARGS(sql_name_format(arena, name)));
    }
    return STR("");
}

struct sql_running sql_running_of(struct arena *arena, const struct action *step)
{
    struct sql_running running = { .seen_by = STR("") };
    const struct store *store = step->store;
    enum sql_engine engine = store_engine(store);
    struct sql_script *script = sql_read_for(arena, engine, step->code.text);
    list_each(sql_statement, statement, script->statements) {
        if (refuses_transaction(store, statement)) {
            running.manner = SQL_MANNER_ALONE;
            running.seen_by = concurrent_index(arena, statement);
            return running;
        }
        if (changes_schema(statement))
            running.manner = SQL_MANNER_SCHEMA;
    }
    return running;
}

const char *sql_manner_word(enum sql_manner manner)
{
    static const char *const words[] = { "data", "schema", "alone", "change" };
    return words[manner];
}
