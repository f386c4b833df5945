// A statement of MySQL, MariaDB or SQLite while its accesses are read.
#ifndef SQL_ACCESSOR_H
#define SQL_ACCESSOR_H

#include "base/index.h"
#include "sql/cursor.h"
#include "sql/ddl.h"

// What an alias or a table's name stands for.
struct meaning {
    ARRAY_OF(struct sql_access *) accesses;
};

struct accessor {
    struct arena *arena;   // of what is found
    struct arena *scratch; // of all else
    enum sql_engine engine;
    struct sql_statement *statement;
    const struct sql_tokens *tokens;
    bool *is_settled;      // by token of the statement: it is no column that is read
    struct index withs;    // the names that a WITH gives, in lower case
    struct index meanings; // struct meaning, by alias or name in lower case
    struct sql_names loose; // columns without a table
    bool has_loose_star;
    bool is_unknown; // a clause that is not understood
    size_t count;
};

struct sql_cursor accessor_at(const struct accessor *accessor, uint32_t at);

// What stands in the tokens [from, to) is no column that is read.
void accessor_settle(struct accessor *accessor, uint32_t from, uint32_t to);

bool accessor_is_name(const struct accessor *accessor, const struct sql_token *token);

struct sql_access *accessor_add(struct accessor *accessor, enum sql_access_kind kind,
                                struct sql_name table, struct span span);

// A read of the source, and what its name and alias mean; not of a subquery or a WITH.
void accessor_read(struct accessor *accessor, const struct sql_source *source);

void accessor_name_column(struct accessor *accessor, struct sql_access *access, struct str name);

// What an INSERT, UPDATE or DELETE writes to, and what it reads but in its SELECTs.
void accessor_read_insert(struct accessor *accessor);
void accessor_read_update(struct accessor *accessor);
void accessor_read_delete(struct accessor *accessor);

// The columns that stand in the statement: each is one of the tables that are read.
void accessor_read_columns(struct accessor *accessor);

#endif
