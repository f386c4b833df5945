// Defaults whose text is the same whoever writes it: servers keep others as they understood them.
#include "backends/schema-rows.h"

#include "sql/types.h"

enum { DIGITS_MAX = 18 };

static bool is_one_of(struct str text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal_ignoring_case(text, str_of(words[i])))
            return true;
    return false;
}

#define IS_ONE_OF(text, words) is_one_of(text, words, sizeof words / sizeof *words)

// Without a useless zero in front.
static bool is_whole_number(struct str text)
{
    if (text.length == 0 || text.length > DIGITS_MAX || (text.data[0] == '0' && text.length > 1))
        return false;
    for (size_t i = 0; i < text.length; i++)
        if (!char_is_digit(text.data[i]))
            return false;
    return true;
}

static bool is_number(struct str text, bool may_have_fraction)
{
    if (str_starts_with(text, STR("-")))
        text = str_from(text, 1);
    size_t dot = str_find_char(text, '.', 0);
    if (dot == STR_NOT_FOUND || !may_have_fraction)
        return is_whole_number(text);
    struct str fraction = str_from(text, dot + 1);
    if (fraction.length == 0 || fraction.length > DIGITS_MAX)
        return false;
    for (size_t i = 0; i < fraction.length; i++)
        if (!char_is_digit(fraction.data[i]))
            return false;
    return is_whole_number(str_slice(text, 0, dot));
}

// In single quotes, with nothing that another setting would read in another way.
static bool is_plain_string(struct str text)
{
    if (text.length < 2 || text.data[0] != '\'' || text.data[text.length - 1] != '\'')
        return false;
    for (size_t i = 1; i + 1 < text.length; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c < ' ' || c >= 0x7f || c == '\\')
            return false;
        if (c == '\'' && text.data[++i] != '\'')
            return false;
        if (i + 1 >= text.length)
            return false;
    }
    return true;
}

static bool is_same_in_postgresql(const struct sql_type *type, struct str text)
{
    static const char *const integers[] = { "smallint", "integer", "bigint" };
    static const char *const texts[] = { "text", "character varying" };
    static const char *const moments[] = { "timestamp with time zone",
                                           "timestamp without time zone", "date" };
    static const char *const truths[] = { "true", "false" };
    static const char *const calls[] = { "now()", "current_timestamp", "localtimestamp",
                                         "current_date", "clock_timestamp()" };
    if (type->dimensions || type->schema.length)
        return false;
    if (IS_ONE_OF(type->name, integers))
        return is_number(text, false);
    if (str_is(type->name, "numeric"))
        return is_number(text, true);
    if (IS_ONE_OF(type->name, texts))
        return is_plain_string(text);
    if (str_is(type->name, "boolean"))
        return IS_ONE_OF(text, truths);
    if (IS_ONE_OF(type->name, moments))
        return IS_ONE_OF(text, calls);
    return str_is(type->name, "uuid") && str_equal_ignoring_case(text, STR("gen_random_uuid()"));
}

// What it makes of a number depends on the type.
static bool is_same_in_mysql(const struct sql_type *type, struct str text)
{
    static const char *const integers[] = { "tinyint", "smallint", "mediumint", "int", "bigint" };
    static const char *const texts[] = { "varchar", "char" };
    if (IS_ONE_OF(type->name, integers))
        return !type->is_zerofill && is_number(text, false);
    return IS_ONE_OF(type->name, texts) && is_plain_string(text)
           && str_find_char(str_slice(text, 1, text.length - 1), '\'', 0) == STR_NOT_FOUND;
}

// It keeps the text.
static bool is_same_in_sqlite(struct str text)
{
    static const char *const words[] = { "current_timestamp", "current_date", "current_time",
                                         "true", "false" };
    return is_number(text, true) || is_plain_string(text) || IS_ONE_OF(text, words);
}

static bool is_same(enum sql_engine engine, const struct sql_type *type, struct str text)
{
    switch (engine) {
    case SQL_ENGINE_POSTGRESQL: return is_same_in_postgresql(type, text);
    case SQL_ENGINE_SQLITE: return is_same_in_sqlite(text);
    case SQL_ENGINE_MYSQL:
    case SQL_ENGINE_MARIADB: return is_same_in_mysql(type, text);
    case SQL_ENGINE_UNKNOWN: break;
    }
    return false;
}

static bool is_left_out(char c)
{
    return c == '\'' || c == '(' || c == ')';
}

struct str schema_default(struct arena *arena, enum sql_engine engine,
                          const struct sql_column *column)
{
    struct str text = str_trim(column->fallback.text);
    if (!is_same(engine, &column->type, text))
        return STR_NONE;
    struct output out = { .arena = arena };
    bool is_string = text.data[0] == '\'';
    while (text.length && is_left_out(text.data[0]))
        text = str_from(text, 1);
    while (text.length && is_left_out(text.data[text.length - 1]))
        text.length--;
    for (size_t i = 0; i < text.length; i++)
        output_char(&out, is_string ? text.data[i] : char_lower(text.data[i]));
    return output_get(&out);
}
