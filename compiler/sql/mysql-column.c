// A column's definition in MySQL's SQL, property by property.
#include "sql/mysql.h"

struct mysql_column *mysql_column(struct mysql_reader *reader, struct mysql_place name,
                                  struct sql_type *type)
{
    struct mysql_column *column = arena_new(reader->arena, struct mysql_column);
    struct sql_column *definition = arena_new(reader->arena, struct sql_column);
    definition->name = mysql_name(reader, name);
    definition->type = *type;
    column->definition = definition;
    column->place = name;
    if (str_equal_ignoring_case(type->written, STR("serial")))
        return mysql_serial(reader, column);
    return column;
}

// MariaDB's json is a longtext, and a check that it holds one.
static void end_json(struct mysql_reader *reader, struct mysql_column *column)
{
    struct sql_column *definition = column->definition;
    definition->type.name = STR("longtext");
    definition->type.charset = STR("utf8mb4");
    if (!definition->collation.data)
        definition->collation = STR("utf8mb4_bin");
    for (const struct sql_constraint_definition *each = column->constraints.first; each;
         each = each->next)
        if (each->kind == SQL_CONSTRAINT_CHECK)
            return;
    struct sql_constraint_definition *check =
        mysql_new_constraint(reader, SQL_CONSTRAINT_CHECK, column->place);
    check->is_of_column = true;
    check->columns =
        mysql_parts((struct sql_key_parts){ 0 },
                    mysql_part(reader, definition->name, (struct mysql_place){ 0 }, false));
    check->expression.text =
        arena_format(reader->arena, "json_valid(`%.*s`)", STR_ARGS(definition->name));
    check->expression.span = check->span;
    check->expression.volatility = SQL_CONSTANT;
    check->expression.names =
        mysql_names(reader, NULL, (struct sql_name){ STR_NONE, definition->name });
    list_add(&column->constraints, check);
}

void mysql_column_end(struct mysql_reader *reader, struct mysql_column *column, size_t to)
{
    struct mysql_place place = { column->place.from, to };
    column->definition->span = mysql_span(reader, place);
    const struct sql_column *definition = column->definition;
    if (reader->engine != SQL_ENGINE_MARIADB)
        return;
    if (str_is(definition->type.name, "json"))
        end_json(reader, column);
    // MariaDB's grammar has no such clause behind AS (…).
    reader->is_refused |=
        definition->generated != SQL_NOT_GENERATED && definition->is_not_null;
}

// ---- types

struct mysql_column *mysql_unsigned(struct mysql_reader *reader, struct mysql_column *column)
{
    mysql_make_unsigned(reader, &column->definition->type);
    return column;
}

struct mysql_column *mysql_zerofill(struct mysql_reader *reader, struct mysql_column *column)
{
    column->definition->type.is_zerofill = true;
    return mysql_unsigned(reader, column);
}

struct mysql_column *mysql_binary(struct mysql_reader *reader, struct mysql_column *column)
{
    struct str charset = column->definition->type.charset;
    if (charset.data)
        column->definition->collation =
            arena_format(reader->arena, "%.*s_bin", STR_ARGS(charset));
    else
        mysql_opaque(reader); // the table's charset decides
    return column;
}

struct mysql_column *mysql_charset(struct mysql_reader *reader, struct mysql_column *column,
                                   struct str charset)
{
    column->definition->type.charset = mysql_charset_name(reader, charset);
    return column;
}

struct mysql_column *mysql_collate(struct mysql_reader *reader, struct mysql_column *column,
                                   struct str collation)
{
    column->definition->collation = mysql_charset_name(reader, collation);
    return column;
}

// ---- values

struct mysql_column *mysql_not_null(struct mysql_column *column)
{
    column->definition->is_not_null = true;
    column->definition->is_null_said = false;
    return column;
}

struct mysql_column *mysql_null(struct mysql_column *column)
{
    column->definition->is_not_null = false;
    column->definition->is_null_said = true;
    return column;
}

struct mysql_column *mysql_default(struct mysql_reader *reader, struct mysql_column *column,
                                   struct mysql_place term)
{
    column->definition->fallback = mysql_expression(reader, term);
    column->term = term;
    return column;
}

struct mysql_column *mysql_on_update(struct mysql_reader *reader, struct mysql_column *column,
                                     struct mysql_place term)
{
    column->definition->on_update = mysql_expression(reader, term);
    return column;
}

struct mysql_column *mysql_auto_increment(struct mysql_column *column)
{
    column->definition->is_auto_increment = true;
    return mysql_not_null(column);
}

struct mysql_column *mysql_serial(struct mysql_reader *reader, struct mysql_column *column)
{
    mysql_auto_increment(column);
    return mysql_column_key(reader, column, SQL_CONSTRAINT_UNIQUE, column->place);
}

struct mysql_column *mysql_column_comment(struct mysql_reader *reader, struct mysql_column *column,
                                          struct mysql_place text)
{
    column->definition->comment = mysql_string(reader, text);
    column->definition->has_comment = true;
    return column;
}

struct mysql_column *mysql_invisible(struct mysql_column *column)
{
    column->definition->is_invisible = true;
    return column;
}

struct mysql_column *mysql_generated(struct mysql_reader *reader, struct mysql_column *column,
                                     struct mysql_place expression)
{
    column->definition->expression = mysql_expression(reader, expression);
    column->definition->generated = SQL_GENERATED_VIRTUAL;
    return column;
}

struct mysql_column *mysql_generated_as(struct mysql_column *column, enum sql_generated kind)
{
    column->definition->generated = kind;
    return column;
}

struct mysql_column *mysql_row_time(struct mysql_reader *reader, struct mysql_column *column)
{
    mysql_opaque(reader); // the table keeps its history
    return column;
}

struct mysql_column *mysql_place_first(struct mysql_column *column)
{
    column->definition->place = SQL_PLACE_FIRST;
    return column;
}

struct mysql_column *mysql_place_after(struct mysql_column *column, struct str name)
{
    column->definition->place = SQL_PLACE_AFTER;
    column->definition->after = name;
    return column;
}

// ---- constraints of the column's own

struct mysql_column *mysql_column_name(struct mysql_column *column, struct str name)
{
    column->name = name;
    return column;
}

static struct sql_constraint_definition *add_constraint(struct mysql_reader *reader,
                                                        struct mysql_column *column,
                                                        enum sql_constraint kind,
                                                        struct mysql_place place)
{
    struct sql_constraint_definition *constraint = mysql_new_constraint(reader, kind, place);
    constraint->is_of_column = true;
    constraint->name = column->name;
    constraint->columns =
        mysql_parts(constraint->columns, mysql_part(reader, column->definition->name,
                                                    (struct mysql_place){ 0 }, false));
    column->name = STR_NONE;
    list_add(&column->constraints, constraint);
    return constraint;
}

static struct sql_constraint_definition *find_key(const struct mysql_column *column)
{
    for (struct sql_constraint_definition *each = column->constraints.first; each;
         each = each->next)
        if (each->kind == SQL_CONSTRAINT_PRIMARY_KEY || each->kind == SQL_CONSTRAINT_UNIQUE)
            return each;
    return NULL;
}

struct mysql_column *mysql_column_key(struct mysql_reader *reader, struct mysql_column *column,
                                      enum sql_constraint kind, struct mysql_place place)
{
    struct sql_constraint_definition *other = find_key(column);
    if (kind == SQL_CONSTRAINT_PRIMARY_KEY)
        column->definition->is_not_null = true;
    if (other) { // of both the engine makes the primary key alone
        if (kind == SQL_CONSTRAINT_PRIMARY_KEY)
            other->kind = kind;
        return column;
    }
    struct mysql_key_options none = { 0 };
    struct sql_constraint_definition *constraint = add_constraint(reader, column, kind, place);
    struct sql_index *index = mysql_index(reader, STR_NONE, constraint->columns, none, none);
    index->is_unique = true;
    constraint->name = STR_NONE; // a key of a column is named after the column
    constraint->key = index;
    return column;
}

struct mysql_column *mysql_column_check(struct mysql_reader *reader, struct mysql_column *column,
                                        struct mysql_place place, struct mysql_place expression)
{
    add_constraint(reader, column, SQL_CONSTRAINT_CHECK, place)->expression =
        mysql_expression(reader, expression);
    return column;
}

// The last constraint, which must be of the kind.
static struct sql_constraint_definition *last_of(struct mysql_reader *reader,
                                                 struct mysql_column *column,
                                                 enum sql_constraint kind)
{
    struct sql_constraint_definition *last = column->constraints.last;
    if (last && last->kind == kind)
        return last;
    reader->is_refused = true;
    return NULL;
}

struct mysql_column *mysql_column_enforced(struct mysql_reader *reader,
                                           struct mysql_column *column, bool is_enforced)
{
    struct sql_constraint_definition *check = last_of(reader, column, SQL_CONSTRAINT_CHECK);
    if (check)
        check->is_not_enforced = !is_enforced;
    return column;
}

struct mysql_column *mysql_column_reference(struct mysql_reader *reader,
                                            struct mysql_column *column, struct mysql_place place,
                                            struct sql_name table, struct sql_key_parts columns)
{
    struct sql_constraint_definition *constraint =
        add_constraint(reader, column, SQL_CONSTRAINT_FOREIGN_KEY, place);
    constraint->other = table;
    constraint->other_columns = columns;
    return column;
}

struct mysql_column *mysql_column_on_delete(struct mysql_reader *reader,
                                            struct mysql_column *column,
                                            enum sql_reference reaction)
{
    struct sql_constraint_definition *key = last_of(reader, column, SQL_CONSTRAINT_FOREIGN_KEY);
    if (key)
        key->on_delete = reaction;
    return column;
}

struct mysql_column *mysql_column_on_update(struct mysql_reader *reader,
                                            struct mysql_column *column,
                                            enum sql_reference reaction)
{
    struct sql_constraint_definition *key = last_of(reader, column, SQL_CONSTRAINT_FOREIGN_KEY);
    if (key)
        key->on_update = reaction;
    return column;
}
