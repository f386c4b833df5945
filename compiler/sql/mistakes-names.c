// The tables and columns that a search for mistakes can be sure of.
#include "sql/mistakes-parts.h"

#include "sql/cursor.h"

// ---- names

struct str mistake_name(const struct mistake_search *search, const struct sql_token *token)
{
    struct str name = sql_token_stored(search->arena, token);
    if (!name.data || token->kind != SQL_TOKEN_WORD
        || search->catalog->engine != SQL_ENGINE_POSTGRESQL)
        return name;
    return catalog_fold(search->arena, SQL_ENGINE_SQLITE, CATALOG_TABLE, name); // lower case
}

// The same for a name that was read out of the statement.
static struct str stored(const struct mistake_search *search, struct str name)
{
    struct str written = sql_name_quoted(search->statement->tokens, name);
    if (!name.data)
        return name;
    if (written.length != name.length)
        return written.data[0] == '[' ? name : sql_undouble(search->arena, name, written.data[0]);
    if (search->catalog->engine != SQL_ENGINE_POSTGRESQL)
        return name;
    return catalog_fold(search->arena, SQL_ENGINE_SQLITE, CATALOG_TABLE, name);
}

bool mistake_same(const struct mistake_search *search, struct str a, struct str b)
{
    return search->catalog->engine == SQL_ENGINE_POSTGRESQL ? str_equal(a, b)
                                                            : str_equal_ignoring_case(a, b);
}

// ---- tables

static bool is_common(const struct mistake_search *search, struct sql_name name)
{
    for (size_t i = 0; !name.schema.length && i < search->common->count; i++)
        if (mistake_same(search, search->common->items[i].name, name.name))
            return true;
    return false;
}

// What every engine brings along, and what another schema may hold.
static bool may_be_elsewhere(const struct mistake_search *search, struct sql_name name)
{
    if (name.schema.length)
        return !str_equal(name.schema, search->catalog->schema);
    return name.name.length == 0 || str_starts_with(name.name, STR("pg_"))
           || str_starts_with(name.name, STR("sqlite_")) || str_is(name.name, "dual")
           || str_equal_ignoring_case(name.name, STR("dual"));
}

// FROM t AS x (a, b): the columns have names of their own.
static bool has_column_aliases(const struct mistake_search *search, const struct sql_source *source)
{
    struct sql_cursor cursor = { search->arena, search->statement->tokens, source->at,
                                 search->statement->range.to };
    sql_cursor_source(&cursor);
    return sql_cursor_peek(&cursor, 0)->kind == SQL_TOKEN_OPEN
           || sql_token_at(search->statement->tokens, source->at)->kind == SQL_TOKEN_OPEN;
}

static bool has_known_columns(const struct catalog_object *object)
{
    return object
           && ((object->kind == CATALOG_TABLE && !object->table->is_partial
                && !object->table->is_virtual)
               || (object->kind == CATALOG_VIEW && object->view->columns));
}

static struct sql_range words_of(const struct mistake_search *search,
                                 const struct sql_source *source)
{
    const struct sql_tokens *tokens = search->statement->tokens;
    struct sql_cursor cursor = { search->arena, tokens, source->at, search->statement->range.to };
    sql_cursor_source(&cursor);
    const struct sql_token *first = sql_token_at(tokens, source->at);
    return (struct sql_range){ first->kind == SQL_TOKEN_OPEN ? first->partner + 1 : source->at,
                               cursor.at };
}

// The token of its name, behind its schema's.
static uint32_t name_at(const struct mistake_search *search, const struct sql_source *source)
{
    uint32_t at = source->at;
    while (sql_token_at(search->statement->tokens, at + 1)->kind == SQL_TOKEN_DOT)
        at += 2;
    return at;
}

// Whether MySQL tells tables apart by case is a matter of its settings.
static bool is_in_other_case(const struct mistake_search *search, struct sql_name name)
{
    enum sql_engine engine = search->catalog->engine;
    if (engine != SQL_ENGINE_MYSQL && engine != SQL_ENGINE_MARIADB)
        return false;
    struct map_walk walk = map_walk(search->catalog->relations);
    const struct catalog_object *object;
    while ((object = map_next(&walk)))
        if (str_equal_ignoring_case(object->name.name, name.name))
            return true;
    return false;
}

void mistake_add_source(struct mistake_search *search, struct mistake_scope *scope,
                        const struct sql_source *source)
{
    if (scope->count >= SOURCES_MAX) {
        scope->is_complete = false;
        return;
    }
    struct sql_name name = { stored(search, source->table.schema),
                             stored(search, source->table.name) };
    bool is_plain =
        name.name.length > 0 && !is_common(search, name) && !has_column_aliases(search, source);
    if (!name.schema.length)
        name.schema = search->schema;
    struct mistake_source added = {
        .alias = source->alias.data ? stored(search, source->alias) : name.name,
        .name = name,
    };
    added.words = words_of(search, source);
    if (is_plain && !may_be_elsewhere(search, name)) {
        struct catalog_found found = catalog_find(search->arena, search->catalog, name);
        bool is_index = found.object && found.object->kind == CATALOG_INDEX;
        added.object = is_index ? NULL : found.object;
        bool is_absent = found.presence == CATALOG_ABSENT && !is_in_other_case(search, name);
        if (is_absent || is_index)
            mistake_add(search, SQL_NO_TABLE, source->at, source->at + 1)->table = name;
    }
    scope->is_complete &= has_known_columns(added.object);
    array_add(search->arena, scope, added);
    if (search->meant && added.object)
        search->meant(search->context, name_at(search, source), &added, STR_NONE);
}

static struct str find_system_column(const struct mistake_search *search, struct str name)
{
    static const struct {
        enum sql_engine engine;
        const char *name;
    } columns[] = {
        { SQL_ENGINE_POSTGRESQL, "ctid" },     { SQL_ENGINE_POSTGRESQL, "oid" },
        { SQL_ENGINE_POSTGRESQL, "xmin" },     { SQL_ENGINE_POSTGRESQL, "xmax" },
        { SQL_ENGINE_POSTGRESQL, "cmin" },     { SQL_ENGINE_POSTGRESQL, "cmax" },
        { SQL_ENGINE_POSTGRESQL, "tableoid" }, { SQL_ENGINE_SQLITE, "rowid" },
        { SQL_ENGINE_SQLITE, "oid" },          { SQL_ENGINE_SQLITE, "_rowid_" },
        { SQL_ENGINE_MYSQL, "_rowid" },        { SQL_ENGINE_MARIADB, "_rowid" },
        { SQL_ENGINE_MARIADB, "row_start" },   { SQL_ENGINE_MARIADB, "row_end" },
    };
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        if (columns[i].engine == search->catalog->engine
            && str_equal_ignoring_case(name, str_of(columns[i].name)))
            return name;
    return STR_NONE;
}

enum catalog_presence mistake_find_column(const struct mistake_search *search,
                                          const struct mistake_source *source, struct str name,
                                          const struct catalog_column **column)
{
    const struct catalog_object *object = source->object;
    *column = NULL;
    if (!has_known_columns(object))
        return CATALOG_MAYBE;
    enum catalog_presence presence = CATALOG_ABSENT;
    if (object->kind == CATALOG_TABLE)
        presence = catalog_find_column(search->arena, search->catalog, object->table, name, column);
    else
        for (size_t i = 0; i < object->view->columns->count; i++)
            if (mistake_same(search, object->view->columns->items[i].name, name))
                presence = CATALOG_PRESENT;
    if (presence == CATALOG_ABSENT && find_system_column(search, name).data)
        return CATALOG_MAYBE;
    return presence;
}
