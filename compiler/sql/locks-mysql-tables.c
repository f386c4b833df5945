// The forms of changes of tables, keys and partitions, for MySQL and MariaDB.
#include "sql/locks-mysql.h"

const struct ddl *online_beside(const struct online_sum *sum, const struct ddl *ddl,
                                enum ddl_kind kind)
{
    for (const struct ddl *each = sum->locker->statement->changes; each; each = each->next)
        if (each != ddl && each->kind == kind && sql_name_equal(each->table, ddl->table))
            return each;
    return NULL;
}

// ---- keys

enum { REFERENCES_HEEDED = 90000 };

static void add_foreign_key(struct online_sum *sum, const struct ddl *ddl)
{
    bool is_mariadb = sum->locker->setting->engine == SQL_ENGINE_MARIADB;
    if (ddl->constraint->is_of_column && !is_mariadb) {
        sum->is_unknown |= sum->locker->setting->version >= REFERENCES_HEEDED;
        return; // read and forgotten, until MySQL 9
    }
    bool is_blind = sum->locker->setting->checks_keys == SQL_KNOWN_NO;
    online_form(sum, is_blind ? FORM_ADD_FOREIGN_KEY_BLINDLY : FORM_ADD_FOREIGN_KEY);
    locker_touch(sum->locker, ddl->constraint->other, SQL_LOCK_SHARE_UPDATE_EXCLUSIVE);
}

// MariaDB's JSON is a text with a CHECK, which a new column passes.
static bool adds_json(const struct online_sum *sum, const struct ddl *ddl)
{
    const struct sql_key_part *part = ddl->constraint->columns.first;
    for (const struct ddl *each = sum->locker->statement->changes; each; each = each->next)
        if (each->kind == DDL_ADD_COLUMN && part
            && str_equal_ignoring_case(each->definition->name, part->column)
            && str_has_word(each->definition->type.written, STR("json")))
            return true;
    return false;
}

static void add_constraint(struct online_sum *sum, const struct ddl *ddl)
{
    switch (ddl->constraint->kind) {
    case SQL_CONSTRAINT_PRIMARY_KEY:
        online_form(sum, sum->changes_primary ? FORM_CHANGE_PRIMARY : FORM_ADD_PRIMARY);
        return;
    case SQL_CONSTRAINT_UNIQUE: online_form(sum, FORM_ADD_INDEX); return;
    case SQL_CONSTRAINT_FOREIGN_KEY: add_foreign_key(sum, ddl); return;
    case SQL_CONSTRAINT_CHECK:
        if (ddl->constraint->is_of_column && adds_json(sum, ddl))
            return;
        online_form(sum, ddl->constraint->is_not_enforced ? FORM_DROP_CHECK : FORM_ADD_CHECK);
        return;
    case SQL_CONSTRAINT_NONE:
    case SQL_CONSTRAINT_NOT_NULL:
    case SQL_CONSTRAINT_EXCLUDE: break;
    }
    sum->is_unknown = true;
    sum->forms++;
}

static void drop_constraint(struct online_sum *sum, const struct ddl *ddl)
{
    enum sql_constraint kind = ddl->constraint ? ddl->constraint->kind : SQL_CONSTRAINT_NONE;
    const struct catalog_constraint *old =
        locker_constraint(sum->locker, ddl->table, ddl->object.name);
    if (kind == SQL_CONSTRAINT_NONE && old)
        kind = old->definition.kind;
    switch (kind) {
    case SQL_CONSTRAINT_PRIMARY_KEY:
        online_form(sum, sum->changes_primary ? FORM_CHANGE_PRIMARY : FORM_DROP_PRIMARY);
        return;
    case SQL_CONSTRAINT_UNIQUE: online_form(sum, FORM_DROP_INDEX); return;
    case SQL_CONSTRAINT_FOREIGN_KEY: online_form(sum, FORM_DROP_FOREIGN_KEY); return;
    case SQL_CONSTRAINT_CHECK: online_form(sum, FORM_DROP_CHECK); return;
    case SQL_CONSTRAINT_NONE:
    case SQL_CONSTRAINT_NOT_NULL:
    case SQL_CONSTRAINT_EXCLUDE: break;
    }
    sum->is_unknown = true;
    sum->forms++;
}

// ---- indexes

static bool has_same_parts(const struct sql_key_parts *a, const struct sql_key_parts *b)
{
    const struct sql_key_part *x = a->first, *y = b->first;
    for (; x && y; x = x->next, y = y->next)
        if (!str_equal_ignoring_case(x->column, y->column) || !str_equal(x->length, y->length)
            || x->is_descending != y->is_descending)
            return false;
    return !x && !y;
}

// Dropped and added again with the same name and columns: only its type is another.
static bool is_retyped(const struct online_sum *sum, const struct ddl *ddl)
{
    const struct ddl *dropped =
        ddl->kind == DDL_DROP_INDEX ? ddl : online_beside(sum, ddl, DDL_DROP_INDEX);
    const struct ddl *created =
        ddl->kind == DDL_CREATE_INDEX ? ddl : online_beside(sum, ddl, DDL_CREATE_INDEX);
    const struct catalog_table *table = locker_table(sum->locker, ddl->table);
    const struct catalog_index *old = NULL;
    if (!dropped || !created || !created->index || !table
        || !str_equal_ignoring_case(dropped->object.name, created->object.name)
        || catalog_find_index(sum->locker->arena, sum->locker->setting->before, table,
                              dropped->object.name, &old)
               != CATALOG_PRESENT)
        return false;
    return has_same_parts(&old->definition.parts, &created->index->parts)
           && old->definition.is_unique == created->index->is_unique;
}

static bool has_fulltext(const struct catalog_table *table)
{
    struct map_walk walk = map_walk(table->indexes);
    for (const struct catalog_index *each; (each = map_next(&walk)) != NULL;)
        if (each->definition.is_fulltext)
            return true;
    return false;
}

static void create_index(struct online_sum *sum, const struct ddl *ddl)
{
    const struct sql_index *index = ddl->index;
    const struct catalog_table *table = locker_table(sum->locker, ddl->table);
    for (const struct sql_key_part *part = index->parts.first; part; part = part->next)
        if (part->column.length == 0) {
            online_form(sum, FORM_ADD_FUNCTIONAL);
            return;
        }
    if (index->is_spatial)
        online_form(sum, FORM_ADD_FULLTEXT);
    else if (index->is_fulltext)
        online_form(sum,
                    table && has_fulltext(table) ? FORM_ADD_FULLTEXT : FORM_ADD_FULLTEXT_FIRST);
    else
        online_form(sum, is_retyped(sum, ddl) ? FORM_INDEX_TYPE : FORM_ADD_INDEX);
}

// ---- tables and partitions

static enum online_form form_of_option(const struct online_sum *sum, const struct ddl *ddl)
{
    struct str name = ddl->option->name;
    if (str_is(name, "force") || str_is(name, "row_format") || str_is(name, "key_block_size"))
        return FORM_REBUILD;
    if (str_is(name, "engine")) {
        const struct catalog_table *table = locker_table(sum->locker, ddl->table);
        const struct sql_option *old = table ? map_find(table->options, STR("engine")) : NULL;
        struct str engine = old ? old->value : STR("InnoDB");
        return str_equal_ignoring_case(ddl->option->value, engine) ? FORM_REBUILD : FORM_ENGINE;
    }
    if (str_is(name, "convert"))
        return FORM_CONVERT;
    if (str_is(name, "tablespace"))
        return FORM_TABLESPACE;
    return str_is(name, "encryption") ? FORM_ENCRYPTION : FORM_TABLE_OPTION;
}

// ADD PARTITION (…), and not ADD PARTITION PARTITIONS n.
static bool is_list(struct str value)
{
    return str_starts_with(str_trim(value), STR("("));
}

static void change_partitions(struct online_sum *sum, const struct ddl *ddl)
{
    struct str name = ddl->option->name;
    if (str_is(name, "partition by") || str_is(name, "remove"))
        online_form(sum, FORM_PARTITION_BY);
    else if (str_is(name, "truncate") || str_is(name, "exchange"))
        online_form(sum, FORM_PARTITION_EXCHANGE);
    else if (str_is(name, "reorganize") || str_is(name, "coalesce")
             || (str_is(name, "add") && !is_list(ddl->option->value)))
        online_form(sum, FORM_PARTITION_MOVE);
    else if (str_is(name, "add") || str_is(name, "drop"))
        online_form(sum, FORM_PARTITION_ADD);
    else {
        sum->is_unknown = true;
        sum->forms++;
    }
}

static void alter_constraint(struct online_sum *sum, const struct ddl *ddl)
{
    bool is_checked = ddl->constraint && !ddl->constraint->is_not_enforced;
    online_form(sum, is_checked ? FORM_ADD_CHECK : FORM_ALTER_CHECK);
}

static void change_default(struct online_sum *sum, const struct ddl *ddl)
{
    (void)ddl;
    online_form(sum, FORM_SET_DEFAULT);
}

static void drop_index(struct online_sum *sum, const struct ddl *ddl)
{
    online_form(sum, is_retyped(sum, ddl) ? FORM_INDEX_TYPE : FORM_DROP_INDEX);
}

static void rename_index(struct online_sum *sum, const struct ddl *ddl)
{
    (void)ddl;
    online_form(sum, FORM_RENAME_INDEX);
}

static void rename_table(struct online_sum *sum, const struct ddl *ddl)
{
    (void)ddl;
    online_form(sum, FORM_RENAME_TABLE);
}

static void change_index(struct online_sum *sum, const struct ddl *ddl)
{
    (void)ddl;
    online_form(sum, FORM_INDEX_VISIBLE);
}

static void change_option(struct online_sum *sum, const struct ddl *ddl)
{
    online_form(sum, form_of_option(sum, ddl));
}

// Those that are not here are no changes of a table, or not understood.
static void (*const by_kind[])(struct online_sum *sum, const struct ddl *ddl) = {
    [DDL_ADD_COLUMN] = online_add_column,
    [DDL_DROP_COLUMN] = online_drop_column,
    [DDL_RENAME_COLUMN] = online_rename_column,
    [DDL_CHANGE_COLUMN] = online_change_column,
    [DDL_SET_DEFAULT] = change_default,
    [DDL_DROP_DEFAULT] = change_default,
    [DDL_ADD_CONSTRAINT] = add_constraint,
    [DDL_DROP_CONSTRAINT] = drop_constraint,
    [DDL_ALTER_CONSTRAINT] = alter_constraint,
    [DDL_CREATE_INDEX] = create_index,
    [DDL_DROP_INDEX] = drop_index,
    [DDL_RENAME_INDEX] = rename_index,
    [DDL_INDEX_OPTION] = change_index,
    [DDL_RENAME_TABLE] = rename_table,
    [DDL_TABLE_OPTION] = change_option,
    [DDL_PARTITION] = change_partitions,
};

bool online_change(struct online_sum *sum, const struct ddl *ddl)
{
    if ((size_t)ddl->kind >= sizeof by_kind / sizeof *by_kind || !by_kind[ddl->kind])
        return false;
    by_kind[ddl->kind](sum, ddl);
    return true;
}
