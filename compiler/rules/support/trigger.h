// What a trigger does: the code that it runs, and the tables and columns that the code names.
#ifndef RULES_SUPPORT_TRIGGER_H
#define RULES_SUPPORT_TRIGGER_H

#include "rules/rule.h"

// The tokens of the code; NULL where it is not known. PostgreSQL keeps it in a function.
const struct sql_tokens *trigger_code(struct arena *arena, const struct catalog *catalog,
                                      const struct catalog_trigger *trigger);

enum { TRIGGER_INSERTS = 1, TRIGGER_UPDATES = 2 };

// How the code writes the table: a set of the above; 0 where it does not, as far as is seen.
unsigned code_writes(const struct sql_tokens *tokens, struct str table);

// NEW.column or OLD.column.
bool code_names_row_column(const struct sql_tokens *tokens, struct str column);

// The word stands in it, as a name.
bool code_has_name(const struct sql_tokens *tokens, struct str name);

#endif
