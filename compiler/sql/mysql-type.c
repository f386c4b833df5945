// The types of MySQL's and MariaDB's columns, by the names that information_schema gives them.
#include "sql/mysql.h"

struct written_type {
    const char *words, *name;
    const char *arguments;        // where none are written; NULL: none
    const char *width, *unsigned_width; // of an integer, where none is written: MariaDB's
    const char *charset;
};

static const struct written_type written_types[] = {
    { .words = "tinyint", .name = "tinyint", .width = "4", .unsigned_width = "3" },
    { .words = "int1", .name = "tinyint", .width = "4", .unsigned_width = "3" },
    { .words = "bool", .name = "tinyint", .arguments = "1" },
    { .words = "boolean", .name = "tinyint", .arguments = "1" },
    { .words = "smallint", .name = "smallint", .width = "6", .unsigned_width = "5" },
    { .words = "int2", .name = "smallint", .width = "6", .unsigned_width = "5" },
    { .words = "mediumint", .name = "mediumint", .width = "9", .unsigned_width = "8" },
    { .words = "middleint", .name = "mediumint", .width = "9", .unsigned_width = "8" },
    { .words = "int3", .name = "mediumint", .width = "9", .unsigned_width = "8" },
    { .words = "int", .name = "int", .width = "11", .unsigned_width = "10" },
    { .words = "integer", .name = "int", .width = "11", .unsigned_width = "10" },
    { .words = "int4", .name = "int", .width = "11", .unsigned_width = "10" },
    { .words = "bigint", .name = "bigint", .width = "20", .unsigned_width = "20" },
    { .words = "int8", .name = "bigint", .width = "20", .unsigned_width = "20" },
    { .words = "serial", .name = "bigint", .width = "20", .unsigned_width = "20" },
    { .words = "decimal", .name = "decimal", .arguments = "10,0" },
    { .words = "dec", .name = "decimal", .arguments = "10,0" },
    { .words = "numeric", .name = "decimal", .arguments = "10,0" },
    { .words = "fixed", .name = "decimal", .arguments = "10,0" },
    { .words = "number", .name = "decimal", .arguments = "10,0" },
    { .words = "float4", .name = "float" },
    { .words = "double precision", .name = "double" },
    { .words = "real", .name = "double" },
    { .words = "float8", .name = "double" },
    { .words = "bit", .name = "bit", .arguments = "1" },
    { .words = "char", .name = "char", .arguments = "1" },
    { .words = "character", .name = "char", .arguments = "1" },
    { .words = "character varying", .name = "varchar" },
    { .words = "char varying", .name = "varchar" },
    { .words = "varcharacter", .name = "varchar" },
    { .words = "varchar2", .name = "varchar" },
    { .words = "national char", .name = "char", .arguments = "1", .charset = "utf8mb3" },
    { .words = "national character", .name = "char", .arguments = "1", .charset = "utf8mb3" },
    { .words = "nchar", .name = "char", .arguments = "1", .charset = "utf8mb3" },
    { .words = "national varchar", .name = "varchar", .charset = "utf8mb3" },
    { .words = "national char varying", .name = "varchar", .charset = "utf8mb3" },
    { .words = "national character varying", .name = "varchar", .charset = "utf8mb3" },
    { .words = "nvarchar", .name = "varchar", .charset = "utf8mb3" },
    { .words = "binary", .name = "binary", .arguments = "1" },
    { .words = "long", .name = "mediumtext" },
    { .words = "long varchar", .name = "mediumtext" },
    { .words = "long varbinary", .name = "mediumblob" },
    { .words = "clob", .name = "longtext" },
};

static const struct written_type *find_type(struct str words)
{
    for (size_t i = 0; i < sizeof written_types / sizeof *written_types; i++)
        if (str_is(words, written_types[i].words))
            return &written_types[i];
    return NULL;
}

// ---- what stands in the parentheses

static bool is_of_labels(struct str name)
{
    return str_is(name, "enum") || str_is(name, "set");
}

// 'a','b' with each string as SHOW CREATE TABLE writes it.
static struct str labels_of(const struct mysql_reader *reader, struct mysql_place place)
{
    struct sql_range range = mysql_tokens(reader, place);
    size_t length = 0;
    char *text = arena_alloc(reader->arena, 2 * (place.to - place.from) + 2);
    for (uint32_t i = range.from; i < range.to; i++) {
        const struct sql_token *token = &reader->tokens->items[i];
        if (!sql_token_string(token).data)
            continue;
        size_t from = (size_t)(token->text.data - reader->tokens->text.str.data);
        struct str label =
            mysql_string(reader, (struct mysql_place){ from, from + token->text.length });
        while (label.length > 0 && label.data[label.length - 1] == ' ')
            label.length--;
        if (length > 0)
            text[length++] = ',';
        text[length++] = '\'';
        for (size_t j = 0; j < label.length; j++) {
            text[length++] = label.data[j];
            if (label.data[j] == '\'')
                text[length++] = '\'';
        }
        text[length++] = '\'';
    }
    return (struct str){ text, length };
}

static struct str without_blanks(struct arena *arena, struct str words)
{
    char *text = arena_alloc(arena, words.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < words.length; i++)
        if (words.data[i] != ' ')
            text[length++] = words.data[i];
    return (struct str){ text, length };
}

static bool is_integer(const struct sql_type *type)
{
    struct str name = type->name;
    return str_is(name, "tinyint") || str_is(name, "smallint") || str_is(name, "mediumint")
           || str_is(name, "int") || str_is(name, "bigint");
}

static unsigned number_of(struct str digits)
{
    unsigned number = 0;
    for (size_t i = 0; i < digits.length && i < 6 && char_is_digit(digits.data[i]); i++)
        number = number * 10 + (unsigned)(digits.data[i] - '0');
    return number;
}

// float(30) is a double, decimal(5) has a scale, datetime(0) has no arguments.
static void settle(struct arena *arena, struct sql_type *type)
{
    bool has_comma = str_find_char(type->arguments, ',', 0) != STR_NOT_FOUND;
    if (str_is(type->name, "decimal") && !has_comma)
        type->arguments = arena_format(arena, "%.*s,0", STR_ARGS(type->arguments));
    if (str_is(type->name, "float") && type->arguments.data && !has_comma) {
        if (number_of(type->arguments) > 24)
            type->name = STR("double");
        type->arguments = STR_NONE;
    }
    bool is_of_time = str_is(type->name, "datetime") || str_is(type->name, "timestamp")
                      || str_is(type->name, "time");
    if (is_of_time && str_is(type->arguments, "0"))
        type->arguments = STR_NONE;
}

// MySQL 8 has no display widths, but of tinyint(1) and of zerofill; MariaDB has them all.
static void settle_width(const struct mysql_reader *reader, struct sql_type *type,
                         const struct written_type *written)
{
    bool is_mariadb = reader->engine == SQL_ENGINE_MARIADB;
    if (str_is(type->name, "year"))
        type->arguments = is_mariadb ? STR("4") : STR_NONE;
    if (!is_integer(type))
        return;
    if (is_mariadb && !type->arguments.data && written)
        type->arguments = str_of(written->width);
    if (!is_mariadb && !(str_is(type->name, "tinyint") && str_is(type->arguments, "1")))
        type->arguments = STR_NONE;
}

struct sql_type *mysql_type(struct mysql_reader *reader, struct mysql_place words,
                            struct mysql_place arguments)
{
    struct sql_type *type = arena_new(reader->arena, struct sql_type);
    struct str name = mysql_words(reader, words);
    const struct written_type *written = find_type(name);
    type->name = written ? str_of(written->name) : name;
    type->written = mysql_text(
        reader, (struct mysql_place){ words.from, arguments.to ? arguments.to + 1 : words.to });
    if (written && written->charset)
        type->charset = str_of(written->charset);
    if (arguments.to)
        type->arguments = is_of_labels(name) ? labels_of(reader, arguments)
                                             : without_blanks(reader->arena,
                                                              mysql_words(reader, arguments));
    else if (written && written->arguments)
        type->arguments = str_of(written->arguments);
    settle(reader->arena, type);
    settle_width(reader, type, written);
    if (str_is(name, "serial"))
        mysql_make_unsigned(reader, type);
    return type;
}

void mysql_make_unsigned(const struct mysql_reader *reader, struct sql_type *type)
{
    const struct written_type *written = find_type(type->name);
    type->is_unsigned = true;
    bool is_of_engine = reader->engine == SQL_ENGINE_MARIADB
                        && str_find_char(type->written, '(', 0) == STR_NOT_FOUND;
    if (is_of_engine && written && written->unsigned_width)
        type->arguments = str_of(written->unsigned_width);
}

// ---- charsets

struct str mysql_charset_name(const struct mysql_reader *reader, struct str name)
{
    if (!name.data)
        return name;
    char *text = arena_alloc(reader->arena, name.length + 4);
    size_t length = 0;
    for (size_t i = 0; i < name.length; i++) {
        if (i == 4 && (name.data[i] == '_') && length == 4 && memcmp(text, "utf8", 4) == 0) {
            memcpy(text + length, "mb3", 3);
            length += 3;
        }
        text[length++] = char_lower(name.data[i]);
    }
    struct str charset = { text, length };
    return str_is(charset, "utf8") ? STR("utf8mb3") : charset;
}
