// What a finding rests on: those that come of one mistake are told as one.
#ifndef RULES_SUPPORT_RESTS_H
#define RULES_SUPPORT_RESTS_H

#include "rules/rule.h"

// Where on the walk something is met: at an event, or at the start where there is none.
struct meeting {
    enum way way;
    const struct event *event;
};

// The finding comes of these grounds; told beneath another one that does, its place says `words`.
// Without grounds it stands alone.
void finding_rests(struct unit *unit, struct diagnostic *finding, const struct grounds *grounds,
                   struct meeting meeting, struct str words);

// Shows what took away that on which the finding rests, where that was done earlier.
void add_since(struct diagnostic *finding, const struct grounds *grounds,
               const struct event *event);

// The same of a refusal, or of a rollback that is no inverse.
void breach_rests(struct unit *unit, struct diagnostic *finding, const struct breach *breach,
                  struct str words);

// The same of what a version lacks: "'web v1' lacks it from here on".
void lack_rests(struct unit *unit, struct diagnostic *finding, const struct breach *breach);

// The same of something that SQL of the phase takes away, on the way forward.
void drop_rests(struct unit *unit, struct diagnostic *finding, const struct phase *phase,
                const struct store *store, const struct catalog_absence *absence);

// It concerns the thing (a move, a version, a rollback); where a finding of less depth about the
// same weighs as much, that one tells of it. Nothing for NULL.
void finding_concerns(struct unit *unit, struct diagnostic *finding, const void *thing,
                      unsigned depth);

// True where a finding of depth 0 concerns it so far.
bool has_mistake(struct unit *unit, const void *thing);

// The actions of a rollback on the way of the breach that are told to be the wrong ones; NULL for
// none.
const struct action_list *find_wrong_actions(struct unit *unit, const struct breach *breach);

#endif
