// Bounds of PostgreSQL's partitions, as far as they can be told from their text.
#include "sql/catalog-parts.h"

#include "sql/cursor.h"

static size_t count_parts(const struct sql_key_parts *parts)
{
    size_t count = 0;
    list_each(sql_key_part, part, *parts)
        count++;
    return count;
}

// The values between the parenthesis at the cursor and its partner.
static size_t count_values(struct sql_cursor cursor)
{
    if (sql_cursor_peek(&cursor, 0)->kind != SQL_TOKEN_OPEN)
        return 0;
    uint32_t end = sql_cursor_peek(&cursor, 0)->partner;
    size_t count = 1;
    for (cursor.at++; cursor.at < end; sql_cursor_skip(&cursor))
        count += sql_cursor_peek(&cursor, 0)->kind == SQL_TOKEN_COMMA;
    return count;
}

// FROM, IN, WITH or DEFAULT, each for a method of its own.
static bool is_for_method(struct applier *applier, const struct catalog_table *table,
                          struct sql_cursor cursor)
{
    struct str method = table->partition_method;
    sql_cursor_skip_any(&cursor, "FOR VALUES");
    bool is_range = sql_cursor_accept(&cursor, "FROM");
    bool is_wrong = sql_cursor_is(&cursor, "DEFAULT") ? str_is(method, "hash")
                    : sql_cursor_is(&cursor, "IN")    ? !str_is(method, "list")
                    : sql_cursor_is(&cursor, "WITH")  ? !str_is(method, "hash")
                                                      : !str_is(method, "range");
    if (is_wrong)
        return applier_refuse(applier, "such a bound is not for partitions by %.*s",
                              STR_ARGS(method));
    return !is_range || count_values(cursor) == count_parts(&table->partition_parts)
           || applier_refuse(applier, "the bound has not one value for each column");
}

bool bound_is_taken(struct applier *applier, const struct catalog_object *table,
                    const struct sql_expression *bound)
{
    if (!is_postgresql(applier) || table->table->is_partial || !bound->text.data)
        return true;
    const struct sql_tokens *tokens = sql_scan(applier->arena, applier->catalog->engine,
                                               (struct text){ .str = bound->text });
    struct sql_cursor cursor = { .arena = applier->arena, .tokens = tokens, .end = tokens->count };
    if (!is_for_method(applier, table->table, cursor))
        return false;
    struct str said = catalog_expression(applier->arena, applier->catalog->engine, bound->text);
    struct catalog_uses uses =
        uses_of(applier, USES_RELATION, table->name);
    for (size_t i = 0; i < uses.count; i++) {
        const struct catalog_object *other = applier_find(applier, uses.items[i].by).object;
        if (uses.items[i].part == CATALOG_USE_PARENT && other && other->kind == CATALOG_TABLE
            && str_equal(said, catalog_expression(applier->arena, applier->catalog->engine,
                                                  other->table->bound.text)))
            return applier_refuse(applier, "'%.*s' has the same bound",
                                  STR_ARGS(applier_say(applier, other->name)));
    }
    return true;
}
