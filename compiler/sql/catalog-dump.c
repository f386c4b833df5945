// A catalog as text.
#include "sql/catalog-lines.h"

#include "base/output.h"

#include <stdlib.h>

struct texts {
    ARRAY_OF(struct str) items;
};

static bool is_shown(const struct catalog_object *object)
{
    struct str schema = object->name.schema;
    return !str_is(schema, "pg_temp") && !str_is(schema, "temp") && !str_is(schema, "#temporary");
}

static void add_map(struct arena *arena, const struct catalog *catalog, struct map map,
                    struct texts *texts)
{
    struct map_walk walk = map_walk(map);
    const struct catalog_object *object;
    while ((object = map_next(&walk))) {
        if (!is_shown(object))
            continue;
        struct catalog_lines lines = catalog_lines_of(arena, catalog, object);
        list_each(catalog_line, line, lines)
            array_add(arena, &texts->items, catalog_line_text(arena, line));
    }
}

static int compare_texts(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

struct str catalog_dump(struct arena *arena, const struct catalog *catalog)
{
    struct texts texts = { 0 };
    struct output out = { .arena = arena };
    add_map(arena, catalog, catalog->relations, &texts);
    add_map(arena, catalog, catalog->types, &texts);
    add_map(arena, catalog, catalog->routines, &texts);
    add_map(arena, catalog, catalog->schemas, &texts);
    if (texts.items.count)
        qsort(texts.items.items, texts.items.count, sizeof *texts.items.items, compare_texts);
    for (size_t i = 0; i < texts.items.count; i++) {
        output_str(&out, texts.items.items[i]);
        output_char(&out, '\n');
    }
    return output_get(&out);
}
