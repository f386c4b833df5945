#include "rules/support/trigger.h"

enum { CODE_MAX = 64 * 1024 }; // bytes of one trigger's code; what is longer is not looked at

const struct sql_tokens *trigger_code(const struct forward *forward,
                                      const struct catalog *catalog,
                                      const struct catalog_trigger *trigger)
{
    struct arena *arena = &forward->unit->arena;
    struct str body = trigger->definition.body;
    if (catalog->engine == SQL_ENGINE_POSTGRESQL) {
        struct sql_name name = trigger->definition.routine; // as the catalog has it: "touch()"
        name.name = str_slice(name.name, 0, str_find_char(name.name, '(', 0));
        struct catalog_found found = catalog_find_routine(arena, catalog, name, STR(""));
        if (found.presence != CATALOG_PRESENT || !found.object->routine)
            return NULL;
        body = found.object->routine->body;
    }
    if (body.length == 0 || body.length > CODE_MAX || !forward_afford(forward, body.length))
        return NULL;
    return sql_scan(arena, catalog->engine, (struct text){ .str = body });
}

// The table's name at the token, behind its schema where it has one; `*next` is what follows.
static struct str table_at(const struct sql_tokens *tokens, uint32_t at, uint32_t *next)
{
    if (sql_token_at(tokens, at + 1)->kind == SQL_TOKEN_DOT)
        at += 2;
    *next = at + 1;
    return sql_token_name(sql_token_at(tokens, at));
}

// UPDATE t SET, UPDATE t AS u SET; not ON CONFLICT DO UPDATE SET, not FOR UPDATE OF t.
static struct str update_at(const struct sql_tokens *tokens, uint32_t at)
{
    uint32_t next;
    if (!sql_token_is(sql_token_at(tokens, at), "update"))
        return STR_NONE;
    at += sql_token_is(sql_token_at(tokens, at + 1), "only") ? 2 : 1;
    struct str table = table_at(tokens, at, &next);
    for (uint32_t i = next; i < next + 3; i++)
        if (sql_token_is(sql_token_at(tokens, i), "set"))
            return table;
    return STR_NONE;
}

struct str code_next_update(const struct sql_tokens *tokens, uint32_t *at)
{
    while (*at < tokens->count) {
        struct str table = update_at(tokens, (*at)++);
        if (table.length)
            return table;
    }
    return STR_NONE;
}

bool code_updates(const struct sql_tokens *tokens, struct str table)
{
    struct str updated;
    for (uint32_t at = 0; (updated = code_next_update(tokens, &at)).length;)
        if (str_equal_ignoring_case(updated, table))
            return true;
    return false;
}

bool code_inserts(const struct sql_tokens *tokens, struct str table)
{
    uint32_t next;
    for (uint32_t i = 0; i + 2 < tokens->count; i++)
        if (sql_token_is(&tokens->items[i], "insert")
            && sql_token_is(&tokens->items[i + 1], "into")
            && str_equal_ignoring_case(table_at(tokens, i + 2, &next), table))
            return true;
    return false;
}

// Of NEW.column or OLD.column at the token; no data for anything else.
static struct str row_column_at(const struct sql_tokens *tokens, uint32_t at)
{
    const struct sql_token *row = &tokens->items[at];
    bool is_row = (sql_token_is(row, "new") || sql_token_is(row, "old"))
                  && tokens->items[at + 1].kind == SQL_TOKEN_DOT;
    return is_row ? sql_token_name(&tokens->items[at + 2]) : STR_NONE;
}

bool code_names_row_column(const struct sql_tokens *tokens, struct str column)
{
    for (uint32_t i = 0; i + 2 < tokens->count; i++)
        if (str_equal_ignoring_case(row_column_at(tokens, i), column))
            return true;
    return false;
}

bool code_has_name(const struct sql_tokens *tokens, struct str name)
{
    for (uint32_t i = 0; i < tokens->count; i++)
        if (str_equal_ignoring_case(sql_token_name(&tokens->items[i]), name))
            return true;
    return false;
}

bool code_may_look_first(const struct sql_tokens *code)
{
    static const char *const words[] = { "tg_table_name", "tg_relname", "tg_relid",  "tg_argv",
                                         "tg_name",       "exception",  "execute" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (code_has_name(code, str_of(words[i])))
            return true;
    return false;
}

struct str code_missing_row_column(struct arena *arena, const struct sql_tokens *tokens,
                                   const struct catalog *catalog,
                                   const struct catalog_table *table)
{
    const struct catalog_column *column;
    for (uint32_t i = 0; i + 2 < tokens->count; i++) {
        struct str name = row_column_at(tokens, i);
        if (name.length > 0 && !engine_has_column(catalog->engine, name)
            && catalog_find_column(arena, catalog, table, name, &column) == CATALOG_ABSENT)
            return name;
    }
    return STR_NONE;
}
