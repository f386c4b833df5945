// What a store is: its engine, and what it holds before the plan begins.
#ifndef MODEL_SCHEMA_H
#define MODEL_SCHEMA_H

#include "plan/plan.h"
#include "sql/catalog.h"

// SQL_ENGINE_UNKNOWN for no store, and where the plan does not say it.
enum sql_engine store_engine(const struct store *store);

// By store->index, and behind them that of no store. It is what the store's `schema` says, where
// the plan gives one; else nothing is known of it.
const struct catalog *const *schemas_read(struct arena *arena, const struct plan *plan);

#endif
