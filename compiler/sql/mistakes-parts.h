// Inside the search for mistakes: the tables that a query can name columns of.
#ifndef SQL_MISTAKES_PARTS_H
#define SQL_MISTAKES_PARTS_H

#include "sql/mistakes.h"

// One table of a FROM, or the table that a statement writes to.
struct mistake_source {
    struct str alias; // or its name where it has none; as the engine compares it
    struct sql_name name;
    const struct catalog_object *object; // NULL: a subquery, a function, or not known
    struct sql_range words;              // its name and alias; of a subquery its alias alone
    bool is_row;                         // NEW or OLD: its columns are never meant without it
};

struct mistake_scope {
    const struct mistake_scope *outer; // NULL: none
    unsigned depth;
    struct mistake_source *items;
    size_t count, capacity;
    bool is_complete; // every source is a table or view whose columns are known
};

struct mistake_search {
    struct arena *arena;
    const struct catalog *catalog;
    const struct sql_statement *statement;
    const struct sql_names *common; // tables of WITH
    bool is_in_trigger; // of SQLite: it looks at the columns that are written when it runs
    struct str schema;  // SQLite: that the names of a view or trigger mean; no data: any
    bool is_ambiguous;  // the name that is looked at: it has been said, or does not matter

    // Told what each table and column means, `column` without data for the table itself; of a
    // name in double quotes that is a text, no source.
    void (*meant)(void *context, uint32_t at, const struct mistake_source *source,
                  struct str column);
    void *context;
    bool has_using; // a join makes one of two columns
    struct sql_mistakes found;
    size_t count;
};

// What is larger than this is not judged: no time is spent on what nobody writes by hand.
enum {
    MISTAKES_MAX = 20,
    SOURCES_MAX = 64, // of one scope, and tables of WITH
    ITEMS_MAX = 2000, // of one SELECT, columns of one INSERT
    DEPTH_MAX = 32,
};

// All of it. `rows` is the scope around the statement: NEW and OLD of a trigger; NULL for none.
struct sql_mistakes mistakes_search(struct mistake_search *search,
                                    const struct mistake_scope *rows);

struct sql_mistake *mistake_add(struct mistake_search *search, enum sql_mistake_kind kind,
                                uint32_t from, uint32_t to);

// The name that a token stands for, as the engine stores it; no data where it is none.
struct str mistake_name(const struct mistake_search *search, const struct sql_token *token);

bool mistake_same(const struct mistake_search *search, struct str a, struct str b);

// Adds a table; a mistake where it is not there.
void mistake_add_source(struct mistake_search *search, struct mistake_scope *scope,
                        const struct sql_source *source);

// Whether a table or view has the column. `*column` is set for a table's that is there.
enum catalog_presence mistake_find_column(const struct mistake_search *search,
                                          const struct mistake_source *source, struct str name,
                                          const struct catalog_column **column);

// The source that `name` of name.column means, in this scope or around it; NULL for none.
const struct mistake_source *mistake_find_source(const struct mistake_search *search,
                                                 const struct mistake_scope *scope,
                                                 struct str name);

// Names in tokens [range), as far as they stand at no source and in no query of their own;
// `select` is the SELECT that they are of, NULL for none.
void mistake_check_names(struct mistake_search *search, const struct mistake_scope *scope,
                         const struct sql_select *select, struct sql_range range);

// INSERT, UPDATE and DELETE (mistakes-rows.c). `target` becomes the scope around subqueries.
void mistake_check_rows(struct mistake_search *search, struct mistake_scope *target);

#endif
