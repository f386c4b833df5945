// Definitions of a catalog as SQL.
#include "sql/inverse-parts.h"

struct str quoted(const struct deriver *deriver, struct str name)
{
    return sql_identifier_quote(deriver->arena, deriver->engine, name);
}

struct str quoted_name(const struct deriver *deriver, struct sql_name name)
{
    return sql_identifier_quote_name(deriver->arena, deriver->engine, name);
}

struct str object_name(const struct deriver *deriver, const struct catalog_object *object)
{
    struct sql_name name = object->name;
    if (str_equal(name.schema, deriver->before->schema))
        name.schema = STR_NONE;
    return quoted_name(deriver, name);
}

struct str statement_text(const struct sql_statement *statement)
{
    return sql_tokens_text(statement->tokens, statement->range.from, statement->range.to);
}

struct str string_text(const struct deriver *deriver, struct str text)
{
    struct output out = { .arena = deriver->arena };
    output_char(&out, '\'');
    for (size_t i = 0; i < text.length; i++) {
        output_char(&out, text.data[i]);
        if (text.data[i] == '\'' || (text.data[i] == '\\' && in_mysql(deriver)))
            output_char(&out, text.data[i]);
    }
    output_char(&out, '\'');
    return output_get(&out);
}

static void put_parts(const struct deriver *deriver, struct output *out,
                      const struct sql_key_parts *parts)
{
    output_char(out, '(');
    list_each(sql_key_part, part, *parts) {
        if (part != parts->first)
            output_format(out, ", ");
        if (part->column.data)
            output_str(out, quoted(deriver, part->column));
        else
            output_format(out, "(%.*s)", STR_ARGS(part->expression.text));
        if (part->length.length)
            output_format(out, "(%.*s)", STR_ARGS(part->length));
        if (part->collation.length)
            output_format(out, " COLLATE %.*s", STR_ARGS(quoted(deriver, part->collation)));
        if (part->class.length)
            output_format(out, " %.*s", STR_ARGS(quoted(deriver, part->class)));
        if (part->is_descending)
            output_format(out, " DESC");
        if (in_postgresql(deriver) && part->is_nulls_first != part->is_descending)
            output_format(out, part->is_nulls_first ? " NULLS FIRST" : " NULLS LAST");
        if (part->operator.length)
            output_format(out, " WITH %.*s", STR_ARGS(part->operator));
    }
    output_char(out, ')');
}

// ---- columns

static void put_generated(struct output *out, const struct sql_column *column)
{
    if (column->identity != SQL_NO_IDENTITY)
        output_format(out, " GENERATED %s AS IDENTITY",
                      column->identity == SQL_IDENTITY_ALWAYS ? "ALWAYS" : "BY DEFAULT");
    if (column->generated != SQL_NOT_GENERATED)
        output_format(out, " GENERATED ALWAYS AS (%.*s) %s", STR_ARGS(column->expression.text),
                      column->generated == SQL_GENERATED_STORED ? "STORED" : "VIRTUAL");
}

struct str column_text(const struct deriver *deriver, const struct sql_column *column)
{
    struct output out = { .arena = deriver->arena };
    output_str(&out, quoted(deriver, column->name));
    output_format(&out, " %.*s",
                  STR_ARGS(catalog_type_text(deriver->arena, deriver->engine, &column->type)));
    if (column->type.charset.length)
        output_format(&out, " CHARACTER SET %.*s", STR_ARGS(column->type.charset));
    if (column->collation.length)
        output_format(&out, " COLLATE %.*s", STR_ARGS(quoted(deriver, column->collation)));
    put_generated(&out, column);
    if (column->is_not_null)
        output_format(&out, " NOT NULL");
    else if (in_mysql(deriver) && column->generated == SQL_NOT_GENERATED)
        output_format(&out, " NULL");
    if (column->fallback.text.data)
        output_format(&out, " DEFAULT %.*s", STR_ARGS(column->fallback.text));
    if (column->on_update.text.data)
        output_format(&out, " ON UPDATE %.*s", STR_ARGS(column->on_update.text));
    if (column->is_auto_increment)
        output_format(&out, " AUTO_INCREMENT");
    if (column->is_invisible)
        output_format(&out, " INVISIBLE");
    if (column->has_comment && in_mysql(deriver))
        output_format(&out, " COMMENT %.*s", STR_ARGS(string_text(deriver, column->comment)));
    return output_get(&out);
}

struct str column_check_text(const struct deriver *deriver, const struct catalog_column *column)
{
    const struct catalog_table *before = table_in(deriver, deriver->before);
    if (!before || deriver->engine != SQL_ENGINE_MARIADB)
        return STR("");
    struct map_walk walk = map_walk(before->constraints);
    const struct catalog_constraint *check;
    while ((check = map_next(&walk))) {
        const struct sql_constraint_definition *definition = &check->definition;
        if (definition->kind == SQL_CONSTRAINT_CHECK && definition->is_of_column
            && definition->columns.first
            && str_equal_ignoring_case(definition->columns.first->column, column->definition.name))
            return arena_format(deriver->arena, " CHECK (%.*s)",
                                STR_ARGS(definition->expression.text));
    }
    return STR("");
}

// ---- constraints

static const char *const actions[] = {
    [SQL_NO_ACTION] = NULL,      [SQL_RESTRICT] = "RESTRICT",
    [SQL_CASCADE] = "CASCADE",   [SQL_SET_NULL] = "SET NULL",
    [SQL_SET_TO_DEFAULT] = "SET DEFAULT",
};

static void put_reference(const struct deriver *deriver, struct output *out,
                          const struct sql_constraint_definition *definition)
{
    struct sql_name other = definition->other;
    if (str_equal(other.schema, deriver->before->schema))
        other.schema = STR_NONE;
    output_format(out, " REFERENCES %.*s ", STR_ARGS(quoted_name(deriver, other)));
    if (definition->other_columns.first)
        put_parts(deriver, out, &definition->other_columns);
    if (definition->is_match_full)
        output_format(out, " MATCH FULL");
    if (actions[definition->on_delete])
        output_format(out, " ON DELETE %s", actions[definition->on_delete]);
    if (actions[definition->on_update])
        output_format(out, " ON UPDATE %s", actions[definition->on_update]);
}

static void put_columns(const struct deriver *deriver, struct output *out, const char *words,
                        const struct sql_key_parts *parts)
{
    output_format(out, "%s ", words);
    put_parts(deriver, out, parts);
}

static void put_kind(const struct deriver *deriver, struct output *out,
                     const struct sql_constraint_definition *definition)
{
    switch (definition->kind) {
    case SQL_CONSTRAINT_PRIMARY_KEY:
        put_columns(deriver, out, "PRIMARY KEY", &definition->columns);
        break;
    case SQL_CONSTRAINT_UNIQUE:
        put_columns(deriver, out,
                    definition->is_nulls_not_distinct ? "UNIQUE NULLS NOT DISTINCT" : "UNIQUE",
                    &definition->columns);
        break;
    case SQL_CONSTRAINT_FOREIGN_KEY:
        put_columns(deriver, out, "FOREIGN KEY", &definition->columns);
        put_reference(deriver, out, definition);
        break;
    case SQL_CONSTRAINT_EXCLUDE:
        output_format(out, "EXCLUDE USING %.*s ",
                      STR_ARGS(definition->method.length ? definition->method : STR("btree")));
        put_parts(deriver, out, &definition->columns);
        if (definition->expression.text.data)
            output_format(out, " WHERE (%.*s)", STR_ARGS(definition->expression.text));
        break;
    case SQL_CONSTRAINT_CHECK:
        output_format(out, "CHECK (%.*s)", STR_ARGS(definition->expression.text));
        if (definition->is_no_inherit)
            output_format(out, " NO INHERIT");
        break;
    case SQL_CONSTRAINT_NONE:
    case SQL_CONSTRAINT_NOT_NULL: break;
    }
}

// The engine chooses the name that it chose before; said, it would be the index's too.
static bool is_chosen_again(const struct deriver *deriver,
                            const struct sql_constraint_definition *definition)
{
    const struct catalog_object *table =
        catalog_find_table(deriver->arena, deriver->after, deriver->ddl->table);
    if (!definition->is_name_chosen || !table || table->table->is_partial)
        return false;
    struct str prefix = arena_format(deriver->arena, "%.*s_ibfk_", STR_ARGS(table->name.name));
    return str_equal(definition->name,
                     arena_format(deriver->arena, "%.*s%u", STR_ARGS(prefix),
                                  catalog_highest_number(table->table, prefix) + 1));
}

struct str constraint_text(const struct deriver *deriver,
                           const struct catalog_constraint *constraint)
{
    const struct sql_constraint_definition *definition = &constraint->definition;
    struct output out = { .arena = deriver->arena };
    bool is_primary = definition->kind == SQL_CONSTRAINT_PRIMARY_KEY;
    bool is_named_again = in_mysql(deriver) && definition->kind == SQL_CONSTRAINT_FOREIGN_KEY
                          && is_chosen_again(deriver, definition);
    if (!(is_primary && in_mysql(deriver)) && !is_named_again)
        output_format(&out, "CONSTRAINT %.*s ", STR_ARGS(quoted(deriver, definition->name)));
    put_kind(deriver, &out, definition);
    if (definition->include.first)
        put_columns(deriver, &out, " INCLUDE", &definition->include);
    if (definition->is_deferrable)
        output_format(&out, " DEFERRABLE%s", definition->is_deferred ? " INITIALLY DEFERRED" : "");
    if (!constraint->is_valid && in_postgresql(deriver))
        output_format(&out, " NOT VALID");
    return output_get(&out);
}

// ---- indexes, views, sequences

struct str index_text(const struct deriver *deriver, struct str table,
                      const struct catalog_index *index)
{
    const struct sql_index *definition = &index->definition;
    struct output out = { .arena = deriver->arena };
    output_format(&out, "CREATE %sINDEX %.*s ON %.*s ",
                  definition->is_unique     ? "UNIQUE "
                  : definition->is_fulltext ? "FULLTEXT "
                  : definition->is_spatial  ? "SPATIAL "
                                            : "",
                  STR_ARGS(quoted(deriver, definition->name.name)), STR_ARGS(table));
    if (in_postgresql(deriver) && !str_is(definition->method, "btree"))
        output_format(&out, "USING %.*s ", STR_ARGS(definition->method));
    put_parts(deriver, &out, &definition->parts);
    if (definition->include.first)
        put_columns(deriver, &out, " INCLUDE", &definition->include);
    if (definition->is_nulls_not_distinct)
        output_format(&out, " NULLS NOT DISTINCT");
    if (definition->where.text.data)
        output_format(&out, " WHERE %.*s", STR_ARGS(definition->where.text));
    if (definition->is_invisible)
        output_format(&out, " %s",
                      deriver->engine == SQL_ENGINE_MARIADB ? "IGNORED" : "INVISIBLE");
    return output_get(&out);
}

struct str view_text(const struct deriver *deriver, const struct catalog_object *view,
                     bool is_replacing)
{
    const struct sql_view *definition = &view->view->definition;
    struct output out = { .arena = deriver->arena };
    output_format(&out, "CREATE %s%s%sVIEW %.*s ", is_replacing ? "OR REPLACE " : "",
                  definition->is_recursive ? "RECURSIVE " : "",
                  definition->is_materialized ? "MATERIALIZED " : "",
                  STR_ARGS(object_name(deriver, view)));
    if (definition->columns.first) {
        put_parts(deriver, &out, &definition->columns);
        output_char(&out, ' ');
    }
    output_format(&out, "AS %.*s", STR_ARGS(definition->query.text));
    if (definition->has_no_data)
        output_format(&out, " WITH NO DATA");
    return output_get(&out);
}

struct str sequence_text(const struct deriver *deriver, const struct sql_sequence *sequence)
{
    struct output out = { .arena = deriver->arena };
    if (in_postgresql(deriver))
        output_format(&out, "AS %.*s ", STR_ARGS(sequence->type));
    output_format(&out, "START WITH %.*s INCREMENT BY %.*s MINVALUE %.*s MAXVALUE %.*s%s",
                  STR_ARGS(sequence->start), STR_ARGS(sequence->increment),
                  STR_ARGS(sequence->min), STR_ARGS(sequence->max),
                  sequence->is_cycle ? " CYCLE" : " NO CYCLE");
    if (sequence->cache.length)
        output_format(&out, " CACHE %.*s", STR_ARGS(sequence->cache));
    if (in_postgresql(deriver) && sql_name_is_set(sequence->owner))
        output_format(&out, " OWNED BY %.*s.%.*s", STR_ARGS(quoted_name(deriver, sequence->owner)),
                      STR_ARGS(quoted(deriver, sequence->owner_column)));
    else if (in_postgresql(deriver))
        output_format(&out, " OWNED BY NONE");
    return output_get(&out);
}
