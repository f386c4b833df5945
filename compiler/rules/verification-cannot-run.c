//! rule        verification-cannot-run
//! code        VER004
//! level       error
//! since       0.1
//! also        additive-column-ambiguity
//! fix         unsafe
//! source      outputs.md 0, X17
//!
//! A verification holds a query that the engine refuses.
//!
//! ## Why
//!
//! A query that cannot run is found out at the worst moment: when the change is done and
//! somebody waits for the proof. A column without a FROM belongs to no table. Queries that are
//! joined by EXCEPT, INTERSECT or UNION have the same number of columns; `SELECT *` on both sides
//! has it only until one of the tables gets a column that the other has not.
//!
//! Where the plan gives the schema of its store, belay knows which tables and columns there are
//! when the verification runs: at the end of its phase. A column that is not there, or that two
//! tables have, and types that PostgreSQL does not compare are found then. Where a table is not
//! known in full, nothing is said.
//!
//! ## Fails
//!
//! ````belay phase
//! verify "Nothing is empty" = 0 ```sql
//!   SELECT count(*) WHERE weight_g IS NULL;
//! ```
//! ````
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "A copy" {
//!   step "Copy the table" ```sql
//!     CREATE TABLE parcels_v2 AS SELECT * FROM parcels;
//!     ALTER TABLE parcels_v2 ADD COLUMN weight_g bigint;
//!   ```
//!   verify "The same rows" is empty ```sql
//!     SELECT * FROM parcels EXCEPT SELECT * FROM parcels_v2;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine sqlite
//!   schema ```sql
//!     CREATE TABLE parcels (id integer PRIMARY KEY, weight integer);
//!   ```
//! }
//! phase contract "Away with the old weight" {
//!   step "Drop it" ```sql
//!     ALTER TABLE parcels DROP COLUMN weight;
//!   ```
//!   verify "Nothing is heavy" = 0 ```sql
//!     SELECT count(*) FROM parcels p WHERE p.weight > 1000;
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE parcels (id integer PRIMARY KEY, weight integer);
//!   ```
//! }
//! phase verify "Look at the weights" {
//!   verify "Nothing is heavy" = 0 ```sql
//!     SELECT count(*) FROM parcels WHERE wieght > 1000;
//!   ```
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase expand "A copy" {
//!   step "Copy the table" ```sql
//!     CREATE TABLE parcels_v2 AS SELECT * FROM parcels;
//!     ALTER TABLE parcels_v2 ADD COLUMN weight_g bigint;
//!   ```
//!   verify "The same rows" is empty ```sql
//!     SELECT id, weight FROM parcels EXCEPT SELECT id, weight FROM parcels_v2;
//!   ```
//!   verify "A replica" ```sql
//!     SELECT pg_is_in_recovery();
//!   ```
//! }
//! ````
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE parcels (id bigint PRIMARY KEY, weight integer);
//!   ```
//! }
//! phase expand "Another weight" {
//!   step "Add it" ```sql
//!     ALTER TABLE parcels ADD COLUMN weight_g bigint;
//!   ```
//!   verify "Nothing has it yet" = 0 ```sql
//!     SELECT count(p.weight_g) FROM parcels p WHERE weight_g IS NOT NULL;
//!   ```
//! }
//! ````

#include "rules/support/mistakes.h"

// ---- columns of nothing

static bool compares(const struct sql_token *token)
{
    static const char *const words[] = { "IS", "IN", "BETWEEN", "LIKE", "ILIKE", NULL };
    static const char *const signs[] = { "=", "<>", "!=", "<", ">", "<=", ">=", NULL };
    for (const char *const *word = words; *word; word++)
        if (sql_token_is(token, *word))
            return true;
    for (const char *const *sign = signs; *sign; sign++)
        if (sql_token_is_operator(token, *sign))
            return true;
    return false;
}

// Words that stand for a value by themselves.
static bool is_value(const struct sql_token *token)
{
    static const char *const words[] = { "NULL",
                                         "TRUE",
                                         "FALSE",
                                         "CURRENT_DATE",
                                         "CURRENT_TIME",
                                         "CURRENT_TIMESTAMP",
                                         "LOCALTIME",
                                         "LOCALTIMESTAMP",
                                         "CURRENT_USER",
                                         "SESSION_USER",
                                         "USER",
                                         "CURRENT_ROLE",
                                         "CURRENT_SCHEMA",
                                         "CURRENT_CATALOG",
                                         "SYSDATE",
                                         "NOT",
                                         "END",
                                         "UNKNOWN",
                                         NULL };
    for (const char *const *word = words; *word; word++)
        if (sql_token_is(token, *word))
            return true;
    return false;
}

// A name that is compared in a WHERE, outside of subqueries; no data where there is none.
static struct str find_column(const struct sql_statement *statement, struct sql_range where)
{
    for (uint32_t i = where.from; i < where.to; i++) {
        const struct sql_token *token = &statement->tokens->items[i];
        const struct sql_token *next = sql_token_at(statement->tokens, i + 1);
        if (token->kind == SQL_TOKEN_OPEN && sql_token_is(next, "SELECT"))
            i = token->partner;
        else if (token->kind == SQL_TOKEN_WORD && compares(next) && !is_value(token)
                 && !sql_token_is_operator(sql_token_at(statement->tokens, i - 1), "::"))
            return token->text;
    }
    return STR_NONE;
}

static void check_from(struct unit *unit, const struct site *site,
                       const struct sql_statement *statement, const struct sql_select *select)
{
    if (select->has_from || !select->has_where || select->depth > 0)
        return;
    struct str column = find_column(statement, select->where);
    if (!column.data)
        return;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_verification_cannot_run,
                 sql_tokens_span(statement->tokens, select->range.from, select->range.to),
                 "the query asks for '%.*s' and has no FROM", STR_ARGS(column));
    diagnostic_note(finding, "a column without a table is an error in every engine");
    diagnostic_help(finding, "write FROM and the table in front of WHERE");
    diagnostic_about(finding, "%.*s", STR_ARGS(column));
    site_cap(finding, site);
}

// ---- different numbers of columns

static const char *joining_name(enum sql_joining joining)
{
    switch (joining) {
    case SQL_FIRST:
    case SQL_EXCEPT: return "EXCEPT";
    case SQL_UNION:
    case SQL_UNION_ALL: return "UNION";
    case SQL_INTERSECT: return "INTERSECT";
    }
    return "";
}

static struct span span_of_both(const struct sql_statement *statement,
                                const struct sql_select *select)
{
    return sql_tokens_span(statement->tokens, select->before->range.from, select->range.to);
}

// A placeholder may stand for several columns.
static bool has_known_count(const struct sql_statement *statement, const struct sql_select *select)
{
    for (size_t i = 0; i < select->items.count; i++)
        if (statement->tokens->items[select->items.items[i].from].kind == SQL_TOKEN_PLACEHOLDER)
            return false;
    return !select->has_star;
}

static void check_count(struct unit *unit, const struct site *site,
                        const struct sql_statement *statement, const struct sql_select *select)
{
    const struct sql_select *before = select->before;
    if (!has_known_count(statement, select) || !has_known_count(statement, before)
        || select->items.count == before->items.count)
        return;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_verification_cannot_run, span_of_both(statement, select),
                 "%s joins a query of %zu column%s with one of %zu", joining_name(select->joining),
                 before->items.count, before->items.count == 1 ? "" : "s", select->items.count);
    diagnostic_help(finding, "select the same columns on both sides");
    diagnostic_about(finding, "%.*s", STR_ARGS(site->title.str));
    site_cap(finding, site);
}

// ---- SELECT * over tables that the plan has made different

enum { MOST_COLUMNS = 16 };

struct twin {
    struct sql_name table;
    const struct sql_operation *added[MOST_COLUMNS];
    unsigned count;
};

struct twins {
    struct twin sides[2];
    bool are_equal; // one was created from the other, and what was added since is known
};

static bool is_exactly(struct sql_name a, struct sql_name b)
{
    return sql_name_equal(a, b) && (a.schema.length > 0) == (b.schema.length > 0);
}

// Of `CREATE TABLE a AS SELECT * FROM b`: b.
static struct sql_name copied_from(const struct change_step *change)
{
    const struct sql_select *select = change->statement->selects.first;
    bool is_plain = select && !select->next && select->has_star && select->items.count == 1
                    && select->sources.first && select->sources.first == select->sources.last;
    return is_plain ? select->sources.first->table : (struct sql_name){ 0 };
}

static void apply_column(struct twins *twins, struct twin *side,
                         const struct sql_operation *operation)
{
    if (operation->head == SQL_ADD_COLUMN && side->count < MOST_COLUMNS) {
        side->added[side->count++] = operation;
        return;
    }
    for (unsigned i = 0; i < side->count; i++)
        if (str_equal_ignoring_case(side->added[i]->column, operation->column)) {
            side->added[i] = side->added[--side->count];
            return;
        }
    twins->are_equal = false; // a column goes that both had
}

static void apply(struct twins *twins, const struct change_step *change)
{
    const struct sql_operation *operation = change->operation;
    for (unsigned i = 0; i < 2; i++) {
        struct twin *side = &twins->sides[i], *other = &twins->sides[1 - i];
        if (!is_exactly(operation->table, side->table))
            continue;
        if (operation->head == SQL_CREATE_TABLE_AS) {
            twins->are_equal = is_exactly(copied_from(change), other->table);
            side->count = other->count = 0;
        } else if (operation->head == SQL_ADD_COLUMN || operation->head == SQL_DROP_COLUMN)
            apply_column(twins, side, operation);
        else if (operation->head == SQL_CREATE_TABLE || operation->head == SQL_DROP_TABLE
                 || operation->head == SQL_RENAME_TABLE)
            twins->are_equal = false;
    }
}

static struct sql_name only_table(const struct sql_select *select)
{
    bool is_plain = select->has_star && select->items.count == 1 && select->sources.first
                    && select->sources.first == select->sources.last;
    return is_plain ? select->sources.first->table : (struct sql_name){ 0 };
}

static void check_stars(struct unit *unit, const struct plan *plan, const struct site *site,
                        const struct sql_statement *statement, const struct sql_select *select)
{
    const struct changes *changes = &model_of(unit)->changes;
    struct twins twins = { .sides = { { .table = only_table(select->before) },
                                      { .table = only_table(select) } } };
    if (!sql_name_is_set(twins.sides[0].table) || !sql_name_is_set(twins.sides[1].table))
        return;
    list_each(phase, phase, plan->phases) {
        if (site->phase && phase->index > site->phase->index)
            break;
        changes_each(change, changes, phase)
            apply(&twins, change);
    }
    if (!twins.are_equal || twins.sides[0].count == twins.sides[1].count)
        return;
    const struct twin *wider = &twins.sides[twins.sides[1].count > twins.sides[0].count];
    struct diagnostic *finding = diagnose(
        &unit->diagnostics, &kind_verification_cannot_run, span_of_both(statement, select),
        "%s compares tables that no longer have the same columns", joining_name(select->joining));
    diagnostic_also(finding, wider->added[0]->span, "'%.*s' comes here, on one side alone",
                    STR_ARGS(wider->added[0]->column));
    diagnostic_note(finding, "both sides of %s have the same number of columns, or it is refused",
                    joining_name(select->joining));
    diagnostic_help(finding, "name the columns that both sides have");
    diagnostic_about(finding, "%.*s", STR_ARGS(wider->table.name));
    site_cap(finding, site);
}

// ---- what is not there

static void check_catalog(struct unit *unit, const struct plan *plan, const struct site *site,
                          const struct sql_statement *statement)
{
    const struct model *model = model_of(unit);
    if (!site->phase || !site->verify || site->host || !model->exploration->ends)
        return;
    const struct state *end = model->exploration->ends[site->phase->index];
    if (!end || site->phase->index >= first_refused_phase(model, plan))
        return;
    const struct store *store = site->verify->store;
    const struct moment_of_sql moment = { state_catalog(model->world, end, store), end,
                                          { WAY_FORWARD, end->event }, store };
    report_mistakes(unit, &kind_verification_cannot_run, &moment, statement, site);
}

// ---- all of it

// Comparisons of whole tables: each walks through the plan's changes, so only so many.
enum { MOST_COMPARISONS = 100 };

static void check_statement(struct unit *unit, const struct plan *plan, const struct site *site,
                            const struct sql_statement *statement, unsigned *comparisons)
{
    if (statement_is_elided(statement))
        return;
    list_each(sql_select, select, statement->selects) {
        check_from(unit, site, statement, select);
        if (!select->before)
            continue;
        check_count(unit, site, statement, select);
        if (select->has_star && select->before->has_star && ++*comparisons <= MOST_COMPARISONS)
            check_stars(unit, plan, site, statement, select);
    }
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    unsigned comparisons = 0;
    list_each(site, site, model_of(unit)->sites)
        if (site_is_validation(site))
            list_each(site_query, query, site->queries)
                list_each(sql_statement, statement, query->script->statements) {
                    check_statement(unit, plan, site, statement, &comparisons);
                    check_catalog(unit, plan, site, statement);
                }
}

const struct rule rule_verification_cannot_run = { .check_plan = check_plan };
