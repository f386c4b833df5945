#include "backends/sql-sides.h"

#include "backends/sql-name.h"

// ---- lists

struct str sql_list_join(struct arena *arena, const struct sql_list *list, const char *before,
                         const char *behind)
{
    struct output out = { .arena = arena };
    for (size_t i = 0; i < list->count; i++)
        output_format(&out, "%s%s%.*s%s", i ? ", " : "", before, STR_ARGS(list->items[i]), behind);
    return output_get(&out);
}

static struct str last_part(const struct name *name)
{
    return name->count ? name->parts[name->count - 1] : STR("");
}

static struct str column_of(struct arena *arena, enum sql_engine engine, const struct name *name)
{
    return sql_identifier(arena, engine, last_part(name), name->text.str);
}

// Behind the alias no name is taken for a text, as SQLite does where there is no such column.
static struct str of_side(struct arena *arena, const struct sql_side *side, struct str column)
{
    return arena_format(arena, "%.*s.%.*s", STR_ARGS(side->alias), STR_ARGS(column));
}

// ---- stores and tables

#define CANNOT_BE_ASKED "the plan does not say of which store it is, or of which table"

static const struct store *object_store(const struct plan *plan, const struct object *object)
{
    return object->store || plan->store_count != 1 ? object->store : plan->stores.first;
}

static const struct table *store_table(const struct store *store, struct str name)
{
    list_each(table, table, store->tables)
        if (table->name.count && str_equal_ignoring_case(last_part(&table->name), name))
            return table;
    return NULL;
}

static bool has_client(const struct store *store)
{
    return store && sql_engine_of(store->engine) != SQL_ENGINE_UNKNOWN;
}

static void open_side(struct arena *arena, struct sql_side *side, const struct store *store,
                      const struct object *object)
{
    side->store = store;
    side->engine = sql_engine_of(store->engine);
    side->is_postgresql = side->engine == SQL_ENGINE_POSTGRESQL;
    side->is_mysql = sql_engine_is_mysql(side->engine);
    side->table = sql_table_name(arena, side->engine, object);
    side->alias = sql_identifier(arena, side->engine, object->table, object->text.str);
    side->relation =
        arena_format(arena, "%.*s AS %.*s", STR_ARGS(side->table), STR_ARGS(side->alias));
}

// ---- which column is which

// The pair of the move that holds the column on the side; NULL: it has one name on both.
static const struct column_pair *find_pair(const struct move *move, const struct name *column,
                                           bool is_new)
{
    list_each(column_pair, pair, move->columns)
        if (str_equal_ignoring_case(last_part(is_new ? &pair->to : &pair->from),
                                    last_part(column)))
            return pair;
    return NULL;
}

struct side_names {
    const struct name *old, *new;
};

// A column may be named by either side's name.
static struct side_names names_of(const struct move *move, const struct name *column)
{
    const struct column_pair *pair = find_pair(move, column, false);
    if (!pair)
        pair = find_pair(move, column, true);
    return pair ? (struct side_names){ &pair->from, &pair->to }
                : (struct side_names){ column, column };
}

static void add_names(struct arena *arena, struct sql_sides *sides, struct str old_name,
                      struct str new_name, bool is_key)
{
    struct sql_side *old = &sides->old, *new = &sides->new;
    if (is_key) {
        array_add(arena, &old->names, old_name);
        array_add(arena, &new->names, new_name);
    }
    array_add(arena, is_key ? &old->keys : &old->values, of_side(arena, old, old_name));
    array_add(arena, is_key ? &new->keys : &new->values, of_side(arena, new, new_name));
}

// A SELECT of the move's own gives the new side's names.
static void add_column(struct arena *arena, struct sql_sides *sides, struct side_names names,
                       bool is_key)
{
    struct sql_side *old = &sides->old, *new = &sides->new;
    struct str old_name =
        column_of(arena, old->engine, sides->is_query ? names.new : names.old);
    struct str new_name = column_of(arena, new->engine, names.new);
    add_names(arena, sides, old_name, new_name, is_key);
}

// The key is declared for the old table or for the new one; else a schema says it.
static void read_keys(struct arena *arena, struct sql_sides *sides,
                      const struct carried_move *carried)
{
    const struct move *move = carried->move;
    const struct table *table = store_table(sides->old.store, move->from.table);
    if (!table || !table->key.count)
        table = store_table(sides->new.store, move->to.table);
    for (unsigned i = 0; table && i < table->key.count; i++)
        add_column(arena, sides, names_of(move, &table->key.columns[i]), true);
    bool is_known = !carried->obstacle.length && !carried->key_obstacle.length;
    for (unsigned i = 0; !sides->old.keys.count && is_known && i < carried->key_count; i++)
        add_names(arena, sides, carried->from.columns[i], carried->to.columns[i], true);
}

static bool is_key(const struct sql_sides *sides, struct str column)
{
    for (size_t i = 0; i < sides->new.names.count; i++)
        if (str_equal(sides->new.names.items[i], column))
            return true;
    return false;
}

static void add_value(struct arena *arena, struct sql_sides *sides, struct side_names names)
{
    if (!is_key(sides, column_of(arena, sides->new.engine, names.new)))
        add_column(arena, sides, names, false);
}

// ---- what is compared

static void read_column_move(struct arena *arena, struct sql_sides *sides, const struct move *move)
{
    struct sql_side *old = &sides->old, *new = &sides->new;
    struct str from = sql_identifier(arena, old->engine, move->from.column,
                                     move->from.text.str);
    struct str to = sql_identifier(arena, new->engine, move->to.column, move->to.text.str);
    array_add(arena, &new->values, of_side(arena, new, to));
    array_add(arena, &old->values,
              text_is_set(move->forward)
                  ? arena_format(arena, "(\n    %.*s\n)", STR_ARGS(str_trim(move->forward.str)))
                  : of_side(arena, old, from));
}

// The move's SELECT without its semicolon; no data where the text is none.
static struct str own_query(struct arena *arena, const struct sql_side *side,
                            const struct move *move)
{
    enum sql_engine engine = sql_engine_of(side->store->engine);
    const struct sql_script *script = sql_read_for(arena, engine, move->forward);
    const struct sql_statement *statement = script->statements.first;
    if (!statement || statement->next || statement->head != SQL_SELECT)
        return STR_NONE;
    return sql_tokens_text(statement->tokens, statement->range.from, statement->range.to);
}

static void read_own_query(struct arena *arena, struct sql_sides *sides, const struct move *move)
{
    struct str query = own_query(arena, &sides->old, move);
    if (!query.data) {
        sides->problem = STR("the move's `forward` is no SELECT");
        return;
    }
    sides->is_query = true;
    sides->old.alias = STR("belay_forward");
    sides->old.relation =
        arena_format(arena, "(\n    %.*s\n) AS belay_forward", STR_ARGS(query));
}

static void read_table_move(struct arena *arena, struct sql_sides *sides,
                            const struct verify *verify)
{
    const struct move *move = verify->move;
    const struct column_list *columns = &verify->columns;
    for (unsigned i = 0; i < columns->count; i++)
        add_value(arena, sides, names_of(move, &columns->columns[i]));
    if (columns->count || verify->kind == VERIFY_ROWS)
        return;
    list_each(column_pair, pair, move->columns)
        add_value(arena, sides, (struct side_names){ &pair->from, &pair->to });
    sides->has_all = columns->is_all || !move->columns.first;
}

static bool is_one_table(const struct sql_sides *sides, const struct move *move)
{
    return sides->old.store == sides->new.store && move->from.column.length
           && str_equal(move->from.table, move->to.table)
           && str_equal(move->from.schema, move->to.schema);
}

struct sql_sides sql_sides_read(struct arena *arena, const struct plan *plan,
                                const struct carried_move *moves, const struct verify *verify)
{
    struct sql_sides sides = { 0 };
    const struct move *move = verify->move;
    if (!move) {
        sides.problem = STR("the plan declares no such move");
        return sides;
    }
    const struct store *from = object_store(plan, &move->from);
    const struct store *to = object_store(plan, &move->to);
    if (!has_client(from) || !has_client(to)) {
        sides.problem = STR(CANNOT_BE_ASKED);
        return sides;
    }
    open_side(arena, &sides.old, from, &move->from);
    open_side(arena, &sides.new, to, &move->to);
    if (from != to && (sides.old.is_mysql || sides.new.is_mysql))
        sides.problem = STR("of two stores, only those of PostgreSQL and SQLite can be compared");
    sides.is_same_table = is_one_table(&sides, move);
    bool is_of_tables = !move->from.column.length && !move->to.column.length;
    if (is_of_tables && text_is_set(move->forward))
        read_own_query(arena, &sides, move);
    read_keys(arena, &sides, &moves[move->index]);
    if (is_of_tables)
        read_table_move(arena, &sides, verify);
    else
        read_column_move(arena, &sides, move);
    return sides;
}

struct str sql_side_read(struct arena *arena, const struct plan *plan,
                         const struct object *object, struct sql_side *side)
{
    const struct store *store = object_store(plan, object);
    *side = (struct sql_side){ 0 };
    if (!has_client(store) || !object->table.length)
        return STR(CANNOT_BE_ASKED);
    open_side(arena, side, store, object);
    if (!object->column.length)
        return STR_NONE;
    struct str column =
        sql_identifier(arena, side->engine, object->column, object->text.str);
    const struct table *table = store_table(store, object->table);
    for (unsigned i = 0; table && i < table->key.count; i++)
        array_add(arena, &side->keys,
                  of_side(arena, side,
                          column_of(arena, side->engine, &table->key.columns[i])));
    array_add(arena, &side->values, of_side(arena, side, column));
    return STR_NONE;
}
