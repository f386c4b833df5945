// The types of the engines, by the names that their readers give them or that people write.
#include "sql/types.h"

enum { NO_NUMBER = -1, FRACTION_MAX = 6 };

// ---- names

struct alias {
    const char *name, *canonical;
};

static const struct alias postgresql_aliases[] = {
    { "int2", "smallint" }, { "int", "integer" }, { "int4", "integer" }, { "int8", "bigint" },
    { "float4", "real" }, { "float8", "double precision" }, { "float", "double precision" },
    { "decimal", "numeric" }, { "varchar", "character varying" }, { "bpchar", "character" },
    { "char", "character" }, { "varbit", "bit varying" }, { "bool", "boolean" },
    { "timestamp", "timestamp without time zone" }, { "timestamptz", "timestamp with time zone" },
    { "time", "time without time zone" }, { "timetz", "time with time zone" },
};

static const struct alias mysql_aliases[] = {
    { "integer", "int" }, { "int4", "int" }, { "int8", "bigint" }, { "int2", "smallint" },
    { "int1", "tinyint" }, { "numeric", "decimal" }, { "dec", "decimal" }, { "fixed", "decimal" },
    { "character varying", "varchar" }, { "character", "char" }, { "double precision", "double" },
    { "real", "double" }, { "bool", "tinyint" }, { "boolean", "tinyint" },
};

static const char *const postgresql_types[] = {
    "smallint", "integer", "bigint", "real", "double precision", "numeric", "character varying",
    "character", "text", "bit varying", "bit", "boolean", "timestamp without time zone",
    "timestamp with time zone", "time without time zone", "time with time zone", "interval",
    "date", "inet", "cidr", "macaddr", "json", "jsonb", "uuid", "bytea", "money", "tsvector",
};

static const char *const mysql_types[] = {
    "tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "float", "double", "bit",
    "char", "varchar", "binary", "varbinary", "tinytext", "text", "mediumtext", "longtext",
    "tinyblob", "blob", "mediumblob", "longblob", "enum", "set", "date", "time", "datetime",
    "timestamp", "year",
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

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

static struct str canonical(enum sql_engine engine, struct str name)
{
    if (engine == SQL_ENGINE_POSTGRESQL)
        return canonical_in(postgresql_aliases, COUNT(postgresql_aliases), name);
    if (is_mysql(engine))
        return canonical_in(mysql_aliases, COUNT(mysql_aliases), name);
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
    return is_mysql(engine) ? is_one_of(name, mysql_types, COUNT(mysql_types))
                            : is_one_of(name, postgresql_types, COUNT(postgresql_types));
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

struct arguments { // NO_NUMBER where they are not said
    long first, second;
    bool are_numbers; // nothing else stands there
};

static struct arguments read_arguments(struct str text)
{
    struct arguments arguments = { NO_NUMBER, NO_NUMBER, true };
    struct str rest;
    arguments.first = read_number(str_trim(text), &rest);
    if (rest.length > 0 && rest.data[0] == ',')
        arguments.second = read_number(str_trim(str_from(rest, 1)), &rest);
    arguments.are_numbers = str_trim(rest).length == 0;
    return arguments;
}

// What the engine takes where nothing is said.
static struct arguments with_defaults(enum sql_engine engine, struct str name,
                                      struct arguments arguments)
{
    bool is_mine = is_mysql(engine);
    bool is_fraction = str_is(name, "datetime") || str_is(name, "timestamp")
                       || str_is(name, "time");
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
    static const char *const integers[] = { "tinyint", "smallint", "mediumint", "int", "bigint",
                                            "year" };
    return is_mysql(engine) && is_one_of(name, integers, COUNT(integers));
}

static bool arguments_equal(enum sql_engine engine, struct str name, struct str a, struct str b)
{
    if (str_equal(a, b) || has_width_alone(engine, name))
        return true;
    struct arguments x = with_defaults(engine, name, read_arguments(a));
    struct arguments y = with_defaults(engine, name, read_arguments(b));
    return x.are_numbers && y.are_numbers && x.first == y.first && x.second == y.second;
}

static bool is_catalog_schema(struct str schema)
{
    return schema.length == 0 || str_is(schema, "pg_catalog");
}

bool sql_type_is_builtin(enum sql_engine engine, const struct sql_type *type)
{
    return is_catalog_schema(type->schema) && is_builtin(engine, canonical(engine, type->name));
}

bool sql_type_equal(enum sql_engine engine, const struct sql_type *a, const struct sql_type *b)
{
    struct str name = canonical(engine, a->name);
    return str_equal_ignoring_case(name, canonical(engine, b->name))
           && str_equal(a->schema, b->schema) && a->dimensions == b->dimensions
           && a->is_unsigned == b->is_unsigned
           && arguments_equal(engine, name, a->arguments, b->arguments);
}

// ---- PostgreSQL

static enum sql_type_change kept_if(bool is_kept)
{
    return is_kept ? SQL_TYPE_KEPT : SQL_TYPE_REWRITTEN;
}

static bool has_fraction(struct str name)
{
    return str_starts_with(name, STR("time")) || str_is(name, "interval");
}

// The same type with other arguments.
static enum sql_type_change postgresql_arguments(struct str name, struct str from, struct str to)
{
    struct arguments old = with_defaults(SQL_ENGINE_POSTGRESQL, name, read_arguments(from));
    struct arguments new = with_defaults(SQL_ENGINE_POSTGRESQL, name, read_arguments(to));
    if (!old.are_numbers || !new.are_numbers)
        return SQL_TYPE_UNSURE; // interval day to second
    if (str_is(name, "character varying") || str_is(name, "bit varying"))
        return kept_if(new.first == NO_NUMBER
                       || (old.first != NO_NUMBER && new.first >= old.first));
    if (str_is(name, "numeric"))
        return kept_if(new.first == NO_NUMBER
                       || (old.first != NO_NUMBER && old.second == new.second
                           && new.first >= old.first));
    if (has_fraction(name))
        return kept_if(new.first == NO_NUMBER || new.first >= FRACTION_MAX
                       || (old.first != NO_NUMBER && new.first >= old.first));
    if (str_is(name, "character") || str_is(name, "bit"))
        return SQL_TYPE_REWRITTEN;
    return SQL_TYPE_UNSURE;
}

enum { SINCE_UTC = 12 };

static enum sql_type_change between_timestamps(const struct sql_type_setting *setting,
                                               const struct sql_type *from,
                                               const struct sql_type *to)
{
    enum sql_type_change change = SQL_TYPE_REINDEXED;
    if (!str_equal(from->arguments, to->arguments))
        change = postgresql_arguments(STR("time"), from->arguments, to->arguments);
    if (change == SQL_TYPE_REWRITTEN || setting->version / 10000 < SINCE_UTC
        || setting->is_utc == SQL_KNOWN_NO)
        return SQL_TYPE_REWRITTEN;
    return setting->is_utc == SQL_KNOWN_YES ? SQL_TYPE_REINDEXED : SQL_TYPE_UNSURE;
}

static enum sql_type_change postgresql_names(const struct sql_type_setting *setting,
                                             const struct sql_type *from,
                                             const struct sql_type *to)
{
    struct str old = canonical(SQL_ENGINE_POSTGRESQL, from->name);
    struct str new = canonical(SQL_ENGINE_POSTGRESQL, to->name);
    if (str_is(old, "character varying") && str_is(new, "text"))
        return SQL_TYPE_KEPT;
    if (str_is(old, "text") && str_is(new, "character varying"))
        return kept_if(to->arguments.length == 0);
    if (str_is(old, "cidr") && str_is(new, "inet"))
        return SQL_TYPE_KEPT;
    if (str_is(old, "bit") && str_is(new, "bit varying"))
        return SQL_TYPE_UNSURE;
    if (str_starts_with(old, STR("timestamp")) && str_starts_with(new, STR("timestamp")))
        return between_timestamps(setting, from, to);
    return is_builtin(SQL_ENGINE_POSTGRESQL, old) && is_builtin(SQL_ENGINE_POSTGRESQL, new)
               ? SQL_TYPE_REWRITTEN
               : SQL_TYPE_UNSURE;
}

static enum sql_type_change postgresql_change(const struct sql_type_setting *setting,
                                              const struct sql_column *from,
                                              const struct sql_column *to)
{
    enum sql_type_change change;
    if (sql_type_equal(setting->engine, &from->type, &to->type))
        change = SQL_TYPE_EQUAL;
    else if (from->type.dimensions != to->type.dimensions || to->type.dimensions > 0
             || !is_catalog_schema(from->type.schema) || !is_catalog_schema(to->type.schema))
        return SQL_TYPE_UNSURE;
    else if (str_equal_ignoring_case(canonical(setting->engine, from->type.name),
                                     canonical(setting->engine, to->type.name)))
        change = postgresql_arguments(canonical(setting->engine, to->type.name),
                                      from->type.arguments, to->type.arguments);
    else
        change = postgresql_names(setting, &from->type, &to->type);
    bool is_recollated = !str_equal(from->collation, to->collation);
    return is_recollated && (change == SQL_TYPE_EQUAL || change == SQL_TYPE_KEPT)
               ? SQL_TYPE_REINDEXED
               : change;
}

// ---- MySQL and MariaDB

// The most bytes that a character takes; 0 where the charset is not known.
static long bytes_of_character(struct str charset)
{
    static const struct {
        const char *name;
        long bytes;
    } charsets[] = {
        { "utf8mb4", 4 }, { "utf8mb3", 3 }, { "utf8", 3 }, { "latin1", 1 }, { "ascii", 1 },
        { "binary", 1 }, { "ucs2", 2 }, { "utf16", 4 }, { "utf16le", 4 }, { "utf32", 4 },
    };
    for (size_t i = 0; i < COUNT(charsets); i++)
        if (str_equal_ignoring_case(charset, str_of(charsets[i].name)))
            return charsets[i].bytes;
    return 0;
}

enum { SHORT_MAX = 255, SHORTEST_MAX = 127 };

// Whether the length of a value, which stands before it, takes one byte or two.
static enum sql_type_change longer_text(enum sql_engine engine, long from, long to, long bytes)
{
    if ((from * bytes <= SHORT_MAX) == (to * bytes <= SHORT_MAX))
        return SQL_TYPE_KEPT;
    return engine == SQL_ENGINE_MARIADB && from * bytes <= SHORTEST_MAX ? SQL_TYPE_UNSURE
                                                                        : SQL_TYPE_REWRITTEN;
}

static enum sql_type_change mysql_length(const struct sql_type_setting *setting,
                                         const struct sql_type *from, const struct sql_type *to)
{
    long old = read_arguments(from->arguments).first, new = read_arguments(to->arguments).first;
    if (old == NO_NUMBER || new == NO_NUMBER)
        return SQL_TYPE_UNSURE;
    if (new < old)
        return SQL_TYPE_REWRITTEN;
    if (str_equal_ignoring_case(to->name, STR("varbinary")))
        return longer_text(setting->engine, old, new, 1);
    long bytes = bytes_of_character(to->charset.length > 0 ? to->charset : setting->charset);
    if (bytes > 0)
        return longer_text(setting->engine, old, new, bytes);
    enum sql_type_change narrow = longer_text(setting->engine, old, new, 1);
    return narrow == longer_text(setting->engine, old, new, 4)
                   && narrow == longer_text(setting->engine, old, new, 3)
               ? narrow
               : SQL_TYPE_UNSURE;
}

static unsigned count_labels(struct str text)
{
    unsigned count = text.length > 0;
    char quote = 0;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        if (c == '\'' || c == '"')
            quote = quote == c ? 0 : quote ? quote : c;
        else
            count += c == ',' && !quote;
    }
    return count;
}

// New labels behind the old ones change nothing, until a value needs more bytes.
static enum sql_type_change mysql_labels(struct str name, struct str from, struct str to)
{
    bool is_appended = str_starts_with(to, from) && to.length > from.length
                       && to.data[from.length] == ',';
    if (!is_appended)
        return SQL_TYPE_REWRITTEN;
    unsigned old = count_labels(from), new = count_labels(to);
    if (str_equal_ignoring_case(name, STR("enum")))
        return kept_if((old > 255) == (new > 255));
    unsigned old_bytes = (old + 7) / 8, new_bytes = (new + 7) / 8;
    return kept_if(old_bytes == new_bytes || (old_bytes > 4 && new_bytes <= 8));
}

static bool is_textual(struct str name)
{
    return str_ends_with(name, STR("char")) || str_ends_with(name, STR("text"))
           || str_is(name, "enum") || str_is(name, "set");
}

static enum sql_type_change mysql_charset(const struct sql_type_setting *setting,
                                          const struct sql_type *from, const struct sql_type *to)
{
    struct str old = from->charset.length > 0 ? from->charset : setting->charset;
    struct str new = to->charset.length > 0 ? to->charset : setting->charset;
    if (str_equal_ignoring_case(old, new))
        return SQL_TYPE_EQUAL;
    if (old.length == 0 || new.length == 0 || str_is(new, "binary"))
        return SQL_TYPE_UNSURE;
    // Every text in these is one in the larger charset: newer servers keep the rows.
    bool is_subset = str_is(old, "ascii") || str_is(old, "utf8") || str_is(old, "utf8mb3");
    return is_subset ? SQL_TYPE_UNSURE : SQL_TYPE_REWRITTEN;
}

static enum sql_type_change mysql_change(const struct sql_type_setting *setting,
                                         const struct sql_type *from, const struct sql_type *to)
{
    struct str old = canonical(setting->engine, from->name);
    struct str new = canonical(setting->engine, to->name);
    if (!is_builtin(setting->engine, old) || !is_builtin(setting->engine, new))
        return sql_type_equal(setting->engine, from, to) ? SQL_TYPE_EQUAL : SQL_TYPE_UNSURE;
    if (!str_equal_ignoring_case(old, new) || from->is_unsigned != to->is_unsigned)
        return SQL_TYPE_REWRITTEN;
    enum sql_type_change charset =
        is_textual(new) ? mysql_charset(setting, from, to) : SQL_TYPE_EQUAL;
    if (charset != SQL_TYPE_EQUAL)
        return charset;
    if (arguments_equal(setting->engine, new, from->arguments, to->arguments))
        return from->is_zerofill == to->is_zerofill ? SQL_TYPE_EQUAL : SQL_TYPE_UNSURE;
    if (str_is(new, "varchar") || str_is(new, "varbinary"))
        return mysql_length(setting, from, to);
    if (str_is(new, "enum") || str_is(new, "set"))
        return mysql_labels(new, from->arguments, to->arguments);
    return str_ends_with(new, STR("text")) || str_ends_with(new, STR("blob"))
               ? SQL_TYPE_UNSURE
               : SQL_TYPE_REWRITTEN;
}

enum sql_type_change sql_type_change(const struct sql_type_setting *setting,
                                     const struct sql_column *from, const struct sql_column *to)
{
    switch (setting->engine) {
    case SQL_ENGINE_POSTGRESQL: return postgresql_change(setting, from, to);
    case SQL_ENGINE_MYSQL:
    case SQL_ENGINE_MARIADB: return mysql_change(setting, &from->type, &to->type);
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
    static const char *const integers[] = { "tinyint", "smallint", "mediumint", "int",
                                            "integer", "bigint" };
    static const char *const texts[] = { "tinytext", "text", "mediumtext", "longtext" };
    unsigned old = rank_in(from, integers, COUNT(integers));
    unsigned new = rank_in(to, integers, COUNT(integers));
    if (old > 0 && new > 0)
        return new < old;
    old = rank_in(from, texts, COUNT(texts));
    new = rank_in(to, texts, COUNT(texts));
    return old > 0 && new > 0 && new < old;
}

bool sql_type_narrows(enum sql_engine engine, const struct sql_type *from,
                      const struct sql_type *to)
{
    struct str old = canonical(engine, from->name), new = canonical(engine, to->name);
    if (from->dimensions != to->dimensions)
        return false;
    struct arguments x = with_defaults(engine, old, read_arguments(from->arguments));
    struct arguments y = with_defaults(engine, new, read_arguments(to->arguments));
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
