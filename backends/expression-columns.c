#include "backends/expression-columns.h"

#include "sql/scan.h"

enum { NAMES_MAX = 100 };

static bool list_has(const struct column_list *list, struct str table, struct str name,
                     size_t *cost)
{
    const struct name *on = &list->table;
    if (!on->count || !str_equal_ignoring_case(on->parts[on->count - 1], table))
        return false;
    *cost += list->count;
    for (unsigned i = 0; i < list->count; i++) {
        const struct name *column = &list->columns[i];
        if (column->count && str_equal_ignoring_case(column->parts[column->count - 1], name))
            return true;
    }
    return false;
}

static bool is_used(const struct plan *plan, struct str table, struct str name, size_t *cost)
{
    list_each(app, app, plan->apps)
        list_each(version, version, app->versions)
            list_each(use, use, version->uses)
                for (const struct column_list *list = use->tables; list; list = list->next) {
                    ++*cost;
                    if (list_has(list, table, name, cost))
                        return true;
                }
    return false;
}

static bool has_name(const struct column_names *names, struct str name)
{
    for (size_t i = 0; i < names->count; i++)
        if (str_equal_ignoring_case(names->items[i], name))
            return true;
    return false;
}

struct column_names expression_columns(struct arena *arena, const struct plan *plan,
                                       const struct object *table, const struct table_facts *facts,
                                       struct str expression, size_t *cost, size_t most)
{
    struct column_names names = { 0 };
    struct text text = { .str = expression };
    const struct sql_tokens *tokens = sql_scan(arena, SQL_ENGINE_SQLITE, text);
    for (uint32_t i = 0; i < tokens->count && *cost < most && names.count < NAMES_MAX; i++) {
        struct str name = sql_token_name(&tokens->items[i]);
        enum sql_token_kind next = tokens->items[i + 1].kind;
        ++*cost;
        if (!name.length || next == SQL_TOKEN_OPEN || next == SQL_TOKEN_DOT
            || has_name(&names, name))
            continue;
        if (table_facts_column(facts, name) || is_used(plan, table->table, name, cost))
            array_add(arena, &names, name);
    }
    return names;
}
