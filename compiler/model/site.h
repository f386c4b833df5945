// Every piece of code in a plan: where it stands, what it is for, and the SQL in it.
#ifndef MODEL_SITE_H
#define MODEL_SITE_H

#include "diagnostics/diagnostic.h"
#include "plan/plan.h"
#include "sql/host.h"
#include "sql/read.h"

enum site_role {
    SITE_RUNS,     // a step
    SITE_SHOWN,    // for readers
    SITE_VERIFIES, // a verification or a check
    SITE_UNDOES,   // a rollback
};

// SQL that stands in a site: its whole text, or a text literal of its host code.
struct site_query {
    struct site_query *next;
    const struct host_literal *literal; // NULL: the whole text
    const struct sql_script *script;    // has a statement
    struct span span;
};

struct site {
    struct site *next;
    enum site_role role;
    const struct phase *phase;   // NULL: of the plan
    const struct action *action; // of a step or rollback, …
    const struct verify *verify; // … of a verification; else NULL
    const struct code *code;
    struct text title;
    bool is_inferred;             // read out of prose
    const struct host_code *host; // NULL where the code is SQL
    LIST_OF(site_query) queries;
};

struct sites {
    struct site *first, *last;
};

struct sites sites_read(struct arena *arena, const struct plan *plan);

// The statement of a query that is nothing else; NULL where it holds several.
const struct sql_statement *site_query_only(const struct site_query *query);

// True where the code shows whether something is right.
bool site_is_validation(const struct site *site);

// Caps the finding where the site was read out of prose, and says so.
void site_cap(struct diagnostic *finding, const struct site *site);

// The comment in front of the statement or behind it on its last line; no data for none.
struct str statement_comment(const struct sql_statement *statement);

// True where something is left out or to be filled in: `…`, `...`, `<table>`, `t {conditions}`.
bool statement_is_elided(const struct sql_statement *statement);

#endif
