// Inside the catalog's check: a server and a catalog, held against each other.
#ifndef TESTS_CATALOG_CHECKER_H
#define TESTS_CATALOG_CHECKER_H

#include "sql/catalog.h"
#include "tests/catalog/generate.h"
#include "tests/catalog/server.h"

struct checker {
    struct arena arena; // of one sequence
    struct server server;
    enum sql_engine engine;
    unsigned version;
    struct str query; // that reads the server's catalog
    const struct form *forms;
    unsigned statements, refused, unsure, undone, lasting;
    bool is_lost; // the catalog says that a table is not known any more: the sequence ends
};

struct trial {
    struct str sql;
    bool is_undone; // when it was taken
};

struct sequence {
    ARRAY_OF(struct trial) trials;
};

// ---- trial.c

// An empty server, and a catalog of it.
struct catalog_session begin(struct checker *checker);

// Runs a statement on both; no data where they agree, else what they disagree about.
struct str try(struct checker *checker, struct catalog_session *session,
               const struct trial *trial, bool is_counted);

// Leaves out what the disagreement does not need, and says what it is then.
struct str shrink(struct checker *checker, struct sequence *sequence, struct str why);
void print_failure(const struct sequence *sequence, struct str why);

// The statements of a file, held against the server: a block of lines is one sequence, a line is
// one statement, and is undone once where it can be. Prints TAP; gives main()'s status (cases.c).
int check_cases(struct checker *checker, struct str text);

// ---- the others


const struct sql_script *read_statement(struct checker *checker, struct str sql);

// What both hold, in lines that can be the same (compare.c).
struct str comparable(struct checker *checker, struct str dump);
struct str server_dump(struct checker *checker);

// The lines that only one of them has.
struct str difference(struct checker *checker, struct str server, struct str catalog);

// Where a catalog of SQLite is not what its own text would make of an empty one, why.
struct str compare_text(struct checker *checker, const struct catalog *catalog);

// What the query of `verify schema` for the catalog finds on the server; no data where nothing
// (verify.c).
struct str verify_schema(struct checker *checker, const struct catalog *catalog);

// Undoes the statement that led from `before` to `session`, on both; what is wrong with it, no
// data where nothing is, or where it cannot be undone (undo.c).
struct str undo_both(struct checker *checker, struct catalog_session *session,
                     const struct catalog *before, struct str sql, bool is_counted);

#endif
