// What MySQL and MariaDB ask of definitions beyond the others, and make of them.
#include "sql/catalog-parts.h"

static bool is_mariadb(const struct applier *applier)
{
    return applier->catalog->engine == SQL_ENGINE_MARIADB;
}

bool mysql_is_rename(const struct applier *applier)
{
    const struct sql_statement *statement = applier->ddl->statement;
    return is_mysql(applier) && statement
           && sql_token_is(sql_token_at(statement->tokens, statement->range.from), "RENAME");
}

// ---- types

static bool is_one_of(struct str name, const char *const *names)
{
    for (; *names; names++)
        if (str_is(name, *names))
            return true;
    return false;
}

static bool is_string(const struct sql_type *type)
{
    static const char *const names[] = { "char", "varchar", "binary", "varbinary", NULL };
    return is_one_of(type->name, names);
}

static bool is_long(const struct sql_type *type)
{
    static const char *const names[] = { "tinytext",   "text",     "mediumtext",
                                         "longtext",   "tinyblob", "blob",
                                         "mediumblob", "longblob", NULL };
    return is_one_of(type->name, names);
}

bool mysql_has_charset(const struct sql_type *type)
{
    static const char *const names[] = { "char",       "varchar",  "tinytext", "text",
                                         "mediumtext", "longtext", "enum",     "set", NULL };
    return is_one_of(type->name, names);
}

static size_t number_of(struct str digits)
{
    size_t number = 0;
    for (size_t i = 0; i < digits.length && number < 1000000 && char_is_digit(digits.data[i]); i++)
        number = number * 10 + (size_t)(digits.data[i] - '0');
    return number;
}

// ---- columns

// The collation that a charset has where none is said; no data where belay does not know it.
struct str mysql_default_collation(const struct applier *applier, struct str charset)
{
    static const char *const charsets[][2] = {
        { "latin1", "latin1_swedish_ci" },   { "utf8mb3", "utf8mb3_general_ci" },
        { "ascii", "ascii_general_ci" },     { "binary", "binary" },
        { "ucs2", "ucs2_general_ci" },       { "utf16", "utf16_general_ci" },
        { "utf32", "utf32_general_ci" },     { "latin2", "latin2_general_ci" },
        { "latin7", "latin7_general_ci" },   { "cp1251", "cp1251_general_ci" },
        { "koi8r", "koi8r_general_ci" },     { "cp1250", "cp1250_general_ci" },
        { "gbk", "gbk_chinese_ci" },         { "big5", "big5_chinese_ci" },
        { "sjis", "sjis_japanese_ci" },      { "euckr", "euckr_korean_ci" },
    };
    if (str_is(charset, "utf8mb4"))
        return is_mariadb(applier) ? STR("utf8mb4_general_ci") : STR("utf8mb4_0900_ai_ci");
    for (size_t i = 0; i < sizeof charsets / sizeof *charsets; i++)
        if (str_is(charset, charsets[i][0]))
            return str_of(charsets[i][1]);
    return STR_NONE;
}

static struct str option_of(const struct catalog_table *table, const char *name)
{
    const struct sql_option *option = map_find(table->options, str_of(name));
    return option ? option->value : STR_NONE;
}

static void settle_collation(const struct applier *applier, const struct catalog_table *table,
                             struct sql_column *column)
{
    if (!mysql_has_charset(&column->type) || column->collation.data)
        return;
    struct str charset = column->type.charset;
    if (charset.data)
        column->collation = mysql_default_collation(applier, charset);
    else if (option_of(table, "collate").data)
        column->collation = option_of(table, "collate");
    else if (option_of(table, "charset").data)
        column->collation = mysql_default_collation(applier, option_of(table, "charset"));
}

bool mysql_reads_column(const struct sql_column *column)
{
    return !column->fallback.is_null || !column->is_not_null;
}

bool mysql_reads_table(const struct sql_table_definition *definition)
{
    list_each(sql_column, column, definition->columns)
        if (!mysql_reads_column(column))
            return false;
    return true;
}

bool mysql_takes_column(struct applier *applier, const struct sql_column *column)
{
    if (!mysql_reads_column(column))
        return applier_refuse(applier, "'%.*s' is NOT NULL, and its default is NULL",
                              STR_ARGS(column->name));
    return true;
}

bool mysql_complete_column(struct applier *applier, const struct catalog_table *table,
                           struct sql_column *column)
{
    if (!mysql_takes_column(applier, column))
        return false;
    if (column->fallback.is_null)
        column->fallback = (struct sql_expression){ 0 }; // as without it
    settle_collation(applier, table, column);
    return true;
}

bool mysql_takes_expression(struct applier *applier, struct table_edit edit,
                            const struct catalog_column *column)
{
    const struct sql_expression *expression = &column->definition.expression;
    struct map_walk walk = map_walk(edit.table->columns);
    const struct catalog_column *other;
    while (expression->text.data && (other = map_next(&walk))) {
        if (other->is_absent
            || !expression_mentions(applier, expression, other->definition.name))
            continue;
        bool is_later = other->definition.generated != SQL_NOT_GENERATED
                        && other->position >= column->position;
        bool is_counted = other->definition.is_auto_increment
                          && column->definition.generated == SQL_GENERATED_STORED;
        if (is_later || is_counted)
            return applier_refuse(applier, "'%.*s' cannot be generated from '%.*s'",
                                  STR_ARGS(column->definition.name),
                                  STR_ARGS(other->definition.name));
    }
    return true;
}

bool mysql_takes_primary_key(struct applier *applier, struct table_edit edit,
                             const struct sql_key_parts *columns)
{
    list_each(sql_key_part, part, *columns) {
        const struct catalog_column *column = column_find(applier, edit.table, part->column);
        if (column && column->definition.generated != SQL_NOT_GENERATED && is_mariadb(applier))
            return applier_refuse(applier, "'%.*s' is generated, and no part of a primary key",
                                  STR_ARGS(part->column));
    }
    return true;
}

// ---- indexes

static bool refuse_part(struct applier *applier, struct str column, const char *why)
{
    return applier_refuse(applier, "column '%.*s' %s", STR_ARGS(column), why);
}

unsigned mysql_width(struct str collation)
{
    if (str_starts_with(collation, STR("latin")) || str_starts_with(collation, STR("ascii")))
        return 1;
    return str_starts_with(collation, STR("utf8mb3")) ? 3 : 4;
}

// What a key can have of a column: 3072 bytes.
static struct str longest_prefix(const struct applier *applier, const struct sql_column *column)
{
    bool is_bytes = str_ends_with(column->type.name, STR("blob"));
    unsigned width = is_bytes ? 1 : mysql_width(column->collation);
    return arena_format(applier->arena, "%u", 3072 / width);
}

static bool complete_part(struct applier *applier, const struct sql_column *column,
                          struct sql_key_part *part, struct sql_index *index, bool is_primary)
{
    const struct sql_type *type = &column->type;
    bool is_whole = !part->length.data;
    if (is_long(type) && is_whole && index->is_unique && !is_primary && is_mariadb(applier)) {
        index->method = STR("hash");
        return true;
    }
    if (is_long(type) && is_whole) {
        if (!is_mariadb(applier) || is_primary || index->parts.first != index->parts.last)
            return refuse_part(applier, part->column, "needs a length in the key");
        part->length = longest_prefix(applier, column);
        return true;
    }
    if (is_whole || is_long(type))
        return true;
    if (!is_string(type) || number_of(part->length) > number_of(type->arguments))
        return refuse_part(applier, part->column, "has no prefix of this length");
    if (number_of(part->length) == number_of(type->arguments))
        part->length = STR_NONE;
    return true;
}

bool mysql_complete_index(struct applier *applier, struct table_edit edit,
                          struct sql_index *index, bool is_primary)
{
    struct sql_key_parts parts = { 0 };
    if (!parts_have_none_twice(applier, &index->parts))
        return false;
    list_each(sql_key_part, part, index->parts) {
        struct sql_key_part *copy = arena_new(applier->arena, struct sql_key_part);
        *copy = *part;
        copy->next = NULL;
        list_add(&parts, copy);
        const struct catalog_column *column =
            part->column.data ? column_find(applier, edit.table, part->column) : NULL;
        if (index->is_fulltext)
            copy->length = STR_NONE;
        else if (column && !index->is_spatial
                 && !complete_part(applier, &column->definition, copy, index, is_primary))
            return false;
        if (column)
            copy->column = column->definition.name;
    }
    if (str_is(index->method, "hash")) // of the values, which are in no order
        list_each(sql_key_part, part, parts)
            part->is_descending = false;
    index->parts = parts;
    return true;
}

// Without lengths that the columns have no more.
static void drop_lengths(const struct applier *applier, struct table_edit edit,
                         struct sql_index *index)
{
    struct sql_key_parts parts = { 0 };
    list_each(sql_key_part, part, index->parts) {
        struct sql_key_part *copy = arena_new(applier->arena, struct sql_key_part);
        const struct catalog_column *column =
            part->column.data ? column_find(applier, edit.table, part->column) : NULL;
        *copy = *part;
        copy->next = NULL;
        list_add(&parts, copy);
        const struct sql_type *type = column ? &column->definition.type : NULL;
        if (type && !is_long(type)
            && (!is_string(type) || number_of(part->length) > number_of(type->arguments)))
            copy->length = STR_NONE;
    }
    index->parts = parts;
    if (str_is(index->method, "hash"))
        index->method = STR("btree");
}

bool mysql_change_indexes(struct applier *applier, struct table_edit edit, struct str column)
{
    struct map_walk walk = map_walk(edit.table->indexes);
    const struct catalog_index *index;
    while ((index = map_next(&walk))) {
        if (!parts_have(applier, &index->definition.parts, column))
            continue;
        struct catalog_index *copy = arena_new(applier->arena, struct catalog_index);
        *copy = *index;
        drop_lengths(applier, edit, &copy->definition);
        if (!mysql_complete_index(applier, edit, &copy->definition, index->is_primary)
            || (index->is_primary
                && !mysql_takes_primary_key(applier, edit, &copy->definition.parts)))
            return false;
        index_put(applier, edit, copy);
    }
    return true;
}

// ---- constraints

bool mysql_is_column_check(const struct applier *applier,
                           const struct sql_constraint_definition *definition)
{
    return is_mariadb(applier) && definition->is_of_column
           && definition->kind == SQL_CONSTRAINT_CHECK;
}

struct str mysql_column_check_key(const struct applier *applier, struct str column)
{
    struct str key = applier_fold(applier, CATALOG_ANYTHING, column);
    return arena_format(applier->arena, "\001%.*s", STR_ARGS(key));
}

static const struct catalog_constraint *find_column_check(const struct applier *applier,
                                                          const struct catalog_table *table,
                                                          struct str column)
{
    return map_find(table->constraints, mysql_column_check_key(applier, column));
}

void mysql_drop_column_check(struct applier *applier, struct table_edit edit, struct str column)
{
    const struct catalog_constraint *check =
        is_mariadb(applier) ? find_column_check(applier, edit.table, column) : NULL;
    if (check)
        constraint_remove(applier, edit, check);
}

// https://dev.mysql.com/doc/refman/8.0/en/create-table-foreign-keys.html, "Conditions and
// Restrictions"
static bool sets_own_columns(const struct sql_constraint_definition *definition)
{
    return definition->on_delete == SQL_SET_NULL || definition->on_update == SQL_SET_NULL
           || definition->on_update == SQL_CASCADE;
}

bool mysql_takes_foreign_key(struct applier *applier, struct table_edit edit,
                             const struct sql_constraint_definition *definition)
{
    list_each(sql_key_part, part, definition->columns) {
        const struct catalog_column *column = column_find(applier, edit.table, part->column);
        if (column && is_long(&column->definition.type))
            return applier_refuse(applier, "'%.*s' is too long for a foreign key",
                                  STR_ARGS(part->column));
        if (column && column->definition.generated != SQL_NOT_GENERATED
            && sets_own_columns(definition))
            return applier_refuse(applier, "'%.*s' is generated, and no foreign key sets it",
                                  STR_ARGS(part->column));
    }
    return true;
}

static bool has_foreign_key(const struct applier *applier, struct sql_name name)
{
    struct catalog_uses uses =
        uses_of(applier, USES_CONSTRAINT, name);
    for (size_t i = 0; i < uses.count; i++) {
        const struct catalog_constraint *constraint = NULL;
        const struct catalog_object *by = applier_find(applier, uses.items[i].by).object;
        if (by && by->kind == CATALOG_TABLE)
            catalog_find_constraint(applier->arena, applier->catalog, by->table, name.name,
                                    &constraint);
        if (constraint && constraint->definition.kind == SQL_CONSTRAINT_FOREIGN_KEY)
            return true;
    }
    return false;
}

bool mysql_is_name_free(struct applier *applier, struct table_edit edit,
                        const struct sql_constraint_definition *definition)
{
    struct str name = definition->name;
    const struct catalog_constraint *there = NULL;
    const struct catalog_index *index = NULL;
    catalog_find_constraint(applier->arena, applier->catalog, edit.table, name, &there);
    catalog_find_index(applier->arena, applier->catalog, edit.table, name, &index);
    bool is_taken = false;
    if (definition->kind == SQL_CONSTRAINT_CHECK)
        is_taken = there || find_column_check(applier, edit.table, name)
                   || (is_mariadb(applier) && index && index->definition.is_unique
                       && !definition->is_of_column);
    else if (definition->kind == SQL_CONSTRAINT_FOREIGN_KEY)
        is_taken = there
                   || has_foreign_key(applier, (struct sql_name){ edit.object->name.schema, name });
    else if (there && definition->key && definition->key->name.name.data)
        is_taken = there->definition.kind == SQL_CONSTRAINT_CHECK;
    return !is_taken
           || applier_refuse(applier, "there is a constraint '%.*s' already", STR_ARGS(name));
}
