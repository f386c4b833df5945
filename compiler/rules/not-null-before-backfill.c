//! rule        not-null-before-backfill
//! code        ORD006
//! level       error
//! since       0.1
//! fix         unsafe
//! source      X27, model.md invariant 6
//! breaks      constraint
//!
//! A column is made NOT NULL before its backfill is done and checked.
//!
//! ## Why
//!
//! The engine reads every row when it is told that a column has no empty ones, and stops at
//! the first that is empty: after minutes of work, in front of everybody who waits. Where the
//! rows are not filled yet it fails for certain; where nobody looked, it is a guess.
//!
//! ## Fails
//!
//! ````belay phase
//! step "Require it" ```sql
//!   ALTER TABLE orders ALTER COLUMN total SET NOT NULL;
//! ```
//! step "Fill it" ```sql
//!   UPDATE orders SET total = sum WHERE total IS NULL;
//! ```
//! ````
//!
//! ## Passes
//!
//! ````belay phase
//! step "Fill it" ```sql
//!   UPDATE orders SET total = sum WHERE total IS NULL;
//! ```
//! step "Require it" ```sql
//!   ALTER TABLE orders ALTER COLUMN total SET NOT NULL;
//! ```
//! ````

#include "rules/support/order.h"

// A constraint that says so.
static bool says_not_null(const struct change_step *change, struct str column)
{
    struct str sql = sql_tokens_text(change->statement->tokens, change->statement->range.from,
                                     change->statement->range.to);
    return str_has_word(sql, column)
           && str_find_ignoring_case(sql, STR("IS NOT NULL"), 0) != STR_NOT_FOUND;
}

// The ADD CONSTRAINT ... NOT VALID that a VALIDATE speaks of; NULL where the plan has none.
static const struct change_step *find_added(const struct plan *plan, const struct changes *changes,
                                            const struct change_step *validation)
{
    const struct sql_operation *validated = validation->operation;
    list_each(phase, phase, plan->phases)
        changes_each(change, changes, phase) {
            const struct sql_operation *operation = change->operation;
            if (change == validation)
                return NULL;
            if (operation->head == SQL_ADD_CONSTRAINT && operation->is_not_valid
                && sql_name_equal(operation->table, validated->table)
                && sql_name_equal(operation->object, validated->object))
                return change;
        }
    return NULL;
}

// SET NOT NULL and its like, and a constraint that says so, from when on all rows have to hold it.
static bool requires_column(const struct plan *plan, const struct changes *changes,
                            const struct change_step *change, struct str column)
{
    const struct sql_operation *operation = change->operation;
    bool is_required = operation->head == SQL_SET_NOT_NULL
                       || (operation->head == SQL_CHANGE_TYPE && operation->is_not_null);
    if (is_required)
        return str_equal_ignoring_case(operation->column, column);
    if (operation->head == SQL_VALIDATE_CONSTRAINT) {
        const struct change_step *added = find_added(plan, changes, change);
        return added && says_not_null(added, column);
    }
    return operation->head == SQL_ADD_CONSTRAINT && !operation->is_not_valid
           && says_not_null(change, column);
}

static void report(struct unit *unit, const struct change_step *change, struct str object,
                   struct span fill, bool is_filled, struct moment late)
{
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_not_null_before_backfill, change->operation->span,
                 "'%.*s' is made NOT NULL before %s", STR_ARGS(object),
                 is_filled ? "it was checked" : "its backfill");
    diagnostic_also(finding, fill,
                    is_filled ? "filled here, and not looked at since" : "it is filled only here");
    diagnostic_note(finding, is_filled ? "the statement fails if one row was left out"
                                       : "the statement fails at the first empty row");
    if (is_filled || !order_offer(unit, finding,
                                  (struct moment){ change->phase, change->action }, late))
        diagnostic_help(finding,
                    "fill it, count its empty rows, and require it in a phase behind that");
    diagnostic_about(finding, "%.*s", STR_ARGS(object));
    if (change->phase->is_inferred)
        diagnostic_inferred(finding, "the order of the phases is inferred from prose");
}

// What adds the column with no value for the rows that are there; NULL where nothing does, and
// where the table is new as well, or something that belay cannot read may have filled it.
static const struct change_step *find_added_empty(const struct plan *plan,
                                                  const struct changes *changes,
                                                  const struct change_step *required,
                                                  const struct object *object)
{
    const struct change_step *added = NULL;
    list_each(phase, phase, plan->phases) {
        if (phase->index > required->phase->index)
            break;
        if (actions_find_blind(&phase->actions))
            return NULL;
        changes_each(change, changes, phase) {
            enum sql_head head = change->operation->head;
            if (head == SQL_CREATE_TABLE && change_is_on_table(change, object))
                return NULL;
            if (head == SQL_ADD_COLUMN && !change->operation->has_default
                && change_is_on(change, object))
                added = change;
        }
    }
    return added;
}

static void report_never(struct unit *unit, const struct change_step *change,
                         const struct change_step *added, struct str object)
{
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_not_null_before_backfill, change->operation->span,
                 "'%.*s' is made NOT NULL, and nothing fills it", STR_ARGS(object));
    diagnostic_also(finding, added->operation->span, "added here, with no value in any row");
    diagnostic_note(finding, "the statement fails at the first empty row");
    diagnostic_help(finding,
                    "fill it, count its empty rows, and require it in a phase behind that");
    diagnostic_about(finding, "%.*s", STR_ARGS(object));
}

// No fill of the plan's has come to it by then, nor will one.
static bool is_never_filled(const struct model *model, const struct traffic *traffic,
                            const struct change_step *change)
{
    const struct state *end = model->exploration->ends[change->phase->index];
    return end && traffic->move && end->moves[traffic->move->index]->fill == FILL_EMPTY
           && traffic_before(traffic, change->phase, change->operation->span.start)->fill
                  == FILL_UNKNOWN;
}

// The phase, where it ends with a check.
static const struct phase *phase_checks(const struct phase *phase)
{
    return phase && phase->verifies.first ? phase : NULL;
}

static void check_move(struct unit *unit, const struct traffic *traffic,
                       const struct change_step *change)
{
    const struct object *object = &traffic->move->to;
    if (object->column.length == 0 || !change_is_on_table(change, object)
        || !requires_column(unit->plan, &unit->model->changes, change, object->column))
        return;
    const struct traffic_state *state =
        traffic_before(traffic, change->phase, change->operation->span.start);
    if (is_never_filled(unit->model, traffic, change)) {
        const struct change_step *added =
            find_added_empty(unit->plan, &unit->model->changes, change, object);
        if (added)
            report_never(unit, change, added, object->text.str);
    }
    bool is_unchecked =
        state->fill == FILL_FULL && !state->is_full_checked && state->compared == COMPARED_NO;
    if (state->fill == FILL_EMPTY || state->fill == FILL_PARTIAL || is_unchecked)
        report(unit, change, object->text.str, state->filled.span, is_unchecked,
               (struct moment){ phase_checks(state->filled.phase), NULL });
}

// ---- columns that are filled by plain SQL, without a move

static bool fills_column(const struct change_step *change, const struct change_step *required)
{
    const struct object column = { .store = required->action->store,
                                   .schema = required->operation->table.schema,
                                   .table = required->operation->table.name,
                                   .column = required->operation->column };
    return change_fills(change, &column);
}

// The first statement that fills the column, where it comes behind the one that requires it.
static const struct change_step *late_fill(const struct plan *plan, const struct changes *changes,
                                           const struct change_step *required)
{
    bool is_behind = false;
    list_each(phase, phase, plan->phases)
        changes_each(change, changes, phase) {
            is_behind |= change == required;
            if (fills_column(change, required))
                return is_behind ? change : NULL;
        }
    return NULL;
}

static bool is_of_move(const struct plan *plan, const struct change_step *change)
{
    list_each(move, move, plan->moves)
        if (change_is_on(change, &move->to))
            return true;
    return false;
}

static void check_plain(struct unit *unit, const struct plan *plan,
                        const struct change_step *change)
{
    const struct sql_operation *operation = change->operation;
    if (operation->head != SQL_SET_NOT_NULL || is_of_move(plan, change))
        return;
    const struct change_step *fill = late_fill(plan, &unit->model->changes, change);
    if (!fill)
        return;
    report(unit, change, change_object(&unit->arena, change), fill->operation->span, false,
           (struct moment){ fill->phase, fill->action });
}

enum { LOOK_MAX = 100 }; // statements that are held against all others

static void check_plan(struct unit *unit, const struct plan *plan)
{
    const struct model *model = model_of(unit);
    unsigned looks = 0;
    list_each(phase, phase, plan->phases)
        changes_each(change, &model->changes, phase) {
            enum sql_head head = change->operation->head;
            if (head != SQL_SET_NOT_NULL && head != SQL_CHANGE_TYPE && head != SQL_ADD_CONSTRAINT
                && head != SQL_VALIDATE_CONSTRAINT)
                continue;
            if (++looks > LOOK_MAX)
                return;
            check_plain(unit, plan, change);
            if (plan->moves.first)
                for (const struct traffic *traffic = model->traffic; traffic;
                     traffic = traffic->next)
                    check_move(unit, traffic, change);
        }
}

const struct rule rule_not_null_before_backfill = { .check_plan = check_plan };
