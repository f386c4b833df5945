#include "backends/typed-check-mysql.h"

#include "generated/templates/sql-verify-mysql.h"

struct str mysql_differs(struct arena *arena, struct str old, struct str new)
{
    struct output out = { .arena = arena };
    sql_verify_mysql_differs(&out, new, old);
    return str_trim(output_get(&out));
}

struct str mysql_tables_obstacle(const struct sql_sides *sides)
{
    if (sides->has_all)
        return STR("its columns are not named: `columns` of the move does");
    if (str_equal_ignoring_case(sides->old.alias, sides->new.alias))
        return STR("its two tables have one name");
    return STR_NONE;
}

static void add_differing(struct output *out, const struct sql_list *old,
                          const struct sql_list *new)
{
    for (size_t i = 0; i < old->count; i++)
        output_format(out, "%s%.*s", out->bytes.count ? "\n            OR " : "",
                      STR_ARGS(mysql_differs(out->arena, old->items[i], new->items[i])));
}

void mysql_write_tables(struct output *out, const struct sql_sides *sides, struct str old_from,
                        struct str bound)
{
    struct output same = { .arena = out->arena }, differs = { .arena = out->arena };
    const struct sql_side *old = &sides->old, *new = &sides->new;
    for (size_t i = 0; i < old->keys.count; i++)
        output_format(&same, "%s%.*s = %.*s", i ? " AND " : "", STR_ARGS(old->keys.items[i]),
                      STR_ARGS(new->keys.items[i]));
    add_differing(&differs, &old->keys, &new->keys);
    add_differing(&differs, &old->values, &new->values);
    sql_verify_mysql_tables(out, old_from, new->relation, bound, output_get(&same),
                            new->keys.items[0], (struct program){ output_get(&differs) },
                            old->keys.items[0]);
}

void mysql_write_sum(struct output *out, const struct sql_side *side)
{
    struct output line = { .arena = out->arena };
    for (size_t i = 0; i < side->keys.count; i++)
        output_format(&line, "quote(%.*s), ", STR_ARGS(side->keys.items[i]));
    for (size_t i = 0; i < side->values.count; i++)
        output_format(&line, "%squote(%.*s)", i ? ", " : "", STR_ARGS(side->values.items[i]));
    if (side->values.count)
        sql_verify_mysql_summed(out, output_get(&line), side->relation);
    else
        sql_verify_mysql_checksum(out, side->table);
}
