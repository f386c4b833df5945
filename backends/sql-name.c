#include "backends/sql-name.h"

struct str sql_identifier(struct arena *arena, bool folds, struct str name, struct str written)
{
    bool is_exact = !folds || str_find_char(written, '`', 0) != STR_NOT_FOUND;
    struct output out = { .arena = arena };
    output_char(&out, '"');
    for (size_t i = 0; i < name.length; i++) {
        if (name.data[i] == '"')
            output_char(&out, '"');
        output_char(&out, is_exact ? name.data[i] : char_lower(name.data[i]));
    }
    output_char(&out, '"');
    return output_get(&out);
}

struct str sql_table_name(struct arena *arena, bool folds, const struct object *object)
{
    struct str written = object->text.str;
    struct str table = sql_identifier(arena, folds, object->table, written);
    if (!object->schema.length)
        return table;
    return arena_format(arena, "%.*s.%.*s",
                        STR_ARGS(sql_identifier(arena, folds, object->schema, written)),
                        STR_ARGS(table));
}
