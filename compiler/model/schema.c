#include "model/schema.h"

#include "sql/read.h"
#include "sql/types.h"

enum sql_engine store_engine(const struct store *store)
{
    return store ? sql_engine_of(store->engine) : SQL_ENGINE_UNKNOWN;
}

// For the sessions of the plan. What a statement was refused or not understood may have left out.
static const struct catalog *end_reading(struct arena *arena, const struct catalog *catalog,
                                         bool is_doubtful)
{
    struct catalog *read = arena_new(arena, struct catalog);
    *read = *catalog_new_session(arena, catalog);
    read->is_doubtful = is_doubtful;
    return read;
}

// Whatever became of it, the same objects are there: a dump says who owns them, and that names
// are said in full from there on.
static bool leaves_objects(const struct sql_statement *statement)
{
    for (const struct ddl *change = statement->changes; change; change = change->next)
        if (change->kind != DDL_USE && change->kind != DDL_TABLE_OPTION
            && change->kind != DDL_ATTACH_INDEX && change->kind != DDL_COMMENT
            && change->kind != DDL_OTHER)
            return false;
    return statement->changes != NULL;
}

static const struct catalog *read_schema(struct arena *arena, const struct store *store)
{
    enum sql_engine engine = store_engine(store);
    bool is_known = text_is_set(store->schema.text), is_doubtful = false;
    struct catalog_session session = {
        .now = catalog_new(arena, engine, sql_version_number(store->version.str), is_known),
    };
    if (is_known) {
        const struct sql_script *script = sql_read_for(arena, engine, store->schema.text);
        is_doubtful = span_is_set(sql_find_client_command(script->tokens));
        list_each(sql_statement, statement, script->statements) {
            struct catalog_result result = catalog_run(arena, &session, statement);
            is_doubtful |= statement->refusal.data
                           || (result.outcome != CATALOG_APPLIED && !leaves_objects(statement));
        }
    }
    return end_reading(arena, session.now, is_doubtful);
}

const struct catalog *const *schemas_read(struct arena *arena, const struct plan *plan)
{
    const struct catalog **schemas =
        arena_new_many(arena, const struct catalog *, plan->store_count + 1);
    list_each(store, store, plan->stores)
        schemas[store->index] = read_schema(arena, store);
    schemas[plan->store_count] =
        catalog_new(arena, SQL_ENGINE_UNKNOWN, sql_version_number(STR_NONE), false);
    return schemas;
}
