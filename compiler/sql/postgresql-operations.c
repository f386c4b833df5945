// The operations that were read by heads, amended by what PostgreSQL's tree says. Names stay as
// they are written.
#include "sql/postgresql-tree.h"

enum { IDENTIFIER_MAX = 63 };

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

// The token that holds the name, from `from` on; `to` where there is none.
static uint32_t find_token(const struct sql_tokens *tokens, uint32_t from, uint32_t to,
                           struct str name)
{
    while (from < to && !is_name(&tokens->items[from], name))
        from++;
    return from;
}

// The name as it is written in the statement. Names come in the order in which they stand, but
// for few: the search goes on where the last one was found.
static struct str find_name(struct tree_reader *reader, const char *text)
{
    const struct sql_statement *statement = reader->statement;
    struct str name = str_of(text);
    if (name.length == 0 || reader->is_lost)
        return name.length == 0 ? STR_NONE : arena_copy(reader->arena, name);
    uint32_t at = find_token(statement->tokens, reader->found, statement->range.to, name);
    if (at == statement->range.to) {
        at = find_token(statement->tokens, statement->range.from, reader->found, name);
        if (at == reader->found) {
            reader->is_lost = true; // U&"d\0061ta"
            return arena_copy(reader->arena, name);
        }
    }
    reader->found = at;
    return sql_token_name(&statement->tokens->items[at]);
}

static struct sql_name find_table(struct tree_reader *reader, const PgQuery__RangeVar *relation)
{
    if (!relation)
        return (struct sql_name){ STR_NONE, STR_NONE };
    return (struct sql_name){ find_name(reader, relation->schemaname),
                              find_name(reader, relation->relname) };
}

// The last two parts of a list of names.
static struct sql_name find_qualified(struct tree_reader *reader, const PgQuery__Node *node)
{
    struct sql_name name = { STR_NONE, STR_NONE };
    if (node->node_case != PG_QUERY__NODE__NODE_LIST)
        return name;
    for (size_t i = 0; i < node->list->n_items; i++) {
        const PgQuery__Node *item = node->list->items[i];
        if (item->node_case != PG_QUERY__NODE__NODE_STRING)
            continue;
        name.schema = name.name;
        name.name = find_name(reader, item->string->sval);
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

static void amend_column(struct tree_reader *reader, struct sql_operation *operation,
                         const PgQuery__ColumnDef *column)
{
    operation->column = find_name(reader, column->colname);
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

static void amend_constraint(struct tree_reader *reader, struct sql_operation *operation,
                             const PgQuery__Constraint *constraint)
{
    operation->object.name = find_name(reader, constraint->conname);
    operation->constraint = constraint_of(constraint->contype);
    operation->is_unique = operation->constraint == SQL_CONSTRAINT_PRIMARY_KEY
                           || operation->constraint == SQL_CONSTRAINT_UNIQUE;
    operation->uses_index = constraint->indexname[0] != '\0';
    operation->is_not_valid = constraint->skip_validation;
}

static void amend_clause(struct tree_reader *reader, struct sql_operation *operation,
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
        amend_column(reader, operation, def->column_def);
    else if (def && def->node_case == PG_QUERY__NODE__NODE_CONSTRAINT)
        amend_constraint(reader, operation, def->constraint);
    else if (operation->head == SQL_DROP_CONSTRAINT || operation->head == SQL_VALIDATE_CONSTRAINT)
        operation->object.name = find_name(reader, clause->name);
    else if (operation->head != SQL_ALTER_OTHER)
        operation->column = find_name(reader, clause->name);
}

static void amend_alter(struct tree_reader *reader, const PgQuery__AlterTableStmt *alter)
{
    struct sql_operation *operation = reader->statement->operations.first;
    struct sql_name table = find_table(reader, alter->relation);
    if (alter->objtype != PG_QUERY__OBJECT_TYPE__OBJECT_TABLE)
        return;
    for (size_t i = 0; i < alter->n_cmds; i++, operation = operation->next) {
        if (!operation || alter->cmds[i]->node_case != PG_QUERY__NODE__NODE_ALTER_TABLE_CMD) {
            reader->is_lost = true;
            return;
        }
        operation->table = table;
        operation->is_table_conditional = alter->missing_ok;
        amend_clause(reader, operation, alter->cmds[i]->alter_table_cmd);
    }
    reader->is_lost |= operation != NULL;
}

// ---- the other statements

// The statement's only operation, made anew.
static struct sql_operation *only_operation(struct tree_reader *reader, enum sql_head head,
                                            struct sql_name table)
{
    struct sql_statement *statement = reader->statement;
    statement->operations.first = statement->operations.last = NULL;
    return sql_operation_add(reader->arena, statement, head, table);
}

static void amend_create(struct tree_reader *reader, enum sql_head head,
                         const PgQuery__RangeVar *relation, bool is_conditional)
{
    struct sql_operation *operation =
        only_operation(reader, head, find_table(reader, relation));
    operation->is_conditional = is_conditional;
    operation->is_temporary = relation && relation->relpersistence[0] == 't';
}

static void amend_index(struct tree_reader *reader, const PgQuery__IndexStmt *index)
{
    struct sql_operation *operation =
        only_operation(reader, SQL_CREATE_INDEX, find_table(reader, index->relation));
    operation->object.name = find_name(reader, index->idxname);
    operation->is_conditional = index->if_not_exists;
    operation->is_concurrent = index->concurrent;
    operation->is_unique = index->unique;
}

static void amend_drop(struct tree_reader *reader, const PgQuery__DropStmt *drop)
{
    struct sql_statement *statement = reader->statement;
    bool is_table = drop->remove_type == PG_QUERY__OBJECT_TYPE__OBJECT_TABLE;
    if (!is_table && drop->remove_type != PG_QUERY__OBJECT_TYPE__OBJECT_INDEX)
        return;
    statement->operations.first = statement->operations.last = NULL;
    for (size_t i = 0; i < drop->n_objects; i++) {
        struct sql_name name = find_qualified(reader, drop->objects[i]);
        struct sql_operation *operation = sql_operation_add(
            reader->arena, statement, is_table ? SQL_DROP_TABLE : SQL_DROP_INDEX,
            is_table ? name : (struct sql_name){ STR_NONE, STR_NONE });
        if (!is_table)
            operation->object = name;
        operation->is_conditional = drop->missing_ok;
        operation->is_concurrent = drop->concurrent;
        operation->is_cascade = drop->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE;
    }
}

static void amend_rename(struct tree_reader *reader, const PgQuery__RenameStmt *rename)
{
    bool is_table = rename->rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_TABLE;
    bool is_column = rename->rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN
                     && rename->relation_type == PG_QUERY__OBJECT_TYPE__OBJECT_TABLE;
    if (!is_table && !is_column)
        return;
    struct sql_operation *operation =
        only_operation(reader, is_table ? SQL_RENAME_TABLE : SQL_RENAME_COLUMN,
                       find_table(reader, rename->relation));
    if (is_column)
        operation->column = find_name(reader, rename->subname);
    operation->new_name = find_name(reader, rename->newname);
    operation->is_table_conditional = rename->missing_ok;
}

// What only looks like it: CREATE FOREIGN TABLE.
static void amend_other(struct tree_reader *reader)
{
    struct sql_operation *operation = reader->statement->operations.first;
    if (operation->head == SQL_CREATE_TABLE || operation->head == SQL_CREATE_TABLE_AS)
        operation->head = SQL_CREATE_OTHER;
}

void tree_amend(struct tree_reader *reader, const PgQuery__Node *node)
{
    reader->found = reader->statement->range.from;
    if (node->node_case == PG_QUERY__NODE__NODE_ALTER_TABLE_STMT)
        amend_alter(reader, node->alter_table_stmt);
    else if (node->node_case == PG_QUERY__NODE__NODE_RENAME_STMT)
        amend_rename(reader, node->rename_stmt);
    else if (node->node_case == PG_QUERY__NODE__NODE_INDEX_STMT)
        amend_index(reader, node->index_stmt);
    else if (node->node_case == PG_QUERY__NODE__NODE_DROP_STMT)
        amend_drop(reader, node->drop_stmt);
    else if (node->node_case == PG_QUERY__NODE__NODE_CREATE_STMT)
        amend_create(reader, SQL_CREATE_TABLE, node->create_stmt->relation,
                     node->create_stmt->if_not_exists);
    else if (node->node_case == PG_QUERY__NODE__NODE_CREATE_TABLE_AS_STMT
             && node->create_table_as_stmt->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_TABLE)
        amend_create(reader, SQL_CREATE_TABLE_AS, node->create_table_as_stmt->into->rel,
                     node->create_table_as_stmt->if_not_exists);
    else if (node->node_case == PG_QUERY__NODE__NODE_SELECT_STMT && node->select_stmt->into_clause)
        amend_create(reader, SQL_CREATE_TABLE_AS, node->select_stmt->into_clause->rel, false);
    else
        amend_other(reader);
    reader->statement->head = reader->statement->operations.first->head;
}
