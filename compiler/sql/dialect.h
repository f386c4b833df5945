// The engines' own grammars. They decide what a statement's operations are; its tokens and
// SELECTs are read as those of any SQL. A statement that the grammar does not read keeps what
// its head says, and gets a refusal.
#ifndef SQL_DIALECT_H
#define SQL_DIALECT_H

#include "sql/statement.h"

// Refuses a statement with bytes that are no text; true where it did.
bool sql_refuse_bytes(struct sql_statement *statement);

// The same for a statement with a quote that is never closed.
bool sql_refuse_unclosed(struct sql_statement *statement);

struct sql_script *sql_read_postgresql(struct arena *arena, struct text text);
struct sql_script *sql_read_sqlite(struct arena *arena, struct text text);

// MySQL's and MariaDB's.
struct sql_script *sql_read_mysql(struct arena *arena, enum sql_engine engine, struct text text);

#endif
