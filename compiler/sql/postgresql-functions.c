// How PostgreSQL's own functions, and those of its common extensions, are declared: where
// versions or overloads differ, the weaker word.
#include "sql/functions.h"

#include "base/check.h"

static const char *const constant_functions[] = {
    "abbrev", "abs", "acos", "acosd", "acosh", "area", "array_append", "array_dims", "array_fill",
    "array_length", "array_lower", "array_ndims", "array_position", "array_positions",
    "array_prepend", "array_remove", "array_replace", "array_reverse", "array_sort",
    "array_to_tsvector", "array_upper", "ascii", "asin", "asind", "asinh", "atan", "atan2",
    "atan2d", "atand", "atanh", "bit", "bit_count", "bit_length", "bool", "bound_box", "box",
    "bpchar", "cardinality", "casefold", "cbrt", "ceil", "ceiling", "center", "char", "char_length",
    "character_length", "chr", "cidr", "circle", "cos", "cosd", "cosh", "cot", "cotd", "crc32",
    "crc32c", "date_bin", "date_cmp_timestamp", "datemultirange", "daterange", "decode", "degrees",
    "diagonal", "diameter", "digest", "div", "encode", "erf", "erfc", "exp", "factorial", "float4",
    "float8", "floor", "gamma", "gcd", "get_bit", "get_byte", "height", "hmac", "host", "hostmask",
    "inet_merge", "initcap", "int2", "int4", "int4inc", "int4multirange", "int4range", "int8",
    "int8multirange", "int8range", "interval", "is_normalized", "isclosed", "isempty", "isfinite",
    "ishorizontal", "isopen", "isparallel", "isperp", "isvertical", "json_array_length",
    "json_extract_path", "json_extract_path_text", "json_object", "json_strip_nulls", "json_typeof",
    "jsonb_array_length", "jsonb_extract_path", "jsonb_extract_path_text", "jsonb_insert",
    "jsonb_object", "jsonb_path_exists", "jsonb_path_match", "jsonb_path_query_array",
    "jsonb_path_query_first", "jsonb_pretty", "jsonb_set", "jsonb_set_lax", "jsonb_strip_nulls",
    "jsonb_typeof", "justify_days", "justify_hours", "justify_interval", "lcm", "left", "lgamma",
    "like", "line", "ln", "log", "log10", "lower", "lower_inc", "lower_inf", "lpad", "lseg",
    "ltrim", "macaddr", "macaddr8", "macaddr8_set7bit", "make_date", "make_interval", "make_time",
    "make_timestamp", "masklen", "md5", "min_scale", "mod", "multirange", "name", "netmask",
    "network", "normalize", "notlike", "npoints", "num_nonnulls", "num_nulls", "nummultirange",
    "numnode", "numrange", "octet_length", "oid", "overlay", "parse_ident", "path", "pclose",
    "pg_encoding_max_length", "pg_lsn", "pg_partition_root", "pg_size_bytes", "pg_size_pretty",
    "pg_snapshot_xmax", "pg_snapshot_xmin", "pg_visible_in_snapshot", "pi", "point", "polygon",
    "popen", "position", "pow", "power", "querytree", "quote_ident", "radians", "radius",
    "regexp_count", "regexp_instr", "regexp_like", "regexp_match", "regexp_replace",
    "regexp_split_to_array", "regexp_substr", "repeat", "replace", "reverse", "right", "round",
    "rpad", "rtrim", "scale", "set_bit", "set_byte", "set_masklen", "setweight", "sha224", "sha256",
    "sha384", "sha512", "sign", "similar_to_escape", "sin", "sind", "sinh", "slope", "split_part",
    "sqrt", "string_to_array", "strip", "strpos", "substr", "substring", "tan", "tand", "tanh",
    "text", "timestamp_cmp_date", "to_ascii", "to_bin", "to_hex", "to_oct", "translate",
    "trim_array", "trim_scale", "trunc", "ts_delete", "ts_filter", "ts_rank", "ts_rank_cd",
    "tsmultirange", "tsquery_phrase", "tsrange", "tstzmultirange", "tstzrange", "tsvector_to_array",
    "txid_snapshot_xmax", "txid_snapshot_xmin", "txid_visible_in_snapshot", "unistr", "upper",
    "upper_inc", "upper_inf", "uuid_extract_timestamp", "uuid_extract_version", "uuid_generate_v3",
    "uuid_generate_v5", "uuid_nil", "varbit", "varchar", "width", "width_bucket", "xid", "xpath",
    "xpath_exists",
};

static const char *const stable_functions[] = {
    "age", "array_to_json", "array_to_string", "col_description", "concat", "concat_ws", "convert",
    "convert_from", "convert_to", "current_database", "current_schema", "current_schemas",
    "current_setting", "current_user", "date", "date_cmp_timestamptz", "date_part", "date_trunc",
    "enum_first", "enum_last", "enum_range", "extract", "format", "format_type",
    "get_current_ts_config", "getdatabaseencoding", "getpgusername", "inet_client_addr",
    "inet_client_port", "inet_server_addr", "inet_server_port", "json_build_array",
    "json_build_object", "json_populate_record", "json_to_record", "json_to_tsvector",
    "jsonb_build_array", "jsonb_build_object", "jsonb_path_exists_tz", "jsonb_path_match_tz",
    "jsonb_path_query_array_tz", "jsonb_path_query_first_tz", "jsonb_populate_record",
    "jsonb_to_record", "jsonb_to_tsvector", "length", "make_timestamptz", "money", "mxid_age",
    "now", "numeric", "obj_description", "overlaps", "pg_backend_pid", "pg_char_to_encoding",
    "pg_client_encoding", "pg_collation_for", "pg_column_compression", "pg_column_is_updatable",
    "pg_column_size", "pg_current_snapshot", "pg_encoding_to_char", "pg_filenode_relation",
    "pg_get_constraintdef", "pg_get_expr", "pg_get_function_arg_default",
    "pg_get_function_arguments", "pg_get_function_identity_arguments", "pg_get_function_result",
    "pg_get_function_sqlbody", "pg_get_functiondef", "pg_get_indexdef",
    "pg_get_partition_constraintdef", "pg_get_partkeydef", "pg_get_ruledef",
    "pg_get_serial_sequence", "pg_get_triggerdef", "pg_get_userbyid", "pg_get_viewdef",
    "pg_has_role", "pg_is_other_temp_schema", "pg_my_temp_schema", "pg_postmaster_start_time",
    "pg_relation_filenode", "pg_relation_filepath", "pg_relation_is_publishable",
    "pg_relation_is_updatable", "pg_settings_get_flags", "pg_tablespace_location",
    "pg_trigger_depth", "pg_typeof", "phraseto_tsquery", "plainto_tsquery", "quote_literal",
    "quote_nullable", "regclass", "row_security_active", "row_to_json", "session_user",
    "shobj_description", "statement_timestamp", "time", "timestamp", "timestamp_cmp_timestamptz",
    "timestamptz", "timestamptz_cmp_date", "timestamptz_cmp_timestamp", "timetz", "timezone",
    "to_char", "to_date", "to_json", "to_jsonb", "to_number", "to_regclass", "to_regcollation",
    "to_regnamespace", "to_regoper", "to_regoperator", "to_regproc", "to_regprocedure",
    "to_regrole", "to_regtype", "to_timestamp", "to_tsquery", "to_tsvector",
    "transaction_timestamp", "ts_headline", "ts_rewrite", "txid_current",
    "txid_current_if_assigned", "txid_current_snapshot", "unaccent", "version",
    "websearch_to_tsquery",
};

static const char *const volatile_functions[] = {
    "array_sample", "array_shuffle", "brin_desummarize_range", "brin_summarize_new_values",
    "brin_summarize_range", "clock_timestamp", "current_query", "currval", "gen_random_bytes",
    "gen_random_uuid", "gen_salt", "lastval", "nextval", "pg_advisory_lock",
    "pg_advisory_lock_shared", "pg_advisory_unlock", "pg_advisory_unlock_all",
    "pg_advisory_unlock_shared", "pg_blocking_pids", "pg_cancel_backend",
    "pg_collation_actual_version", "pg_create_restore_point", "pg_current_logfile",
    "pg_current_wal_flush_lsn", "pg_current_wal_insert_lsn", "pg_current_wal_lsn",
    "pg_database_collation_actual_version", "pg_database_size", "pg_export_snapshot",
    "pg_is_in_recovery", "pg_is_wal_replay_paused", "pg_jit_available", "pg_nextoid",
    "pg_notification_queue_usage", "pg_notify", "pg_read_binary_file", "pg_read_file",
    "pg_relation_size", "pg_reload_conf", "pg_rotate_logfile", "pg_safe_snapshot_blocking_pids",
    "pg_sequence_last_value", "pg_sleep", "pg_sleep_for", "pg_sleep_until", "pg_switch_wal",
    "pg_table_size", "pg_tablespace_size", "pg_terminate_backend", "pg_total_relation_size",
    "pg_try_advisory_lock", "pg_try_advisory_lock_shared", "pg_xact_commit_timestamp",
    "pg_xact_commit_timestamp_origin", "pg_xact_status", "random", "random_normal", "set_config",
    "setseed", "setval", "timeofday", "txid_status", "uuid_generate_v1", "uuid_generate_v1mc",
    "uuid_generate_v4", "uuidv4", "uuidv7",
};

static int compare(const void *name, const void *entry)
{
    return str_compare(*(const struct str *)name, str_of(*(const char *const *)entry));
}

#define IS_ONE_OF(name, list) \
    (bsearch(&(name), list, sizeof(list) / sizeof *(list), sizeof *(list), compare) != NULL)

enum sql_volatility postgresql_function_volatility(struct sql_name function)
{
    if (function.schema.length > 0 && !str_is(function.schema, "pg_catalog"))
        return SQL_VOLATILITY_UNKNOWN;
    if (IS_ONE_OF(function.name, volatile_functions))
        return SQL_VOLATILE;
    if (IS_ONE_OF(function.name, stable_functions))
        return SQL_STABLE;
    if (IS_ONE_OF(function.name, constant_functions))
        return SQL_CONSTANT;
    return SQL_VOLATILITY_UNKNOWN;
}
