#include "rules/checklist-items.h"

static const struct {
    const char *list, *name, *question;
    void (*judge)(const struct unit *unit, struct checklist_item *item);
} questions[] = {
#define LIST "the plan"
    { LIST, "phases", "it has five to seven phases", judge_phases },
    { LIST, "dual-write", "both sides are written while the data moves", judge_dual_write },
    { LIST, "backfill", "a script fills the rows from before", judge_backfill },
    { LIST, "validation", "what it did is verified", judge_validation },
    { LIST, "flags", "traffic is switched by a flag", judge_flags },
    { LIST, "rollback", "each phase has a rollback", judge_rollbacks },
    { LIST, "risks", "each risk has a mitigation", judge_risks },
    { LIST, "communication", "those affected are told", judge_messages },
    { LIST, "monitoring", "there is something to watch it by", judge_monitoring },
    { LIST, "testing", "it is tested before and while it runs", judge_tests },
#undef LIST
#define LIST "no downtime"
    { LIST, "both-shapes", "some code handles the old and the new shape", judge_both_shapes },
    { LIST, "stays-up", "the application stays up meanwhile", judge_stays_up },
    { LIST, "no-restore", "nothing needs a backup to be undone before the old side goes",
      judge_no_restore },
    { LIST, "queries", "verifications can be run", judge_queries },
#undef LIST
#define LIST "the way it is done"
    { LIST, "contract-last", "nothing is removed before everything has moved",
      judge_contract_last },
    { LIST, "way-back", "it is known how to undo every step", judge_rollbacks },
    { LIST, "rehearsal", "it is rehearsed on a copy of production", judge_rehearsal },
    { LIST, "small-batches", "data is changed in small batches", judge_small_batches },
    { LIST, "watching", "somebody watches while it runs", judge_watching },
#undef LIST
};

struct checklist checklist_judge(struct unit *unit)
{
    unsigned count = sizeof questions / sizeof *questions;
    struct checklist checklist = { arena_new_many(&unit->arena, struct checklist_item, count),
                                   count };
    for (unsigned i = 0; i < count; i++) {
        struct checklist_item *item = &checklist.items[i];
        item->list = questions[i].list;
        item->name = questions[i].name;
        item->question = questions[i].question;
        item->holds.arena = item->lacks.arena = &unit->arena;
        questions[i].judge(unit, item);
        places_sort(&item->holds);
        places_sort(&item->lacks);
    }
    return checklist;
}

enum checklist_state checklist_state(const struct checklist_item *item)
{
    if (item->lacks.list.count > 0 || item->missing.length > 0)
        return CHECKLIST_NOT_SATISFIED;
    return item->holds.list.count > 0 ? CHECKLIST_SATISFIED : CHECKLIST_NOT_JUDGED;
}

const char *checklist_state_name(enum checklist_state state)
{
    static const char *const names[] = { "satisfied", "not satisfied", "not judged" };
    return names[state];
}
