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

static void begin_row(struct schema_rows *rows)
{
    output_str(&rows->out, rows->count++ ? STR(",\n    (") : STR("    ("));
}

void schema_add_single(struct schema_writer *writer, struct schema_rows *rows, struct str value)
{
    begin_row(rows);
    output_format(&rows->out, "%.*s)", STR_ARGS(sql_literal(writer->arena, value)));
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
    struct output *out = &writer->expected.out;
    begin_row(&writer->expected);
    output_format(out, "%.*s, %.*s, ", STR_ARGS(sql_literal(writer->arena, parent)),
                  STR_ARGS(sql_literal(writer->arena, object)));
    output_format(out, "%.*s)", STR_ARGS(sql_literal(writer->arena, facts)));
    schema_remember(writer, object);
}

struct str schema_trigger_key(const struct schema_writer *writer, struct sql_name owner,
                              struct str name)
{
    if (writer->engine == SQL_ENGINE_SQLITE) // they have names of their own
        return schema_key(writer, "trigger", (struct sql_name){ STR("main"), name });
    return schema_part_key(writer, "trigger", owner, name);
}
