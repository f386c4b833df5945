#include "backends/sql-fill-parts.h"

#include "backends/printable.h"
#include "base/digest.h"
#include "generated/templates/sql-fill.h"

static bool is_version(const struct action *action)
{
    return str_is(action->backfill.guard, "version");
}

bool fill_has_version(const struct fill *fill)
{
    return is_version(fill->action);
}

// ---- whether it can be written

unsigned fill_version_column(const struct carried_move *move, const struct action *action)
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
        && fill_version_column(move, action) == move->column_count)
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

struct str fill_procedure(struct arena *arena, const struct carried_move *move,
                          const struct plan *plan, long phase, struct str task)
{
    return arena_format(arena, "%sfill_%.*s_%ld_%.*s", move->is_mysql ? "belay_" : "",
                        STR_ARGS(plan_mark(arena, plan)), phase, STR_ARGS(task));
}

struct str fill_key(const struct fill *fill, const struct carried_side *side, const char *before,
                    const char *behind)
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

struct str fill_condition(const struct fill *fill)
{
    const struct code *where = &fill->action->backfill.where;
    if (fill->action->kind == ACTION_BACKFILL && code_is_set(where))
        return str_trim(where->text.str);
    if (fill->move->is_of_tables)
        return fill->move->is_postgresql ? STR("true") : STR("1");
    if (fill->move->is_mysql)
        return arena_format(fill->arena,
                            "NOT (CAST(%.*s AS BINARY) <=> CAST((\n                %.*s\n"
                            "                ) AS BINARY))",
                            STR_ARGS(fill->target->column), STR_ARGS(fill->expression));
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
    unsigned version = is_version(fill->action) ? fill_version_column(move, fill->action)
                                                : move->column_count;
    if (version < move->key_count || version == move->column_count)
        return text;
    struct str column = fill->target->columns[version];
    return arena_format(fill->arena,
                        "%.*s\n               AND (belay_target.%.*s IS NULL"
                        " OR belay_target.%.*s < excluded.%.*s)",
                        STR_ARGS(text), STR_ARGS(column), STR_ARGS(column), STR_ARGS(column));
}

struct str fill_mark(const struct fill *fill)
{
    struct str where = fill->action->backfill.where.text.str;
    size_t longest = longest_run(fill->expression, '_'), other = longest_run(where, '_');
    struct output out = { .arena = fill->arena };
    output_str(&out, STR("$belay"));
    output_repeat(&out, '_', (longest > other ? longest : other) + 1);
    output_char(&out, '$');
    return output_get(&out);
}

static long amount(struct quantity quantity, long otherwise)
{
    return quantity_is_set(quantity) ? (long)quantity.amount : otherwise;
}

long fill_batch(const struct fill *fill)
{
    return amount(fill->action->backfill.batch, 1000);
}

long fill_target(const struct fill *fill)
{
    return amount(fill->action->backfill.target, 20);
}

long fill_pause(const struct fill *fill)
{
    return amount(fill->action->backfill.pause, -1);
}

struct str fill_end(const struct fill *fill, struct str result, const char *behind)
{
    struct output out = { .arena = fill->arena };
    struct str order = fill_key(fill, fill->source, "", behind);
    if (fill->sweeps)
        sql_fill_end_of_both(&out, result, fill_key(fill, fill->source, "", " AS belay_key#"),
                             fill->source->table, order,
                             fill_key(fill, fill->target, "", " AS belay_key#"),
                             fill->target->table, fill_key(fill, fill->target, "", behind),
                             places_of(fill, "belay_key", behind));
    else
        sql_fill_end_of_one(&out, result, fill->source->table, order);
    return without_last_line_end(&out);
}

// The same as JSON.
static struct str end_of(const struct fill *fill, const char *behind)
{
    struct str columns = fill->sweeps ? places_of(fill, "belay_key", "") : fill->columns;
    return fill_end(fill,
                    arena_format(fill->arena,
                                 fill->move->is_postgresql ? "json_build_array(%.*s)::text"
                                                           : "json_array(%.*s)",
                                 STR_ARGS(columns)),
                    behind);
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
                                   before, fill->high, (struct program){ fill_condition(fill) });
    else
        sql_fill_postgresql_copy(&out, all_of(fill, source), source->table, fill->columns,
                                 fill->low, before, fill->high,
                                 (struct program){ fill_condition(fill) }, target->table,
                                 all_of(fill, target), fill_key(fill, target, "", ""),
                                 conflict(fill));
    if (fill->sweeps)
        sql_fill_postgresql_sweep(&out, source->table, target->table,
                                  fill_key(fill, source, "belay_source.", ""),
                                  fill_key(fill, target, "belay_target.", ""), fill->low, before,
                                  fill->high);
    return without_last_line_end(&out);
}

static void write_postgresql(struct output *out, struct fill *fill,
                             const struct fill_names *names)
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
    sql_fill_postgresql(out, names->procedure, fill_mark(fill), without_last_line_end(&types),
                        names->plan, names->phase, names->task, fill->columns,
                        fill->source->table, end_of(fill, ""),
                        end_of(fill, " DESC"), without_last_line_end(&load), fill->low,
                        fill->high, work_postgresql(fill, "<"), work_postgresql(fill, "<="),
                        fill_batch(fill), fill_target(fill), fill_pause(fill));
}

// ---- SQLite

static struct str work_sqlite(const struct fill *fill, struct str through)
{
    struct output out = { .arena = fill->arena };
    const struct carried_side *source = fill->source, *target = fill->target;
    if (!fill->move->is_of_tables)
        sql_fill_sqlite_update(&out, target->table, target->column,
                               (struct program){ fill->expression }, fill->columns, fill->low,
                               through, (struct program){ fill_condition(fill) });
    else
        sql_fill_sqlite_copy(&out, all_of(fill, source), source->table, fill->columns, fill->low,
                             through, (struct program){ fill_condition(fill) }, target->table,
                             all_of(fill, target), fill_key(fill, target, "", ""), conflict(fill));
    if (fill->sweeps)
        sql_fill_sqlite_sweep(&out, source->table, target->table,
                              fill_key(fill, source, "belay_source.", ""),
                              fill_key(fill, target, "belay_target.", ""), fill->low,
                              places_of(fill, "json_extract(coalesce(next, high), '$[", "]')"));
    return without_last_line_end(&out);
}

static void write_sqlite(struct output *out, struct fill *fill, const struct fill_names *names)
{
    struct str through = places_of(fill, "json_extract(through, '$[", "]')");
    fill->low = places_of(fill, "json_extract(low, '$[", "]')");
    fill->high = places_of(fill, "json_extract(high, '$[", "]')");
    sql_fill_sqlite(out, names->plan, names->phase, names->task, fill->columns,
                    fill->source->table, end_of(fill, ""),
                    end_of(fill, " DESC"), fill->low, fill->high, through,
                    work_sqlite(fill, through), fill_batch(fill), fill_target(fill));
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
    fill.columns = fill_key(&fill, fill.source, "", "");
    struct fill_names names = { fill_procedure(out->arena, move, plan, phase, task),
                                plan_id(fill.arena, plan), task, phase };
    if (move->is_postgresql)
        write_postgresql(out, &fill, &names);
    else if (move->is_mysql)
        fill_write_mysql(out, &fill, &names);
    else
        write_sqlite(out, &fill, &names);
}
