// What PostgreSQL locks. The forms are in postgresql-locks.def; here is which form a change has.
#include "sql/locks-postgresql.h"

// ---- the table of forms

enum {
    MODE_NONE = SQL_LOCK_NONE,
    MODE_AS = SQL_LOCK_ACCESS_SHARE,
    MODE_RS = SQL_LOCK_ROW_SHARE,
    MODE_RE = SQL_LOCK_ROW_EXCLUSIVE,
    MODE_SUE = SQL_LOCK_SHARE_UPDATE_EXCLUSIVE,
    MODE_S = SQL_LOCK_SHARE,
    MODE_SRE = SQL_LOCK_SHARE_ROW_EXCLUSIVE,
    MODE_E = SQL_LOCK_EXCLUSIVE,
    MODE_AE = SQL_LOCK_ACCESS_EXCLUSIVE,
    WORK_0 = 0,
    WORK_S = SQL_SCANS,
    WORK_B = SQL_BUILDS,
    WORK_R = SQL_REWRITES,
};

struct lock_row {
    enum lock_form form;
    unsigned since;
    enum sql_lock table, indexes, other;
    unsigned work, other_work;
};

#define LOCK(form, since, table, indexes, other, work, other_work) \
    { FORM_##form,                                                 \
      since,                                                       \
      (enum sql_lock)MODE_##table,                                 \
      (enum sql_lock)MODE_##indexes,                               \
      (enum sql_lock)MODE_##other,                                 \
      WORK_##work,                                                 \
      WORK_##other_work },
#define FROM LOCK

static const struct lock_row rows[] = {
#include "sql/postgresql-locks.def"
};

#undef FROM
#undef LOCK

// The newest row that the version has; NULL where it has no such statement yet.
static const struct lock_row *find_row(enum lock_form form, unsigned version)
{
    const struct lock_row *found = NULL;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].form == form && version / 10000 >= rows[i].since)
            found = &rows[i];
    return found;
}

void lock_form(struct locker *locker, enum lock_form form, struct sql_name table,
               struct sql_name other)
{
    const struct lock_row *row = find_row(form, locker->setting->version);
    if (!row)
        return;
    if (row->table != SQL_LOCK_NONE || row->indexes != SQL_LOCK_NONE) {
        struct sql_table_lock *lock = locker_touch(locker, table, row->table);
        lock->indexes = row->indexes > lock->indexes ? row->indexes : lock->indexes;
        lock->work |= row->work;
    }
    if (row->other != SQL_LOCK_NONE && sql_name_is_set(other))
        locker_touch(locker, other, row->other)->work |= row->other_work;
}

void lock_table(struct locker *locker, enum lock_form form, struct sql_name table)
{
    lock_form(locker, form, table, (struct sql_name){ STR_NONE, STR_NONE });
}

void lock_maybe(struct locker *locker, enum lock_form form, enum lock_form else_form,
                struct sql_name table)
{
    const struct lock_row *row = find_row(form, locker->setting->version);
    lock_table(locker, else_form, table);
    if (row)
        locker_touch(locker, table, row->table)->may_work |= row->work;
}

// ---- others that a table drags along

void lock_children(struct locker *locker, enum lock_form form, struct sql_name table)
{
    struct catalog_uses uses = locker_uses(locker, locker_relation(locker, table));
    for (size_t i = 0; i < uses.count && !locker_is_full(locker); i++)
        if (uses.items[i].part == CATALOG_USE_PARENT)
            lock_table(locker, form, uses.items[i].by);
}

void lock_referring(struct locker *locker, struct sql_name table, enum sql_lock mode)
{
    struct catalog_uses uses = locker_uses(locker, locker_relation(locker, table));
    for (size_t i = 0; i < uses.count && !locker_is_full(locker); i++)
        if (uses.items[i].part == CATALOG_USE_CONSTRAINT)
            locker_touch(locker, uses.items[i].by, mode);
}

// With CASCADE: views, and what uses those.
static void lock_dependents(struct locker *locker, const struct catalog_object *object,
                            unsigned depth)
{
    enum { DEPTH_MAX = 32 };
    struct catalog_uses uses = locker_uses(locker, object);
    for (size_t i = 0; i < uses.count && depth < DEPTH_MAX && !locker_is_full(locker); i++) {
        const struct catalog_use *use = &uses.items[i];
        if (use->part != CATALOG_USE_WHOLE || sql_lock_on(locker->locks, use->by))
            continue;
        locker_touch(locker, use->by, SQL_LOCK_ACCESS_EXCLUSIVE);
        lock_dependents(locker, locker_relation(locker, use->by), depth + 1);
    }
}

void lock_cascade(struct locker *locker, struct sql_name name)
{
    lock_dependents(locker, locker_relation(locker, name), 0);
    lock_referring(locker, name, SQL_LOCK_ACCESS_EXCLUSIVE);
}

void lock_read(struct locker *locker, enum lock_form form, const struct sql_names *names,
               struct sql_name table)
{
    for (size_t i = 0; names && i < names->count; i++) {
        const struct catalog_object *object = locker_relation(locker, names->items[i]);
        bool is_table = object && (object->kind == CATALOG_TABLE || object->kind == CATALOG_VIEW);
        if (is_table || !locker->setting->before)
            lock_form(locker, form, table, names->items[i]);
    }
}

// ---- by kind

static void by_table(struct locker *locker, const struct ddl *ddl)
{
    lock_table(locker, FORM_RENAME, ddl->table);
}

static void nothing(struct locker *locker, const struct ddl *ddl)
{
    (void)locker;
    (void)ddl;
}

// Those that are not here are of other engines, or not understood.
static void (*const by_kind[])(struct locker *locker, const struct ddl *ddl) = {
    [DDL_CREATE_TABLE] = lock_create_table,
    [DDL_CREATE_TABLE_AS] = lock_create_table,
    [DDL_DROP_TABLE] = lock_drop_table,
    [DDL_RENAME_TABLE] = lock_rename_table,
    [DDL_SET_SCHEMA] = lock_set_schema,
    [DDL_INHERIT] = lock_inherit,
    [DDL_NO_INHERIT] = lock_inherit,
    [DDL_ATTACH_PARTITION] = lock_attach_partition,
    [DDL_DETACH_PARTITION] = lock_detach_partition,
    [DDL_TABLE_OPTION] = lock_table_option,
    [DDL_ADD_COLUMN] = lock_add_column,
    [DDL_DROP_COLUMN] = lock_drop_column,
    [DDL_RENAME_COLUMN] = by_table,
    [DDL_SET_TYPE] = lock_set_type,
    [DDL_SET_NOT_NULL] = lock_set_not_null,
    [DDL_DROP_NOT_NULL] = lock_change_column,
    [DDL_SET_DEFAULT] = lock_change_column,
    [DDL_DROP_DEFAULT] = lock_change_column,
    [DDL_ADD_IDENTITY] = lock_change_column,
    [DDL_SET_IDENTITY] = lock_change_column,
    [DDL_DROP_IDENTITY] = lock_change_column,
    [DDL_SET_EXPRESSION] = lock_change_column,
    [DDL_DROP_EXPRESSION] = lock_change_column,
    [DDL_COLUMN_OPTION] = lock_column_option,
    [DDL_ADD_CONSTRAINT] = lock_add_constraint,
    [DDL_DROP_CONSTRAINT] = lock_drop_constraint,
    [DDL_VALIDATE_CONSTRAINT] = lock_validate_constraint,
    [DDL_ALTER_CONSTRAINT] = lock_alter_constraint,
    [DDL_RENAME_CONSTRAINT] = by_table,
    [DDL_CREATE_INDEX] = lock_create_index,
    [DDL_DROP_INDEX] = lock_drop_index,
    [DDL_RENAME_INDEX] = lock_change_index,
    [DDL_INDEX_OPTION] = lock_change_index,
    [DDL_ATTACH_INDEX] = lock_attach_index,
    [DDL_REINDEX] = lock_reindex,
    [DDL_CREATE_VIEW] = lock_create_view,
    [DDL_DROP_VIEW] = lock_drop_view,
    [DDL_RENAME_VIEW] = lock_rename_object,
    [DDL_REFRESH_VIEW] = lock_refresh_view,
    [DDL_CREATE_TRIGGER] = lock_change_trigger,
    [DDL_DROP_TRIGGER] = lock_change_trigger,
    [DDL_RENAME_TRIGGER] = lock_change_trigger,
    [DDL_ENABLE_TRIGGER] = lock_change_trigger,
    [DDL_DISABLE_TRIGGER] = lock_change_trigger,
    [DDL_CREATE_ROUTINE] = nothing,
    [DDL_DROP_ROUTINE] = nothing,
    [DDL_RENAME_ROUTINE] = nothing,
    [DDL_CREATE_SEQUENCE] = nothing,
    [DDL_ALTER_SEQUENCE] = lock_change_sequence,
    [DDL_DROP_SEQUENCE] = lock_change_sequence,
    [DDL_RENAME_SEQUENCE] = lock_rename_object,
    [DDL_CREATE_ENUM] = nothing,
    [DDL_ADD_LABEL] = nothing,
    [DDL_RENAME_LABEL] = nothing,
    [DDL_CREATE_DOMAIN] = nothing,
    [DDL_ALTER_DOMAIN] = lock_alter_domain,
    [DDL_CREATE_TYPE] = nothing,
    [DDL_DROP_TYPE] = lock_drop_type,
    [DDL_RENAME_TYPE] = nothing,
    [DDL_CREATE_SCHEMA] = nothing,
    [DDL_RENAME_SCHEMA] = nothing,
    [DDL_USE] = nothing,
    [DDL_COMMENT] = lock_comment,
    [DDL_OTHER] = lock_other,
};

static void change(struct locker *locker, const struct ddl *ddl)
{
    if ((size_t)ddl->kind < sizeof by_kind / sizeof *by_kind && by_kind[ddl->kind])
        by_kind[ddl->kind](locker, ddl);
    else
        locker->locks->is_known = false;
}

void locker_postgresql(struct locker *locker)
{
    if (locker->only) {
        change(locker, locker->only);
        return;
    }
    if (!locker->statement->changes)
        lock_by_head(locker);
    for (const struct ddl *ddl = locker->statement->changes; ddl; ddl = ddl->next)
        change(locker, ddl);
}
