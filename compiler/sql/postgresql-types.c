// Enums, domains and other types of PostgreSQL.
#include "sql/postgresql-tree.h"

void tree_read_enum(struct tree_reader *reader, const PgQuery__Node *node)
{
    const PgQuery__CreateEnumStmt *source = node->create_enum_stmt;
    struct ddl *change = tree_change(reader, DDL_CREATE_ENUM);
    change->object = tree_name(reader, TREE_LIST(source, type_name));
    change->labels = tree_words(reader, TREE_LIST(source, vals));
}

void tree_read_alter_enum(struct tree_reader *reader, const PgQuery__Node *node)
{
    const PgQuery__AlterEnumStmt *source = node->alter_enum_stmt;
    bool is_rename = source->old_val[0] != '\0';
    struct ddl *change = tree_change(reader, is_rename ? DDL_RENAME_LABEL : DDL_ADD_LABEL);
    change->object = tree_name(reader, TREE_LIST(source, type_name));
    change->is_conditional = source->skip_if_new_val_exists;
    if (is_rename) {
        change->column = tree_str(reader, source->old_val);
        change->new_name.name = tree_str(reader, source->new_val);
        return;
    }
    struct sql_names *labels = arena_new(reader->arena, struct sql_names);
    struct sql_name label = { STR_NONE, tree_str(reader, source->new_val) };
    array_add(reader->arena, labels, label);
    change->labels = labels;
    change->beside = tree_str(reader, source->new_val_neighbor);
    change->is_before = change->beside.data && !source->new_val_is_after;
}

void tree_read_domain(struct tree_reader *reader, const PgQuery__Node *node)
{
    const PgQuery__CreateDomainStmt *source = node->create_domain_stmt;
    struct sql_column *column = arena_new(reader->arena, struct sql_column);
    struct sql_constraints *constraints = arena_new(reader->arena, struct sql_constraints);
    struct ddl *change = tree_change(reader, DDL_CREATE_DOMAIN);
    change->object = tree_name(reader, TREE_LIST(source, domainname));
    column->name = change->object.name;
    column->span = reader->statement->span;
    column->type = tree_type(reader, source->type_name);
    if (source->coll_clause)
        column->collation = tree_last_name(reader, TREE_LIST(source->coll_clause, collname));
    tree_column_constraints(reader, column, TREE_LIST(source, constraints),
                            reader->statement->range.to, constraints);
    change->definition = column;
    change->domain = constraints;
}

static void read_domain_default(struct tree_reader *reader, struct ddl *change,
                                const PgQuery__Node *def)
{
    change->option = tree_option(reader, def ? "set default" : "drop default", STR_NONE);
    struct sql_cursor text = {
        .arena = reader->arena,
        .tokens = reader->statement->tokens,
        .at = reader->statement->range.from,
        .end = reader->statement->range.to,
    };
    if (def && sql_cursor_find(&text, "DEFAULT"))
        change->expression =
            tree_expression(reader, def, (struct sql_range){ text.at + 1, text.end });
}

static void read_domain_constraint(struct tree_reader *reader, struct ddl *change,
                                   const PgQuery__Node *def)
{
    change->option = tree_option(reader, "add constraint", STR_NONE);
    if (!def || def->node_case != PG_QUERY__NODE__NODE_CONSTRAINT)
        return;
    struct sql_range range = { tree_token(reader, def->constraint->location),
                               reader->statement->range.to };
    struct sql_constraint_definition *constraint =
        tree_constraint(reader, def->constraint, range);
    change->constraint = constraint;
}

void tree_read_alter_domain(struct tree_reader *reader, const PgQuery__Node *node)
{
    static const struct {
        char letter; // nodes/parsenodes.h
        const char *words;
    } forms[] = {
        { 'N', "drop not null" },
        { 'O', "set not null" },
        { 'X', "drop constraint" },
        { 'V', "validate constraint" },
    };
    const PgQuery__AlterDomainStmt *source = node->alter_domain_stmt;
    struct ddl *change = tree_change(reader, DDL_ALTER_DOMAIN);
    change->object = tree_name(reader, TREE_LIST(source, type_name));
    change->is_conditional = source->missing_ok;
    change->is_cascade = source->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE;
    if (source->subtype[0] == 'T')
        read_domain_default(reader, change, source->def);
    else if (source->subtype[0] == 'C')
        read_domain_constraint(reader, change, source->def);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (source->subtype[0] == forms[i].letter)
            change->option =
                tree_option(reader, forms[i].words, tree_str(reader, source->name));
}

// Composite, range and base types: known by their names.
void tree_read_type(struct tree_reader *reader, const PgQuery__Node *node)
{
    struct sql_name name = { STR_NONE, STR_NONE };
    if (node->node_case == PG_QUERY__NODE__NODE_COMPOSITE_TYPE_STMT)
        name = tree_relation(reader, node->composite_type_stmt->typevar);
    else if (node->node_case == PG_QUERY__NODE__NODE_CREATE_RANGE_STMT)
        name = tree_name(reader, TREE_LIST(node->create_range_stmt, type_name));
    else
        name = tree_name(reader, TREE_LIST(node->define_stmt, defnames));
    tree_change(reader, DDL_CREATE_TYPE)->object = name;
}

// CREATE TYPE, AGGREGATE, COLLATION, OPERATOR and others of one form.
void tree_read_define(struct tree_reader *reader, const PgQuery__Node *node)
{
    const PgQuery__DefineStmt *source = node->define_stmt;
    if (source->kind == PG_QUERY__OBJECT_TYPE__OBJECT_TYPE) {
        tree_read_type(reader, node);
        return;
    }
    if (source->kind != PG_QUERY__OBJECT_TYPE__OBJECT_AGGREGATE) {
        tree_other(reader, "define", STR_NONE)->object =
            tree_name(reader, TREE_LIST(source, defnames));
        return;
    }
    struct sql_routine *routine = arena_new(reader->arena, struct sql_routine);
    struct ddl *change = tree_change(reader, DDL_CREATE_ROUTINE);
    change->object = tree_name(reader, TREE_LIST(source, defnames));
    routine->is_aggregate = true;
    routine->is_replace = source->replace;
    change->routine = routine;
}
