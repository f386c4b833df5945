// Indexes, views, triggers, routines, sequences and schemas of PostgreSQL.
#include "sql/postgresql-tree.h"

static struct sql_cursor cursor_at(const struct tree_reader *reader, int32_t location)
{
    return (struct sql_cursor){
        .arena = reader->arena,
        .tokens = reader->statement->tokens,
        .at = tree_token(reader, location),
        .end = reader->statement->range.to,
    };
}

// ---- indexes

static void read_include(struct tree_reader *reader, struct sql_index *index,
                         struct tree_list columns)
{
    for (size_t i = 0; i < columns.count; i++) {
        struct sql_key_part *part = arena_new(reader->arena, struct sql_key_part);
        if (columns.items[i]->node_case == PG_QUERY__NODE__NODE_INDEX_ELEM)
            part->column = tree_str(reader, columns.items[i]->index_elem->name);
        list_add(&index->include, part);
    }
}

static void read_parameters(struct tree_reader *reader, struct sql_index *index,
                            const PgQuery__IndexStmt *source)
{
    for (size_t i = 0; i < source->n_options; i++) {
        const PgQuery__Node *node = source->options[i];
        if (node->node_case == PG_QUERY__NODE__NODE_DEF_ELEM)
            list_add(&index->options, tree_option(reader, node->def_elem->defname,
                                                  tree_value(reader, node->def_elem->arg)));
    }
}

void tree_read_index(struct tree_reader *reader, const PgQuery__Node *node)
{
    const PgQuery__IndexStmt *source = node->index_stmt;
    struct sql_index *index = arena_new(reader->arena, struct sql_index);
    struct ddl *change = tree_change(reader, DDL_CREATE_INDEX);
    change->table = tree_created(reader, tree_relation(reader, source->relation));
    change->object.name = tree_str(reader, source->idxname);
    change->is_conditional = source->if_not_exists;
    change->is_concurrent = index->is_concurrent = source->concurrent;
    change->is_only = index->is_only = !source->relation->inh;
    change->index = index;
    index->name = change->object;
    index->span = reader->statement->span;
    index->is_unique = source->unique;
    index->is_nulls_not_distinct = source->nulls_not_distinct;
    index->method = tree_str(reader, source->access_method);
    struct sql_cursor text = cursor_at(reader, source->relation->location);
    index->parts = tree_key_parts(reader, TREE_LIST(source, index_params), tree_group(&text));
    read_include(reader, index, TREE_LIST(source, index_including_params));
    read_parameters(reader, index, source);
    if (source->where_clause && sql_cursor_find(&text, "WHERE"))
        index->where = tree_expression(reader, source->where_clause,
                                       (struct sql_range){ text.at + 1, text.end });
}

void tree_read_reindex(struct tree_reader *reader, const PgQuery__Node *node)
{
    const PgQuery__ReindexStmt *source = node->reindex_stmt;
    struct ddl *change = tree_change(reader, DDL_REINDEX);
    change->object.name = tree_str(reader, source->name);
    if (source->relation)
        change->object = tree_relation(reader, source->relation);
    change->target = source->kind == PG_QUERY__REINDEX_OBJECT_TYPE__REINDEX_OBJECT_INDEX
                         ? DDL_ON_INDEX
                     : source->kind == PG_QUERY__REINDEX_OBJECT_TYPE__REINDEX_OBJECT_TABLE
                         ? DDL_ON_TABLE
                     : source->kind == PG_QUERY__REINDEX_OBJECT_TYPE__REINDEX_OBJECT_SCHEMA
                         ? DDL_ON_SCHEMA
                         : DDL_ON_OTHER;
    if (change->target == DDL_ON_TABLE)
        change->table = change->object;
    for (size_t i = 0; i < source->n_params; i++)
        change->is_concurrent |=
            source->params[i]->node_case == PG_QUERY__NODE__NODE_DEF_ELEM
            && strcmp(source->params[i]->def_elem->defname, "concurrently") == 0;
}

// ---- views

// Behind AS, without WITH CHECK OPTION.
static struct sql_range query_of(struct sql_cursor text)
{
    if (sql_cursor_find(&text, "AS"))
        text.at++;
    uint32_t to = text.end;
    if (to >= text.at + 3 && sql_token_is(sql_token_at(text.tokens, to - 1), "OPTION")
        && sql_token_is(sql_token_at(text.tokens, to - 2), "CHECK")) {
        to -= 2;
        while (to > text.at
               && sql_token_is_any(sql_token_at(text.tokens, to - 1), "WITH LOCAL CASCADED"))
            to--;
    }
    return (struct sql_range){ text.at, to };
}

void tree_read_view(struct tree_reader *reader, const PgQuery__Node *node)
{
    const PgQuery__ViewStmt *source = node->view_stmt;
    struct sql_view *view = arena_new(reader->arena, struct sql_view);
    struct ddl *change = tree_change(reader, DDL_CREATE_VIEW);
    view->is_temporary = source->view->relpersistence[0] == 't';
    view->is_replace = source->replace;
    change->object = tree_relation(reader, source->view);
    if (!view->is_temporary)
        change->object = tree_created(reader, change->object);
    change->is_temporary = view->is_temporary;
    change->view = view;
    for (size_t i = 0; i < source->n_aliases; i++) {
        struct sql_key_part *part = arena_new(reader->arena, struct sql_key_part);
        part->column = tree_str(reader, tree_string(source->aliases[i]));
        list_add(&view->columns, part);
    }
    struct sql_cursor text = cursor_at(reader, source->view->location);
    view->is_recursive =
        text.at >= 2 && sql_token_is(sql_token_at(text.tokens, text.at - 2), "RECURSIVE");
    view->query = tree_expression(reader, source->query, query_of(text));
    view->reads =
        source->query ? tree_names(reader, &source->query->base, TREE_SOURCES) : NULL;
}

void tree_read_refresh(struct tree_reader *reader, const PgQuery__Node *node)
{
    struct ddl *change = tree_change(reader, DDL_REFRESH_VIEW);
    change->object = tree_relation(reader, node->refresh_mat_view_stmt->relation);
    change->is_concurrent = node->refresh_mat_view_stmt->concurrent;
    change->is_materialized = true;
    if (node->refresh_mat_view_stmt->skip_data)
        change->option = tree_option(reader, "no data", STR_NONE);
}

// ---- triggers

void tree_read_trigger(struct tree_reader *reader, const PgQuery__Node *node)
{
    enum { // catalog/pg_trigger.h
        BEFORE = 1 << 1, INSERT = 1 << 2, DELETE = 1 << 3, UPDATE = 1 << 4, TRUNCATE = 1 << 5,
        INSTEAD = 1 << 6,
    };
    const PgQuery__CreateTrigStmt *source = node->create_trig_stmt;
    struct sql_trigger *trigger = arena_new(reader->arena, struct sql_trigger);
    struct ddl *change = tree_change(reader, DDL_CREATE_TRIGGER);
    change->table = tree_created(reader, tree_relation(reader, source->relation));
    change->object.name = tree_str(reader, source->trigname);
    change->other = tree_relation(reader, source->constrrel);
    change->trigger = trigger;
    *trigger = (struct sql_trigger){
        .timing = source->timing & BEFORE    ? SQL_BEFORE
                  : source->timing & INSTEAD ? SQL_INSTEAD_OF
                                             : SQL_AFTER,
        .on_insert = source->events & INSERT,
        .on_update = source->events & UPDATE,
        .on_delete = source->events & DELETE,
        .on_truncate = source->events & TRUNCATE,
        .is_for_each_row = source->row,
        .is_constraint = source->isconstraint,
        .is_replace = source->replace,
        .columns = tree_words(reader, TREE_LIST(source, columns)),
        .routine = tree_name(reader, TREE_LIST(source, funcname)),
    };
    struct sql_cursor text = cursor_at(reader, source->relation->location);
    if (source->when_clause && sql_cursor_find(&text, "WHEN"))
        trigger->when = tree_expression(reader, source->when_clause, tree_group(&text));
}

// ---- sequences

static bool is_true(const PgQuery__Node *value)
{
    return value && value->node_case == PG_QUERY__NODE__NODE_BOOLEAN && value->boolean->boolval;
}

static void read_owner(struct tree_reader *reader, struct sql_sequence *sequence,
                       struct tree_list names)
{
    sequence->is_owner_said = true;
    if (names.count < 2)
        return; // NONE
    sequence->owner = tree_name(reader, tree_cut(names, 1));
    sequence->owner_column = tree_last_name(reader, names);
}

static void read_sequence_option(struct tree_reader *reader, struct sql_sequence *sequence,
                                 const PgQuery__DefElem *option)
{
    struct {
        const char *name;
        struct str *member;
    } numbers[] = {
        { "start", &sequence->start },   { "increment", &sequence->increment },
        { "minvalue", &sequence->min },  { "maxvalue", &sequence->max },
        { "cache", &sequence->cache },   { "restart", &sequence->restart },
    };
    struct str name = str_of(option->defname);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (str_is(name, numbers[i].name))
            *numbers[i].member = option->arg ? tree_value(reader, option->arg) : STR("");
    if (str_is(name, "cycle")) {
        sequence->is_cycle_said = true;
        sequence->is_cycle = is_true(option->arg);
    } else if (str_is(name, "owned_by"))
        read_owner(reader, sequence, tree_items(option->arg));
    else if (str_is(name, "sequence_name"))
        sequence->name = tree_name(reader, tree_items(option->arg));
    else if (str_is(name, "as") && option->arg
             && option->arg->node_case == PG_QUERY__NODE__NODE_TYPE_NAME)
        sequence->type = tree_type(reader, option->arg->type_name).name;
}

struct sql_sequence *tree_sequence(struct tree_reader *reader, struct tree_list options)
{
    struct sql_sequence *sequence = arena_new(reader->arena, struct sql_sequence);
    for (size_t i = 0; i < options.count; i++)
        if (options.items[i]->node_case == PG_QUERY__NODE__NODE_DEF_ELEM)
            read_sequence_option(reader, sequence, options.items[i]->def_elem);
    return sequence;
}

void tree_read_sequence(struct tree_reader *reader, const PgQuery__Node *node)
{
    const PgQuery__CreateSeqStmt *source = node->create_seq_stmt;
    struct sql_sequence *sequence = tree_sequence(reader, TREE_LIST(source, options));
    struct ddl *change = tree_change(reader, DDL_CREATE_SEQUENCE);
    change->object = tree_relation(reader, source->sequence);
    sequence->is_temporary = source->sequence->relpersistence[0] == 't';
    if (!sequence->is_temporary)
        change->object = tree_created(reader, change->object);
    change->is_temporary = sequence->is_temporary;
    change->is_conditional = source->if_not_exists;
    change->sequence = sequence;
}

void tree_read_alter_sequence(struct tree_reader *reader, const PgQuery__Node *node)
{
    const PgQuery__AlterSeqStmt *source = node->alter_seq_stmt;
    struct ddl *change = tree_change(reader, DDL_ALTER_SEQUENCE);
    change->object = tree_relation(reader, source->sequence);
    change->is_conditional = source->missing_ok;
    change->sequence = tree_sequence(reader, TREE_LIST(source, options));
}

// ---- schemas and the search path

// In a CREATE SCHEMA they mean what is in that schema, and then what they mean elsewhere.
static bool has_loose_names(const struct sql_view *view)
{
    for (size_t i = 0; view->reads && i < view->reads->count; i++)
        if (!view->reads->items[i].schema.length)
            return true;
    return false;
}

void tree_read_schema(struct tree_reader *reader, const PgQuery__Node *node)
{
    const PgQuery__CreateSchemaStmt *source = node->create_schema_stmt;
    struct ddl *change = tree_change(reader, DDL_CREATE_SCHEMA);
    change->object.name = tree_str(reader, source->schemaname);
    if (!change->object.name.data && source->authrole)
        change->object.name = tree_str(reader, source->authrole->rolename);
    change->is_conditional = source->if_not_exists;
    if (!change->object.name.length) { // that of whoever runs it
        change->kind = DDL_OPAQUE;
        return;
    }
    reader->schema = change->object.name;
    for (size_t i = 0; i < source->n_schema_elts; i++) {
        tree_read(reader, source->schema_elts[i]);
        if (reader->last->kind == DDL_CREATE_VIEW && has_loose_names(reader->last->view))
            tree_make_opaque(reader, reader->last, reader->last->object);
    }
    reader->schema = STR_NONE;
}

void tree_read_set(struct tree_reader *reader, const PgQuery__Node *node)
{
    const PgQuery__VariableSetStmt *source = node->variable_set_stmt;
    bool is_all = source->kind == PG_QUERY__VARIABLE_SET_KIND__VAR_RESET_ALL;
    bool is_path = strcmp(source->name, "search_path") == 0;
    if (!is_all && !is_path)
        return;
    bool is_set = source->kind == PG_QUERY__VARIABLE_SET_KIND__VAR_SET_VALUE;
    struct ddl *change = tree_change(reader, DDL_USE);
    change->option = tree_option(reader, !is_set ? "reset" : source->is_local ? "local" : "set",
                                 STR_NONE);
    if (!is_set)
        return;
    struct sql_names *path = arena_new(reader->arena, struct sql_names);
    for (size_t i = 0; i < source->n_args; i++) {
        struct sql_name schema = { STR_NONE, tree_value(reader, source->args[i]) };
        array_add(reader->arena, path, schema);
    }
    change->path = path;
}
