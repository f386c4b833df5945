// What a phase speaks of, in words: for plans that say in prose what others state.
#ifndef MODEL_MENTION_H
#define MODEL_MENTION_H

#include "plan/plan.h"

// The words of a list are separated by '|'. Each is found at the beginning of a word, in any
// case: "snapshot" is found in "Snapshots", and not in "resnapshot".
bool text_mentions(struct str text, const char *words);

// In the title, goal, steps, code, checks, gates and verifications of a phase; its rollback is
// left out.
bool phase_mentions(const struct phase *phase, const char *words);

// In the actions of a rollback and what is said about it.
bool rollback_mentions(const struct rollback *rollback, const char *words);

#endif
