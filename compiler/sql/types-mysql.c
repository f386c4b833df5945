// Which changes of a type MySQL and MariaDB make without touching the rows.
#include "sql/types-parts.h"

// The most bytes that a character takes; 0 where the charset is not known.
static long bytes_of_character(struct str charset)
{
    static const struct {
        const char *name;
        long bytes;
    } charsets[] = {
        { "utf8mb4", 4 }, { "utf8mb3", 3 }, { "utf8", 3 },  { "latin1", 1 },  { "ascii", 1 },
        { "binary", 1 },  { "ucs2", 2 },    { "utf16", 4 }, { "utf16le", 4 }, { "utf32", 4 },
    };
    for (size_t i = 0; i < TYPES_COUNT(charsets); i++)
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
    long old = type_arguments_read(from->arguments).first;
    long new = type_arguments_read(to->arguments).first;
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
    bool is_appended =
        str_starts_with(to, from) && to.length > from.length && to.data[from.length] == ',';
    if (!is_appended)
        return SQL_TYPE_REWRITTEN;
    unsigned old = count_labels(from), new = count_labels(to);
    if (str_equal_ignoring_case(name, STR("enum")))
        return type_kept_if((old > 255) == (new > 255));
    unsigned old_bytes = (old + 7) / 8, new_bytes = (new + 7) / 8;
    return type_kept_if(old_bytes == new_bytes || (old_bytes > 4 && new_bytes <= 8));
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

enum sql_type_change type_change_mysql(const struct sql_type_setting *setting,
                                       const struct sql_type *from, const struct sql_type *to)
{
    struct str old = type_canonical(setting->engine, from->name);
    struct str new = type_canonical(setting->engine, to->name);
    if (!sql_type_is_builtin(setting->engine, from) || !sql_type_is_builtin(setting->engine, to))
        return sql_type_equal(setting->engine, from, to) ? SQL_TYPE_EQUAL : SQL_TYPE_UNSURE;
    if (!str_equal_ignoring_case(old, new) || from->is_unsigned != to->is_unsigned)
        return SQL_TYPE_REWRITTEN;
    enum sql_type_change charset =
        is_textual(new) ? mysql_charset(setting, from, to) : SQL_TYPE_EQUAL;
    if (charset != SQL_TYPE_EQUAL)
        return charset;
    if (type_arguments_equal(setting->engine, new, from->arguments, to->arguments))
        return from->is_zerofill == to->is_zerofill ? SQL_TYPE_EQUAL : SQL_TYPE_UNSURE;
    if (str_is(new, "varchar") || str_is(new, "varbinary"))
        return mysql_length(setting, from, to);
    if (str_is(new, "enum") || str_is(new, "set"))
        return mysql_labels(new, from->arguments, to->arguments);
    return str_ends_with(new, STR("text")) || str_ends_with(new, STR("blob")) ? SQL_TYPE_UNSURE
                                                                              : SQL_TYPE_REWRITTEN;
}
