#include "backends/sql-name.h"

struct str sql_stored_name(struct arena *arena, enum sql_engine engine, struct str name,
                           struct str written)
{
    struct output out = { .arena = arena };
    bool is_exact = engine != SQL_ENGINE_POSTGRESQL
                    || str_find_char(written, '`', 0) != STR_NOT_FOUND;
    for (size_t i = 0; i < name.length; i++)
        output_char(&out, is_exact ? name.data[i] : char_lower(name.data[i]));
    return output_get(&out);
}

struct str sql_quoted_name(struct arena *arena, enum sql_engine engine, struct str stored)
{
    char quote = sql_engine_is_mysql(engine) ? '`' : '"';
    struct output out = { .arena = arena };
    output_char(&out, quote);
    for (size_t i = 0; i < stored.length; i++) {
        if (stored.data[i] == quote)
            output_char(&out, quote);
        output_char(&out, stored.data[i]);
    }
    output_char(&out, quote);
    return output_get(&out);
}

struct str sql_identifier(struct arena *arena, enum sql_engine engine, struct str name,
                          struct str written)
{
    return sql_quoted_name(arena, engine, sql_stored_name(arena, engine, name, written));
}

struct str sql_table_name(struct arena *arena, enum sql_engine engine,
                          const struct object *object)
{
    struct str written = object->text.str;
    struct str table = sql_identifier(arena, engine, object->table, written);
    if (!object->schema.length)
        return table;
    return arena_format(arena, "%.*s.%.*s",
                        STR_ARGS(sql_identifier(arena, engine, object->schema, written)),
                        STR_ARGS(table));
}

// Each of the bytes in `doubled` stands twice.
static struct str literal(struct arena *arena, struct str text, const char *doubled)
{
    struct output out = { .arena = arena };
    output_char(&out, '\'');
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] && strchr(doubled, text.data[i]))
            output_char(&out, text.data[i]);
        output_char(&out, text.data[i]);
    }
    output_char(&out, '\'');
    return output_get(&out);
}

struct str sql_literal(struct arena *arena, struct str text)
{
    return literal(arena, text, "'");
}

struct str sql_mysql_literal(struct arena *arena, struct str text)
{
    return literal(arena, text, "'\\");
}

struct str sql_identifier_literal(struct arena *arena, struct str identifier)
{
    struct output name = { .arena = arena };
    for (size_t i = 1; i + 1 < identifier.length; i++) {
        output_char(&name, identifier.data[i]);
        i += identifier.data[i] == '"'; // doubled inside of quotes
    }
    return sql_literal(arena, output_get(&name));
}
