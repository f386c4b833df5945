// Values into CSV as RFC 4180 has it.
#ifndef BACKENDS_ESCAPE_CSV_H
#define BACKENDS_ESCAPE_CSV_H

#include "base/output.h"

// One row with its line end, CRLF. Text stays as it is, but for what printable_code_next()
// replaces, and for an apostrophe before what a spreadsheet would take for a formula: =, +,
// - and @ (the full-width ones too) at the head of a cell, or behind a semicolon, tab or line
// end in it, where a spreadsheet of another country's settings cuts cells.
void csv_row(struct output *out, const struct str *cells, size_t count);

#endif
