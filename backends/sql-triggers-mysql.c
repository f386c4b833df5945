#include "backends/sql-triggers-parts.h"

#include "backends/sql-name.h"
#include "generated/templates/sql-triggers-mysql.h"

// ---- columns of one table

// The key of a row that is added may be given by the server, behind the trigger.
static bool needs_key(const struct carried_move *move, const struct carried_side *target)
{
    for (size_t i = 0; i < target->needs.count; i++)
        for (unsigned at = 0; at < move->key_count; at++) {
            struct str column = move->from.columns[at];
            if (str_equal_ignoring_case(str_slice(column, 1, column.length - 1),
                                        target->needs.items[i]))
                return true;
        }
    return false;
}

struct str triggers_mysql_obstacle(const struct carried_move *move)
{
    bool reads_key = (move->has_triggers[SIDE_OLD] && needs_key(move, &move->to))
                     || (move->has_triggers[SIDE_NEW] && needs_key(move, &move->from));
    return reads_key ? STR("a trigger does not know the key of a row before it is added")
                     : STR_NONE;
}

static bool is_in(const struct sql_list *list, struct str column)
{
    for (size_t i = 0; i < list->count; i++)
        if (str_equal_ignoring_case(list->items[i], column))
            return true;
    return false;
}

// What the expression reads: the trusted side, and what else it names.
static struct sql_list columns_read(const struct triggers *triggers)
{
    const struct column_names *needs = &triggers->target->needs;
    struct sql_list list = { 0 };
    array_add(triggers->arena, &list, triggers->trusted->column);
    for (size_t i = 0; i < needs->count; i++) {
        struct str column =
            sql_quoted_name(triggers->arena, triggers->move->engine, needs->items[i]);
        if (!is_in(&list, column))
            array_add(triggers->arena, &list, column);
    }
    return list;
}

// A text for each column, in which '$' is its name; without the target where that is left out.
static struct str each(const struct triggers *triggers, const struct sql_list *list,
                       const char *between, const char *format, struct str left_out)
{
    struct output out = { .arena = triggers->arena };
    for (size_t i = 0; i < list->count; i++) {
        if (str_equal_ignoring_case(list->items[i], left_out))
            continue;
        output_str(&out, out.bytes.count ? str_of(between) : STR(""));
        for (const char *c = format; *c; c++)
            if (*c == '$')
                output_str(&out, list->items[i]);
            else
                output_char(&out, *c);
    }
    return output_get(&out);
}

// The row that comes has a value on the other side, and none of its own on this one.
static struct str left_out(const struct triggers *triggers)
{
    const struct carried_side *trusted = triggers->trusted, *target = triggers->target;
    struct output out = { .arena = triggers->arena };
    output_format(&out, "(NEW.%.*s IS NULL", STR_ARGS(trusted->column));
    if (trusted->fallback.length)
        output_format(&out, " OR NEW.%.*s <=> (%.*s)", STR_ARGS(trusted->column),
                      STR_ARGS(trusted->fallback));
    output_format(&out, ") AND NEW.%.*s IS NOT NULL", STR_ARGS(target->column));
    if (target->fallback.length)
        output_format(&out, " AND NOT (NEW.%.*s <=> (%.*s))", STR_ARGS(target->column),
                      STR_ARGS(target->fallback));
    return output_get(&out);
}

void triggers_mysql_columns(const struct triggers *triggers)
{
    struct sql_list list = columns_read(triggers);
    struct str target = triggers->target->column;
    sql_triggers_mysql_columns(
        triggers->out, trigger_name(triggers, "_inserted"), trigger_name(triggers, "_updated"),
        trigger_mark(triggers), triggers->trusted->table, target, triggers->trusted->name,
        (struct program){ triggers->expression }, each(triggers, &list, ", ", "$", STR("")),
        each(triggers, &list, ", ", "NEW.$ AS $", STR("")),
        (struct program){ left_out(triggers) },
        each(triggers, &list, " OR ",
             "NOT (CAST(NEW.$ AS BINARY) <=> CAST(OLD.$ AS BINARY))", target));
}

// ---- tables

void triggers_mysql_tables(const struct triggers *triggers)
{
    const struct carried_move *move = triggers->move;
    const struct carried_side *trusted = triggers->trusted, *target = triggers->target;
    struct arena *arena = triggers->arena;
    unsigned keys = move->key_count, all = move->column_count;
    static const char same[] = "CAST(NEW.1 AS BINARY) <=> CAST(OLD.1 AS BINARY)";
    static const char merged[] =
        "CASE WHEN CAST(NEW.2 AS BINARY) <=> CAST(OLD.2 AS BINARY) THEN 1 ELSE NEW.2 END";
    sql_triggers_mysql_tables(
        triggers->out, trigger_name(triggers, "_inserted"), trigger_name(triggers, "_updated"),
        trigger_name(triggers, "_deleted"), trigger_mark(triggers), trusted->table, target->table,
        carried_columns(arena, target, 0, all, "", ""),
        carried_columns(arena, trusted, 0, all, "", ""),
        carried_columns(arena, trusted, 0, all, "NEW.", ""),
        trigger_update(triggers, "NEW.2", "1 = NEW.2"),
        trigger_update(triggers, merged, "1 = NEW.2"),
        trigger_pairs(triggers, trusted, trusted, 0, all, same),
        trigger_pairs(triggers, target, trusted, 0, keys, "1 = NEW.2"),
        trigger_pairs(triggers, target, trusted, 0, keys, "1 = OLD.2"),
        trigger_pairs(triggers, trusted, trusted, 0, keys, "1 = OLD.1"));
}
