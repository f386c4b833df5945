// Which changes of a type PostgreSQL makes without touching the rows.
#include "sql/types-parts.h"

enum { FRACTION_MAX = 6, SINCE_UTC = 12 };

static bool has_fraction(struct str name)
{
    return str_starts_with(name, STR("time")) || str_is(name, "interval");
}

// The same type with other arguments.
static enum sql_type_change postgresql_arguments(struct str name, struct str from, struct str to)
{
    struct type_arguments old = type_arguments_of(SQL_ENGINE_POSTGRESQL, name, from);
    struct type_arguments new = type_arguments_of(SQL_ENGINE_POSTGRESQL, name, to);
    if (!old.are_numbers || !new.are_numbers)
        return SQL_TYPE_UNSURE; // interval day to second
    if (str_is(name, "character varying") || str_is(name, "bit varying"))
        return type_kept_if(new.first == NO_NUMBER
                            || (old.first != NO_NUMBER && new.first >= old.first));
    if (str_is(name, "numeric"))
        return type_kept_if(
            new.first == NO_NUMBER
            || (old.first != NO_NUMBER && old.second == new.second &&new.first >= old.first));
    if (has_fraction(name))
        return type_kept_if(new.first == NO_NUMBER || new.first >= FRACTION_MAX
                            || (old.first != NO_NUMBER && new.first >= old.first));
    if (str_is(name, "character") || str_is(name, "bit"))
        return SQL_TYPE_REWRITTEN;
    return SQL_TYPE_UNSURE;
}

static enum sql_type_change between_timestamps(const struct sql_type_setting *setting,
                                               const struct sql_type *from,
                                               const struct sql_type *to)
{
    enum sql_type_change change = SQL_TYPE_REINDEXED;
    if (!str_equal(from->arguments, to->arguments))
        change = postgresql_arguments(STR("time"), from->arguments, to->arguments);
    if (change == SQL_TYPE_REWRITTEN || setting->version / 10000 < SINCE_UTC
        || setting->is_utc == SQL_KNOWN_NO)
        return SQL_TYPE_REWRITTEN;
    return setting->is_utc == SQL_KNOWN_YES ? SQL_TYPE_REINDEXED : SQL_TYPE_UNSURE;
}

static enum sql_type_change postgresql_names(const struct sql_type_setting *setting,
                                             const struct sql_type *from, const struct sql_type *to)
{
    struct str old = type_canonical(SQL_ENGINE_POSTGRESQL, from->name);
    struct str new = type_canonical(SQL_ENGINE_POSTGRESQL, to->name);
    if (str_is(old, "character varying") && str_is(new, "text"))
        return SQL_TYPE_KEPT;
    if (str_is(old, "text") && str_is(new, "character varying"))
        return type_kept_if(to->arguments.length == 0);
    if (str_is(old, "cidr") && str_is(new, "inet"))
        return SQL_TYPE_KEPT;
    if (str_is(old, "bit") && str_is(new, "bit varying"))
        return SQL_TYPE_UNSURE;
    if (str_starts_with(old, STR("timestamp")) && str_starts_with(new, STR("timestamp")))
        return between_timestamps(setting, from, to);
    return SQL_TYPE_REWRITTEN;
}

enum sql_type_change type_change_postgresql(const struct sql_type_setting *setting,
                                            const struct sql_column *from,
                                            const struct sql_column *to)
{
    enum sql_type_change change;
    if (sql_type_equal(setting->engine, &from->type, &to->type))
        change = SQL_TYPE_EQUAL;
    else if (from->type.dimensions != to->type.dimensions || to->type.dimensions > 0
             || !sql_type_is_builtin(setting->engine, &from->type)
             || !sql_type_is_builtin(setting->engine, &to->type))
        return SQL_TYPE_UNSURE;
    else if (str_equal_ignoring_case(type_canonical(setting->engine, from->type.name),
                                     type_canonical(setting->engine, to->type.name)))
        change = postgresql_arguments(type_canonical(setting->engine, to->type.name),
                                      from->type.arguments, to->type.arguments);
    else
        change = postgresql_names(setting, &from->type, &to->type);
    bool is_recollated = !str_equal(from->collation, to->collation);
    return is_recollated && (change == SQL_TYPE_EQUAL || change == SQL_TYPE_KEPT)
               ? SQL_TYPE_REINDEXED
               : change;
}
