// What the triggers that the SQL of a plan makes bring from the old side of a move to the new one.
#include "model/walk.h"

#include "sql/ddl.h"

struct walk_trigger {
    struct walk_trigger *next;
    struct str name;
    bool reaches, inserts, updates;
};

static void settle_triggers(struct walk *walk)
{
    bool inserts = false, updates = false, is_unsure = false;
    list_each(walk_trigger, trigger, walk->triggers) {
        inserts |= trigger->reaches && trigger->inserts;
        updates |= trigger->reaches && trigger->updates;
        is_unsure |= !trigger->reaches;
    }
    walk->trigger_from = inserts && updates ? SIDE_OLD : SIDE_NONE;
    walk->is_trigger_unsure = is_unsure || inserts != updates;
}

static void make_trigger(struct walk *walk, const struct change_step *change)
{
    const struct ddl *made = change->statement->changes;
    const struct sql_trigger *definition = made ? made->trigger : NULL;
    struct str end = walk->move->to.column.length ? walk->move->to.column : walk->move->to.table;
    struct walk_trigger *trigger = arena_new(walk->arena, struct walk_trigger);
    *trigger = (struct walk_trigger){
        .name = change->operation->object.name,
        .reaches = str_has_word(change->action->code.text.str, end),
        .inserts = !definition || definition->on_insert,
        .updates = !definition || definition->on_update,
    };
    list_add(&walk->triggers, trigger);
}

// MySQL and SQLite drop one by its name alone.
static bool drop_trigger(struct walk *walk, struct str name)
{
    struct walk_trigger *before = NULL;
    list_each(walk_trigger, trigger, walk->triggers) {
        if (!str_equal_ignoring_case(trigger->name, name)) {
            before = trigger;
            continue;
        }
        if (before)
            before->next = trigger->next;
        else
            walk->triggers.first = trigger->next;
        if (walk->triggers.last == trigger)
            walk->triggers.last = before;
        return true;
    }
    return false;
}

void walk_trigger(struct walk *walk, const struct change_step *change)
{
    enum sql_head head = change->operation->head;
    bool is_made =
        head == SQL_CREATE_TRIGGER && change_is_on_table(change, &walk->move->from);
    bool is_dropped =
        head == SQL_DROP_TRIGGER && drop_trigger(walk, change->operation->object.name);
    if (is_made)
        make_trigger(walk, change);
    if (is_made || is_dropped)
        settle_triggers(walk);
}
