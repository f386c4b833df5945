#include "model/needs.h"

// ---- reading

static const struct store *find_store(const struct plan *plan, const struct name *name)
{
    list_each(store, store, plan->stores)
        if (name->count > 1 && str_equal(store->name, name->parts[0]))
            return store;
    const struct store *first = plan->stores.first;
    return first && !first->next ? first : NULL;
}

static struct sql_name table_name(const struct store *store, const struct name *name)
{
    struct sql_name table = { .name = name->parts[name->count - 1] };
    if (name->count > 1 && !(name->count == 2 && store && str_equal(store->name, name->parts[0])))
        table.schema = name->parts[name->count - 2];
    return table;
}

static void add_need(struct arena *arena, struct needs *needs, const struct need *need)
{
    struct str key = arena_lower(arena, need->name.name);
    struct need_list *of_table = index_find(&needs->tables, key);
    if (!of_table) {
        of_table = arena_new(arena, struct need_list);
        index_add(&needs->tables, key, of_table);
    }
    array_add(arena, of_table, need);
    array_add(arena, &needs->of_version[need->version->index], need);
    if (need->use->flag)
        array_add(arena, &needs->of_flag[need->use->flag->index], need);
}

static struct str given_key(struct arena *arena, const struct need *need, struct str column)
{
    return arena_lower(arena, arena_format(arena, "%p %p %.*s.%.*s.%.*s",
                                           (const void *)need->version->app,
                                           (const void *)need->store, STR_ARGS(need->name.schema),
                                           STR_ARGS(need->name.name), STR_ARGS(column)));
}

static void add_given(struct arena *arena, struct needs *needs, struct need *need)
{
    for (unsigned i = 0; need_inserts(need) && i < need->table->count; i++)
        index_add(&needs->given, given_key(arena, need, column_name(&need->table->columns[i])),
                  need);
}

static void read_use(struct arena *arena, const struct plan *plan, struct needs *needs,
                     const struct version *version, const struct use *use)
{
    for (const struct column_list *table = use->tables; table; table = table->next) {
        if (!name_is_set(&table->table))
            continue;
        const struct store *store = find_store(plan, &table->table);
        struct need *need = arena_new(arena, struct need);
        *need = (struct need){ .index = needs->count++,
                               .version = version,
                               .use = use,
                               .table = table,
                               .store = store,
                               .name = table_name(store, &table->table),
                               .undeclared = use_undeclared_flag(use, needs->undeclared) };
        add_need(arena, needs, need);
        add_given(arena, needs, need);
    }
}

struct needs *needs_read(struct arena *arena, const struct plan *plan)
{
    struct needs *needs = arena_new(arena, struct needs);
    *needs = (struct needs){
        .of_version = arena_new_many(arena, struct need_list, plan->version_count + 1),
        .of_flag = arena_new_many(arena, struct need_list, plan->flag_count + 1),
        .tables.arena = arena,
        .undeclared = plan_find_undeclared_flag(plan),
        .given.arena = arena,
    };
    list_each(app, app, plan->apps)
        list_each(version, version, app->versions)
            list_each(use, use, version->uses)
                read_use(arena, plan, needs, version, use);
    return needs;
}

const struct need_list *needs_on(struct arena *arena, const struct needs *needs, struct str table)
{
    return index_find(&needs->tables, arena_lower(arena, table));
}

// ---- one need

struct str column_name(const struct name *name)
{
    return name->parts[name->count - 1];
}

bool need_inserts(const struct need *need)
{
    enum access access = need->use->access;
    return access == ACCESS_INSERT || access == ACCESS_UPSERT || access == ACCESS_WRITE;
}

bool columns_have(const struct column_list *columns, struct str column)
{
    if (columns->is_all)
        return true;
    for (unsigned i = 0; i < columns->count; i++)
        if (str_equal_ignoring_case(column_name(&columns->columns[i]), column))
            return true;
    return false;
}

bool need_has(const struct need *need, struct str column)
{
    return columns_have(need->table, column);
}

bool need_is_given(const struct need *need, const struct need_list *version, struct str column)
{
    for (size_t i = 0; i < version->count; i++) {
        const struct need *other = version->items[i];
        if (need_inserts(other) && other->store == need->store
            && sql_name_equal(other->name, need->name) && need_has(other, column))
            return true;
    }
    return false;
}

bool needs_give(struct arena *arena, const struct needs *needs, const struct need *need,
                struct str column)
{
    return index_find(&needs->given, given_key(arena, need, column)) != NULL;
}

struct str need_subject(struct arena *arena, const struct need *need, const struct lack *lack)
{
    struct str table = sql_name_format(arena, need->name);
    if (lack->column.length == 0 || lack->kind == LACK_BEHIND_VIEW)
        return table;
    return arena_format(arena, "%.*s.%.*s", STR_ARGS(table), STR_ARGS(lack->column));
}

const char *need_verb(const struct need *need)
{
    switch (need->use->access) {
    case ACCESS_READ: return "reads";
    case ACCESS_INSERT: return "inserts into";
    case ACCESS_UPDATE: return "updates";
    case ACCESS_WRITE: return "writes";
    case ACCESS_UPSERT: return "upserts into";
    case ACCESS_DELETE: return "deletes from";
    }
    return "uses";
}
