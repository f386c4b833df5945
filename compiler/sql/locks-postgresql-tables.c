// What PostgreSQL locks where whole tables come, go, and are put together.
#include "sql/locks-postgresql.h"

static void lock_owned_sequences(struct locker *locker, struct sql_name table)
{
    struct catalog_uses uses = locker_uses(locker, locker_relation(locker, table));
    for (size_t i = 0; i < uses.count; i++)
        if (uses.items[i].kind == CATALOG_SEQUENCE)
            locker_touch(locker, uses.items[i].by, SQL_LOCK_ACCESS_EXCLUSIVE);
}

static void lock_referred(struct locker *locker, struct sql_name table, enum sql_lock mode)
{
    const struct catalog_table *owner = locker_table(locker, table);
    struct map_walk walk = map_walk(owner ? owner->constraints : (struct map){ NULL });
    for (const struct catalog_constraint *each; (each = map_next(&walk)) != NULL;)
        if (each->definition.kind == SQL_CONSTRAINT_FOREIGN_KEY)
            locker_touch(locker, each->definition.other, mode);
}

void lock_drop_table(struct locker *locker, const struct ddl *ddl)
{
    const struct catalog_table *table = locker_table(locker, ddl->table);
    lock_table(locker, FORM_DROP, ddl->table);
    lock_referred(locker, ddl->table, SQL_LOCK_ACCESS_EXCLUSIVE);
    for (size_t i = 0; table && table->is_partition && table->parents && i < table->parents->count;
         i++)
        lock_table(locker, FORM_DROP, table->parents->items[i]);
    lock_owned_sequences(locker, ddl->table);
    lock_children(locker, FORM_DROP, ddl->table);
    if (ddl->is_cascade)
        lock_cascade(locker, ddl->table);
}

void lock_rename_table(struct locker *locker, const struct ddl *ddl)
{
    const struct catalog_object *object = locker_relation(locker, ddl->table);
    if (object && object->kind == CATALOG_INDEX) // ALTER TABLE i RENAME TO …
        locker_touch(locker, *object->owner, SQL_LOCK_NONE)->indexes = SQL_LOCK_ACCESS_EXCLUSIVE;
    else
        lock_table(locker, FORM_RENAME, ddl->table);
}

void lock_set_schema(struct locker *locker, const struct ddl *ddl)
{
    if (ddl->target != DDL_ON_TABLE && ddl->target != DDL_ON_VIEW && ddl->target != DDL_ON_SEQUENCE)
        return;
    struct sql_name name = sql_name_is_set(ddl->table) ? ddl->table : ddl->object;
    lock_table(locker, FORM_RENAME, name);
    lock_owned_sequences(locker, name);
}

void lock_inherit(struct locker *locker, const struct ddl *ddl)
{
    lock_form(locker, ddl->kind == DDL_INHERIT ? FORM_INHERIT : FORM_NO_INHERIT, ddl->table,
              ddl->other);
}

// The partition for all other rows; it is searched for rows of one that is new.
static void lock_default_partition(struct locker *locker, struct sql_name parent)
{
    struct catalog_uses uses = locker_uses(locker, locker_relation(locker, parent));
    for (size_t i = 0; i < uses.count; i++) {
        const struct catalog_table *child = locker_table(locker, uses.items[i].by);
        if (uses.items[i].part == CATALOG_USE_PARENT && child
            && str_equal_ignoring_case(str_trim(child->bound.text), STR("DEFAULT")))
            lock_table(locker, FORM_DEFAULT_PARTITION, uses.items[i].by);
    }
}

// A CHECK that holds for all rows may prove that they belong there.
static bool has_valid_check(const struct catalog_table *table)
{
    struct map_walk walk = map_walk(table->constraints);
    for (const struct catalog_constraint *each; (each = map_next(&walk)) != NULL;)
        if (each->definition.kind == SQL_CONSTRAINT_CHECK && each->is_valid)
            return true;
    return false;
}

void lock_attach_partition(struct locker *locker, const struct ddl *ddl)
{
    const struct catalog_table *child = locker_table(locker, ddl->other);
    bool is_plain = child && !child->is_partial && !has_valid_check(child);
    lock_form(locker, is_plain ? FORM_ATTACH_PARTITION : FORM_ATTACH_PARTITION_PROVED, ddl->table,
              ddl->other);
    if (!is_plain)
        locker_touch(locker, ddl->other, SQL_LOCK_ACCESS_EXCLUSIVE)->may_work |= SQL_SCANS;
    lock_default_partition(locker, ddl->table);
}

void lock_detach_partition(struct locker *locker, const struct ddl *ddl)
{
    lock_form(locker, ddl->is_concurrent ? FORM_DETACH_CONCURRENTLY : FORM_DETACH_PARTITION,
              ddl->table, ddl->other);
    locker->locks->waits_for_snapshots |= ddl->is_concurrent;
}

void lock_create_table(struct locker *locker, const struct ddl *ddl)
{
    const struct sql_table_definition *definition = ddl->create_table;
    struct sql_name none = { STR_NONE, STR_NONE };
    if (!definition)
        return;
    for (const struct sql_constraint_definition *each = definition->constraints.first; each;
         each = each->next)
        if (each->kind == SQL_CONSTRAINT_FOREIGN_KEY && !sql_name_equal(each->other, ddl->table))
            lock_form(locker, FORM_CREATE_REFERENCING, none, each->other);
    if (sql_name_is_set(definition->like))
        lock_form(locker, FORM_LIKE, none, definition->like);
    for (size_t i = 0; definition->inherits && i < definition->inherits->count; i++)
        lock_form(locker, FORM_CREATE_INHERITING, none, definition->inherits->items[i]);
    if (sql_name_is_set(definition->partition_of)) {
        lock_table(locker, FORM_CREATE_PARTITION, definition->partition_of);
        lock_default_partition(locker, definition->partition_of);
    }
    if (definition->query)
        lock_read(locker, FORM_READ_INTO, definition->query->reads, none);
}

void lock_table_option(struct locker *locker, const struct ddl *ddl)
{
    struct str name = ddl->option ? ddl->option->name : STR_NONE;
    if (str_is(name, "logged") || str_is(name, "unlogged")) {
        const struct catalog_table *table = locker_table(locker, ddl->table);
        bool is_so = table && !table->is_partial && table->is_unlogged == str_is(name, "unlogged");
        lock_table(locker, is_so ? FORM_TABLE_PROPERTY : FORM_TABLE_LOGGED, ddl->table);
    } else if (str_is(name, "tablespace") || str_is(name, "access method")) {
        lock_maybe(locker, FORM_TABLE_LOGGED, FORM_TABLE_MOVED, ddl->table);
    } else if (str_is(name, "owner") || str_is(name, "replica identity")
               || str_is(name, "row level security") || str_is(name, "rule") || str_is(name, "of")
               || str_is(name, "not of")) {
        lock_table(locker, FORM_TABLE_PROPERTY, ddl->table);
    } else if (str_is(name, "cluster on") && ddl->option->value.length > 0) {
        lock_table(locker, FORM_CLUSTER_ON, ddl->table);
    } else {
        lock_table(locker, FORM_TABLE_PARAMETER, ddl->table);
    }
}
