// The line of events: what a plan does, in order, cut where the world can be seen from outside.
//
// An event is atomic, or rolling: then both configurations are in force from its begin to its
// end. A step's SQL is one event where the engine runs it in one transaction, and one for each
// statement where it does not.
#ifndef MODEL_LINE_H
#define MODEL_LINE_H

#include "model/fill.h"
#include "model/site.h"

struct event {
    unsigned index; // among all events of the line
    const struct phase *phase;
    const struct action *action; // NULL: a verification, or a backup that is restored
    const struct verify *verify;
    unsigned position; // of the action in its list, from 0
    struct span span;
    // SQL: the statements from `first` up to, not including, `end`.
    const struct sql_statement *first, *end;
    struct span client_command; // of psql in the same step, that may do anything; not set: none
    // Nobody meets the world as it is behind it: it is within a downtime, or what the next event
    // states is true by then.
    bool is_hidden;
    bool is_down;   // within a downtime: nobody writes
    double percent; // that a flag or a ramp reaches
    enum fill_reach fill_reach; // of a backfill
    unsigned undone_position;   // of the action that a derived rollback undoes, in its list
    bool is_rolling;
};

struct events {
    struct event *items;
    size_t count, capacity;
};

struct line {
    struct events *forward; // by phase->index: its actions, and then its verifications
    struct events *back;    // by phase->index: the actions of its rollback, written or derived
    struct event *restores; // by phase->index: of `rollback restore`
    unsigned count;         // of all of them
};

struct model;

struct line line_read(struct arena *arena, const struct plan *plan, const struct model *model);

// True where the engine undoes all DDL of a transaction that fails.
bool engine_has_transactional_ddl(enum sql_engine engine);

#endif
