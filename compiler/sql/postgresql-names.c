// DROP, RENAME, SET SCHEMA and COMMENT of PostgreSQL, which take every kind of object.
#include "sql/postgresql-tree.h"

// What belay knows a kind of object as.
static const struct kind {
    PgQuery__ObjectType type;
    enum ddl_target target;
    enum ddl_kind drop, rename;
} kinds[] = {
#define TYPE(name) PG_QUERY__OBJECT_TYPE__OBJECT_##name
    { TYPE(TABLE), DDL_ON_TABLE, DDL_DROP_TABLE, DDL_RENAME_TABLE },
    { TYPE(FOREIGN_TABLE), DDL_ON_TABLE, DDL_DROP_TABLE, DDL_RENAME_TABLE },
    { TYPE(COLUMN), DDL_ON_COLUMN, DDL_OTHER, DDL_RENAME_COLUMN },
    { TYPE(TABCONSTRAINT), DDL_ON_CONSTRAINT, DDL_OTHER, DDL_RENAME_CONSTRAINT },
    { TYPE(INDEX), DDL_ON_INDEX, DDL_DROP_INDEX, DDL_RENAME_INDEX },
    { TYPE(VIEW), DDL_ON_VIEW, DDL_DROP_VIEW, DDL_RENAME_VIEW },
    { TYPE(MATVIEW), DDL_ON_VIEW, DDL_DROP_VIEW, DDL_RENAME_VIEW },
    { TYPE(TRIGGER), DDL_ON_TRIGGER, DDL_DROP_TRIGGER, DDL_RENAME_TRIGGER },
    { TYPE(FUNCTION), DDL_ON_ROUTINE, DDL_DROP_ROUTINE, DDL_RENAME_ROUTINE },
    { TYPE(PROCEDURE), DDL_ON_ROUTINE, DDL_DROP_ROUTINE, DDL_RENAME_ROUTINE },
    { TYPE(ROUTINE), DDL_ON_ROUTINE, DDL_DROP_ROUTINE, DDL_RENAME_ROUTINE },
    { TYPE(AGGREGATE), DDL_ON_ROUTINE, DDL_DROP_ROUTINE, DDL_RENAME_ROUTINE },
    { TYPE(SEQUENCE), DDL_ON_SEQUENCE, DDL_DROP_SEQUENCE, DDL_RENAME_SEQUENCE },
    { TYPE(TYPE), DDL_ON_TYPE, DDL_DROP_TYPE, DDL_RENAME_TYPE },
    { TYPE(DOMAIN), DDL_ON_TYPE, DDL_DROP_TYPE, DDL_RENAME_TYPE },
    { TYPE(SCHEMA), DDL_ON_SCHEMA, DDL_DROP_SCHEMA, DDL_RENAME_SCHEMA },
    { TYPE(POLICY), DDL_ON_OTHER, DDL_OTHER, DDL_OTHER },
    { TYPE(RULE), DDL_ON_OTHER, DDL_OTHER, DDL_OTHER },
#undef TYPE
};

static const struct kind *kind_of(PgQuery__ObjectType type)
{
    static const struct kind other = {
        PG_QUERY__OBJECT_TYPE__OBJECT_TYPE_UNDEFINED, DDL_ON_OTHER, DDL_OTHER, DDL_OTHER
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].type == type)
            return &kinds[i];
    return &other;
}

static const char *word_of(PgQuery__ObjectType type)
{
    static const struct {
        PgQuery__ObjectType type;
        const char *word;
    } words[] = {
        { PG_QUERY__OBJECT_TYPE__OBJECT_POLICY, "policy" },
        { PG_QUERY__OBJECT_TYPE__OBJECT_RULE, "rule" },
        { PG_QUERY__OBJECT_TYPE__OBJECT_PUBLICATION, "publication" },
        { PG_QUERY__OBJECT_TYPE__OBJECT_SUBSCRIPTION, "subscription" },
        { PG_QUERY__OBJECT_TYPE__OBJECT_STATISTIC_EXT, "statistics" },
        { PG_QUERY__OBJECT_TYPE__OBJECT_EXTENSION, "extension" },
        { PG_QUERY__OBJECT_TYPE__OBJECT_ROLE, "role" },
        { PG_QUERY__OBJECT_TYPE__OBJECT_DATABASE, "database" },
        { PG_QUERY__OBJECT_TYPE__OBJECT_COLLATION, "collation" },
        { PG_QUERY__OBJECT_TYPE__OBJECT_EVENT_TRIGGER, "event trigger" },
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (words[i].type == type)
            return words[i].word;
    return "object";
}

static bool is_of_table(PgQuery__ObjectType type)
{
    return type == PG_QUERY__OBJECT_TYPE__OBJECT_TRIGGER
           || type == PG_QUERY__OBJECT_TYPE__OBJECT_POLICY
           || type == PG_QUERY__OBJECT_TYPE__OBJECT_RULE
           || type == PG_QUERY__OBJECT_TYPE__OBJECT_TABCONSTRAINT
           || type == PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN;
}

// The object that the node names: of triggers and their like the last name is it, and those
// before it are the table.
static void set_object(struct tree_reader *reader, struct ddl *change, PgQuery__ObjectType type,
                       const PgQuery__Node *node)
{
    change->target = kind_of(type)->target;
    if (is_of_table(type)) {
        struct tree_list names = tree_items(node);
        change->table = tree_name(reader, tree_cut(names, 1));
        struct str last = tree_last_name(reader, names);
        if (type == PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN)
            change->column = last;
        else
            change->object.name = last;
        return;
    }
    change->object = tree_object(reader, node);
    if (change->target == DDL_ON_TABLE)
        change->table = change->object;
}

static void set_signature(struct tree_reader *reader, struct ddl *change,
                          PgQuery__ObjectType type, const PgQuery__Node *node)
{
    if (change->target != DDL_ON_ROUTINE || !node
        || node->node_case != PG_QUERY__NODE__NODE_OBJECT_WITH_ARGS)
        return;
    struct sql_routine *routine = arena_new(reader->arena, struct sql_routine);
    routine->is_procedure = type == PG_QUERY__OBJECT_TYPE__OBJECT_PROCEDURE;
    routine->is_aggregate = type == PG_QUERY__OBJECT_TYPE__OBJECT_AGGREGATE;
    routine->has_arguments = !node->object_with_args->args_unspecified;
    if (routine->has_arguments)
        routine->arguments = tree_type_list(reader, TREE_LIST(node->object_with_args, objargs));
    change->routine = routine;
}

// DROP DOMAIN and ALTER DOMAIN take no other type.
static void say_domain(struct tree_reader *reader, struct ddl *change, PgQuery__ObjectType type)
{
    if (type == PG_QUERY__OBJECT_TYPE__OBJECT_DOMAIN)
        change->option = tree_option(reader, "domain", STR_NONE);
}

void tree_read_drop(struct tree_reader *reader, const PgQuery__Node *node)
{
    const PgQuery__DropStmt *drop = node->drop_stmt;
    for (size_t i = 0; i < drop->n_objects; i++) {
        struct ddl *change = tree_change(reader, kind_of(drop->remove_type)->drop);
        set_object(reader, change, drop->remove_type, drop->objects[i]);
        set_signature(reader, change, drop->remove_type, drop->objects[i]);
        change->is_conditional = drop->missing_ok;
        change->is_cascade = drop->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE;
        change->is_concurrent = drop->concurrent;
        change->is_materialized = drop->remove_type == PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW;
        if (change->kind == DDL_OTHER)
            change->option = tree_option(reader, word_of(drop->remove_type), STR("drop"));
        else
            say_domain(reader, change, drop->remove_type);
    }
}

void tree_read_rename(struct tree_reader *reader, const PgQuery__Node *node)
{
    const PgQuery__RenameStmt *rename = node->rename_stmt;
    const struct kind *kind = kind_of(rename->rename_type);
    struct ddl *change = tree_change(reader, kind->rename);
    change->target = kind->target;
    change->new_name.name = tree_str(reader, rename->newname);
    bool is_inside = is_of_table(rename->rename_type); // then it is the table that may be absent
    change->is_conditional = rename->missing_ok && !is_inside;
    change->is_table_conditional = rename->missing_ok;
    change->is_materialized = rename->rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW;
    if (rename->object) {
        set_object(reader, change, rename->rename_type, rename->object);
        set_signature(reader, change, rename->rename_type, rename->object);
    }
    if (rename->relation) {
        struct sql_name relation = tree_relation(reader, rename->relation);
        bool is_itself = !is_of_table(rename->rename_type) && kind->target != DDL_ON_TABLE;
        *(is_itself ? &change->object : &change->table) = relation;
        change->is_only = !rename->relation->inh;
    }
    struct str inner = tree_str(reader, rename->subname);
    if (change->kind == DDL_RENAME_COLUMN)
        change->column = inner;
    else if (inner.data)
        change->object.name = inner;
    say_domain(reader, change, rename->rename_type);
    if (change->kind == DDL_OTHER)
        change->option = tree_option(reader, word_of(rename->rename_type), STR("rename"));
    if (rename->rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_DOMCONSTRAINT) {
        change->kind = DDL_ALTER_DOMAIN;
        change->object = tree_object(reader, rename->object);
        change->option = tree_option(reader, "rename constraint", inner);
    }
}

void tree_read_set_schema(struct tree_reader *reader, const PgQuery__Node *node)
{
    const PgQuery__AlterObjectSchemaStmt *source = node->alter_object_schema_stmt;
    enum ddl_target target = kind_of(source->object_type)->target;
    if (target == DDL_ON_OTHER) {
        tree_other(reader, word_of(source->object_type), STR("set schema"));
        return;
    }
    struct ddl *change = tree_change(reader, DDL_SET_SCHEMA);
    change->target = target;
    if (source->object) {
        set_object(reader, change, source->object_type, source->object);
        set_signature(reader, change, source->object_type, source->object);
    } else
        change->object = tree_relation(reader, source->relation);
    if (target == DDL_ON_TABLE)
        change->table = change->object;
    change->is_materialized = source->object_type == PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW;
    change->new_name.name = tree_str(reader, source->newschema);
    change->is_conditional = change->is_table_conditional = source->missing_ok;
}

void tree_read_comment(struct tree_reader *reader, const PgQuery__Node *node)
{
    const PgQuery__CommentStmt *source = node->comment_stmt;
    struct ddl *change = tree_change(reader, DDL_COMMENT);
    set_object(reader, change, source->objtype, source->object);
    set_signature(reader, change, source->objtype, source->object);
    change->is_materialized = source->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW;
    change->comment = tree_str(reader, source->comment);
    change->has_comment = change->comment.data != NULL; // '' takes it away, as NULL does
}
