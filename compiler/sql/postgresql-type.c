// Types as PostgreSQL names them: format_type() of what a statement writes.
#include "sql/postgresql-tree.h"

#include "base/output.h"

static const struct {
    const char *internal, *name;
} names[] = {
    { "int2", "smallint" },
    { "int4", "integer" },
    { "int8", "bigint" },
    { "float4", "real" },
    { "float8", "double precision" },
    { "bool", "boolean" },
    { "varchar", "character varying" },
    { "bpchar", "character" },
    { "char", "\"char\"" },
    { "varbit", "bit varying" },
    { "time", "time without time zone" },
    { "timetz", "time with time zone" },
    { "timestamp", "timestamp without time zone" },
    { "timestamptz", "timestamp with time zone" },
};

static const struct {
    const char *word, *integer;
} serials[] = {
    { "serial", "integer" },  { "serial4", "integer" },    { "bigserial", "bigint" },
    { "serial8", "bigint" },  { "smallserial", "smallint" }, { "serial2", "smallint" },
};

// The fields of an INTERVAL are bits of its first modifier (utils/timestamp.h, datetime.h).
enum {
    FIELD_MONTH = 1 << 1, FIELD_YEAR = 1 << 2, FIELD_DAY = 1 << 3, FIELD_HOUR = 1 << 10,
    FIELD_MINUTE = 1 << 11, FIELD_SECOND = 1 << 12,
};

static const char *interval_name(int32_t fields)
{
    static const struct {
        int32_t fields;
        const char *name;
    } intervals[] = {
        { FIELD_YEAR, "interval year" },
        { FIELD_MONTH, "interval month" },
        { FIELD_DAY, "interval day" },
        { FIELD_HOUR, "interval hour" },
        { FIELD_MINUTE, "interval minute" },
        { FIELD_SECOND, "interval second" },
        { FIELD_YEAR | FIELD_MONTH, "interval year to month" },
        { FIELD_DAY | FIELD_HOUR, "interval day to hour" },
        { FIELD_DAY | FIELD_HOUR | FIELD_MINUTE, "interval day to minute" },
        { FIELD_DAY | FIELD_HOUR | FIELD_MINUTE | FIELD_SECOND, "interval day to second" },
        { FIELD_HOUR | FIELD_MINUTE, "interval hour to minute" },
        { FIELD_HOUR | FIELD_MINUTE | FIELD_SECOND, "interval hour to second" },
        { FIELD_MINUTE | FIELD_SECOND, "interval minute to second" },
    };
    for (size_t i = 0; i < sizeof intervals / sizeof *intervals; i++)
        if (intervals[i].fields == fields)
            return intervals[i].name;
    return "interval";
}

static struct str arguments_of(const struct tree_reader *reader, struct tree_list modifiers)
{
    struct output out = { .arena = reader->arena };
    for (size_t i = 0; i < modifiers.count; i++) {
        if (i > 0)
            output_char(&out, ',');
        const PgQuery__Node *node = modifiers.items[i];
        if (node->node_case == PG_QUERY__NODE__NODE_COLUMN_REF)
            output_str(&out, tree_last_name(reader, TREE_LIST(node->column_ref, fields)));
        else
            output_str(&out, tree_value(reader, node));
    }
    return modifiers.count ? output_get(&out) : STR_NONE;
}

static int32_t number_of(const PgQuery__Node *node)
{
    bool is_number = node->node_case == PG_QUERY__NODE__NODE_A_CONST
                     && node->a_const->val_case == PG_QUERY__A__CONST__VAL_IVAL;
    return is_number ? node->a_const->ival->ival : 0;
}

static void read_interval(const struct tree_reader *reader, struct sql_type *type,
                          struct tree_list modifiers)
{
    if (modifiers.count > 0)
        type->name = str_of(interval_name(number_of(modifiers.items[0])));
    if (modifiers.count > 1)
        type->arguments = tree_value(reader, modifiers.items[1]);
}

// All that is written of the type, from its first token on.
static struct str written(const struct tree_reader *reader, const PgQuery__TypeName *type)
{
    if (type->location < 0)
        return STR_NONE;
    struct sql_cursor cursor = tree_clause(reader, tree_token(reader, type->location));
    uint32_t from = cursor.at;
    sql_cursor_name(&cursor);
    sql_cursor_skip_any(&cursor, "PRECISION VARYING YEAR MONTH DAY HOUR MINUTE SECOND TO");
    if (sql_cursor_peek(&cursor, 0)->kind == SQL_TOKEN_OPEN)
        sql_cursor_skip(&cursor);
    sql_cursor_skip_any(&cursor, "WITH WITHOUT TIME ZONE");
    while (type->n_array_bounds > 0 && sql_cursor_peek(&cursor, 0)->kind == SQL_TOKEN_OPERATOR)
        cursor.at += sql_token_is_operator(sql_cursor_peek(&cursor, 1), "]") ? 2 : 3;
    if (cursor.at > cursor.end)
        cursor.at = cursor.end;
    return sql_tokens_text(cursor.tokens, from, cursor.at);
}

struct sql_type tree_type(const struct tree_reader *reader, const PgQuery__TypeName *source)
{
    struct sql_type type = { 0 };
    if (!source)
        return type;
    struct sql_name name = tree_name(reader, TREE_LIST(source, names));
    struct tree_list modifiers = TREE_LIST(source, typmods);
    bool is_built_in = name.schema.length == 0 || str_is(name.schema, "pg_catalog");
    type.schema = is_built_in ? STR_NONE : name.schema;
    type.name = name.name;
    type.dimensions = (unsigned)source->n_array_bounds;
    type.written = written(reader, source);
    if (is_built_in && str_is(name.name, "interval")) {
        read_interval(reader, &type, modifiers);
        return type;
    }
    type.arguments = arguments_of(reader, modifiers);
    if (!is_built_in)
        return type;
    if (str_is(name.name, "numeric") && modifiers.count == 1)
        type.arguments = arena_format(reader->arena, "%.*s,0", STR_ARGS(type.arguments));
    if (str_is(name.name, "bpchar") && modifiers.count == 0)
        return type; // without a length it keeps that name
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_is(name.name, names[i].internal))
            type.name = str_of(names[i].name);
        else if (name.schema.length == 0 && str_is(name.name, names[i].name))
            type.name = arena_format(reader->arena, "\"%s\"", names[i].name); // somebody's own
    }
    return type;
}

bool tree_type_is_serial(struct sql_type *type)
{
    for (size_t i = 0; i < sizeof serials / sizeof *serials; i++) {
        if (type->schema.length > 0 || !str_is(type->name, serials[i].word))
            continue;
        type->name = str_of(serials[i].integer);
        return true;
    }
    return false;
}

struct str tree_type_text(const struct tree_reader *reader, const PgQuery__TypeName *source)
{
    struct sql_type type = tree_type(reader, source);
    bool has_schema = type.schema.length > 0;
    return arena_format(reader->arena, "%.*s%s%.*s%s", STR_ARGS(type.schema),
                        has_schema ? "." : "", STR_ARGS(type.name),
                        type.dimensions > 0 ? "[]" : "");
}

struct str tree_type_list(const struct tree_reader *reader, struct tree_list types)
{
    struct output out = { .arena = reader->arena };
    for (size_t i = 0; i < types.count; i++) {
        if (types.items[i]->node_case != PG_QUERY__NODE__NODE_TYPE_NAME)
            continue;
        if (out.bytes.count > 0)
            output_text(&out, ", ", 2);
        output_str(&out, tree_type_text(reader, types.items[i]->type_name));
    }
    return output_get(&out);
}
