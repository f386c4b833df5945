// Loops in the code of a backfill that read rows of one side and write them to the other.
#ifndef MODEL_BATCH_H
#define MODEL_BATCH_H

#include "model/model.h"

struct batch_copy {
    struct batch_copy *next;
    const struct site *site;
    const struct host_loop *loop;    // the outermost one
    const struct site_query *read;   // NULL: it is not read by SQL
    const struct host_call *reading; // the call that reads
    const struct site_query *write;  // NULL: it is not written by SQL
    const struct host_call *writing;
};

struct batch_copies {
    struct batch_copy *first, *last;
};

// The loops of all phases that are backfills. What cannot be told apart is left out.
struct batch_copies batch_copies_read(struct arena *arena, const struct sites *sites);

// What is known of the traffic when the copy runs; NULL where nothing is.
const struct traffic_state *batch_traffic(const struct model *model, const struct batch_copy *copy);

// True where the code fills something: a step or a sample of a phase that is a backfill.
bool site_is_backfill(const struct site *site);

// The SELECT that is read in pieces, outside or inside of others; NULL where none has a LIMIT.
const struct sql_select *query_batch(const struct sql_statement *statement);

// True where the SELECT goes on behind the last key: `id > $1`, `(a, b) > (?, ?)`.
bool select_has_cursor(const struct sql_statement *statement, const struct sql_select *select);

#endif
