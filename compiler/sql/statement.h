// SQL as rules see it: statements, what each of them does to which table and column, and
// the SELECTs inside.
//
// Statements of every dialect are read by their heads. What is not understood is
// SQL_OTHER, never an error; a name that is not there has no data. Names are as written,
// without their quotes: compare them ignoring case.
#ifndef SQL_STATEMENT_H
#define SQL_STATEMENT_H

#include "sql/scan.h"

struct ddl; // ddl.h
struct sql_names;
struct ddl_manner;

enum sql_known { SQL_NOT_KNOWN, SQL_KNOWN_YES, SQL_KNOWN_NO };

enum sql_head {
    SQL_SELECT,
    SQL_INSERT, // with VALUES
    SQL_INSERT_SELECT,
    SQL_UPDATE,
    SQL_DELETE,
    SQL_MERGE,
    SQL_TRUNCATE,
    SQL_COPY, // COPY, LOAD DATA
    SQL_CREATE_TABLE,
    SQL_CREATE_TABLE_AS,
    SQL_CREATE_INDEX,
    SQL_CREATE_VIEW, // materialized ones too
    SQL_CREATE_TRIGGER,
    SQL_CREATE_ROUTINE, // a function or procedure
    SQL_CREATE_SCHEMA,  // or database
    SQL_CREATE_OTHER,
    SQL_ADD_COLUMN,
    SQL_ADD_CONSTRAINT,
    SQL_VALIDATE_CONSTRAINT,
    SQL_SET_NOT_NULL,
    SQL_DROP_NOT_NULL,
    SQL_SET_DEFAULT,
    SQL_DROP_DEFAULT,
    SQL_CHANGE_TYPE, // MODIFY and CHANGE too
    SQL_RENAME_TABLE,
    SQL_RENAME_COLUMN,
    SQL_RENAME_OTHER,
    SQL_ALTER_OTHER,
    SQL_DROP_TABLE,
    SQL_DROP_COLUMN,
    SQL_DROP_CONSTRAINT,
    SQL_DROP_INDEX,
    SQL_DROP_VIEW,
    SQL_DROP_TRIGGER,
    SQL_DROP_ROUTINE,
    SQL_DROP_SCHEMA, // or database
    SQL_DROP_OTHER,
    SQL_LOCK,        // LOCK TABLE
    SQL_TRANSACTION, // BEGIN, COMMIT, …
    SQL_SET,
    SQL_OTHER,
};

struct sql_range { // tokens [from, to)
    uint32_t from, to;
};

struct sql_name { // schema.table; of a longer name the last two parts
    struct str schema, name;
};

enum sql_constraint {
    SQL_CONSTRAINT_NONE,
    SQL_CONSTRAINT_PRIMARY_KEY,
    SQL_CONSTRAINT_UNIQUE,
    SQL_CONSTRAINT_FOREIGN_KEY,
    SQL_CONSTRAINT_CHECK,
    SQL_CONSTRAINT_NOT_NULL,
    SQL_CONSTRAINT_EXCLUDE,
};

// One thing that a statement does. An ALTER TABLE has one for each of its clauses, a
// DROP TABLE a, b one for each table; every other statement has exactly one.
struct sql_operation {
    struct sql_operation *next;
    enum sql_head head;
    struct sql_name table;  // that is read into, changed, created or dropped
    struct str column;      // added, dropped, renamed, changed; of an UPDATE the first that is set
    struct sql_name object; // an index, constraint, view, trigger, routine, schema
    struct str new_name;    // of a rename
    struct span span;       // the clause, or the statement
    struct sql_range definition; // of an added column: what stands behind its name
    struct sql_range fallback;   // of an added column or a SET DEFAULT: the default's expression
    enum sql_constraint constraint; // of an added or dropped one, where that is said
    bool is_conditional;    // IF EXISTS, IF NOT EXISTS
    bool is_table_conditional; // ALTER TABLE IF EXISTS
    bool is_not_null;       // of an added or changed column
    bool has_default;       // of an added column
    bool is_temporary;      // of a created table
    bool is_redefined;      // of a renamed column: its type and all else as well (MySQL's CHANGE)
    bool is_moved;          // a renamed table: its new name has a schema of its own (MySQL)
    bool uses_index;        // of an added constraint: it takes over an index that exists
    bool is_concurrent, is_not_valid, is_cascade, is_unique;
};

struct sql_source { // what a SELECT, UPDATE or DELETE reads from
    struct sql_source *next;
    struct sql_name table; // no name: a subquery, a function, a placeholder
    struct str alias;
    uint32_t at; // the index of its first token
};

enum sql_joining { SQL_FIRST, SQL_UNION, SQL_UNION_ALL, SQL_EXCEPT, SQL_INTERSECT };

// One SELECT, at any depth. ORDER BY and LIMIT of a whole UNION are those of its last SELECT.
struct sql_select {
    struct sql_select *next;
    struct sql_range range;
    uint32_t depth;                   // parentheses around it, inside the statement
    enum sql_joining joining;         // to the SELECT before it at the same depth
    const struct sql_select *before;  // that one; NULL where it is the first
    ARRAY_OF(struct sql_range) items; // what it selects
    LIST_OF(sql_source) sources;
    struct sql_range where;     // without the word; empty where there is none
    bool is_distinct, has_star; // has_star: `*` or `t.*` is an item
    bool has_from, has_where, has_group_by, has_having, has_order_by, has_limit, has_offset;
    bool locks_rows;    // FOR UPDATE, FOR SHARE, LOCK IN SHARE MODE
    bool has_aggregate; // COUNT, SUM, … among its items, at its own depth or below
};

enum sql_conflict { SQL_CONFLICT_NONE, SQL_CONFLICT_NOTHING, SQL_CONFLICT_UPDATE };

enum sql_access_kind { SQL_READS, SQL_INSERTS, SQL_UPDATES, SQL_DELETES };

// A table or view whose rows a statement reads or writes, as the engine stores its name. Its
// columns are those that are set (of what is inserted or updated) or read; where the statement
// leaves open which of its tables a column belongs to, each of them has it.
struct sql_access {
    struct sql_access *next;
    enum sql_access_kind kind;
    struct sql_name table;
    const struct sql_names *columns; // each in `name`; NULL: none is named
    bool has_all_columns;            // `*`, or an INSERT without a list
    struct span span;                // of the table's name
};

struct sql_statement {
    struct sql_statement *next;
    const struct sql_tokens *tokens;
    struct sql_range range; // without the semicolon
    struct span span;
    const struct sql_comment *comment; // the first one at its first token or behind
    enum sql_head head;                // that of its first operation
    LIST_OF(sql_operation) operations; // at least one
    LIST_OF(sql_select) selects;       // in the order in which they begin
    LIST_OF(sql_source) sources;       // of an UPDATE or DELETE: FROM, USING, JOIN
    bool has_where;                    // of an UPDATE or DELETE
    bool has_order_by, has_limit;      // of an UPDATE or DELETE (MySQL)
    struct sql_range where;
    enum sql_conflict conflict; // of an INSERT: ON CONFLICT, ON DUPLICATE KEY, IGNORE, REPLACE
    bool has_conflict_where;    // … DO UPDATE … WHERE
    bool has_returning;
    struct str refusal; // what the engine's grammar says against it; no data where nothing
    struct span refusal_span; // the token at which the grammar stops
    // What it does to the catalog, in the order in which the engine does it; none for what
    // changes nothing there. Made by the readers of dialects alone (sql_read_for()).
    struct ddl *changes;
    LIST_OF(sql_access) accesses; // of rows, by the readers of dialects; none: not known
    const struct ddl_manner *manner; // MySQL, MariaDB; NULL where nothing is said
};

struct sql_script {
    const struct sql_tokens *tokens;
    LIST_OF(sql_statement) statements;
};

// Splits the text at the semicolons that end statements (not those inside a routine's body)
// and reads each statement. Psql's and mysql's own commands are left out.
struct sql_script *sql_read(struct arena *arena, struct text text);

// The first SELECT of a statement that is one, outside all parentheses; else NULL.
const struct sql_select *sql_main_select(const struct sql_statement *statement);

// Why it is not known what the statement does to the schema; no data where it is known.
struct str sql_statement_opacity(const struct sql_statement *statement);

// True where both name the same table: the schemas are compared only where both have one.
bool sql_name_equal(struct sql_name a, struct sql_name b);

// Without the parentheses around all of it.
struct sql_range sql_range_bare(const struct sql_tokens *tokens, struct sql_range range);

// "schema.table", "table", as written.
struct str sql_name_format(struct arena *arena, struct sql_name name);

// A name that was read out of these tokens, with the quotes that it has there.
struct str sql_name_quoted(const struct sql_tokens *tokens, struct str name);

static inline bool sql_name_is_set(struct sql_name name)
{
    return name.name.length > 0;
}

static inline const struct sql_token *sql_token_at(const struct sql_tokens *tokens, uint32_t index)
{
    return &tokens->items[index < tokens->count ? index : tokens->count];
}

#endif
