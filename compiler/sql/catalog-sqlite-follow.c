// The text of SQLite's views and triggers, as ALTER TABLE rewrites it.
#include "base/output.h"
#include "sql/catalog-sqlite-watched.h"
#include "sql/cursor.h"

#include <stdlib.h>

// ---- the statements of a view or trigger

const struct sql_script *watched_read(struct applier *applier, struct str sql)
{
    return sql_read_by_heads(applier->arena, SQL_ENGINE_SQLITE, (struct text){ .str = sql });
}

// NEW and OLD.
struct mistake_scope *watched_rows(struct applier *applier, const struct catalog_object *table)
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

struct mistake_search watched_search(struct applier *applier, const struct catalog *catalog,
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
    struct mistake_search search = watched_search(applier, before, watched);
    search.meant = note_place;
    search.context = &following;
    const struct mistake_scope *rows =
        watched->trigger ? watched_rows(applier, watched->object) : NULL;
    const struct sql_script *script = watched_read(applier, text);
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

void sqlite_follow(struct applier *applier, const struct catalog *before)
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
