// From a tree of keys to statements: what each entry would be in the plan language.
#ifndef PLAN_SPELL_H
#define PLAN_SPELL_H

#include "syntax/unit.h"

// Where the unit's document is a tree, makes its statements, in the order of their words, and
// reads the suppressions in its comments. What has no shape that fits is reported.
void plan_spell(struct unit *unit);

#endif
