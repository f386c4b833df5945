// References to columns: what each name means, and those that mean nothing.
#include "sql/mistakes-parts.h"

#include "sql/cursor.h"
#include "sql/sqlite-words.h"

static void tell(const struct mistake_search *search, uint32_t at,
                 const struct mistake_source *source, struct str column)
{
    if (search->meant && source->object)
        search->meant(search->context, at, source, column);
}

// ---- columns with a table before them

// The source that `q` of q.column means, in this scope or around it; NULL where it is not clear.
const struct mistake_source *mistake_find_source(const struct mistake_search *search,
                                                 const struct mistake_scope *scope, struct str name)
{
    for (; scope; scope = scope->outer)
        for (size_t i = 0; i < scope->count; i++)
            if (mistake_same(search, scope->items[i].alias, name))
                return &scope->items[i];
    return NULL;
}

static const struct catalog_column *check_qualified(struct mistake_search *search,
                                                    const struct mistake_scope *scope, uint32_t at)
{
    const struct sql_tokens *tokens = search->statement->tokens;
    const struct mistake_source *source =
        mistake_find_source(search, scope, mistake_name(search, &tokens->items[at]));
    const struct catalog_column *column = NULL;
    struct str name = mistake_name(search, sql_token_at(tokens, at + 2));
    if (!source)
        return NULL;
    tell(search, at, source, STR_NONE);
    if (mistake_find_column(search, source, name, &column) != CATALOG_ABSENT) {
        tell(search, at + 2, source, name);
        return column;
    }
    struct sql_mistake *mistake = mistake_add(search, SQL_NO_COLUMN, at, at + 3);
    mistake->table = source->object->name;
    mistake->column = name;
    mistake->made = source->object->span;
    return NULL;
}

// ---- columns without

static bool is_operator_of(const struct sql_token *token)
{
    static const char *const signs[] = { "=", "<>", "!=", "<", ">", "<=", ">=", "<=>" };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (sql_token_is_operator(token, signs[i]))
            return true;
    return sql_token_is(token, "IS");
}

static bool is_aggregate(const struct sql_token *token)
{
    return sql_token_is_any(token, "COUNT SUM MIN MAX AVG LOWER UPPER LENGTH ABS");
}

// Compared with what stands before it, and nothing binds more closely behind it.
static bool is_right_side(const struct sql_select *select, const struct sql_tokens *tokens,
                          uint32_t at)
{
    const struct sql_token *before = sql_token_at(tokens, at - 1);
    const struct sql_token *after = sql_token_at(tokens, at + 1);
    bool is_distinct = at >= select->where.from + 2 && sql_token_is(before, "FROM")
                       && sql_token_is(sql_token_at(tokens, at - 2), "DISTINCT");
    bool is_compared = is_distinct || (is_operator_of(before) && !sql_token_is(before, "IS"));
    return is_compared && (at + 1 == select->where.to || sql_token_is_any(after, "AND OR"));
}

// True where nothing but a column can stand: alone in an aggregate, compared behind WHERE, AND
// or OR. Words that are values by themselves are none.
static bool is_column_place(const struct sql_select *select, const struct sql_tokens *tokens,
                            uint32_t at)
{
    const struct sql_token *before = sql_token_at(tokens, at - 1);
    const struct sql_token *after = sql_token_at(tokens, at + 1);
    if (sql_token_is_any(&tokens->items[at], "NULL TRUE FALSE UNKNOWN DEFAULT USER CURRENT_DATE "
                                             "CURRENT_TIME CURRENT_TIMESTAMP LOCALTIME SYSDATE "
                                             "LOCALTIMESTAMP CURRENT_USER SESSION_USER ROWNUM "
                                             "CURRENT_ROLE CURRENT_SCHEMA CURRENT_CATALOG NOT "
                                             "UTC_DATE UTC_TIME UTC_TIMESTAMP VALUE END"))
        return false;
    if (before->kind == SQL_TOKEN_OPEN && after->kind == SQL_TOKEN_CLOSE)
        return at >= 2 && is_aggregate(sql_token_at(tokens, at - 2));
    bool is_in_where = select->has_where && at >= select->where.from && at < select->where.to;
    if (!is_in_where)
        return false;
    bool is_denied =
        before->kind == SQL_TOKEN_OPEN && sql_token_is(sql_token_at(tokens, at - 2), "NOT");
    return (is_operator_of(after)
            && (at == select->where.from || is_denied || sql_token_is_any(before, "AND OR")))
           || is_right_side(select, tokens, at);
}

// A name in double quotes may be a text for MySQL and SQLite.
static bool is_certain_name(const struct mistake_search *search, const struct sql_token *token)
{
    if (token->kind == SQL_TOKEN_WORD)
        return true;
    return token->kind == SQL_TOKEN_QUOTED_NAME
           && (token->text.data[0] != '"' || search->catalog->engine == SQL_ENGINE_POSTGRESQL);
}

// Names that the query gives: AS name, and sources, which PostgreSQL takes for their rows.
static bool is_given(const struct mistake_search *search, const struct mistake_scope *scope,
                     const struct sql_select *select, struct str name)
{
    const struct sql_tokens *tokens = search->statement->tokens;
    if (search->catalog->engine != SQL_ENGINE_SQLITE && mistake_find_source(search, scope, name))
        return true;
    for (size_t i = 0; select && i < select->items.count; i++) {
        struct sql_range item = select->items.items[i];
        if (item.to > item.from + 1
            && mistake_same(search, mistake_name(search, &tokens->items[item.to - 1]), name))
            return true;
    }
    return false;
}

static void report_ambiguous(struct mistake_search *search, uint32_t at, struct str name,
                             const struct mistake_source *first,
                             const struct mistake_source *second)
{
    struct sql_mistake *mistake = mistake_add(search, SQL_AMBIGUOUS_COLUMN, at, at + 1);
    mistake->column = name;
    mistake->table = first->object->name;
    mistake->other = second->object->name;
}

static void report_no_column(struct mistake_search *search, const struct mistake_scope *scope,
                             uint32_t at, struct str name)
{
    struct sql_mistake *mistake = mistake_add(search, SQL_NO_COLUMN, at, at + 1);
    mistake->column = name;
    if (scope->count == 1 && !scope->outer) {
        mistake->table = scope->items[0].object->name;
        mistake->made = scope->items[0].object->span;
    }
}

// The one source of a scope that has the column. `*presence` says whether there is one.
static const struct mistake_source *find_owner(struct mistake_search *search,
                                               const struct mistake_scope *scope, uint32_t at,
                                               struct str name, enum catalog_presence *presence)
{
    const struct mistake_source *owner = NULL;
    bool is_certain = scope->is_complete;
    for (size_t i = 0; i < scope->count; i++) {
        const struct catalog_column *column;
        if (scope->items[i].is_row)
            continue;
        enum catalog_presence here = mistake_find_column(search, &scope->items[i], name, &column);
        is_certain &= here != CATALOG_MAYBE;
        if (here != CATALOG_PRESENT)
            continue;
        if (owner && scope->is_complete && !search->has_using && !search->is_ambiguous)
            report_ambiguous(search, at, name, owner, &scope->items[i]);
        search->is_ambiguous |= owner != NULL;
        owner = owner ? owner : &scope->items[i];
    }
    *presence = owner && is_certain ? CATALOG_PRESENT : is_certain ? CATALOG_ABSENT : CATALOG_MAYBE;
    return owner;
}

static void check_unqualified(struct mistake_search *search, const struct mistake_scope *scope,
                              const struct sql_select *select, uint32_t at)
{
    const struct sql_token *token = &search->statement->tokens->items[at];
    struct str name = mistake_name(search, token);
    bool is_known = is_certain_name(search, token) && !is_given(search, scope, select, name);
    search->is_ambiguous = !is_known; // nothing is said about it then
    for (const struct mistake_scope *around = scope; around; around = around->outer) {
        enum catalog_presence presence;
        const struct mistake_source *owner = find_owner(search, around, at, name, &presence);
        if (owner && presence == CATALOG_PRESENT)
            tell(search, at, owner, name);
        if (presence != CATALOG_ABSENT)
            return;
        search->is_ambiguous = true; // outside, the first one is taken
    }
    if (is_known && scope && scope->count > 0)
        report_no_column(search, scope, at, name);
    if (!is_certain_name(search, token) && search->meant && !is_given(search, scope, select, name))
        search->meant(search->context, at, NULL, name);
}

// ---- types

enum family { FAMILY_OTHER, FAMILY_NUMBER, FAMILY_TEXT, FAMILY_BOOLEAN, FAMILY_UUID };

// PostgreSQL compares a type of one of these with none of another.
static enum family family_of(const struct catalog_column *column)
{
    static const struct {
        const char *name;
        enum family family;
    } types[] = {
        { "smallint", FAMILY_NUMBER }, { "integer", FAMILY_NUMBER },
        { "bigint", FAMILY_NUMBER },   { "numeric", FAMILY_NUMBER },
        { "real", FAMILY_NUMBER },     { "double precision", FAMILY_NUMBER },
        { "text", FAMILY_TEXT },       { "character varying", FAMILY_TEXT },
        { "character", FAMILY_TEXT },  { "boolean", FAMILY_BOOLEAN },
        { "uuid", FAMILY_UUID },
    };
    const struct sql_type *type = &column->definition.type;
    for (size_t i = 0; !type->dimensions && i < sizeof types / sizeof *types; i++)
        if (str_is(type->name, types[i].name))
            return types[i].family;
    return FAMILY_OTHER;
}

static bool is_qualified(const struct sql_tokens *tokens, uint32_t at)
{
    return sql_token_name(sql_token_at(tokens, at)).data
           && sql_token_at(tokens, at + 1)->kind == SQL_TOKEN_DOT
           && sql_token_name(sql_token_at(tokens, at + 2)).data
           && sql_token_at(tokens, at + 3)->kind != SQL_TOKEN_DOT
           && sql_token_at(tokens, at + 3)->kind != SQL_TOKEN_OPEN
           && (at == 0 || tokens->items[at - 1].kind != SQL_TOKEN_DOT);
}

// x.a = y.b, and nothing that binds more closely beside it.
static void check_comparison(struct mistake_search *search, const struct mistake_scope *scope,
                             const struct catalog_column *left, uint32_t at)
{
    const struct sql_tokens *tokens = search->statement->tokens;
    const struct sql_token *behind = sql_token_at(tokens, at + 7);
    if (search->catalog->engine != SQL_ENGINE_POSTGRESQL || !left
        || !is_operator_of(sql_token_at(tokens, at + 3)) || !is_qualified(tokens, at + 4)
        || (behind->kind == SQL_TOKEN_OPERATOR)
        || (at > 0 && tokens->items[at - 1].kind == SQL_TOKEN_OPERATOR))
        return;
    const struct mistake_source *source =
        mistake_find_source(search, scope, mistake_name(search, sql_token_at(tokens, at + 4)));
    const struct catalog_column *right = NULL;
    struct str name = mistake_name(search, sql_token_at(tokens, at + 6));
    if (!source || mistake_find_column(search, source, name, &right) != CATALOG_PRESENT || !right)
        return;
    enum family a = family_of(left), b = family_of(right);
    if (a == b || a == FAMILY_OTHER || b == FAMILY_OTHER)
        return;
    struct sql_mistake *mistake = mistake_add(search, SQL_COMPARED_TYPES, at, at + 7);
    mistake->column = left->definition.name;
    mistake->other_column = right->definition.name;
    mistake->text = left->definition.type.name;
    mistake->other_text = right->definition.type.name;
    mistake->made = left->span;
}

// ---- names in their places

static bool is_query(const struct sql_tokens *tokens, uint32_t open)
{
    return sql_token_is_any(sql_token_at(tokens, open + 1), "SELECT WITH VALUES TABLE");
}

// A word of the list stands for a value by itself.
static bool is_value(const struct sql_token *token)
{
    return sql_token_is_any(token, "NULL TRUE FALSE DEFAULT UNKNOWN USER CURRENT_DATE "
                                   "CURRENT_TIME SYSDATE "
                                   "CURRENT_TIMESTAMP LOCALTIME LOCALTIMESTAMP CURRENT_USER "
                                   "SESSION_USER CURRENT_ROLE CURRENT_SCHEMA CURRENT_CATALOG "
                                   "UTC_DATE UTC_TIME UTC_TIMESTAMP ROWNUM");
}

// In `a + b name`, the name.
static bool is_alias(const struct sql_tokens *tokens, struct sql_range item, uint32_t at)
{
    if (at + 1 != item.to || at == item.from)
        return false;
    const struct sql_token *before = &tokens->items[at - 1];
    if (before->kind != SQL_TOKEN_WORD)
        return before->kind != SQL_TOKEN_OPERATOR && before->kind != SQL_TOKEN_DOT
               && before->kind != SQL_TOKEN_OPEN && before->kind != SQL_TOKEN_COMMA;
    return sql_token_is(before, "END")
           || (!sqlite_word_is(SQLITE_RESERVED_WORD, before->text)
               && !sql_token_is_any(before, "LIKE GLOB REGEXP MATCH"));
}

// Where `item` is the item of the SELECT that the token is in, or behind it.
static bool is_place(const struct mistake_search *search, const struct sql_select *select,
                     struct sql_range item, struct sql_range range, uint32_t at)
{
    const struct sql_tokens *tokens = search->statement->tokens;
    if (search->catalog->engine == SQL_ENGINE_SQLITE)
        return sqlite_is_name(tokens, range, at) && !is_alias(tokens, item, at);
    if (!select || !sql_token_name(&tokens->items[at]).data || is_value(&tokens->items[at]))
        return false;
    return (item.from == at && item.to == at + 1) || is_column_place(select, tokens, at);
}

static uint32_t skip_dots(const struct sql_tokens *tokens, uint32_t at)
{
    while (sql_token_at(tokens, at + 1)->kind == SQL_TOKEN_DOT)
        at += 2;
    return at;
}

void mistake_check_names(struct mistake_search *search, const struct mistake_scope *scope,
                         const struct sql_select *select, struct sql_range range)
{
    const struct sql_tokens *tokens = search->statement->tokens;
    struct sql_range item = { 0, 0 };
    size_t items = 0, sources = 0;
    for (uint32_t i = range.from; i < range.to; i++) {
        while (select && items < select->items.count && item.to <= i)
            item = select->items.items[items++];
        while (scope && sources < scope->count && scope->items[sources].words.to <= i)
            sources++;
        if (scope && sources < scope->count && i >= scope->items[sources].words.from)
            i = scope->items[sources].words.to - 1;
        else if (tokens->items[i].kind == SQL_TOKEN_OPEN && is_query(tokens, i))
            i = tokens->items[i].partner;
        else if (is_qualified(tokens, i)) {
            check_comparison(search, scope, check_qualified(search, scope, i), i);
            i += 2;
        } else if (sql_token_at(tokens, i + 1)->kind == SQL_TOKEN_DOT)
            i = skip_dots(tokens, i);
        else if (is_place(search, select, item, range, i))
            check_unqualified(search, scope, select, i);
    }
}
