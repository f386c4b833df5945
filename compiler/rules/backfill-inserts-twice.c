//! rule        backfill-inserts-twice
//! code        BKF008
//! level       error
//! since       0.1
//! source      backfill.md, model.md invariant 5
//! breaks      gap
//!
//! A copy inserts rows that the versions in service have brought to the new table already.
//!
//! ## Why
//!
//! While both tables are written, each new row is in both of them. An `INSERT ... SELECT` that
//! copies the whole old table and says nothing of rows that are there brings these once more: with
//! a key, it stops at the first of them; without one, they are there twice, and every sum over
//! them is wrong. It works in a rehearsal, where nobody writes.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE orders (id bigint PRIMARY KEY, sum integer);
//!     CREATE TABLE sales (id bigint PRIMARY KEY, sum integer);
//!   ```
//! }
//! app shop {
//!   version v1 { writes orders(id, sum) }
//!   version v2 { writes orders(id, sum), sales(id, sum) }
//!   live v1
//! }
//! move sales from orders to sales { columns id -> id, sum -> sum }
//! phase dual-write "Write both" { deploy shop v2; rollback deploy shop v1 }
//! phase backfill "Copy what is there" {
//!   step "Copy" on main ```sql
//!     INSERT INTO sales (id, sum) SELECT id, sum FROM orders;
//!   ```
//!   rollback none "nobody reads the new table"
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE orders (id bigint PRIMARY KEY, sum integer);
//!     CREATE TABLE sales (id bigint PRIMARY KEY, sum integer);
//!   ```
//! }
//! app shop {
//!   version v1 { writes orders(id, sum) }
//!   version v2 { writes orders(id, sum), sales(id, sum) }
//!   live v1
//! }
//! move sales from orders to sales { columns id -> id, sum -> sum }
//! phase dual-write "Write both" { deploy shop v2; rollback deploy shop v1 }
//! phase backfill "Copy what is there" {
//!   step "Copy" on main ```sql
//!     INSERT INTO sales (id, sum) SELECT id, sum FROM orders ON CONFLICT (id) DO NOTHING;
//!   ```
//!   rollback none "nobody reads the new table"
//! }
//! ````

#include "rules/rule.h"

#include "sql/ddl.h"

// ---- the statement

// All rows of the old table, as they are.
static bool copies_all(const struct sql_statement *statement, const struct move *move)
{
    const struct sql_select *select = statement->selects.first;
    struct sql_name from = { move->from.schema, move->from.table };
    struct sql_name to = { move->to.schema, move->to.table };
    return statement->head == SQL_INSERT_SELECT && statement->conflict == SQL_CONFLICT_NONE
           && !statement->refusal.data
           && sql_name_equal(statement->operations.first->table, to) && select && !select->next
           && select->sources.first && !select->sources.first->next
           && sql_name_equal(select->sources.first->table, from) && !select->has_where
           && !select->has_limit && !select->has_group_by && !select->is_distinct;
}

static const struct sql_access *find_insert(const struct sql_statement *statement)
{
    list_each(sql_access, access, statement->accesses)
        if (access->kind == SQL_INSERTS)
            return access;
    return NULL;
}

// ---- what it meets

enum meeting { MEETS_NOTHING_CERTAIN, MEETS_KEY, MEETS_NO_KEY };

static bool is_inserted(const struct sql_access *insert, struct str column)
{
    for (size_t i = 0; insert->columns && i < insert->columns->count; i++)
        if (str_equal_ignoring_case(insert->columns->items[i].name, column))
            return true;
    return insert->has_all_columns;
}

// `column` of the list of the INSERT is given what the SELECT calls `source`, and nothing else.
static bool is_given_as_it_is(const struct sql_statement *statement,
                              const struct sql_access *insert, struct str column,
                              struct str source)
{
    const struct sql_select *select = statement->selects.first;
    if (!insert->columns || insert->columns->count != select->items.count)
        return false;
    for (size_t i = 0; i < select->items.count; i++) {
        struct sql_range item = select->items.items[i];
        uint32_t length = item.to - item.from;
        bool is_name =
            length == 1
            || (length == 3
                && sql_token_at(statement->tokens, item.from + 1)->kind == SQL_TOKEN_DOT);
        if (str_equal_ignoring_case(insert->columns->items[i].name, column))
            return is_name
                   && str_equal_ignoring_case(
                       sql_token_name(sql_token_at(statement->tokens, item.to - 1)), source);
    }
    return false;
}

static bool is_moved(const struct sql_statement *statement, const struct sql_access *insert,
                     const struct move *move, struct str column)
{
    list_each(column_pair, pair, move->columns) {
        struct str source = column_name(&pair->from);
        if (str_equal_ignoring_case(column_name(&pair->to), column))
            return str_equal_ignoring_case(source, column)
                   || is_given_as_it_is(statement, insert, column, source);
    }
    return false;
}

// The key's columns are copied as they are, or the engine gives all of them other values.
static enum meeting meet_key(const struct sql_key_parts *key,
                             const struct sql_statement *statement,
                             const struct sql_access *insert, const struct move *move)
{
    unsigned parts = 0, inserted = 0, moved = 0;
    for (const struct sql_key_part *part = key->first; part; part = part->next) {
        if (!part->column.data)
            return MEETS_NOTHING_CERTAIN;
        parts++;
        inserted += is_inserted(insert, part->column);
        moved += is_inserted(insert, part->column)
                 && is_moved(statement, insert, move, part->column);
    }
    if (moved == parts)
        return MEETS_KEY;
    return inserted == 0 ? MEETS_NO_KEY : MEETS_NOTHING_CERTAIN;
}

static enum meeting meet(const struct catalog_table *table, const struct sql_statement *statement,
                         const struct sql_access *insert, const struct move *move)
{
    enum meeting meeting = MEETS_NO_KEY;
    struct map_walk constraints = map_walk(table->constraints);
    for (const struct catalog_constraint *constraint; (constraint = map_next(&constraints));) {
        enum sql_constraint kind = constraint->definition.kind;
        if (kind != SQL_CONSTRAINT_PRIMARY_KEY && kind != SQL_CONSTRAINT_UNIQUE)
            continue;
        enum meeting one = meet_key(&constraint->definition.columns, statement, insert, move);
        if (one == MEETS_KEY)
            return one;
        meeting = one == MEETS_NO_KEY ? meeting : one;
    }
    struct map_walk indexes = map_walk(table->indexes);
    for (const struct catalog_index *index; (index = map_next(&indexes));)
        if (index->definition.is_unique && !index->constraint.data)
            return MEETS_NOTHING_CERTAIN;
    bool may_keep = table->is_partial || map_count(table->triggers) > 0;
    return may_keep ? MEETS_NOTHING_CERTAIN : meeting;
}

// ---- who has written both

static bool inserts_into(const struct model *model, const struct state *state,
                         const struct version *version, const struct object *end)
{
    const struct need_list *needs = world_needs(model->world, version);
    for (size_t i = 0; i < needs->count; i++)
        if (need_inserts(needs->items[i]) && state_needs(state, needs->items[i])
            && sql_name_equal(needs->items[i]->name,
                              (struct sql_name){ end->schema, end->table }))
            return true;
    return false;
}

// A version in service whose new rows are in both tables.
static const struct version *find_writer(const struct model *model, const struct plan *plan,
                                         const struct state *state, const struct move *move)
{
    bool is_carried = state->moves[move->index]->trigger_from == SIDE_OLD;
    list_each(app, app, plan->apps)
        list_each(version, version, app->versions)
            if (state->live[version->index] && inserts_into(model, state, version, &move->from)
                && (is_carried || inserts_into(model, state, version, &move->to)))
                return version;
    return NULL;
}

// ---- what empties it first

static bool empties(const struct sql_statement *statement, struct sql_name table)
{
    return (statement->head == SQL_TRUNCATE || statement->head == SQL_DELETE)
           && sql_name_equal(statement->operations.first->table, table);
}

// In the same phase: what is written between two steps may be little.
static bool is_emptied(const struct state *before, const struct event *event,
                       const struct sql_statement *copy)
{
    struct sql_name table = copy->operations.first->table;
    for (const struct sql_statement *statement = event->first; statement != copy;
         statement = statement->next)
        if (empties(statement, table))
            return true;
    for (const struct state *state = before; state->event && state->event->phase == event->phase;
         state = state->before)
        for (const struct sql_statement *statement = state->event->first;
             statement != state->event->end; statement = statement->next)
            if (empties(statement, table))
                return true;
    return false;
}

// ---- the finding

static void report(struct unit *unit, const struct state *before,
                   const struct sql_statement *statement, const struct move *move,
                   enum meeting meeting, const struct version *writer)
{
    struct str table = move->to.table;
    const struct event *since = before->moves[move->index]->writers_since;
    struct diagnostic *finding =
        meeting == MEETS_KEY
            ? diagnose(&unit->diagnostics, &kind_backfill_inserts_twice, statement->span,
                       "this stops at the first row that is in '%.*s' already", STR_ARGS(table))
            : diagnose(&unit->diagnostics, &kind_backfill_inserts_twice, statement->span,
                       "rows that are in '%.*s' already are there twice behind this",
                       STR_ARGS(table));
    if (since)
        diagnostic_also(finding, since->span, "from here on '%.*s %.*s' writes both tables",
                        STR_ARGS(writer->app->name), STR_ARGS(writer->name));
    diagnostic_note(finding, "what is written in between is in both tables when the copy begins");
    diagnostic_help(finding, "let belay copy: backfill %.*s; or leave out the rows that are there",
                    STR_ARGS(move->name));
    diagnostic_about(finding, "move %.*s", STR_ARGS(move->name));
}

static void check_statement(struct unit *unit, const struct state *before,
                            const struct event *event, const struct sql_statement *statement)
{
    const struct model *model = model_of(unit);
    const struct sql_access *insert = find_insert(statement);
    list_each(move, move, unit->plan->moves) {
        const struct move_state *now = before->moves[move->index];
        if (!insert || move->to.column.length || !(now->writers & SIDES_BOTH)
            || !copies_all(statement, move))
            continue;
        const struct catalog_object *object = catalog_find_table(
            &unit->arena, state_catalog(model->world, before, event->action->store),
            statement->operations.first->table);
        const struct version *writer = find_writer(model, unit->plan, before, move);
        enum meeting meeting = object && writer ? meet(object->table, statement, insert, move)
                                                : MEETS_NOTHING_CERTAIN;
        if (meeting != MEETS_NOTHING_CERTAIN && !is_emptied(before, event, statement))
            report(unit, before, statement, move, meeting, writer);
    }
}

enum { LOOK_MAX = 200 }; // statements that copy, each held against all moves

static void check_plan(struct unit *unit, const struct plan *plan)
{
    const struct exploration *exploration = model_of(unit)->exploration;
    const struct state *state = NULL;
    unsigned looks = 0;
    list_each(phase, phase, plan->phases)
        state = exploration->ends[phase->index] ? exploration->ends[phase->index] : state;
    for (; state && state->before && plan->moves.first; state = state->before) {
        const struct event *event = state->event;
        if (!event->action || event->action->kind != ACTION_STEP)
            continue;
        for (const struct sql_statement *statement = event->first; statement != event->end;
             statement = statement->next)
            if (statement->head == SQL_INSERT_SELECT && ++looks < LOOK_MAX)
                check_statement(unit, state->before, event, statement);
    }
}

const struct rule rule_backfill_inserts_twice = { .check_plan = check_plan };
