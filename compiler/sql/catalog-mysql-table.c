// What MySQL and MariaDB have against a table when a statement is over.
#include "sql/catalog-parts.h"

#include "sql/cursor.h"
#include "sql/mysql-words.h"

// ---- AUTO_INCREMENT

static bool has_key_for(const struct applier *applier, const struct catalog_table *table,
                        struct str column)
{
    struct map_walk walk = map_walk(table->indexes);
    const struct catalog_index *index;
    while ((index = map_next(&walk))) {
        const struct sql_key_part *first = index->definition.parts.first;
        if (first && first->column.data
            && applier_same(applier, CATALOG_ANYTHING, first->column, column))
            return true;
    }
    return table->is_partial;
}

// A column with AUTO_INCREMENT is the first of a key, and in none over a whole text.
static bool check_counted(struct applier *applier, const struct catalog_table *table,
                          struct str column)
{
    if (!has_key_for(applier, table, column))
        return applier_refuse(applier, "'%.*s' counts, and is not the first of a key",
                              STR_ARGS(column));
    struct map_walk walk = map_walk(table->indexes);
    const struct catalog_index *index;
    while ((index = map_next(&walk)))
        if (str_is(index->definition.method, "hash")
            && parts_have(applier, &index->definition.parts, column))
            return applier_refuse(applier, "'%.*s' counts, and is in a key over a whole text",
                                  STR_ARGS(column));
    return true;
}

// What is generated from one is in no key.
static bool check_indexed(struct applier *applier, const struct catalog_table *table,
                          struct str counted)
{
    struct map_walk columns = map_walk(table->columns);
    const struct catalog_column *column;
    while ((column = map_next(&columns))) {
        if (column->is_absent
            || !expression_mentions(applier, &column->definition.expression, counted))
            continue;
        struct map_walk walk = map_walk(table->indexes);
        const struct catalog_index *index;
        while ((index = map_next(&walk)))
            if (parts_have(applier, &index->definition.parts, column->definition.name))
                return applier_refuse(applier, "'%.*s' is generated from what counts, and in a key",
                                      STR_ARGS(column->definition.name));
    }
    return true;
}

static bool is_filled(const struct sql_column *column)
{
    return column->fallback.text.data || column->is_auto_increment || !column->is_not_null
           || column->generated != SQL_NOT_GENERATED;
}

static bool check_columns(struct applier *applier, const struct catalog_table *table)
{
    unsigned counted = 0, shown = 0;
    struct map_walk walk = map_walk(table->columns);
    const struct catalog_column *column;
    while ((column = map_next(&walk))) {
        if (column->is_absent)
            continue;
        shown += !column->definition.is_invisible;
        if (column->definition.is_invisible && !is_filled(&column->definition)
            && applier->catalog->engine == SQL_ENGINE_MARIADB)
            return applier_refuse(applier, "'%.*s' is invisible and NOT NULL, and has no default",
                                  STR_ARGS(column->definition.name));
        if (!column->definition.is_auto_increment)
            continue;
        if (++counted > 1)
            return applier_refuse(applier, "a table has at most one column with AUTO_INCREMENT");
        if (!check_counted(applier, table, column->definition.name)
            || !check_indexed(applier, table, column->definition.name))
            return false;
    }
    return shown || table->is_partial
           || applier_refuse(applier, "a table needs a column that can be seen");
}

// ---- expressions

// Words that stand in an expression and name no column, and no function either.
static bool has_other_words(const struct sql_tokens *tokens)
{
    for (uint32_t i = 0; i < tokens->count; i++)
        if (sql_token_is_any(&tokens->items[i], "INTERVAL USING CAST CONVERT EXTRACT SELECT MATCH "
                                                "COLLATE TRIM POSITION TIMESTAMPDIFF GET_FORMAT "
                                                "TIMESTAMPADD WEIGHT_STRING UNKNOWN DATE TIME "
                                                "TIMESTAMP ESCAPE MEMBER SOUNDS"))
            return true;
    return false;
}

static bool check_expression(struct applier *applier, const struct catalog_table *table,
                             struct str text)
{
    const struct sql_tokens *tokens =
        sql_scan(applier->arena, applier->catalog->engine, (struct text){ .str = text });
    for (uint32_t i = 0; !table->is_partial && !has_other_words(tokens) && i < tokens->count; i++) {
        const struct sql_token *token = &tokens->items[i];
        struct str name = sql_token_name(token);
        bool is_word = token->kind == SQL_TOKEN_WORD;
        bool is_name = name.data && (is_word || token->text.data[0] == '`');
        enum sql_token_kind next = sql_token_at(tokens, i + 1)->kind;
        if (!is_name || next == SQL_TOKEN_OPEN || next == SQL_TOKEN_DOT
            || next == SQL_TOKEN_STRING || (i > 0 && tokens->items[i - 1].kind == SQL_TOKEN_DOT)
            || (is_word && mysql_word_is(MYSQL_RESERVED_WORD, name)))
            continue;
        if (!column_find(applier, table, name))
            return applier_refuse(
                applier, "an expression names '%.*s', and there is no such column", STR_ARGS(name));
    }
    return true;
}

static bool check_expressions(struct applier *applier, const struct catalog_table *table)
{
    struct map_walk columns = map_walk(table->columns);
    const struct catalog_column *column;
    while ((column = map_next(&columns)))
        if (!column->is_absent && column->definition.expression.text.data
            && !check_expression(applier, table, column->definition.expression.text))
            return false;
    struct map_walk constraints = map_walk(table->constraints);
    const struct catalog_constraint *constraint;
    while ((constraint = map_next(&constraints)))
        if (constraint->definition.kind == SQL_CONSTRAINT_CHECK
            && !check_expression(applier, table, constraint->definition.expression.text))
            return false;
    return true;
}

// ---- constraints

// Columns that a CHECK names are not changed by themselves.
static bool check_is_quiet(struct applier *applier, const struct catalog_table *table,
                           const struct catalog_constraint *check)
{
    const struct sql_expression *expression = &check->definition.expression;
    struct map_walk columns = map_walk(table->columns);
    const struct catalog_column *column;
    while ((column = map_next(&columns)))
        if (!column->is_absent && column->definition.is_auto_increment
            && expression_mentions(applier, expression, column->definition.name))
            return applier_refuse(applier, "'%.*s' counts, and is in a CHECK",
                                  STR_ARGS(column->definition.name));
    struct map_walk walk = map_walk(table->constraints);
    const struct catalog_constraint *key;
    while ((key = map_next(&walk))) {
        const struct sql_constraint_definition *definition = &key->definition;
        bool is_changing = definition->on_update == SQL_CASCADE
                           || definition->on_update == SQL_SET_NULL
                           || definition->on_update == SQL_SET_TO_DEFAULT
                           || definition->on_delete == SQL_SET_NULL;
        if (definition->kind != SQL_CONSTRAINT_FOREIGN_KEY || !is_changing)
            continue;
        list_each(sql_key_part, part, definition->columns)
            if (expression_mentions(applier, expression, part->column))
                return applier_refuse(applier,
                                      "foreign key '%.*s' changes '%.*s', which is in a CHECK",
                                      STR_ARGS(definition->name), STR_ARGS(part->column));
    }
    return true;
}

static bool check_can_be_null(struct applier *applier, const struct catalog_table *table,
                              const struct sql_constraint_definition *definition)
{
    bool sets_null =
        definition->on_delete == SQL_SET_NULL || definition->on_update == SQL_SET_NULL;
    list_each(sql_key_part, part, definition->columns) {
        const struct catalog_column *column = column_find(applier, table, part->column);
        if (sets_null && column && column->definition.is_not_null)
            return applier_refuse(applier, "'%.*s' is NOT NULL, and its foreign key sets NULL",
                                  STR_ARGS(part->column));
    }
    return true;
}

static bool check_constraints(struct applier *applier, const struct catalog_table *table)
{
    struct map_walk walk = map_walk(table->constraints);
    const struct catalog_constraint *constraint;
    while ((constraint = map_next(&walk))) {
        enum sql_constraint kind = constraint->definition.kind;
        if (kind == SQL_CONSTRAINT_CHECK && !check_is_quiet(applier, table, constraint))
            return false;
        if (kind == SQL_CONSTRAINT_FOREIGN_KEY
            && !check_can_be_null(applier, table, &constraint->definition))
            return false;
    }
    return true;
}

// ---- partitions

// Each key is one of each partition: it needs the columns that choose the partition.
static bool fits_partitions(struct applier *applier, const struct catalog_table *table,
                            const struct catalog_index *index)
{
    struct map_walk walk = map_walk(table->columns);
    const struct catalog_column *column;
    while ((column = map_next(&walk)))
        if (!column->is_absent
            && expression_mentions(applier, &table->partition_key, column->definition.name)
            && !parts_have(applier, &index->definition.parts, column->definition.name))
            return applier_refuse(applier, "key '%.*s' needs column '%.*s' of the partitions",
                                  STR_ARGS(index->definition.name.name),
                                  STR_ARGS(column->definition.name));
    return true;
}

static bool check_partitions(struct applier *applier, const struct catalog_object *object)
{
    const struct catalog_table *table = object->table;
    if (!table->partition_method.data)
        return true;
    if (table->partition_key.text.data
        && !check_expression(applier, table, table->partition_key.text))
        return false;
    struct map_walk indexes = map_walk(table->indexes);
    const struct catalog_index *index;
    while ((index = map_next(&indexes)))
        if (index->definition.is_unique && !fits_partitions(applier, table, index))
            return false;
    struct map_walk walk = map_walk(table->constraints);
    const struct catalog_constraint *constraint;
    bool has_key = references_to(applier, object).count > 0;
    while ((constraint = map_next(&walk)))
        has_key |= constraint->definition.kind == SQL_CONSTRAINT_FOREIGN_KEY;
    return !has_key || applier_refuse(applier, "tables with partitions have no foreign keys");
}

// ---- indexes of foreign keys

static bool has_index_for(const struct applier *applier, const struct catalog_table *table,
                          const struct sql_key_parts *columns)
{
    struct map_walk walk = map_walk(table->indexes);
    const struct catalog_index *index;
    while ((index = map_next(&walk)))
        if (parts_begin_with(applier, &index->definition.parts, columns))
            return true;
    return table->is_partial;
}

// Clauses drop and add the indexes that foreign keys need, on both sides.
static bool check_foreign_keys(struct applier *applier, const struct catalog_object *object)
{
    struct map_walk walk = map_walk(object->table->constraints);
    const struct catalog_constraint *constraint;
    while ((constraint = map_next(&walk)))
        if (constraint->definition.kind == SQL_CONSTRAINT_FOREIGN_KEY
            && !has_index_for(applier, object->table, &constraint->definition.columns))
            return applier_refuse(applier, "foreign key '%.*s' has no index any more",
                                  STR_ARGS(constraint->definition.name));
    struct references references = references_to(applier, object);
    for (size_t i = 0; i < references.count; i++)
        if (!has_index_for(applier, object->table,
                           &references.items[i].key->definition.other_columns))
            return applier_refuse(applier, "foreign key '%.*s' refers to no index any more",
                                  STR_ARGS(references.items[i].use.name));
    return true;
}

// ---- IGNORED

static bool is_like_primary(const struct applier *applier, const struct catalog_table *table,
                            const struct catalog_index *index)
{
    list_each(sql_key_part, part, index->definition.parts) {
        const struct catalog_column *column =
            part->column.data ? column_find(applier, table, part->column) : NULL;
        if (!column || !column->definition.is_not_null || part->length.data)
            return false;
    }
    return index->definition.is_unique && !str_is(index->definition.method, "hash");
}

bool mysql_may_ignore(struct applier *applier, struct table_edit edit,
                      const struct catalog_index *index)
{
    struct str name = index->definition.name.name;
    bool is_like = !catalog_primary_key(edit.table) && is_like_primary(applier, edit.table, index);
    if (!index->is_primary && !is_like)
        return true;
    struct map_walk walk = map_walk(edit.table->indexes);
    const struct catalog_index *other;
    while (is_like && (other = map_next(&walk)))
        if (other != index && is_like_primary(applier, edit.table, other))
            return applier_doubt(applier, "whether rows are found by index '%.*s' is not known",
                                 STR_ARGS(name));
    return applier_refuse(applier, "the table's rows are found by index '%.*s'", STR_ARGS(name));
}

// Where there is no primary key, the engine finds rows by a unique index that it takes for one.
static bool check_ignored(struct applier *applier, const struct catalog_table *table)
{
    unsigned count = 0, ignored = 0;
    struct map_walk walk = map_walk(table->indexes);
    const struct catalog_index *index;
    while (!catalog_primary_key(table) && !table->is_partial && (index = map_next(&walk))) {
        bool is_like = is_like_primary(applier, table, index);
        count += is_like;
        ignored += is_like && index->definition.is_invisible;
    }
    if (!ignored || applier->catalog->engine != SQL_ENGINE_MARIADB)
        return true;
    if (ignored == count)
        return applier_refuse(applier, "the table's rows would be found by an ignored index");
    return applier_doubt(applier, "whether rows are found by an ignored index is not known");
}

// ---- all of it

struct mysql_verdict mysql_judge(struct arena *arena, const struct catalog *catalog,
                                 const struct sql_statement *statement, bool is_compound)
{
    struct catalog copy = *catalog;
    struct applier applier = { .arena = arena, .catalog = &copy };
    const struct ddl *first = is_mysql(&applier) ? statement->changes : NULL;
    for (const struct ddl *ddl = first; ddl; ddl = ddl->next) {
        const struct catalog_object *object = applier_find(&applier, ddl->table).object;
        if (!sql_name_is_set(ddl->table) || !object || object->kind != CATALOG_TABLE
            || (ddl != first && sql_name_equal(ddl->table, first->table)))
            continue;
        if (!check_columns(&applier, object->table) || !check_expressions(&applier, object->table)
            || !check_constraints(&applier, object->table)
            || !check_ignored(&applier, object->table) || !check_partitions(&applier, object)
            || (is_compound && !check_foreign_keys(&applier, object)))
            break;
    }
    return (struct mysql_verdict){ applier.outcome, applier.reason };
}
