// Expressions and queries of PostgreSQL: what they name, and whether they always give the same.
#include "sql/postgresql-tree.h"

// ---- walking

static const ProtobufCMessage *message_at(const ProtobufCMessage *owner, size_t offset)
{
    return *(const ProtobufCMessage *const *)(const void *)((const char *)owner + offset);
}

// The one member of a Node that is set.
static const ProtobufCMessage *content_of(const PgQuery__Node *node)
{
    const ProtobufCFieldDescriptor *field =
        protobuf_c_message_descriptor_get_field(node->base.descriptor, node->node_case);
    return field && field->type == PROTOBUF_C_TYPE_MESSAGE ? message_at(&node->base, field->offset)
                                                          : NULL;
}

static void walk_field(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field,
                       void (*visit)(void *data, const ProtobufCMessage *message), void *data)
{
    const char *base = (const char *)message;
    if (field->label == PROTOBUF_C_LABEL_REPEATED) {
        size_t count = *(const size_t *)(const void *)(base + field->quantifier_offset);
        const ProtobufCMessage *const *items =
            *(const ProtobufCMessage *const *const *)(const void *)(base + field->offset);
        for (size_t i = 0; i < count; i++)
            tree_walk(items[i], visit, data);
        return;
    }
    bool is_other = (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF)
                    && *(const uint32_t *)(const void *)(base + field->quantifier_offset)
                           != field->id;
    if (!is_other)
        tree_walk(message_at(message, field->offset), visit, data);
}

void tree_walk(const ProtobufCMessage *message,
               void (*visit)(void *data, const ProtobufCMessage *message), void *data)
{
    if (!message)
        return;
    if (message->descriptor == &pg_query__node__descriptor) {
        tree_walk(content_of((const PgQuery__Node *)(const void *)message), visit, data);
        return;
    }
    visit(data, message);
    for (unsigned i = 0; i < message->descriptor->n_fields; i++)
        if (message->descriptor->fields[i].type == PROTOBUF_C_TYPE_MESSAGE)
            walk_field(message, &message->descriptor->fields[i], visit, data);
}

// ---- names

struct namer {
    const struct tree_reader *reader;
    struct sql_names *names;
    struct sql_names withs; // that a WITH gives
    enum tree_naming naming;
};

static void visit_with(void *data, const ProtobufCMessage *message)
{
    struct namer *namer = data;
    if (message->descriptor != &pg_query__common_table_expr__descriptor)
        return;
    const PgQuery__CommonTableExpr *with = (const void *)message;
    struct sql_name name = { STR_NONE, tree_str(namer->reader, with->ctename) };
    array_add(namer->reader->arena, &namer->withs, name);
}

static bool is_with(const struct namer *namer, struct sql_name name)
{
    for (size_t i = 0; name.schema.length == 0 && i < namer->withs.count; i++)
        if (str_equal(namer->withs.items[i].name, name.name))
            return true;
    return false;
}

// The strings among the fields of a column, which may end with a `*`.
static struct sql_name column_name(const struct tree_reader *reader,
                                   const PgQuery__ColumnRef *column)
{
    struct tree_list fields = TREE_LIST(column, fields);
    if (fields.count > 0 && !tree_string(fields.items[fields.count - 1]))
        return (struct sql_name){ STR_NONE, STR_NONE };
    return tree_name(reader, fields);
}

static void visit_name(void *data, const ProtobufCMessage *message)
{
    struct namer *namer = data;
    struct sql_name name = { STR_NONE, STR_NONE };
    if (message->descriptor == &pg_query__column_ref__descriptor
        && namer->naming != TREE_SOURCES)
        name = column_name(namer->reader, (const void *)message);
    else if (namer->naming == TREE_COLUMNS)
        return;
    else if (message->descriptor == &pg_query__range_var__descriptor)
        name = tree_relation(namer->reader, (const void *)message);
    else if (message->descriptor == &pg_query__func_call__descriptor)
        name = tree_name(namer->reader, TREE_LIST((const PgQuery__FuncCall *)(const void *)message,
                                                  funcname));
    if (!sql_name_is_set(name) || is_with(namer, name))
        return;
    if (!namer->names)
        namer->names = arena_new(namer->reader->arena, struct sql_names);
    array_add(namer->reader->arena, namer->names, name);
}

enum { WITHS_MAX = 200 }; // each name is held against all of them

const struct sql_names *tree_names(const struct tree_reader *reader,
                                   const ProtobufCMessage *message, enum tree_naming naming)
{
    struct namer namer = { .reader = reader, .naming = naming };
    if (naming == TREE_SOURCES)
        tree_walk(message, visit_with, &namer);
    if (namer.withs.count > WITHS_MAX)
        namer.withs.count = 0; // then they are names like any other
    tree_walk(message, visit_name, &namer);
    return namer.names;
}

// ---- volatility

static void weaken(enum sql_volatility *volatility, enum sql_volatility other)
{
    bool is_weaker = *volatility != SQL_VOLATILE
                     && (other == SQL_VOLATILE || other == SQL_VOLATILITY_UNKNOWN
                         || (other == SQL_STABLE && *volatility == SQL_CONSTANT));
    if (is_weaker)
        *volatility = other;
}

struct judge {
    const struct tree_reader *reader;
    enum sql_volatility volatility;
};

static void visit_call(void *data, const ProtobufCMessage *message)
{
    struct judge *judge = data;
    if (message->descriptor == &pg_query__sqlvalue_function__descriptor)
        weaken(&judge->volatility, SQL_STABLE); // CURRENT_DATE, CURRENT_USER, …
    if (message->descriptor == &pg_query__sub_link__descriptor)
        weaken(&judge->volatility, SQL_STABLE);
    if (message->descriptor != &pg_query__func_call__descriptor)
        return;
    const PgQuery__FuncCall *call = (const void *)message;
    weaken(&judge->volatility,
           postgresql_function_volatility(tree_name(judge->reader, TREE_LIST(call, funcname))));
}

// ---- expressions

static const PgQuery__Node *without_casts(const PgQuery__Node *node)
{
    while (node && node->node_case == PG_QUERY__NODE__NODE_TYPE_CAST)
        node = node->type_cast->arg;
    return node;
}

struct sql_expression tree_expression(const struct tree_reader *reader, const PgQuery__Node *node,
                                      struct sql_range range)
{
    struct judge judge = { .reader = reader, .volatility = SQL_CONSTANT };
    const PgQuery__Node *core = without_casts(node);
    bool is_constant = core && core->node_case == PG_QUERY__NODE__NODE_A_CONST;
    bool has_names = node && !is_constant;
    if (has_names)
        tree_walk(&node->base, visit_call, &judge);
    return (struct sql_expression){
        .text = sql_tokens_text(reader->statement->tokens, range.from, range.to),
        .span = tree_span(reader, range),
        .volatility = node ? judge.volatility : SQL_VOLATILITY_UNKNOWN,
        .is_null = is_constant && core->a_const->isnull,
        .is_literal = is_constant && !core->a_const->isnull,
        .names = has_names ? tree_names(reader, &node->base, TREE_ALL_NAMES) : NULL,
        .columns = has_names ? tree_names(reader, &node->base, TREE_COLUMNS) : NULL,
    };
}
