// Ids of events: made of the names and the order of a plan, never of its titles and times,
// so that a calendar knows an event again after the plan has changed.
//
// "phase.cutover.end.to.support", "milestone.2". Two that would be the same are told apart
// by their order: "phase.expand", "phase.expand.2".
#ifndef BACKENDS_EVENT_IDS_H
#define BACKENDS_EVENT_IDS_H

#include "backends/events.h"

// "end.to.support": `audience` may be empty.
struct str event_id_of_message(struct arena *arena, const char *moment, struct str audience);

// Completes the ids: the phase before them, and a number behind those that are there already.
void event_ids_finish(struct arena *arena, const struct plan *plan, struct event_list *events);

#endif
