#include "backends/sql-triggers-parts.h"

#include "backends/printable.h"
#include "backends/sql-fill.h"
#include "backends/sql-name.h"
#include "generated/templates/sql-triggers.h"

bool action_makes_triggers(const struct action *action)
{
    return action->kind == ACTION_WRITES && action->is_by_trigger && action->side == SIDE_BOTH;
}

bool action_has_triggers(const struct carried_move *move, const struct action *action)
{
    return action->kind == ACTION_WRITES
           && (action_makes_triggers(action) || move->has_triggers[SIDE_OLD]
               || move->has_triggers[SIDE_NEW]);
}

struct str triggers_obstacle(const struct carried_move *move)
{
    if (move->obstacle.length)
        return move->obstacle;
    if (move->is_of_tables)
        return move->key_obstacle;
    if (move->has_triggers[SIDE_OLD] && !carried_expression(move, SIDE_NEW).length)
        return STR("the move does not say 'forward'");
    if (move->has_triggers[SIDE_NEW] && !carried_expression(move, SIDE_OLD).length)
        return STR("the move does not say 'backward'");
    if (move->is_mysql)
        return triggers_mysql_obstacle(move);
    return STR_NONE;
}

struct str trigger_name(const struct triggers *triggers, const char *behind)
{
    return arena_format(triggers->arena, "zz_belay_%.*s%s", STR_ARGS(triggers->name), behind);
}

static struct str function_name(const struct triggers *triggers)
{
    return arena_format(triggers->arena, "keep_%.*s", STR_ARGS(triggers->name));
}

// ---- dropping

static void drop(struct triggers *triggers)
{
    const struct carried_move *move = triggers->move;
    static const char *const parts[] = { "_inserted", "_updated", "_deleted" };
    if (!move->is_postgresql) {
        for (unsigned i = 0; i < (move->is_of_tables ? 3 : 2); i++)
            sql_triggers_sqlite_drop(triggers->out, trigger_name(triggers, parts[i]));
        return;
    }
    for (enum side side = SIDE_OLD; side <= SIDE_NEW; side++) {
        struct str table = side == SIDE_OLD ? move->from.table : move->to.table;
        if (!move->has_triggers[side] || (side == SIDE_NEW && !move->is_of_tables
                                          && move->has_triggers[SIDE_OLD]))
            continue;
        sql_triggers_postgresql_drop(triggers->out, trigger_name(triggers, ""), table);
        if (move->is_of_tables)
            sql_triggers_postgresql_drop(triggers->out, trigger_name(triggers, "_all"), table);
    }
    sql_triggers_postgresql_drop_function(triggers->out, function_name(triggers));
}

// ---- columns of one table

struct str trigger_pairs(const struct triggers *triggers, const struct carried_side *side,
                         const struct carried_side *other, unsigned from, unsigned to,
                         const char *format)
{
    struct output out = { .arena = triggers->arena };
    for (unsigned i = from; i < to; i++) {
        output_str(&out, i > from ? STR(" AND ") : STR(""));
        for (const char *c = format; *c; c++)
            if (*c == '1')
                output_str(&out, side->columns[i]);
            else if (*c == '2')
                output_str(&out, other->columns[i]);
            else
                output_char(&out, *c);
    }
    return output_get(&out);
}

// The row that comes has a value on the other side, and none of its own on this one.
static struct str left_out(const struct triggers *triggers)
{
    const char *row = triggers->move->is_postgresql ? "" : "NEW.";
    const char *is = triggers->move->is_postgresql ? "IS NOT DISTINCT FROM" : "IS";
    const char *is_not = triggers->move->is_postgresql ? "IS DISTINCT FROM" : "IS NOT";
    const struct carried_side *trusted = triggers->trusted, *target = triggers->target;
    struct output out = { .arena = triggers->arena };
    output_format(&out, "(%s%.*s IS NULL", row, STR_ARGS(trusted->column));
    if (trusted->fallback.length)
        output_format(&out, " OR %s%.*s %s (%.*s)", row, STR_ARGS(trusted->column), is,
                      STR_ARGS(trusted->fallback));
    output_format(&out, ") AND %s%.*s IS NOT NULL", row, STR_ARGS(target->column));
    if (target->fallback.length)
        output_format(&out, " AND %s%.*s %s (%.*s)", row, STR_ARGS(target->column), is_not,
                      STR_ARGS(target->fallback));
    return output_get(&out);
}

// What the expression reads has changed; without the side that it gives.
static struct str changed(const struct triggers *triggers)
{
    const struct column_names *needs = &triggers->target->needs;
    struct str column = triggers->trusted->column;
    struct output out = { .arena = triggers->arena };
    output_format(&out, "NEW.%.*s IS NOT OLD.%.*s", STR_ARGS(column), STR_ARGS(column));
    for (size_t i = 0; i < needs->count; i++) {
        struct str name = needs->items[i];
        struct str other = sql_quoted_name(triggers->arena, triggers->move->engine, name);
        if (!str_equal_ignoring_case(other, column)
            && !str_equal_ignoring_case(other, triggers->target->column))
            output_format(&out, " OR NEW.%.*s IS NOT OLD.%.*s", STR_ARGS(other),
                          STR_ARGS(other));
    }
    return output_get(&out);
}

struct str trigger_mark(const struct triggers *triggers)
{
    struct output out = { .arena = triggers->arena };
    output_str(&out, STR("$belay"));
    struct str texts[] = { triggers->expression, triggers->trusted->fallback,
                           triggers->target->fallback };
    size_t longest = 0;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        size_t length = longest_run(texts[i], '_');
        longest = length > longest ? length : longest;
    }
    output_repeat(&out, '_', longest + 1);
    output_char(&out, '$');
    return output_get(&out);
}

static void make_for_columns(struct triggers *triggers)
{
    const struct carried_move *move = triggers->move;
    const struct carried_side *trusted = triggers->trusted, *target = triggers->target;
    struct program expression = { triggers->expression }, left = { left_out(triggers) };
    if (move->is_postgresql) {
        sql_triggers_postgresql_columns(triggers->out, function_name(triggers),
                                        trigger_name(triggers, ""), trigger_mark(triggers),
                                        trusted->table, trusted->name, trusted->column,
                                        target->column, expression, left);
        return;
    }
    bool has_key = move->key_count && !move->key_obstacle.length;
    struct str row = STR("rowid = NEW.rowid");
    if (has_key)
        row = trigger_pairs(triggers, trusted, trusted, 0, move->key_count, "1 IS NEW.1");
    sql_triggers_sqlite_columns(triggers->out, trigger_name(triggers, "_inserted"),
                                trigger_name(triggers, "_updated"), trusted->table,
                                trusted->column, target->column, row, expression, left,
                                changed(triggers));
}

// ---- tables

// What becomes of the other side's row on PostgreSQL.
static struct str merge_on_conflict(const struct triggers *triggers)
{
    const struct carried_move *move = triggers->move;
    const struct carried_side *trusted = triggers->trusted, *target = triggers->target;
    struct output out = { .arena = triggers->arena };
    if (move->key_count == move->column_count)
        return STR("DO NOTHING");
    output_str(&out, STR("DO UPDATE SET"));
    for (unsigned i = move->key_count; i < move->column_count; i++) {
        struct str from = trusted->columns[i], to = target->columns[i];
        output_format(&out,
                      "%s\n                %.*s = CASE WHEN TG_OP = 'UPDATE'"
                      " AND NEW.%.*s::text IS NOT DISTINCT FROM OLD.%.*s::text"
                      " THEN belay_target.%.*s ELSE excluded.%.*s END",
                      i > move->key_count ? "," : "", STR_ARGS(to), STR_ARGS(from),
                      STR_ARGS(from), STR_ARGS(to), STR_ARGS(to));
    }
    return output_get(&out);
}

struct str trigger_update(const struct triggers *triggers, const char *value, const char *same)
{
    const struct carried_move *move = triggers->move;
    const struct carried_side *trusted = triggers->trusted, *target = triggers->target;
    unsigned from = move->key_count, to = move->column_count;
    struct output out = { .arena = triggers->arena };
    if (from == to)
        return STR("    -- The key is all there is.");
    output_format(&out, "    UPDATE %.*s SET ", STR_ARGS(target->table));
    for (unsigned i = from; i < to; i++) {
        output_format(&out, "%s%.*s = ", i > from ? ", " : "", STR_ARGS(target->columns[i]));
        for (const char *c = value; *c; c++)
            if (*c == '1' || *c == '2')
                output_str(&out, *c == '1' ? target->columns[i] : trusted->columns[i]);
            else
                output_char(&out, *c);
    }
    output_format(&out, "\n     WHERE %.*s;",
                  STR_ARGS(trigger_pairs(triggers, target, trusted, 0, from, same)));
    return output_get(&out);
}

static void make_for_tables(struct triggers *triggers)
{
    const struct carried_move *move = triggers->move;
    const struct carried_side *trusted = triggers->trusted, *target = triggers->target;
    struct arena *arena = triggers->arena;
    unsigned keys = move->key_count, all = move->column_count;
    struct str targets = carried_columns(arena, target, 0, all, "", "");
    struct str sources = carried_columns(arena, trusted, 0, all, "", "");
    struct str news = carried_columns(arena, trusted, 0, all, "NEW.", "");
    if (move->is_postgresql)
        sql_triggers_postgresql_tables(
            triggers->out, function_name(triggers), trigger_name(triggers, ""),
            trigger_name(triggers, "_all"), trusted->table, target->table, sources, news,
            carried_columns(arena, trusted, 0, all, "OLD.", ""), targets,
            carried_columns(arena, trusted, 0, keys, "belay_source.", ""),
            carried_columns(arena, target, 0, keys, "", ""),
            carried_columns(arena, trusted, 0, keys, "OLD.", ""),
            carried_columns(arena, target, 0, keys, "belay_target.", ""),
            merge_on_conflict(triggers), carried_conflict(arena, move, target));
    else
        sql_triggers_sqlite_tables(
            triggers->out, trigger_name(triggers, "_inserted"), trigger_name(triggers, "_updated"),
            trigger_name(triggers, "_deleted"), trusted->table, target->table, targets, news,
            trigger_update(triggers, "NEW.2", "1 IS NEW.2"),
            trigger_update(triggers, "CASE WHEN NEW.2 IS OLD.2 THEN 1 ELSE NEW.2 END",
                           "1 IS NEW.2"),
            trigger_pairs(triggers, trusted, trusted, 0, all, "NEW.1 IS OLD.1"),
            trigger_pairs(triggers, target, trusted, 0, keys, "1 IS NEW.2"),
            trigger_pairs(triggers, target, trusted, 0, keys, "1 IS OLD.2"),
            trigger_pairs(triggers, trusted, trusted, 0, keys, "1 IS OLD.1"), sources);
}

void triggers_write(struct output *out, const struct plan *plan, const struct carried_move *move,
                    const struct action *action)
{
    bool is_from_old = action->trusted != SIDE_NEW;
    struct triggers triggers = {
        .arena = out->arena,
        .out = out,
        .move = move,
        .trusted = is_from_old ? &move->from : &move->to,
        .target = is_from_old ? &move->to : &move->from,
        .name = arena_format(out->arena, "%.*s_%u", STR_ARGS(plan_mark(out->arena, plan)),
                             move->move->index + 1),
    };
    drop(&triggers);
    if (!action_makes_triggers(action))
        return;
    if (!move->is_of_tables)
        triggers.expression = carried_expression(move, is_from_old ? SIDE_NEW : SIDE_OLD);
    if (move->is_mysql && move->is_of_tables)
        triggers_mysql_tables(&triggers);
    else if (move->is_mysql)
        triggers_mysql_columns(&triggers);
    else if (move->is_of_tables)
        make_for_tables(&triggers);
    else
        make_for_columns(&triggers);
}
