// The engines' own grammars. They decide what a statement's operations are; its tokens and
// SELECTs are read as those of any SQL. A statement that the grammar does not read keeps what
// its head says, and gets a refusal.
#ifndef SQL_DIALECT_H
#define SQL_DIALECT_H

#include "sql/statement.h"

struct sql_script *sql_read_postgresql(struct arena *arena, struct text text);
struct sql_script *sql_read_sqlite(struct arena *arena, struct text text);

#endif
