// The parts of the backend of the runbook: each writes calls of the functions that
// templates/runbook-*.tmpl hold.
#ifndef BACKENDS_RUNBOOK_H
#define BACKENDS_RUNBOOK_H

#include "backends/sql-files.h"

struct runbook {
    struct output *out;
    struct arena *arena;
    const struct unit *unit;
    const struct plan *plan;
    const struct sql_files *sql;
    const struct sql_piece *next_piece; // of the SQL that is still to come
    const struct schema_verify *next_schema;
    struct plan_verifies plan_verifies;
    long phase;                         // its key
    bool numbers_rise;
};

// The number by which the runbook calls a store; NULL is one of its own.
long store_number(const struct runbook *book, const struct store *store);

// The SQL of this action or verification, which is the next one in the files.
const struct sql_piece *take_piece(struct runbook *book, const void *owner);

// "sh" or "bash".
struct str interpreter(const struct code *code);

// By a person, without a place in the ledger.
void write_question(struct runbook *book, struct str title, struct str question);

// ---- actions

// From 1.
long action_place(const struct action_list *actions, const struct action *wanted);

void write_actions(struct runbook *book, const struct phase *phase);
void write_rollback(struct runbook *book, const struct phase *phase);

// What a person has to do for a move, as the parts of a task.
void write_instructions(struct runbook *book, const struct action *action);

// ---- verifications, metrics, triggers

void write_metrics(struct runbook *book);
void write_verifies(struct runbook *book, const struct verify_list *verifies);
void write_schema_behind(struct runbook *book, const struct phase *phase); // its rollback
void write_plan_verify(struct runbook *book, const struct plan_verify *made);

// What is looked at while the phase holds still.
void write_watches(struct runbook *book, const struct phase *phase);

// The metric with a query that the runbook can run, from 1; 0 where there is none.
long metric_number(const struct runbook *book, struct str name);

// A bound as the words of judge_metric(): its operator, kind, value and what the plan says was
// before.
struct metric_bound {
    struct str operator, kind, value, said;
};

struct metric_bound read_metric_bound(const struct runbook *book, const struct bound *bound,
                                      long metric);

#endif
