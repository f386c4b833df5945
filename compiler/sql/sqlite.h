// Inside the reader of SQLite's SQL: what grammar/sqlite.l and grammar/sqlite.y call.
//
// Names on the parser's stack are as written, without their quotes; sqlite_stored() makes of
// them what the engine keeps.
#ifndef SQL_SQLITE_H
#define SQL_SQLITE_H

#include "sql/ddl.h"

struct sqlite_place { // bytes [from, to) of the text
    size_t from, to;
};

struct sqlite_reader {
    struct arena *arena;
    struct sql_script *script;
    const struct sql_tokens *tokens;
    int start; // the scanner's first token; 0 where it has been given
    size_t at; // the scanner's offset
    size_t group_from;
    unsigned depth;              // of parentheses
    struct sqlite_place stopped; // the token that the grammar did not take
    bool is_refused;             // the statement that is read
    bool has_ended;
    struct sql_table_definition *definition; // of the table whose definitions are scanned
};

enum sqlite_deferral { SQLITE_NOT_DEFERRABLE, SQLITE_DEFERRABLE, SQLITE_DEFERRED };

struct sqlite_reactions {
    enum sql_reference on_delete, on_update;
};

// One clause of a column's or a table's definition. Some of them only say more about others.
struct sqlite_property {
    struct sqlite_property *next;
    enum sqlite_property_kind {
        SQLITE_NAME, // of the constraint that follows
        SQLITE_DEFAULT,
        SQLITE_NULL,
        SQLITE_NOT_NULL,
        SQLITE_PRIMARY_KEY,
        SQLITE_UNIQUE,
        SQLITE_CHECK,
        SQLITE_COLLATION,
        SQLITE_FOREIGN_KEY,
        SQLITE_DEFERRAL, // of the foreign key before
        SQLITE_GENERATED,
    } kind;
    struct sqlite_place place;
    struct str name;
    struct sqlite_place expression;             // of CHECK and GENERATED in its parentheses
    struct sqlite_place columns, other_columns; // in their parentheses
    struct str other;                           // a foreign key's table
    struct sqlite_reactions reactions;
    enum sqlite_deferral deferral;
    enum sql_generated stored;
    const char *conflict;
    bool is_descending, is_auto_increment;
};

struct sqlite_properties {
    struct sqlite_property *first, *last;
};

struct sqlite_column {
    struct sql_column column;
    struct sql_constraints constraints;
    struct sqlite_place definition; // behind the name
    struct sqlite_place fallback;
    struct str written; // its name, without its quotes
};

struct sqlite_options {
    bool is_without_rowid, is_strict;
};

struct sqlite_event {
    bool on_insert, on_update, on_delete;
    const struct sql_names *columns;
};

// What a statement's head says. Names are as written.
struct sqlite_words {
    struct sql_name table, object;
    struct str column, constraint, new_name;
    bool is_conditional, is_temporary, is_unique;
};

// What a statement does, as statement.h and as ddl.h tell it.
struct sqlite_change {
    struct sql_operation *operation;
    LIST_OF(ddl) changes;
};

#define NO_NAME ((struct sql_name){ STR_NONE, STR_NONE })

// ---- for the scanner (sqlite.c)

void sqlite_advance(struct sqlite_reader *reader, struct sqlite_place *place, size_t length);

// The token that says which text it is.
int sqlite_start(struct sqlite_reader *reader, struct sqlite_place *place);

// Parentheses; sqlite_close() is true for the outermost, whose place is then that of the group.
void sqlite_open(struct sqlite_reader *reader, struct sqlite_place place);
bool sqlite_close(struct sqlite_reader *reader, struct sqlite_place *place);

// The group ends unclosed, before what was read last.
void sqlite_leave(struct sqlite_reader *reader, struct sqlite_place *place);

// The end of the text: of a script, a semicolon first, and then the token for the end.
int sqlite_end(struct sqlite_reader *reader, struct sqlite_place *place);

// ---- statements (sqlite.c)

void sqlite_stop(struct sqlite_reader *reader, struct sqlite_place place);

// `change` is NULL for what is opaque or refused. The statement ends at the semicolon.
void sqlite_finish(struct sqlite_reader *reader, struct sqlite_place statement,
                   struct sqlite_place semicolon, struct sqlite_change *change);
struct sqlite_change *sqlite_refuse(struct sqlite_reader *reader);

// Reads the definitions in the parentheses; NULL, and refuses, where the grammar stops.
struct sql_table_definition *sqlite_read_table(struct sqlite_reader *reader,
                                               struct sqlite_place group);

// ---- text, names and expressions (sqlite-text.c)

struct str sqlite_name(const struct sqlite_reader *reader, struct sqlite_place place);
struct str sqlite_stored(const struct sqlite_reader *reader, struct str written);
struct sql_name sqlite_stored_name(const struct sqlite_reader *reader, struct sql_name written);
struct sql_names *sqlite_more_names(struct sqlite_reader *reader, struct sql_names *all,
                                    struct str written);
struct sql_range sqlite_tokens(const struct sqlite_reader *reader, struct sqlite_place place);

static inline struct sqlite_place sqlite_inside(struct sqlite_place group)
{
    return (struct sqlite_place){ group.from + 1, group.to - 1 };
}

// Not set for an empty place.
struct sql_expression sqlite_expression(const struct sqlite_reader *reader,
                                        struct sqlite_place place);

// The columns and expressions of an index, a key or a view, in their parentheses; none for an
// empty place.
struct sql_key_parts sqlite_keys(const struct sqlite_reader *reader, struct sqlite_place group);

// Every name in the tokens, but those that the text itself gives. Functions are none.
const struct sql_names *sqlite_names_in(const struct sqlite_reader *reader, struct sql_range range);

// The tables and views that a query or a trigger's statements read and write.
const struct sql_names *sqlite_tables_in(const struct sqlite_reader *reader,
                                         struct sql_range range);

// ---- definitions (sqlite-table.c)

struct sqlite_property *sqlite_property(struct sqlite_reader *reader,
                                        struct sqlite_property property);
struct sqlite_property *sqlite_defer(struct sqlite_property *key, enum sqlite_deferral deferral);
struct sqlite_properties sqlite_more_properties(struct sqlite_properties all,
                                                struct sqlite_property *one);
struct sqlite_column *sqlite_column(struct sqlite_reader *reader, struct sqlite_place name,
                                    struct sqlite_place type, struct sqlite_properties properties);
struct sql_constraint_definition *sqlite_constraint(const struct sqlite_reader *reader,
                                                    const struct sqlite_property *property);
struct sql_table_definition *sqlite_new_table(struct sqlite_reader *reader);
struct sql_table_definition *sqlite_more_columns(struct sql_table_definition *table,
                                                 struct sqlite_column *column);
void sqlite_put_table(struct sqlite_reader *reader, struct sql_table_definition *table,
                      struct sqlite_properties constraints);

static inline struct sqlite_options sqlite_more_options(struct sqlite_options all,
                                                        struct sqlite_options one)
{
    return (struct sqlite_options){
        .is_without_rowid = all.is_without_rowid || one.is_without_rowid,
        .is_strict = all.is_strict || one.is_strict,
    };
}

// ---- changes (sqlite-change.c)

struct sqlite_change *sqlite_change(struct sqlite_reader *reader, enum ddl_kind kind,
                                    struct sqlite_words words);
struct sqlite_change *sqlite_query(struct sqlite_reader *reader, enum sql_head head,
                                   struct sql_name table);
struct sqlite_change *sqlite_create_table(struct sqlite_reader *reader, struct sqlite_words words,
                                          struct sqlite_place group, struct sqlite_options options);
struct sqlite_change *sqlite_create_as(struct sqlite_reader *reader, struct sqlite_words words,
                                       struct sqlite_place query);
struct sqlite_change *sqlite_create_virtual(struct sqlite_reader *reader,
                                            struct sqlite_words words);
struct sqlite_change *sqlite_create_index(struct sqlite_reader *reader, struct sqlite_words words,
                                          struct sqlite_place keys, struct sqlite_place where);
struct sqlite_change *sqlite_create_view(struct sqlite_reader *reader, struct sqlite_words words,
                                         struct sqlite_place columns, struct sqlite_place query);
struct sqlite_change *sqlite_create_trigger(struct sqlite_reader *reader, struct sqlite_words words,
                                            enum sql_timing timing, struct sqlite_event event,
                                            struct sqlite_place when, struct sqlite_place body);

// Clauses of ALTER TABLE, and the table they are of.
struct sqlite_change *sqlite_add_column(struct sqlite_reader *reader, struct sqlite_column *column);
struct sqlite_change *sqlite_add_check(struct sqlite_reader *reader, struct str name,
                                       struct sqlite_place expression, const char *conflict);
struct sqlite_change *sqlite_on_table(struct sqlite_reader *reader, struct sqlite_place clause,
                                      struct sqlite_change *change, struct sql_name table);

// What a statement that no production reads does; none where it is known to do nothing.
struct ddl *sqlite_opaque(const struct sqlite_reader *reader,
                          const struct sql_statement *statement);

#endif
