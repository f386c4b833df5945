// Statements that engines do not take in a transaction.
#ifndef SQL_TRANSACTION_H
#define SQL_TRANSACTION_H

#include "sql/read.h"

// What it is that the engine refuses, or ignores, inside a transaction, in words of SQL:
// "CREATE INDEX CONCURRENTLY"; NULL where it takes the statement there. `version` is the
// engine's major version, 0 where it is not said. MySQL and MariaDB, which end a transaction at
// each DDL statement, refuse nothing.
const char *sql_needs_no_transaction(enum sql_engine engine, unsigned version,
                                     const struct sql_statement *statement);

// BEGIN, START TRANSACTION.
bool sql_begins_transaction(const struct sql_statement *statement);

// What it does to a transaction that is open; COMMIT AND CHAIN begins the next one at once.
enum sql_ending { SQL_ENDS_NOTHING, SQL_COMMITS, SQL_COMMITS_AND_BEGINS, SQL_UNDOES };

enum sql_ending sql_ends_transaction(const struct sql_statement *statement);

// The major version at the head of a text: 15 of "15.4"; 0 for none.
unsigned sql_version_of(struct str text);

#endif
