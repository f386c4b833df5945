#include "sql/mysql-words.h"

// Each list is sorted.
static const char *const reserved[] = {
    "accessible", "add", "all", "alter", "analyze", "and", "as", "asc", "asensitive", "before",
    "between", "bigint", "binary", "blob", "both", "by", "call", "cascade", "case", "change",
    "char", "character", "check", "collate", "column", "condition", "constraint", "continue",
    "convert", "create", "cross", "current_date", "current_role", "current_time",
    "current_timestamp", "current_user", "cursor", "database", "databases", "day_hour",
    "day_microsecond", "day_minute", "day_second", "dec", "decimal", "declare", "default",
    "delayed", "delete", "desc", "describe", "deterministic", "distinct", "distinctrow", "div",
    "double", "drop", "dual", "each", "else", "elseif", "enclosed", "escaped", "exists", "exit",
    "explain", "false", "fetch", "float", "float4", "float8", "for", "force", "foreign", "from",
    "fulltext", "grant", "group", "having", "high_priority", "hour_microsecond", "hour_minute",
    "hour_second", "if", "ignore", "in", "index", "infile", "inner", "inout", "insensitive",
    "insert", "int", "int1", "int2", "int3", "int4", "int8", "integer", "interval", "into",
    "is", "iterate", "join", "key", "keys", "kill", "leading", "leave", "left", "like", "limit",
    "linear", "lines", "load", "localtime", "localtimestamp", "lock", "long", "longblob",
    "longtext", "loop", "low_priority", "match", "maxvalue", "mediumblob", "mediumint",
    "mediumtext", "middleint", "minute_microsecond", "minute_second", "mod", "modifies",
    "natural", "no_write_to_binlog", "not", "null", "numeric", "on", "optimize", "option",
    "optionally", "or", "order", "out", "outer", "outfile", "partition", "precision", "primary",
    "procedure", "purge", "range", "read", "read_write", "reads", "real", "recursive",
    "references", "regexp", "release", "rename", "repeat", "replace", "require", "resignal",
    "restrict", "return", "revoke", "right", "rlike", "schema", "schemas", "second_microsecond",
    "select", "sensitive", "separator", "set", "show", "signal", "smallint", "spatial",
    "specific", "sql", "sql_big_result", "sql_calc_found_rows", "sql_small_result",
    "sqlexception", "sqlstate", "sqlwarning", "ssl", "starting", "straight_join", "table",
    "terminated", "then", "tinyblob", "tinyint", "tinytext", "to", "trailing", "trigger",
    "true", "undo", "union", "unique", "unlock", "unsigned", "update", "usage", "use", "using",
    "utc_date", "utc_time", "utc_timestamp", "values", "varbinary", "varchar", "varcharacter",
    "varying", "when", "where", "while", "with", "write", "xor", "year_month", "zerofill",
};
static const char *const stable[] = {
    "connection_id", "curdate", "current_date", "current_role", "current_time",
    "current_timestamp", "current_user", "curtime", "database", "found_rows", "last_insert_id",
    "localtime", "localtimestamp", "now", "row_count", "schema", "session_user", "system_user",
    "unix_timestamp", "user", "utc_date", "utc_time", "utc_timestamp", "version",
};
static const char *const volatile_functions[] = {
    "benchmark", "get_lock", "lastval", "nextval", "rand", "random_bytes", "release_lock",
    "setval", "sleep", "sys_guid", "sysdate", "uuid", "uuid_short", "uuid_v4", "uuid_v7",
};
static const char *const constant_functions[] = {
    "abs", "acos", "adddate", "addtime", "ascii", "asin", "atan", "atan2", "bin", "bin_to_uuid",
    "bit_count", "cast", "ceil", "ceiling", "char", "char_length", "character_length", "chr",
    "coalesce", "concat", "concat_ws", "conv", "convert", "convert_tz", "cos", "cot", "crc32",
    "date", "date_add", "date_format", "date_sub", "datediff", "day", "dayname", "dayofmonth",
    "dayofweek", "dayofyear", "degrees", "elt", "exp", "extract", "field", "find_in_set",
    "floor", "format", "from_base64", "from_days", "from_unixtime", "greatest", "hex", "hour",
    "if", "ifnull", "inet6_aton", "inet6_ntoa", "inet_aton", "inet_ntoa", "insert", "instr",
    "is_uuid", "isnull", "json_array", "json_array_append", "json_array_insert", "json_compact",
    "json_contains", "json_contains_path", "json_depth", "json_detailed", "json_exists",
    "json_extract", "json_insert", "json_keys", "json_length", "json_loose", "json_merge",
    "json_merge_patch", "json_merge_preserve", "json_object", "json_query", "json_quote",
    "json_remove", "json_replace", "json_search", "json_set", "json_type", "json_unquote",
    "json_valid", "json_value", "lcase", "least", "left", "length", "ln", "locate", "log",
    "log10", "log2", "lower", "lpad", "ltrim", "makedate", "maketime", "md5", "microsecond",
    "mid", "minute", "mod", "month", "monthname", "nullif", "nvl", "nvl2", "oct",
    "octet_length", "ord", "period_add", "period_diff", "pi", "point", "polygon", "position",
    "pow", "power", "quarter", "quote", "radians", "regexp_instr", "regexp_like",
    "regexp_replace", "regexp_substr", "repeat", "replace", "reverse", "right", "round", "rpad",
    "rtrim", "sec_to_time", "second", "sha", "sha1", "sha2", "sign", "sin", "soundex", "space",
    "sqrt", "st_geomfromtext", "st_pointfromtext", "st_x", "st_y", "str_to_date", "strcmp",
    "subdate", "substr", "substring", "substring_index", "subtime", "tan", "time",
    "time_format", "time_to_sec", "timediff", "timestamp", "timestampadd", "timestampdiff",
    "to_base64", "to_days", "to_seconds", "trim", "truncate", "ucase", "unhex", "upper",
    "uuid_to_bin", "week", "weekday", "weekofyear", "weight_string", "year", "yearweek",
};
static const char *const table_options[] = {
    "auto_increment", "autoextend_size", "avg_row_length", "charset", "checksum", "collate",
    "comment", "compression", "connection", "data directory", "delay_key_write", "encrypted",
    "encryption", "encryption_key_id", "engine", "engine_attribute", "ietf_quotes",
    "index directory", "insert_method", "key_block_size", "max_rows", "min_rows", "pack_keys",
    "page_checksum", "page_compressed", "page_compression_level", "password", "row_format",
    "secondary_engine", "secondary_engine_attribute", "sequence", "stats_auto_recalc",
    "stats_persistent", "stats_sample_pages", "storage", "system versioning", "table_checksum",
    "tablespace", "transactional", "type", "union",
};

static const struct sql_words lists[] = {
#define LIST(words) { words, sizeof(words) / sizeof *(words) }
    [MYSQL_RESERVED_WORD] = LIST(reserved),
    [MYSQL_STABLE_WORD] = LIST(stable),
    [MYSQL_VOLATILE_WORD] = LIST(volatile_functions),
    [MYSQL_CONSTANT_WORD] = LIST(constant_functions),
    [MYSQL_TABLE_OPTION] = LIST(table_options),
#undef LIST
};

bool mysql_word_is(enum mysql_words_of list, struct str word)
{
    return sql_words_have(&lists[list], word);
}
