// Expressions of a catalog as text: which columns they name, and how they look when one of
// these is renamed.
#include "sql/catalog-parts.h"

#include "base/output.h"
#include "sql/cursor.h"
#include "sql/identifier.h"

// What stands between the marks of a quoted name.
static bool is_same_name(const struct applier *applier, const struct sql_token *token,
                         struct str column)
{
    struct str name = sql_token_stored(applier->arena, token);
    if (!name.data || (token->kind == SQL_TOKEN_QUOTED_NAME && is_postgresql(applier)))
        return name.data && str_equal(name, column);
    if (!is_postgresql(applier))
        return str_equal_ignoring_case(name, column);
    return str_equal_ignoring_case(name, column)
           && str_equal(column, catalog_fold(applier->arena, SQL_ENGINE_SQLITE, CATALOG_TABLE,
                                             column));
}

// A function is no column, and neither is what stands before a dot, nor a name that AS gives.
static bool is_column_at(const struct applier *applier, const struct sql_tokens *tokens,
                         uint32_t at, struct str column)
{
    const struct sql_token *next = sql_token_at(tokens, at + 1);
    return is_same_name(applier, &tokens->items[at], column) && next->kind != SQL_TOKEN_OPEN
           && next->kind != SQL_TOKEN_DOT
           && !(at > 0 && sql_token_is(&tokens->items[at - 1], "AS"));
}

bool expression_mentions(const struct applier *applier, const struct sql_expression *expression,
                         struct str column)
{
    bool may_be_escaped = str_find_char(column, '"', 0) != STR_NOT_FOUND
                          || str_find_char(column, '`', 0) != STR_NOT_FOUND;
    if (!expression->text.data
        || (!may_be_escaped
            && str_find_ignoring_case(expression->text, column, 0) == STR_NOT_FOUND))
        return false;
    const struct sql_tokens *tokens = sql_scan(applier->arena, applier->catalog->engine,
                                               (struct text){ .str = expression->text });
    for (uint32_t i = 0; i < tokens->count; i++)
        if (is_column_at(applier, tokens, i, column))
            return true;
    return false;
}

// Columns that every table has, and that no definition names.
static bool is_system_column(struct str name)
{
    static const char *const names[] = { "tableoid", "ctid", "xmin", "xmax", "cmin", "cmax" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_is(name, names[i]))
            return true;
    return false;
}

bool expression_has_columns(struct applier *applier, struct table_edit edit,
                            const struct sql_expression *expression)
{
    for (size_t i = 0; expression->columns && i < expression->columns->count; i++) {
        const struct catalog_column *found = NULL;
        struct str name = expression->columns->items[i].name;
        if (!is_system_column(name)
            && catalog_find_column(applier->arena, applier->catalog, edit.table, name, &found)
                   == CATALOG_ABSENT)
            return applier_lacks(applier, CATALOG_NO_COLUMN, edit.object->name, name);
    }
    return true;
}

bool expression_may_generate(struct applier *applier, struct table_edit edit,
                             const struct sql_expression *expression)
{
    if (!is_postgresql(applier) || !expression_has_columns(applier, edit, expression))
        return !is_postgresql(applier);
    if (expression->volatility == SQL_STABLE || expression->volatility == SQL_VOLATILE)
        return applier_refuse(applier, "the value of a generated column is always the same");
    for (size_t i = 0; expression->columns && i < expression->columns->count; i++) {
        const struct catalog_column *column =
            column_find(applier, edit.table, expression->columns->items[i].name);
        if (column && column->definition.generated != SQL_NOT_GENERATED)
            return applier_refuse(applier, "'%.*s' is generated itself",
                                  STR_ARGS(column->definition.name));
    }
    return true;
}

static const struct sql_names *renamed_names(const struct applier *applier,
                                             const struct sql_names *names, struct str column,
                                             struct str name)
{
    struct sql_names *renamed = NULL;
    for (size_t i = 0; names && i < names->count; i++) {
        if (!renamed)
            renamed = arena_new(applier->arena, struct sql_names);
        struct sql_name each = names->items[i];
        if (applier_same(applier, CATALOG_ANYTHING, each.name, column))
            each.name = name;
        array_add(applier->arena, renamed, each);
    }
    return renamed;
}

struct sql_expression expression_rename(const struct applier *applier,
                                        const struct sql_expression *expression,
                                        struct str column, struct str name)
{
    struct sql_expression renamed = *expression;
    if (!expression_mentions(applier, expression, column))
        return renamed;
    struct output out = { .arena = applier->arena };
    const struct sql_tokens *tokens = sql_scan(applier->arena, applier->catalog->engine,
                                               (struct text){ .str = expression->text });
    const char *done = expression->text.data;
    for (uint32_t i = 0; i < tokens->count; i++) {
        if (!is_column_at(applier, tokens, i, column))
            continue;
        struct str old = tokens->items[i].text;
        output_text(&out, done, (size_t)(old.data - done));
        output_str(&out, sql_identifier_quote(applier->arena, applier->catalog->engine, name));
        done = old.data + old.length;
    }
    output_text(&out, done, (size_t)(expression->text.data + expression->text.length - done));
    renamed.text = output_get(&out);
    renamed.columns = renamed_names(applier, expression->columns, column, name);
    return renamed;
}

// ---- keys

bool parts_have(const struct applier *applier, const struct sql_key_parts *parts,
                struct str column)
{
    list_each(sql_key_part, part, *parts) {
        if (part->column.data ? applier_same(applier, CATALOG_ANYTHING, part->column, column)
                              : expression_mentions(applier, &part->expression, column))
            return true;
    }
    return false;
}

struct sql_key_parts parts_rename(const struct applier *applier, const struct sql_key_parts *parts,
                                  struct str column, struct str name)
{
    if (!parts_have(applier, parts, column))
        return *parts;
    struct sql_key_parts renamed = { 0 };
    list_each(sql_key_part, part, *parts) {
        struct sql_key_part *copy = arena_new(applier->arena, struct sql_key_part);
        *copy = *part;
        copy->next = NULL;
        if (!part->column.data)
            copy->expression = expression_rename(applier, &part->expression, column, name);
        else if (applier_same(applier, CATALOG_ANYTHING, part->column, column))
            copy->column = name;
        list_add(&renamed, copy);
    }
    return renamed;
}

bool parts_equal(const struct applier *applier, const struct sql_key_parts *a,
                 const struct sql_key_parts *b)
{
    const struct sql_key_part *left = a->first, *right = b->first;
    for (; left && right; left = left->next, right = right->next)
        if (!left->column.data || !right->column.data
            || !applier_same(applier, CATALOG_ANYTHING, left->column, right->column))
            return false;
    return !left && !right;
}

// ---- one form for all

// A name without its quotes where it needs none, else in double quotes.
static struct str plain(struct arena *arena, const struct sql_token *token)
{
    struct output quoted = { .arena = arena };
    struct str name = sql_token_stored(arena, token);
    bool is_plain = name.length && (char_is_letter(name.data[0]) || name.data[0] == '_');
    for (size_t i = 0; i < name.length; i++)
        is_plain &= char_is_word(name.data[i]);
    if (is_plain)
        return name;
    output_char(&quoted, '"');
    for (size_t i = 0; i < name.length; i++) {
        if (name.data[i] == '"')
            output_char(&quoted, '"');
        output_char(&quoted, name.data[i]);
    }
    output_char(&quoted, '"');
    return output_get(&quoted);
}

// Behind ::, the name of a type: words, its arguments and brackets.
static uint32_t skip_cast(const struct sql_tokens *tokens, uint32_t at)
{
    while (sql_token_name(sql_token_at(tokens, at)).data
           && sql_token_at(tokens, at)->kind != SQL_TOKEN_END) {
        at++;
        if (sql_token_at(tokens, at)->kind == SQL_TOKEN_DOT)
            at++;
        else if (!sql_token_is(sql_token_at(tokens, at), "varying")
                 && !sql_token_is(sql_token_at(tokens, at), "without")
                 && !sql_token_is(sql_token_at(tokens, at), "with")
                 && !sql_token_is(sql_token_at(tokens, at), "time")
                 && !sql_token_is(sql_token_at(tokens, at), "zone")
                 && !sql_token_is(sql_token_at(tokens, at), "precision"))
            break;
    }
    if (sql_token_at(tokens, at)->kind == SQL_TOKEN_OPEN
        && sql_token_at(tokens, at)->partner < tokens->count)
        at = sql_token_at(tokens, at)->partner + 1;
    while (sql_token_is_operator(sql_token_at(tokens, at), "[")
           || sql_token_is_operator(sql_token_at(tokens, at), "]")
           || sql_token_is_operator(sql_token_at(tokens, at), "[]"))
        at++;
    return at;
}

// MySQL's words for the time are one.
static struct str one_of_many(enum sql_engine engine, const struct sql_token *token)
{
    bool is_mysql = engine == SQL_ENGINE_MYSQL || engine == SQL_ENGINE_MARIADB;
    return is_mysql && sql_token_is_any(token, "NOW LOCALTIME LOCALTIMESTAMP")
               ? STR("current_timestamp")
               : token->text;
}

struct str catalog_expression(struct arena *arena, enum sql_engine engine, struct str text)
{
    struct output out = { .arena = arena };
    const struct sql_tokens *tokens = sql_scan(arena, engine, (struct text){ .str = text });
    bool was_word = false;
    for (uint32_t i = 0; i < tokens->count; i++) {
        const struct sql_token *token = &tokens->items[i];
        if (engine == SQL_ENGINE_POSTGRESQL && sql_token_is_operator(token, "::")) {
            i = skip_cast(tokens, i + 1) - 1;
            continue;
        }
        if (token->kind == SQL_TOKEN_OPEN || token->kind == SQL_TOKEN_CLOSE)
            continue;
        struct str word = token->kind == SQL_TOKEN_WORD ? one_of_many(engine, token)
                          : token->kind == SQL_TOKEN_QUOTED_NAME ? plain(arena, token)
                                                                 : token->text;
        bool is_word = word.length && char_is_word(word.data[0]);
        if (was_word && is_word)
            output_char(&out, ' ');
        was_word = is_word;
        for (size_t j = 0; j < word.length; j++)
            output_char(&out, token->kind == SQL_TOKEN_STRING ? word.data[j]
                                                              : char_lower(word.data[j]));
    }
    return output_get(&out);
}
