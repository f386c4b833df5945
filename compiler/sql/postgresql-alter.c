// ALTER TABLE of PostgreSQL, and ALTER INDEX, VIEW, SEQUENCE where they share its clauses.
#include "sql/postgresql-tree.h"

#include <inttypes.h>

struct clause;

struct form { // of a clause
    PgQuery__AlterTableType type;
    void (*read)(struct clause *clause, const struct form *form);
    enum ddl_kind kind;
    const char *word;  // of an option
    const char *value; // of an option that has but one
};

struct clause {
    struct tree_reader *reader;
    const PgQuery__AlterTableStmt *alter;
    const PgQuery__AlterTableCmd *command;
    struct sql_cursor text;
    struct sql_name table;
    struct span span;
};

static struct ddl *change_of(struct clause *clause, enum ddl_kind kind)
{
    struct ddl *change = tree_change(clause->reader, kind);
    change->span = clause->span;
    change->table = clause->table;
    change->is_table_conditional = clause->alter->missing_ok;
    change->is_only = clause->alter->relation && !clause->alter->relation->inh;
    change->is_conditional = clause->command->missing_ok;
    change->is_cascade = clause->command->behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE;
    return change;
}

static struct ddl *change_of_column(struct clause *clause, enum ddl_kind kind)
{
    struct ddl *change = change_of(clause, kind);
    change->column = tree_str(clause->reader, clause->command->name);
    return change;
}

static void read_column(struct clause *clause, const struct form *form)
{
    change_of_column(clause, form->kind);
}

static void set_option(struct clause *clause, struct ddl *change, const char *name,
                       struct str value)
{
    struct sql_option *option = tree_option(clause->reader, name, value);
    option->span = clause->span;
    change->option = option;
}

// ---- columns

static void add_column(struct clause *clause, const struct form *form)
{
    struct sql_constraints constraints = { 0 };
    const PgQuery__Node *def = clause->command->def;
    if (!def || def->node_case != PG_QUERY__NODE__NODE_COLUMN_DEF)
        return;
    struct ddl *change = change_of(clause, form->kind);
    struct sql_column *column = tree_column(clause->reader, def->column_def, &constraints);
    change->column = column->name;
    change->definition = column;
    tree_merge_keys(clause->reader, &constraints);
    for (struct sql_constraint_definition *next, *each = constraints.first; each; each = next) {
        next = each->next;
        each->next = NULL;
        struct ddl *addition = change_of(clause, DDL_ADD_CONSTRAINT);
        addition->column = column->name;
        addition->definition = column;
        addition->object.name = each->name;
        addition->constraint = each;
        addition->is_conditional = false;
        addition->span = each->span;
    }
}

static struct sql_expression expression_behind(struct clause *clause, const char *word,
                                               const PgQuery__Node *node)
{
    struct sql_cursor text = clause->text;
    if (!sql_cursor_find(&text, word)) {
        clause->reader->is_lost = true;
        return (struct sql_expression){ 0 };
    }
    return tree_expression(clause->reader, node, (struct sql_range){ text.at + 1, text.end });
}

static void set_default(struct clause *clause, const struct form *form)
{
    const PgQuery__Node *def = clause->command->def;
    struct ddl *change = change_of_column(clause, def ? form->kind : DDL_DROP_DEFAULT);
    if (def)
        change->expression = expression_behind(clause, "DEFAULT", def);
}

static void set_type(struct clause *clause, const struct form *form)
{
    const PgQuery__Node *def = clause->command->def;
    if (!def || def->node_case != PG_QUERY__NODE__NODE_COLUMN_DEF)
        return;
    struct ddl *change = change_of_column(clause, form->kind);
    struct sql_column *column = arena_new(clause->reader->arena, struct sql_column);
    column->name = change->column;
    column->span = clause->span;
    column->type = tree_type(clause->reader, def->column_def->type_name);
    if (def->column_def->coll_clause)
        column->collation =
            tree_last_name(clause->reader, TREE_LIST(def->column_def->coll_clause, collname));
    change->definition = column;
    if (def->column_def->raw_default)
        change->expression = expression_behind(clause, "USING", def->column_def->raw_default);
}

static enum sql_identity identity_of(const PgQuery__Node *def)
{
    if (def && def->node_case == PG_QUERY__NODE__NODE_CONSTRAINT)
        return def->constraint->generated_when[0] == 'a' ? SQL_IDENTITY_ALWAYS
                                                         : SQL_IDENTITY_BY_DEFAULT;
    struct tree_list options = tree_items(def);
    for (size_t i = 0; i < options.count; i++) {
        const PgQuery__Node *node = options.items[i];
        if (node->node_case == PG_QUERY__NODE__NODE_DEF_ELEM
            && strcmp(node->def_elem->defname, "generated") == 0 && node->def_elem->arg)
            return node->def_elem->arg->integer->ival == 'a' ? SQL_IDENTITY_ALWAYS
                                                             : SQL_IDENTITY_BY_DEFAULT;
    }
    return SQL_NO_IDENTITY;
}

static void set_identity(struct clause *clause, const struct form *form)
{
    struct ddl *change = change_of_column(clause, form->kind);
    struct sql_column *column = arena_new(clause->reader->arena, struct sql_column);
    column->name = change->column;
    column->span = clause->span;
    column->identity = identity_of(clause->command->def);
    change->definition = column;
    const PgQuery__Node *def = clause->command->def;
    if (def && def->node_case == PG_QUERY__NODE__NODE_CONSTRAINT)
        column->sequence = tree_sequence(clause->reader, TREE_LIST(def->constraint, options));
    if (form->kind == DDL_SET_IDENTITY)
        change->sequence = tree_sequence(clause->reader, tree_items(clause->command->def));
}

static void set_column_option(struct clause *clause, const struct form *form)
{
    struct ddl *change = change_of_column(clause, DDL_COLUMN_OPTION);
    set_option(clause, change, form->word, tree_value(clause->reader, clause->command->def));
    if (clause->command->num > 0) // of an index: its column by number
        change->column = arena_format(clause->reader->arena, "%" PRId32, clause->command->num);
}

// ---- constraints

static void read_constraint(struct clause *clause, const struct form *form)
{
    const PgQuery__Node *def = clause->command->def;
    if (!def || def->node_case != PG_QUERY__NODE__NODE_CONSTRAINT)
        return;
    struct ddl *change = change_of(clause, form->kind);
    struct sql_range range = { tree_token(clause->reader, def->constraint->location),
                               clause->text.end };
    struct sql_constraint_definition *constraint =
        tree_constraint(clause->reader, def->constraint, range);
    constraint->is_deferrability_said = form->kind == DDL_ALTER_CONSTRAINT;
    change->object.name = constraint->name;
    change->constraint = constraint;
}

static void name_constraint(struct clause *clause, const struct form *form)
{
    change_of(clause, form->kind)->object.name = tree_str(clause->reader, clause->command->name);
}

// ---- parents and partitions

static void read_parent(struct clause *clause, const struct form *form)
{
    const PgQuery__Node *def = clause->command->def;
    struct ddl *change = change_of(clause, form->kind);
    if (def && def->node_case == PG_QUERY__NODE__NODE_RANGE_VAR)
        change->other = tree_relation(clause->reader, def->range_var);
}

static void read_partition(struct clause *clause, const struct form *form)
{
    const PgQuery__Node *def = clause->command->def;
    if (!def || def->node_case != PG_QUERY__NODE__NODE_PARTITION_CMD)
        return;
    const PgQuery__PartitionCmd *partition = def->partition_cmd;
    bool is_index = clause->alter->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_INDEX;
    struct ddl *change = change_of(clause, is_index ? DDL_ATTACH_INDEX : form->kind);
    change->other = tree_relation(clause->reader, partition->name);
    change->is_concurrent = partition->concurrent;
    if (is_index) {
        change->object = change->table;
        change->table = (struct sql_name){ STR_NONE, STR_NONE };
    } else if (partition->bound)
        change->expression = tree_bound(clause->reader, partition->bound);
}

// ---- triggers and all the rest

static void switch_trigger(struct clause *clause, const struct form *form)
{
    struct ddl *change = change_of(clause, form->kind);
    change->object.name = tree_str(clause->reader, clause->command->name);
    if (form->word)
        set_option(clause, change, form->word, STR_NONE);
}

static enum ddl_target target_of(PgQuery__ObjectType type)
{
    if (type == PG_QUERY__OBJECT_TYPE__OBJECT_INDEX)
        return DDL_ON_INDEX;
    if (type == PG_QUERY__OBJECT_TYPE__OBJECT_VIEW || type == PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW)
        return DDL_ON_VIEW;
    if (type == PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE)
        return DDL_ON_SEQUENCE;
    return type == PG_QUERY__OBJECT_TYPE__OBJECT_TYPE ? DDL_ON_TYPE : DDL_ON_TABLE;
}

static struct ddl *new_option(struct clause *clause)
{
    enum ddl_target target = target_of(clause->alter->objtype);
    struct ddl *change =
        change_of(clause, target == DDL_ON_INDEX ? DDL_INDEX_OPTION : DDL_TABLE_OPTION);
    change->target = target;
    if (target != DDL_ON_TABLE)
        change->object = change->table;
    return change;
}

static void set_table_option(struct clause *clause, const struct form *form)
{
    set_option(clause, new_option(clause), form->word,
               tree_str(clause->reader, clause->command->name));
}

static void set_replica_identity(struct clause *clause, const struct form *form)
{
    const PgQuery__Node *def = clause->command->def;
    if (!def || def->node_case != PG_QUERY__NODE__NODE_REPLICA_IDENTITY_STMT)
        return;
    const PgQuery__ReplicaIdentityStmt *identity = def->replica_identity_stmt;
    struct str value = tree_str(clause->reader, identity->name);
    if (!value.data)
        value = identity->identity_type[0] == 'f'   ? STR("full")
                : identity->identity_type[0] == 'n' ? STR("nothing")
                                                    : STR("default");
    set_option(clause, new_option(clause), form->word, value);
}

static void set_table_state(struct clause *clause, const struct form *form)
{
    set_option(clause, new_option(clause), form->word, str_of(form->value));
}

static void set_parameter(struct clause *clause, const struct form *form, struct ddl *change,
                          const PgQuery__DefElem *parameter)
{
    bool is_reset = strcmp(form->word, "reset") == 0;
    set_option(clause, change, parameter->defname,
               is_reset ? STR_NONE : tree_value(clause->reader, parameter->arg));
}

// Parameters in parentheses: one change for each.
static void set_parameters(struct clause *clause, const struct form *form)
{
    struct tree_list options = tree_items(clause->command->def);
    for (size_t i = 0; i < options.count; i++)
        if (options.items[i]->node_case == PG_QUERY__NODE__NODE_DEF_ELEM)
            set_parameter(clause, form, new_option(clause), options.items[i]->def_elem);
}

static void set_column_parameters(struct clause *clause, const struct form *form)
{
    struct tree_list options = tree_items(clause->command->def);
    for (size_t i = 0; i < options.count; i++)
        if (options.items[i]->node_case == PG_QUERY__NODE__NODE_DEF_ELEM)
            set_parameter(clause, form, change_of_column(clause, DDL_COLUMN_OPTION),
                          options.items[i]->def_elem);
}

// ---- each kind of clause

static const struct form forms[] = {
#define TYPE(name) PG_QUERY__ALTER_TABLE_TYPE__AT_##name
    { TYPE(AddColumn), add_column, .kind = DDL_ADD_COLUMN },
    { TYPE(ColumnDefault), set_default, .kind = DDL_SET_DEFAULT },
    { TYPE(AlterColumnType), set_type, .kind = DDL_SET_TYPE },
    { TYPE(ReplicaIdentity), set_replica_identity, .word = "replica identity" },
    { TYPE(DropColumn), read_column, .kind = DDL_DROP_COLUMN },
    { TYPE(SetNotNull), read_column, .kind = DDL_SET_NOT_NULL },
    { TYPE(DropNotNull), read_column, .kind = DDL_DROP_NOT_NULL },
    { TYPE(DropIdentity), read_column, .kind = DDL_DROP_IDENTITY },
    { TYPE(DropExpression), read_column, .kind = DDL_DROP_EXPRESSION },
    { TYPE(AddIdentity), set_identity, .kind = DDL_ADD_IDENTITY },
    { TYPE(SetIdentity), set_identity, .kind = DDL_SET_IDENTITY },
    { TYPE(SetStatistics), set_column_option, .word = "statistics" },
    { TYPE(SetStorage), set_column_option, .word = "storage" },
    { TYPE(SetCompression), set_column_option, .word = "compression" },
    { TYPE(SetOptions), set_column_parameters, .word = "set" },
    { TYPE(ResetOptions), set_column_parameters, .word = "reset" },
    { TYPE(AlterColumnGenericOptions), set_column_option, .word = "options" },
    { TYPE(AddConstraint), read_constraint, .kind = DDL_ADD_CONSTRAINT },
    { TYPE(AlterConstraint), read_constraint, .kind = DDL_ALTER_CONSTRAINT },
    { TYPE(DropConstraint), name_constraint, .kind = DDL_DROP_CONSTRAINT },
    { TYPE(ValidateConstraint), name_constraint, .kind = DDL_VALIDATE_CONSTRAINT },
    { TYPE(AddInherit), read_parent, .kind = DDL_INHERIT },
    { TYPE(DropInherit), read_parent, .kind = DDL_NO_INHERIT },
    { TYPE(AttachPartition), read_partition, .kind = DDL_ATTACH_PARTITION },
    { TYPE(DetachPartition), read_partition, .kind = DDL_DETACH_PARTITION },
    { TYPE(DetachPartitionFinalize), read_partition, .kind = DDL_DETACH_PARTITION },
    { TYPE(EnableTrig), switch_trigger, .kind = DDL_ENABLE_TRIGGER },
    { TYPE(EnableAlwaysTrig), switch_trigger, .kind = DDL_ENABLE_TRIGGER, .word = "always" },
    { TYPE(EnableReplicaTrig), switch_trigger, .kind = DDL_ENABLE_TRIGGER, .word = "replica" },
    { TYPE(EnableTrigAll), switch_trigger, .kind = DDL_ENABLE_TRIGGER, .word = "all" },
    { TYPE(EnableTrigUser), switch_trigger, .kind = DDL_ENABLE_TRIGGER, .word = "user" },
    { TYPE(DisableTrig), switch_trigger, .kind = DDL_DISABLE_TRIGGER },
    { TYPE(DisableTrigAll), switch_trigger, .kind = DDL_DISABLE_TRIGGER, .word = "all" },
    { TYPE(DisableTrigUser), switch_trigger, .kind = DDL_DISABLE_TRIGGER, .word = "user" },
    { TYPE(SetRelOptions), set_parameters, .word = "set" },
    { TYPE(ResetRelOptions), set_parameters, .word = "reset" },
    { TYPE(ChangeOwner), set_table_option, .word = "owner" },
    { TYPE(ClusterOn), set_table_option, .word = "cluster on" },
    { TYPE(DropCluster), set_table_option, .word = "without cluster" },
    { TYPE(SetLogged), set_table_option, .word = "logged" },
    { TYPE(SetUnLogged), set_table_option, .word = "unlogged" },
    { TYPE(SetAccessMethod), set_table_option, .word = "access method" },
    { TYPE(SetTableSpace), set_table_option, .word = "tablespace" },
    { TYPE(EnableRule), set_table_state, .word = "rule", .value = "enable" },
    { TYPE(EnableAlwaysRule), set_table_state, .word = "rule", .value = "always" },
    { TYPE(EnableReplicaRule), set_table_state, .word = "rule", .value = "replica" },
    { TYPE(DisableRule), set_table_state, .word = "rule", .value = "disable" },
    { TYPE(EnableRowSecurity), set_table_state, .word = "row level security", .value = "enable" },
    { TYPE(DisableRowSecurity), set_table_state, .word = "row level security", .value = "disable" },
    { TYPE(ForceRowSecurity), set_table_state, .word = "row level security", .value = "force" },
    { TYPE(NoForceRowSecurity), set_table_state, .word = "row level security",
      .value = "no force" },
#undef TYPE
};

static void read_clause(struct clause *clause)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (clause->command->subtype == forms[i].type) {
            forms[i].read(clause, &forms[i]);
            return;
        }
    tree_make_opaque(clause->reader, change_of(clause, DDL_OPAQUE), clause->table); // OF, NOT OF, …
}

// Behind the table's name, and the `*` that may follow it.
static uint32_t first_clause(struct tree_reader *reader, const PgQuery__RangeVar *relation)
{
    struct sql_cursor text = tree_clause(reader, tree_token(reader, relation->location));
    sql_cursor_name(&text);
    return text.at + sql_token_is_operator(sql_cursor_peek(&text, 0), "*");
}

void tree_read_alter_table(struct tree_reader *reader, const PgQuery__Node *node)
{
    const PgQuery__AlterTableStmt *alter = node->alter_table_stmt;
    if (!alter->relation)
        return;
    if (alter->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_TYPE) {
        tree_other(reader, "type", STR("alter"))->object = tree_relation(reader, alter->relation);
        return;
    }
    struct clause clause = {
        .reader = reader, .alter = alter, .table = tree_relation(reader, alter->relation)
    };
    reader->rest = (struct sql_range){ first_clause(reader, alter->relation),
                                       reader->statement->range.to };
    for (size_t i = 0; i < alter->n_cmds && !reader->is_lost; i++) {
        clause.text = tree_next_clause(reader);
        clause.span = sql_tokens_span(clause.text.tokens, clause.text.at, clause.text.end);
        if (alter->cmds[i]->node_case != PG_QUERY__NODE__NODE_ALTER_TABLE_CMD)
            continue;
        clause.command = alter->cmds[i]->alter_table_cmd;
        read_clause(&clause);
    }
    tree_order_changes(reader);
}
