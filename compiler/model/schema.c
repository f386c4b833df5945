#include "model/schema.h"

#include "sql/read.h"
#include "sql/types.h"

const struct catalog *store_schema(struct arena *arena, const struct store *store)
{
    if (!store)
        return catalog_new(arena, SQL_ENGINE_UNKNOWN, sql_version_number(STR_NONE), false);
    enum sql_engine engine = sql_engine_of(store->engine);
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
