// The SQL of a plan's steps as one line of changes, in the order in which they run.
#ifndef MODEL_CHANGES_H
#define MODEL_CHANGES_H

#include "model/site.h"

// One operation of one statement of one step.
struct change_step {
    struct change_step *next; // of the same phase
    const struct phase *phase;
    const struct action *action;
    const struct sql_statement *statement;
    const struct sql_operation *operation;
    bool destroys; // rows or values that this plan did not bring
};

struct change_list {
    struct change_step *first, *last;
};

struct changes {
    struct change_list *of_phase; // by phase->index
};

struct changes changes_read(struct arena *arena, const struct plan *plan,
                            const struct sites *sites);

// The SQL of actions that belong to no phase's line: a rollback's.
struct change_list changes_of_actions(struct arena *arena, const struct phase *phase,
                                      const struct action_list *actions);

#define changes_each(change, changes, phase) \
    list_each(change_step, change, (changes)->of_phase[(phase)->index])

// True where the operation is on the table of the object, in its store.
bool change_is_on_table(const struct change_step *change, const struct object *object);

// The operation is on the object itself: its column, or its table.
bool change_is_on(const struct change_step *change, const struct object *object);

bool change_drops(const struct change_step *change, const struct object *object);

// Something is renamed: the object has that name no longer, or is what has it from then on.
bool change_takes_name(const struct change_step *change, const struct object *object);
bool change_gives_name(const struct change_step *change, const struct object *object);

// It writes values of other rows into the object: UPDATE, INSERT … SELECT, MERGE, COPY.
bool change_fills(const struct change_step *change, const struct object *object);

// "orders.total", "orders".
struct str change_object(struct arena *arena, const struct change_step *change);

// "drops", "truncates", "deletes from".
const char *change_verb(const struct change_step *change);

#endif
