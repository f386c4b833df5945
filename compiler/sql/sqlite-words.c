#include "sql/sqlite-words.h"

// Each list is sorted.
static const char *const reserved[] = {
    "add",     "all",        "alter",       "and",     "as",       "autoincrement",
    "between", "case",       "check",       "collate", "commit",   "constraint",
    "create",  "default",    "deferrable",  "delete",  "distinct", "drop",
    "else",    "escape",     "except",      "exists",  "foreign",  "from",
    "group",   "having",     "in",          "index",   "insert",   "intersect",
    "into",    "is",         "isnull",      "join",    "limit",    "not",
    "nothing", "notnull",    "null",        "on",      "or",       "order",
    "primary", "references", "returning",   "select",  "set",      "table",
    "then",    "to",         "transaction", "union",   "unique",   "update",
    "using",   "values",     "when",        "where",
};
static const char *const quiet[] = {
    "abort",
    "asc",
    "begin",
    "by",
    "cast",
    "conflict",
    "cross",
    "current",
    "current_date",
    "current_time",
    "current_timestamp",
    "desc",
    "do",
    "end",
    "exclude",
    "fail",
    "false",
    "filter",
    "first",
    "following",
    "full",
    "glob",
    "groups",
    "ignore",
    "indexed",
    "inner",
    "last",
    "left",
    "like",
    "match",
    "materialized",
    "natural",
    "no",
    "nulls",
    "offset",
    "others",
    "outer",
    "over",
    "partition",
    "preceding",
    "raise",
    "range",
    "recursive",
    "regexp",
    "replace",
    "right",
    "rollback",
    "row",
    "rows",
    "ties",
    "true",
    "unbounded",
    "window",
    "with",
};
static const char *const stable[] = {
    "current_date",     "current_time",   "current_timestamp", "date", "datetime", "julianday",
    "sqlite_source_id", "sqlite_version", "strftime",          "time", "timediff", "unixepoch",
};
static const char *const volatile_functions[] = {
    "changes", "last_insert_rowid", "random", "randomblob", "total_changes",
};
static const char *const constant_functions[] = {
    "abs",          "cast",        "ceil",         "ceiling",    "char",       "coalesce",
    "concat",       "concat_ws",   "floor",        "format",     "glob",       "hex",
    "ifnull",       "iif",         "instr",        "json",       "json_array", "json_array_length",
    "json_extract", "json_insert", "json_object",  "json_patch", "json_quote", "json_remove",
    "json_replace", "json_set",    "json_type",    "json_valid", "length",     "like",
    "likelihood",   "likely",      "lower",        "ltrim",      "max",        "min",
    "mod",          "nullif",      "octet_length", "pow",        "power",      "printf",
    "quote",        "replace",     "round",        "rtrim",      "sign",       "sqrt",
    "substr",       "substring",   "trim",         "trunc",      "typeof",     "unhex",
    "unicode",      "unlikely",    "upper",        "zeroblob",
};

static const struct sql_words lists[] = {
#define LIST(words)                            \
    {                                          \
        words, sizeof(words) / sizeof *(words) \
    }
    [SQLITE_RESERVED_WORD] = LIST(reserved),
    [SQLITE_QUIET_WORD] = LIST(quiet),
    [SQLITE_STABLE_WORD] = LIST(stable),
    [SQLITE_VOLATILE_WORD] = LIST(volatile_functions),
    [SQLITE_CONSTANT_WORD] = LIST(constant_functions),
#undef LIST
};

bool sqlite_word_is(enum sqlite_words_of list, struct str word)
{
    return sql_words_have(&lists[list], word);
}

struct str sqlite_token_name(const struct sql_token *token)
{
    if (token->kind == SQL_TOKEN_STRING && token->text.data[0] == '\'')
        return sql_token_string(token);
    if (token->kind == SQL_TOKEN_WORD && sqlite_word_is(SQLITE_RESERVED_WORD, token->text))
        return STR_NONE;
    return sql_token_name(token);
}
