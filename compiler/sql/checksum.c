#include "sql/checksum.h"

#include "base/output.h"
#include "sql/cursor.h"

// Parentheses inside a row's text are followed so deep.
enum { DEEPEST = 8 };

// ---- what a row's text is made of

struct shape {
    struct output out;
    unsigned columns;
    bool is_known;
    bool is_null_with_any; // one NULL makes it NULL
    unsigned depth;
};

static void read_parts(struct shape *shape, struct sql_cursor cursor);

static void add_literal(struct shape *shape, struct str text)
{
    output_str(&shape->out, text);
}

static void add_column(struct shape *shape)
{
    shape->columns++;
    output_char(&shape->out, '\1');
}

static struct sql_cursor inside(const struct sql_cursor *cursor)
{
    struct sql_cursor inner = *cursor;
    inner.at = cursor->at + 1;
    inner.end = sql_cursor_peek(cursor, 0)->partner;
    if (inner.end > cursor->end)
        inner.end = cursor->end;
    return inner;
}

// The next argument of a list, and the cursor behind its comma.
static struct sql_cursor next_argument(struct sql_cursor *list)
{
    struct sql_cursor argument = *list;
    while (list->at < list->end && sql_cursor_peek(list, 0)->kind != SQL_TOKEN_COMMA)
        sql_cursor_skip(list);
    argument.end = list->at;
    sql_cursor_skip(list);
    return argument;
}

static void read_concat(struct shape *shape, struct sql_cursor list, bool has_separator)
{
    struct str separator = STR("");
    if (has_separator) {
        struct sql_cursor first = next_argument(&list);
        separator = sql_token_string(sql_cursor_peek(&first, 0));
        shape->is_known &= separator.data != NULL;
    }
    for (bool is_first = true; list.at < list.end; is_first = false) {
        if (!is_first)
            add_literal(shape, separator);
        read_parts(shape, next_argument(&list));
    }
}

static void read_call(struct shape *shape, struct sql_cursor *cursor, const struct sql_token *name)
{
    struct sql_cursor list = inside(cursor);
    sql_cursor_skip(cursor);
    if (sql_token_is(name, "CONCAT") || sql_token_is(name, "CONCAT_WS")) {
        read_concat(shape, list, sql_token_is(name, "CONCAT_WS"));
        return;
    }
    if (sql_token_is_any(name, "COALESCE IFNULL NVL ISNULL")) {
        bool before = shape->is_null_with_any;
        read_parts(shape, next_argument(&list));
        shape->is_null_with_any = before;
        return;
    }
    if (sql_token_is_any(name, "CAST TRIM LOWER UPPER")) {
        read_parts(shape, next_argument(&list));
        return;
    }
    shape->is_known = false;
}

static void read_part(struct shape *shape, struct sql_cursor *cursor)
{
    const struct sql_token *token = sql_cursor_peek(cursor, 0);
    struct str text = token->kind == SQL_TOKEN_STRING ? sql_token_string(token) : STR_NONE;
    if (text.data) {
        add_literal(shape, text);
        cursor->at++;
    } else if (token->kind == SQL_TOKEN_OPEN) {
        read_parts(shape, inside(cursor));
        sql_cursor_skip(cursor);
    } else if (sql_cursor_peek(cursor, 1)->kind == SQL_TOKEN_OPEN) {
        cursor->at++;
        read_call(shape, cursor, token);
    } else if (sql_token_name(token).data) {
        sql_cursor_name(cursor);
        add_column(shape);
    } else {
        shape->is_known = false;
        cursor->at++;
    }
    // ::type, ::varchar(10), COLLATE "C", AS char inside CAST
    while (sql_token_is_operator(sql_cursor_peek(cursor, 0), "::")
           || sql_token_is_any(sql_cursor_peek(cursor, 0), "COLLATE AS")) {
        cursor->at += 2;
        if (sql_cursor_peek(cursor, 0)->kind == SQL_TOKEN_OPEN)
            sql_cursor_skip(cursor);
    }
}

static void read_parts(struct shape *shape, struct sql_cursor cursor)
{
    if (++shape->depth > DEEPEST)
        shape->is_known = false;
    unsigned count = 0;
    while (cursor.at < cursor.end && shape->is_known) {
        read_part(shape, &cursor);
        count++;
        if (cursor.at >= cursor.end)
            break;
        if (!sql_token_is_operator(sql_cursor_peek(&cursor, 0), "||"))
            shape->is_known = false;
        cursor.at++;
        shape->is_null_with_any = true;
    }
    shape->is_known &= count > 0;
    shape->depth--;
}

// ---- the aggregate

static bool is_hash(const struct sql_token *token)
{
    return sql_token_is_any(
        token, "MD5 SHA SHA1 SHA2 SHA256 SHA512 CRC32 HASHTEXT HASHTEXTEXTENDED HASHBYTES "
               "DIGEST CHECKSUM XXHASH64 FARM_FINGERPRINT ORA_HASH BINARY_CHECKSUM");
}

static bool find_kind(const struct sql_token *token, enum checksum_kind *kind)
{
    if (sql_token_is_any(token, "GROUP_CONCAT STRING_AGG LISTAGG"))
        *kind = CHECKSUM_TEXT;
    else if (sql_token_is(token, "ARRAY_AGG"))
        *kind = CHECKSUM_ARRAY;
    else if (sql_token_is_any(token, "JSON_AGG JSONB_AGG JSON_ARRAYAGG"))
        *kind = CHECKSUM_JSON;
    else if (sql_token_is_any(token, "SUM BIT_XOR CHECKSUM_AGG"))
        *kind = CHECKSUM_SUM;
    else
        return false;
    return true;
}

static struct str find_hash(struct sql_cursor cursor)
{
    for (; cursor.at < cursor.end; cursor.at++)
        if (is_hash(sql_cursor_peek(&cursor, 0))
            && sql_cursor_peek(&cursor, 1)->kind == SQL_TOKEN_OPEN)
            return sql_cursor_peek(&cursor, 0)->text;
    return STR_NONE;
}

// What the aggregate is over: its arguments without ORDER BY and SEPARATOR.
static void read_arguments(struct checksum *checksum, struct sql_cursor list, struct arena *arena)
{
    struct shape shape = { .out = { .arena = arena }, .is_known = true };
    struct sql_cursor tail = list;
    sql_cursor_accept(&list, "DISTINCT");
    while (tail.at < tail.end && !sql_token_is_any(sql_cursor_peek(&tail, 0), "ORDER SEPARATOR"))
        sql_cursor_skip(&tail);
    checksum->is_ordered |= sql_cursor_is(&tail, "ORDER");
    list.end = tail.at;
    if (checksum->kind == CHECKSUM_TEXT && sql_cursor_find(&tail, "SEPARATOR")) {
        tail.at++;
        checksum->separator = sql_token_string(sql_cursor_peek(&tail, 0));
    } else if (str_equal_ignoring_case(checksum->aggregate, STR("GROUP_CONCAT")))
        checksum->separator = STR(",");
    if (checksum->kind == CHECKSUM_TEXT
        && !checksum->separator.data) { // STRING_AGG(text, separator)
        struct sql_cursor first = next_argument(&list);
        struct sql_cursor second = next_argument(&list);
        if (second.end == second.at + 1)
            checksum->separator = sql_token_string(sql_cursor_peek(&second, 0));
        list = first;
    }
    bool is_list = str_equal_ignoring_case(checksum->aggregate, STR("GROUP_CONCAT"));
    if (is_list)
        read_concat(&shape, list, false);
    else
        read_parts(&shape, list);
    checksum->has_separator = checksum->separator.data != NULL;
    checksum->has_shape = shape.is_known && checksum->kind == CHECKSUM_TEXT;
    checksum->shape = output_get(&shape.out);
    checksum->columns = shape.columns;
    checksum->drops_null_rows =
        shape.is_known && (shape.is_null_with_any || (is_list && shape.columns > 1));
}

// The function around the aggregate that is outermost, by its first token: MD5( of
// MD5(STRING_AGG(…)).
static uint32_t find_outer(const struct sql_tokens *tokens, uint32_t from, uint32_t at,
                           struct str *hash)
{
    uint32_t outer = at;
    for (unsigned hops = 0; hops < DEEPEST && outer >= from + 2; hops++) {
        const struct sql_token *open = &tokens->items[outer - 1], *name = &tokens->items[outer - 2];
        if (open->kind != SQL_TOKEN_OPEN || name->kind != SQL_TOKEN_WORD
            || sql_token_is_any(name, "SELECT IN AS FROM WHERE AND OR NOT ON"))
            break;
        outer -= 2;
        if (is_hash(name))
            *hash = name->text;
    }
    return outer;
}

// What the SELECT around the aggregate is from, where that is one table or subquery; else NULL.
static const struct sql_source *source_at(const struct sql_statement *statement, uint32_t at)
{
    const struct sql_select *found = NULL;
    list_each(sql_select, select, statement->selects)
        if (select->range.from <= at && at < select->range.to)
            found = select; // the innermost: it begins last
    bool is_plain = found && found->sources.first && found->sources.first == found->sources.last;
    return is_plain ? found->sources.first : NULL;
}

// The name of the table itself as a value, `t::text`: a whole row.
static bool is_whole_row(struct sql_cursor list, const struct sql_source *source)
{
    struct str name = sql_token_name(sql_cursor_peek(&list, 0));
    return sql_cursor_peek(&list, 1)->kind != SQL_TOKEN_DOT
           && (str_equal_ignoring_case(name, source->alias)
               || str_equal_ignoring_case(name, source->table.name));
}

static struct checksum *read_checksum(struct arena *arena, const struct sql_statement *statement,
                                      uint32_t at, enum checksum_kind kind)
{
    const struct sql_tokens *tokens = statement->tokens;
    struct sql_cursor list = {
        .arena = arena, .tokens = tokens, .at = at + 2, .end = tokens->items[at + 1].partner
    };
    struct str hash = STR_NONE;
    uint32_t outer = find_outer(tokens, statement->range.from, at, &hash);
    if (list.end > statement->range.to)
        list.end = statement->range.to;
    if (kind == CHECKSUM_SUM)
        hash = find_hash(list);
    if (!hash.data)
        return NULL;
    struct checksum *checksum = arena_new(arena, struct checksum);
    uint32_t end = outer < at ? tokens->items[outer + 1].partner + 1 : list.end + 1;
    checksum->statement = statement;
    checksum->kind = kind;
    checksum->aggregate = tokens->items[at].text;
    checksum->hash = hash;
    const struct sql_source *source = source_at(statement, at);
    if (source)
        checksum->table = source->table;
    checksum->span =
        sql_tokens_span(tokens, outer, end < statement->range.to ? end : statement->range.to);
    list_each(sql_select, select, statement->selects)
        checksum->is_ordered |= select->has_order_by && select->range.from > at;
    struct sql_cursor behind = list;
    behind.at = list.end + 1;
    behind.end = statement->range.to;
    checksum->is_ordered |= sql_cursor_accept_all(&behind, "WITHIN GROUP");
    read_arguments(checksum, list, arena);
    checksum->has_shape &= !(source && is_whole_row(list, source));
    return checksum;
}

static struct checksum *find_checksum(struct arena *arena, const struct sql_statement *statement,
                                      uint32_t from)
{
    enum checksum_kind kind;
    for (uint32_t i = from; i + 1 < statement->range.to; i++) {
        if (!find_kind(&statement->tokens->items[i], &kind)
            || statement->tokens->items[i + 1].kind != SQL_TOKEN_OPEN)
            continue;
        struct checksum *checksum = read_checksum(arena, statement, i, kind);
        if (!checksum)
            continue;
        checksum->end = statement->tokens->items[i + 1].partner;
        return checksum;
    }
    return NULL;
}

struct checksum *sql_checksum(struct arena *arena, const struct sql_statement *statement)
{
    return find_checksum(arena, statement, statement->range.from);
}

struct checksum *sql_next_checksum(struct arena *arena, const struct checksum *checksum)
{
    return find_checksum(arena, checksum->statement, checksum->end);
}
