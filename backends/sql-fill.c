#include "backends/sql-fill.h"

#include "backends/printable.h"
#include "base/digest.h"
#include "generated/templates/sql-fill.h"

// A fill that is being written.
struct fill {
    struct arena *arena;
    const struct carried_move *move;
    const struct action *action;
    const struct carried_side *source, *target; // of a move between columns: both are its table
    struct str expression;                      // of a move between columns
    struct str columns;                         // the key of the source
    struct str low, high;                       // the ends of a batch
    bool sweeps; // deletes what the source does not have
};

static bool is_version(const struct action *action)
{
    return str_is(action->backfill.guard, "version");
}

// ---- whether it can be written

// The place of the guard's column among those that are copied; `column_count` for none.
static unsigned version_column(const struct carried_move *move, const struct action *action)
{
    struct str name = action->backfill.guard_column;
    unsigned at = 0;
    for (; at < move->column_count; at++) {
        struct str column = move->from.columns[at];
        if (str_equal_ignoring_case(str_slice(column, 1, column.length - 1), name))
            break;
    }
    return at;
}

struct str fill_obstacle(struct arena *arena, const struct carried_move *move,
                         const struct action *action)
{
    bool is_backward = action->kind == ACTION_FILL;
    if (move->obstacle.length)
        return move->obstacle;
    if (move->key_obstacle.length)
        return move->key_obstacle;
    if (is_backward && move->move->has_no_way_back)
        return STR("the move says 'backward none'");
    if (!move->is_of_tables && !carried_expression(move, is_backward ? SIDE_OLD : SIDE_NEW).length)
        return is_backward ? STR("the move does not say 'backward'")
                           : STR("the move does not say 'forward'");
    if (move->is_of_tables && is_version(action)
        && version_column(move, action) == move->column_count)
        return arena_format(arena, "the column '%.*s' of its guard is not copied",
                            STR_ARGS(action->backfill.guard_column));
    return STR_NONE;
}

// ---- names

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

struct str plan_mark(struct arena *arena, const struct plan *plan)
{
    struct str id = plan_id(arena, plan);
    return str_from(id, id.length - 8);
}

struct str fill_procedure(struct arena *arena, const struct plan *plan, long phase,
                          struct str task)
{
    return arena_format(arena, "fill_%.*s_%ld_%.*s", STR_ARGS(plan_mark(arena, plan)), phase,
                        STR_ARGS(task));
}

// The key of a side, as carried_columns() gives it.
static struct str key_of(const struct fill *fill, const struct carried_side *side,
                         const char *before, const char *behind)
{
    return carried_columns(fill->arena, side, 0, fill->move->key_count, before, behind);
}

static struct str all_of(const struct fill *fill, const struct carried_side *side)
{
    return carried_columns(fill->arena, side, 0, fill->move->column_count, "", "");
}

// A text without columns: their places alone.
static struct str places_of(const struct fill *fill, const char *before, const char *behind)
{
    struct output out = { .arena = fill->arena };
    for (unsigned i = 0; i < fill->move->key_count; i++)
        output_format(&out, "%s%s%u%s", i ? ", " : "", before, i, behind);
    return output_get(&out);
}

static struct str without_last_line_end(const struct output *out)
{
    return str_slice(output_get(out), 0, out->bytes.count - 1);
}

// ---- conditions

// Rows that are as they should be are left alone: a rerun mends what differs and costs little.
static struct str condition(const struct fill *fill)
{
    const struct code *where = &fill->action->backfill.where;
    if (fill->action->kind == ACTION_BACKFILL && code_is_set(where))
        return str_trim(where->text.str);
    if (fill->move->is_of_tables)
        return fill->move->is_postgresql ? STR("true") : STR("1");
    return arena_format(fill->arena, "%.*s %s (%.*s)",
                        STR_ARGS(fill->action->kind == ACTION_FILL ? fill->move->from.column
                                                                   : fill->move->to.column),
                        fill->move->is_postgresql ? "IS DISTINCT FROM" : "IS NOT",
                        STR_ARGS(fill->expression));
}

// A guard's version is compared as well.
static struct str conflict(const struct fill *fill)
{
    const struct carried_move *move = fill->move;
    struct str text = carried_conflict(fill->arena, move, fill->target);
    unsigned version = is_version(fill->action) ? version_column(move, fill->action)
                                                : move->column_count;
    if (version < move->key_count || version == move->column_count)
        return text;
    struct str column = fill->target->columns[version];
    return arena_format(fill->arena,
                        "%.*s\n               AND (belay_target.%.*s IS NULL"
                        " OR belay_target.%.*s < excluded.%.*s)",
                        STR_ARGS(text), STR_ARGS(column), STR_ARGS(column), STR_ARGS(column));
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

static long milliseconds(struct quantity quantity, long otherwise)
{
    return quantity_is_set(quantity) ? (long)quantity.amount : otherwise;
}

// The query for the first key, or the last one, of the rows there are at the beginning.
static struct str end_of(const struct fill *fill, const char *behind)
{
    struct output out = { .arena = fill->arena };
    bool is_postgresql = fill->move->is_postgresql;
    struct str columns = fill->sweeps ? places_of(fill, "belay_key", "") : fill->columns;
    struct str array = arena_format(fill->arena,
                                    is_postgresql ? "json_build_array(%.*s)::text"
                                                  : "json_array(%.*s)",
                                    STR_ARGS(columns));
    struct str order = key_of(fill, fill->source, "", behind);
    if (fill->sweeps)
        sql_fill_end_of_both(&out, array, key_of(fill, fill->source, "", " AS belay_key#"),
                             fill->source->table, order,
                             key_of(fill, fill->target, "", " AS belay_key#"),
                             fill->target->table, key_of(fill, fill->target, "", behind),
                             places_of(fill, "belay_key", behind));
    else
        sql_fill_end_of_one(&out, array, fill->source->table, order);
    return without_last_line_end(&out);
}

// ---- PostgreSQL

// The statements of one batch, up to `high`: itself the last one, or the first of the next.
static struct str work_postgresql(const struct fill *fill, const char *operator)
{
    struct output out = { .arena = fill->arena };
    const struct carried_side *source = fill->source, *target = fill->target;
    struct str before = str_of(operator);
    if (!fill->move->is_of_tables)
        sql_fill_postgresql_update(&out, target->table, target->column,
                                   (struct program){ fill->expression }, fill->columns, fill->low,
                                   before, fill->high, (struct program){ condition(fill) });
    else
        sql_fill_postgresql_copy(&out, all_of(fill, source), source->table, fill->columns,
                                 fill->low, before, fill->high,
                                 (struct program){ condition(fill) }, target->table,
                                 all_of(fill, target), key_of(fill, target, "", ""),
                                 conflict(fill));
    if (fill->sweeps)
        sql_fill_postgresql_sweep(&out, source->table, target->table,
                                  key_of(fill, source, "belay_source.", ""),
                                  key_of(fill, target, "belay_target.", ""), fill->low, before,
                                  fill->high);
    return without_last_line_end(&out);
}

static void write_postgresql(struct output *out, struct fill *fill, struct str procedure,
                             struct str id, long phase, struct str task)
{
    struct output types = { .arena = fill->arena }, load = { .arena = fill->arena };
    for (unsigned i = 0; i < fill->move->key_count; i++) {
        output_format(&types, "    belay_low%u %.*s.%.*s%%TYPE; belay_high%u belay_low%u%%TYPE;\n",
                      i, STR_ARGS(fill->source->table), STR_ARGS(fill->source->columns[i]), i, i);
        output_format(&load,
                      "        belay_low%u := belay_at.last_key::json ->> %u;"
                      " belay_high%u := belay_at.high_key::json ->> %u;\n",
                      i, i, i, i);
    }
    fill->low = places_of(fill, "belay_low", "");
    fill->high = places_of(fill, "belay_high", "");
    const struct backfill *settings = &fill->action->backfill;
    sql_fill_postgresql(out, procedure, mark_of(fill), without_last_line_end(&types), id, phase,
                        task, fill->columns, fill->source->table, end_of(fill, ""),
                        end_of(fill, " DESC"), without_last_line_end(&load), fill->low,
                        fill->high, work_postgresql(fill, "<"), work_postgresql(fill, "<="),
                        quantity_is_set(settings->batch) ? (long)settings->batch.amount : 1000,
                        milliseconds(settings->target, 20), milliseconds(settings->pause, -1));
}

// ---- SQLite

static struct str work_sqlite(const struct fill *fill, struct str through)
{
    struct output out = { .arena = fill->arena };
    const struct carried_side *source = fill->source, *target = fill->target;
    if (!fill->move->is_of_tables)
        sql_fill_sqlite_update(&out, target->table, target->column,
                               (struct program){ fill->expression }, fill->columns, fill->low,
                               through, (struct program){ condition(fill) });
    else
        sql_fill_sqlite_copy(&out, all_of(fill, source), source->table, fill->columns, fill->low,
                             through, (struct program){ condition(fill) }, target->table,
                             all_of(fill, target), key_of(fill, target, "", ""), conflict(fill));
    if (fill->sweeps)
        sql_fill_sqlite_sweep(&out, source->table, target->table,
                              key_of(fill, source, "belay_source.", ""),
                              key_of(fill, target, "belay_target.", ""), fill->low,
                              places_of(fill, "json_extract(coalesce(next, high), '$[", "]')"));
    return without_last_line_end(&out);
}

static void write_sqlite(struct output *out, struct fill *fill, struct str id, long phase,
                         struct str task)
{
    const struct backfill *settings = &fill->action->backfill;
    struct str through = places_of(fill, "json_extract(through, '$[", "]')");
    fill->low = places_of(fill, "json_extract(low, '$[", "]')");
    fill->high = places_of(fill, "json_extract(high, '$[", "]')");
    sql_fill_sqlite(out, id, phase, task, fill->columns, fill->source->table, end_of(fill, ""),
                    end_of(fill, " DESC"), fill->low, fill->high, through,
                    work_sqlite(fill, through),
                    quantity_is_set(settings->batch) ? (long)settings->batch.amount : 1000,
                    milliseconds(settings->target, 20));
}

void fill_write(struct output *out, const struct plan *plan, const struct carried_move *move,
                const struct action *action, long phase, struct str task)
{
    bool is_backward = action->kind == ACTION_FILL;
    struct fill fill = {
        .arena = out->arena,
        .move = move,
        .action = action,
        .source = is_backward ? &move->to : &move->from,
        .target = is_backward ? &move->from : &move->to,
        .sweeps = move->is_of_new_table && !is_backward
                  && !str_is(action->backfill.guard, "deletes-deferred"),
    };
    if (!move->is_of_tables)
        fill.expression = carried_expression(move, is_backward ? SIDE_OLD : SIDE_NEW);
    fill.columns = key_of(&fill, fill.source, "", "");
    struct str id = plan_id(fill.arena, plan);
    if (move->is_postgresql)
        write_postgresql(out, &fill, fill_procedure(out->arena, plan, phase, task), id, phase,
                         task);
    else
        write_sqlite(out, &fill, id, phase, task);
}
