// Any bytes as SQL of MySQL and MariaDB: each change has what its kind promises.
#include "base/check.h"
#include "sql/ddl.h"
#include "sql/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool has_what_it_promises(const struct ddl *change)
{
    switch (change->kind) {
    case DDL_CREATE_TABLE:
    case DDL_CREATE_TABLE_AS: return change->create_table && change->table.name.data;
    case DDL_ADD_COLUMN:
    case DDL_CHANGE_COLUMN:
        return change->definition && change->definition->type.name.data && change->column.data;
    case DDL_DROP_COLUMN:
    case DDL_RENAME_COLUMN:
    case DDL_DROP_DEFAULT: return change->column.data && change->table.name.data;
    case DDL_SET_DEFAULT: return change->expression.text.data;
    case DDL_ADD_CONSTRAINT: return change->constraint && change->constraint->kind;
    case DDL_CREATE_INDEX: return change->index && change->index->parts.first;
    case DDL_TABLE_OPTION:
    case DDL_PARTITION:
    case DDL_INDEX_OPTION: return change->option && change->option->name.data;
    case DDL_CREATE_VIEW: return change->view && change->object.name.data;
    case DDL_CREATE_TRIGGER: return change->trigger && change->trigger->body.data;
    case DDL_CREATE_ROUTINE: return change->routine;
    case DDL_CREATE_SEQUENCE:
    case DDL_ALTER_SEQUENCE: return change->sequence;
    case DDL_USE: return change->path;
    case DDL_OPAQUE: return change->names && !change->next;
    default: return true;
    }
}

static void check_changes(const struct sql_statement *statement, size_t size)
{
    if (statement->refusal.data && (!statement->changes || statement->changes->kind != DDL_OPAQUE))
        BUG("a statement that is not read, and yet known");
    for (const struct ddl *change = statement->changes; change; change = change->next)
        if (!has_what_it_promises(change) || change->span.start > change->span.end
            || change->span.end > size + 1)
            BUG("a change without what it promises");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    for (int engine = SQL_ENGINE_MYSQL; engine <= SQL_ENGINE_MARIADB; engine++) {
        struct arena arena = { 0 };
        struct piece piece = { .address = 1, .is_verbatim = true };
        struct text text = { .str = { (const char *)data, size }, .pieces = &piece, .piece_count = 1 };
        const struct sql_script *script = sql_read_for(&arena, (enum sql_engine)engine, text);
        list_each(sql_statement, statement, script->statements)
            check_changes(statement, size);
        arena_release(&arena);
    }
    return 0;
}
