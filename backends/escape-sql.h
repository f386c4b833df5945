// Values into SQL text: the types of the holes of `%% language sql`.
#ifndef BACKENDS_ESCAPE_SQL_H
#define BACKENDS_ESCAPE_SQL_H

#include "base/output.h"

void sql_comment(struct output *out, struct str value); // never leaves its line
void sql_number(struct output *out, long value);

// As it stands, without the blank lines around it; ended with ';' where it does not end so,
// for another statement may follow.
void sql_program(struct output *out, struct program program);

// The same for a part of a statement: the line behind it is not its own.
void sql_inner(struct output *out, struct program program);

// SQL that belay itself wrote: names in their quotes, words of safe characters.
void sql_verbatim(struct output *out, struct str value);

#endif
