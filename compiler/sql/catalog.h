// A simulated schema: what an engine knows after some statements.
//
// A catalog is never changed. Applying a change gives a new one, which shares all that did not
// change with the one before; both stay good. It holds definitions as the readers made them
// (ddl.h), completed as the engine completes them: names that it chooses, columns that a key
// makes NOT NULL, sequences that serial brings.
//
// What a catalog does not hold is unknown where it is not complete: it was started without a
// schema, or an opaque statement named it. Unknown answers no question: a change that rests on
// it is presumed to be taken, and the result says so.
//
// Names are compared as the engine compares them: PostgreSQL byte by byte; MySQL and MariaDB
// columns, indexes, constraints and routines ignoring ASCII case, tables and triggers byte by
// byte; SQLite ignoring ASCII case. Where no engine is said: as MySQL.
#ifndef SQL_CATALOG_H
#define SQL_CATALOG_H

#include "base/map.h"
#include "sql/ddl.h"

enum catalog_kind {
    CATALOG_TABLE,
    CATALOG_VIEW,
    CATALOG_INDEX,
    CATALOG_SEQUENCE,
    CATALOG_TRIGGER,
    CATALOG_ROUTINE,
    CATALOG_ENUM,
    CATALOG_DOMAIN,
    CATALOG_TYPE, // composite, range, base
    CATALOG_SCHEMA,
    CATALOG_NOTHING, // known not to be there: it was dropped from a catalog that is not complete
    CATALOG_ANYTHING, // an opaque statement named it
};

// Things have numbers: of two, the larger one was made later. 0 was there before all that is known.
struct catalog_column {
    struct sql_column definition; // .name as it is now; .place and .after say nothing
    uint64_t position;            // larger ones stand behind; not without gaps
    struct span span;             // what made it or changed it last
    uint32_t id;
    bool is_inherited;
    bool is_own_too; // of an inherited one: it stays where the parent's goes
    bool is_absent;  // of a partial table: it was dropped
};

struct catalog_constraint {
    struct sql_constraint_definition definition; // complete: name, other, other_columns
    struct str index; // the index that it made or took over; no data: none
    struct span span;
    uint32_t id;
    struct str comment;
    bool is_valid; // holds for all rows
    bool is_inherited;
    bool is_own_too; // of an inherited one: it stays where the parent's goes
    bool is_named_by_engine; // SQLite: it has no name at all
};

struct catalog_index {
    struct sql_index definition; // .name and the name of its parts are complete
    struct str constraint;       // that it belongs to; no data: none
    struct sql_name parent;      // of a partition's: the index that it is attached to
    struct span span;
    uint32_t id;
    bool is_valid, is_primary;
    bool is_for_foreign_key; // MySQL made it, and drops it for a better one
    bool has_old_names;      // of columns that were renamed since: PostgreSQL names copies by them
};

struct catalog_trigger {
    struct str name;
    struct sql_trigger definition;
    const struct sql_statement *made; // that says all of it; NULL: it has changed since
    struct span span;
    uint32_t id;
    struct str comment;
    bool is_disabled;
};

struct catalog_table {
    bool is_partial; // it may have what is not held here too: nothing but what is here is known
    bool is_temporary, is_unlogged, is_without_rowid, is_strict;
    bool is_virtual; // SQLite's virtual, PostgreSQL's foreign table: columns may be unknown
    struct map columns;     // struct catalog_column, by folded name
    struct map constraints; // struct catalog_constraint
    struct map indexes;     // struct catalog_index
    struct map triggers;    // struct catalog_trigger
    struct map options;     // struct sql_option: "engine", "fillfactor"
    uint64_t last_position;
    const struct sql_names *parents; // that it inherits from, or the one whose partition it is
    bool is_partition;
    struct sql_expression bound;
    const struct catalog_bound *read_bound; // the same (catalog-bounds.c); NULL: there is none
    struct str partition_method; // no data: it is not partitioned
    struct sql_expression partition_key;
    struct sql_key_parts partition_parts; // PostgreSQL: the same in parts
    const struct sql_names *partitions; // MySQL's, in their order, with their bounds as `schema`;
                                        // NULL: there are none
};

struct catalog_read { // a column that a view reads
    struct sql_name table; // or view
    struct str column;     // no data: the table itself
};

struct catalog_reads {
    struct catalog_read *items;
    size_t count, capacity;
};

struct catalog_view {
    struct sql_view definition;
    const struct sql_names *reads;   // tables and views that are there, complete names
    const struct catalog_reads *reads_columns; // that it may read; NULL: not known
    const struct catalog_reads *means; // without these it fails; PostgreSQL: none
    const struct sql_names *columns; // its own, each in `name`; NULL: not known
    struct map triggers;             // struct catalog_trigger
};

struct catalog_sequence {
    struct sql_sequence definition; // complete: start, increment, min, max, owner
    bool is_of_identity;
};

struct catalog_domain {
    struct sql_column definition; // type, NOT NULL, default
    struct map constraints;       // struct catalog_constraint
};

// Anything with a name of its own.
struct catalog_object {
    enum catalog_kind kind;
    struct sql_name name; // as the engine stores it, with its schema
    struct span span;     // what made it or changed it last
    uint32_t id;
    const struct sql_statement *made; // of a routine or type: that says all of it; else NULL
    struct str comment;   // no data: none
    union {
        const struct catalog_table *table;
        const struct catalog_view *view;
        const struct catalog_sequence *sequence;
        const struct sql_routine *routine;
        const struct sql_names *labels; // of an enum
        const struct catalog_domain *domain;
        const struct sql_name *owner; // of an index or trigger: its table
    };
};

struct catalog {
    enum sql_engine engine;
    unsigned version;    // sql_version_number()
    bool is_complete;    // what it does not hold is not there
    bool is_doubtful;    // some of what it was read from was refused, or not understood
    bool has_extensions; // but for types and routines, which an extension may have brought
    struct str schema;   // that a name without one is created in: "public", "main"
    const struct sql_names *path; // that it is looked up in, in `name`; NULL: `schema` alone
    struct map relations; // tables, views, sequences; indexes but MySQL's: struct catalog_object
    struct map triggers;  // but PostgreSQL's, which belong to tables
    struct map types, routines, schemas;
    uint32_t last_id;     // of what was made last
    uint64_t work;        // how much was looked at to come here
    size_t view_count;    // among the relations
    struct map uses;      // struct catalog_use, by what is used (catalog-uses.c)
};

// ---- states

// A catalog that holds nothing: complete for a new database, else unknown.
const struct catalog *catalog_new(struct arena *arena, enum sql_engine engine, unsigned version,
                                  bool is_complete);

// The catalog of the same engine of which nothing is known any more.
const struct catalog *catalog_forget(struct arena *arena, const struct catalog *before);

// The same in a session of its own: what an earlier one set names to mean is forgotten.
const struct catalog *catalog_new_session(struct arena *arena, const struct catalog *catalog);

enum catalog_outcome {
    CATALOG_APPLIED,
    CATALOG_REFUSED,   // by the engine; `after` is what was before
    CATALOG_NOT_KNOWN, // whether the engine takes it; `after` is what there is if it does
};

// What is not there, and would have to be.
struct catalog_absence {
    enum catalog_absence_kind {
        CATALOG_NO_ABSENCE, // it is about something else
        CATALOG_NO_OBJECT,  // that catalog_find() finds
        CATALOG_NO_COLUMN,  // of the table `object`, as the others
        CATALOG_NO_CONSTRAINT,
        CATALOG_NO_INDEX,
        CATALOG_NO_TRIGGER,
    } kind;
    struct sql_name object;
    struct str part; // the column, constraint, index or trigger
};

struct catalog_result {
    const struct catalog *after;
    enum catalog_outcome outcome;
    struct str reason;    // "'users' has no column 'born'"; no data where it is applied
    struct catalog_absence absence; // for which it is refused
    bool depends_on_rows; // the engine may refuse it for what rows hold
};

struct catalog_result catalog_apply(struct arena *arena, const struct catalog *before,
                                    const struct ddl *ddl);

// All changes of a statement: where one of them is refused, none is there, but where the engine
// keeps them (MariaDB's DROP TABLE a, b). A statement that the reader refused is not known.
struct catalog_result catalog_apply_statement(struct arena *arena, const struct catalog *before,
                                              const struct sql_statement *statement);

// The same, change by change.
struct catalog_step {
    const struct ddl *ddl;
    const struct catalog *before, *after;
};
struct catalog_steps {
    struct catalog_step *items;
    size_t count, capacity;
};
struct catalog_result catalog_follow_statement(struct arena *arena, const struct catalog *before,
                                               const struct sql_statement *statement,
                                               struct catalog_steps *steps);

struct catalog_savepoint {
    struct str name;
    const struct catalog *catalog;
};

// A session with its transactions.
struct catalog_session {
    const struct catalog *now;
    const struct catalog *begin; // of the transaction that is open; NULL: none
    bool has_failed;             // PostgreSQL refuses all until the transaction ends
    bool is_begun_by_savepoint;  // SQLite: RELEASE of the first savepoint ends it
    ARRAY_OF(struct catalog_savepoint) savepoints;
};

struct catalog_result catalog_run(struct arena *arena, struct catalog_session *session,
                                  const struct sql_statement *statement);

// ---- questions

enum catalog_presence { CATALOG_ABSENT, CATALOG_PRESENT, CATALOG_MAYBE };

struct catalog_found {
    enum catalog_presence presence;
    const struct catalog_object *object; // where it is present
};

// A table, view, sequence or (but MySQL) index; along the path where no schema is said.
struct catalog_found catalog_find(struct arena *arena, const struct catalog *catalog,
                                  struct sql_name name);
// The table of this name; NULL where it is not known to be there, or is something else.
const struct catalog_object *catalog_find_table(struct arena *arena, const struct catalog *catalog,
                                                struct sql_name name);
struct catalog_found catalog_find_type(struct arena *arena, const struct catalog *catalog,
                                       struct sql_name name);
struct catalog_found catalog_find_routine(struct arena *arena, const struct catalog *catalog,
                                          struct sql_name name, struct str arguments);

// Of a table. `*found` is set where the answer is present. A view's are known by name alone.
enum catalog_presence catalog_find_column(struct arena *arena, const struct catalog *catalog,
                                          const struct catalog_table *table, struct str name,
                                          const struct catalog_column **found);
enum catalog_presence catalog_find_constraint(struct arena *arena, const struct catalog *catalog,
                                              const struct catalog_table *table, struct str name,
                                              const struct catalog_constraint **found);
enum catalog_presence catalog_find_index(struct arena *arena, const struct catalog *catalog,
                                         const struct catalog_table *table, struct str name,
                                         const struct catalog_index **found);
enum catalog_presence catalog_find_trigger(struct arena *arena, const struct catalog *catalog,
                                           const struct catalog_table *table, struct str name,
                                           const struct catalog_trigger **found);

// What was absent elsewhere.
enum catalog_presence catalog_find_absent(struct arena *arena, const struct catalog *catalog,
                                          const struct catalog_absence *absence);

// NULL where the table has none, or it is not known.
const struct catalog_constraint *catalog_primary_key(const struct catalog_table *table);

// The highest number behind the prefix among the names of a table's constraints; 0: there is none.
unsigned catalog_highest_number(const struct catalog_table *table, struct str prefix);

// The columns that are there, in the table's order.
struct catalog_columns {
    const struct catalog_column **items;
    size_t count, capacity;
};
struct catalog_columns catalog_columns_of(struct arena *arena, const struct catalog_table *table);

// What a view needs and has no longer, so that each use of it fails: a table (without column), or
// a column of one. False where nothing is missing for certain.
bool catalog_view_gap(struct arena *arena, const struct catalog *catalog,
                      const struct catalog_view *view, struct catalog_read *gap);

// Those of a table or view, by name: struct catalog_trigger.
struct map catalog_triggers_of(const struct catalog_object *object);

// What uses a table, view, type, routine or sequence. The object that uses it, and what of it.
struct catalog_use {
    enum catalog_kind kind;  // of `by`: CATALOG_TABLE, CATALOG_VIEW, …
    struct sql_name by;
    enum catalog_use_part { CATALOG_USE_WHOLE, CATALOG_USE_COLUMN, CATALOG_USE_CONSTRAINT,
                            CATALOG_USE_TRIGGER, CATALOG_USE_PARENT, CATALOG_USE_DEFAULT } part;
    struct str name; // of the column, constraint or trigger
};
struct catalog_uses {
    struct catalog_use *items;
    size_t count, capacity;
};
struct catalog_uses catalog_uses_of(struct arena *arena, const struct catalog *catalog,
                                    const struct catalog_object *object);

// The name as the engine compares it.
struct str catalog_fold(struct arena *arena, enum sql_engine engine, enum catalog_kind kind,
                        struct str name);

// "character varying(20)[]", as the engine writes it.
struct str catalog_type_text(struct arena *arena, enum sql_engine engine,
                             const struct sql_type *type);

// ---- differences

enum catalog_difference_kind { CATALOG_APPEARED, CATALOG_VANISHED, CATALOG_CHANGED };

struct catalog_difference {
    struct catalog_difference *next;
    enum catalog_difference_kind kind;
    struct str object;   // "column public.users.born"
    struct str property; // of a change: "type", "null", "default"; else no data
    struct str before, after; // of a change: its values, empty where it has none
    struct span before_span, after_span; // what made each; empty where nothing is known
};

struct catalog_differences {
    struct catalog_difference *first, *last;
};

// Object by object, in the order of their names. What is not known in either is no difference.
// The order of columns is told as a change of the property "position".
struct catalog_differences catalog_difference(struct arena *arena, const struct catalog *before,
                                              const struct catalog *after);

// True where there is no difference; tables with more or fewer columns are never looked at in full.
bool catalog_equal(const struct catalog *a, const struct catalog *b);

// ---- as text

// One line for each object, sorted by its bytes; fields between tabs, in this order, those
// with = only where they say something, expressions in the form of catalog_expression():
//
//   schema     NAME
//   table      SCHEMA NAME [unlogged] [without rowid] [strict] [partitioned=METHOD KEY]
//              [partitions=a,b]
//              [inherits=SCHEMA.NAME,…] [partition of=SCHEMA.NAME] [bound=…] [engine=…]
//   column     SCHEMA TABLE NAME POSITION TYPE (null | not null) [default=…] [on update=…]
//              [stored=EXPRESSION | virtual=EXPRESSION] [identity=always | identity=by default]
//              [auto increment] [invisible] [collate=…]
//   constraint SCHEMA TABLE NAME KIND [columns=a,b] [references=SCHEMA.TABLE(a,b)]
//              [on delete=…] [on update=…] [check=…] [not valid] [deferrable] [deferred]
//              [index=NAME]
//   index      SCHEMA TABLE NAME [unique] [primary] method=… parts=a,b desc,(EXPRESSION)
//              [include=…] [where=…] [invalid] [invisible]
//   trigger    SCHEMA TABLE NAME TIMING EVENTS (row | statement) [of=a,b] [calls=SCHEMA.NAME]
//              [disabled]
//   view       SCHEMA NAME [materialized] [columns=a,b] [reads=SCHEMA.NAME,…]
//   sequence   SCHEMA NAME TYPE start=… increment=… min=… max=… [cycle] [owner=TABLE.COLUMN]
//   routine    SCHEMA NAME (ARGUMENTS) (function | procedure | aggregate) [returns=…] [language=…]
//   enum       SCHEMA NAME labels=a,b
//   domain     SCHEMA NAME TYPE (null | not null) [default=…]
//   type       SCHEMA NAME
//   comment    KIND SCHEMA [TABLE] NAME TEXT
//
// POSITION counts from 1 without gaps. A tab, line end or backslash in a field stands as \t,
// \n, \\. SQLite's schema is "main"; MySQL's current database is empty; PostgreSQL's
// schema "public" has no line of its own. What is not known has no line.
struct str catalog_dump(struct arena *arena, const struct catalog *catalog);

// An expression in a form in which what engines print and what people write are the same:
// blanks, parentheses and casts left out, quotes around plain names too, words in lower case.
struct str catalog_expression(struct arena *arena, enum sql_engine engine, struct str text);

#endif
