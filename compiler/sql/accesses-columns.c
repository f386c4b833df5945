// The columns that a statement reads, by the names that stand in it.
#include "sql/accessor.h"

enum {
    COLUMNS_MAX = 1 << 16, // that one statement names in all of its tables
    TOKENS_MAX = 1 << 17,  // of a statement whose columns are looked for
};

static bool is_keyword(const struct sql_token *token)
{
    return sql_token_is_any(
        token, "SELECT FROM WHERE AND OR NOT NULL IS IN AS ON JOIN INNER LEFT RIGHT OUTER CROSS "
               "NATURAL USING GROUP BY HAVING ORDER ASC DESC LIMIT DISTINCT ALL UNION EXCEPT "
               "INTERSECT CASE WHEN THEN ELSE END BETWEEN LIKE EXISTS VALUES INSERT INTO UPDATE "
               "SET DELETE REPLACE WITH RECURSIVE CREATE TABLE TRUE FALSE INTERVAL COLLATE OVER "
               "PARTITION FOR OF DO CONFLICT DUPLICATE KEY DEFAULT RETURNING EXPLAIN XOR DIV MOD "
               "REGEXP RLIKE GLOB ESCAPE STRAIGHT_JOIN IF CAST CONVERT");
}

// A column of the tables that the name means; no column: all of them. Where that are too many,
// every table is read whole.
static void add_to_meaning(struct accessor *accessor, const struct meaning *meaning,
                           struct str column)
{
    for (size_t i = 0; i < meaning->accesses.count && !accessor->has_loose_star; i++) {
        struct sql_access *access = meaning->accesses.items[i];
        accessor->has_loose_star = ++accessor->count >= COLUMNS_MAX;
        if (column.data)
            accessor_name_column(accessor, access, column);
        else
            access->has_all_columns = true;
    }
}

static void read_star(struct accessor *accessor, uint32_t at)
{
    const struct sql_token *before = sql_token_at(accessor->tokens, at - 1);
    accessor->has_loose_star |= before->kind == SQL_TOKEN_COMMA
                                || sql_token_is_any(before, "SELECT DISTINCT DISTINCTROW ALL "
                                                            "SQL_NO_CACHE RETURNING");
}

// Steps over a name of any parts, and reads it as a column.
static void read_name(struct accessor *accessor, struct sql_cursor *cursor)
{
    const struct sql_token *first = sql_cursor_peek(cursor, 0);
    struct sql_name name = sql_cursor_name(cursor);
    bool is_star = !name.name.data && sql_token_is_operator(sql_cursor_peek(cursor, 0), "*");
    cursor->at += is_star;
    bool is_call = sql_cursor_peek(cursor, 0)->kind == SQL_TOKEN_OPEN;
    if (name.schema.length) {
        const struct meaning *meaning =
            index_find(&accessor->meanings, arena_lower(accessor->scratch, name.schema));
        if (meaning)
            add_to_meaning(accessor, meaning, is_star ? STR_NONE : name.name);
    } else if (!is_call && name.name.data && !is_keyword(first)) {
        struct sql_name column = { STR_NONE, name.name };
        array_add(accessor->scratch, &accessor->loose, column);
    }
}

static void read_names(struct accessor *accessor)
{
    struct sql_range range = accessor->statement->range;
    struct sql_cursor cursor = accessor_at(accessor, range.from);
    if (range.to - range.from > TOKENS_MAX)
        accessor->has_loose_star = true;
    while (cursor.at < range.to && !accessor->has_loose_star) {
        const struct sql_token *token = sql_cursor_peek(&cursor, 0);
        bool is_settled = accessor->is_settled[cursor.at - range.from];
        if (sql_token_is(token, "AS") && accessor_is_name(accessor, sql_cursor_peek(&cursor, 1)))
            cursor.at += 2; // an alias, or a type
        else if (!is_settled && accessor_is_name(accessor, token))
            read_name(accessor, &cursor);
        else {
            if (sql_token_is_operator(token, "*") && cursor.at > range.from)
                read_star(accessor, cursor.at);
            cursor.at++;
        }
    }
}

static void add_loose_columns(struct accessor *accessor)
{
    list_each(sql_access, access, accessor->statement->accesses) {
        if (access->kind != SQL_READS)
            continue;
        access->has_all_columns |= accessor->has_loose_star;
        for (size_t i = 0; i < accessor->loose.count && !access->has_all_columns; i++)
            if (++accessor->count < COLUMNS_MAX)
                accessor_name_column(accessor, access, accessor->loose.items[i].name);
            else
                access->has_all_columns = true;
    }
}

void accessor_read_columns(struct accessor *accessor)
{
    read_names(accessor);
    add_loose_columns(accessor);
}
