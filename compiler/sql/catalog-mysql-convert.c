// CONVERT TO CHARACTER SET: the table's texts, and their types where they would not fit any more.
#include "sql/catalog-parts.h"

// That holds as many characters when they have become wider.
static struct str wider_text(struct str type)
{
    static const char *const texts[] = { "tinytext", "text", "mediumtext", "longtext" };
    for (size_t i = 0; i + 1 < sizeof texts / sizeof *texts; i++)
        if (str_is(type, texts[i]))
            return str_of(texts[i + 1]);
    return type;
}

static bool convert_column(struct applier *applier, struct table_edit edit,
                           const struct catalog_column *column, struct str collation)
{
    struct str name = column->definition.name;
    if (!mysql_has_charset(&column->definition.type))
        return true;
    struct catalog_column *converted = column_edit(applier, edit, name);
    struct sql_column *definition = &converted->definition;
    if (mysql_width(collation) > mysql_width(definition->collation))
        definition->type.name = wider_text(definition->type.name);
    definition->type.charset = STR_NONE;
    definition->collation = collation;
    return mysql_change_indexes(applier, edit, name);
}

// As the table has it from now on: "latin1", and the collation where it is said.
static void set_default(struct applier *applier, struct table_edit edit,
                        const struct sql_option *charset, const struct sql_option *collate)
{
    edit.table->options = map_remove(applier->arena, edit.table->options, STR("collate"));
    edit.table->options = map_remove(applier->arena, edit.table->options, STR("charset"));
    if (!str_is(charset->value, "default"))
        edit.table->options =
            map_put(applier->arena, edit.table->options, STR("charset"), charset);
    if (collate)
        edit.table->options =
            map_put(applier->arena, edit.table->options, STR("collate"), collate);
}

bool mysql_convert_table(struct applier *applier, struct table_edit edit)
{
    const struct sql_option *charset = applier->ddl->option, *collate = charset->next;
    struct str collation = STR_NONE;
    if (collate)
        collation = collate->value;
    else if (!str_is(charset->value, "default"))
        collation = mysql_default_collation(applier, charset->value);
    set_default(applier, edit, charset, collate);
    struct catalog_columns columns = catalog_columns_of(applier->arena, edit.table);
    for (size_t i = 0; i < columns.count; i++)
        if (!convert_column(applier, edit, columns.items[i], collation))
            return false;
    return true;
}
