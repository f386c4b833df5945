// CREATE TABLE of PostgreSQL, in all its forms.
#include "sql/postgresql-tree.h"

// ---- columns

// COLLATE may stand between the constraints; where it does, it ends the one before it.
static uint32_t end_before_collation(const struct tree_reader *reader,
                                     const PgQuery__ColumnDef *definition, uint32_t end)
{
    if (!definition->coll_clause || definition->n_constraints == 0)
        return end;
    const PgQuery__Node *last = definition->constraints[definition->n_constraints - 1];
    int32_t location = definition->coll_clause->location;
    bool is_behind = last->node_case == PG_QUERY__NODE__NODE_CONSTRAINT
                     && location > last->constraint->location;
    return is_behind ? tree_token(reader, location) : end;
}

struct sql_column *tree_column(struct tree_reader *reader, const PgQuery__ColumnDef *definition,
                               struct sql_constraints *constraints)
{
    struct sql_column *column = arena_new(reader->arena, struct sql_column);
    struct sql_cursor text = tree_clause(reader, tree_token(reader, definition->location));
    column->name = tree_str(reader, definition->colname);
    column->span = tree_span(reader, (struct sql_range){ text.at, text.end });
    column->type = tree_type(reader, definition->type_name);
    column->is_serial = tree_type_is_serial(&column->type);
    column->is_not_null = column->is_serial;
    if (definition->coll_clause)
        column->collation =
            tree_last_name(reader, TREE_LIST(definition->coll_clause, collname));
    tree_column_constraints(reader, column, TREE_LIST(definition, constraints),
                            end_before_collation(reader, definition, text.end), constraints);
    return column;
}

// ---- options, LIKE, partitions

static void add_option(struct tree_reader *reader, struct sql_table_definition *table,
                       const char *name, struct str value)
{
    list_add(&table->options, tree_option(reader, name, value));
}

void tree_options(struct tree_reader *reader, struct tree_list definitions,
                  struct sql_table_definition *table)
{
    for (size_t i = 0; i < definitions.count; i++) {
        const PgQuery__Node *node = definitions.items[i];
        if (node->node_case == PG_QUERY__NODE__NODE_DEF_ELEM)
            add_option(reader, table, node->def_elem->defname,
                       tree_value(reader, node->def_elem->arg));
    }
}

static void read_like(struct tree_reader *reader, struct sql_table_definition *table,
                      const PgQuery__TableLikeClause *like)
{
    static const char *const parts[] = { // as bits, from the lowest on (nodes/parsenodes.h)
        "like comments", "like compression", "like constraints", "like defaults", "like generated",
        "like identity", "like indexes",     "like statistics",  "like storage",
    };
    enum { ALL = 0x7fffffff };
    table->like = tree_relation(reader, like->relation);
    table->is_like_all = like->options == ALL;
    for (size_t i = 0; i < sizeof parts / sizeof *parts && !table->is_like_all; i++)
        if (like->options & 1U << i)
            add_option(reader, table, parts[i], STR_NONE);
}

static struct sql_range range_at(const struct tree_reader *reader, int32_t location)
{
    uint32_t at = tree_token(reader, location);
    return (struct sql_range){ at, reader->statement->range.to };
}

static struct sql_cursor cursor_at(const struct tree_reader *reader, int32_t location)
{
    struct sql_range range = range_at(reader, location);
    return (struct sql_cursor){
        .arena = reader->arena,
        .tokens = reader->statement->tokens,
        .at = range.from,
        .end = range.to,
    };
}

struct sql_expression tree_bound(struct tree_reader *reader,
                                 const PgQuery__PartitionBoundSpec *bound)
{
    struct sql_cursor text = cursor_at(reader, bound->location);
    while (text.at > reader->statement->range.from
           && sql_token_is_any(sql_token_at(text.tokens, text.at - 1), "FOR VALUES"))
        text.at--;
    uint32_t from = text.at;
    while (sql_token_is_any(sql_cursor_peek(&text, 0), "FOR VALUES FROM TO IN WITH DEFAULT")
           || (sql_cursor_peek(&text, 0)->kind == SQL_TOKEN_OPEN && text.at > from))
        sql_cursor_skip(&text);
    struct sql_range range = { from, text.at };
    return (struct sql_expression){
        .text = sql_tokens_text(text.tokens, range.from, range.to),
        .span = tree_span(reader, range),
        .volatility = SQL_CONSTANT,
    };
}

static void read_partitioning(struct tree_reader *reader, struct sql_table_definition *table,
                              const PgQuery__PartitionSpec *spec)
{
    struct sql_cursor text = cursor_at(reader, spec->location);
    struct sql_range group = tree_group(&text);
    table->partition_method = tree_str(reader, spec->strategy);
    table->partition_key = (struct sql_expression){
        .text = sql_tokens_text(text.tokens, group.from, group.to),
        .span = tree_span(reader, group),
        .volatility = SQL_CONSTANT,
    };
    table->partition_parts = tree_key_parts(reader, TREE_LIST(spec, part_params), group);
}

static void read_parents(struct tree_reader *reader, struct sql_table_definition *table,
                         const PgQuery__CreateStmt *create)
{
    if (create->n_inh_relations == 0)
        return;
    if (create->partbound) {
        const PgQuery__Node *parent = create->inh_relations[0];
        if (parent->node_case == PG_QUERY__NODE__NODE_RANGE_VAR)
            table->partition_of = tree_relation(reader, parent->range_var);
        table->bound = tree_bound(reader, create->partbound);
        return;
    }
    struct sql_names *parents = arena_new(reader->arena, struct sql_names);
    for (size_t i = 0; i < create->n_inh_relations; i++)
        if (create->inh_relations[i]->node_case == PG_QUERY__NODE__NODE_RANGE_VAR)
            array_add(reader->arena, parents,
                      tree_relation(reader, create->inh_relations[i]->range_var));
    table->inherits = parents;
}

// ---- CREATE TABLE

// A LIKE behind columns, or a second one, is more than a definition can say.
static bool is_simple_like(const struct sql_table_definition *table)
{
    return !table->columns.first && !sql_name_is_set(table->like);
}

static bool read_element(struct tree_reader *reader, struct sql_table_definition *table,
                         const PgQuery__Node *node)
{
    if (node->node_case == PG_QUERY__NODE__NODE_COLUMN_DEF) {
        struct sql_column *column = tree_column(reader, node->column_def, &table->constraints);
        list_add(&table->columns, column);
    } else if (node->node_case == PG_QUERY__NODE__NODE_CONSTRAINT) {
        struct sql_cursor text =
            tree_clause(reader, tree_token(reader, node->constraint->location));
        struct sql_constraint_definition *constraint = tree_constraint(
            reader, node->constraint, (struct sql_range){ text.at, text.end });
        list_add(&table->constraints, constraint);
    } else if (node->node_case == PG_QUERY__NODE__NODE_TABLE_LIKE_CLAUSE) {
        if (!is_simple_like(table))
            return false;
        read_like(reader, table, node->table_like_clause);
    }
    return true;
}

static struct ddl *new_table(struct tree_reader *reader, const PgQuery__RangeVar *relation,
                             enum ddl_kind kind, struct sql_table_definition *table)
{
    struct ddl *change = tree_change(reader, kind);
    table->is_temporary = relation && relation->relpersistence[0] == 't';
    table->is_unlogged = relation && relation->relpersistence[0] == 'u';
    change->table = tree_relation(reader, relation);
    if (!table->is_temporary)
        change->table = tree_created(reader, change->table);
    change->is_temporary = table->is_temporary;
    change->create_table = table;
    return change;
}

static void read_commit(struct tree_reader *reader, struct sql_table_definition *table,
                        PgQuery__OnCommitAction action)
{
    if (action == PG_QUERY__ON_COMMIT_ACTION__ONCOMMIT_DROP)
        add_option(reader, table, "on commit", STR("drop"));
    else if (action == PG_QUERY__ON_COMMIT_ACTION__ONCOMMIT_DELETE_ROWS)
        add_option(reader, table, "on commit", STR("delete rows"));
}

static void read_create(struct tree_reader *reader, const PgQuery__CreateStmt *create,
                        bool is_foreign)
{
    struct sql_table_definition *table = arena_new(reader->arena, struct sql_table_definition);
    bool is_complete = !create->of_typename;
    for (size_t i = 0; i < create->n_table_elts && is_complete; i++)
        is_complete = read_element(reader, table, create->table_elts[i]);
    tree_merge_keys(reader, &table->constraints);
    read_parents(reader, table, create);
    if (create->partspec)
        read_partitioning(reader, table, create->partspec);
    tree_options(reader, TREE_LIST(create, options), table);
    if (create->tablespacename[0])
        add_option(reader, table, "tablespace", tree_str(reader, create->tablespacename));
    if (create->access_method[0])
        add_option(reader, table, "using", tree_str(reader, create->access_method));
    read_commit(reader, table, create->oncommit);
    table->is_foreign = is_foreign;
    struct ddl *change = new_table(reader, create->relation, DDL_CREATE_TABLE, table);
    change->is_conditional = create->if_not_exists;
    if (!is_complete) // known by its name alone
        tree_make_opaque(reader, change, change->table);
}

void tree_read_create_table(struct tree_reader *reader, const PgQuery__Node *node)
{
    read_create(reader, node->create_stmt, false);
}

void tree_read_create_foreign_table(struct tree_reader *reader, const PgQuery__Node *node)
{
    read_create(reader, node->create_foreign_table_stmt->base_stmt, true);
}

// ---- CREATE TABLE AS, SELECT INTO, CREATE MATERIALIZED VIEW

static struct sql_view *read_query(struct tree_reader *reader, const PgQuery__IntoClause *into,
                                   const PgQuery__Node *query, struct sql_range range)
{
    struct sql_view *view = arena_new(reader->arena, struct sql_view);
    view->query = tree_expression(reader, query, range);
    view->reads = query ? tree_names(reader, &query->base, TREE_SOURCES) : NULL;
    view->has_no_data = into->skip_data;
    view->is_temporary = into->rel && into->rel->relpersistence[0] == 't';
    for (size_t i = 0; i < into->n_col_names; i++) {
        struct sql_key_part *part = arena_new(reader->arena, struct sql_key_part);
        part->column = tree_str(reader, tree_string(into->col_names[i]));
        list_add(&view->columns, part);
    }
    return view;
}

// Behind AS, without WITH [NO] DATA.
static struct sql_range query_of(struct tree_reader *reader, const PgQuery__RangeVar *relation)
{
    struct sql_cursor text = cursor_at(reader, relation->location);
    if (sql_cursor_find(&text, "AS"))
        text.at++;
    uint32_t to = text.end;
    if (to > text.at && sql_token_is(sql_token_at(text.tokens, to - 1), "DATA"))
        to -= sql_token_is(sql_token_at(text.tokens, to - 2), "NO") ? 3 : 2;
    return (struct sql_range){ text.at, to > text.at ? to : text.at };
}

void tree_read_create_table_as(struct tree_reader *reader, const PgQuery__Node *node)
{
    const PgQuery__CreateTableAsStmt *create = node->create_table_as_stmt;
    if (!create->into || !create->into->rel)
        return;
    struct sql_view *view = read_query(reader, create->into, create->query,
                                       query_of(reader, create->into->rel));
    if (create->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW) {
        struct ddl *change = tree_change(reader, DDL_CREATE_VIEW);
        change->object = tree_created(reader, tree_relation(reader, create->into->rel));
        change->is_conditional = create->if_not_exists;
        change->is_materialized = view->is_materialized = true;
        change->view = view;
        return;
    }
    struct sql_table_definition *table = arena_new(reader->arena, struct sql_table_definition);
    table->query = view;
    tree_options(reader, TREE_LIST(create->into, options), table);
    read_commit(reader, table, create->into->on_commit);
    struct ddl *change = new_table(reader, create->into->rel, DDL_CREATE_TABLE_AS, table);
    change->is_conditional = create->if_not_exists;
}

// SELECT set_config('search_path', …), which pg_dump writes.
static void read_set_config(struct tree_reader *reader, const PgQuery__SelectStmt *select)
{
    const PgQuery__Node *target = select->n_target_list == 1 ? select->target_list[0] : NULL;
    if (!target || target->node_case != PG_QUERY__NODE__NODE_RES_TARGET || !target->res_target->val
        || target->res_target->val->node_case != PG_QUERY__NODE__NODE_FUNC_CALL)
        return;
    const PgQuery__FuncCall *call = target->res_target->val->func_call;
    struct str name = tree_last_name(reader, TREE_LIST(call, funcname));
    if (!str_is(name, "set_config") || call->n_args < 2
        || !str_is(tree_value(reader, call->args[0]), "search_path"))
        return;
    struct ddl *change = tree_change(reader, DDL_USE);
    change->option = tree_option(reader, "set", STR_NONE);
    struct sql_names *path = arena_new(reader->arena, struct sql_names);
    struct str rest = tree_value(reader, call->args[1]);
    while (rest.length > 0) {
        size_t end = str_find_char(rest, ',', 0);
        struct sql_name schema = { STR_NONE, str_trim(str_slice(rest, 0, end)) };
        array_add(reader->arena, path, schema);
        rest = str_from(rest, end == STR_NOT_FOUND ? rest.length : end + 1);
    }
    change->path = path;
}

void tree_read_select(struct tree_reader *reader, const PgQuery__Node *node)
{
    const PgQuery__SelectStmt *select = node->select_stmt;
    if (!select->into_clause || !select->into_clause->rel) {
        read_set_config(reader, select);
        return;
    }
    struct sql_table_definition *table = arena_new(reader->arena, struct sql_table_definition);
    table->query = read_query(reader, select->into_clause, node, reader->statement->range);
    new_table(reader, select->into_clause->rel, DDL_CREATE_TABLE_AS, table);
}
