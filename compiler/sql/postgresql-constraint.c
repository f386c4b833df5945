// Constraints of PostgreSQL's columns and tables, and the parts of its keys and indexes.
#include "sql/postgresql-tree.h"

// ---- parts of keys

static struct sql_key_part *new_part(struct tree_reader *reader, struct sql_key_parts *parts)
{
    struct sql_key_part *part = arena_new(reader->arena, struct sql_key_part);
    list_add(parts, part);
    return part;
}

static struct sql_key_parts columns_of(struct tree_reader *reader, struct tree_list names)
{
    struct sql_key_parts parts = { 0 };
    for (size_t i = 0; i < names.count; i++)
        new_part(reader, &parts)->column = tree_str(reader, tree_string(names.items[i]));
    return parts;
}

static struct sql_key_parts only_column(struct tree_reader *reader, struct str column)
{
    struct sql_key_parts parts = { 0 };
    new_part(reader, &parts)->column = column;
    return parts;
}

// The expression of an element: in parentheses, or one call of a function.
static struct sql_range expression_range(struct sql_cursor element)
{
    if (sql_cursor_peek(&element, 0)->kind == SQL_TOKEN_OPEN)
        return tree_group(&element);
    struct sql_range range = { element.at, element.at + 1 };
    while (element.at < element.end && sql_cursor_peek(&element, 0)->kind != SQL_TOKEN_OPEN)
        element.at++;
    if (element.at < element.end) {
        sql_cursor_skip(&element);
        range.to = element.at;
    }
    return range;
}

static void read_index_element(struct tree_reader *reader, struct sql_key_part *part,
                               const PgQuery__IndexElem *element, struct sql_cursor text)
{
    part->column = tree_str(reader, element->name);
    if (element->expr)
        part->expression = tree_expression(reader, element->expr, expression_range(text));
    part->collation = tree_last_name(reader, TREE_LIST(element, collation));
    part->class = tree_last_name(reader, TREE_LIST(element, opclass));
    part->is_descending = element->ordering == PG_QUERY__SORT_BY_DIR__SORTBY_DESC;
    part->is_nulls_first = element->nulls_ordering == PG_QUERY__SORT_BY_NULLS__SORTBY_NULLS_FIRST
                           || (part->is_descending
                               && element->nulls_ordering
                                      == PG_QUERY__SORT_BY_NULLS__SORTBY_NULLS_DEFAULT);
}

static void read_partition_element(struct tree_reader *reader, struct sql_key_part *part,
                                   const PgQuery__PartitionElem *element, struct sql_cursor text)
{
    part->column = tree_str(reader, element->name);
    if (element->expr)
        part->expression = tree_expression(reader, element->expr, expression_range(text));
    part->collation = tree_last_name(reader, TREE_LIST(element, collation));
    part->class = tree_last_name(reader, TREE_LIST(element, opclass));
}

// The operator of an EXCLUDE, which is the last of its names.
static struct str operator_of(struct tree_reader *reader, const PgQuery__Node *node)
{
    return tree_last_name(reader, tree_items(node));
}

struct sql_key_parts tree_key_parts(struct tree_reader *reader, struct tree_list elements,
                                    struct sql_range group)
{
    struct sql_key_parts parts = { 0 };
    struct sql_range rest = reader->rest;
    reader->rest = group;
    for (size_t i = 0; i < elements.count; i++) {
        const PgQuery__Node *node = elements.items[i];
        struct sql_cursor text = tree_next_clause(reader);
        struct sql_key_part *part = new_part(reader, &parts);
        struct tree_list pair = tree_items(node);
        if (pair.count == 2) { // of an EXCLUDE: the element, and its operator
            part->operator = operator_of(reader, pair.items[1]);
            node = pair.items[0];
        }
        if (node->node_case == PG_QUERY__NODE__NODE_INDEX_ELEM)
            read_index_element(reader, part, node->index_elem, text);
        else if (node->node_case == PG_QUERY__NODE__NODE_PARTITION_ELEM)
            read_partition_element(reader, part, node->partition_elem, text);
    }
    reader->rest = rest;
    return parts;
}

// ---- constraints

static enum sql_constraint kind_of(PgQuery__ConstrType type)
{
    static const struct {
        PgQuery__ConstrType type;
        enum sql_constraint kind;
    } kinds[] = {
        { PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY, SQL_CONSTRAINT_PRIMARY_KEY },
        { PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE, SQL_CONSTRAINT_UNIQUE },
        { PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN, SQL_CONSTRAINT_FOREIGN_KEY },
        { PG_QUERY__CONSTR_TYPE__CONSTR_CHECK, SQL_CONSTRAINT_CHECK },
        { PG_QUERY__CONSTR_TYPE__CONSTR_EXCLUSION, SQL_CONSTRAINT_EXCLUDE },
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (type == kinds[i].type)
            return kinds[i].kind;
    return SQL_CONSTRAINT_NONE;
}

static enum sql_reference action_of(const char *letter)
{
    switch (*letter) {
    case 'r': return SQL_RESTRICT;
    case 'c': return SQL_CASCADE;
    case 'n': return SQL_SET_NULL;
    case 'd': return SQL_SET_TO_DEFAULT;
    default: return SQL_NO_ACTION;
    }
}

static struct sql_cursor cursor_over(const struct tree_reader *reader, struct sql_range range)
{
    return (struct sql_cursor){
        .arena = reader->arena,
        .tokens = reader->statement->tokens,
        .at = range.from,
        .end = range.to,
    };
}

static void read_exclude(struct tree_reader *reader, struct sql_constraint_definition *definition,
                         const PgQuery__Constraint *constraint, struct sql_cursor text)
{
    definition->method = tree_str(reader, constraint->access_method);
    definition->columns =
        tree_key_parts(reader, TREE_LIST(constraint, exclusions), tree_group(&text));
    if (constraint->where_clause && sql_cursor_find(&text, "WHERE"))
        definition->expression =
            tree_expression(reader, constraint->where_clause, tree_group(&text));
}

static void read_foreign_key(struct tree_reader *reader,
                             struct sql_constraint_definition *definition,
                             const PgQuery__Constraint *constraint)
{
    definition->columns = columns_of(reader, TREE_LIST(constraint, fk_attrs));
    definition->other = tree_relation(reader, constraint->pktable);
    definition->other_columns = columns_of(reader, TREE_LIST(constraint, pk_attrs));
    definition->on_delete = action_of(constraint->fk_del_action);
    definition->on_update = action_of(constraint->fk_upd_action);
    definition->is_match_full = constraint->fk_matchtype[0] == 'f';
}

struct sql_constraint_definition *tree_constraint(struct tree_reader *reader,
                                                  const PgQuery__Constraint *constraint,
                                                  struct sql_range range)
{
    struct sql_constraint_definition *definition =
        arena_new(reader->arena, struct sql_constraint_definition);
    *definition = (struct sql_constraint_definition){
        .kind = kind_of(constraint->contype),
        .name = tree_str(reader, constraint->conname),
        .span = tree_span(reader, range),
        .is_deferrable = constraint->deferrable,
        .is_deferred = constraint->initdeferred,
        .is_not_valid = constraint->skip_validation,
        .is_no_inherit = constraint->is_no_inherit,
        .is_nulls_not_distinct = constraint->nulls_not_distinct,
        .index = tree_str(reader, constraint->indexname),
        .include = columns_of(reader, TREE_LIST(constraint, including)),
    };
    struct sql_cursor text = cursor_over(reader, range);
    if (definition->kind == SQL_CONSTRAINT_FOREIGN_KEY)
        read_foreign_key(reader, definition, constraint);
    else if (definition->kind == SQL_CONSTRAINT_EXCLUDE)
        read_exclude(reader, definition, constraint, text);
    else if (definition->kind == SQL_CONSTRAINT_CHECK)
        definition->expression =
            tree_expression(reader, constraint->raw_expr, tree_group(&text));
    else
        definition->columns = columns_of(reader, TREE_LIST(constraint, keys));
    return definition;
}

// ---- what stands at a column

// What follows its name, to the end of the constraint.
static struct sql_expression default_of(struct tree_reader *reader,
                                        const PgQuery__Constraint *constraint,
                                        struct sql_range range)
{
    struct sql_cursor text = cursor_over(reader, range);
    sql_cursor_find(&text, "DEFAULT");
    return tree_expression(reader, constraint->raw_expr,
                           (struct sql_range){ text.at + 1, range.to });
}

static void read_generated(struct tree_reader *reader, struct sql_column *column,
                           const PgQuery__Constraint *constraint, struct sql_range range)
{
    struct sql_cursor text = cursor_over(reader, range);
    column->generated = SQL_GENERATED_STORED;
    column->expression = tree_expression(reader, constraint->raw_expr, tree_group(&text));
}

// DEFERRABLE and INITIALLY DEFERRED stand behind the constraint that they are about.
static void defer(struct sql_constraint_definition *last, PgQuery__ConstrType type)
{
    bool is_deferred = type == PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_DEFERRED;
    last->is_deferrable |= is_deferred || type == PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_DEFERRABLE;
    last->is_deferred |= is_deferred;
}

static void add_own_constraint(struct tree_reader *reader, const struct sql_column *column,
                               struct sql_constraint_definition *definition,
                               struct sql_constraints *constraints)
{
    definition->is_of_column = true;
    if (definition->kind != SQL_CONSTRAINT_CHECK)
        definition->columns = only_column(reader, column->name);
    list_add(constraints, definition);
}

static void read_column_constraint(struct tree_reader *reader, struct sql_column *column,
                                   const PgQuery__Constraint *constraint, struct sql_range range,
                                   struct sql_constraints *constraints)
{
    switch (constraint->contype) {
    case PG_QUERY__CONSTR_TYPE__CONSTR_NULL: column->is_null_said = true; return;
    case PG_QUERY__CONSTR_TYPE__CONSTR_NOTNULL: column->is_not_null = true; return;
    case PG_QUERY__CONSTR_TYPE__CONSTR_DEFAULT:
        column->fallback = default_of(reader, constraint, range);
        return;
    case PG_QUERY__CONSTR_TYPE__CONSTR_IDENTITY:
        column->identity = constraint->generated_when[0] == 'a' ? SQL_IDENTITY_ALWAYS
                                                                : SQL_IDENTITY_BY_DEFAULT;
        column->is_not_null = true;
        column->sequence = tree_sequence(reader, TREE_LIST(constraint, options));
        return;
    case PG_QUERY__CONSTR_TYPE__CONSTR_GENERATED:
        read_generated(reader, column, constraint, range);
        return;
    case PG_QUERY__CONSTR_TYPE__CONSTR_CHECK:
    case PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY:
    case PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE:
    case PG_QUERY__CONSTR_TYPE__CONSTR_EXCLUSION:
    case PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN:
        column->is_not_null |= constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY;
        add_own_constraint(reader, column, tree_constraint(reader, constraint, range),
                           constraints);
        return;
    case PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_DEFERRABLE:
    case PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_DEFERRED:
        if (constraints->last)
            defer(constraints->last, constraint->contype);
        return;
    case PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_NOT_DEFERRABLE:
    case PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_IMMEDIATE:
    case PG_QUERY__CONSTR_TYPE__CONSTR_TYPE_UNDEFINED:
    case _PG_QUERY__CONSTR_TYPE_IS_INT_SIZE: return;
    }
}

void tree_column_constraints(struct tree_reader *reader, struct sql_column *column,
                             struct tree_list list, uint32_t end,
                             struct sql_constraints *constraints)
{
    for (size_t i = 0; i < list.count; i++) {
        if (list.items[i]->node_case != PG_QUERY__NODE__NODE_CONSTRAINT)
            continue;
        const PgQuery__Constraint *constraint = list.items[i]->constraint;
        struct sql_range range = { tree_token(reader, constraint->location), end };
        if (i + 1 < list.count
            && list.items[i + 1]->node_case == PG_QUERY__NODE__NODE_CONSTRAINT)
            range.to = tree_token(reader, list.items[i + 1]->constraint->location);
        read_column_constraint(reader, column, constraint, range, constraints);
    }
}
