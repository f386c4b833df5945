// Names of a plan as names of SQL: in the quotes of the engine.
#ifndef BACKENDS_SQL_NAME_H
#define BACKENDS_SQL_NAME_H

#include "base/output.h"
#include "plan/plan.h"
#include "sql/read.h"

// `written` is the name as it stands in the plan, where backquotes are the quotes; PostgreSQL
// reads what stands without them as lower case.
struct str sql_identifier(struct arena *arena, enum sql_engine engine, struct str name,
                          struct str written);

// The name as the engine stores it.
struct str sql_stored_name(struct arena *arena, enum sql_engine engine, struct str name,
                           struct str written);

// A name as the engine stores it, in its quotes.
struct str sql_quoted_name(struct arena *arena, enum sql_engine engine, struct str stored);

// A text as a literal.
struct str sql_literal(struct arena *arena, struct str text);

// The same on MySQL and MariaDB, where a backslash escapes what stands behind it.
struct str sql_mysql_literal(struct arena *arena, struct str text);

// A name that sql_identifier() gave in double quotes, as a literal.
struct str sql_identifier_literal(struct arena *arena, struct str identifier);

// The table of an object, with its schema where the plan gives one.
struct str sql_table_name(struct arena *arena, enum sql_engine engine,
                          const struct object *object);

#endif
