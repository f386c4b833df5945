// What the rules about versions in service share: a version that lacks what it needs of a
// schema, what took that away, and how long the version is in service.
#ifndef RULES_SUPPORT_BREACH_H
#define RULES_SUPPORT_BREACH_H

#include "rules/rule.h"

// Calls `report` once for each culprit and object of the lacks for which `is_mine` says yes.
void lacks_each(struct unit *unit, bool (*is_mine)(const struct breach *breach),
                void (*report)(struct unit *unit, const struct breach *breach));

// Reports with this kind what is dropped on the way forward while versions use it: columns of
// LACK_COLUMN, tables of LACK_TABLE.
void drops_in_use_report(struct unit *unit, const struct diagnostic_kind *kind,
                         enum lack_kind lack);

// The operation that took away what is lacking; NULL where the event has no such SQL.
const struct sql_operation *breach_operation(const struct breach *breach);

// Where the culprit stands: that operation, else the event, else what the version needs.
struct span breach_place(const struct breach *breach);

// "users.born"
struct str breach_subject(struct unit *unit, const struct breach *breach);

// "web v1"
struct str breach_version(struct unit *unit, const struct breach *breach);

// Adds each version that lacks the same for the same reason: where it says that it needs it, and
// what takes the version out of service. The finding comes of what the breach rests on.
void breach_add_versions(struct unit *unit, struct diagnostic *finding,
                         const struct breach *breach);

// The deploy or retirement on the way forward that takes the version out of service, behind the
// state; NULL where nothing does.
const struct event *service_end(struct unit *unit, const struct breach *breach);

// Offers to move what takes it away behind the last of these versions. False where that cannot be.
bool breach_offer_order(struct unit *unit, struct diagnostic *finding,
                        const struct breach *breach);

// Calls `report` for each breach of this kind on this way, of a move about which nothing was
// reported in that direction yet: what other rules say of it is the root.
void move_breaches_each(struct unit *unit, enum breach_kind kind, enum way way,
                        void (*report)(struct unit *unit, const struct breach *breach));

// "move total"
struct str breach_move(struct unit *unit, const struct breach *breach);

// Adds a version that makes it so, where one declares that it reads or writes the side alone.
void breach_add_reader(struct unit *unit, struct diagnostic *finding,
                       const struct breach *breach);
void breach_add_writer(struct unit *unit, struct diagnostic *finding,
                       const struct breach *breach);

#endif
