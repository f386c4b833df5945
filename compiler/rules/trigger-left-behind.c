//! rule        trigger-left-behind
//! code        BKF005
//! level       error
//! since       0.1
//! breaks      writes
//!
//! A step drops what the triggers of a move still write or read.
//!
//! ## Why
//!
//! `writes M old, new by trigger` holds until the next `writes M …`. Where a column or table is
//! dropped while its triggers stand, each write of the other side runs into what is no longer
//! there: PostgreSQL drops it without a word, and from then on every write of the application
//! fails; SQLite refuses to drop the column. State first that one side alone is written: that
//! takes the triggers away. Dropping the very table that has the triggers takes them along.
//!
//! ## Fails
//!
//! ````belay plan
//! store main { engine postgresql 15; table guests { key id } }
//! move age from guests.born to guests.birthday { forward "born::date" }
//! phase dual-write "Keep both" { writes age old, new by trigger; rollback auto }
//! phase contract "Drop the old one" {
//!   step "Drop it" ```sql
//!     ALTER TABLE guests DROP COLUMN born;
//!   ```
//!   writes age new
//!   rollback impossible "the column is gone"
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main { engine postgresql 15; table guests { key id } }
//! move age from guests.born to guests.birthday { forward "born::date" }
//! phase dual-write "Keep both" { writes age old, new by trigger; rollback auto }
//! phase contract "Drop the old one" {
//!   writes age new
//!   step "Drop it" ```sql
//!     ALTER TABLE guests DROP COLUMN born;
//!   ```
//!   rollback impossible "the column is gone"
//! }
//! ````
//!
//! ````belay plan
//! store main { engine postgresql 15; table guests { key id } }
//! move all from guests to visitors { columns id -> id, name -> name }
//! phase dual-write "Keep both" { writes all old, new by trigger; rollback auto }
//! phase contract "Drop the old one" {
//!   step "Drop it, and its triggers" ```sql
//!     DROP TABLE guests;
//!   ```
//!   rollback impossible "the table is gone"
//! }
//! ````

#include "rules/rule.h"

enum { COST_MAX = 20 * 1000 * 1000 }; // of hostile plans: many moves, each with many changes

// The moves whose triggers stand at one place of the plan, and what made them.
struct standing {
    struct arena *arena;
    const struct action **makers; // by move->index; NULL where none stand
    bool *is_known;               // by move->index: it is in `moves`
    ARRAY_OF(const struct move *) moves; // that had any
    size_t cost;
};

static void follow(struct standing *standing, const struct action *action)
{
    if (action->kind != ACTION_WRITES || !action->move)
        return;
    bool makes = action->is_by_trigger && action->side == SIDE_BOTH;
    unsigned index = action->move->index;
    standing->makers[index] = makes ? action : NULL;
    if (makes && !standing->is_known[index]) {
        standing->is_known[index] = true;
        array_add(standing->arena, &standing->moves, action->move);
    }
}

// The end that is dropped, and that triggers miss; NULL for none.
static const struct object *missed_end(const struct change_step *change, const struct move *move,
                                       const struct action *maker)
{
    const struct object *ends[] = { &move->from, &move->to };
    for (unsigned i = 0; i < 2; i++) {
        bool has_triggers = (maker->trusted == SIDE_NEW) == (i == 1);
        bool is_table = change->operation->head == SQL_DROP_TABLE;
        bool is_whole = is_table && (has_triggers || move->from.column.length);
        if (change_drops(change, ends[i]) && !is_whole)
            return ends[i];
    }
    return NULL;
}

static void report(struct unit *unit, const struct change_step *change, const struct move *move,
                   const struct action *maker, const struct object *end)
{
    struct diagnostic *finding = diagnose(
        &unit->diagnostics, &kind_trigger_left_behind, change->operation->span,
        "'%.*s' is dropped while triggers keep it", STR_ARGS(end->text.str));
    diagnostic_also(finding, maker->span, "they are made here, and nothing takes them away before");
    diagnostic_note(finding, "from then on every write of the other side fails");
    diagnostic_help(finding, "state 'writes %.*s %s' before it", STR_ARGS(move->name),
                    end == &move->from ? "new" : "old");
    diagnostic_about(finding, "%.*s", STR_ARGS(end->text.str));
    if (change->phase->is_inferred || maker->is_inferred)
        diagnostic_inferred(finding, "the order of the phases is inferred from prose");
}

static void check_change(struct unit *unit, struct standing *standing,
                         const struct change_step *change)
{
    for (size_t i = 0; i < standing->moves.count && standing->cost < COST_MAX; i++) {
        const struct move *move = standing->moves.items[i];
        const struct action *maker = standing->makers[move->index];
        const struct object *end = maker ? missed_end(change, move, maker) : NULL;
        standing->cost++;
        if (end)
            report(unit, change, move, maker, end);
    }
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    unsigned count = plan->moves.last ? plan->moves.last->index + 1 : 0;
    struct standing standing = {
        .arena = &unit->arena,
        .makers = arena_new_many(&unit->arena, const struct action *, count),
        .is_known = arena_new_many(&unit->arena, bool, count),
    };
    list_each(phase, phase, plan->phases) {
        const struct change_step *change = model_of(unit)->changes.of_phase[phase->index].first;
        list_each(action, action, phase->actions) {
            follow(&standing, action);
            for (; change && change->action == action; change = change->next)
                check_change(unit, &standing, change);
        }
    }
}

const struct rule rule_trigger_left_behind = {
    .check_plan = check_plan,
};
