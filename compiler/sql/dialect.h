// The engines' own grammars: each mends what was read by heads alone.
//
// The statements keep their places, tokens and SELECTs; their operations become what the
// grammar says they are. A statement that the grammar does not read keeps what its head says,
// and gets a refusal.
#ifndef SQL_DIALECT_H
#define SQL_DIALECT_H

#include "sql/statement.h"

void sql_read_postgresql(struct arena *arena, struct sql_script *script);

#endif
