// The definitions of a table in SQLite's SQL: columns, and constraints of both.
#include "sql/sqlite.h"

#include "sql/cursor.h"
#include "sql/sqlite-words.h"

struct sqlite_property *sqlite_property(struct sqlite_reader *reader,
                                        struct sqlite_property property)
{
    struct sqlite_property *added = arena_new(reader->arena, struct sqlite_property);
    *added = property;
    return added;
}

struct sqlite_property *sqlite_defer(struct sqlite_property *key, enum sqlite_deferral deferral)
{
    key->deferral = deferral;
    return key;
}

struct sqlite_properties sqlite_more_properties(struct sqlite_properties all,
                                                struct sqlite_property *one)
{
    list_add(&all, one);
    return all;
}

// ---- types

// As table_xinfo says it: six types in capitals, a quoted word without its quotes and what
// stands behind it, everything else as written.
static struct sql_type type_of(const struct sqlite_reader *reader, struct sqlite_place place)
{
    static const char *const standard[] = { "ANY", "BLOB", "INT", "INTEGER", "REAL", "TEXT" };
    struct str written = str_slice(reader->tokens->text.str, place.from, place.to);
    if (written.length == 0)
        return (struct sql_type){ .name = STR_NONE };
    struct str name = written;
    for (size_t i = 0; i < sizeof standard / sizeof *standard; i++)
        if (str_equal_ignoring_case(written, str_of(standard[i])))
            name = str_of(standard[i]);
    const struct sql_token *first = sql_token_at(reader->tokens, sqlite_tokens(reader, place).from);
    if (strchr("\"'`[", written.data[0]))
        name = sqlite_stored(reader, sqlite_token_name(first));
    return (struct sql_type){ .name = name, .written = written };
}

// ---- constraints

static struct sql_key_parts only_column(const struct sqlite_reader *reader, struct str column,
                                        bool is_descending)
{
    struct sql_key_part *part = arena_new(reader->arena, struct sql_key_part);
    part->column = column;
    part->is_descending = is_descending;
    return (struct sql_key_parts){ part, part };
}

static enum sql_constraint kind_of(enum sqlite_property_kind kind)
{
    switch (kind) {
    case SQLITE_PRIMARY_KEY: return SQL_CONSTRAINT_PRIMARY_KEY;
    case SQLITE_UNIQUE: return SQL_CONSTRAINT_UNIQUE;
    case SQLITE_CHECK: return SQL_CONSTRAINT_CHECK;
    case SQLITE_FOREIGN_KEY: return SQL_CONSTRAINT_FOREIGN_KEY;
    case SQLITE_NOT_NULL: return SQL_CONSTRAINT_NOT_NULL;
    case SQLITE_NAME:
    case SQLITE_DEFAULT:
    case SQLITE_NULL:
    case SQLITE_COLLATION:
    case SQLITE_DEFERRAL:
    case SQLITE_GENERATED: break;
    }
    return SQL_CONSTRAINT_NONE;
}

static void defer(struct sql_constraint_definition *constraint, enum sqlite_deferral deferral)
{
    constraint->is_deferrable = deferral != SQLITE_NOT_DEFERRABLE;
    constraint->is_deferred = deferral == SQLITE_DEFERRED;
}

struct sql_constraint_definition *sqlite_constraint(const struct sqlite_reader *reader,
                                                    const struct sqlite_property *property)
{
    struct sql_constraint_definition *constraint =
        arena_new(reader->arena, struct sql_constraint_definition);
    *constraint = (struct sql_constraint_definition){
        .kind = kind_of(property->kind),
        .span = text_span(reader->tokens->text, property->place.from, property->place.to),
        .columns = sqlite_keys(reader, property->columns),
        .other = { STR_NONE, sqlite_stored(reader, property->other) },
        .other_columns = sqlite_keys(reader, property->other_columns),
        .on_delete = property->reactions.on_delete,
        .on_update = property->reactions.on_update,
        .conflict = property->conflict,
    };
    if (property->kind == SQLITE_CHECK)
        constraint->expression = sqlite_expression(reader, sqlite_inside(property->expression));
    defer(constraint, property->deferral);
    return constraint;
}

// ---- columns

// A column's constraint, which is over that column alone.
static struct sql_constraint_definition *add_constraint(const struct sqlite_reader *reader,
                                                        struct sqlite_column *column,
                                                        const struct sqlite_property *property,
                                                        struct str name)
{
    struct sql_constraint_definition *constraint = sqlite_constraint(reader, property);
    constraint->name = sqlite_stored(reader, name);
    constraint->is_of_column = true;
    constraint->columns = only_column(reader, column->column.name, property->is_descending);
    list_add(&column->constraints, constraint);
    return constraint;
}

static void put_value(const struct sqlite_reader *reader, struct sqlite_column *column,
                      const struct sqlite_property *property)
{
    switch (property->kind) {
    case SQLITE_DEFAULT:
        column->column.fallback = sqlite_expression(reader, property->expression);
        column->fallback = property->expression;
        return;
    case SQLITE_NULL: column->column.is_null_said = true; return;
    case SQLITE_NOT_NULL: column->column.is_not_null = true; return;
    case SQLITE_PRIMARY_KEY: column->column.is_auto_increment = property->is_auto_increment; return;
    case SQLITE_COLLATION: column->column.collation = sqlite_stored(reader, property->name); return;
    case SQLITE_GENERATED:
        column->column.generated = property->stored;
        column->column.expression = sqlite_expression(reader, sqlite_inside(property->expression));
        return;
    case SQLITE_NAME:
    case SQLITE_UNIQUE:
    case SQLITE_CHECK:
    case SQLITE_FOREIGN_KEY:
    case SQLITE_DEFERRAL: return;
    }
}

static void put_properties(const struct sqlite_reader *reader, struct sqlite_column *column,
                           struct sqlite_properties properties)
{
    struct str name = STR_NONE;
    struct sql_constraint_definition *foreign_key = NULL;
    list_each(sqlite_property, property, properties) {
        put_value(reader, column, property);
        if (property->kind == SQLITE_NAME) {
            name = property->name;
            continue;
        }
        if (property->kind == SQLITE_DEFERRAL && foreign_key)
            defer(foreign_key, property->deferral);
        bool is_plain = property->kind == SQLITE_NOT_NULL && !name.data && !property->conflict;
        if (kind_of(property->kind) != SQL_CONSTRAINT_NONE && !is_plain) {
            struct sql_constraint_definition *constraint =
                add_constraint(reader, column, property, name);
            if (property->kind == SQLITE_FOREIGN_KEY)
                foreign_key = constraint;
        }
        name = STR_NONE;
    }
}

struct sqlite_column *sqlite_column(struct sqlite_reader *reader, struct sqlite_place name,
                                    struct sqlite_place type, struct sqlite_properties properties)
{
    struct sqlite_column *column = arena_new(reader->arena, struct sqlite_column);
    size_t end = type.to;
    if (properties.last)
        end = properties.last->place.to;
    column->written = sqlite_name(reader, name);
    column->definition = (struct sqlite_place){ type.from < type.to ? type.from : name.to, end };
    column->column.name = sqlite_stored(reader, column->written);
    column->column.span = text_span(reader->tokens->text, name.from, end);
    column->column.type = type_of(reader, type);
    put_properties(reader, column, properties);
    return column;
}

// ---- tables

struct sql_table_definition *sqlite_new_table(struct sqlite_reader *reader)
{
    return arena_new(reader->arena, struct sql_table_definition);
}

struct sql_table_definition *sqlite_more_columns(struct sql_table_definition *table,
                                                 struct sqlite_column *column)
{
    list_add(&table->columns, &column->column);
    if (column->constraints.first) {
        list_add(&table->constraints, column->constraints.first);
        table->constraints.last = column->constraints.last;
    }
    return table;
}

// PRIMARY KEY (id AUTOINCREMENT)
static void put_auto_increment(const struct sqlite_reader *reader,
                               struct sql_table_definition *table,
                               const struct sqlite_property *property,
                               const struct sql_constraint_definition *key)
{
    struct sql_range range = sqlite_tokens(reader, property->columns);
    if (range.to < range.from + 3 || !key->columns.first || key->columns.first->next
        || !sql_token_is(sql_token_at(reader->tokens, range.to - 2), "AUTOINCREMENT"))
        return;
    list_each(sql_column, column, table->columns)
        if (str_equal_ignoring_case(column->name, key->columns.first->column))
            column->is_auto_increment = true;
}

void sqlite_put_table(struct sqlite_reader *reader, struct sql_table_definition *table,
                      struct sqlite_properties constraints)
{
    struct str name = STR_NONE;
    bool has_key = false; // a table has one; the engine refuses a second
    list_each(sqlite_property, property, constraints) {
        if (property->kind == SQLITE_NAME) {
            name = property->name;
            continue;
        }
        struct sql_constraint_definition *constraint = sqlite_constraint(reader, property);
        constraint->name = sqlite_stored(reader, name);
        list_add(&table->constraints, constraint);
        if (property->kind == SQLITE_PRIMARY_KEY && !has_key)
            put_auto_increment(reader, table, property, constraint);
        has_key |= property->kind == SQLITE_PRIMARY_KEY;
        name = STR_NONE;
    }
    reader->definition = table;
}
