#include "backends/sql-fill.h"

#include "backends/printable.h"
#include "backends/sql-name.h"
#include "base/digest.h"
#include "generated/templates/sql-fill.h"

// What differs between the two ways.
struct fill {
    struct arena *arena;
    const struct action *action;
    bool is_postgresql;
    const struct column_list *key;
    struct str table, target, expression;
};

static bool is_postgresql(const struct store *store)
{
    return str_is(store->engine, "postgresql");
}

static const struct object *side_to_fill(const struct action *action)
{
    return action->kind == ACTION_FILL ? &action->move->from : &action->move->to;
}

static struct text expression_of(const struct action *action)
{
    return action->kind == ACTION_FILL ? action->move->backward : action->move->forward;
}

const struct store *fill_store(const struct plan *plan, const struct action *action)
{
    const struct object *object = side_to_fill(action);
    return object->store || plan->store_count != 1 ? object->store : plan->stores.first;
}

static const struct table *declared_table(const struct store *store, struct str name)
{
    list_each(table, table, store->tables)
        if (table->name.count
            && str_equal_ignoring_case(table->name.parts[table->name.count - 1], name))
            return table;
    return NULL;
}

bool action_is_fill(const struct plan *plan, const struct action *action)
{
    if ((action->kind != ACTION_BACKFILL && action->kind != ACTION_FILL) || !action->move)
        return false;
    const struct object *from = &action->move->from, *to = &action->move->to;
    const struct store *store = fill_store(plan, action);
    if (!store || from->store != to->store || !from->column.length || !to->column.length
        || !str_equal(from->table, to->table) || !str_equal(from->schema, to->schema))
        return false;
    const struct table *table = declared_table(store, to->table);
    bool has_engine = is_postgresql(store) || str_is(store->engine, "sqlite");
    return has_engine && table && table->key.count && text_is_set(expression_of(action));
}

// ---- names

// The key's columns, each between `before` and `behind`, with commas; '#' in either is the
// column's place, counted from `first`.
static struct str key_list(const struct fill *fill, const char *before, const char *behind,
                           bool has_name, unsigned first)
{
    struct output out = { .arena = fill->arena };
    for (unsigned i = 0; i < fill->key->count; i++) {
        const struct name *name = &fill->key->columns[i];
        const char *const around[] = { before, behind };
        output_str(&out, i ? STR(", ") : STR(""));
        for (unsigned side = 0; side < 2; side++) {
            for (const char *at = around[side]; *at; at++)
                if (*at == '#')
                    output_format(&out, "%u", i + first);
                else
                    output_char(&out, *at);
            if (side == 0 && has_name)
                output_str(&out, sql_identifier(fill->arena, fill->is_postgresql,
                                                name->parts[name->count - 1], name->text.str));
        }
    }
    return output_get(&out);
}

struct str plan_id(struct arena *arena, const struct plan *plan)
{
    enum { LONGEST = 40, DIGITS = 8 };
    struct output out = { .arena = arena };
    struct str title = plan->title.str;
    for (size_t i = 0; i < title.length && i < LONGEST; i++)
        output_char(&out, char_is_word(title.data[i]) ? char_lower(title.data[i]) : '-');
    output_char(&out, '-');
    output_str(&out, str_slice(digest_sha256(arena, title), 0, DIGITS));
    return output_get(&out);
}

struct str fill_procedure(struct arena *arena, const struct plan *plan, long phase,
                          struct str task)
{
    struct str id = plan_id(arena, plan);
    return arena_format(arena, "fill_%.*s_%ld_%.*s", STR_ARGS(str_from(id, id.length - 8)), phase,
                        STR_ARGS(task));
}

// ---- text

// Rows that are as they should be are left alone: a rerun mends what differs and costs little.
static struct str condition(const struct fill *fill)
{
    const struct code *where = &fill->action->backfill.where;
    if (fill->action->kind == ACTION_BACKFILL && code_is_set(where))
        return str_trim(where->text.str);
    return arena_format(fill->arena, "%.*s %s (%.*s)", STR_ARGS(fill->target),
                        fill->is_postgresql ? "IS DISTINCT FROM" : "IS NOT",
                        STR_ARGS(fill->expression));
}

static long milliseconds(struct quantity quantity, long otherwise)
{
    return quantity_is_set(quantity) ? (long)quantity.amount : otherwise;
}

// The procedure's body ends at a mark that none of its lines holds.
static struct str mark_of(const struct fill *fill)
{
    struct str where = fill->action->backfill.where.text.str;
    size_t longest = longest_run(fill->expression, '_'), other = longest_run(where, '_');
    struct output out = { .arena = fill->arena };
    output_str(&out, STR("$belay"));
    output_repeat(&out, '_', (longest > other ? longest : other) + 1);
    output_char(&out, '$');
    return output_get(&out);
}

static void write_postgresql(struct output *out, const struct fill *fill, struct str procedure,
                             struct str id, long phase, struct str task)
{
    struct str columns = key_list(fill, "", "", true, 1);
    struct output types = { .arena = fill->arena };
    for (unsigned i = 0; i < fill->key->count; i++) {
        const struct name *name = &fill->key->columns[i];
        struct str column = sql_identifier(fill->arena, true, name->parts[name->count - 1],
                                           name->text.str);
        output_format(&types, "    belay_low%u %.*s.%.*s%%TYPE; belay_high%u belay_low%u%%TYPE;\n",
                      i, STR_ARGS(fill->table), STR_ARGS(column), i, i);
    }
    struct output load = { .arena = fill->arena };
    for (unsigned i = 0; i < fill->key->count; i++)
        output_format(&load,
                      "        belay_low%u := belay_at.last_key::json ->> %u;"
                      " belay_high%u := belay_at.high_key::json ->> %u;\n",
                      i, i, i, i);
    const struct backfill *settings = &fill->action->backfill;
    sql_fill_postgresql(
        out, procedure, mark_of(fill), str_slice(output_get(&types), 0, types.bytes.count - 1), id,
        phase, task, columns, key_list(fill, "", " DESC", true, 1), fill->table,
        str_slice(output_get(&load), 0, load.bytes.count - 1),
        key_list(fill, "belay_low#", "", false, 0), key_list(fill, "belay_high#", "", false, 0),
        fill->target, (struct program){ fill->expression }, (struct program){ condition(fill) },
        quantity_is_set(settings->batch) ? (long)settings->batch.amount : 1000,
        milliseconds(settings->target, 20), milliseconds(settings->pause, -1));
}

static void write_sqlite(struct output *out, const struct fill *fill, struct str id, long phase,
                         struct str task)
{
    const struct backfill *settings = &fill->action->backfill;
    sql_fill_sqlite(out, id, phase, task, key_list(fill, "", "", true, 1),
                    key_list(fill, "", " DESC", true, 1), fill->table,
                    key_list(fill, "json_extract(low, '$[#]')", "", false, 0),
                    key_list(fill, "json_extract(high, '$[#]')", "", false, 0),
                    key_list(fill, "json_extract(through, '$[#]')", "", false, 0), fill->target,
                    (struct program){ fill->expression }, (struct program){ condition(fill) },
                    quantity_is_set(settings->batch) ? (long)settings->batch.amount : 1000,
                    milliseconds(settings->target, 20));
}

void fill_write(struct output *out, const struct plan *plan, const struct action *action,
                long phase, struct str task)
{
    const struct store *store = fill_store(plan, action);
    const struct object *side = side_to_fill(action);
    struct fill fill = {
        .arena = out->arena,
        .action = action,
        .is_postgresql = is_postgresql(store),
        .key = &declared_table(store, side->table)->key,
        .expression = str_trim(expression_of(action).str),
    };
    fill.table = sql_table_name(fill.arena, fill.is_postgresql, side);
    fill.target = sql_identifier(fill.arena, fill.is_postgresql, side->column, side->text.str);
    struct str id = plan_id(fill.arena, plan);
    if (fill.is_postgresql)
        write_postgresql(out, &fill, fill_procedure(out->arena, plan, phase, task), id, phase,
                         task);
    else
        write_sqlite(out, &fill, id, phase, task);
}
