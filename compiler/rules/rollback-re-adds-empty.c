//! rule        rollback-re-adds-empty
//! code        RBK006
//! level       error
//! since       0.1
//! source      X45
//! breaks      inverse
//!
//! A rollback makes a dropped table or column again, and nothing brings its rows back.
//!
//! ## Why
//!
//! The schema is as it was, and looks like success: every query runs. What the column or table
//! held is gone all the same, and the old version reads and writes as if there had never been
//! anything. Either the rollback copies the values back from where they are, or the phase takes
//! a backup and is undone by restoring it.
//!
//! ## Fails
//!
//! ````belay phase
//! step "Drop the old column" ```sql
//!   ALTER TABLE guests DROP COLUMN born;
//! ```
//! rollback ```sql
//!   ALTER TABLE guests ADD COLUMN born date;
//! ```
//! ````
//!
//! ## Passes
//!
//! ````belay phase
//! step "Drop the old column" ```sql
//!   ALTER TABLE guests DROP COLUMN born;
//! ```
//! rollback ```sql
//!   ALTER TABLE guests ADD COLUMN born date;
//!   UPDATE guests SET born = birthday;
//! ```
//! ````
//!
//! ````belay phase
//! step "Drop the old column" ```sql
//!   ALTER TABLE guests DROP COLUMN born;
//! ```
//! rollback impossible "what the column held is gone"
//! ````

#include "rules/rule.h"

// The operation that makes again what was dropped; NULL where none does.
static const struct change_step *find_maker(const struct change_list *back,
                                            const struct change_step *dropped)
{
    const struct sql_operation *gone = dropped->operation;
    bool is_column = gone->head == SQL_DROP_COLUMN;
    list_each(change_step, change, *back) {
        const struct sql_operation *made = change->operation;
        if (sql_name_equal(made->table, gone->table)
            && (is_column ? made->head == SQL_ADD_COLUMN
                                && str_equal_ignoring_case(made->column, gone->column)
                          : made->head == SQL_CREATE_TABLE))
            return change;
    }
    return NULL;
}

static bool writes_rows(enum sql_head head)
{
    return head == SQL_INSERT || head == SQL_INSERT_SELECT || head == SQL_UPDATE
           || head == SQL_MERGE || head == SQL_COPY || head == SQL_RENAME_TABLE
           || head == SQL_CREATE_TABLE_AS;
}

// Rows come back by SQL, by a fill, or by what a person or a command does.
static bool brings_rows(const struct rollback *rollback, const struct change_list *back)
{
    list_each(action, action, rollback->actions)
        if (action->kind == ACTION_FILL || action_is_blind(action))
            return true;
    list_each(change_step, change, *back)
        if (writes_rows(change->operation->head))
            return true;
    return false;
}

static void report(struct unit *unit, const struct change_step *dropped,
                   const struct change_step *made)
{
    struct str object = change_object(&unit->arena, dropped);
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_rollback_re_adds_empty, made->operation->span,
                 "the rollback of phase %d makes '%.*s' again, without what it held",
                 dropped->phase->number, STR_ARGS(object));
    diagnostic_also(finding, dropped->operation->span, "its values go here");
    diagnostic_note(finding, "every query runs, and finds nothing");
    diagnostic_help(finding, "copy the values back, or take a backup in the phase and restore it");
    diagnostic_about(finding, "phase %.*s, %.*s", STR_ARGS(dropped->phase->name),
                     STR_ARGS(object));
    if (dropped->phase->is_inferred)
        diagnostic_inferred(finding, "what belongs to phase %d is inferred from prose",
                            dropped->phase->number);
}

static void check_phase(struct unit *unit, const struct plan *plan, const struct phase *phase)
{
    (void)plan;
    const struct rollback *rollback = &phase->rollback;
    if (rollback->kind != ROLLBACK_ACTIONS || text_is_set(rollback->loses)
        || !phase_destroys(&model_of(unit)->changes, phase))
        return;
    const struct change_list back = changes_of_actions(&unit->arena, phase, &rollback->actions);
    if (brings_rows(rollback, &back))
        return;
    changes_each(change, &model_of(unit)->changes, phase) {
        enum sql_head head = change->operation->head;
        bool is_drop = head == SQL_DROP_COLUMN || head == SQL_DROP_TABLE;
        const struct change_step *made =
            is_drop && change->destroys ? find_maker(&back, change) : NULL;
        if (made) {
            report(unit, change, made);
            return;
        }
    }
}

const struct rule rule_rollback_re_adds_empty = { .check_phase = check_phase };
