// The rows that a statement of MySQL, MariaDB or SQLite reads and writes.
#ifndef SQL_ACCESSES_H
#define SQL_ACCESSES_H

#include "sql/statement.h"

// Fills `statement->accesses` where the statement's head and its clauses tell which tables it
// reads and writes; else there is none. A SELECT, INSERT, REPLACE, UPDATE, DELETE, TRUNCATE,
// LOAD DATA or CREATE TABLE AS that the engine's grammar did not refuse.
//
// An access may name a column too many, never one too few: a name without a table belongs to
// each table that is read.
void sql_read_accesses(struct arena *arena, enum sql_engine engine,
                       struct sql_statement *statement);

#endif
