// What PostgreSQL locks where columns come, go and change.
#include "sql/locks-postgresql.h"
#include "sql/types.h"

// ---- adding columns

enum kind_of_type { TYPE_PLAIN, TYPE_CONSTRAINED, TYPE_UNKNOWN };

static enum kind_of_type kind_of_type(const struct locker *locker, const struct sql_type *type)
{
    if (sql_type_is_builtin(SQL_ENGINE_POSTGRESQL, type))
        return TYPE_PLAIN;
    const struct catalog_domain *domain = locker_domain(locker, type);
    if (domain)
        return locker_is_constrained(domain) ? TYPE_CONSTRAINED : TYPE_PLAIN;
    return locker_type(locker, type) ? TYPE_PLAIN : TYPE_UNKNOWN;
}

static bool is_computed(const struct sql_column *column)
{
    return column->is_serial || column->identity != SQL_NO_IDENTITY
           || column->generated == SQL_GENERATED_STORED;
}

static void add_with_default(struct locker *locker, const struct ddl *ddl)
{
    bool is_inlined;
    switch (locker_volatility(locker, &ddl->definition->fallback, &is_inlined)) {
    case SQL_CONSTANT:
    case SQL_STABLE: lock_table(locker, FORM_ADD_COLUMN_DEFAULT, ddl->table); return;
    case SQL_VOLATILE:
        lock_table(locker, is_inlined ? FORM_ADD_COLUMN_INLINED : FORM_ADD_COLUMN_COMPUTED,
                   ddl->table);
        return;
    case SQL_VOLATILITY_UNKNOWN: break;
    }
    lock_maybe(locker, FORM_ADD_COLUMN_COMPUTED, FORM_ADD_COLUMN_DEFAULT, ddl->table);
}

void lock_add_column(struct locker *locker, const struct ddl *ddl)
{
    const struct sql_column *column = ddl->definition;
    enum kind_of_type type = kind_of_type(locker, &column->type);
    bool is_there = ddl->is_conditional && locker_column(locker, ddl->table, column->name);
    if (is_there)
        lock_table(locker, FORM_ADD_COLUMN, ddl->table);
    else if (is_computed(column) || type == TYPE_CONSTRAINED)
        lock_table(locker, FORM_ADD_COLUMN_COMPUTED, ddl->table);
    else if (column->fallback.text.data && !column->fallback.is_null)
        add_with_default(locker, ddl);
    else
        lock_table(locker, FORM_ADD_COLUMN, ddl->table);
    if (!is_there && type == TYPE_UNKNOWN)
        locker_touch(locker, ddl->table, SQL_LOCK_ACCESS_EXCLUSIVE)->may_work |= SQL_REWRITES;
    lock_children(locker, FORM_ADD_COLUMN, ddl->table);
}

// ---- dropping columns

// Foreign keys of the table over the column.
static void lock_key_targets(struct locker *locker, struct sql_name table, struct str column)
{
    const struct catalog_table *owner = locker_table(locker, table);
    struct map_walk walk = map_walk(owner ? owner->constraints : (struct map){ NULL });
    for (const struct catalog_constraint *each; (each = map_next(&walk)) != NULL;)
        if (each->definition.kind == SQL_CONSTRAINT_FOREIGN_KEY
            && locker_key_has(locker, &each->definition.columns, column))
            lock_form(locker, FORM_DROP_KEY_COLUMN, table, each->definition.other);
}

static void lock_column_users(struct locker *locker, const struct ddl *ddl)
{
    struct catalog_uses uses = locker_uses(locker, locker_relation(locker, ddl->table));
    for (size_t i = 0; i < uses.count; i++)
        if (uses.items[i].kind == CATALOG_VIEW) {
            locker_touch(locker, uses.items[i].by, SQL_LOCK_ACCESS_EXCLUSIVE);
            lock_cascade(locker, uses.items[i].by);
        }
}

void lock_drop_column(struct locker *locker, const struct ddl *ddl)
{
    lock_table(locker, FORM_DROP_COLUMN, ddl->table);
    lock_key_targets(locker, ddl->table, ddl->column);
    if (ddl->is_cascade)
        lock_column_users(locker, ddl);
    lock_children(locker, FORM_DROP_COLUMN, ddl->table);
}

// ---- NULL, defaults, and the rest of a column

void lock_set_not_null(struct locker *locker, const struct ddl *ddl)
{
    const struct catalog_column *column = locker_column(locker, ddl->table, ddl->column);
    enum lock_form form = FORM_SET_NOT_NULL;
    if (column && column->definition.is_not_null)
        form = FORM_CHANGE_COLUMN;
    switch (locker_not_null_is_proved(locker, ddl->table, ddl->column)) {
    case SQL_KNOWN_YES: form = form == FORM_CHANGE_COLUMN ? form : FORM_SET_NOT_NULL_PROVED; break;
    case SQL_KNOWN_NO: break;
    case SQL_NOT_KNOWN:
        if (form == FORM_CHANGE_COLUMN)
            break;
        lock_maybe(locker, FORM_SET_NOT_NULL, FORM_CHANGE_COLUMN, ddl->table);
        return;
    }
    lock_table(locker, form, ddl->table);
    lock_children(locker, form, ddl->table);
}

void lock_change_column(struct locker *locker, const struct ddl *ddl)
{
    lock_table(locker, ddl->kind == DDL_SET_EXPRESSION ? FORM_SET_EXPRESSION : FORM_CHANGE_COLUMN,
               ddl->table);
}

void lock_column_option(struct locker *locker, const struct ddl *ddl)
{
    struct str name = ddl->option ? ddl->option->name : STR_NONE;
    bool is_stored = str_is(name, "storage") || str_is(name, "compression");
    lock_table(locker, is_stored ? FORM_CHANGE_COLUMN : FORM_COLUMN_STATISTICS, ddl->table);
}
