// The SQL of a store whose engine is known, read by that engine's grammar.
#ifndef SQL_READ_H
#define SQL_READ_H

#include "sql/statement.h"

// By the name that a plan gives it ("postgresql"); SQL_ENGINE_UNKNOWN for any other.
enum sql_engine sql_engine_of(struct str name);

// MySQL or MariaDB.
static inline bool sql_engine_is_mysql(enum sql_engine engine)
{
    return engine == SQL_ENGINE_MYSQL || engine == SQL_ENGINE_MARIADB;
}

// "PostgreSQL"; "the store" for SQL_ENGINE_UNKNOWN.
const char *sql_engine_title(enum sql_engine engine);

// As sql_read(). What the engine's grammar refuses is still read by its heads, and says so in
// `statement->refusal`.
struct sql_script *sql_read_for(struct arena *arena, enum sql_engine engine, struct text text);

#endif
