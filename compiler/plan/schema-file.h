// The files that plans name for the schemas of their stores.
#ifndef PLAN_SCHEMA_FILE_H
#define PLAN_SCHEMA_FILE_H

#include "plan/plan.h"

// Reads the file of each store that names one into `store->schema`, as text that stands for
// the statement which names it. Reports what cannot be read. Where the plan itself is no file,
// nothing is read, and the schema stays unknown.
void schema_files_read(struct unit *unit, struct plan *plan);

#endif
