// Names as they stand in SQL that belay writes.
#ifndef SQL_IDENTIFIER_H
#define SQL_IDENTIFIER_H

#include "sql/statement.h"

// The name in the quotes that the engine reads, where it needs them: it is a word of SQL's, or
// not made of small letters, digits and underscores alone. The name is as the engine stores it.
struct str sql_identifier_quote(struct arena *arena, enum sql_engine engine, struct str name);

// The same for "schema.name"; without the schema where it has no data or is empty.
struct str sql_identifier_quote_name(struct arena *arena, enum sql_engine engine,
                                     struct sql_name name);

#endif
