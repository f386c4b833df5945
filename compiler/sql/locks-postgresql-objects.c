// What PostgreSQL locks for indexes, views, triggers, sequences and types.
#include "sql/locks-postgresql.h"

// ---- indexes

void lock_create_index(struct locker *locker, const struct ddl *ddl)
{
    bool is_only = ddl->index && ddl->index->is_only;
    if (ddl->is_concurrent || (ddl->index && ddl->index->is_concurrent)) {
        lock_table(locker, FORM_CREATE_INDEX_CONCURRENTLY, ddl->table);
        locker->locks->waits_for_snapshots = true;
        return;
    }
    lock_table(locker, is_only ? FORM_CREATE_INDEX_ONLY : FORM_CREATE_INDEX, ddl->table);
    const struct catalog_table *table = locker_table(locker, ddl->table);
    if (!is_only && table && table->partition_method.length > 0)
        lock_children(locker, FORM_CREATE_INDEX, ddl->table);
}

static void lock_index(struct locker *locker, enum lock_form form, struct sql_name index)
{
    struct sql_name table = locker_index_owner(locker, index);
    lock_table(locker, form, table);
    if (!sql_name_is_set(table) && locker->locks->tables.last)
        locker->locks->tables.last->index = index;
}

void lock_drop_index(struct locker *locker, const struct ddl *ddl)
{
    lock_index(locker, ddl->is_concurrent ? FORM_DROP_INDEX_CONCURRENTLY : FORM_DROP_INDEX,
               ddl->object);
    locker->locks->waits_for_snapshots |= ddl->is_concurrent;
}

void lock_change_index(struct locker *locker, const struct ddl *ddl)
{
    lock_index(locker, ddl->kind == DDL_RENAME_INDEX ? FORM_RENAME_INDEX : FORM_ALTER_INDEX,
               ddl->object);
}

void lock_attach_index(struct locker *locker, const struct ddl *ddl)
{
    lock_index(locker, FORM_ATTACH_INDEX, ddl->object);
    lock_index(locker, FORM_ATTACH_INDEX, ddl->other);
}

enum { PARTITIONS_ALONE = 14 }; // from then on, each has a transaction of its own

void lock_reindex(struct locker *locker, const struct ddl *ddl)
{
    enum lock_form form = ddl->is_concurrent ? FORM_REINDEX_CONCURRENTLY : FORM_REINDEX;
    if (ddl->target == DDL_ON_INDEX)
        lock_index(locker, form, ddl->object);
    else if (ddl->target == DDL_ON_TABLE)
        lock_table(locker, form, sql_name_is_set(ddl->table) ? ddl->table : ddl->object);
    else
        locker->locks->is_known = false;
    locker->locks->waits_for_snapshots |= ddl->is_concurrent;
    const struct catalog_table *table = locker_table(locker, ddl->object);
    if (table && table->partition_method.length > 0
        && locker->setting->version / 10000 >= PARTITIONS_ALONE)
        locker->locks->alone = "REINDEX of a partitioned table";
}

// ---- views, triggers, sequences, types

void lock_create_view(struct locker *locker, const struct ddl *ddl)
{
    const struct sql_view *view = ddl->view;
    if (!view)
        return;
    struct sql_name none = { STR_NONE, STR_NONE };
    const struct catalog_object *old = locker_relation(locker, ddl->object);
    enum lock_form form =
        view->is_materialized && !view->has_no_data ? FORM_READ_INTO : FORM_CREATE_VIEW;
    if (view->is_replace && (old || !locker->setting->before))
        lock_table(locker, FORM_RENAME, ddl->object);
    lock_read(locker, form, view->reads, none);
}

void lock_refresh_view(struct locker *locker, const struct ddl *ddl)
{
    const struct catalog_object *object = locker_relation(locker, ddl->object);
    enum lock_form form = ddl->is_concurrent ? FORM_REFRESH_CONCURRENTLY : FORM_REFRESH;
    if (ddl->option && str_is(ddl->option->name, "no data"))
        form = FORM_REFRESH_EMPTY;
    lock_table(locker, form, ddl->object);
    if (form != FORM_REFRESH_EMPTY && object && object->kind == CATALOG_VIEW)
        lock_read(locker, form, object->view->reads, ddl->object);
}

void lock_drop_view(struct locker *locker, const struct ddl *ddl)
{
    lock_table(locker, FORM_DROP, ddl->object);
    if (ddl->is_cascade)
        lock_cascade(locker, ddl->object);
}

void lock_rename_object(struct locker *locker, const struct ddl *ddl)
{
    lock_table(locker, FORM_RENAME, sql_name_is_set(ddl->object) ? ddl->object : ddl->table);
}

void lock_change_trigger(struct locker *locker, const struct ddl *ddl)
{
    bool is_dropped = ddl->kind == DDL_DROP_TRIGGER || ddl->kind == DDL_RENAME_TRIGGER;
    lock_table(locker, is_dropped ? FORM_DROP : FORM_TRIGGER, ddl->table);
}

void lock_change_sequence(struct locker *locker, const struct ddl *ddl)
{
    lock_table(locker, ddl->kind == DDL_ALTER_SEQUENCE ? FORM_ALTER_SEQUENCE : FORM_DROP,
               ddl->object);
}

// Each table that has a column of the type.
static void lock_users(struct locker *locker, enum lock_form form, struct sql_name type)
{
    if (!locker->setting->before) {
        locker->locks->is_known = false;
        return;
    }
    struct catalog_found found = catalog_find_type(locker->arena, locker->setting->before, type);
    struct catalog_uses uses =
        locker_uses(locker, found.presence == CATALOG_PRESENT ? found.object : NULL);
    for (size_t i = 0; i < uses.count; i++)
        if (uses.items[i].kind == CATALOG_TABLE)
            lock_table(locker, form, uses.items[i].by);
}

void lock_alter_domain(struct locker *locker, const struct ddl *ddl)
{
    bool is_checked = !ddl->constraint || !ddl->constraint->is_not_valid;
    struct str what = ddl->option ? ddl->option->name : STR_NONE;
    if (is_checked
        && (str_starts_with(what, STR("add")) || str_starts_with(what, STR("validate"))
            || str_is(what, "set not null")))
        lock_users(locker, FORM_DOMAIN_CHECKED, ddl->object);
}

void lock_drop_type(struct locker *locker, const struct ddl *ddl)
{
    if (ddl->is_cascade)
        lock_users(locker, FORM_DROP, ddl->object);
}

void lock_comment(struct locker *locker, const struct ddl *ddl)
{
    if (ddl->target == DDL_ON_TABLE || ddl->target == DDL_ON_COLUMN
        || ddl->target == DDL_ON_CONSTRAINT || ddl->target == DDL_ON_TRIGGER)
        lock_table(locker, FORM_COMMENT, ddl->table);
    else if (ddl->target == DDL_ON_INDEX)
        lock_index(locker, FORM_ALTER_INDEX, ddl->object);
    else if (ddl->target == DDL_ON_VIEW || ddl->target == DDL_ON_SEQUENCE)
        lock_table(locker, FORM_COMMENT, ddl->object);
}

void lock_other(struct locker *locker, const struct ddl *ddl)
{
    struct str what = ddl->option ? ddl->option->name : STR_NONE;
    if (str_is(what, "call") || str_is(what, "extension")
        || (str_is(what, "cluster") && !sql_name_is_set(ddl->table)))
        locker->locks->is_known = false; // a procedure's own statements; every table
    if (!sql_name_is_set(ddl->table))
        return;
    if (str_is(what, "cluster"))
        lock_table(locker, FORM_CLUSTER, ddl->table);
    else if (str_is(what, "policy") || str_is(what, "rule"))
        lock_table(locker, FORM_POLICY, ddl->table);
    else if (str_is(what, "statistics") || str_is(what, "publication"))
        lock_table(locker, FORM_STATISTICS, ddl->table);
    else if (str_is(what, "grant") || str_is(what, "revoke"))
        lock_table(locker, FORM_GRANT, ddl->table);
}
