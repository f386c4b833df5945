// Which views and triggers SQLite's ALTER TABLE leaves with a name that means nothing: it refuses
// them all then.
#include "sql/catalog-query.h"
#include "sql/catalog-sqlite-watched.h"

enum { WATCHED_MAX = 500 }; // views and triggers; in a larger schema they are not looked at

// ---- the columns of views

struct refreshing {
    struct applier *applier;
    struct map done;
};

static void refresh(struct refreshing *refreshing, const struct catalog_object *object)
{
    struct applier *applier = refreshing->applier;
    struct str key = applier_key(applier, CATALOG_VIEW, object->name);
    if (map_find(refreshing->done, key))
        return;
    refreshing->done = map_put(applier->arena, refreshing->done, key, object);
    for (size_t i = 0; object->view->reads && i < object->view->reads->count; i++) {
        const struct catalog_object *read =
            applier_find(applier, object->view->reads->items[i]).object;
        if (read && read->kind == CATALOG_VIEW)
            refresh(refreshing, read);
    }
    struct catalog_view *view = arena_new(applier->arena, struct catalog_view);
    *view = *object->view;
    if (!view_read(applier, view))
        return;
    uses_of_object(applier, object, false);
    struct catalog_object *edit = applier_edit(applier, object);
    edit->view = view;
    edit->span = object->span;
    uses_of_object(applier, edit, true);
}

// SELECT * has the columns that its table has now.
static void refresh_views(struct applier *applier)
{
    struct refreshing refreshing = { .applier = applier };
    enum catalog_outcome outcome = applier->outcome;
    struct str reason = applier->reason;
    struct map_walk walk = map_walk(applier->catalog->relations);
    const struct catalog_object *object;
    while ((object = map_next(&walk)))
        if (object->kind == CATALOG_VIEW)
            refresh(&refreshing, object);
    applier->outcome = outcome; // what is not known of a view is no doubt about the change
    applier->reason = reason;
}

// ---- whether all of them still mean something

static void search_when(struct applier *applier, struct mistake_search *search,
                        const struct watched *watched, const struct mistake_scope *rows)
{
    struct str when = watched->trigger->definition.when.text;
    struct sql_statement *statement = arena_new(applier->arena, struct sql_statement);
    statement->tokens = sql_scan(applier->arena, SQL_ENGINE_SQLITE, (struct text){ .str = when });
    statement->range = (struct sql_range){ 0, statement->tokens->count };
    search->statement = statement;
    mistake_check_names(search, rows, NULL, statement->range);
}

static bool refuse(struct applier *applier, const struct watched *watched,
                   const struct sql_mistake *mistake)
{
    const char *kind = watched->trigger ? "trigger" : "view";
    struct str name = watched->trigger ? watched->trigger->name : watched->object->name.name;
    if (mistake->kind == SQL_NO_TABLE)
        return applier_refuse(applier, "%s '%.*s' names a table '%.*s', which is not there", kind,
                              STR_ARGS(name), STR_ARGS(mistake->table.name));
    if (mistake->kind == SQL_NO_COLUMN)
        return applier_refuse(applier, "%s '%.*s' names a column '%.*s', which is not there", kind,
                              STR_ARGS(name), STR_ARGS(mistake->column));
    return applier_refuse(applier, "%s '%.*s' names a column '%.*s' of two tables", kind,
                          STR_ARGS(name), STR_ARGS(mistake->column));
}

static bool reads_itself(const struct applier *applier, const struct catalog_object *view,
                         const struct catalog_object *read, unsigned depth)
{
    if (!read || read->kind != CATALOG_VIEW || depth > 16)
        return false;
    for (size_t i = 0; read->view->reads && i < read->view->reads->count; i++) {
        struct sql_name name = read->view->reads->items[i];
        if (applier_same_name(applier, CATALOG_VIEW, name, view->name)
            || reads_itself(applier, view, applier_find(applier, name).object, depth + 1))
            return true;
    }
    return false;
}

static bool view_holds(struct applier *applier, const struct catalog_object *view)
{
    struct watched watched = { .object = view };
    struct mistake_search search = watched_search(applier, applier->catalog, &watched);
    if (reads_itself(applier, view, view, 0))
        return applier_refuse(applier, "view '%.*s' reads itself", STR_ARGS(view->name.name));
    search.statement = watched_read(applier, view->view->definition.query.text)->statements.first;
    if (!search.statement)
        return true;
    struct sql_mistakes mistakes = mistakes_search(&search, NULL);
    return !mistakes.first || refuse(applier, &watched, mistakes.first);
}

static bool trigger_holds(struct applier *applier, const struct catalog_object *owner,
                          const struct catalog_trigger *trigger)
{
    struct watched watched = { .object = owner, .trigger = trigger };
    struct mistake_search search = watched_search(applier, applier->catalog, &watched);
    const struct mistake_scope *rows = watched_rows(applier, owner);
    search_when(applier, &search, &watched, rows);
    list_each(sql_statement, statement,
              watched_read(applier, trigger->definition.body)->statements) {
        search.statement = statement;
        mistakes_search(&search, rows);
    }
    return !search.found.first || refuse(applier, &watched, search.found.first);
}

static bool all_hold(struct applier *applier)
{
    struct map_walk walk = map_walk(applier->catalog->relations);
    const struct catalog_object *object;
    while ((object = map_next(&walk))) {
        if (object->kind == CATALOG_VIEW && !view_holds(applier, object))
            return false;
        if (object->kind != CATALOG_VIEW && object->kind != CATALOG_TABLE)
            continue;
        struct map_walk triggers = map_walk(catalog_triggers_of(object));
        const struct catalog_trigger *trigger;
        while ((trigger = map_next(&triggers)))
            if (!trigger_holds(applier, object, trigger))
                return false;
    }
    return true;
}

// In an index, a text in double quotes is read as a column when a column is renamed or dropped.
static bool indexes_hold(struct applier *applier)
{
    struct map_walk walk = map_walk(applier->catalog->relations);
    const struct catalog_object *object;
    while ((object = map_next(&walk))) {
        if (object->kind != CATALOG_TABLE)
            continue;
        struct map_walk indexes = map_walk(object->table->indexes);
        const struct catalog_index *index;
        while ((index = map_next(&indexes)))
            list_each(sql_key_part, part, index->definition.parts)
                if (part->may_be_text && !part->column.data)
                    return applier_refuse(applier, "index '%.*s' has a text in double quotes",
                                          STR_ARGS(index->definition.name.name));
    }
    return true;
}

// ---- all of it

static bool has_plain_column(struct applier *applier)
{
    const struct catalog_object *object = applier_find(applier, applier->ddl->table).object;
    if (!object || object->kind != CATALOG_TABLE || object->table->is_partial)
        return true;
    struct map_walk walk = map_walk(object->table->columns);
    const struct catalog_column *column;
    while ((column = map_next(&walk)))
        if (column->definition.generated == SQL_NOT_GENERATED)
            return true;
    return applier_refuse(applier, "every other column of it is generated");
}

// ALTER TABLE is refused as well where something meant nothing already.
static bool held_before(struct applier *applier, const struct catalog *before)
{
    struct applier look = *applier;
    struct catalog copy = *before;
    look.catalog = &copy;
    bool held = all_hold(&look);
    applier->outcome = look.outcome;
    applier->reason = look.reason;
    return held;
}

// SQLite 3.40 loses the column of a UNIQUE that stands before the PRIMARY KEY which is the
// table's own order.
static void doubt_key(struct applier *applier)
{
    const struct ddl *ddl = applier->ddl;
    const struct catalog_object *object = applier_find(applier, ddl->table).object;
    if (!object || object->kind != CATALOG_TABLE)
        return;
    const struct catalog_constraint *key = catalog_primary_key(object->table);
    if (!key || key->index.data || key->definition.is_of_column
        || !parts_have(applier, &key->definition.columns, ddl->new_name.name))
        return;
    struct map_walk walk = map_walk(object->table->constraints);
    const struct catalog_constraint *other;
    while ((other = map_next(&walk)))
        if (other->definition.kind == SQL_CONSTRAINT_UNIQUE && other->id < key->id
            && !other->definition.is_of_column
            && parts_have(applier, &other->definition.columns, ddl->new_name.name))
            applier_doubt(applier, "not every SQLite renames a column of two keys");
}

static size_t count_watched(const struct catalog *catalog)
{
    return map_count(catalog->triggers) + catalog->view_count;
}

bool sqlite_settle(struct applier *applier, const struct catalog *before)
{
    enum ddl_kind kind = applier->ddl->kind;
    bool is_rename = kind == DDL_RENAME_TABLE || kind == DDL_RENAME_COLUMN;
    bool is_drop = kind == DDL_DROP_COLUMN;
    if (is_drop && !has_plain_column(applier))
        return false;
    if ((is_drop || kind == DDL_RENAME_COLUMN) && !indexes_hold(applier))
        return false;
    if (kind == DDL_RENAME_COLUMN)
        doubt_key(applier);
    bool changes_columns = is_rename || is_drop || kind == DDL_ADD_COLUMN
                           || kind == DDL_CREATE_TABLE || kind == DDL_CREATE_TABLE_AS
                           || kind == DDL_DROP_TABLE || kind == DDL_CREATE_VIEW
                           || kind == DDL_DROP_VIEW;
    size_t watched = changes_columns ? count_watched(applier->catalog) : 0;
    if (watched == 0 || watched > WATCHED_MAX)
        return true;
    applier_work(applier, map_count(applier->catalog->relations) * 2); // all are looked at
    if (is_rename || is_drop)
        sqlite_follow(applier, before);
    refresh_views(applier);
    return (!is_rename && !is_drop) || (held_before(applier, before) && all_hold(applier));
}
