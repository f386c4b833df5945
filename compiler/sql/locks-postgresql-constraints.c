// What PostgreSQL locks for constraints.
#include "sql/locks-postgresql.h"

// The column that the statement itself adds and constrains; NULL where it is there already.
static const struct ddl *adding(const struct locker *locker, const struct ddl *ddl)
{
    const struct sql_key_part *first = ddl->constraint->columns.first;
    if (!ddl->constraint->is_of_column || !first)
        return NULL;
    for (const struct ddl *each = locker->statement->changes; each && each != ddl;
         each = each->next)
        if (each->kind == DDL_ADD_COLUMN && str_equal(each->definition->name, first->column))
            return each;
    return NULL;
}

static void add_foreign_key(struct locker *locker, const struct ddl *ddl)
{
    const struct ddl *column = adding(locker, ddl);
    bool is_empty = column && !column->definition->fallback.text.data;
    bool is_checked =
        !is_empty && !ddl->constraint->is_not_valid && !ddl->constraint->is_not_enforced;
    enum lock_form form = is_checked ? FORM_ADD_FOREIGN_KEY : FORM_ADD_FOREIGN_KEY_UNCHECKED;
    lock_form(locker, form, ddl->table, ddl->constraint->other);
    lock_children(locker, form, ddl->table);
    lock_children(locker, FORM_ADD_FOREIGN_KEY_UNCHECKED, ddl->constraint->other);
}

// The columns of an index that a PRIMARY KEY takes over: those that may be NULL are scanned for.
static bool has_nullable(const struct locker *locker, const struct ddl *ddl)
{
    const struct catalog_table *table = locker_table(locker, ddl->table);
    const struct catalog_index *index = NULL;
    if (!table
        || catalog_find_index(locker->arena, locker->setting->before, table, ddl->constraint->index,
                              &index)
               != CATALOG_PRESENT)
        return false;
    for (const struct sql_key_part *part = index->definition.parts.first; part; part = part->next) {
        const struct catalog_column *column = locker_column(locker, ddl->table, part->column);
        if (column && !column->definition.is_not_null
            && locker_not_null_is_proved(locker, ddl->table, part->column) == SQL_KNOWN_NO)
            return true;
    }
    return false;
}

static void add_key(struct locker *locker, const struct ddl *ddl)
{
    bool is_primary = ddl->constraint->kind == SQL_CONSTRAINT_PRIMARY_KEY;
    if (ddl->constraint->index.length > 0)
        lock_table(locker,
                   is_primary && has_nullable(locker, ddl) ? FORM_ADD_KEY_BY_INDEX_NULLABLE
                                                           : FORM_ADD_KEY_BY_INDEX,
                   ddl->table);
    else
        lock_table(locker, FORM_ADD_KEY, ddl->table);
    if (is_primary) // its columns become NOT NULL in every heir
        lock_children(locker, FORM_CHANGE_COLUMN, ddl->table);
}

static void add_not_null(struct locker *locker, const struct ddl *ddl)
{
    const struct sql_key_part *part = ddl->constraint->columns.first;
    bool is_proved =
        part && locker_not_null_is_proved(locker, ddl->table, part->column) == SQL_KNOWN_YES;
    lock_table(locker,
               is_proved || ddl->constraint->is_not_valid || adding(locker, ddl)
                   ? FORM_ADD_UNCHECKED
                   : FORM_ADD_NOT_NULL,
               ddl->table);
}

void lock_add_constraint(struct locker *locker, const struct ddl *ddl)
{
    bool is_unchecked = ddl->constraint->is_not_valid || ddl->constraint->is_not_enforced;
    switch (ddl->constraint->kind) {
    case SQL_CONSTRAINT_FOREIGN_KEY: add_foreign_key(locker, ddl); return;
    case SQL_CONSTRAINT_PRIMARY_KEY:
    case SQL_CONSTRAINT_UNIQUE:
    case SQL_CONSTRAINT_EXCLUDE: add_key(locker, ddl); return;
    case SQL_CONSTRAINT_NOT_NULL: add_not_null(locker, ddl); return;
    case SQL_CONSTRAINT_CHECK:
        lock_table(locker, is_unchecked ? FORM_ADD_UNCHECKED : FORM_ADD_CHECK, ddl->table);
        lock_children(locker, is_unchecked ? FORM_ADD_UNCHECKED : FORM_ADD_CHECK, ddl->table);
        return;
    case SQL_CONSTRAINT_NONE: break;
    }
    locker->locks->is_known = false;
}

void lock_drop_constraint(struct locker *locker, const struct ddl *ddl)
{
    const struct catalog_constraint *old = locker_constraint(locker, ddl->table, ddl->object.name);
    if (old && old->definition.kind == SQL_CONSTRAINT_FOREIGN_KEY)
        lock_form(locker, FORM_DROP_FOREIGN_KEY, ddl->table, old->definition.other);
    else
        lock_table(locker, FORM_DROP_CONSTRAINT, ddl->table);
    if (ddl->is_cascade)
        lock_referring(locker, ddl->table, SQL_LOCK_ACCESS_EXCLUSIVE);
}

void lock_validate_constraint(struct locker *locker, const struct ddl *ddl)
{
    const struct catalog_constraint *old = locker_constraint(locker, ddl->table, ddl->object.name);
    if (old && old->is_valid)
        lock_table(locker, FORM_VALIDATE_AGAIN, ddl->table);
    else if (old && old->definition.kind == SQL_CONSTRAINT_FOREIGN_KEY)
        lock_form(locker, FORM_VALIDATE_FOREIGN_KEY, ddl->table, old->definition.other);
    else
        lock_table(locker, FORM_VALIDATE, ddl->table);
}

void lock_alter_constraint(struct locker *locker, const struct ddl *ddl)
{
    const struct catalog_constraint *old = locker_constraint(locker, ddl->table, ddl->object.name);
    enum lock_form form = FORM_ALTER_CONSTRAINT;
    if (ddl->constraint && ddl->constraint->is_enforcement_said)
        form = ddl->constraint->is_not_enforced ? FORM_ALTER_NOT_ENFORCED : FORM_ALTER_ENFORCED;
    if (old)
        lock_form(locker, form, ddl->table, old->definition.other);
    else
        lock_table(locker, form, ddl->table);
}
