// What SQLite's ALTER TABLE does to views and triggers: their text follows a new name, and none
// of them may be left with a name that means nothing.
#include "base/output.h"
#include "sql/catalog-query.h"
#include "sql/catalog-sqlite.h"
#include "sql/cursor.h"
#include "sql/mistakes-parts.h"

#include <stdlib.h>

enum { WATCHED_MAX = 500 }; // views and triggers; in a larger schema they are not looked at

// ---- the statements of a view or trigger

struct watched {
    const struct catalog_object *object;   // the view, or what has the trigger
    const struct catalog_trigger *trigger; // NULL: a view
};

static const struct sql_script *read_text(struct applier *applier, struct str sql)
{
    return sql_read_by_heads(applier->arena, SQL_ENGINE_SQLITE, (struct text){ .str = sql });
}

// NEW and OLD.
static struct mistake_scope *rows_of(struct applier *applier, const struct catalog_object *table)
{
    struct mistake_scope *scope = arena_new(applier->arena, struct mistake_scope);
    struct mistake_source rows[] = {
        { .alias = STR("new"), .name = table->name, .object = table, .is_row = true },
        { .alias = STR("old"), .name = table->name, .object = table, .is_row = true },
    };
    scope->is_complete = true;
    array_add(applier->arena, scope, rows[0]);
    array_add(applier->arena, scope, rows[1]);
    return scope;
}

static struct mistake_search new_search(struct applier *applier, const struct catalog *catalog,
                                        const struct watched *watched)
{
    bool is_temporary = str_equal_ignoring_case(watched->object->name.schema, STR("temp"));
    return (struct mistake_search){
        .arena = applier->arena,
        .catalog = catalog,
        .is_in_trigger = watched->trigger != NULL,
        .schema = is_temporary ? STR_NONE : watched->object->name.schema,
    };
}

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

// ---- following a new name; a text in double quotes gets single ones on the way

struct place {
    uint32_t at;  // its token
    bool is_text; // it becomes a text in single quotes; else it gets the new name
};

struct following {
    struct applier *applier;
    struct sql_name table; // as it was called
    struct str column;     // no data: the table itself is renamed
    const struct sql_tokens *tokens;
    ARRAY_OF(struct place) places;
};

static void note_place(void *context, uint32_t at, const struct mistake_source *source,
                       struct str column)
{
    struct following *following = context;
    enum ddl_kind kind = following->applier->ddl->kind;
    if (!source && kind != DDL_RENAME_TABLE)
        array_add(following->applier->arena, &following->places, ((struct place){ at, true }));
    if (!source || kind == DDL_DROP_COLUMN)
        return;
    struct str word =
        sql_token_stored(following->applier->arena, sql_token_at(following->tokens, at));
    if (!applier_same_name(following->applier, CATALOG_TABLE, source->object->name,
                           following->table))
        return;
    bool is_column = column.data != NULL;
    struct str meant = is_column ? following->column : following->table.name;
    bool is_wanted =
        is_column ? following->column.data != NULL : !following->column.data && !source->is_row;
    if (is_wanted && str_equal_ignoring_case(word, meant))
        array_add(following->applier->arena, &following->places, ((struct place){ at, false }));
}

static int compare_places(const void *a, const void *b)
{
    uint32_t x = ((const struct place *)a)->at, y = ((const struct place *)b)->at;
    return (x > y) - (x < y);
}

// SQLite writes the name in double quotes where the old one stood in quotes, or the new one does
// in the statement.
static bool is_quoted(const struct applier *applier, const struct sql_token *old)
{
    const struct sql_statement *statement = applier->ddl->statement;
    return old->kind != SQL_TOKEN_WORD
           || sql_token_at(statement->tokens, statement->range.to - 1)->kind != SQL_TOKEN_WORD;
}

static void write_between(struct output *out, struct str text, char quote)
{
    output_char(out, quote);
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] == quote)
            output_char(out, quote);
        output_char(out, text.data[i]);
    }
    output_char(out, quote);
}

static void write_place(struct output *out, const struct following *following,
                        const struct place *place, struct str name)
{
    const struct sql_token *token = &following->tokens->items[place->at];
    if (place->is_text)
        write_between(out, sql_token_stored(out->arena, token), '\'');
    else if (is_quoted(following->applier, token))
        write_between(out, name, '"');
    else
        output_str(out, name);
}

static struct str rewritten(struct following *following, struct str text, struct str name)
{
    struct output out = { .arena = following->applier->arena };
    const char *done = text.data;
    qsort(following->places.items, following->places.count, sizeof(struct place), compare_places);
    for (size_t i = 0; i < following->places.count; i++) {
        const struct sql_token *token = &following->tokens->items[following->places.items[i].at];
        struct str old = token->text;
        if (old.data < done)
            continue; // the same place twice
        output_text(&out, done, (size_t)(old.data - done));
        write_place(&out, following, &following->places.items[i], name);
        done = old.data + old.length;
    }
    output_text(&out, done, (size_t)(text.data + text.length - done));
    return output_get(&out);
}

// The text with the new name; the text itself where it does not name what is renamed.
static struct str follow_text(struct applier *applier, const struct catalog *before,
                              const struct watched *watched, struct str text)
{
    const struct ddl *ddl = applier->ddl;
    struct catalog_found found = catalog_find(applier->arena, before, ddl->table);
    if (!found.object || !text.data)
        return text;
    struct following following = { .applier = applier,
                                   .table = found.object->name,
                                   .column = ddl->column };
    struct mistake_search search = new_search(applier, before, watched);
    search.meant = note_place;
    search.context = &following;
    const struct mistake_scope *rows = watched->trigger ? rows_of(applier, watched->object) : NULL;
    const struct sql_script *script = read_text(applier, text);
    following.tokens = script->tokens;
    list_each(sql_statement, statement, script->statements) {
        search.statement = statement;
        mistakes_search(&search, rows);
    }
    return following.places.count ? rewritten(&following, text, ddl->new_name.name) : text;
}

// What was `old` before the change.
static const struct catalog_object *find_now(const struct applier *applier,
                                             const struct catalog *before,
                                             const struct catalog_object *old)
{
    const struct ddl *ddl = applier->ddl;
    struct sql_name name = old->name;
    const struct catalog_object *renamed = catalog_find(applier->arena, before, ddl->table).object;
    if (ddl->kind == DDL_RENAME_TABLE && renamed == old)
        name.name = ddl->new_name.name;
    return catalog_find(applier->arena, applier->catalog, name).object;
}

static void follow_into_view(struct applier *applier, const struct catalog *before,
                             const struct catalog_object *old)
{
    const struct catalog_object *now = find_now(applier, before, old);
    struct watched watched = { .object = old };
    if (!now || now->kind != CATALOG_VIEW)
        return;
    struct catalog_view *view = arena_new(applier->arena, struct catalog_view);
    *view = *now->view;
    view->definition.query.text =
        follow_text(applier, before, &watched, old->view->definition.query.text);
    struct catalog_object *edit = applier_edit(applier, now);
    edit->view = view;
    edit->span = now->span;
}

static void follow_into_trigger(struct applier *applier, const struct catalog *before,
                                const struct catalog_object *old,
                                const struct catalog_trigger *trigger)
{
    struct watched watched = { .object = old, .trigger = trigger };
    struct str body = follow_text(applier, before, &watched, trigger->definition.body);
    const struct catalog_object *now = find_now(applier, before, old);
    if (body.data == trigger->definition.body.data || !now
        || (now->kind != CATALOG_TABLE && now->kind != CATALOG_VIEW))
        return;
    struct str key = applier_fold(applier, CATALOG_TRIGGER, trigger->name);
    const struct catalog_trigger *there = map_find(catalog_triggers_of(now), key);
    if (!there)
        return;
    struct catalog_trigger *copy = arena_new(applier->arena, struct catalog_trigger);
    *copy = *there;
    copy->definition.body = body;
    struct catalog_object *edit = applier_edit(applier, now);
    edit->span = now->span;
    if (now->kind == CATALOG_TABLE) {
        struct catalog_table *table = arena_new(applier->arena, struct catalog_table);
        *table = *now->table;
        table->triggers = map_put(applier->arena, table->triggers, key, copy);
        edit->table = table;
        return;
    }
    struct catalog_view *view = arena_new(applier->arena, struct catalog_view);
    *view = *now->view;
    view->triggers = map_put(applier->arena, view->triggers, key, copy);
    edit->view = view;
}

static void follow(struct applier *applier, const struct catalog *before)
{
    struct map_walk walk = map_walk(before->relations);
    const struct catalog_object *object;
    while ((object = map_next(&walk))) {
        if (object->kind == CATALOG_VIEW)
            follow_into_view(applier, before, object);
        if (object->kind != CATALOG_VIEW && object->kind != CATALOG_TABLE)
            continue;
        struct map_walk triggers = map_walk(catalog_triggers_of(object));
        const struct catalog_trigger *trigger;
        while ((trigger = map_next(&triggers)))
            follow_into_trigger(applier, before, object, trigger);
    }
}

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
    struct mistake_search search = new_search(applier, applier->catalog, &watched);
    if (reads_itself(applier, view, view, 0))
        return applier_refuse(applier, "view '%.*s' reads itself", STR_ARGS(view->name.name));
    search.statement = read_text(applier, view->view->definition.query.text)->statements.first;
    if (!search.statement)
        return true;
    struct sql_mistakes mistakes = mistakes_search(&search, NULL);
    return !mistakes.first || refuse(applier, &watched, mistakes.first);
}

static bool trigger_holds(struct applier *applier, const struct catalog_object *owner,
                          const struct catalog_trigger *trigger)
{
    struct watched watched = { .object = owner, .trigger = trigger };
    struct mistake_search search = new_search(applier, applier->catalog, &watched);
    const struct mistake_scope *rows = rows_of(applier, owner);
    search_when(applier, &search, &watched, rows);
    list_each(sql_statement, statement, read_text(applier, trigger->definition.body)->statements) {
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
    size_t count = map_count(catalog->triggers);
    struct map_walk walk = map_walk(catalog->relations);
    const struct catalog_object *object;
    while ((object = map_next(&walk)))
        count += object->kind == CATALOG_VIEW;
    return count;
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
    if (is_rename || is_drop)
        follow(applier, before);
    refresh_views(applier);
    return (!is_rename && !is_drop) || (held_before(applier, before) && all_hold(applier));
}
