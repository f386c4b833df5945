// The judges of the checklist: each fills one item.
#ifndef RULES_CHECKLIST_ITEMS_H
#define RULES_CHECKLIST_ITEMS_H

#include "rules/checklist.h"

// What a plan holds.
void judge_phases(const struct unit *unit, struct checklist_item *item);
void judge_dual_write(const struct unit *unit, struct checklist_item *item);
void judge_backfill(const struct unit *unit, struct checklist_item *item);
void judge_validation(const struct unit *unit, struct checklist_item *item);
void judge_flags(const struct unit *unit, struct checklist_item *item);
void judge_rollbacks(const struct unit *unit, struct checklist_item *item);
void judge_risks(const struct unit *unit, struct checklist_item *item);
void judge_messages(const struct unit *unit, struct checklist_item *item);
void judge_monitoring(const struct unit *unit, struct checklist_item *item);
void judge_tests(const struct unit *unit, struct checklist_item *item);

// No downtime.
void judge_both_shapes(const struct unit *unit, struct checklist_item *item);
void judge_stays_up(const struct unit *unit, struct checklist_item *item);
void judge_no_restore(const struct unit *unit, struct checklist_item *item);
void judge_queries(const struct unit *unit, struct checklist_item *item);

// How it is done.
void judge_contract_last(const struct unit *unit, struct checklist_item *item);
void judge_rehearsal(const struct unit *unit, struct checklist_item *item);
void judge_small_batches(const struct unit *unit, struct checklist_item *item);
void judge_watching(const struct unit *unit, struct checklist_item *item);

#endif
