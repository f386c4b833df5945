// The only way out: bytes to standard output and to files, and complaints to people.
#ifndef DRIVER_DELIVER_H
#define DRIVER_DELIVER_H

#include "base/arena.h"

// Writes to standard output. A reader that went away is no failure: what is left is not
// written. False where it cannot be written; that was said on standard error.
bool deliver(struct str text);

// Writes to standard error what cannot be told by an exit status alone.
void deliver_error(struct str text);

// Writes a file: a regular or a new one through a file beside it that is renamed, so that
// it is whole or as it was; anything else (a pipe, a device) in place. False where it
// cannot be written; that was said on standard error.
bool deliver_file(const char *path, struct str text);

// Writes all of the text: 0, or the number of what went wrong.
int write_fully(int file, struct str text);

// One line on standard error: "belay: ...". Control characters are not passed on.
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
