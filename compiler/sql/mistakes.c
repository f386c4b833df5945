#include "sql/mistakes-parts.h"

#include "sql/cursor.h"

struct sql_mistake *mistake_add(struct mistake_search *search, enum sql_mistake_kind kind,
                                uint32_t from, uint32_t to)
{
    struct sql_mistake *mistake = arena_new(search->arena, struct sql_mistake);
    mistake->kind = kind;
    mistake->span = sql_tokens_span(search->statement->tokens, from, to);
    if (search->count++ < MISTAKES_MAX)
        list_add(&search->found, mistake);
    return mistake;
}

// ---- scopes

struct open_select {
    const struct sql_select *select;
    struct mistake_scope *scope;
};

static struct mistake_scope *scope_of(struct mistake_search *search,
                                      const struct sql_select *select,
                                      const struct mistake_scope *outer)
{
    struct mistake_scope *scope = arena_new(search->arena, struct mistake_scope);
    scope->outer = outer;
    scope->depth = outer ? outer->depth + 1 : 0;
    scope->is_complete = true;
    list_each(sql_source, source, select->sources)
        mistake_add_source(search, scope, source);
    return scope;
}

static void check_selects(struct mistake_search *search, const struct mistake_scope *target)
{
    struct {
        struct open_select *items;
        size_t count, capacity;
    } open = { 0 };
    list_each(sql_select, select, search->statement->selects) {
        while (open.count > 0 && open.items[open.count - 1].select->range.to <= select->range.from)
            open.count--;
        const struct mistake_scope *outer =
            open.count > 0 ? open.items[open.count - 1].scope : target;
        struct open_select entry = { select, scope_of(search, select, outer) };
        array_add(search->arena, &open, entry);
        if (select->items.count <= ITEMS_MAX && entry.scope->depth <= DEPTH_MAX)
            mistake_check_names(search, entry.scope, select, select->range);
    }
}

// name [(…)] AS [NOT] [MATERIALIZED] (
static const struct sql_names *find_common(const struct mistake_search *search)
{
    const struct sql_statement *statement = search->statement;
    struct sql_names *names = arena_new(search->arena, struct sql_names);
    struct sql_cursor cursor = { search->arena, statement->tokens, statement->range.from,
                                 statement->range.to };
    for (; cursor.at < cursor.end; cursor.at++) {
        struct sql_cursor ahead = cursor;
        struct sql_name name = { STR_NONE, mistake_name(search, sql_cursor_peek(&ahead, 0)) };
        ahead.at++;
        if (sql_cursor_peek(&ahead, 0)->kind == SQL_TOKEN_OPEN)
            sql_cursor_skip(&ahead);
        if (!name.name.data || !sql_cursor_accept(&ahead, "AS"))
            continue;
        sql_cursor_skip_any(&ahead, "NOT MATERIALIZED");
        if (sql_cursor_peek(&ahead, 0)->kind == SQL_TOKEN_OPEN)
            array_add(search->arena, names, name);
    }
    return names;
}

static bool has_using(const struct sql_statement *statement)
{
    for (uint32_t i = statement->range.from; i < statement->range.to; i++)
        if (sql_token_is_any(&statement->tokens->items[i], "USING NATURAL"))
            return true;
    return false;
}

struct sql_mistakes mistakes_search(struct mistake_search *search, const struct mistake_scope *rows)
{
    const struct sql_statement *statement = search->statement;
    if (search->catalog->engine == SQL_ENGINE_UNKNOWN || statement->refusal.data)
        return search->found;
    search->common = find_common(search);
    if (search->common->count > SOURCES_MAX)
        return search->found;
    search->has_using = has_using(statement);
    struct mistake_scope target = { .is_complete = true, .outer = rows };
    mistake_check_rows(search, &target);
    check_selects(search, target.count > 0 ? &target : rows);
    return search->found;
}

struct sql_mistakes sql_mistakes_find(struct arena *arena, const struct catalog *catalog,
                                      const struct sql_statement *statement)
{
    struct mistake_search search = { .arena = arena, .catalog = catalog, .statement = statement };
    return mistakes_search(&search, NULL);
}
