// What statements do to a catalog, in full and in one form for every engine.
//
// A statement's operations (statement.h) say by their heads what it is about; its changes say
// all that the engine will know afterwards. The readers of the dialects make them, and
// catalog.h, inverse.h and locks.h see nothing else.
//
// Names are as the engine stores them: folded where it folds, without quotes, doubled quotes
// made one, cut where it cuts. A schema that is not said has no data. Text of expressions is
// as written, with the tokens that it was written in.
#ifndef SQL_DDL_H
#define SQL_DDL_H

#include "sql/statement.h"

enum ddl_kind {
    // tables: `table`
    DDL_CREATE_TABLE,    // .create_table
    DDL_CREATE_TABLE_AS, // .create_table, without columns where they follow from the query
    DDL_DROP_TABLE,
    DDL_RENAME_TABLE, // to `new_name`, which has a schema of its own where that is said
    DDL_SET_SCHEMA,   // of a table, view, sequence, type or routine (`target`), to new_name.name
    DDL_INHERIT,      // `table` from `other`
    DDL_NO_INHERIT,
    DDL_ATTACH_PARTITION, // `other` to `table`
    DDL_DETACH_PARTITION,
    DDL_PARTITION,    // MySQL's ADD, DROP, TRUNCATE, REORGANIZE … PARTITION: .option says which
    DDL_TABLE_OPTION, // .option: what else a table can have, name and value

    // columns: `table`, `column`
    DDL_ADD_COLUMN, // .definition; its constraints follow as DDL_ADD_CONSTRAINT of the statement
    DDL_DROP_COLUMN,
    DDL_RENAME_COLUMN, // new_name.name
    DDL_CHANGE_COLUMN, // .definition is all of it from now on (MySQL's MODIFY and CHANGE)
    DDL_SET_TYPE,      // .definition: type and collation; .expression: USING
    DDL_SET_NOT_NULL,
    DDL_DROP_NOT_NULL,
    DDL_SET_DEFAULT, // .expression
    DDL_DROP_DEFAULT,
    DDL_ADD_IDENTITY, // .definition: identity
    DDL_SET_IDENTITY,
    DDL_DROP_IDENTITY,
    DDL_SET_EXPRESSION, // of a generated column: .expression
    DDL_DROP_EXPRESSION,
    DDL_COLUMN_OPTION, // .option: statistics, storage, compression, visibility, …

    // constraints: `table`, `object` is the constraint
    DDL_ADD_CONSTRAINT,  // .constraint; .definition: the column that it was written with
                         // (PostgreSQL)
    DDL_DROP_CONSTRAINT, // .constraint->kind where the statement says it (DROP FOREIGN KEY)
    DDL_VALIDATE_CONSTRAINT,
    DDL_ALTER_CONSTRAINT, // .constraint: DEFERRABLE, NOT ENFORCED
    DDL_RENAME_CONSTRAINT,

    // indexes: `object` is the index, `table` its table where that is said
    DDL_CREATE_INDEX, // .index
    DDL_DROP_INDEX,
    DDL_RENAME_INDEX,
    DDL_INDEX_OPTION, // .option: VISIBLE, fillfactor, …
    DDL_ATTACH_INDEX, // `other` to `object`
    DDL_REINDEX,      // changes nothing in a catalog, but validity; `target` says of what

    // views: `object`
    DDL_CREATE_VIEW, // .view
    DDL_DROP_VIEW,   // .is_materialized
    DDL_RENAME_VIEW,
    DDL_REFRESH_VIEW,

    // triggers: `table`, `object` is the trigger; SQLite's and MySQL's DROP names no table
    DDL_CREATE_TRIGGER, // .trigger
    DDL_DROP_TRIGGER,
    DDL_RENAME_TRIGGER,
    DDL_ENABLE_TRIGGER, // no object: ALL or USER
    DDL_DISABLE_TRIGGER,

    // functions and procedures: `object`
    DDL_CREATE_ROUTINE, // .routine
    DDL_DROP_ROUTINE,   // .routine: its arguments, where said
    DDL_RENAME_ROUTINE,

    // sequences: `object`
    DDL_CREATE_SEQUENCE, // .sequence
    DDL_ALTER_SEQUENCE,
    DDL_DROP_SEQUENCE,
    DDL_RENAME_SEQUENCE,

    // types: `object`
    DDL_CREATE_ENUM,   // .labels
    DDL_ADD_LABEL,     // .labels has one; `beside` and .is_before: its place
    DDL_RENAME_LABEL,  // `column` to new_name.name
    DDL_CREATE_DOMAIN, // .definition: type, NOT NULL, default; its constraints are in .domain
    DDL_ALTER_DOMAIN,  // .option says what, and of which constraint; .constraint, .expression
    DDL_CREATE_TYPE,   // composite, range, base: known by name
    DDL_DROP_TYPE,     // domains too; .option "domain" where it takes no others
    DDL_RENAME_TYPE,

    DDL_CREATE_SCHEMA, // `object`; or database
    DDL_DROP_SCHEMA,
    DDL_RENAME_SCHEMA,
    DDL_USE, // names mean other things from here on: USE, SET search_path; `path`

    DDL_COMMENT, // on `target`: .comment; not set: none
    DDL_OTHER,   // changes what no catalog here holds: rights, publications, statistics; .option
    DDL_OPAQUE,  // not understood: `names` are unknown from here on
};

// What a SET SCHEMA, COMMENT, REINDEX or OWNER is about.
enum ddl_target {
    DDL_ON_TABLE,
    DDL_ON_COLUMN,
    DDL_ON_CONSTRAINT,
    DDL_ON_INDEX,
    DDL_ON_VIEW,
    DDL_ON_TRIGGER,
    DDL_ON_ROUTINE,
    DDL_ON_SEQUENCE,
    DDL_ON_TYPE,
    DDL_ON_SCHEMA,
    DDL_ON_OTHER,
};

// Whether an expression gives the same value each time (PostgreSQL's words): for each row
// alike, for each row of one statement alike, or for each row anew.
enum sql_volatility {
    SQL_VOLATILITY_UNKNOWN, // it calls what belay does not know
    SQL_CONSTANT,
    SQL_STABLE,
    SQL_VOLATILE,
};

struct sql_expression { // not set: text has no data
    struct str text; // as written; of CHECK, AS and WHEN without the parentheses that they ask for
    struct span span;
    enum sql_volatility volatility;
    bool is_null;      // NULL itself
    bool is_literal;   // a plain string, number or TRUE, with or without a cast
    const struct sql_names *names; // columns, functions (not SQLite's) and tables it may name
    const struct sql_names *columns; // PostgreSQL: those of them that are columns
};

struct sql_names { // in the order in which they stand, each as the engine stores it
    struct sql_name *items;
    size_t count, capacity;
};

struct sql_type {
    struct str schema;
    struct str name;      // the engine's own name for it: "integer", "character varying", "bigint";
                          // SQLite: as table_xinfo says it, with its arguments: "VARCHAR(10)"
    struct str arguments; // "10,2" without blanks; no data where none
    unsigned dimensions;  // of an array (PostgreSQL)
    bool is_unsigned, is_zerofill;
    struct str charset;   // MySQL: "utf8mb4"; as stored
    struct str written;   // as it stands in the statement, without charset and collation
};

enum sql_generated { SQL_NOT_GENERATED, SQL_GENERATED_STORED, SQL_GENERATED_VIRTUAL };
enum sql_identity { SQL_NO_IDENTITY, SQL_IDENTITY_ALWAYS, SQL_IDENTITY_BY_DEFAULT };
enum sql_place { SQL_PLACE_LAST, SQL_PLACE_FIRST, SQL_PLACE_AFTER };

struct sql_column {
    struct sql_column *next;
    struct str name;
    struct span span;
    struct sql_type type; // no name: none is said (SQLite)
    struct str collation;
    bool is_not_null;
    bool is_null_said;           // NULL stands there: MySQL's timestamp
    struct sql_expression fallback; // DEFAULT
    struct sql_expression on_update; // MySQL
    enum sql_generated generated;
    struct sql_expression expression; // of a generated one
    enum sql_identity identity;
    const struct sql_sequence *sequence; // of an identity column: what is said of it; or NULL
    bool is_serial;         // serial and bigserial; `type` is then integer and bigint
    bool is_auto_increment; // MySQL; SQLite's AUTOINCREMENT
    bool is_invisible;
    enum sql_place place; // of an added or changed one
    struct str after;
    struct str comment;
    bool has_comment;
};

struct sql_key_part { // of an index, a key, an EXCLUDE
    struct sql_key_part *next;
    struct str column;                // no data: an expression
    bool may_be_text; // SQLite: in double quotes; a text where the table has no such column
    struct sql_expression expression;
    struct str length; // MySQL: of a prefix
    struct str collation, class; // PostgreSQL: operator class
    struct str operator; // EXCLUDE … WITH
    bool is_descending;
    bool is_nulls_first; // as it is in effect: DESC has it unless it says NULLS LAST
};

struct sql_key_parts {
    struct sql_key_part *first, *last;
};

enum sql_reference { // what a foreign key does then; MySQL's RESTRICT is its NO ACTION
    SQL_NO_ACTION, SQL_RESTRICT, SQL_CASCADE, SQL_SET_NULL, SQL_SET_TO_DEFAULT,
};

struct sql_constraint_definition {
    struct sql_constraint_definition *next;
    enum sql_constraint kind;
    struct str name; // no data: the engine chooses one
    struct span span;
    struct sql_key_parts columns; // that it is over; of a column's own constraint that column
    struct sql_key_parts include; // PostgreSQL: INCLUDE
    struct sql_name other;         // of a foreign key: the table
    struct sql_key_parts other_columns; // none: its primary key
    enum sql_reference on_delete, on_update;
    bool is_match_full;
    bool is_deferrable, is_deferred;
    bool is_deferrability_said;    // of an ALTER CONSTRAINT
    bool is_not_valid, is_not_enforced, is_no_inherit;
    bool is_enforcement_said;
    bool is_nulls_not_distinct;
    struct str index;              // USING INDEX; MySQL: the name of the key's index
    const struct sql_index *key;   // MySQL: the index that a PRIMARY KEY or UNIQUE is
    struct str method;             // of an EXCLUDE or MySQL's USING
    struct sql_expression expression; // of a CHECK; of an EXCLUDE its WHERE
    bool is_of_column;             // written in a column's definition
    bool is_name_chosen;           // in a catalog: by the engine, as there was none
    const char *conflict;          // SQLite: ON CONFLICT; NULL where none
};

struct sql_constraints {
    struct sql_constraint_definition *first, *last;
};

struct sql_index {
    struct sql_index *next; // of a CREATE TABLE (MySQL)
    struct sql_name name;   // no name: the engine chooses one
    struct span span;
    bool is_unique, is_fulltext, is_spatial;
    struct str method; // "btree" where none is said
    struct sql_key_parts parts, include;
    struct sql_expression where;
    bool is_nulls_not_distinct, is_invisible;
    bool is_concurrent, is_only; // ON ONLY
    bool is_name_chosen;         // in a catalog: by the engine, as there was none
    LIST_OF(sql_option) options; // PostgreSQL: parameters
    struct str comment;
};

// What else can be set, by the words that set it, in lower case; the value is what stands behind
// them, no data where it is reset or there is none. Words that belay knows more of:
//   table, PostgreSQL   storage parameters by name, "logged", "unlogged", "tablespace",
//                       "access method", "owner", "replica identity", "cluster on",
//                       "row level security" ("enable", "disable", "force", "no force"), "rule"
//   table, MySQL        "engine", "row_format", "key_block_size", "auto_increment", "comment",
//                       "charset" and "collate" (the default), "convert" (CONVERT TO: the
//                       charset), "force", "tablespace", "encryption", "stats_persistent", …
//   DDL_PARTITION       "add", "drop", "truncate", "reorganize", "coalesce", "exchange",
//                       "partition by", "remove", "rebuild", …; ADD PARTITION PARTITIONS n of a
//                       HASH: "add" with n
//   column              "statistics", "storage", "compression", its own parameters by name
//   index               "visible" ("yes", "no"; IGNORED as well), "tablespace", parameters
//   DDL_OTHER           "grant", "revoke", "policy", "rule", "statistics", "publication", …, with
//                       `table` where it is about one
struct sql_option {
    struct sql_option *next;
    struct str name; // lower case
    struct str value;
    struct span span;
};

struct sql_table_definition {
    LIST_OF(sql_column) columns;
    struct sql_constraints constraints; // those of the columns too, in the order they stand in
    LIST_OF(sql_index) indexes;                     // MySQL's KEY
    LIST_OF(sql_option) options;
    bool is_temporary, is_unlogged;
    bool is_without_rowid, is_strict;   // SQLite
    bool is_virtual, is_foreign;        // columns are not known: SQLite's VIRTUAL, FOREIGN TABLE
    struct sql_name like;               // LIKE
    bool is_like_all;                   // INCLUDING ALL, MySQL's LIKE; else see `options`
    const struct sql_names *inherits;
    struct sql_name partition_of;
    struct sql_expression bound;        // FOR VALUES …, DEFAULT
    struct str partition_method;        // "range", "list", "hash", "key"; no data: not partitioned
    struct sql_expression partition_key;
    struct sql_key_parts partition_parts; // PostgreSQL: the same in parts
    struct sql_expression partitions;     // MySQL: what stands behind the key: PARTITIONS 4, (…)
    const struct sql_view *query;       // of a CREATE TABLE AS
};

struct sql_view {
    struct sql_key_parts columns; // that are given names in the statement
    struct sql_expression query;
    const struct sql_names *reads; // tables, views and functions that the query names
    bool is_materialized, is_replace, is_temporary, is_recursive;
    bool has_no_data; // WITH NO DATA
};

enum sql_timing { SQL_BEFORE, SQL_AFTER, SQL_INSTEAD_OF };

struct sql_trigger {
    enum sql_timing timing;
    bool on_insert, on_update, on_delete, on_truncate;
    bool is_for_each_row, is_constraint, is_replace, is_temporary;
    const struct sql_names *columns; // UPDATE OF
    struct sql_expression when;
    struct sql_name routine;         // PostgreSQL: EXECUTE FUNCTION
    struct str body;                 // the others: BEGIN … END or the single statement
    struct span body_span;
    const struct sql_names *names;   // that stand in the body
    const struct sql_names *tables;  // that the body reads and writes; NULL: not known
    struct sql_name beside;          // MySQL: FOLLOWS, PRECEDES
};

struct sql_routine {
    bool is_procedure, is_aggregate, is_replace;
    bool has_arguments;
    struct str arguments; // the types that tell it from others: "integer, text"
    struct str returns;   // "trigger", "void"; no data for a procedure
    struct str language;  // lower case
    struct str body;
    struct span body_span;
    enum sql_volatility volatility;
    const struct sql_names *names; // that stand in the body
};

struct sql_sequence {
    struct sql_name name; // SEQUENCE NAME of an identity column; no name: the engine chooses one
    struct str type; // no data: bigint
    struct str start, increment, min, max, cache, restart; // no data: not said
    bool is_cycle, is_cycle_said, is_temporary;
    struct sql_name owner; // table; no name: not said, or NONE
    struct str owner_column;
    bool is_owner_said;
};

// One change. Only the members that the list above names for its kind are set.
struct ddl {
    struct ddl *next; // of the same statement
    enum ddl_kind kind;
    struct span span; // the clause, or the statement
    const struct sql_statement *statement;
    struct sql_name table;
    struct str column;
    struct sql_name object;
    struct sql_name new_name;
    struct sql_name other;
    enum ddl_target target;
    bool is_conditional;       // IF EXISTS, IF NOT EXISTS of the object itself
    bool is_table_conditional; // ALTER TABLE IF EXISTS
    bool is_cascade;           // else RESTRICT
    bool is_only;              // ALTER TABLE ONLY
    bool is_concurrent;
    bool is_materialized, is_temporary;
    const struct sql_table_definition *create_table;
    const struct sql_column *definition;
    const struct sql_constraint_definition *constraint;
    const struct sql_constraints *domain;
    const struct sql_index *index;
    const struct sql_view *view;
    const struct sql_trigger *trigger;
    const struct sql_routine *routine;
    const struct sql_sequence *sequence;
    const struct sql_option *option;
    struct sql_expression expression;
    const struct sql_names *labels; // of an enum: each in `name`, without quotes
    struct str beside;              // of ADD VALUE
    bool is_before;
    const struct sql_names *path;   // USE, SET search_path
    struct str comment;
    bool has_comment;
    const struct sql_names *names;  // of an opaque one
};

// How a statement of MySQL or MariaDB wants its changes made; not said: no data.
struct ddl_manner {
    struct str algorithm; // "INSTANT", "INPLACE", "COPY", "NOCOPY", "DEFAULT"
    struct str lock;      // "NONE", "SHARED", "EXCLUSIVE", "DEFAULT"
    struct str wait;      // seconds of WAIT; "0" for NOWAIT (MariaDB)
};

#endif
