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

// ---- two partitions of one table

enum value_kind { VALUE_MIN, VALUE_NUMBER, VALUE_DATE, VALUE_TEXT, VALUE_NULL, VALUE_MAX,
                  VALUE_OTHER };

struct value {
    enum value_kind kind;
    int64_t number;
    struct str text;
};

struct values {
    ARRAY_OF(struct value) items;
};

struct catalog_bound {
    bool is_default;
    struct values from, to, in;
    uint64_t modulus, remainder; // no modulus: it is not by hash
};

static bool is_whole_number(struct str text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!char_is_digit(text.data[i]))
            return false;
    return text.length > 0 && text.length < 19;
}

// '2026-01-31', which bytes order as days.
static bool is_date(struct str text)
{
    bool is_one = text.length == strlen("2026-01-31");
    for (size_t i = 0; is_one && i < text.length; i++)
        is_one = i == 4 || i == 7 ? text.data[i] == '-' : char_is_digit(text.data[i]);
    return is_one;
}

static struct value read_value(const struct sql_tokens *tokens, uint32_t from, uint32_t to)
{
    struct value value = { .kind = VALUE_OTHER };
    const struct sql_token *token = sql_token_at(tokens, from);
    bool is_negative = sql_token_is_operator(token, "-");
    if (is_negative)
        token = sql_token_at(tokens, ++from);
    value.text = sql_tokens_text(tokens, from, to); // as written
    if (to != from + 1)
        return value;
    if (sql_token_is(token, "MINVALUE"))
        value.kind = VALUE_MIN;
    else if (sql_token_is(token, "MAXVALUE"))
        value.kind = VALUE_MAX;
    else if (sql_token_is(token, "NULL"))
        value.kind = VALUE_NULL;
    else if (token->kind == SQL_TOKEN_STRING && !is_negative) {
        value.text = sql_token_string(token);
        value.kind = is_date(value.text) ? VALUE_DATE : VALUE_TEXT;
    } else if (is_whole_number(token->text)) {
        value.kind = VALUE_NUMBER;
        for (size_t i = 0; i < token->text.length; i++)
            value.number = value.number * 10 + (token->text.data[i] - '0');
        value.number = is_negative ? -value.number : value.number;
    }
    return value;
}

// Those between the parenthesis behind the word and its partner.
static struct values values_behind(struct arena *arena, const struct sql_tokens *tokens,
                                   const char *word)
{
    struct values values = { 0 };
    uint32_t at = 0;
    while (at < tokens->count && !sql_token_is(&tokens->items[at], word))
        at++;
    if (sql_token_at(tokens, at + 1)->kind != SQL_TOKEN_OPEN)
        return values;
    uint32_t end = tokens->items[at + 1].partner;
    uint32_t from = at + 2;
    for (uint32_t i = from; i <= end && i < tokens->count; i++) {
        bool is_open = tokens->items[i].kind == SQL_TOKEN_OPEN;
        if (i == end || tokens->items[i].kind == SQL_TOKEN_COMMA) {
            array_add(arena, &values.items, read_value(tokens, from, i));
            from = i + 1;
        }
        if (is_open)
            i = tokens->items[i].partner;
    }
    return values;
}

// -1, 0, 1; 2 where it is not known.
static int compare_values(const struct value *a, const struct value *b)
{
    enum { NOT_KNOWN = 2 };
    bool is_edge = a->kind == VALUE_MIN || a->kind == VALUE_MAX || b->kind == VALUE_MIN
                   || b->kind == VALUE_MAX;
    if (is_edge && a->kind != VALUE_OTHER && b->kind != VALUE_OTHER)
        return a->kind == b->kind                                ? 0
               : a->kind == VALUE_MIN || b->kind == VALUE_MAX ? -1
                                                               : 1;
    if (a->kind == VALUE_NULL || b->kind == VALUE_NULL)
        return a->kind == b->kind ? 0 : 1;
    if (a->kind != b->kind || a->kind == VALUE_OTHER)
        return str_equal(a->text, b->text) ? 0 : NOT_KNOWN;
    if (a->kind == VALUE_NUMBER)
        return a->number < b->number ? -1 : a->number > b->number;
    if (str_equal(a->text, b->text))
        return 0;
    return a->kind == VALUE_DATE ? (str_compare(a->text, b->text) < 0 ? -1 : 1) : NOT_KNOWN;
}

static int compare_rows(const struct values *a, const struct values *b)
{
    for (size_t i = 0; i < a->items.count && i < b->items.count; i++) {
        int order = compare_values(&a->items.items[i], &b->items.items[i]);
        if (order != 0)
            return order;
    }
    return 0;
}

static bool overlaps(struct applier *applier, const struct catalog_object *other)
{
    return applier_refuse(applier, "the bound has rows of '%.*s'",
                          STR_ARGS(applier_say(applier, other->name)));
}

static bool is_doubtful(struct applier *applier, const struct catalog_object *other)
{
    return applier_doubt(applier, "whether the bound has rows of '%.*s' is not known",
                         STR_ARGS(applier_say(applier, other->name)));
}

static bool ranges_go_together(struct applier *applier, const struct catalog_bound *bound,
                               const struct catalog_object *other)
{
    const struct catalog_bound *its = other->table->read_bound;
    int below = compare_rows(&bound->from, &its->to);
    int above = compare_rows(&its->from, &bound->to);
    if (below == 0 || below == 1 || above == 0 || above == 1)
        return true;
    return below == -1 && above == -1 ? overlaps(applier, other) : is_doubtful(applier, other);
}

static bool lists_go_together(struct applier *applier, const struct catalog_bound *bound,
                              const struct catalog_object *other)
{
    const struct values *in = &bound->in, *its = &other->table->read_bound->in;
    bool is_known = true;
    applier_work(applier, in->items.count * its->items.count);
    for (size_t i = 0; i < in->items.count; i++)
        for (size_t j = 0; j < its->items.count; j++) {
            const struct value *a = &in->items.items[i], *b = &its->items.items[j];
            int order = compare_values(a, b);
            if (order == 0)
                return overlaps(applier, other);
            bool are_texts = a->kind == VALUE_TEXT && b->kind == VALUE_TEXT;
            is_known &= are_texts || order == -1 || order == 1;
        }
    return is_known || is_doubtful(applier, other);
}

// Each row is of one partition: the smaller modulus divides the larger one.
static bool hashes_go_together(struct applier *applier, const struct catalog_bound *bound,
                               const struct catalog_object *other)
{
    const struct catalog_bound *its = other->table->read_bound;
    uint64_t smaller = bound->modulus < its->modulus ? bound->modulus : its->modulus;
    uint64_t larger = bound->modulus < its->modulus ? its->modulus : bound->modulus;
    if (!smaller)
        return true;
    if (larger % smaller != 0)
        return applier_refuse(applier, "the modulus does not go with that of '%.*s'",
                              STR_ARGS(applier_say(applier, other->name)));
    return bound->remainder % smaller != its->remainder % smaller || overlaps(applier, other);
}

static bool go_together(struct applier *applier, struct str method,
                        const struct catalog_bound *bound, const struct catalog_object *other)
{
    const struct catalog_bound *its = other->table->read_bound;
    if (!its)
        return is_doubtful(applier, other);
    if (bound->is_default || its->is_default)
        return bound->is_default != its->is_default
               || applier_refuse(applier, "'%.*s' has the same bound",
                                 STR_ARGS(applier_say(applier, other->name)));
    return str_is(method, "hash")    ? hashes_go_together(applier, bound, other)
           : str_is(method, "range") ? ranges_go_together(applier, bound, other)
                                     : lists_go_together(applier, bound, other);
}

// ---- a bound

static uint64_t number_behind(const struct sql_tokens *tokens, const char *word)
{
    uint64_t number = 0;
    uint32_t at = 0;
    while (at < tokens->count && !sql_token_is(&tokens->items[at], word))
        at++;
    struct str digits = sql_token_at(tokens, at + 1)->text;
    for (size_t i = 0; i < digits.length && i < 9 && char_is_digit(digits.data[i]); i++)
        number = number * 10 + (uint64_t)(digits.data[i] - '0');
    return number;
}

const struct catalog_bound *bound_read(const struct applier *applier,
                                       const struct sql_expression *text)
{
    struct catalog_bound *bound = arena_new(applier->arena, struct catalog_bound);
    if (!text->text.data)
        return NULL;
    const struct sql_tokens *tokens = sql_scan(applier->arena, applier->catalog->engine,
                                               (struct text){ .str = text->text });
    bound->is_default = sql_token_is(sql_token_at(tokens, 0), "DEFAULT");
    bound->from = values_behind(applier->arena, tokens, "FROM");
    bound->to = values_behind(applier->arena, tokens, "TO");
    bound->in = values_behind(applier->arena, tokens, "IN");
    bound->modulus = number_behind(tokens, "MODULUS");
    bound->remainder = number_behind(tokens, "REMAINDER");
    return bound;
}

bool bound_is_taken(struct applier *applier, const struct catalog_object *table,
                    const struct sql_expression *text)
{
    if (!is_postgresql(applier) || table->table->is_partial || !text->text.data)
        return true;
    const struct sql_tokens *tokens = sql_scan(applier->arena, applier->catalog->engine,
                                               (struct text){ .str = text->text });
    struct sql_cursor cursor = { .arena = applier->arena, .tokens = tokens, .end = tokens->count };
    if (!is_for_method(applier, table->table, cursor))
        return false;
    const struct catalog_bound *bound = bound_read(applier, text);
    int order = compare_rows(&bound->from, &bound->to);
    if (bound->from.items.count && (order == 0 || order == 1))
        return applier_refuse(applier, "the bound has no rows");
    struct catalog_uses uses = uses_by_children(applier, table->name);
    for (size_t i = 0; i < uses.count; i++) {
        const struct catalog_object *other = applier_find(applier, uses.items[i].by).object;
        if (other && other->kind == CATALOG_TABLE
            && !go_together(applier, table->table->partition_method, bound, other))
            return false;
    }
    return true;
}
