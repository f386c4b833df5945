//! rule        verification-cannot-hold
//! code        VER006
//! level       warning
//! since       0.1
//! fix         unsafe
//! source      outputs.md 0
//!
//! A verification gives the same answer whatever the data.
//!
//! ## Why
//!
//! `x NOT IN (SELECT y …)` is never true once one y is NULL: a search for orphans then finds none,
//! however many there are. `x = NULL` is never true at all. A count always has one row, so it
//! is never empty, and is `>= 0` whatever there is. A table that the plan has just filled does not
//! hold 0 rows. Such a check either always passes, which is worse than none, or never, and is
//! taken out.
//!
//! Where the plan does not say whether y can be NULL, NOT IN is a note.
//!
//! ## Fails
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE vans (id bigint PRIMARY KEY, plate text);
//!   ```
//! }
//! phase verify "Check" {
//!   verify "No orphans" = 0 ```sql
//!     SELECT count(*) FROM parcels WHERE plate NOT IN (SELECT plate FROM vans);
//!   ```
//! }
//! ````
//!
//! ````belay phase
//! verify "Nothing is left" is empty ```sql
//!   SELECT count(*) FROM parcels WHERE weight_g IS NULL;
//! ```
//! ````
//!
//! ````belay phase
//! verify "Nothing is left" = 0 ```sql
//!   SELECT count(*) FROM parcels WHERE weight_g = NULL;
//! ```
//! ````
//!
//! ````belay phase
//! step "Copy" ```sql
//!   INSERT INTO parcels_v2 SELECT * FROM parcels;
//! ```
//! verify "All are there" = 0 ```sql
//!   SELECT count(*) FROM parcels_v2;
//! ```
//! ````
//!
//! ````belay phase
//! verify "All are weighed" >= 0 ```sql
//!   SELECT count(*) FROM parcels WHERE weight_g IS NULL;
//! ```
//! ````
//!
//! ## Passes
//!
//! ````belay phase
//! verify "No orphans" = 0 ```sql
//!   SELECT count(*) FROM parcels p
//!   WHERE NOT EXISTS (SELECT 1 FROM vans v WHERE v.plate = p.plate);
//! ```
//! ````
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   schema ```sql
//!     CREATE TABLE vans (id bigint PRIMARY KEY, plate text NOT NULL);
//!   ```
//! }
//! phase verify "Check" {
//!   verify "No orphans" = 0 ```sql
//!     SELECT count(*) FROM parcels WHERE plate NOT IN (SELECT plate FROM vans);
//!   ```
//!   verify "Nothing is left" is empty ```sql
//!     SELECT id FROM parcels WHERE weight_g IS NULL;
//!   ```
//! }
//! ````

#include "rules/support/edits.h"

// Each search reads the schema or the plan's changes: after so many the rest is not judged.
enum { MOST_SEARCHES = 50 };

// ---- whether a column can be NULL

enum nullable { NULLABLE_UNKNOWN, NULLABLE_YES, NULLABLE_NO };

// Of a CREATE TABLE: what its definition of the column says. PRIMARY KEY (column) may stand apart.
static enum nullable read_definition(const struct sql_statement *statement, struct str column)
{
    const struct sql_tokens *tokens = statement->tokens;
    enum nullable found = NULLABLE_UNKNOWN;
    bool begins_item = false, is_own = false, is_key = false;
    for (uint32_t i = statement->range.from; i < statement->range.to; i++) {
        const struct sql_token *token = &tokens->items[i];
        uint32_t depth = token->depth - tokens->items[statement->range.from].depth;
        bool is_name = str_equal_ignoring_case(sql_token_name(token), column);
        if (begins_item) {
            is_own = is_name && depth == 1;
            is_key = sql_token_is(token, "PRIMARY") || sql_token_is(token, "CONSTRAINT");
            if (is_own)
                found = NULLABLE_YES;
        }
        bool is_denied =
            sql_token_is(token, "NOT") && sql_token_is(sql_token_at(tokens, i + 1), "NULL");
        if ((is_own && (is_denied || sql_token_is(token, "PRIMARY")))
            || (is_key && is_name && depth == 2))
            return NULLABLE_NO;
        begins_item = (token->kind == SQL_TOKEN_OPEN && depth == 0)
                      || (token->kind == SQL_TOKEN_COMMA && depth == 1);
    }
    return found;
}

static bool is_key(const struct table *table, struct str column)
{
    for (unsigned i = 0; i < table->key.count; i++) {
        const struct name *name = &table->key.columns[i];
        if (name->count > 0 && str_equal_ignoring_case(name->parts[name->count - 1], column))
            return true;
    }
    return false;
}

static enum nullable find_nullable(struct arena *arena, const struct plan *plan,
                                   struct sql_name table, struct str column)
{
    list_each(store, store, plan->stores) {
        list_each(table, declared, store->tables)
            if (declared->name.count > 0 && is_key(declared, column)
                && str_equal_ignoring_case(declared->name.parts[declared->name.count - 1],
                                           table.name))
                return NULLABLE_NO;
        if (!code_is_set(&store->schema))
            continue;
        const struct sql_script *script = sql_read(arena, store->schema.text);
        list_each(sql_statement, statement, script->statements)
            if (statement->head == SQL_CREATE_TABLE
                && sql_name_equal(statement->operations.first->table, table))
                return read_definition(statement, column);
    }
    return NULLABLE_UNKNOWN;
}

// False where the text is no plan's own.
static bool offer(struct unit *unit, const struct site *site, struct diagnostic *finding,
                  struct span span, const char *replacement, const char *title)
{
    if (!unit->takes_fixes || site->host || site->is_inferred)
        return false;
    struct edits edits = edits_begin(unit, finding, "%s", title);
    edits_replace(&edits, span, str_of(replacement));
    return true;
}

// ---- NOT IN (SELECT …)

// The SELECT that opens at the index, if it gives one plain column of one table.
static const struct sql_select *find_subquery(const struct sql_statement *statement, uint32_t at)
{
    list_each(sql_select, select, statement->selects) {
        if (select->range.from != at)
            continue;
        bool is_plain = select->items.count == 1 && !select->has_star && select->sources.first
                        && select->sources.first == select->sources.last && !select->has_group_by
                        && sql_name_is_set(select->sources.first->table);
        return is_plain ? select : NULL;
    }
    return NULL;
}

// "plate" of `plate`, `v.plate`, `DISTINCT plate`; no data where it is an expression.
static struct str column_of(const struct sql_statement *statement, const struct sql_select *select)
{
    const struct sql_range item = select->items.items[0];
    const struct sql_token *last = sql_token_at(statement->tokens, item.to - 1);
    uint32_t length = item.to - item.from;
    bool is_qualified =
        length == 3 && sql_token_at(statement->tokens, item.from + 1)->kind == SQL_TOKEN_DOT;
    return length == 1 || is_qualified ? sql_token_name(last) : STR_NONE;
}

// The subquery leaves NULL out by itself.
static bool excludes_null(const struct sql_statement *statement, const struct sql_select *select)
{
    for (uint32_t i = select->where.from; i + 1 < select->where.to; i++)
        if (sql_token_is(sql_token_at(statement->tokens, i), "NOT")
            && sql_token_is(sql_token_at(statement->tokens, i + 1), "NULL"))
            return true;
    return false;
}

static void check_not_in(struct unit *unit, const struct site *site,
                         const struct sql_statement *statement, uint32_t at)
{
    const struct sql_select *select = find_subquery(statement, at + 3);
    struct str column = select ? column_of(statement, select) : STR_NONE;
    if (!column.data || excludes_null(statement, select))
        return;
    const struct sql_name table = select->sources.first->table;
    enum nullable nullable = find_nullable(&unit->arena, unit->plan, table, column);
    if (nullable == NULLABLE_NO)
        return;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_verification_cannot_hold,
                 sql_tokens_span(statement->tokens, at, select->range.to + 1),
                 "one NULL in '%.*s.%.*s', and this check finds nothing", STR_ARGS(table.name),
                 STR_ARGS(column));
    diagnostic_label(finding, "never true beside a NULL");
    if (nullable == NULLABLE_UNKNOWN) {
        diagnostic_level(finding, LEVEL_NOTE);
        diagnostic_note(finding, "the plan does not say whether it can be NULL");
    }
    diagnostic_help(finding, "write NOT EXISTS (SELECT 1 FROM %.*s WHERE …)", STR_ARGS(table.name));
    diagnostic_about(finding, "%.*s.%.*s", STR_ARGS(table.name), STR_ARGS(column));
    site_cap(finding, site);
}

// ---- = NULL

static void check_null(struct unit *unit, const struct site *site,
                       const struct sql_statement *statement, uint32_t at)
{
    struct diagnostic *finding = diagnose(&unit->diagnostics, &kind_verification_cannot_hold,
                                          sql_tokens_span(statement->tokens, at - 1, at + 2),
                                          "a comparison with NULL is never true");
    diagnostic_note(finding, "the condition holds for no row, whatever the data");
    bool is_equal = sql_token_is_operator(sql_token_at(statement->tokens, at), "=");
    const char *title = is_equal ? "write IS NULL" : "write IS NOT NULL";
    if (!offer(unit, site, finding, sql_tokens_span(statement->tokens, at, at + 2),
               is_equal ? "IS NULL" : "IS NOT NULL", title))
        diagnostic_help(finding, "%s", title);
    diagnostic_about(finding, "%.*s", STR_ARGS(site->title.str));
    site_cap(finding, site);
}

static void check_conditions(struct unit *unit, const struct site *site,
                             const struct sql_statement *statement, unsigned *searches)
{
    for (uint32_t i = statement->range.from + 1; i + 1 < statement->range.to; i++) {
        const struct sql_token *token = sql_token_at(statement->tokens, i);
        const struct sql_token *next = sql_token_at(statement->tokens, i + 1);
        bool is_comparison = sql_token_is_operator(token, "=") || sql_token_is_operator(token, "<>")
                             || sql_token_is_operator(token, "!=");
        if (is_comparison && sql_token_is(next, "NULL"))
            check_null(unit, site, statement, i);
        if (sql_token_is(token, "NOT") && sql_token_is(next, "IN")
            && sql_token_is(sql_token_at(statement->tokens, i + 3), "SELECT")
            && ++*searches <= MOST_SEARCHES)
            check_not_in(unit, site, statement, i);
    }
}

// ---- what the result has to be

static void check_empty(struct unit *unit, const struct site *site,
                        const struct sql_statement *statement)
{
    const struct sql_select *select = sql_main_select(statement);
    const struct bound *bound = site->verify ? &site->verify->bound : NULL;
    if (!select || !bound || !bound->is_empty || statement->next || select->joining != SQL_FIRST)
        return;
    list_each(sql_select, other, statement->selects)
        if (other->before)
            return;
    if (!select->has_aggregate || select->has_group_by || select->has_having)
        return;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_verification_cannot_hold, statement->span,
                 "the query always has one row, so it is never empty");
    diagnostic_also(finding, bound->span, "this never holds");
    bool is_count = select->items.count == 1
                    && sql_token_is(sql_token_at(statement->tokens, select->items.items[0].from),
                                    "COUNT");
    if (!is_count || !offer(unit, site, finding, bound->span, "= 0", "expect = 0"))
        diagnostic_help(finding, "expect = 0, or select the rows themselves");
    diagnostic_about(finding, "%.*s", STR_ARGS(site->title.str));
    site_cap(finding, site);
}

// True where the query gives one number that is 0 or more: `SELECT count(…) FROM …`.
static bool is_count(const struct sql_statement *statement)
{
    const struct sql_select *select = sql_main_select(statement);
    if (!select || select->items.count != 1 || select->has_group_by || statement->next)
        return false;
    list_each(sql_select, other, statement->selects)
        if (other->before)
            return false;
    struct sql_range item = select->items.items[0];
    if (!sql_token_is(sql_token_at(statement->tokens, item.from), "COUNT")
        || sql_token_at(statement->tokens, item.from + 1)->kind != SQL_TOKEN_OPEN)
        return false;
    uint32_t depth = sql_token_at(statement->tokens, item.from + 1)->depth;
    for (uint32_t i = item.from + 2; i < item.to; i++) {
        const struct sql_token *token = sql_token_at(statement->tokens, i);
        if (token->kind == SQL_TOKEN_CLOSE && token->depth == depth)
            return i + 1 == item.to || sql_token_is(sql_token_at(statement->tokens, i + 1), "AS");
    }
    return false;
}

// `>= 0`: how many rows there are is never below 0.
static bool holds_for_any_count(const struct bound *bound)
{
    return bound->comparison == COMPARE_AT_LEAST && !bound->is_of_baseline
           && bound->quantity.unit == UNIT_NUMBER && bound->quantity.amount == 0;
}

static void check_count(struct unit *unit, const struct site *site,
                        const struct sql_statement *statement)
{
    const struct bound *bound = site->verify ? &site->verify->bound : NULL;
    if (!bound || !holds_for_any_count(bound) || !is_count(statement))
        return;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_verification_cannot_hold, bound->span,
                 "every count is %.*s, so this passes whatever the data",
                 STR_ARGS(source_text(unit->sources, bound->span)));
    diagnostic_also(finding, statement->span, "this counts");
    diagnostic_help(finding, "say how many there are when it is right: = 0 of what is wrong");
    diagnostic_about(finding, "%.*s", STR_ARGS(site->title.str));
    site_cap(finding, site);
}

// `SELECT count(*) FROM t`: the table; no name where the query is anything else.
static struct sql_name counted_table(const struct sql_statement *statement)
{
    const struct sql_select *select = sql_main_select(statement);
    bool is_plain = select && !select->next && select->items.count == 1 && select->has_aggregate
                    && !select->has_where && !select->has_group_by && !select->has_having
                    && select->sources.first && select->sources.first == select->sources.last;
    bool is_count =
        is_plain
        && sql_token_is(sql_token_at(statement->tokens, select->items.items[0].from), "COUNT");
    return is_count ? select->sources.first->table : (struct sql_name){ 0 };
}

// Brings rows into the table: all of another's, or values.
static bool brings_rows(const struct change_step *change)
{
    const struct sql_select *select = change->statement->selects.first;
    enum sql_head head = change->operation->head;
    bool copies = head == SQL_INSERT_SELECT || head == SQL_CREATE_TABLE_AS;
    return head == SQL_INSERT || (copies && select && select->has_from && !select->has_where);
}

static void follow_changes(const struct changes *changes, const struct phase *phase,
                           const struct object *table, const struct change_step **filled)
{
    changes_each(change, changes, phase) {
        enum sql_head head = change->operation->head;
        if (!change_is_on_table(change, table))
            continue;
        if (brings_rows(change))
            *filled = change;
        else if (head == SQL_DELETE || head == SQL_TRUNCATE || head == SQL_DROP_TABLE
                 || head == SQL_RENAME_TABLE || head == SQL_CREATE_TABLE)
            *filled = NULL;
    }
}

static void check_filled(struct unit *unit, const struct plan *plan, const struct site *site,
                         const struct sql_statement *statement, unsigned *searches)
{
    const struct bound *bound = site->verify ? &site->verify->bound : NULL;
    bool is_zero = bound && bound->comparison == COMPARE_EQUAL
                   && bound->quantity.unit == UNIT_NUMBER && bound->quantity.amount == 0;
    const struct sql_name name = counted_table(statement);
    if (!is_zero || !site->phase || !sql_name_is_set(name) || ++*searches > MOST_SEARCHES)
        return;
    const struct object table = { .store = site->verify->store,
                                  .schema = name.schema,
                                  .table = name.name };
    const struct change_step *filled = NULL;
    list_each(phase, phase, plan->phases)
        if (phase->index <= site->phase->index)
            follow_changes(&model_of(unit)->changes, phase, &table, &filled);
    if (!filled)
        return;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_verification_cannot_hold, statement->span,
                 "'%.*s' is filled before it is counted: the result is not 0", STR_ARGS(name.name));
    diagnostic_also(finding, filled->operation->span, "rows come in here");
    diagnostic_help(finding, "count the rows that are wrong: WHERE …");
    diagnostic_about(finding, "%.*s", STR_ARGS(name.name));
    site_cap(finding, site);
}

// ---- all of it

static void check_plan(struct unit *unit, const struct plan *plan)
{
    unsigned searches = 0;
    list_each(site, site, model_of(unit)->sites) {
        if (!site_is_validation(site))
            continue;
        list_each(site_query, query, site->queries)
            list_each(sql_statement, statement, query->script->statements) {
                if (statement->head != SQL_SELECT)
                    continue;
                check_empty(unit, site, statement);
                check_count(unit, site, statement);
                check_filled(unit, plan, site, statement, &searches);
                check_conditions(unit, site, statement, &searches);
            }
    }
}

const struct rule rule_verification_cannot_hold = { .check_plan = check_plan };
