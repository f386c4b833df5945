// What the SQL of a rollback forgets, found without knowing the schema: what the phase makes for
// certain, and the rollback names nowhere.
#ifndef RULES_SUPPORT_FORGOTTEN_H
#define RULES_SUPPORT_FORGOTTEN_H

#include "model/model.h"

// Tables, columns and indexes that the phase makes and its rollback leaves behind. Empty also
// where not all of the rollback is SQL that belay reads, and where the store has a `schema`: then
// the walk over the states compares all of it.
struct change_list rollback_forgets(struct unit *unit, const struct phase *phase);

// "column parcels.grams"
struct str forgotten_name(struct arena *arena, const struct sql_operation *operation);

#endif
