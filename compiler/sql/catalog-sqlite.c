// The definitions that SQLite refuses.
#include "sql/catalog-sqlite.h"

#include "sql/cursor.h"
#include "sql/mistakes-parts.h"
#include "sql/sqlite-words.h"

static bool refuse_column(struct applier *applier, const struct sql_column *column, const char *why)
{
    return applier_refuse(applier, "column '%.*s' %s", STR_ARGS(column->name), why);
}

// ---- expressions

static const struct sql_statement *scan(struct applier *applier, struct str text)
{
    struct sql_statement *statement = arena_new(applier->arena, struct sql_statement);
    statement->tokens = sql_scan(applier->arena, SQL_ENGINE_SQLITE, (struct text){ .str = text });
    statement->range = (struct sql_range){ 0, statement->tokens->count };
    return statement;
}

// Every name is a column of the table.
static bool names_hold(struct applier *applier, struct table_edit edit,
                       const struct sql_expression *expression)
{
    if (!expression->text.data)
        return true;
    struct mistake_search search = {
        .arena = applier->arena,
        .catalog = applier->catalog,
        .statement = scan(applier, expression->text),
    };
    struct mistake_source table = {
        .alias = edit.object->name.name,
        .name = edit.object->name,
        .object = edit.object,
    };
    struct mistake_scope scope = { .items = &table,
                                   .count = 1,
                                   .is_complete = !edit.table->is_partial };
    mistake_check_names(&search, &scope, NULL, search.statement->range);
    const struct sql_mistake *mistake = search.found.first;
    return !mistake
           || applier_lacks(applier, CATALOG_NO_COLUMN, edit.object->name, mistake->column);
}

// Of an index or a generated column: it gives the same each time.
static bool is_repeatable(struct applier *applier, const struct sql_expression *expression)
{
    return !expression->text.data || expression->volatility != SQL_VOLATILE
           || applier_refuse(applier, "an expression of it gives another value each time");
}

// DEFAULT (…) names nothing.
static bool is_constant(struct applier *applier, const struct sql_expression *fallback)
{
    if (!str_starts_with(fallback->text, STR("(")))
        return true;
    const struct sql_statement *statement = scan(applier, fallback->text);
    for (uint32_t i = 0; i < statement->range.to; i++)
        if (statement->tokens->items[i].kind == SQL_TOKEN_WORD
            && sqlite_is_name(statement->tokens, statement->range, i))
            return false;
    return true;
}

// ---- types

static bool has_any(struct str type, const char *const *parts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_find_ignoring_case(type, str_of(parts[i]), 0) != STR_NOT_FOUND)
            return true;
    return false;
}

struct sql_type sqlite_query_type(const struct catalog_column *column, bool is_strict)
{
    static const char *const texts[] = { "CHAR", "CLOB", "TEXT" };
    static const char *const reals[] = { "REAL", "FLOA", "DOUB" };
    struct str type = column->definition.type.name;
    bool is_any = is_strict && str_equal_ignoring_case(type, STR("any"));
    struct str name = STR("NUM");
    if (str_find_ignoring_case(type, STR("INT"), 0) != STR_NOT_FOUND)
        name = STR("INT");
    else if (has_any(type, texts, sizeof texts / sizeof *texts))
        name = STR("TEXT");
    else if (!type.length || is_any
             || str_find_ignoring_case(type, STR("BLOB"), 0) != STR_NOT_FOUND)
        name = STR_NONE;
    else if (has_any(type, reals, sizeof reals / sizeof *reals))
        name = STR("REAL");
    return (struct sql_type){ .name = name, .written = name };
}

// ---- columns

static bool has_strict_type(struct applier *applier, const struct sql_column *column)
{
    static const char *const types[] = { "ANY", "BLOB", "INT", "INTEGER", "REAL", "TEXT" };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (str_equal_ignoring_case(column->type.name, str_of(types[i])))
            return true;
    return refuse_column(applier, column, "has no type that a STRICT table takes");
}

static bool column_holds(struct applier *applier, struct table_edit edit,
                         const struct catalog_column *column)
{
    const struct sql_column *definition = &column->definition;
    bool is_generated = definition->generated != SQL_NOT_GENERATED;
    if (edit.table->is_strict && !has_strict_type(applier, definition))
        return false;
    if (is_generated && definition->fallback.text.data)
        return refuse_column(applier, definition, "is generated, and has a default");
    if (!is_constant(applier, &definition->fallback))
        return refuse_column(applier, definition, "has a default that is not constant");
    return is_repeatable(applier, &definition->expression)
           && names_hold(applier, edit, &definition->expression);
}

static bool check_holds(struct applier *applier, struct table_edit edit,
                        const struct sql_constraint_definition *check)
{
    return check->kind != SQL_CONSTRAINT_CHECK || names_hold(applier, edit, &check->expression);
}

// ---- keys

static bool is_rowid_key(const struct sql_constraint_definition *key,
                         const struct catalog_column *column)
{
    return sqlite_may_be_rowid(column) && !(key->is_of_column && key->columns.first->is_descending);
}

static bool key_column_holds(struct applier *applier, struct table_edit edit,
                             const struct sql_constraint_definition *key,
                             const struct sql_key_part *part)
{
    bool is_primary = key->kind == SQL_CONSTRAINT_PRIMARY_KEY;
    const struct catalog_column *column =
        part->column.data ? column_find(applier, edit.table, part->column) : NULL;
    if (!column)
        return applier_refuse(applier, "a key of a table holds columns alone");
    if (!is_primary)
        return true;
    if (column->definition.generated != SQL_NOT_GENERATED)
        return refuse_column(applier, &column->definition, "is generated, and in the primary key");
    if (column->definition.is_auto_increment && !is_rowid_key(key, column))
        return refuse_column(applier, &column->definition,
                             "is no INTEGER PRIMARY KEY, and has AUTOINCREMENT");
    if (column->definition.is_auto_increment && edit.table->is_without_rowid)
        return refuse_column(applier, &column->definition,
                             "has AUTOINCREMENT in a table WITHOUT ROWID");
    return true;
}

static bool constraint_holds(struct applier *applier, struct table_edit edit,
                             const struct sql_constraint_definition *constraint)
{
    bool is_key =
        constraint->kind == SQL_CONSTRAINT_PRIMARY_KEY || constraint->kind == SQL_CONSTRAINT_UNIQUE;
    list_each(sql_key_part, part, constraint->columns)
        if (is_key && !key_column_holds(applier, edit, constraint, part))
            return false;
    return check_holds(applier, edit, constraint);
}

// ---- indexes

static struct str collation_of(const struct applier *applier, struct table_edit edit,
                               const struct sql_key_part *part)
{
    const struct catalog_column *column = column_find(applier, edit.table, part->column);
    if (part->collation.length)
        return part->collation;
    return column && column->definition.collation.length ? column->definition.collation
                                                         : STR("binary");
}

static bool has_same_order(const struct applier *applier, struct table_edit edit,
                           const struct sql_key_parts *a, const struct sql_key_parts *b)
{
    const struct sql_key_part *right = b->first;
    if (!parts_equal(applier, a, b))
        return false;
    for (const struct sql_key_part *left = a->first; left; left = left->next, right = right->next)
        if (!str_equal_ignoring_case(collation_of(applier, edit, left),
                                     collation_of(applier, edit, right)))
            return false;
    return true;
}

static void take_over(struct applier *applier, struct table_edit edit,
                      const struct catalog_index *index, struct catalog_constraint *constraint)
{
    struct catalog_index *taken = arena_new(applier->arena, struct catalog_index);
    const struct catalog_constraint *before = NULL;
    *taken = *index;
    taken->is_primary = true;
    taken->constraint = constraint->definition.name;
    constraint->index = index->definition.name.name;
    index_put(applier, edit, taken);
    catalog_find_constraint(applier->arena, applier->catalog, edit.table, index->constraint,
                            &before);
    if (!before)
        return;
    struct catalog_constraint *without = arena_new(applier->arena, struct catalog_constraint);
    *without = *before;
    without->index = STR_NONE;
    constraint_put(applier, edit, without);
}

// Two keys that are one index cannot ask for two things. Refuses where they do.
static bool conflicts(struct applier *applier, struct table_edit edit,
                      const struct catalog_index *index,
                      const struct sql_constraint_definition *key)
{
    const struct catalog_constraint *other = NULL;
    catalog_find_constraint(applier->arena, applier->catalog, edit.table, index->constraint,
                            &other);
    if (!other || !other->definition.conflict || !key->conflict
        || str_is(str_of(key->conflict), other->definition.conflict))
        return false;
    applier_refuse(applier, "two keys over the same columns differ in ON CONFLICT");
    return true;
}

bool sqlite_has_index(struct applier *applier, struct table_edit edit,
                      struct catalog_constraint *constraint)
{
    const struct sql_constraint_definition *key = &constraint->definition;
    bool is_primary = key->kind == SQL_CONSTRAINT_PRIMARY_KEY;
    const struct sql_key_part *first = key->columns.first;
    const struct catalog_column *column =
        first && !first->next ? column_find(applier, edit.table, first->column) : NULL;
    if (is_primary && column && is_rowid_key(key, column) && !edit.table->is_without_rowid)
        return true;
    struct map_walk walk = map_walk(edit.table->indexes);
    const struct catalog_index *index;
    while ((index = map_next(&walk))) {
        if (!index->constraint.data
            || !has_same_order(applier, edit, &index->definition.parts, &key->columns))
            continue;
        if (!conflicts(applier, edit, index, key) && is_primary)
            take_over(applier, edit, index, constraint);
        return true;
    }
    return false;
}

struct sql_key_parts sqlite_key_parts(struct applier *applier, struct table_edit edit,
                                      const struct sql_key_parts *parts)
{
    struct sql_key_parts result = { 0 };
    list_each(sql_key_part, part, *parts) {
        struct sql_key_part *copy = arena_new(applier->arena, struct sql_key_part);
        *copy = *part;
        copy->next = NULL;
        const struct catalog_column *column = column_find(applier, edit.table, part->column);
        if (column)
            copy->column = column->definition.name;
        if (part->may_be_text && !edit.table->is_partial && !column) {
            copy->expression.text = arena_format(applier->arena, "'%.*s'", STR_ARGS(part->column));
            copy->expression.volatility = SQL_CONSTANT;
            copy->column = STR_NONE;
        }
        list_add(&result, copy);
    }
    return result;
}

// ---- tables

static bool name_is_free(struct applier *applier, struct str name)
{
    bool is_own =
        name.length >= 7 && str_equal_ignoring_case(str_slice(name, 0, 7), STR("sqlite_"));
    return !is_own || applier_refuse(applier, "'%.*s' is a name of SQLite's own", STR_ARGS(name));
}

static bool table_holds(struct applier *applier, struct table_edit edit,
                        const struct sql_table_definition *definition)
{
    bool has_plain = false;
    struct map_walk walk = map_walk(edit.table->columns);
    const struct catalog_column *column;
    while ((column = map_next(&walk))) {
        has_plain |= column->definition.generated == SQL_NOT_GENERATED;
        if (!column_holds(applier, edit, column))
            return false;
    }
    if (!has_plain && map_count(edit.table->columns) > 0)
        return applier_refuse(applier, "every column of it is generated");
    list_each(sql_constraint_definition, constraint, definition->constraints)
        if (!constraint_holds(applier, edit, constraint))
            return false;
    return !edit.table->is_without_rowid || catalog_primary_key(edit.table)
           || applier_refuse(applier, "a table WITHOUT ROWID has a primary key");
}

static bool index_holds(struct applier *applier, struct table_edit edit,
                        const struct sql_index *index)
{
    list_each(sql_key_part, part, index->parts)
        if (!is_repeatable(applier, &part->expression)
            || !names_hold(applier, edit, &part->expression))
            return false;
    return is_repeatable(applier, &index->where) && names_hold(applier, edit, &index->where);
}

// ---- a change

// The query of a CREATE TABLE AS is read before there is the table.
static bool query_holds(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    if (ddl->kind != DDL_CREATE_TABLE_AS || !ddl->create_table->query
        || applier_find(applier, ddl->table).object)
        return true;
    struct text text = { .str = ddl->create_table->query->query.text };
    const struct sql_statement *statement =
        sql_read_by_heads(applier->arena, SQL_ENGINE_SQLITE, text)->statements.first;
    if (!statement)
        return true;
    struct sql_mistakes found = sql_mistakes_find(applier->arena, applier->catalog, statement);
    if (!found.first)
        return true;
    struct str missing =
        found.first->kind == SQL_NO_TABLE ? found.first->table.name : found.first->column;
    return applier_refuse(applier, "its query asks for '%.*s'", STR_ARGS(missing));
}

// A trigger's statements write tables of its own schema, and do not say so.
static bool body_holds(struct applier *applier)
{
    if (applier->ddl->kind != DDL_CREATE_TRIGGER)
        return true;
    struct text text = { .str = applier->ddl->trigger->body };
    list_each(sql_statement, statement,
              sql_read_by_heads(applier->arena, SQL_ENGINE_SQLITE, text)->statements)
        if (statement->head != SQL_SELECT && statement->operations.first->table.schema.length)
            return applier_refuse(applier, "a trigger writes tables without their schema");
    return true;
}

bool sqlite_may_begin(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    bool makes_table = ddl->kind == DDL_CREATE_TABLE || ddl->kind == DDL_CREATE_TABLE_AS;
    bool makes_view = ddl->kind == DDL_CREATE_VIEW;
    struct sql_name name = makes_table ? ddl->table : ddl->object;
    bool is_elsewhere = name.schema.length && !str_equal_ignoring_case(name.schema, STR("temp"));
    if ((makes_table || makes_view) && ddl->is_temporary && is_elsewhere)
        return applier_refuse(applier, "what is temporary is in no other schema");
    if (ddl->kind == DDL_RENAME_TABLE
        && str_equal_ignoring_case(ddl->table.name, ddl->new_name.name))
        return applier_refuse(applier, "'%.*s' is called so already", STR_ARGS(ddl->table.name));
    if (ddl->kind == DDL_RENAME_TABLE)
        return name_is_free(applier, ddl->new_name.name);
    bool makes_other = ddl->kind == DDL_CREATE_INDEX || ddl->kind == DDL_CREATE_TRIGGER;
    bool makes_any = makes_table || makes_view || makes_other;
    return (!makes_any || name_is_free(applier, name.name)) && query_holds(applier)
           && body_holds(applier);
}

static struct table_edit made_table(struct applier *applier, struct sql_name name)
{
    const struct catalog_object *object = applier_find(applier, name).object;
    if (!object || object->kind != CATALOG_TABLE)
        return (struct table_edit){ 0 };
    return applier_edit_table(applier, object);
}

bool sqlite_definition_holds(struct applier *applier, const struct catalog *before)
{
    const struct ddl *ddl = applier->ddl;
    bool is_about_table = ddl->kind == DDL_CREATE_TABLE || ddl->kind == DDL_CREATE_INDEX
                          || ddl->kind == DDL_ADD_COLUMN || ddl->kind == DDL_ADD_CONSTRAINT;
    struct sql_name made = ddl->kind == DDL_CREATE_INDEX ? ddl->object : ddl->table;
    bool was_there =
        ddl->is_conditional && catalog_find(applier->arena, before, made).object != NULL;
    if (!is_about_table || was_there)
        return true;
    struct sql_name name = ddl->table;
    if (ddl->kind == DDL_CREATE_TABLE && ddl->create_table->is_temporary)
        name.schema = STR("temp");
    if (ddl->kind == DDL_CREATE_INDEX && !name.schema.length)
        name.schema = ddl->object.schema;
    struct table_edit edit = made_table(applier, name);
    if (!edit.object || edit.table->is_partial)
        return true;
    if (ddl->kind == DDL_CREATE_TABLE)
        return table_holds(applier, edit, ddl->create_table);
    if (ddl->kind == DDL_CREATE_INDEX)
        return index_holds(applier, edit, ddl->index);
    if (ddl->kind == DDL_ADD_CONSTRAINT)
        return check_holds(applier, edit, ddl->constraint);
    const struct catalog_column *column = column_find(applier, edit.table, ddl->column);
    return !column || column_holds(applier, edit, column);
}
