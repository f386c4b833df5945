#include "backends/sql-fill-parts.h"

#include "generated/templates/sql-fill-mysql.h"

// A text for each column of the key, in which '#' is its place and '$' its name on `side`.
static struct str each_key(const struct fill *fill, const struct carried_side *side,
                           const char *between, const char *format)
{
    struct output out = { .arena = fill->arena };
    for (unsigned i = 0; i < fill->move->key_count; i++) {
        output_str(&out, i ? str_of(between) : STR(""));
        for (const char *c = format; *c; c++)
            if (*c == '#')
                output_format(&out, "%u", i);
            else if (*c == '$')
                output_str(&out, side->columns[i]);
            else
                output_char(&out, *c);
    }
    return output_get(&out);
}

static struct str without_last_line_end(const struct output *out)
{
    return str_slice(output_get(out), 0, out->bytes.count - 1);
}

// The keys from `variable` on, or up to it. A comparison of rows would not use the index:
// a > x OR (a = x AND b >= y) does.
static struct str bound(const struct fill *fill, const struct carried_side *side,
                        const char *prefix, const char *operator, const char *variable)
{
    struct output out = { .arena = fill->arena };
    unsigned last = fill->move->key_count - 1;
    for (unsigned i = 0; i < last; i++) {
        struct str column = side->columns[i];
        output_format(&out, "(%s%.*s %c @belay_%s%u OR %s%.*s = @belay_%s%u AND ", prefix,
                      STR_ARGS(column), *operator, variable, i, prefix, STR_ARGS(column), variable,
                      i);
    }
    output_format(&out, "%s%.*s %s @belay_%s%u", prefix, STR_ARGS(side->columns[last]), operator,
                  variable, last);
    output_repeat(&out, ')', last);
    return output_get(&out);
}

static struct str bounds(const struct fill *fill, const struct carried_side *side,
                         const char *prefix, bool is_last)
{
    return arena_format(fill->arena, "%.*s AND %.*s",
                        STR_ARGS(bound(fill, side, prefix, ">=", "low")),
                        STR_ARGS(is_last ? bound(fill, side, prefix, "<=", "high")
                                         : bound(fill, side, prefix, "<", "next")));
}

// "a = b AND …" for the columns [from, to) of both sides, each with a prefix, in `format`, where
// '1' is the target's and '2' the source's.
static struct str pairs(const struct fill *fill, unsigned from, unsigned to, const char *between,
                        const char *format)
{
    struct output out = { .arena = fill->arena };
    for (unsigned i = from; i < to; i++) {
        output_str(&out, i > from ? str_of(between) : STR(""));
        for (const char *c = format; *c; c++)
            if (*c == '1')
                output_str(&out, fill->target->columns[i]);
            else if (*c == '2')
                output_str(&out, fill->source->columns[i]);
            else
                output_char(&out, *c);
    }
    return output_get(&out);
}

static struct str to_be_changed(const struct fill *fill)
{
    unsigned from = fill->move->key_count, to = fill->move->column_count;
    struct str same = pairs(fill, from, to, "\n               AND ",
                            "CAST(belay_target.1 AS BINARY) <=> CAST(belay_source.2 AS BINARY)");
    struct str text = arena_format(fill->arena, "NOT (%.*s)", STR_ARGS(same));
    unsigned version = fill_has_version(fill) ? fill_version_column(fill->move, fill->action) : to;
    if (version < from || version == to)
        return text;
    struct str mine = fill->target->columns[version], other = fill->source->columns[version];
    return arena_format(fill->arena,
                        "%.*s\n               AND (belay_target.%.*s IS NULL"
                        " OR belay_target.%.*s < belay_source.%.*s)",
                        STR_ARGS(text), STR_ARGS(mine), STR_ARGS(mine), STR_ARGS(other));
}

static void write_copy(struct output *out, const struct fill *fill, struct str range)
{
    const struct carried_side *source = fill->source, *target = fill->target;
    struct program condition = { fill_condition(fill) };
    unsigned keys = fill->move->key_count, all = fill->move->column_count;
    struct str sources = carried_columns(fill->arena, source, 0, all, "", "");
    struct output key_is_there = { .arena = fill->arena };
    for (unsigned i = 0; i < keys; i++)
        output_format(&key_is_there, "%sbelay_target.%.*s = %.*s.%.*s", i ? " AND " : "",
                      STR_ARGS(target->columns[i]), STR_ARGS(source->table),
                      STR_ARGS(source->columns[i]));
    sql_fill_mysql_lock(out, source->table, range, condition);
    if (keys < all)
        sql_fill_mysql_change(out, target->table, sources, source->table, range, condition,
                              pairs(fill, 0, keys, " AND ", "belay_target.1 = belay_source.2"),
                              pairs(fill, keys, all, ", ", "belay_target.1 = belay_source.2"),
                              to_be_changed(fill));
    sql_fill_mysql_add(out, target->table, carried_columns(fill->arena, target, 0, all, "", ""),
                       sources, source->table, range, condition, output_get(&key_is_there));
}

// The statements of one batch: up to the first key of the next one, or to the last one.
static struct str work(const struct fill *fill, bool is_last)
{
    struct output out = { .arena = fill->arena };
    struct str range = bounds(fill, fill->source, "", is_last);
    if (fill->move->is_of_tables)
        write_copy(&out, fill, range);
    else
        sql_fill_mysql_update(&out, fill->target->table, fill->target->column,
                              (struct program){ fill->expression }, range,
                              (struct program){ fill_condition(fill) });
    if (fill->sweeps)
        sql_fill_mysql_sweep(&out, fill->target->table,
                             bounds(fill, fill->target, "belay_target.", is_last),
                             fill->source->table,
                             pairs(fill, 0, fill->move->key_count, " AND ",
                                   "belay_source.2 = belay_target.1"));
    return without_last_line_end(&out);
}

void fill_write_mysql(struct output *out, const struct fill *fill, const struct fill_names *names)
{
    const struct carried_side *source = fill->source;
    struct str kept = each_key(fill, source, ", ", "$ AS belay_low#, $ AS belay_high#");
    struct str ends = fill->sweeps ? each_key(fill, source, ", ", "belay_key#")
                                   : each_key(fill, source, ", ", "$ AS belay_key#");
    struct str range = arena_format(fill->arena, "%.*s AND %.*s",
                                    STR_ARGS(bound(fill, source, "", ">=", "low")),
                                    STR_ARGS(bound(fill, source, "", "<=", "high")));
    sql_fill_mysql_procedure(
        out, names->procedure, fill_mark(fill), kept, source->table, names->plan, names->phase,
        names->task, each_key(fill, source, ", ", "belay_low#, belay_high#"),
        fill_end(fill, ends, ""), fill_end(fill, ends, " DESC"),
        each_key(fill, source, ", ", "belay_first.belay_key#, belay_last.belay_key#"),
        each_key(fill, source, ", ", "belay_low#"), each_key(fill, source, ", ", "belay_high#"),
        each_key(fill, source, ", ", "belay_low#, belay_high#"),
        each_key(fill, source, ", ", "@belay_low#, @belay_high#"), fill->columns,
        each_key(fill, source, ", ", "@belay_next#"), range, fill->columns, work(fill, false),
        each_key(fill, source, ", ", "belay_low# = @belay_next#"), work(fill, true),
        fill_batch(fill), fill_target(fill), fill_pause(fill));
}
