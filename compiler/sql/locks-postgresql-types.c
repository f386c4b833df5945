// What PostgreSQL locks and does where a column gets another type.
#include "sql/locks-postgresql.h"
#include "sql/types.h"

static const struct sql_type *base_of(const struct locker *locker, const struct sql_type *type)
{
    enum { DEPTH_MAX = 16 };
    for (unsigned depth = 0; depth < DEPTH_MAX; depth++) {
        const struct catalog_domain *domain = locker_domain(locker, type);
        if (!domain)
            break;
        type = &domain->definition.type;
    }
    return type;
}

// An enum is not stored as any type that belay knows.
static bool is_enum(const struct locker *locker, const struct sql_type *type)
{
    const struct catalog_object *object = locker_type(locker, type);
    return object && object->kind == CATALOG_ENUM;
}

// USING that only names the column, or casts it to what it will be, says nothing.
static enum sql_known using_computes(const struct ddl *ddl)
{
    struct str text = str_trim(ddl->expression.text);
    if (!text.data || str_equal_ignoring_case(text, ddl->column))
        return SQL_KNOWN_NO;
    size_t cast = str_find(text, STR("::"), 0);
    if (cast != STR_NOT_FOUND
        && str_equal_ignoring_case(str_trim(str_slice(text, 0, cast)), ddl->column)) {
        struct str to = str_trim(str_from(text, cast + 2));
        return str_equal_ignoring_case(to, ddl->definition->type.written) ? SQL_KNOWN_NO
                                                                          : SQL_NOT_KNOWN;
    }
    bool is_simple = str_find_char(text, '(', 0) == STR_NOT_FOUND && cast == STR_NOT_FOUND;
    bool is_cast = text.length > 4 && str_equal_ignoring_case(str_slice(text, 0, 4), STR("cast"));
    return is_cast || (text.data[0] == '(' && !is_simple) ? SQL_NOT_KNOWN : SQL_KNOWN_YES;
}

static enum sql_type_change type_change(const struct locker *locker, const struct ddl *ddl,
                                        const struct sql_column *old)
{
    struct sql_type_setting setting = locker_type_setting(locker, ddl->table);
    enum sql_known computes = using_computes(ddl);
    if (computes != SQL_KNOWN_NO)
        return computes == SQL_KNOWN_YES ? SQL_TYPE_REWRITTEN : SQL_TYPE_UNSURE;
    if (!old)
        return SQL_TYPE_UNSURE;
    struct sql_column from = *old, to = *ddl->definition;
    const struct catalog_domain *domain = locker_domain(locker, &to.type);
    if (domain && locker_is_constrained(domain))
        return SQL_TYPE_REWRITTEN;
    from.type = *base_of(locker, &from.type);
    to.type = *base_of(locker, &to.type);
    if (to.collation.length == 0)
        to.collation = from.collation; // it becomes the type's own, which may be the same
    if ((is_enum(locker, &from.type) || is_enum(locker, &to.type))
        && !sql_type_equal(setting.engine, &from.type, &to.type))
        return SQL_TYPE_REWRITTEN;
    return sql_type_change(&setting, &from, &to);
}

// PostgreSQL keeps no index with a condition or an expression that the column has a part in.
static bool has_condition(const struct locker *locker, const struct catalog_index *index,
                          struct str column, bool is_key)
{
    bool is_plain = !index->definition.where.text.data, is_used = is_key;
    is_used |= locker_mentions(locker, &index->definition.where, column);
    for (const struct sql_key_part *part = index->definition.parts.first; part; part = part->next) {
        is_plain &= part->column.length > 0;
        is_used |= locker_mentions(locker, &part->expression, column);
    }
    return is_used && !is_plain;
}

// Checks and indexes over the column are made anew with it, whatever the type.
static unsigned work_on_users(const struct locker *locker, const struct ddl *ddl, bool is_reindexed)
{
    const struct catalog_table *table = locker_table(locker, ddl->table);
    unsigned work = 0;
    if (!table)
        return 0;
    struct map_walk walk = map_walk(table->constraints);
    for (const struct catalog_constraint *each; (each = map_next(&walk)) != NULL;)
        if (each->definition.kind == SQL_CONSTRAINT_CHECK && each->is_valid
            && locker_mentions(locker, &each->definition.expression, ddl->column))
            work |= SQL_SCANS;
    walk = map_walk(table->indexes);
    for (const struct catalog_index *each; (each = map_next(&walk)) != NULL;) {
        bool is_key = locker_key_has(locker, &each->definition.parts, ddl->column);
        if (has_condition(locker, each, ddl->column, is_key) || (is_key && is_reindexed))
            work |= SQL_BUILDS;
    }
    return work;
}

// A foreign key over the column is made anew: it is checked again where rows are rewritten.
static void lock_keys_of_type(struct locker *locker, const struct ddl *ddl, bool is_rewritten)
{
    const struct catalog_table *table = locker_table(locker, ddl->table);
    struct map_walk walk = map_walk(table ? table->constraints : (struct map){ NULL });
    for (const struct catalog_constraint *each; (each = map_next(&walk)) != NULL;) {
        if (each->definition.kind != SQL_CONSTRAINT_FOREIGN_KEY
            || !locker_key_has(locker, &each->definition.columns, ddl->column))
            continue;
        struct sql_table_lock *lock =
            locker_touch(locker, each->definition.other, SQL_LOCK_ACCESS_EXCLUSIVE);
        if (is_rewritten && each->is_valid)
            lock->work |= SQL_SCANS;
    }
}

void lock_set_type(struct locker *locker, const struct ddl *ddl)
{
    const struct catalog_column *old = locker_column(locker, ddl->table, ddl->column);
    enum sql_type_change change = type_change(locker, ddl, old ? &old->definition : NULL);
    enum lock_form form = change == SQL_TYPE_REWRITTEN ? FORM_SET_TYPE_REWRITTEN : FORM_SET_TYPE;
    if (change == SQL_TYPE_UNSURE)
        lock_maybe(locker, FORM_SET_TYPE_REWRITTEN, FORM_SET_TYPE, ddl->table);
    else
        lock_table(locker, form, ddl->table);
    locker_touch(locker, ddl->table, SQL_LOCK_ACCESS_EXCLUSIVE)->work |=
        work_on_users(locker, ddl, change == SQL_TYPE_REINDEXED);
    lock_keys_of_type(locker, ddl, change == SQL_TYPE_REWRITTEN);
    lock_children(locker, form, ddl->table);
}
