// Keys and constraints in MySQL's SQL.
#include "sql/mysql.h"

// ---- the parts of a key

struct sql_key_part *mysql_part(struct mysql_reader *reader, struct str column,
                                struct mysql_place place, bool is_descending)
{
    struct sql_key_part *part = arena_new(reader->arena, struct sql_key_part);
    part->column = column;
    part->is_descending = is_descending;
    if (place.to && column.data)
        part->length = mysql_text(reader, place);
    else if (place.to)
        part->expression = mysql_expression(reader, place);
    return part;
}

struct sql_key_parts mysql_parts(struct sql_key_parts parts, struct sql_key_part *part)
{
    list_add(&parts, part);
    return parts;
}

// ---- keys

struct mysql_key_options mysql_more_options(struct mysql_key_options all,
                                            struct mysql_key_options one)
{
    return (struct mysql_key_options){
        .method = one.method.data ? one.method : all.method,
        .comment = one.comment.data ? one.comment : all.comment,
        .is_invisible = all.is_invisible || one.is_invisible,
    };
}

struct sql_index *mysql_index(struct mysql_reader *reader, struct str name,
                              struct sql_key_parts parts, struct mysql_key_options using,
                              struct mysql_key_options options)
{
    struct sql_index *index = arena_new(reader->arena, struct sql_index);
    struct mysql_key_options all = mysql_more_options(using, options);
    index->name.name = name;
    index->parts = parts;
    index->method = all.method.data ? mysql_charset_name(reader, all.method) : STR("btree");
    index->comment = all.comment;
    index->is_invisible = all.is_invisible;
    return index;
}

struct mysql_element mysql_key(struct mysql_key_options kind, bool is_conditional,
                               struct sql_index *index)
{
    index->is_fulltext = kind.is_fulltext;
    index->is_spatial = kind.is_spatial;
    if (kind.is_fulltext)
        index->method = STR("fulltext");
    if (kind.is_spatial)
        index->method = STR("spatial");
    return (struct mysql_element){ .index = index, .is_conditional = is_conditional };
}

// ---- constraints

struct sql_constraint_definition *mysql_new_constraint(struct mysql_reader *reader,
                                                       enum sql_constraint kind,
                                                       struct mysql_place place)
{
    struct sql_constraint_definition *constraint =
        arena_new(reader->arena, struct sql_constraint_definition);
    constraint->kind = kind;
    constraint->span = mysql_span(reader, place);
    return constraint;
}

static struct mysql_element of_key(struct mysql_reader *reader, struct mysql_place place,
                                   enum sql_constraint kind, struct sql_index *index)
{
    struct sql_constraint_definition *constraint = mysql_new_constraint(reader, kind, place);
    constraint->columns = index->parts;
    constraint->key = index;
    constraint->method = index->method;
    return (struct mysql_element){ .constraint = constraint };
}

struct mysql_element mysql_primary_key(struct mysql_reader *reader, struct mysql_place place,
                                       struct sql_index *index)
{
    index->name.name = STR_NONE; // it is PRIMARY, whatever stands there
    return of_key(reader, place, SQL_CONSTRAINT_PRIMARY_KEY, index);
}

struct mysql_element mysql_unique(struct mysql_reader *reader, struct mysql_place place,
                                  bool is_conditional, struct sql_index *index)
{
    struct mysql_element element = of_key(reader, place, SQL_CONSTRAINT_UNIQUE, index);
    index->is_unique = true;
    element.constraint->name = element.constraint->index = index->name.name;
    element.is_conditional = is_conditional;
    return element;
}

struct sql_constraint_definition mysql_reference(struct sql_key_parts columns,
                                                 struct sql_name table,
                                                 struct sql_key_parts other_columns)
{
    return (struct sql_constraint_definition){
        .kind = SQL_CONSTRAINT_FOREIGN_KEY,
        .columns = columns,
        .other = table,
        .other_columns = other_columns,
    };
}

struct mysql_element mysql_foreign_key(struct mysql_reader *reader, struct mysql_place place,
                                       bool is_conditional, struct str index,
                                       struct sql_constraint_definition reference)
{
    struct sql_constraint_definition *constraint =
        mysql_new_constraint(reader, SQL_CONSTRAINT_FOREIGN_KEY, place);
    constraint->columns = reference.columns;
    constraint->other = reference.other;
    constraint->other_columns = reference.other_columns;
    constraint->index = index;
    return (struct mysql_element){ .constraint = constraint, .is_conditional = is_conditional };
}

struct mysql_element mysql_on_delete(struct mysql_element element, enum sql_reference reaction)
{
    element.constraint->on_delete = reaction;
    return element;
}

struct mysql_element mysql_on_update_of(struct mysql_element element, enum sql_reference reaction)
{
    element.constraint->on_update = reaction;
    return element;
}

struct mysql_element mysql_check(struct mysql_reader *reader, struct mysql_place place,
                                 struct mysql_place expression)
{
    struct sql_constraint_definition *constraint =
        mysql_new_constraint(reader, SQL_CONSTRAINT_CHECK, place);
    constraint->expression = mysql_expression(reader, expression);
    return (struct mysql_element){ .constraint = constraint };
}

struct mysql_element mysql_enforced(struct mysql_element element, bool is_enforced)
{
    element.constraint->is_not_enforced = !is_enforced;
    return element;
}

// A name before PRIMARY KEY is no name; before UNIQUE it is the key's, where that has none.
struct mysql_element mysql_constraint(const struct mysql_reader *reader,
                                      struct mysql_element element, struct mysql_place place,
                                      bool is_conditional, struct str name)
{
    struct sql_constraint_definition *constraint = element.constraint;
    constraint->span = mysql_span(reader, place);
    element.is_conditional |= is_conditional;
    if (constraint->kind == SQL_CONSTRAINT_PRIMARY_KEY || !name.data)
        return element;
    if (constraint->kind != SQL_CONSTRAINT_UNIQUE || !constraint->name.data)
        constraint->name = name;
    if (constraint->kind == SQL_CONSTRAINT_UNIQUE)
        constraint->index = constraint->name;
    return element;
}
