// What the catalog before a statement says about what the statement locks.
#include "sql/cursor.h"
#include "sql/locker.h"
#include "sql/types.h"

const struct catalog_object *locker_relation(const struct locker *locker, struct sql_name name)
{
    if (!locker->setting->before || name.name.length == 0)
        return NULL;
    struct catalog_found found = catalog_find(locker->arena, locker->setting->before, name);
    return found.presence == CATALOG_PRESENT ? found.object : NULL;
}

const struct catalog_table *locker_table(const struct locker *locker, struct sql_name name)
{
    const struct catalog_object *object = locker_relation(locker, name);
    return object && object->kind == CATALOG_TABLE ? object->table : NULL;
}

const struct catalog_column *locker_column(const struct locker *locker, struct sql_name table,
                                           struct str column)
{
    const struct catalog_table *owner = locker_table(locker, table);
    const struct catalog_column *found = NULL;
    if (!owner
        || catalog_find_column(locker->arena, locker->setting->before, owner, column, &found)
               != CATALOG_PRESENT)
        return NULL;
    return found;
}

const struct catalog_constraint *locker_constraint(const struct locker *locker,
                                                   struct sql_name table, struct str name)
{
    const struct catalog_table *owner = locker_table(locker, table);
    const struct catalog_constraint *found = NULL;
    if (!owner || name.length == 0
        || catalog_find_constraint(locker->arena, locker->setting->before, owner, name, &found)
               != CATALOG_PRESENT)
        return NULL;
    return found;
}

struct sql_name locker_index_owner(const struct locker *locker, struct sql_name index)
{
    const struct catalog_object *object = locker_relation(locker, index);
    if (!object || object->kind != CATALOG_INDEX)
        return (struct sql_name){ STR_NONE, STR_NONE };
    return *object->owner;
}

struct catalog_uses locker_uses(const struct locker *locker, const struct catalog_object *object)
{
    if (!object)
        return (struct catalog_uses){ 0 };
    return catalog_uses_of(locker->arena, locker->setting->before, object);
}

// ---- columns in expressions

static struct str fold(const struct locker *locker, struct str name)
{
    return catalog_fold(locker->arena, locker->setting->engine, CATALOG_TABLE, name);
}

static bool is_same_column(const struct locker *locker, struct str a, struct str b)
{
    return locker->setting->engine == SQL_ENGINE_POSTGRESQL
               ? str_equal(a, b)
               : str_equal_ignoring_case(fold(locker, a), fold(locker, b));
}

bool locker_mentions(const struct locker *locker, const struct sql_expression *expression,
                     struct str column)
{
    if (!expression->text.data || !expression->names)
        return false;
    for (size_t i = 0; i < expression->names->count; i++)
        if (is_same_column(locker, expression->names->items[i].name, column))
            return true;
    return false;
}

bool locker_key_has(const struct locker *locker, const struct sql_key_parts *parts,
                    struct str column)
{
    for (const struct sql_key_part *part = parts->first; part; part = part->next)
        if (part->column.length > 0 && is_same_column(locker, part->column, column))
            return true;
    return false;
}

// ---- proofs that a column is not NULL

// The tokens [from, to) without parentheses around all of them.
static void strip_parentheses(const struct sql_tokens *tokens, uint32_t *from, uint32_t *to)
{
    while (*to - *from >= 2 && tokens->items[*from].kind == SQL_TOKEN_OPEN
           && tokens->items[*from].partner == *to - 1) {
        ++*from;
        --*to;
    }
}

static bool is_column(const struct locker *locker, const struct sql_token *token, struct str column)
{
    struct str name = sql_token_name(token);
    if (token->kind == SQL_TOKEN_WORD && locker->setting->engine == SQL_ENGINE_POSTGRESQL)
        return str_equal_ignoring_case(name, column);
    return is_same_column(locker, name, column);
}

// `column IS NOT NULL`, in parentheses or not.
static bool says_not_null(const struct locker *locker, const struct sql_tokens *tokens,
                          uint32_t from, uint32_t to, struct str column)
{
    strip_parentheses(tokens, &from, &to);
    return to - from == 4 && is_column(locker, &tokens->items[from], column)
           && sql_token_is(&tokens->items[from + 1], "IS")
           && sql_token_is(&tokens->items[from + 2], "NOT")
           && sql_token_is(&tokens->items[from + 3], "NULL");
}

// One of the conditions that AND joins outside all parentheses. BETWEEN has an AND of its own,
// behind which nothing reads IS NOT NULL; OR makes all of it no proof.
static bool implies_not_null(const struct locker *locker, const struct sql_expression *expression,
                             struct str column)
{
    struct text text = { .str = expression->text };
    const struct sql_tokens *tokens = sql_scan(locker->arena, locker->setting->engine, text);
    uint32_t from = 0, to = tokens->count;
    strip_parentheses(tokens, &from, &to);
    bool is_implied = false;
    uint32_t depth = tokens->items[from].depth, begin = from;
    for (uint32_t i = from; i <= to; i++) {
        bool is_outside = i == to || tokens->items[i].depth == depth;
        if (i < to && is_outside && sql_token_is(&tokens->items[i], "OR"))
            return false;
        if (i < to && !(is_outside && sql_token_is(&tokens->items[i], "AND")))
            continue;
        is_implied |= says_not_null(locker, tokens, begin, i, column);
        begin = i + 1;
    }
    return is_implied;
}

static bool is_proof(const struct locker *locker, const struct catalog_constraint *constraint,
                     struct str column)
{
    const struct sql_constraint_definition *definition = &constraint->definition;
    return definition->kind == SQL_CONSTRAINT_CHECK && constraint->is_valid
           && !definition->is_not_enforced && definition->expression.text.data
           && implies_not_null(locker, &definition->expression, column);
}

enum sql_known locker_not_null_is_proved(const struct locker *locker, struct sql_name table,
                                         struct str column)
{
    const struct catalog_table *owner = locker_table(locker, table);
    if (!owner)
        return SQL_NOT_KNOWN;
    struct map_walk walk = map_walk(owner->constraints);
    for (const struct catalog_constraint *each; (each = map_next(&walk)) != NULL;)
        if (is_proof(locker, each, column))
            return SQL_KNOWN_YES;
    return owner->is_partial ? SQL_NOT_KNOWN : SQL_KNOWN_NO;
}

// ---- functions

// The volatility of the function of this name; a constant for what is none that is known.
static enum sql_volatility routine_volatility(const struct locker *locker, struct sql_name name,
                                              bool *is_sql)
{
    struct catalog_found found =
        catalog_find_routine(locker->arena, locker->setting->before, name, STR_NONE);
    if (found.presence != CATALOG_PRESENT || found.object->kind != CATALOG_ROUTINE)
        return SQL_CONSTANT;
    enum sql_volatility volatility = found.object->routine->volatility;
    if (volatility == SQL_VOLATILITY_UNKNOWN)
        volatility = SQL_VOLATILE; // what CREATE FUNCTION means where nothing is said
    if (volatility == SQL_VOLATILE)
        *is_sql = str_equal_ignoring_case(found.object->routine->language, STR("sql"));
    return volatility;
}

enum sql_volatility locker_volatility(const struct locker *locker,
                                      const struct sql_expression *expression, bool *is_inlined)
{
    *is_inlined = false;
    if (expression->volatility != SQL_VOLATILITY_UNKNOWN || !locker->setting->before
        || !expression->names)
        return expression->volatility;
    enum sql_volatility worst = SQL_VOLATILITY_UNKNOWN;
    *is_inlined = true;
    for (size_t i = 0; i < expression->names->count; i++) {
        bool is_sql = true;
        enum sql_volatility volatility =
            routine_volatility(locker, expression->names->items[i], &is_sql);
        worst = volatility > worst ? volatility : worst;
        *is_inlined &= is_sql;
    }
    bool is_certain =
        worst == SQL_VOLATILE || (worst == SQL_STABLE && expression->names->count == 1);
    return is_certain ? worst : SQL_VOLATILITY_UNKNOWN;
}

// ---- types

const struct catalog_object *locker_type(const struct locker *locker, const struct sql_type *type)
{
    if (!locker->setting->before)
        return NULL;
    struct sql_name name = { type->schema, type->name };
    struct catalog_found found = catalog_find_type(locker->arena, locker->setting->before, name);
    return found.presence == CATALOG_PRESENT ? found.object : NULL;
}

const struct catalog_domain *locker_domain(const struct locker *locker, const struct sql_type *type)
{
    const struct catalog_object *object = locker_type(locker, type);
    return object && object->kind == CATALOG_DOMAIN ? object->domain : NULL;
}

bool locker_is_constrained(const struct catalog_domain *domain)
{
    return domain->definition.is_not_null || domain->constraints.root != NULL;
}

struct sql_type_setting locker_type_setting(const struct locker *locker, struct sql_name table)
{
    struct sql_type_setting setting = {
        .engine = locker->setting->engine,
        .version = locker->setting->version,
        .is_utc = locker->setting->is_utc,
    };
    const struct catalog_table *owner = locker_table(locker, table);
    const struct sql_option *charset = owner ? map_find(owner->options, STR("charset")) : NULL;
    if (charset)
        setting.charset = charset->value;
    return setting;
}
