// What a trigger does: the code that it runs, and the tables and columns that the code names.
#ifndef RULES_SUPPORT_TRIGGER_H
#define RULES_SUPPORT_TRIGGER_H

#include "rules/support/forward.h"

// The tokens of the code; NULL where it is not known. PostgreSQL keeps it in a function.
const struct sql_tokens *trigger_code(const struct forward *forward,
                                      const struct catalog *catalog,
                                      const struct catalog_trigger *trigger);

// The next table from the token `*at` on that the code updates, `*at` behind it; no data for none.
struct str code_next_update(const struct sql_tokens *tokens, uint32_t *at);

// True where the code updates the table, or inserts into it.
bool code_updates(const struct sql_tokens *tokens, struct str table);
bool code_inserts(const struct sql_tokens *tokens, struct str table);

// NEW.column or OLD.column.
bool code_names_row_column(const struct sql_tokens *tokens, struct str column);

// The first column of NEW or OLD that the trigger's table has not; no data for none.
struct str code_missing_row_column(struct arena *arena, const struct sql_tokens *tokens,
                                   const struct catalog *catalog,
                                   const struct catalog_table *table);

// Code for several tables, or for what goes wrong: which of it runs here is not seen.
bool code_may_look_first(const struct sql_tokens *code);

// The word stands in it, as a name.
bool code_has_name(const struct sql_tokens *tokens, struct str name);

#endif
