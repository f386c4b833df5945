// The SQL of a plan as files, and where in them each step, verification and rollback stands:
// the backend of SQL writes them, the runbook runs them piece by piece.
#ifndef BACKENDS_SQL_FILES_H
#define BACKENDS_SQL_FILES_H

#include "backends/backend.h"
#include "backends/carried-move.h"
#include "backends/sql-manner.h"
#include "model/holds.h"

enum sql_role { SQL_PRECHECK, SQL_DEPLOY, SQL_BACKFILL, SQL_VERIFY, SQL_REVERT };

struct sql_file {
    struct sql_file *next;
    enum sql_role role;
    struct str path; // sql/02-expand/main/deploy.sql
    const struct store *store; // NULL where the plan has none, or does not say which
    struct output text;
    size_t counted; // bytes of `text` in which line ends were counted
    long line;      // the line on which the next text begins
};

// The SQL of one action or verification, or a part of it: lines `first_line` to `last_line` of
// its file.
struct sql_piece {
    struct sql_piece *next;
    const void *owner; // the action or verification
    const struct sql_file *file;
    long first_line, last_line;
    struct sql_running running; // of a step
};

// `verify schema` at one place. Its pieces, one for each store of which anything is known, stand
// in the order of the stores; where there is none, `problem` says why.
struct schema_verify {
    struct schema_verify *next;
    const struct verify *verify;
    unsigned piece_count;
    struct str problem;
};

// The pieces are in this order: of each phase its prechecks (the phase is their owner), the
// plan's verifications that are made before it, its actions, its verifications, those of the plan
// that are made behind it, the actions of its rollback, and the schema behind them.
struct sql_files {
    struct arena *arena;
    LIST_OF(sql_file) files;
    LIST_OF(sql_piece) pieces;
    const struct carried_move *moves; // by move->index
    struct plan_verifies plan_verifies;
    LIST_OF(schema_verify) schema_verifies; // in the order of the pieces
};

struct sql_files *sql_files_render(const struct artefacts *artefacts, const struct unit *unit);

// The number by which folders and the runbook call a phase: its own, unless the numbers of
// the plan do not rise; then its place from 1.
bool phase_numbers_rise(const struct plan *plan);
long phase_key(const struct phase *phase, bool numbers_rise);

// True for what stands in SQL files. Where the plan has several stores and does not say
// which, it does, but no program can run it.
bool action_is_sql(const struct action *action);
bool verify_is_sql(const struct verify *verify);

// When a verification of the whole plan is made, for a comment.
struct str plan_verify_wording(const struct plan_verify *made);

// True for what belay does for a move: a backfill or `fill … backward`, and `writes` that makes
// or drops triggers. Where it cannot, a person does, and `*obstacle` is the reason.
bool action_is_fill(const struct sql_files *files, const struct action *action,
                    struct str *obstacle);
bool action_is_triggers(const struct sql_files *files, const struct action *action,
                        struct str *obstacle);

// What a phase's rollback does: the plan's actions, or those that belay derived; empty where
// there is another way back, or none.
const struct action_list *rollback_actions(const struct unit *unit, const struct phase *phase);

// By which the ledger knows an action: "s2" is the second of its phase, "r2" of its rollback.
struct str step_name(struct arena *arena, bool is_rollback, long number);

#endif
