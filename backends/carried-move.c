#include "backends/carried-move.h"

#include "backends/sql-name.h"
#include "model/model.h"

// Bounds on hostile plans: how much is looked at for all moves together, and how many columns a
// table or a key has.
enum { COST_MAX = 20 * 1000 * 1000, COLUMNS_MAX = 2000, KEY_MAX = 32 };

struct reader {
    struct arena *arena;
    const struct unit *unit;
    size_t cost;
    const struct store *store; // the last whose schema was looked at, …
    const struct object *table; // … for this table, …
    struct table_facts facts;   // … and what it said
};

static struct str last_part(const struct name *name)
{
    return name->count ? name->parts[name->count - 1] : STR_NONE;
}

static struct str quoted(struct arena *arena, const struct carried_move *carried,
                         const struct name *name)
{
    return sql_identifier(arena, carried->engine, last_part(name), name->text.str);
}

struct str carried_columns(struct arena *arena, const struct carried_side *side, unsigned from,
                           unsigned to, const char *before, const char *behind)
{
    struct output out = { .arena = arena };
    for (unsigned i = from; i < to; i++) {
        const char *const around[] = { before, behind };
        output_str(&out, i > from ? STR(", ") : STR(""));
        for (unsigned at = 0; at < 2; at++) {
            for (const char *c = around[at]; *c; c++)
                if (*c == '#')
                    output_format(&out, "%u", i);
                else
                    output_char(&out, *c);
            if (at == 0)
                output_str(&out, side->columns[i]);
        }
    }
    return output_get(&out);
}

struct str carried_expression(const struct carried_move *carried, enum side target)
{
    const struct move *move = carried->move;
    struct str stated = str_trim(target == SIDE_OLD ? move->backward.str : move->forward.str);
    bool is_same = !text_is_set(move->forward) && !text_is_set(move->backward)
                   && !(target == SIDE_OLD && move->has_no_way_back);
    if (stated.length || !is_same)
        return stated;
    return target == SIDE_OLD ? carried->to.column : carried->from.column;
}

// Rows are compared as texts on PostgreSQL: not every type of it knows what is equal.
struct str carried_conflict(struct arena *arena, const struct carried_move *move,
                            const struct carried_side *side)
{
    unsigned from = move->key_count, to = move->column_count;
    struct output out = { .arena = arena };
    if (from == to)
        return STR("DO NOTHING");
    output_str(&out, STR("DO UPDATE SET "));
    for (unsigned i = from; i < to; i++)
        output_format(&out, "%s%.*s = excluded.%.*s", i > from ? ", " : "",
                      STR_ARGS(side->columns[i]), STR_ARGS(side->columns[i]));
    const char *row = move->is_postgresql ? "ROW" : "", *as = move->is_postgresql ? "::text" : "";
    output_format(&out, "\n             WHERE %s(%.*s)%s %s %s(%.*s)%s", row,
                  STR_ARGS(carried_columns(arena, side, from, to, "belay_target.", "")), as,
                  move->is_postgresql ? "IS DISTINCT FROM" : "IS NOT", row,
                  STR_ARGS(carried_columns(arena, side, from, to, "excluded.", "")), as);
    return output_get(&out);
}

// ---- keys

static const struct table *declared_table(struct reader *reader, const struct store *store,
                                          const struct object *object)
{
    for (const struct table *table = store->tables.first; table && reader->cost < COST_MAX;
         table = table->next, reader->cost++)
        if (str_equal_ignoring_case(last_part(&table->name), object->table)
            && (table->name.count < 2 || !object->schema.length
                || str_equal_ignoring_case(table->name.parts[table->name.count - 2],
                                           object->schema)))
            return table;
    return NULL;
}

// Of one table: names as they are compared, and as they are written in SQL.
struct key {
    struct str *names, *quoted;
    unsigned count;
};

static void add_column(struct key *key, struct str name, struct str quoted_name)
{
    key->names[key->count] = name;
    key->quoted[key->count++] = quoted_name;
}

static struct key new_key(struct arena *arena, unsigned count)
{
    return (struct key){ arena_new_many(arena, struct str, count),
                         arena_new_many(arena, struct str, count), 0 };
}

static struct table_facts read_facts(struct reader *reader, const struct store *store,
                                     const struct object *object)
{
    if (reader->store == store && str_equal(reader->table->table, object->table)
        && str_equal(reader->table->schema, object->schema))
        return reader->facts;
    reader->cost += store->schema.text.str.length;
    if (reader->cost > COST_MAX)
        return (struct table_facts){ 0 };
    reader->store = store;
    reader->table = object;
    return reader->facts = table_facts_read(reader->arena, store, object);
}

static struct key find_key(struct reader *reader, const struct carried_move *carried,
                           const struct object *object)
{
    struct arena *arena = reader->arena;
    const struct table *table = declared_table(reader, carried->store, object);
    if (table && table->key.count && table->key.count <= KEY_MAX) {
        struct key key = new_key(arena, table->key.count);
        for (unsigned i = 0; i < table->key.count; i++)
            add_column(&key, last_part(&table->key.columns[i]),
                       quoted(arena, carried, &table->key.columns[i]));
        return key;
    }
    struct table_facts facts = read_facts(reader, carried->store, object);
    if (!table_facts_has_key(&facts, carried->store))
        return (struct key){ 0 };
    struct key key = new_key(arena, facts.key_count);
    for (unsigned i = 0; i < facts.key_count; i++)
        add_column(&key, facts.key[i]->name,
                   facts.key[i]->is_quoted
                       ? sql_quoted_name(arena, carried->engine, facts.key[i]->name)
                       : sql_identifier(arena, carried->engine, facts.key[i]->name,
                                        facts.key[i]->name));
    return key;
}

// ---- columns

static const struct column_pair *pair_of(const struct move *move, struct str name, bool is_to)
{
    list_each(column_pair, pair, move->columns)
        if (str_equal_ignoring_case(last_part(is_to ? &pair->to : &pair->from), name))
            return pair;
    return NULL;
}

// The key's columns first, each with its other side: its pair's, else the same name.
static void pair_columns(struct arena *arena, struct carried_move *carried, const struct key *key,
                         bool is_key_of_to)
{
    unsigned room = key->count;
    list_each(column_pair, pair, carried->move->columns)
        room++;
    struct str *from = arena_new_many(arena, struct str, room);
    struct str *to = arena_new_many(arena, struct str, room);
    const struct column_pair **taken = arena_new_many(arena, const struct column_pair *, room);
    for (unsigned i = 0; i < key->count; i++) {
        const struct column_pair *pair = taken[i] =
            pair_of(carried->move, key->names[i], is_key_of_to);
        from[i] = pair ? quoted(arena, carried, &pair->from) : key->quoted[i];
        to[i] = pair ? quoted(arena, carried, &pair->to) : key->quoted[i];
    }
    unsigned count = key->count;
    list_each(column_pair, pair, carried->move->columns) {
        bool is_taken = false;
        for (unsigned i = 0; i < key->count; i++)
            is_taken |= taken[i] == pair;
        if (is_taken)
            continue;
        from[count] = quoted(arena, carried, &pair->from);
        to[count++] = quoted(arena, carried, &pair->to);
    }
    carried->from.columns = from;
    carried->to.columns = to;
    carried->key_count = key->count;
    carried->column_count = count;
}

static void find_columns(struct reader *reader, struct carried_move *carried)
{
    struct arena *arena = reader->arena;
    struct key key = find_key(reader, carried, &carried->move->from);
    bool is_of_to = !key.count && carried->is_of_tables;
    if (is_of_to)
        key = find_key(reader, carried, &carried->move->to);
    if (!key.count)
        carried->key_obstacle = arena_format(
            arena, "the key of '%.*s' is not known; table %.*s { key COLUMN } says it",
            STR_ARGS(carried->from.object->table), STR_ARGS(carried->from.object->table));
    pair_columns(arena, carried, &key, is_of_to);
}

// ---- all of it

static struct carried_side side_of(struct arena *arena, enum sql_engine engine,
                                   const struct object *object)
{
    struct str written = object->text.str;
    struct carried_side side = {
        .object = object,
        .table = sql_table_name(arena, engine, object),
        .name = sql_identifier(arena, engine, object->table, written),
    };
    if (object->column.length)
        side.column = sql_identifier(arena, engine, object->column, written);
    return side;
}

static bool is_one_table(const struct object *a, const struct object *b)
{
    return str_equal(a->table, b->table) && str_equal(a->schema, b->schema);
}

static struct str find_obstacle(struct arena *arena, const struct carried_move *carried)
{
    const struct object *from = &carried->move->from, *to = &carried->move->to;
    if (from->store != to->store)
        return STR("its two sides are not on one store");
    if (!carried->is_postgresql && !carried->is_mysql && carried->engine != SQL_ENGINE_SQLITE)
        return arena_format(arena, "the runbook has no client for store '%.*s'",
                            STR_ARGS(carried->store->name));
    if (!from->table.length || !to->table.length || !from->column.length != !to->column.length)
        return STR("its ends are neither two columns nor two tables");
    if (from->column.length && !is_one_table(from, to))
        return STR("its columns are not in one table");
    if (carried->engine == SQL_ENGINE_SQLITE && (from->schema.length || to->schema.length))
        return STR("its tables are in schemas of SQLite");
    if (!carried->is_of_tables)
        return STR_NONE;
    if (is_one_table(from, to))
        return STR("both of its ends are one table");
    if (text_is_set(carried->move->forward) || text_is_set(carried->move->backward))
        return STR("between tables, columns are copied as they are, without 'forward'");
    if (!carried->move->columns.first)
        return STR("its columns are not listed: move ... { columns A -> B, ... } says them");
    unsigned count = 0;
    list_each(column_pair, pair, carried->move->columns)
        count++;
    return count > COLUMNS_MAX ? STR("it has more columns than a table") : STR_NONE;
}

static struct carried_move read_move(struct reader *reader, const struct move *move)
{
    struct arena *arena = reader->arena;
    const struct plan *plan = reader->unit->plan;
    const struct store *only = plan->store_count == 1 ? plan->stores.first : NULL;
    struct carried_move carried = {
        .move = move,
        .store = move->from.store ? move->from.store : move->to.store ? move->to.store : only,
        .is_of_tables = !move->from.column.length,
    };
    if (!carried.store) {
        carried.obstacle = STR("the plan does not say on which store it is");
        return carried;
    }
    carried.engine = sql_engine_of(carried.store->engine);
    carried.is_postgresql = carried.engine == SQL_ENGINE_POSTGRESQL;
    carried.is_mysql = sql_engine_is_mysql(carried.engine);
    carried.from = side_of(arena, carried.engine, &move->from);
    carried.to = side_of(arena, carried.engine, &move->to);
    carried.obstacle = find_obstacle(arena, &carried);
    if (carried.obstacle.length)
        return carried;
    carried.facts = read_facts(reader, carried.store, &move->from);
    find_columns(reader, &carried);
    return carried;
}

// ---- what the plan says of it

// Of its schema, or of the step that adds it.
static struct str find_fallback(struct reader *reader, const struct carried_move *carried,
                                const struct object *object)
{
    const struct table_column *column = table_facts_column(&carried->facts, object->column);
    struct str fallback = column ? column->fallback : STR_NONE;
    list_each(phase, phase, reader->unit->plan->phases)
        changes_each(change, &reader->unit->model->changes, phase) {
            if (reader->cost++ > COST_MAX)
                return fallback;
            if (change->operation->head == SQL_ADD_COLUMN && change_is_on(change, object))
                fallback = sql_tokens_text(change->statement->tokens,
                                           change->operation->fallback.from,
                                           change->operation->fallback.to);
        }
    return fallback;
}

static void find_needs(struct reader *reader, struct carried_move *carried, enum side target)
{
    struct carried_side *side = target == SIDE_OLD ? &carried->from : &carried->to;
    side->needs = expression_columns(reader->arena, reader->unit->plan, side->object,
                                     &carried->facts, carried_expression(carried, target),
                                     &reader->cost, COST_MAX);
}

static void read_columns(struct reader *reader, struct carried_move *carried)
{
    carried->from.fallback = find_fallback(reader, carried, carried->from.object);
    carried->to.fallback = find_fallback(reader, carried, carried->to.object);
    find_needs(reader, carried, SIDE_OLD);
    find_needs(reader, carried, SIDE_NEW);
}

// What is created IF NOT EXISTS may hold rows that the plan did not bring.
static bool creates_new_side(struct reader *reader, const struct move *move)
{
    const struct model *model = reader->unit->model;
    list_each(phase, phase, reader->unit->plan->phases)
        changes_each(change, &model->changes, phase) {
            if (reader->cost++ > COST_MAX)
                return false;
            if (change->operation->head == SQL_CREATE_TABLE && !change->operation->is_conditional
                && change_is_on_table(change, &move->to))
                return true;
        }
    return false;
}

static void read_actions(struct carried_move *moves, const struct action_list *actions)
{
    list_each(action, action, *actions) {
        if (!action->move)
            continue;
        struct carried_move *move = &moves[action->move->index];
        if (action->kind == ACTION_WRITES && action->is_by_trigger && action->side == SIDE_BOTH)
            move->has_triggers[action->trusted] = true;
        if (action->kind == ACTION_BACKFILL && code_is_set(&action->backfill.where))
            move->is_of_new_table = false;
    }
}

const struct carried_move *carried_moves_read(struct arena *arena, const struct unit *unit)
{
    struct reader reader = { .arena = arena, .unit = unit };
    unsigned count = 0;
    list_each(move, move, unit->plan->moves)
        count++;
    struct carried_move *moves = arena_new_many(arena, struct carried_move, count);
    list_each(move, move, unit->plan->moves) {
        struct carried_move *carried = &moves[move->index];
        *carried = read_move(&reader, move);
        carried->is_of_new_table = carried->is_of_tables && creates_new_side(&reader, move);
    }
    list_each(phase, phase, unit->plan->phases) {
        read_actions(moves, &phase->actions);
        read_actions(moves, &phase->rollback.actions);
    }
    list_each(move, move, unit->plan->moves) {
        struct carried_move *carried = &moves[move->index];
        bool has_any = carried->has_triggers[SIDE_OLD] || carried->has_triggers[SIDE_NEW];
        if (has_any && !carried->is_of_tables && !carried->obstacle.length)
            read_columns(&reader, carried);
    }
    return moves;
}
