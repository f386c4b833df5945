// What the schema of each store is at a place of the plan, as far as that can be foreseen.
#ifndef MODEL_PREDICTED_H
#define MODEL_PREDICTED_H

#include "model/model.h"

enum schema_moment {
    SCHEMA_BEFORE, // the first action of a phase
    SCHEMA_AT_END, // of a phase
    SCHEMA_UNDONE, // behind its rollback
};

// A change took it away, or gave it another name. It may have come again since.
struct schema_gone {
    const struct schema_gone *before; // NULL: it is the first
    enum ddl_target kind;             // a table, column, constraint, index, view or trigger
    struct sql_name table;            // its own name where it is a table or view
    struct str name;                  // of what belongs to a table
};

struct predicted_schema {
    const struct catalog *catalog;
    // Nothing was done to it that cannot be seen: what the catalog says it has not is not there.
    bool is_whole;
    const struct schema_gone *gone; // the last one; NULL: none
};

struct predicted_schemas;

struct predicted_schemas *predicted_schemas_read(struct arena *arena, const struct unit *unit);

// False where it cannot be foreseen: what the phase or one behind it leaves after its rollback
// is not what was there before.
bool predicted_schema_at(const struct predicted_schemas *schemas, const struct phase *phase,
                         enum schema_moment moment, const struct store *store,
                         struct predicted_schema *schema);

#endif
