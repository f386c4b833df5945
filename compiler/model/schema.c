#include "model/schema.h"

#include "sql/read.h"
#include "sql/types.h"

enum sql_engine store_engine(const struct store *store)
{
    return store ? sql_engine_of(store->engine) : SQL_ENGINE_UNKNOWN;
}

static const struct catalog *read_schema(struct arena *arena, const struct store *store)
{
    enum sql_engine engine = store_engine(store);
    bool is_known = text_is_set(store->schema.text);
    struct catalog_session session = {
        .now = catalog_new(arena, engine, sql_version_number(store->version.str), is_known),
    };
    if (is_known)
        list_each(sql_statement, statement,
                  sql_read_for(arena, engine, store->schema.text)->statements)
            catalog_run(arena, &session, statement);
    return session.now;
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
