// What a store holds before the plan begins.
#ifndef MODEL_SCHEMA_H
#define MODEL_SCHEMA_H

#include "plan/plan.h"
#include "sql/catalog.h"

// By its `schema`, where the plan gives one; else nothing is known of it. No store: NULL.
const struct catalog *store_schema(struct arena *arena, const struct store *store);

#endif
