// What the versions of the applications need of the schemas: tables and columns that they read
// and write, columns that they may leave out, keys on which they upsert.
#ifndef MODEL_NEEDS_H
#define MODEL_NEEDS_H

#include "base/index.h"
#include "model/move-state.h"
#include "sql/catalog.h"

// One use of one table by one version.
struct need {
    unsigned index; // among all of the plan
    const struct version *version;
    const struct use *use;
    const struct column_list *table;
    const struct store *store; // NULL where it is not said: then nothing is judged
    struct sql_name name;      // of the table
    struct str undeclared;     // a flag that decides whether it is asked, and is not declared
};

struct need_list {
    const struct need **items;
    size_t count, capacity;
};

struct needs {
    struct need_list *of_version; // by version->index
    struct need_list *of_flag;    // by flag->index: that count only for some of its values
    struct index tables;          // needs_on()
    struct index given;           // needs_give()
    struct str undeclared;        // a flag that the plan sets and does not declare
    unsigned count;
};

struct needs *needs_read(struct arena *arena, const struct plan *plan);

// Those on tables with this name, in whatever schema and store, and in any case of its letters;
// NULL for none.
const struct need_list *needs_on(struct arena *arena, const struct needs *needs,
                                 struct str table);

// The last part.
struct str column_name(const struct name *name);

bool columns_have(const struct column_list *columns, struct str column); // `*` has each
bool need_has(const struct need *need, struct str column);

// True where it brings new rows: it inserts, upserts or writes them.
bool need_inserts(const struct need *need);

// True where some insert of the version into the table gives the column a value.
bool need_is_given(const struct need *need, const struct need_list *version, struct str column);

// True where some version of the same application gives the column a value when it inserts into
// the table: what the column needs is then declared.
bool needs_give(struct arena *arena, const struct needs *needs, const struct need *need,
                struct str column);

// True where each table of the engine has a column of this name: ctid, rowid.
bool engine_has_column(enum sql_engine engine, struct str name);

enum lack_kind {
    LACK_NOTHING,    // or it is not known
    LACK_TABLE,      // it is not there
    LACK_COLUMN,     // `column` of the table is not there
    LACK_WRITABLE,   // `column` is generated, and written
    LACK_VALUE,      // `column` must have a value, and an insert gives it none
    LACK_UNIQUE_KEY, // nothing makes the columns of an upsert unique
    LACK_DISTINCT,   // `column` must be unique, and each insert leaves it at the same default
    LACK_IN_VIEW,    // the view has no `column`
    LACK_BEHIND_VIEW, // the view reads `column`, or a table of that name, which is not there
};

struct lack {
    enum lack_kind kind;
    struct str column;
    struct span span; // what demands the value, or made it so
    bool is_unsure;   // nothing is known to be lacking, but not all that is needed is known
};

// What a need is held against: the catalog of its store, and what triggers do there.
struct need_place {
    const struct catalog *catalog, *start;
    const struct plan *plan;
    const struct needs *needs;
    const struct move_state *const *moves; // by move->index; NULL: no trigger is a move's
};

// What was found for a need when it was asked for last.
struct need_memory {
    const struct catalog *catalog;
    const struct move_state *const *moves;
    struct catalog_found found; // its table
    struct lack lack;
};

// What the need lacks in its place. A column of a table that the version leaves out and that was
// demanded at the start already is no lack, unless another version of the application gives it:
// declarations need not be complete. `memory` is for this need alone, and empty at first.
struct lack need_lacks(struct arena *arena, const struct need *need,
                       const struct need_list *version, const struct need_place *place,
                       struct need_memory *memory);

// What stops each row that a fill, or a trigger, of a move between two tables of one store brings
// to the new one: a column that must have a value, and gets none.
struct lack move_lacks(struct arena *arena, const struct move *move,
                       const struct catalog *catalog);

// "users.born", "users".
struct str need_subject(struct arena *arena, const struct need *need, const struct lack *lack);

// "reads", "writes", "inserts into".
const char *need_verb(const struct need *need);

#endif
