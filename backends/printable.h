// Text for people, whatever a plan holds: what every escaper of comments, labels and
// documents reads its characters through.
#ifndef BACKENDS_PRINTABLE_H
#define BACKENDS_PRINTABLE_H

#include "base/str.h"

// Cuts the next character off `rest` (which is not empty) and gives it as it may be shown
// on one line: a line end, tab or other blank as ' '; a control character, a mark that
// turns the direction of what follows, and what is not UTF-8 as U+FFFD.
struct str printable_next(struct str *rest);

// The same for code, which keeps its line ends and tabs.
struct str printable_code_next(struct str *rest);

// The length of the longest run of `c` in the text.
size_t longest_run(struct str text, char c);

#endif
