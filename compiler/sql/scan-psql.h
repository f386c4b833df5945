// What stands between the statements of a script for psql: its own commands, and rows for COPY.
#ifndef SQL_SCAN_PSQL_H
#define SQL_SCAN_PSQL_H

#include "sql/scan.h"

// The length of the command at the backslash that `text` begins with: to the end of its line.
// 0 where none stands there.
size_t psql_command_length(struct str text);

// True where the command sends the statement before it, as a semicolon does: \gexec, \gset.
bool psql_command_sends(struct str command);

// True where the command may change the database, or decides what does: \i, \copy, \gexec, \!, \if.
bool psql_command_acts(struct str command);

// True where the statement of these tokens is COPY … FROM stdin, behind which rows follow.
bool psql_statement_takes_rows(const struct sql_token *tokens, uint32_t count);

// The length of the rows at the head of `text`, up to and with the line `\.`; all of it where
// that never comes.
size_t psql_rows_length(struct str text);

#endif
