#include "sql/identifier.h"

#include "base/output.h"

#include <stdlib.h>

// What one of the engines reserves, or reads otherwise in some places; in the order of its bytes.
static const char *const words[] = {
    "abort", "absolute", "accessible", "action", "add", "after", "all", "alter", "always",
    "analyse", "analyze", "and", "any", "array", "as", "asc", "asensitive", "asymmetric", "attach",
    "authorization", "autoincrement", "before", "begin", "between", "bigint", "binary", "blob",
    "both", "by", "call", "cascade", "case", "cast", "change", "char", "character", "check",
    "collate", "collation", "column", "columns", "commit", "concurrently", "condition", "conflict",
    "constraint", "continue", "convert", "create", "cross", "cube", "cume_dist", "current",
    "current_catalog", "current_date", "current_role", "current_schema", "current_time",
    "current_timestamp", "current_user", "cursor", "database", "databases", "day_hour",
    "day_microsecond", "day_minute", "day_second", "dec", "decimal", "declare", "default",
    "deferrable", "deferred", "delayed", "delete", "dense_rank", "desc", "describe", "detach",
    "deterministic", "distinct", "distinctrow", "div", "do", "double", "drop", "dual", "each",
    "else", "elseif", "empty", "enclosed", "end", "escape", "escaped", "except", "exclude",
    "exclusive", "exists", "exit", "explain", "fail", "false", "fetch", "first", "first_value",
    "float", "float4", "float8", "following", "for", "force", "foreign", "freeze", "from", "full",
    "fulltext", "function", "generated", "get", "glob", "grant", "group", "grouping", "groups",
    "having", "high_priority", "hour_microsecond", "hour_minute", "hour_second", "if", "ignore",
    "ilike", "immediate", "in", "index", "indexed", "infile", "initially", "inner", "inout",
    "insensitive", "insert", "instead", "int", "int1", "int2", "int3", "int4", "int8", "integer",
    "intersect", "interval", "into", "io_after_gtids", "io_before_gtids", "is", "isnull",
    "iterate", "join", "json_table", "key", "keys", "kill", "lag", "last", "last_value", "lateral",
    "lead", "leading", "leave", "left", "like", "limit", "linear", "lines", "load", "localtime",
    "localtimestamp", "lock", "long", "longblob", "longtext", "loop", "low_priority",
    "master_bind", "master_ssl_verify_server_cert", "match", "materialized", "maxvalue",
    "mediumblob", "mediumint", "mediumtext", "middleint", "minute_microsecond", "minute_second",
    "mod", "modifies", "natural", "no", "no_write_to_binlog", "not", "nothing", "notnull",
    "nth_value", "ntile", "null", "nulls", "numeric", "of", "offset", "on", "only", "optimize",
    "optimizer_costs", "option", "optionally", "or", "order", "others", "out", "outer", "outfile",
    "over", "overlaps", "page_checksum", "partition", "percent_rank", "period", "placing", "plan",
    "portion", "pragma", "preceding", "precision", "primary", "procedure", "purge", "query",
    "raise", "range", "rank", "read", "read_write", "reads", "real", "recursive", "ref_system_id",
    "references", "regexp", "reindex", "release", "rename", "repeat", "replace", "require",
    "resignal", "restrict", "return", "returning", "revoke", "right", "rlike", "rollback", "row",
    "row_number", "rows", "savepoint", "schema", "schemas", "second_microsecond", "select",
    "sensitive", "separator", "session_user", "set", "show", "signal", "similar", "smallint",
    "some", "spatial", "specific", "sql", "sql_big_result", "sql_calc_found_rows",
    "sql_small_result", "sqlexception", "sqlstate", "sqlwarning", "ssl", "starting",
    "stats_auto_recalc", "stats_persistent", "stats_sample_pages", "stored", "straight_join",
    "symmetric", "system", "system_user", "table", "tablesample", "temp", "temporary",
    "terminated", "then", "ties", "tinyblob", "tinyint", "tinytext", "to", "trailing",
    "transaction", "trigger", "true", "unbounded", "undo", "union", "unique", "unlock", "unsigned",
    "update", "usage", "use", "user", "using", "utc_date", "utc_time", "utc_timestamp", "vacuum",
    "values", "varbinary", "varchar", "varcharacter", "variadic", "varying", "verbose", "view",
    "virtual", "when", "where", "while", "window", "with", "within", "without", "write", "xor",
    "year_month", "zerofill",
};

static int compare_word(const void *name, const void *word)
{
    return str_compare(*(const struct str *)name, str_of(*(const char *const *)word));
}

static bool is_plain(struct str name)
{
    if (!name.length || char_is_digit(name.data[0]))
        return false;
    for (size_t i = 0; i < name.length; i++)
        if (!char_is_word(name.data[i]) || char_lower(name.data[i]) != name.data[i])
            return false;
    return !bsearch(&name, words, sizeof words / sizeof *words, sizeof *words, compare_word);
}

struct str sql_identifier_quote(struct arena *arena, enum sql_engine engine, struct str name)
{
    if (is_plain(name))
        return name;
    bool is_mysql = engine == SQL_ENGINE_MYSQL || engine == SQL_ENGINE_MARIADB;
    char quote = is_mysql ? '`' : '"';
    struct output out = { .arena = arena };
    output_char(&out, quote);
    for (size_t i = 0; i < name.length; i++) {
        output_char(&out, name.data[i]);
        if (name.data[i] == quote)
            output_char(&out, quote);
    }
    output_char(&out, quote);
    return output_get(&out);
}

struct str sql_identifier_quote_name(struct arena *arena, enum sql_engine engine,
                                     struct sql_name name)
{
    struct str last = sql_identifier_quote(arena, engine, name.name);
    if (!name.schema.length)
        return last;
    return arena_format(arena, "%.*s.%.*s",
                        STR_ARGS(sql_identifier_quote(arena, engine, name.schema)),
                        STR_ARGS(last));
}
