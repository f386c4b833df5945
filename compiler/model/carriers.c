#include "model/carriers.h"

struct carrier_reader {
    struct arena *arena;
    const struct catalog *catalog;
    const struct move *move;
    const struct sql_tokens *tokens; // of the body
};

static bool is_of_column(const struct carrier_reader *reader)
{
    return reader->move->to.column.length > 0;
}

static bool names(const struct sql_token *token, struct str name)
{
    return name.length > 0 && str_equal_ignoring_case(sql_token_name(token), name);
}

static bool is_row_word(const struct sql_token *token)
{
    return sql_token_is(token, "NEW") || sql_token_is(token, "OLD");
}

// ---- conditions

// `NEW.name`, where a condition may look at the column: it is what is moved.
static bool is_moved_column(const struct carrier_reader *reader, const struct sql_tokens *tokens,
                            uint32_t at)
{
    return at >= 2 && sql_token_at(tokens, at - 1)->kind == SQL_TOKEN_DOT
           && is_row_word(sql_token_at(tokens, at - 2))
           && (!is_of_column(reader)
               || names(sql_token_at(tokens, at), reader->move->from.column));
}

// True where the condition leaves out only rows that have nothing to carry: `NEW.a IS NOT NULL`,
// `NEW.a IS DISTINCT FROM OLD.a`, `TG_OP = 'INSERT'`.
static bool is_harmless(const struct carrier_reader *reader, const struct sql_tokens *tokens,
                        uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++) {
        const struct sql_token *token = sql_token_at(tokens, i);
        bool is_word = token->kind == SQL_TOKEN_WORD || token->kind == SQL_TOKEN_QUOTED_NAME;
        if (token->kind == SQL_TOKEN_NUMBER || token->kind == SQL_TOKEN_PLACEHOLDER)
            return false;
        if (token->kind == SQL_TOKEN_STRING && !sql_token_is(sql_token_at(tokens, i - 2), "TG_OP"))
            return false;
        if (is_word && !is_row_word(token) && !is_moved_column(reader, tokens, i)
            && !sql_token_is(token, "TG_OP") && !sql_token_is(token, "IS")
            && !sql_token_is(token, "NOT") && !sql_token_is(token, "NULL")
            && !sql_token_is(token, "DISTINCT") && !sql_token_is(token, "FROM")
            && !sql_token_is(token, "AND") && !sql_token_is(token, "OR"))
            return false;
    }
    return true;
}

static bool is_when_harmless(const struct carrier_reader *reader, struct str when)
{
    if (!when.data)
        return true;
    const struct sql_tokens *tokens =
        sql_scan(reader->arena, reader->catalog->engine, (struct text){ .str = when });
    return is_harmless(reader, tokens, 0, tokens->count);
}

static uint32_t find_word(const struct sql_tokens *tokens, uint32_t from, const char *word)
{
    while (from < tokens->count && !sql_token_is(sql_token_at(tokens, from), word))
        from++;
    return from;
}

// Whatever else than a harmless IF decides which rows are carried.
static bool branches(const struct carrier_reader *reader)
{
    const struct sql_tokens *tokens = reader->tokens;
    for (uint32_t i = 0; i < tokens->count; i++) {
        const struct sql_token *token = sql_token_at(tokens, i);
        if (sql_token_is(token, "EXECUTE") || sql_token_is(token, "EXCEPTION")
            || sql_token_is(token, "LOOP") || sql_token_is(token, "HANDLER")
            || (is_of_column(reader) && sql_token_is(token, "ELSE")))
            return true;
        bool is_if = (sql_token_is(token, "IF") || sql_token_is(token, "ELSIF")
                      || sql_token_is(token, "ELSEIF"))
                     && !sql_token_is(sql_token_at(tokens, i + 1), "EXISTS")
                     && !(i > 0 && sql_token_is(sql_token_at(tokens, i - 1), "END"));
        if (is_if && !is_harmless(reader, tokens, i + 1, find_word(tokens, i, "THEN")))
            return true;
    }
    return false;
}

// ---- what a body does

// The first token behind the one at which the statement ends.
static uint32_t statement_end(const struct sql_tokens *tokens, uint32_t at)
{
    while (at < tokens->count && sql_token_at(tokens, at)->kind != SQL_TOKEN_SEMICOLON
           && !sql_token_is(sql_token_at(tokens, at), "WHERE"))
        at++;
    return at;
}

static bool is_assignment(const struct sql_token *token)
{
    return sql_token_is_operator(token, ":=") || sql_token_is_operator(token, "=");
}

static bool sets_new_column(const struct carrier_reader *reader, uint32_t at)
{
    return names(sql_token_at(reader->tokens, at), reader->move->to.column)
           && is_assignment(sql_token_at(reader->tokens, at + 1));
}

// Wherever the new column is set, it is from the old one.
static bool sets_from_old(const struct carrier_reader *reader)
{
    const struct sql_tokens *tokens = reader->tokens;
    for (uint32_t i = 0; i < tokens->count; i++) {
        uint32_t end = statement_end(tokens, i), at = i + 2;
        if (!sets_new_column(reader, i))
            continue;
        while (at < end && !names(sql_token_at(tokens, at), reader->move->from.column))
            at++;
        if (at >= end)
            return false;
    }
    return true;
}

// Something in the body may write the new side.
static bool may_write(const struct carrier_reader *reader)
{
    const struct sql_tokens *tokens = reader->tokens;
    struct str table = reader->move->to.table;
    for (uint32_t i = 0; i < tokens->count; i++)
        if ((is_of_column(reader) ? sets_new_column(reader, i)
                                  : names(sql_token_at(tokens, i), table))
            || sql_token_is(sql_token_at(tokens, i), "EXECUTE")
            || sql_token_is(sql_token_at(tokens, i), "PERFORM"))
            return true;
    return false;
}

// An UPDATE in the body changes the row that was written, and no other.
static bool updates_own_row(const struct carrier_reader *reader)
{
    const struct sql_tokens *tokens = reader->tokens;
    uint32_t at = find_word(tokens, 0, "UPDATE");
    for (; at < tokens->count; at = find_word(tokens, at + 1, "UPDATE")) {
        uint32_t where = find_word(tokens, at, "WHERE");
        uint32_t own = find_word(tokens, where, "NEW");
        for (uint32_t i = where; i < own; i++)
            if (sql_token_at(tokens, i)->kind == SQL_TOKEN_SEMICOLON)
                return false;
        if (own >= tokens->count)
            return false;
    }
    return true;
}

static bool swallows_row(const struct carrier_reader *reader, const struct sql_trigger *trigger)
{
    const struct sql_tokens *tokens = reader->tokens;
    uint32_t at = find_word(tokens, 0, "RETURN");
    for (; at < tokens->count; at = find_word(tokens, at + 1, "RETURN"))
        if (sql_token_is(sql_token_at(tokens, at + 1), "NULL"))
            return trigger->timing != SQL_AFTER;
    return false;
}

// ---- a trigger

static struct str body_of(const struct carrier_reader *reader, const struct sql_trigger *trigger)
{
    struct sql_name name = trigger->routine; // as the catalog keeps it: with its arguments
    if (!sql_name_is_set(name))
        return trigger->body;
    name.name = str_slice(name.name, 0, str_find_char(name.name, '(', 0));
    struct catalog_found found =
        catalog_find_routine(reader->arena, reader->catalog, name, STR_NONE);
    return found.presence == CATALOG_PRESENT ? found.object->routine->body : STR_NONE;
}

static bool watches(const struct carrier_reader *reader, const struct sql_trigger *trigger)
{
    if (!trigger->columns)
        return true;
    if (!is_of_column(reader))
        return false;
    for (size_t i = 0; i < trigger->columns->count; i++)
        if (str_equal_ignoring_case(trigger->columns->items[i].name, reader->move->from.column))
            return true;
    return false;
}

// A row is changed before it is there; SQLite's trigger can only change it again.
static bool comes_in_time(const struct carrier_reader *reader, const struct sql_trigger *trigger)
{
    bool is_same_table = is_of_column(reader)
                         && str_equal_ignoring_case(reader->move->from.table,
                                                    reader->move->to.table);
    if (!is_same_table || reader->catalog->engine == SQL_ENGINE_SQLITE)
        return trigger->timing == SQL_AFTER || reader->catalog->engine != SQL_ENGINE_SQLITE;
    return trigger->timing == SQL_BEFORE;
}

static bool carries(struct carrier_reader *reader, const struct sql_trigger *trigger)
{
    return trigger->is_for_each_row && comes_in_time(reader, trigger)
           && is_when_harmless(reader, trigger->when.text) && !branches(reader)
           && !swallows_row(reader, trigger)
           && (!is_of_column(reader) || (sets_from_old(reader) && updates_own_row(reader)));
}

static void add_trigger(struct carrier_reader *reader, const struct catalog_trigger *trigger,
                        struct carriers *carriers)
{
    const struct sql_trigger *definition = &trigger->definition;
    struct str body = body_of(reader, definition);
    carriers->cost += 1 + body.length / 4;
    if (trigger->is_disabled || !body.data)
        return;
    reader->tokens = sql_scan(reader->arena, reader->catalog->engine, (struct text){ .str = body });
    if (!may_write(reader))
        return;
    bool is_sure = carries(reader, definition);
    bool is_known_update = is_sure && watches(reader, definition);
    carriers->inserts |= is_sure && definition->on_insert;
    carriers->updates |= is_known_update && definition->on_update;
    carriers->deletes |= is_sure && definition->on_delete;
    carriers->is_unsure |= !is_sure;
}

struct carriers carriers_find(struct arena *arena, const struct catalog *catalog,
                              const struct move *move)
{
    struct carrier_reader reader = { .arena = arena, .catalog = catalog, .move = move };
    struct carriers carriers = { 0 };
    const struct sql_name name = { move->from.schema, move->from.table };
    const struct catalog_object *table = catalog_find_table(arena, catalog, name);
    if (!table || table->table->is_partial)
        return carriers;
    carriers.is_known = true;
    struct map_walk triggers = map_walk(table->table->triggers);
    for (const struct catalog_trigger *trigger; (trigger = map_next(&triggers));)
        add_trigger(&reader, trigger, &carriers);
    return carriers;
}
