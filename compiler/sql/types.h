// Which changes of a column's type an engine makes without touching the rows, as measured on
// PostgreSQL 10 to 18, MySQL 5.7 to 8.4 and MariaDB 10.6 to 11.8.
#ifndef SQL_TYPES_H
#define SQL_TYPES_H

#include "sql/ddl.h"

enum sql_type_change {
    SQL_TYPE_UNSURE,    // a type of one's own, or what is not said decides
    SQL_TYPE_EQUAL,     // the same type
    SQL_TYPE_KEPT,      // every row stays as it is stored; an index as well
    SQL_TYPE_REINDEXED, // rows stay, but indexes over the column are made anew
    SQL_TYPE_REWRITTEN, // every row is written anew, and every index of the table
};

// What decides beside the two types.
struct sql_type_setting {
    enum sql_engine engine;
    unsigned version;      // sql_version_number()
    enum sql_known is_utc; // PostgreSQL: the session's TimeZone
    struct str charset;    // MySQL: the table's default; no data where it is not known
};

// From one definition of a column to another. Domains and enums are types of one's own: the
// caller that knows them asks with their base type.
enum sql_type_change sql_type_change(const struct sql_type_setting *setting,
                                     const struct sql_column *from, const struct sql_column *to);

// True where the engine knows both as one type with the same arguments: int4 and integer.
bool sql_type_equal(enum sql_engine engine, const struct sql_type *a, const struct sql_type *b);

// A type that the engine brings along.
bool sql_type_is_builtin(enum sql_engine engine, const struct sql_type *type);

// True where some value of `from` does not fit into `to`, whatever rows there are: a shorter
// text, a smaller number. False also where that is not known.
bool sql_type_narrows(enum sql_engine engine, const struct sql_type *from,
                      const struct sql_type *to);

// "8.0.29" is 80029, "16" is 169999: parts that are not said count as the highest there are, so
// that what holds for the number holds for the newest server that the text can mean. No text:
// 999999.
unsigned sql_version_number(struct str text);

#endif
