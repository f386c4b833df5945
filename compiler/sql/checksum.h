// Checksums over the rows of a table: MD5(GROUP_CONCAT(…)), SUM(CRC32(…)) and the like, as far
// as it matters whether two of them can be equal.
#ifndef SQL_CHECKSUM_H
#define SQL_CHECKSUM_H

#include "sql/statement.h"

enum checksum_kind {
    CHECKSUM_TEXT,  // the rows' text in a row: GROUP_CONCAT, STRING_AGG, LISTAGG
    CHECKSUM_ARRAY, // ARRAY_AGG, as text
    CHECKSUM_JSON,
    CHECKSUM_SUM, // SUM, BIT_XOR, … of a hash of each row: the order does not count
};

struct checksum {
    const struct sql_statement *statement;
    struct sql_name table; // that it is of; no name where it is not plain
    uint32_t end;          // the index of the aggregate's closing parenthesis
    struct span span;      // from the outermost function to its closing parenthesis
    enum checksum_kind kind;
    struct str aggregate; // as written
    struct str hash;      // as written; no data where there is none
    bool is_ordered;      // inside the aggregate, or by the query that it is over
    bool has_separator;   // it is known what stands between rows
    struct str separator; // without quotes
    bool has_shape;       // it is known what a row's text is made of
    struct str shape;     // \1 for each column, and what stands between as it is
    unsigned columns;
    bool drops_null_rows; // a NULL makes the row's text NULL, and the row is left out
};

// The first checksum of the statement; NULL where it has none.
struct checksum *sql_checksum(struct arena *arena, const struct sql_statement *statement);

// The one behind it in the same statement.
struct checksum *sql_next_checksum(struct arena *arena, const struct checksum *checksum);

#endif
