// What MySQL's changes are as operations, which say by their heads what they are about.
#include "sql/mysql.h"

#include "sql/cursor.h"

// SQL_OTHER where the statement's own head says more.
static enum sql_head head_of(enum ddl_kind kind)
{
    static const enum sql_head heads[DDL_OPAQUE + 1] = {
        [DDL_CREATE_TABLE] = SQL_CREATE_TABLE,
        [DDL_CREATE_TABLE_AS] = SQL_CREATE_TABLE_AS,
        [DDL_DROP_TABLE] = SQL_DROP_TABLE,
        [DDL_RENAME_TABLE] = SQL_RENAME_TABLE,
        [DDL_PARTITION] = SQL_ALTER_OTHER,
        [DDL_TABLE_OPTION] = SQL_ALTER_OTHER,
        [DDL_ADD_COLUMN] = SQL_ADD_COLUMN,
        [DDL_DROP_COLUMN] = SQL_DROP_COLUMN,
        [DDL_RENAME_COLUMN] = SQL_RENAME_COLUMN,
        [DDL_CHANGE_COLUMN] = SQL_CHANGE_TYPE,
        [DDL_SET_DEFAULT] = SQL_SET_DEFAULT,
        [DDL_DROP_DEFAULT] = SQL_DROP_DEFAULT,
        [DDL_COLUMN_OPTION] = SQL_ALTER_OTHER,
        [DDL_ADD_CONSTRAINT] = SQL_ADD_CONSTRAINT,
        [DDL_DROP_CONSTRAINT] = SQL_DROP_CONSTRAINT,
        [DDL_ALTER_CONSTRAINT] = SQL_ALTER_OTHER,
        [DDL_CREATE_INDEX] = SQL_CREATE_INDEX,
        [DDL_DROP_INDEX] = SQL_DROP_INDEX,
        [DDL_RENAME_INDEX] = SQL_RENAME_OTHER,
        [DDL_INDEX_OPTION] = SQL_ALTER_OTHER,
        [DDL_CREATE_VIEW] = SQL_CREATE_VIEW,
        [DDL_DROP_VIEW] = SQL_DROP_VIEW,
        [DDL_CREATE_TRIGGER] = SQL_CREATE_TRIGGER,
        [DDL_DROP_TRIGGER] = SQL_DROP_TRIGGER,
        [DDL_CREATE_ROUTINE] = SQL_CREATE_ROUTINE,
        [DDL_DROP_ROUTINE] = SQL_DROP_ROUTINE,
        [DDL_CREATE_SEQUENCE] = SQL_CREATE_OTHER,
        [DDL_ALTER_SEQUENCE] = SQL_ALTER_OTHER,
        [DDL_DROP_SEQUENCE] = SQL_DROP_OTHER,
        [DDL_CREATE_SCHEMA] = SQL_CREATE_SCHEMA,
        [DDL_DROP_SCHEMA] = SQL_DROP_SCHEMA,
    };
    return heads[kind] ? heads[kind] : SQL_OTHER;
}

static void put_column(const struct mysql_reader *reader, const struct mysql_change *change,
                       struct sql_operation *operation)
{
    const struct sql_column *definition = change->ddl.definition;
    if (change->term.to)
        operation->fallback = mysql_tokens(reader, change->term);
    if (!definition)
        return;
    if (change->definition.to)
        operation->definition = mysql_tokens(reader, change->definition);
    operation->is_not_null = definition->is_not_null;
    operation->has_default = definition->fallback.text.data || definition->is_auto_increment
                             || definition->generated != SQL_NOT_GENERATED;
    if (change->ddl.kind == DDL_CHANGE_COLUMN
        && !str_equal_ignoring_case(definition->name, change->ddl.column)) {
        operation->head = SQL_RENAME_COLUMN;
        operation->new_name = definition->name;
        operation->is_redefined = true;
    }
}

static void put_constraint(const struct ddl *change, struct sql_operation *operation)
{
    enum sql_constraint kind = change->constraint->kind;
    operation->constraint = kind;
    operation->is_unique =
        change->kind == DDL_ADD_CONSTRAINT
        && (kind == SQL_CONSTRAINT_UNIQUE || kind == SQL_CONSTRAINT_PRIMARY_KEY);
    if (kind == SQL_CONSTRAINT_PRIMARY_KEY)
        operation->object.name = STR_NONE;
}

static void add_operation(const struct mysql_reader *reader, struct sql_statement *statement,
                          const struct ddl *change)
{
    struct sql_operation *operation =
        sql_operation_add(reader->arena, statement, head_of(change->kind), change->table);
    if (span_is_set(change->span))
        operation->span = change->span;
    operation->column = change->column;
    operation->object = change->object;
    operation->new_name = change->new_name.name;
    operation->is_moved = change->new_name.schema.length > 0;
    operation->is_conditional = change->is_conditional;
    operation->is_table_conditional = change->is_table_conditional;
    operation->is_cascade = change->is_cascade;
    operation->is_temporary = change->is_temporary;
    if (change->index)
        operation->is_unique = change->index->is_unique;
    put_column(reader, (const struct mysql_change *)change, operation);
    if (change->constraint)
        put_constraint(change, operation);
}

static bool is_told(const struct ddl *change)
{
    return !change->constraint || !change->constraint->is_of_column;
}

void mysql_put_operations(const struct mysql_reader *reader, struct sql_statement *statement)
{
    const struct ddl *first = reader->changes.first;
    if (!first || head_of(first->kind) == SQL_OTHER)
        return;
    statement->operations.first = statement->operations.last = NULL;
    for (const struct ddl *change = first; change; change = change->next)
        if (is_told(change))
            add_operation(reader, statement, change);
    if (statement->operations.first)
        statement->head = statement->operations.first->head;
}
