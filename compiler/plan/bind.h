// From the document tree to the plan: each statement is held against its forms, and the
// function that its form names reads it. Names are resolved at the end.
#ifndef PLAN_BIND_H
#define PLAN_BIND_H

#include "plan/forms.h"

// Makes `unit->plan` of `unit->document`. What is wrong is reported; what could be read is
// in the plan all the same.
void plan_bind(struct unit *unit);

// A name that waits for the declarations to be complete.
enum reference_kind { REFER_STORE, REFER_APP, REFER_VERSION, REFER_FLAG, REFER_MOVE,
                      REFER_MOVE_OR_FLAG, REFER_METRIC, REFER_PHASE, REFER_OBJECT };

struct reference {
    struct reference *next;
    enum reference_kind kind;
    struct text name;
    struct span span;
    const struct app **app; // of a version
    void *target;           // what is set: `const struct store **`, …, `struct object *`
    void *flag_target;      // of REFER_MOVE_OR_FLAG
};

struct binder {
    struct unit *unit;
    struct plan *plan;
    struct pattern_cache patterns;
    LIST_OF(reference) references;
    struct diagnostics *reports; // of names
    struct declarations *declared;
};

void bind_refer(struct binder *binder, enum reference_kind kind, const struct capture *capture,
                void *target);

// Sets every reference. What is not there is reported only where `is_reporting`: in a plan
// with other mistakes the declaration may be what could not be read.
void plan_resolve(struct binder *binder, bool is_reporting);

// The functions that forms.def names.
#define FORM(block, count, pattern, holds, bind, type, field) \
    void *bind(struct binder *binder, void *owner, size_t offset, const struct match *match);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wredundant-decls"
#include "plan/forms.def"
#pragma GCC diagnostic pop
#undef FORM

#endif
