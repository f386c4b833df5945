// Inside the reader of SQLite's SQL: what grammar/sqlite.l and grammar/sqlite.y call.
#ifndef SQL_SQLITE_H
#define SQL_SQLITE_H

#include "sql/statement.h"

struct sqlite_place { // bytes [from, to) of the text
    size_t from, to;
};

struct sqlite_reader {
    struct arena *arena;
    struct sql_script *script;
    const struct sql_tokens *tokens;
    size_t at; // the scanner's offset
    size_t group_from;
    unsigned depth; // of parentheses
    struct sqlite_place stopped; // the token that the grammar did not take
    bool is_refused;             // the statement that is read
    bool has_ended;
};

// What a column's properties say. It is a value on the parser's stack.
struct sqlite_column {
    bool is_not_null, has_default;
    struct sqlite_place fallback;
};

#define NO_NAME ((struct sql_name){ STR_NONE, STR_NONE })

// ---- for the scanner

void sqlite_advance(struct sqlite_reader *reader, struct sqlite_place *place, size_t length);

// Parentheses; sqlite_close() is true for the outermost, whose place is then that of the group.
void sqlite_open(struct sqlite_reader *reader, struct sqlite_place place);
bool sqlite_close(struct sqlite_reader *reader, struct sqlite_place *place);

// The group ends unclosed, before what was read last.
void sqlite_leave(struct sqlite_reader *reader, struct sqlite_place *place);

// The end of the text: a semicolon first, and then the token for the end.
int sqlite_end(struct sqlite_reader *reader, struct sqlite_place *place);

// ---- for the grammar

void sqlite_stop(struct sqlite_reader *reader, struct sqlite_place place);

struct str sqlite_name(const struct sqlite_reader *reader, struct sqlite_place place);

// `operation` is NULL for what is opaque or refused. The statement ends at the semicolon.
void sqlite_finish(struct sqlite_reader *reader, struct sqlite_place statement,
                   struct sqlite_place semicolon, struct sql_operation *operation);
struct sql_operation *sqlite_refuse(struct sqlite_reader *reader);

struct sql_operation *sqlite_head(struct sqlite_reader *reader, enum sql_head head,
                                  struct sql_name table);
struct sql_operation *sqlite_create_table(struct sqlite_reader *reader, enum sql_head head,
                                          struct sql_name table, bool is_temporary,
                                          bool is_conditional);
struct sql_operation *sqlite_create_index(struct sqlite_reader *reader, struct sql_name index,
                                          struct str table, bool is_unique, bool is_conditional);
struct sql_operation *sqlite_drop(struct sqlite_reader *reader, enum sql_head head,
                                  struct sql_name name, bool is_conditional);

// Clauses of ALTER TABLE, and the table they are of.
struct sql_operation *sqlite_rename(struct sqlite_reader *reader, enum sql_head head,
                                    struct str column, struct str new_name);
struct sql_operation *sqlite_column(struct sqlite_reader *reader, enum sql_head head,
                                    struct str column);
struct sql_operation *sqlite_check(struct sqlite_reader *reader, enum sql_head head,
                                   struct str constraint);
struct sql_operation *sqlite_on_table(struct sqlite_reader *reader, struct sqlite_place clause,
                                      struct sql_operation *operation, struct sql_name table);

// ADD COLUMN, from the column's type to its last property.
struct sql_operation *sqlite_add_column(struct sqlite_reader *reader, struct str name,
                                        struct sqlite_column properties,
                                        struct sqlite_place definition);

static inline struct sqlite_column sqlite_more_properties(struct sqlite_column all,
                                                          struct sqlite_column one)
{
    return (struct sqlite_column){
        .is_not_null = all.is_not_null || one.is_not_null,
        .has_default = all.has_default || one.has_default,
        .fallback = one.fallback.to ? one.fallback : all.fallback,
    };
}

#endif
