// Values into bash text: the types of the holes of `%% language shell`.
//
// A here-document stands behind a command, and takes the lines up to its end; the hole is
// the last thing on its line.
#ifndef BACKENDS_ESCAPE_SHELL_H
#define BACKENDS_ESCAPE_SHELL_H

#include "base/output.h"

void shell_word(struct output *out, struct str value);    // one word with exactly these bytes
void shell_label(struct output *out, struct str value);   // one word for people, on one line
void shell_comment(struct output *out, struct str value); // never leaves its line
void shell_name(struct output *out, struct str value);    // a variable's name, or a bug
void shell_number(struct output *out, long value);
void shell_script(struct output *out, struct program program); // a here-document, as it stands

// True for what shell_name() takes.
bool shell_is_name(struct str value);

#endif
