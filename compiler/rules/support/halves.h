// Where the SQL of a step or rollback can stop with a part of it done for good: behind a COMMIT of
// its own.
#ifndef RULES_SUPPORT_HALVES_H
#define RULES_SUPPORT_HALVES_H

#include "rules/rule.h"

struct half {
    const struct site *site;
    const struct sql_statement *done;   // stays when …
    const struct sql_statement *failed; // … this one fails, and runs again when the step does
    const struct sql_statement *commit; // between them: behind it `done` stays
};

// Calls `report` at most once for each step and rollback: for its first statement for which
// `is_mine` says yes and which may be committed while one behind it still fails. What was read
// out of prose is run by people, who go on where it stopped; on MySQL and MariaDB, the runbook
// carries a step out in parts and knows which of them are done.
void halves_each(struct unit *unit,
                 bool (*is_mine)(const struct site *site, const struct sql_statement *statement),
                 void (*report)(struct unit *unit, const struct half *half));

// Offers to put what stands behind the COMMIT into a step of its own. False where that cannot be.
bool half_offer_split(struct unit *unit, const struct half *half, struct diagnostic *finding);

// The engine takes the statement once alone: it makes what is not there yet, or drops what is, and
// nothing in front of it makes room.
bool statement_is_refused_again(const struct site *site, const struct sql_statement *statement);

#endif
