// The types of the engines, by the names that their readers give them or that people write.
#include "sql/types-parts.h"

// ---- names

struct alias {
    const char *name, *canonical;
};

static const struct alias postgresql_aliases[] = {
    { "int2", "smallint" },
    { "int", "integer" },
    { "int4", "integer" },
    { "int8", "bigint" },
    { "float4", "real" },
    { "float8", "double precision" },
    { "float", "double precision" },
    { "decimal", "numeric" },
    { "varchar", "character varying" },
    { "bpchar", "character" },
    { "char", "character" },
    { "varbit", "bit varying" },
    { "bool", "boolean" },
    { "timestamp", "timestamp without time zone" },
    { "timestamptz", "timestamp with time zone" },
    { "time", "time without time zone" },
    { "timetz", "time with time zone" },
};

static const struct alias mysql_aliases[] = {
    { "integer", "int" },
    { "int4", "int" },
    { "int8", "bigint" },
    { "int2", "smallint" },
    { "int1", "tinyint" },
    { "numeric", "decimal" },
    { "dec", "decimal" },
    { "fixed", "decimal" },
    { "character varying", "varchar" },
    { "character", "char" },
    { "double precision", "double" },
    { "real", "double" },
    { "bool", "tinyint" },
    { "boolean", "tinyint" },
};

static const char *const postgresql_types[] = {
    "smallint",
    "integer",
    "bigint",
    "real",
    "double precision",
    "numeric",
    "character varying",
    "character",
    "text",
    "bit varying",
    "bit",
    "boolean",
    "timestamp without time zone",
    "timestamp with time zone",
    "time without time zone",
    "time with time zone",
    "interval",
    "date",
    "inet",
    "cidr",
    "macaddr",
    "json",
    "jsonb",
    "uuid",
    "bytea",
    "money",
    "tsvector",
};

static const char *const mysql_types[] = {
    "tinyint", "smallint",   "mediumint", "int",      "bigint",   "decimal",    "float",
    "double",  "bit",        "char",      "varchar",  "binary",   "varbinary",  "tinytext",
    "text",    "mediumtext", "longtext",  "tinyblob", "blob",     "mediumblob", "longblob",
    "enum",    "set",        "date",      "time",     "datetime", "timestamp",  "year",
};

static bool is_mysql(enum sql_engine engine)
{
    return engine == SQL_ENGINE_MYSQL || engine == SQL_ENGINE_MARIADB;
}

static struct str canonical_in(const struct alias *aliases, size_t count, struct str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal_ignoring_case(name, str_of(aliases[i].name)))
            return str_of(aliases[i].canonical);
    return name;
}

struct str type_canonical(enum sql_engine engine, struct str name)
{
    if (engine == SQL_ENGINE_POSTGRESQL)
        return canonical_in(postgresql_aliases, TYPES_COUNT(postgresql_aliases), name);
    if (is_mysql(engine))
        return canonical_in(mysql_aliases, TYPES_COUNT(mysql_aliases), name);
    return name;
}

static bool is_one_of(struct str name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal_ignoring_case(name, str_of(names[i])))
            return true;
    return false;
}

static bool is_builtin(enum sql_engine engine, struct str name)
{
    return is_mysql(engine) ? is_one_of(name, mysql_types, TYPES_COUNT(mysql_types))
                            : is_one_of(name, postgresql_types, TYPES_COUNT(postgresql_types));
}

// ---- arguments

// The number at the head of the text; NO_NUMBER for none. `*rest` is what stands behind it.
static long read_number(struct str text, struct str *rest)
{
    long number = NO_NUMBER;
    size_t at = 0;
    for (; at < text.length && at < 9 && char_is_digit(text.data[at]); at++)
        number = (number == NO_NUMBER ? 0 : number) * 10 + (text.data[at] - '0');
    *rest = str_from(text, at);
    return number;
}

struct type_arguments type_arguments_read(struct str text)
{
    struct type_arguments arguments = { NO_NUMBER, NO_NUMBER, true };
    struct str rest;
    arguments.first = read_number(str_trim(text), &rest);
    if (rest.length > 0 && rest.data[0] == ',')
        arguments.second = read_number(str_trim(str_from(rest, 1)), &rest);
    arguments.are_numbers = str_trim(rest).length == 0;
    return arguments;
}

struct type_arguments type_arguments_of(enum sql_engine engine, struct str name, struct str text)
{
    struct type_arguments arguments = type_arguments_read(text);
    bool is_mine = is_mysql(engine);
    bool is_fraction =
        str_is(name, "datetime") || str_is(name, "timestamp") || str_is(name, "time");
    bool is_single = str_is(name, "char") || str_is(name, "character") || str_is(name, "bit")
                     || str_is(name, "binary");
    if (arguments.first == NO_NUMBER && is_single)
        arguments.first = 1;
    if (arguments.first == NO_NUMBER && is_mine && is_fraction)
        arguments.first = 0;
    if (arguments.first == NO_NUMBER && is_mine && str_is(name, "decimal"))
        arguments.first = 10;
    if (arguments.second == NO_NUMBER && arguments.first != NO_NUMBER
        && (str_is(name, "decimal") || str_is(name, "numeric")))
        arguments.second = 0;
    return arguments;
}

// MySQL's display width says nothing about what is stored.
static bool has_width_alone(enum sql_engine engine, struct str name)
{
    static const char *const integers[] = { "tinyint", "smallint", "mediumint",
                                            "int",     "bigint",   "year" };
    return is_mysql(engine) && is_one_of(name, integers, TYPES_COUNT(integers));
}

bool type_arguments_equal(enum sql_engine engine, struct str name, struct str a, struct str b)
{
    if (str_equal(a, b) || has_width_alone(engine, name))
        return true;
    struct type_arguments x = type_arguments_of(engine, name, a);
    struct type_arguments y = type_arguments_of(engine, name, b);
    return x.are_numbers && y.are_numbers && x.first == y.first && x.second == y.second;
}

static bool is_catalog_schema(struct str schema)
{
    return schema.length == 0 || str_is(schema, "pg_catalog");
}

bool sql_type_is_builtin(enum sql_engine engine, const struct sql_type *type)
{
    return is_catalog_schema(type->schema)
           && is_builtin(engine, type_canonical(engine, type->name));
}

bool sql_type_equal(enum sql_engine engine, const struct sql_type *a, const struct sql_type *b)
{
    struct str name = type_canonical(engine, a->name);
    return str_equal_ignoring_case(name, type_canonical(engine, b->name))
           && str_equal(a->schema, b->schema) && a->dimensions == b->dimensions
           && a->is_unsigned == b->is_unsigned
           && type_arguments_equal(engine, name, a->arguments, b->arguments);
}

enum sql_type_change sql_type_change(const struct sql_type_setting *setting,
                                     const struct sql_column *from, const struct sql_column *to)
{
    switch (setting->engine) {
    case SQL_ENGINE_POSTGRESQL: return type_change_postgresql(setting, from, to);
    case SQL_ENGINE_MYSQL:
    case SQL_ENGINE_MARIADB: return type_change_mysql(setting, &from->type, &to->type);
    case SQL_ENGINE_SQLITE: // has no statement for it
    case SQL_ENGINE_UNKNOWN: break;
    }
    return SQL_TYPE_UNSURE;
}

// ---- narrowing

// The place of a type among those of its family, from the narrowest; 0 for none of it.
static unsigned rank_in(struct str name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal_ignoring_case(name, str_of(names[i])))
            return (unsigned)i + 1;
    return 0;
}

static bool is_lower_rank(struct str from, struct str to)
{
    static const char *const integers[] = { "tinyint", "smallint", "mediumint",
                                            "int",     "integer",  "bigint" };
    static const char *const texts[] = { "tinytext", "text", "mediumtext", "longtext" };
    unsigned old = rank_in(from, integers, TYPES_COUNT(integers));
    unsigned new = rank_in(to, integers, TYPES_COUNT(integers));
    if (old > 0 && new > 0)
        return new < old;
    old = rank_in(from, texts, TYPES_COUNT(texts));
    new = rank_in(to, texts, TYPES_COUNT(texts));
    return old > 0 && new > 0 && new < old;
}

bool sql_type_narrows(enum sql_engine engine, const struct sql_type *from,
                      const struct sql_type *to)
{
    struct str old = type_canonical(engine, from->name), new = type_canonical(engine, to->name);
    if (from->dimensions != to->dimensions)
        return false;
    struct type_arguments x = type_arguments_of(engine, old, from->arguments);
    struct type_arguments y = type_arguments_of(engine, new, to->arguments);
    if (is_lower_rank(old, new))
        return true;
    bool is_limited = str_ends_with(new, STR("char")) || str_starts_with(new, STR("character"));
    if (is_limited && str_is(old, "text"))
        return y.first != NO_NUMBER && engine == SQL_ENGINE_POSTGRESQL;
    if (!str_equal_ignoring_case(old, new) || has_width_alone(engine, new) || !x.are_numbers
        || !y.are_numbers || y.first == NO_NUMBER)
        return false;
    if (x.first == NO_NUMBER)
        return is_limited || str_is(new, "numeric");
    if (str_is(new, "numeric") || str_is(new, "decimal"))
        return y.first - y.second < x.first - x.second || y.second < x.second;
    return y.first < x.first;
}

// ---- versions

enum { PARTS = 3, PART_MAX = 99 };

unsigned sql_version_number(struct str text)
{
    unsigned number = 0;
    struct str rest = str_trim(text);
    for (unsigned i = 0; i < PARTS; i++) {
        long part = read_number(rest, &rest);
        number = number * 100 + (unsigned)(part == NO_NUMBER || part > PART_MAX ? PART_MAX : part);
        rest = rest.length > 0 && rest.data[0] == '.' ? str_from(rest, 1) : STR_NONE;
    }
    return number;
}
