// PostgreSQL's own parser, as libpg_query has it. Nothing of it outlives read_statement().
#include "base/utf8.h"
#include "sql/cursor.h"
#include "sql/dialect.h"

#include <pg_query.h>
#include <pg_query/pg_query.pb-c.h>

// The library walks its trees by recursion and knows no bound: 2000 tokens, nested as deep as
// they go, take less than half of a stack of 8 MiB. Longer statements are long lists of rows
// or columns, of which the head says enough.
enum { TOKENS_MAX = 2000, IDENTIFIER_MAX = 63 };

struct amender {
    struct arena *arena;
    struct sql_statement *statement;
    bool is_lost; // something in the tree was not found in the text
};

// ---- names

// True where the token, folded or unquoted, is the name as the parser gives it: cut to 63
// bytes, or fewer where a character would be cut.
static bool is_name(const struct sql_token *token, struct str name)
{
    struct str written = sql_token_name(token);
    bool is_quoted = token->kind == SQL_TOKEN_QUOTED_NAME;
    size_t at = 0;
    for (size_t i = 0; i < written.length; i++, at++) {
        char c = written.data[i];
        if (at == name.length)
            return at > IDENTIFIER_MAX - 4;
        if ((is_quoted ? c : char_lower(c)) != name.data[at])
            return false;
        i += is_quoted && c == '"'; // "" in quotes is one
    }
    return at == name.length;
}

// The name as it is written somewhere in the statement.
static struct str find_name(struct amender *amender, const char *text)
{
    const struct sql_statement *statement = amender->statement;
    struct str name = str_of(text);
    if (name.length == 0)
        return STR_NONE;
    for (uint32_t i = statement->range.from; i < statement->range.to; i++)
        if (is_name(&statement->tokens->items[i], name))
            return sql_token_name(&statement->tokens->items[i]);
    amender->is_lost = true; // U&"d\0061ta"
    return arena_copy(amender->arena, name);
}

static struct sql_name find_table(struct amender *amender, const PgQuery__RangeVar *relation)
{
    if (!relation)
        return (struct sql_name){ STR_NONE, STR_NONE };
    return (struct sql_name){ find_name(amender, relation->schemaname),
                              find_name(amender, relation->relname) };
}

// The last two parts of a list of names.
static struct sql_name find_qualified(struct amender *amender, const PgQuery__Node *node)
{
    struct sql_name name = { STR_NONE, STR_NONE };
    if (node->node_case != PG_QUERY__NODE__NODE_LIST)
        return name;
    for (size_t i = 0; i < node->list->n_items; i++) {
        const PgQuery__Node *item = node->list->items[i];
        if (item->node_case != PG_QUERY__NODE__NODE_STRING)
            continue;
        name.schema = name.name;
        name.name = find_name(amender, item->string->sval);
    }
    return name;
}

// ---- ALTER TABLE

static enum sql_head clause_head(const PgQuery__AlterTableCmd *clause)
{
    static const struct {
        PgQuery__AlterTableType type;
        enum sql_head head;
    } heads[] = {
        { PG_QUERY__ALTER_TABLE_TYPE__AT_AddColumn, SQL_ADD_COLUMN },
        { PG_QUERY__ALTER_TABLE_TYPE__AT_DropColumn, SQL_DROP_COLUMN },
        { PG_QUERY__ALTER_TABLE_TYPE__AT_AddConstraint, SQL_ADD_CONSTRAINT },
        { PG_QUERY__ALTER_TABLE_TYPE__AT_DropConstraint, SQL_DROP_CONSTRAINT },
        { PG_QUERY__ALTER_TABLE_TYPE__AT_ValidateConstraint, SQL_VALIDATE_CONSTRAINT },
        { PG_QUERY__ALTER_TABLE_TYPE__AT_SetNotNull, SQL_SET_NOT_NULL },
        { PG_QUERY__ALTER_TABLE_TYPE__AT_DropNotNull, SQL_DROP_NOT_NULL },
        { PG_QUERY__ALTER_TABLE_TYPE__AT_ColumnDefault, SQL_SET_DEFAULT },
        { PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnType, SQL_CHANGE_TYPE },
    };
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (clause->subtype == heads[i].type)
            return heads[i].head == SQL_SET_DEFAULT && !clause->def ? SQL_DROP_DEFAULT
                                                                    : heads[i].head;
    return SQL_ALTER_OTHER;
}

static void amend_column(struct amender *amender, struct sql_operation *operation,
                         const PgQuery__ColumnDef *column)
{
    operation->column = find_name(amender, column->colname);
    for (size_t i = 0; i < column->n_constraints; i++) {
        const PgQuery__Node *node = column->constraints[i];
        if (node->node_case != PG_QUERY__NODE__NODE_CONSTRAINT)
            continue;
        PgQuery__ConstrType type = node->constraint->contype;
        operation->is_not_null |= type == PG_QUERY__CONSTR_TYPE__CONSTR_NOTNULL
                                  || type == PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY
                                  || type == PG_QUERY__CONSTR_TYPE__CONSTR_IDENTITY;
        operation->has_default |= type == PG_QUERY__CONSTR_TYPE__CONSTR_DEFAULT
                                  || type == PG_QUERY__CONSTR_TYPE__CONSTR_IDENTITY
                                  || type == PG_QUERY__CONSTR_TYPE__CONSTR_GENERATED;
    }
}

static enum sql_constraint constraint_of(PgQuery__ConstrType type)
{
    static const struct {
        PgQuery__ConstrType type;
        enum sql_constraint constraint;
    } constraints[] = {
        { PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY, SQL_CONSTRAINT_PRIMARY_KEY },
        { PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE, SQL_CONSTRAINT_UNIQUE },
        { PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN, SQL_CONSTRAINT_FOREIGN_KEY },
        { PG_QUERY__CONSTR_TYPE__CONSTR_CHECK, SQL_CONSTRAINT_CHECK },
        { PG_QUERY__CONSTR_TYPE__CONSTR_EXCLUSION, SQL_CONSTRAINT_EXCLUDE },
    };
    for (size_t i = 0; i < sizeof constraints / sizeof *constraints; i++)
        if (type == constraints[i].type)
            return constraints[i].constraint;
    return SQL_CONSTRAINT_NONE;
}

static void amend_constraint(struct amender *amender, struct sql_operation *operation,
                             const PgQuery__Constraint *constraint)
{
    operation->object.name = find_name(amender, constraint->conname);
    operation->constraint = constraint_of(constraint->contype);
    operation->is_unique = operation->constraint == SQL_CONSTRAINT_PRIMARY_KEY
                           || operation->constraint == SQL_CONSTRAINT_UNIQUE;
    operation->uses_index = constraint->indexname[0] != '\0';
    operation->is_not_valid = constraint->skip_validation;
}

static void amend_clause(struct amender *amender, struct sql_operation *operation,
                         const PgQuery__AlterTableCmd *clause)
{
    struct sql_operation read_by_heads = *operation;
    *operation = (struct sql_operation){
        .next = read_by_heads.next,
        .head = clause_head(clause),
        .table = read_by_heads.table,
        .span = read_by_heads.span,
        .definition = read_by_heads.definition,
        .fallback = read_by_heads.fallback,
        .is_table_conditional = read_by_heads.is_table_conditional,
        .is_conditional = clause->missing_ok,
        .is_cascade = clause->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE,
    };
    const PgQuery__Node *def = clause->def;
    if (def && def->node_case == PG_QUERY__NODE__NODE_COLUMN_DEF
        && operation->head == SQL_ADD_COLUMN)
        amend_column(amender, operation, def->column_def);
    else if (def && def->node_case == PG_QUERY__NODE__NODE_CONSTRAINT)
        amend_constraint(amender, operation, def->constraint);
    else if (operation->head == SQL_DROP_CONSTRAINT || operation->head == SQL_VALIDATE_CONSTRAINT)
        operation->object.name = find_name(amender, clause->name);
    else if (operation->head != SQL_ALTER_OTHER)
        operation->column = find_name(amender, clause->name);
}

static void amend_alter(struct amender *amender, const PgQuery__AlterTableStmt *alter)
{
    struct sql_operation *operation = amender->statement->operations.first;
    struct sql_name table = find_table(amender, alter->relation);
    if (alter->objtype != PG_QUERY__OBJECT_TYPE__OBJECT_TABLE)
        return;
    for (size_t i = 0; i < alter->n_cmds; i++, operation = operation->next) {
        if (!operation || alter->cmds[i]->node_case != PG_QUERY__NODE__NODE_ALTER_TABLE_CMD) {
            amender->is_lost = true;
            return;
        }
        operation->table = table;
        operation->is_table_conditional = alter->missing_ok;
        amend_clause(amender, operation, alter->cmds[i]->alter_table_cmd);
    }
    amender->is_lost |= operation != NULL;
}

// ---- the other statements

// The statement's only operation, made anew.
static struct sql_operation *only_operation(struct amender *amender, enum sql_head head,
                                            struct sql_name table)
{
    struct sql_statement *statement = amender->statement;
    statement->operations.first = statement->operations.last = NULL;
    return sql_operation_add(amender->arena, statement, head, table);
}

static void amend_create(struct amender *amender, enum sql_head head,
                         const PgQuery__RangeVar *relation, bool is_conditional)
{
    struct sql_operation *operation =
        only_operation(amender, head, find_table(amender, relation));
    operation->is_conditional = is_conditional;
    operation->is_temporary = relation && relation->relpersistence[0] == 't';
}

static void amend_index(struct amender *amender, const PgQuery__IndexStmt *index)
{
    struct sql_operation *operation =
        only_operation(amender, SQL_CREATE_INDEX, find_table(amender, index->relation));
    operation->object.name = find_name(amender, index->idxname);
    operation->is_conditional = index->if_not_exists;
    operation->is_concurrent = index->concurrent;
    operation->is_unique = index->unique;
}

static void amend_drop(struct amender *amender, const PgQuery__DropStmt *drop)
{
    struct sql_statement *statement = amender->statement;
    bool is_table = drop->remove_type == PG_QUERY__OBJECT_TYPE__OBJECT_TABLE;
    if (!is_table && drop->remove_type != PG_QUERY__OBJECT_TYPE__OBJECT_INDEX)
        return;
    statement->operations.first = statement->operations.last = NULL;
    for (size_t i = 0; i < drop->n_objects; i++) {
        struct sql_name name = find_qualified(amender, drop->objects[i]);
        struct sql_operation *operation = sql_operation_add(
            amender->arena, statement, is_table ? SQL_DROP_TABLE : SQL_DROP_INDEX,
            is_table ? name : (struct sql_name){ STR_NONE, STR_NONE });
        if (!is_table)
            operation->object = name;
        operation->is_conditional = drop->missing_ok;
        operation->is_concurrent = drop->concurrent;
        operation->is_cascade = drop->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE;
    }
}

static void amend_rename(struct amender *amender, const PgQuery__RenameStmt *rename)
{
    bool is_table = rename->rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_TABLE;
    bool is_column = rename->rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN
                     && rename->relation_type == PG_QUERY__OBJECT_TYPE__OBJECT_TABLE;
    if (!is_table && !is_column)
        return;
    struct sql_operation *operation =
        only_operation(amender, is_table ? SQL_RENAME_TABLE : SQL_RENAME_COLUMN,
                       find_table(amender, rename->relation));
    if (is_column)
        operation->column = find_name(amender, rename->subname);
    operation->new_name = find_name(amender, rename->newname);
    operation->is_table_conditional = rename->missing_ok;
}

// What only looks like it: CREATE FOREIGN TABLE.
static void amend_other(struct amender *amender)
{
    struct sql_operation *operation = amender->statement->operations.first;
    if (operation->head == SQL_CREATE_TABLE || operation->head == SQL_CREATE_TABLE_AS)
        operation->head = SQL_CREATE_OTHER;
}

static void amend(struct amender *amender, const PgQuery__Node *node)
{
    if (node->node_case == PG_QUERY__NODE__NODE_ALTER_TABLE_STMT)
        amend_alter(amender, node->alter_table_stmt);
    else if (node->node_case == PG_QUERY__NODE__NODE_RENAME_STMT)
        amend_rename(amender, node->rename_stmt);
    else if (node->node_case == PG_QUERY__NODE__NODE_INDEX_STMT)
        amend_index(amender, node->index_stmt);
    else if (node->node_case == PG_QUERY__NODE__NODE_DROP_STMT)
        amend_drop(amender, node->drop_stmt);
    else if (node->node_case == PG_QUERY__NODE__NODE_CREATE_STMT)
        amend_create(amender, SQL_CREATE_TABLE, node->create_stmt->relation,
                     node->create_stmt->if_not_exists);
    else if (node->node_case == PG_QUERY__NODE__NODE_CREATE_TABLE_AS_STMT
             && node->create_table_as_stmt->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_TABLE)
        amend_create(amender, SQL_CREATE_TABLE_AS, node->create_table_as_stmt->into->rel,
                     node->create_table_as_stmt->if_not_exists);
    else if (node->node_case == PG_QUERY__NODE__NODE_SELECT_STMT && node->select_stmt->into_clause)
        amend_create(amender, SQL_CREATE_TABLE_AS, node->select_stmt->into_clause->rel, false);
    else
        amend_other(amender);
    amender->statement->head = amender->statement->operations.first->head;
}

// ---- refusals

// `position` is counted in characters, from 1.
static void refuse_at(struct arena *arena, struct sql_statement *statement, struct str text,
                      int position)
{
    const struct sql_tokens *tokens = statement->tokens;
    size_t offset = 0;
    for (size_t length; position > 1 && offset < text.length; position--, offset += length)
        utf8_decode(str_from(text, offset), &length);
    const char *place = tokens->items[statement->range.from].text.data + offset;
    uint32_t at = statement->range.from;
    while (at < statement->range.to
           && tokens->items[at].text.data + tokens->items[at].text.length <= place)
        at++;
    struct str token = STR("its end");
    if (at < statement->range.to)
        token = arena_format(arena, "'%.*s'", STR_ARGS(str_slice(tokens->items[at].text, 0, 40)));
    statement->refusal =
        arena_format(arena, "belay's grammar, of PostgreSQL " PG_MAJORVERSION ", stops at %.*s",
                     STR_ARGS(token));
    statement->refusal_span = sql_tokens_span(tokens, at, at + 1);
}

static void refuse(struct sql_statement *statement, struct str reason)
{
    statement->refusal = reason;
    statement->refusal_span = statement->span;
}

static void read_statement(struct arena *arena, struct sql_statement *statement)
{
    struct amender amender = { .arena = arena, .statement = statement };
    struct str text = arena_copy(arena, sql_tokens_text(statement->tokens, statement->range.from,
                                                        statement->range.to));
    PgQueryProtobufParseResult result = pg_query_parse_protobuf(text.data);
    PgQuery__ParseResult *tree =
        result.error ? NULL
                     : pg_query__parse_result__unpack(NULL, result.parse_tree.len,
                                                      (const uint8_t *)result.parse_tree.data);
    if (result.error)
        refuse_at(arena, statement, text, result.error->cursorpos);
    else if (tree && tree->n_stmts == 1 && tree->stmts[0]->stmt)
        amend(&amender, tree->stmts[0]->stmt);
    else
        amender.is_lost = true;
    if (amender.is_lost)
        refuse(statement, STR("belay does not find all of it in the text"));
    if (tree)
        pg_query__parse_result__free_unpacked(tree, NULL);
    pg_query_free_protobuf_parse_result(result);
}

struct sql_script *sql_read_postgresql(struct arena *arena, struct text text)
{
    struct sql_script *script = sql_read_by_heads(arena, SQL_ENGINE_POSTGRESQL, text);
    list_each(sql_statement, statement, script->statements) {
        bool is_long = statement->range.to - statement->range.from > TOKENS_MAX;
        if (!sql_refuse_bytes(statement) && !is_long)
            read_statement(arena, statement);
    }
    return script;
}
