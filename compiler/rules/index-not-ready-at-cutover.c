//! rule        index-not-ready-at-cutover
//! code        ORD010
//! level       warning
//! since       0.1
//! fix         unsafe
//! source      X40
//!
//! Readers move to the new side before the index that the old one has is there.
//!
//! ## Why
//!
//! Queries that find their rows by an index of the old column read the whole table by the new
//! one, as long as it has none: the first readers bring the server down, and building the index
//! then takes twice as long. The index is built, and valid, before anybody reads the new side.
//!
//! It is judged where the schema of the store shows that the old side has such an index, and a
//! later step makes that of the new one.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, mail text);
//!     CREATE INDEX guests_mail ON guests (mail);
//!   ```
//! }
//! move mail from guests.mail to guests.email
//! phase expand "Add the column" {
//!   step "Add it" ```sql
//!     ALTER TABLE guests ADD COLUMN email text;
//!   ```
//! }
//! phase cutover "Read it" { reads mail new }
//! phase observe "Find guests by it" {
//!   step "Make the index" ```sql
//!     CREATE INDEX CONCURRENTLY guests_email ON guests (email);
//!   ```
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE guests (id bigint PRIMARY KEY, mail text);
//!     CREATE INDEX guests_mail ON guests (mail);
//!   ```
//! }
//! move mail from guests.mail to guests.email
//! phase expand "Add the column" {
//!   step "Add it" ```sql
//!     ALTER TABLE guests ADD COLUMN email text;
//!   ```
//!   step "Make the index" ```sql
//!     CREATE INDEX CONCURRENTLY guests_email ON guests (email);
//!   ```
//! }
//! phase cutover "Read it" { reads mail new }
//! ````

#include "rules/support/order.h"

static bool is_first_part(const struct sql_key_parts *parts, struct str column)
{
    return parts->first && str_equal_ignoring_case(parts->first->column, column);
}

// An index of the table that begins with the column; NULL for none, or none that is known.
static const struct catalog_index *find_index(struct unit *unit, const struct catalog *catalog,
                                              struct sql_name table, struct str column)
{
    struct catalog_found found = catalog_find(&unit->arena, catalog, table);
    if (found.presence != CATALOG_PRESENT || found.object->kind != CATALOG_TABLE)
        return NULL;
    struct map_walk indexes = map_walk(found.object->table->indexes);
    for (const struct catalog_index *index; (index = map_next(&indexes));)
        if (is_first_part(&index->definition.parts, column) && !index->definition.where.text.data)
            return index;
    return NULL;
}

// The column of the old side that the new side's one takes over; no data for none.
static struct str old_column(const struct move *move, struct str column)
{
    if (move->to.column.length)
        return str_equal_ignoring_case(move->to.column, column) ? move->from.column : STR_NONE;
    if (!move->columns.first)
        return column;
    list_each(column_pair, pair, move->columns)
        if (pair->to.count && str_equal_ignoring_case(pair->to.parts[pair->to.count - 1], column))
            return pair->from.parts[pair->from.count - 1];
    return STR_NONE;
}

static bool is_behind(const struct locking *locking, const struct traffic_event *read)
{
    const struct phase *phase = locking->site->phase;
    if (phase != read->phase)
        return phase->index > read->phase->index;
    return !read->is_at_end && locking->statement->span.start > read->span.start;
}

static void report(struct unit *unit, const struct traffic *traffic,
                   const struct traffic_event *read, const struct locking *locking,
                   const struct ddl *ddl, const struct catalog_index *old)
{
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_index_not_ready_at_cutover, ddl->span,
                 "readers of '%.*s' are on the new side before it has this index",
                 STR_ARGS(traffic->move->name));
    diagnostic_also(finding, read->span, "they move here, in phase %d", read->phase->number);
    if (span_is_set(old->span))
        diagnostic_also(finding, old->span, "the old side has one");
    diagnostic_note(finding, "until it is built, their queries read every row");
    if (!order_offer(unit, finding, (struct moment){ read->phase, read->action },
                     (struct moment){ locking->site->phase, locking->site->action }))
        diagnostic_help(finding, "make it in a phase before phase %d", read->phase->number);
    diagnostic_about(finding, "%.*s", STR_ARGS(ddl->object.name.length ? ddl->object.name
                                                                       : ddl->table.name));
    fact_cap(finding, &read->after.read);
    site_cap(finding, locking->site);
}

static void check_index(struct unit *unit, const struct traffic *traffic,
                        const struct traffic_event *read, const struct locking *locking,
                        const struct ddl *ddl)
{
    const struct move *move = traffic->move;
    const struct sql_key_part *part = ddl->index->parts.first;
    struct sql_name to = { move->to.schema, move->to.table };
    struct sql_name from = { move->from.schema, move->from.table };
    if (!part || !part->column.data || locking->store != move->to.store || !move->from.store
        || !sql_name_equal(ddl->table, to) || !is_behind(locking, read))
        return;
    struct str column = old_column(move, part->column);
    const struct catalog *start = model_of(unit)->schemas[move->from.store->index];
    const struct catalog_index *old =
        column.length ? find_index(unit, start, from, column) : NULL;
    if (old && !find_index(unit, locking->setting.before, to, part->column))
        report(unit, traffic, read, locking, ddl, old);
}

enum { INDEXES_MAX = 2000 }; // of one plan, once for each move

static void check_move(struct unit *unit, const struct traffic *traffic, unsigned *count)
{
    const struct traffic_event *read = traffic->events.first;
    if (read && !event_reads_new(read))
        read = next_read_of_new(read);
    if (!traffic->move || !read)
        return;
    step_changes_each(change, &model_of(unit)->lockings)
        if (change.ddl->kind == DDL_CREATE_INDEX && ++*count < INDEXES_MAX)
            check_index(unit, traffic, read, change.locking, change.ddl);
}

enum { MOVES_MAX = 100 };

static void check_plan(struct unit *unit, const struct plan *plan)
{
    (void)plan;
    unsigned count = 0, moves = 0;
    for (const struct traffic *traffic = model_of(unit)->traffic; traffic && moves < MOVES_MAX;
         traffic = traffic->next, moves++)
        check_move(unit, traffic, &count);
}

const struct rule rule_index_not_ready_at_cutover = { .check_plan = check_plan };
