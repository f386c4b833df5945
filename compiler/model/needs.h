// What the versions of the applications need of the schemas: tables and columns that they read
// and write, columns that they may leave out, keys on which they upsert.
#ifndef MODEL_NEEDS_H
#define MODEL_NEEDS_H

#include "model/move-state.h"
#include "sql/catalog.h"

// One use of one table by one version.
struct need {
    const struct version *version;
    const struct use *use;
    const struct column_list *table;
    const struct store *store; // NULL where it is not said: then nothing is judged
    struct sql_name name;      // of the table
};

struct needs {
    struct need *items;
    size_t count, capacity;
};

// By version->index.
struct needs *needs_read(struct arena *arena, const struct plan *plan);

enum lack_kind {
    LACK_NOTHING,    // or it is not known
    LACK_TABLE,      // it is not there
    LACK_COLUMN,     // `column` of the table is not there
    LACK_WRITABLE,   // `column` is generated, and written
    LACK_VALUE,      // `column` must have a value, and an insert gives it none
    LACK_UNIQUE_KEY, // nothing makes the columns of an upsert unique
    LACK_DISTINCT,   // `column` must be unique, and each insert leaves it at the same default
    LACK_IN_VIEW,    // the view has no `column`
};

struct lack {
    enum lack_kind kind;
    struct str column;
    struct span span; // what demands the value, or made it so
};

// What a need is held against: the catalog of its store, and what triggers do there.
struct need_place {
    const struct catalog *catalog, *start;
    const struct plan *plan;
    const struct move_state *moves; // by move->index
};

// What the need lacks in its place. A column of a table that the version leaves out and that was
// demanded at the start already is no lack: declarations need not be complete.
struct lack need_lacks(struct arena *arena, const struct need *need, const struct needs *version,
                       const struct need_place *place);

// "users.born", "users".
struct str need_subject(struct arena *arena, const struct need *need, const struct lack *lack);

// "reads", "writes", "inserts into".
const char *need_verb(const struct need *need);

#endif
