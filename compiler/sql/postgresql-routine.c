// Functions, procedures and DO of PostgreSQL: their bodies are text with the names seen in it.
#include "sql/postgresql-tree.h"

#include "base/output.h"
#include "sql/names.h"

static bool is_argument(PgQuery__FunctionParameterMode mode)
{
    return mode != PG_QUERY__FUNCTION_PARAMETER_MODE__FUNC_PARAM_OUT
           && mode != PG_QUERY__FUNCTION_PARAMETER_MODE__FUNC_PARAM_TABLE;
}

// The types that tell it from others of its name.
static struct str arguments_of(const struct tree_reader *reader, struct tree_list parameters)
{
    struct output out = { .arena = reader->arena };
    for (size_t i = 0; i < parameters.count; i++) {
        const PgQuery__Node *node = parameters.items[i];
        if (node->node_case != PG_QUERY__NODE__NODE_FUNCTION_PARAMETER
            || !is_argument(node->function_parameter->mode))
            continue;
        if (out.bytes.count > 0)
            output_text(&out, ", ", 2);
        output_str(&out, tree_type_text(reader, node->function_parameter->arg_type));
    }
    return output_get(&out);
}

// The string behind AS, or the body in SQL that stands there itself.
static void read_body(struct tree_reader *reader, struct sql_routine *routine, uint32_t at)
{
    const struct sql_statement *statement = reader->statement;
    while (at < statement->range.to && statement->tokens->items[at].kind != SQL_TOKEN_STRING)
        at++;
    if (at == statement->range.to)
        return;
    routine->body = sql_token_string(&statement->tokens->items[at]);
    routine->body_span = sql_tokens_span(statement->tokens, at, at + 1);
    routine->names = sql_names_in_string(reader->arena, SQL_ENGINE_POSTGRESQL, statement->tokens,
                                         at);
}

static void read_sql_body(struct tree_reader *reader, struct sql_routine *routine,
                          const PgQuery__Node *body)
{
    const struct sql_statement *statement = reader->statement;
    uint32_t at = statement->range.from;
    while (at < statement->range.to
           && !sql_token_is_any(&statement->tokens->items[at], "RETURN ATOMIC"))
        at++;
    if (at < statement->range.to && sql_token_is(&statement->tokens->items[at], "ATOMIC"))
        at--;
    routine->body = sql_tokens_text(statement->tokens, at, statement->range.to);
    routine->body_span = sql_tokens_span(statement->tokens, at, statement->range.to);
    routine->names = tree_names(reader, &body->base, TREE_ALL_NAMES);
}

static void read_volatility(struct sql_routine *routine, const char *word)
{
    if (!word)
        return;
    routine->volatility = strcmp(word, "immutable") == 0 ? SQL_CONSTANT
                          : strcmp(word, "stable") == 0  ? SQL_STABLE
                                                         : SQL_VOLATILE;
}

static void read_routine_option(struct tree_reader *reader, struct sql_routine *routine,
                                const PgQuery__DefElem *option)
{
    const char *word = tree_string(option->arg);
    if (strcmp(option->defname, "language") == 0 && word)
        routine->language = tree_str(reader, word);
    else if (strcmp(option->defname, "volatility") == 0)
        read_volatility(routine, word);
    else if (strcmp(option->defname, "as") == 0)
        read_body(reader, routine, tree_token(reader, option->location) + 1);
}

// What it gives back: OUT parameters make a record where nothing else is said.
static struct str returns_of(const struct tree_reader *reader,
                             const PgQuery__CreateFunctionStmt *source)
{
    if (source->is_procedure)
        return STR_NONE;
    if (source->return_type)
        return tree_type_text(reader, source->return_type);
    const PgQuery__TypeName *only = NULL;
    size_t count = 0;
    for (size_t i = 0; i < source->n_parameters; i++) {
        const PgQuery__Node *node = source->parameters[i];
        if (node->node_case != PG_QUERY__NODE__NODE_FUNCTION_PARAMETER
            || node->function_parameter->mode
                   == PG_QUERY__FUNCTION_PARAMETER_MODE__FUNC_PARAM_IN
            || node->function_parameter->mode
                   == PG_QUERY__FUNCTION_PARAMETER_MODE__FUNC_PARAM_DEFAULT
            || node->function_parameter->mode
                   == PG_QUERY__FUNCTION_PARAMETER_MODE__FUNC_PARAM_VARIADIC)
            continue;
        only = node->function_parameter->arg_type;
        count++;
    }
    return count == 1 ? tree_type_text(reader, only) : STR("record");
}

void tree_read_routine(struct tree_reader *reader, const PgQuery__Node *node)
{
    const PgQuery__CreateFunctionStmt *source = node->create_function_stmt;
    struct sql_routine *routine = arena_new(reader->arena, struct sql_routine);
    struct ddl *change = tree_change(reader, DDL_CREATE_ROUTINE);
    change->object = tree_name(reader, TREE_LIST(source, funcname));
    change->routine = routine;
    *routine = (struct sql_routine){
        .is_procedure = source->is_procedure,
        .is_replace = source->replace,
        .has_arguments = true,
        .arguments = arguments_of(reader, TREE_LIST(source, parameters)),
        .returns = returns_of(reader, source),
        .language = STR("sql"),
        .volatility = SQL_VOLATILE,
    };
    for (size_t i = 0; i < source->n_options; i++)
        if (source->options[i]->node_case == PG_QUERY__NODE__NODE_DEF_ELEM)
            read_routine_option(reader, routine, source->options[i]->def_elem);
    if (source->sql_body)
        read_sql_body(reader, routine, source->sql_body);
}

void tree_read_do(struct tree_reader *reader, const PgQuery__Node *node)
{
    struct ddl *change = tree_change(reader, DDL_OPAQUE);
    for (size_t i = 0; i < node->do_stmt->n_args; i++) {
        const PgQuery__Node *argument = node->do_stmt->args[i];
        if (argument->node_case != PG_QUERY__NODE__NODE_DEF_ELEM
            || strcmp(argument->def_elem->defname, "as") != 0)
            continue;
        struct sql_routine body = { 0 };
        read_body(reader, &body, tree_token(reader, argument->def_elem->location));
        change->names = body.names;
    }
}
