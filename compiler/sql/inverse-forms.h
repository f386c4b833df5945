// Inside the derivation of what undoes statements: one statement, and how each kind of them is
// undone.
#ifndef SQL_INVERSE_FORMS_H
#define SQL_INVERSE_FORMS_H

#include "sql/inverse.h"

struct deriver {
    struct arena *arena;
    const struct sql_history *history;
    size_t from, index;
    const struct sql_change *change;       // at `index`
    const struct sql_operation *operation; // of the change
    struct sql_inverse *inverse;
};

// What takes a change away as a whole, where it was created in between.
enum cover { NO_COVER, COVERED_BY_TABLE, COVERED_BY_COLUMN };

// What the statement that undoes it calls by its name.
enum named { NAMES_NOTHING, NAMES_TABLE, NAMES_COLUMN };

struct way_back {
    void (*undo)(struct deriver *deriver);
    enum cover cover;
    enum named named;
};

struct way_back way_back_of(enum sql_head head);

// Results. Changes are met from the last to the first.
void inverse_put(struct deriver *deriver, struct str text);
void inverse_refuse(struct deriver *deriver, const char *help, struct str reason);

#define WRITE_IT "write the rollback, or restore a backup"
#define REFUSE(deriver, help, ...) \
    inverse_refuse(deriver, help, arena_format((deriver)->arena, __VA_ARGS__))

#endif
