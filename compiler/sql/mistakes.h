// What a SELECT, INSERT, UPDATE or DELETE asks of a catalog that has it not, so that the engine
// refuses the statement.
//
// Only what is certain is told: every table that could have a column is known in full, and the
// word stands where nothing but a column can stand.
#ifndef SQL_MISTAKES_H
#define SQL_MISTAKES_H

#include "sql/catalog.h"

enum sql_mistake_kind {
    SQL_NO_TABLE,         // `table` is not there
    SQL_NO_COLUMN,        // `table` has no `column`; no table: none of the query's tables has it
    SQL_AMBIGUOUS_COLUMN, // `table` and `other` have `column`
    SQL_COLUMN_COUNT,     // an INSERT has `given` values for `expected` columns of `table`
    SQL_COLUMN_TWICE,     // an INSERT names `column` twice
    SQL_COMPARED_TYPES,   // `column` is compared with `other_column`; `text` has both types
};

struct sql_mistake {
    struct sql_mistake *next;
    enum sql_mistake_kind kind;
    struct span span; // the words that cannot be
    struct sql_name table, other;
    struct str column, other_column;
    struct str text, other_text;
    size_t given, expected;
    struct span made; // what in the catalog stands against it; not set where nothing does
};

struct sql_mistakes {
    struct sql_mistake *first, *last;
};

struct sql_mistakes sql_mistakes_find(struct arena *arena, const struct catalog *catalog,
                                      const struct sql_statement *statement);

#endif
