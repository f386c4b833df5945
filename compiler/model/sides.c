#include "model/sides.h"

static bool is_end(const struct object *end, struct sql_name table)
{
    return end->table.length > 0 && str_equal_ignoring_case(end->table, table.name);
}

static bool is_generation(struct str part)
{
    static const char *const words[] = { "old",  "new",      "legacy", "v1",     "v2",
                                         "v3",   "backup",   "bak",    "copy",   "archive",
                                         "tmp",  "temp",     "source", "target", "shadow",
                                         "next", "original", NULL };
    for (const char *const *word = words; *word; word++)
        if (str_equal_ignoring_case(part, str_of(*word)))
            return true;
    return false;
}

// The part of a name up to the next underscore.
static struct str next_part(struct str *name)
{
    size_t end = str_find_char(*name, '_', 0);
    struct str part = str_slice(*name, 0, end);
    *name = end == STR_NOT_FOUND ? STR_NONE : str_from(*name, end + 1);
    return part;
}

static struct str next_lasting_part(struct str *name)
{
    while (name->length > 0) {
        struct str part = next_part(name);
        if (!is_generation(part))
            return part;
    }
    return STR_NONE;
}

// parcels, parcels_new and old_parcels have one stem; old and new have none.
static bool have_one_stem(struct str a, struct str b)
{
    bool is_any = false;
    for (;;) {
        struct str first = next_lasting_part(&a), second = next_lasting_part(&b);
        if (!first.data || !second.data)
            return is_any && !first.data && !second.data;
        if (!str_equal_ignoring_case(first, second))
            return false;
        is_any = true;
    }
}

bool tables_are_sides(const struct plan *plan, struct sql_name a, struct sql_name b)
{
    if (!sql_name_is_set(a) || !sql_name_is_set(b))
        return false;
    if (have_one_stem(a.name, b.name))
        return true;
    list_each(move, move, plan->moves)
        if ((is_end(&move->from, a) && is_end(&move->to, b))
            || (is_end(&move->to, a) && is_end(&move->from, b)))
            return true;
    return false;
}
