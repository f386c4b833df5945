// What a view means for certain, and what of that is not there any more.
//
// MySQL and SQLite keep a view as text, and let its tables go: the next use of it fails. MySQL
// keeps the columns that `*` was when the view was made; SQLite refuses to drop a column that a
// view names.
#include "sql/catalog-query.h"
#include "sql/cursor.h"
#include "sql/mistakes-parts.h"

enum {
    LOOKS_MAX = 200, // at views that a view reads
    DEEP_MAX = 8,
};

// ---- what it means

struct meanings {
    struct applier *applier;
    struct catalog_reads *reads;
    struct map tables; // that are among them, by name
    bool is_star;      // it selects all columns of what it reads
};

static void note_columns(struct meanings *meanings, const struct catalog_object *object)
{
    struct arena *arena = meanings->applier->arena;
    struct catalog_columns columns = { 0 };
    if (meanings->is_star && object->kind == CATALOG_TABLE)
        columns = catalog_columns_of(arena, object->table);
    for (size_t i = 0; i < columns.count; i++)
        if (!columns.items[i]->definition.is_invisible)
            array_add(arena, meanings->reads,
                      ((struct catalog_read){ object->name, columns.items[i]->definition.name }));
}

static void note(void *context, uint32_t at, const struct mistake_source *source,
                 struct str column)
{
    (void)at;
    struct meanings *meanings = context;
    struct arena *arena = meanings->applier->arena;
    if (!source || !source->object || (column.data && !is_mysql(meanings->applier)))
        return;
    struct str key = sql_name_format(arena, source->object->name);
    bool is_new = column.data || !map_find(meanings->tables, key);
    if (!is_new)
        return;
    struct catalog_read read = { source->object->name, column };
    array_add(arena, meanings->reads, read);
    if (column.data)
        return;
    meanings->tables = map_put(arena, meanings->tables, key, source);
    note_columns(meanings, source->object);
}

static bool selects_all(const struct sql_statement *statement)
{
    const struct sql_select *select = statement->selects.first;
    return select && !select->next && select->items.count == 1
           && select->items.items[0].to == select->items.items[0].from + 1 && select->has_star;
}

const struct catalog_reads *view_meanings(struct applier *applier,
                                          const struct sql_expression *query)
{
    struct meanings meanings = {
        .applier = applier,
        .reads = arena_new(applier->arena, struct catalog_reads),
    };
    const struct sql_script *script = sql_read_by_heads(
        applier->arena, applier->catalog->engine, (struct text){ .str = query->text });
    if (is_postgresql(applier) || !script->statements.first)
        return meanings.reads;
    meanings.is_star = is_mysql(applier) && selects_all(script->statements.first);
    struct mistake_search search = {
        .arena = applier->arena,
        .catalog = applier->catalog,
        .statement = script->statements.first,
        .meant = note,
        .context = &meanings,
    };
    mistakes_search(&search, NULL);
    return meanings.reads;
}

// ---- what of that is gone

struct gap_search {
    struct arena *arena;
    const struct catalog *catalog;
    unsigned looks, depth;
};

static bool view_has(const struct gap_search *search, const struct catalog_view *view,
                     struct str column)
{
    for (size_t i = 0; i < view->columns->count; i++)
        if (str_equal_ignoring_case(view->columns->items[i].name, column))
            return true;
    return search->catalog->engine == SQL_ENGINE_SQLITE;
}

static bool find_gap(struct gap_search *search, const struct catalog_view *view,
                     struct catalog_read *gap);

static bool is_gap(struct gap_search *search, const struct catalog_read *read,
                   struct catalog_read *gap)
{
    struct catalog_found found = catalog_find(search->arena, search->catalog, read->table);
    const struct catalog_column *column;
    *gap = *read;
    if (found.presence == CATALOG_ABSENT)
        gap->column = STR_NONE;
    if (found.presence != CATALOG_PRESENT)
        return found.presence == CATALOG_ABSENT;
    if (found.object->kind == CATALOG_TABLE)
        return read->column.data
               && catalog_find_column(search->arena, search->catalog, found.object->table,
                                      read->column, &column)
                      == CATALOG_ABSENT;
    if (found.object->kind != CATALOG_VIEW)
        return false;
    const struct catalog_view *view = found.object->view;
    if (read->column.data && view->columns && !view_has(search, view, read->column))
        return true;
    return !read->column.data && find_gap(search, view, gap);
}

static bool find_gap(struct gap_search *search, const struct catalog_view *view,
                     struct catalog_read *gap)
{
    if (!view->means || search->depth >= DEEP_MAX || ++search->looks > LOOKS_MAX)
        return false;
    search->depth++;
    bool is_found = false;
    for (size_t i = 0; i < view->means->count && !is_found; i++)
        is_found = is_gap(search, &view->means->items[i], gap);
    search->depth--;
    return is_found;
}

bool catalog_view_gap(struct arena *arena, const struct catalog *catalog,
                      const struct catalog_view *view, struct catalog_read *gap)
{
    struct gap_search search = { .arena = arena, .catalog = catalog };
    return find_gap(&search, view, gap);
}
