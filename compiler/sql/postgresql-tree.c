// Names, words and changes out of PostgreSQL's trees.
#include "sql/postgresql-tree.h"

#include <inttypes.h>

struct ddl *tree_change(struct tree_reader *reader, enum ddl_kind kind)
{
    struct ddl *change = arena_new(reader->arena, struct ddl);
    change->kind = kind;
    change->span = reader->statement->span;
    change->statement = reader->statement;
    if (reader->last)
        reader->last->next = change;
    else
        reader->statement->changes = change;
    reader->last = change;
    return change;
}

void tree_make_opaque(struct tree_reader *reader, struct ddl *change, struct sql_name name)
{
    struct sql_names *names = arena_new(reader->arena, struct sql_names);
    array_add(reader->arena, names, name);
    change->kind = DDL_OPAQUE;
    change->names = names;
}

struct ddl *tree_other(struct tree_reader *reader, const char *what, struct str value)
{
    struct ddl *change = tree_change(reader, DDL_OTHER);
    change->target = DDL_ON_OTHER;
    change->option = tree_option(reader, what, value);
    return change;
}

struct sql_option *tree_option(struct tree_reader *reader, const char *name, struct str value)
{
    struct sql_option *option = arena_new(reader->arena, struct sql_option);
    option->name = arena_copy(reader->arena, str_of(name));
    option->value = value;
    option->span = reader->statement->span;
    return option;
}

struct str tree_str(const struct tree_reader *reader, const char *text)
{
    return text && *text ? arena_copy(reader->arena, str_of(text)) : STR_NONE;
}

const char *tree_string(const PgQuery__Node *node)
{
    return node && node->node_case == PG_QUERY__NODE__NODE_STRING ? node->string->sval : NULL;
}

struct tree_list tree_items(const PgQuery__Node *node)
{
    if (!node || node->node_case != PG_QUERY__NODE__NODE_LIST)
        return (struct tree_list){ NULL, 0 };
    return TREE_LIST(node->list, items);
}

struct tree_list tree_cut(struct tree_list list, size_t cut)
{
    list.count -= cut < list.count ? cut : list.count;
    return list;
}

struct sql_name tree_name(const struct tree_reader *reader, struct tree_list names)
{
    struct sql_name name = { STR_NONE, STR_NONE };
    if (names.count > 0)
        name.name = tree_str(reader, tree_string(names.items[names.count - 1]));
    if (names.count > 1)
        name.schema = tree_str(reader, tree_string(names.items[names.count - 2]));
    return name;
}

struct str tree_last_name(const struct tree_reader *reader, struct tree_list names)
{
    return tree_name(reader, names).name;
}

struct sql_name tree_object(const struct tree_reader *reader, const PgQuery__Node *node)
{
    if (!node)
        return (struct sql_name){ STR_NONE, STR_NONE };
    if (node->node_case == PG_QUERY__NODE__NODE_TYPE_NAME)
        return tree_name(reader, TREE_LIST(node->type_name, names));
    if (node->node_case == PG_QUERY__NODE__NODE_OBJECT_WITH_ARGS)
        return tree_name(reader, TREE_LIST(node->object_with_args, objname));
    if (node->node_case == PG_QUERY__NODE__NODE_STRING)
        return (struct sql_name){ STR_NONE, tree_str(reader, node->string->sval) };
    return tree_name(reader, tree_items(node));
}

struct sql_name tree_relation(const struct tree_reader *reader, const PgQuery__RangeVar *relation)
{
    if (!relation)
        return (struct sql_name){ STR_NONE, STR_NONE };
    return (struct sql_name){ tree_str(reader, relation->schemaname),
                              tree_str(reader, relation->relname) };
}

struct sql_name tree_created(const struct tree_reader *reader, struct sql_name name)
{
    if (name.schema.length == 0 && name.name.length > 0)
        name.schema = reader->schema;
    return name;
}

const struct sql_names *tree_words(const struct tree_reader *reader, struct tree_list list)
{
    struct sql_names *names = NULL;
    for (size_t i = 0; i < list.count; i++) {
        if (!names)
            names = arena_new(reader->arena, struct sql_names);
        const char *word = tree_string(list.items[i]);
        struct sql_name name = { STR_NONE, arena_copy(reader->arena, str_of(word ? word : "")) };
        array_add(reader->arena, names, name);
    }
    return names;
}

static struct str constant_value(const struct tree_reader *reader, const PgQuery__AConst *constant)
{
    switch (constant->val_case) {
    case PG_QUERY__A__CONST__VAL_IVAL:
        return arena_format(reader->arena, "%" PRId32, constant->ival->ival);
    case PG_QUERY__A__CONST__VAL_FVAL: return tree_str(reader, constant->fval->fval);
    case PG_QUERY__A__CONST__VAL_BOOLVAL:
        return constant->boolval->boolval ? STR("true") : STR("false");
    case PG_QUERY__A__CONST__VAL_SVAL:
        return arena_copy(reader->arena, str_of(constant->sval->sval));
    case PG_QUERY__A__CONST__VAL_BSVAL: return tree_str(reader, constant->bsval->bsval);
    case PG_QUERY__A__CONST__VAL__NOT_SET:
    case _PG_QUERY__A__CONST__VAL__CASE_IS_INT_SIZE: break;
    }
    return constant->isnull ? STR("null") : STR_NONE;
}

struct str tree_value(const struct tree_reader *reader, const PgQuery__Node *node)
{
    if (!node)
        return STR_NONE;
    if (node->node_case == PG_QUERY__NODE__NODE_INTEGER)
        return arena_format(reader->arena, "%" PRId32, node->integer->ival);
    if (node->node_case == PG_QUERY__NODE__NODE_FLOAT)
        return tree_str(reader, node->float_->fval);
    if (node->node_case == PG_QUERY__NODE__NODE_BOOLEAN)
        return node->boolean->boolval ? STR("true") : STR("false");
    if (node->node_case == PG_QUERY__NODE__NODE_A_CONST)
        return constant_value(reader, node->a_const);
    return sql_name_format(reader->arena, tree_object(reader, node));
}
