#include "backends/schema-rows.h"

#include "backends/sql-name.h"

struct str schema_name(const struct schema_writer *writer, struct str name)
{
    return writer->engine == SQL_ENGINE_POSTGRESQL
               ? name
               : catalog_fold(writer->arena, writer->engine, CATALOG_ANYTHING, name);
}

struct str schema_key(const struct schema_writer *writer, const char *kind, struct sql_name name)
{
    struct str schema = schema_name(writer, name.schema), last = schema_name(writer, name.name);
    return arena_format(writer->arena, "%s %.*s%s%.*s", kind, STR_ARGS(schema),
                        schema.length ? "." : "", STR_ARGS(last));
}

struct str schema_part_key(const struct schema_writer *writer, const char *kind,
                           struct sql_name table, struct str name)
{
    return arena_format(writer->arena, "%.*s.%.*s", STR_ARGS(schema_key(writer, kind, table)),
                        STR_ARGS(schema_name(writer, name)));
}

static void put_json(struct output *out, struct str text)
{
    output_char(out, '"');
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c < ' ')
            output_format(out, "\\u%04x", c);
        else if (c == '"' || c == '\\')
            output_format(out, "\\%c", c);
        else
            output_char(out, text.data[i]);
    }
    output_char(out, '"');
}

bool schema_is_mysql(const struct schema_writer *writer)
{
    return writer->engine == SQL_ENGINE_MYSQL || writer->engine == SQL_ENGINE_MARIADB;
}

// Of texts: a row of VALUES, or JSON.
static void add_row(struct schema_writer *writer, struct schema_rows *rows,
                    const struct str *texts, size_t count)
{
    struct output *out = &rows->out;
    bool is_json = schema_is_mysql(writer), is_list = !is_json || count > 1;
    output_str(out, rows->count++ ? STR(",\n    ") : STR("    "));
    for (size_t i = 0; i < count; i++) {
        output_str(out, i ? STR(", ") : !is_list ? STR("") : is_json ? STR("[") : STR("("));
        if (is_json)
            put_json(out, texts[i]);
        else
            output_str(out, sql_literal(writer->arena, texts[i]));
    }
    output_str(out, !is_list ? STR("") : is_json ? STR("]") : STR(")"));
}

void schema_add_single(struct schema_writer *writer, struct schema_rows *rows, struct str value)
{
    add_row(writer, rows, &value, 1);
}

void schema_begin_facts(struct schema_writer *writer)
{
    writer->facts = (struct output){ .arena = writer->arena };
}

void schema_fact(struct schema_writer *writer, const char *name, struct str value)
{
    struct output *out = &writer->facts;
    output_format(out, "%s\"%s\": ", out->bytes.count ? ", " : "", name);
    put_json(out, value);
}

void schema_fact_if(struct schema_writer *writer, const char *name, bool holds)
{
    schema_fact(writer, name, holds ? STR("yes") : STR("no"));
}

void schema_remember(struct schema_writer *writer, struct str object)
{
    writer->objects = map_put(writer->arena, writer->objects, object, writer);
}

void schema_end_facts(struct schema_writer *writer, struct str parent, struct str object)
{
    struct str facts = arena_format(writer->arena, "{%.*s}", STR_ARGS(output_get(&writer->facts)));
    struct str texts[] = { parent, object, facts };
    add_row(writer, &writer->expected, texts, sizeof texts / sizeof *texts);
    schema_remember(writer, object);
}

struct str schema_trigger_key(const struct schema_writer *writer, struct sql_name owner,
                              struct str name)
{
    if (writer->engine == SQL_ENGINE_SQLITE) // they have names of their own
        return schema_key(writer, "trigger", (struct sql_name){ STR("main"), name });
    return schema_part_key(writer, "trigger", owner, name);
}
