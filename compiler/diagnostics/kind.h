// Finding a kind of finding by what people call it.
#ifndef DIAGNOSTICS_KIND_H
#define DIAGNOSTICS_KIND_H

#include "diagnostics/diagnostic.h"

// By code, name or old name; NULL where none is called so.
const struct diagnostic_kind *kind_find(struct str name);

// The family that its code names: "rollback".
const char *kind_category(const struct diagnostic_kind *kind);

// "safe", "unsafe" or "none": what its fixes are.
const char *kind_fix(const struct diagnostic_kind *kind);

// Its place in `kinds`.
size_t kind_index(const struct diagnostic_kind *kind);

#endif
