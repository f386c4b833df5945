//! rule        backfill-not-resumable
//! code        BKF003
//! level       error
//! since       0.1
//! source      X34
//!
//! A backfill that stops half way begins again, or is one statement over a whole table.
//!
//! ## Why
//!
//! A backfill runs for hours, and something stops it: a deploy, a failover, a timeout. Where its
//! position is kept in memory alone the next run begins at the first row and copies again what
//! is there. Where it is one statement, everything it did is undone, and until then it holds a
//! lock on every row it has passed: in a test on one million rows others waited seven seconds
//! for it, against 40 ms for batches.
//!
//! One statement over a whole table is reported where the plan says that the table has at
//! least a million rows, or where the plan itself asks for batches.
//!
//! ## Fails
//!
//! ````belay phase
//! }
//! phase backfill "Copy what is there" {
//!   code ```python
//!     offset = 0
//!     while offset < total:
//!         rows = source.query(f"SELECT * FROM parcels ORDER BY id LIMIT 500 OFFSET {offset}")
//!         for row in rows:
//!             target.execute("INSERT INTO parcels VALUES (%s, %s)", row)
//!         target.commit()
//!         offset += 500
//!   ```
//! ````
//!
//! ````belay plan
//! store main {
//!   engine postgresql 15
//!   table parcels { rows 40_000_000 }
//! }
//! phase backfill "Fill the new column" {
//!   step on main ```sql
//!     UPDATE parcels SET weight_g = weight * 1000;
//!   ```
//! }
//! ````
//!
//! ## Passes
//!
//! ````belay phase
//! }
//! phase backfill "Copy what is there" {
//!   code ```python
//!     last = load_checkpoint() or 0
//!     while rows := source.query("SELECT * FROM parcels WHERE id > %s ORDER BY id LIMIT 500",
//!     [last]):
//!         target.bulk_insert("parcels", rows)
//!         last = rows[-1].id
//!         save_checkpoint(last)
//!   ```
//! ````
//!
//! ````belay plan
//! store main { engine postgresql 15 }
//! phase backfill "Fill the new column" {
//!   step on main ```sql
//!     UPDATE countries SET iso_code = upper(code);
//!   ```
//! }
//! ````

#include "rules/rule.h"

#include "model/batch.h"
#include "model/mention.h"

// From here on a statement over a whole table holds its locks for seconds.
static const double many_rows = 1000 * 1000;

// Each is looked up among the declared tables: after so many the rest is not judged.
enum { MOST_STATEMENTS = 500 };

// ---- loops

static bool is_constant(const struct host_code *code, const struct host_assignment *assignment)
{
    const struct host_token *token = host_token_at(code, assignment->value.from);
    const struct host_token *next = host_token_at(code, assignment->value.from + 1);
    bool is_alone = assignment->value.to == assignment->value.from + 1 || next->kind == HOST_CLOSE
                    || host_token_is(next, ";");
    return is_alone
           && (token->kind == HOST_NUMBER || token->kind == HOST_STRING
               || host_token_is(token, "None") || host_token_is(token, "null")
               || host_token_is(token, "nil"));
}

static bool is_used_to_read(const struct batch_copy *copy, struct str name)
{
    const struct host_code *code = copy->site->host;
    for (uint32_t i = copy->reading->range.from; i < copy->reading->range.to; i++)
        if (str_equal(host_token_at(code, i)->text, name))
            return true;
    return copy->read && copy->read->literal && str_has_word(copy->read->literal->text.str, name);
}

static bool moves_on(const struct batch_copy *copy, struct str name)
{
    list_each(host_assignment, assignment, copy->site->host->assignments)
        if (host_range_covers(copy->loop->range, assignment->value.from)
            && str_equal(assignment->name, name))
            return true;
    return false;
}

// Where the position is set to its start: a constant, before the loop or in its header.
static const struct host_assignment *find_start(const struct batch_copy *copy)
{
    list_each(host_assignment, assignment, copy->site->host->assignments) {
        if (assignment->value.from >= copy->loop->body.from)
            break;
        if (is_constant(copy->site->host, assignment) && moves_on(copy, assignment->name)
            && is_used_to_read(copy, assignment->name))
            return assignment;
    }
    return NULL;
}

// The code keeps its position somewhere, or may write the same row again.
static bool can_go_on(const struct batch_copy *copy)
{
    const struct host_range all = { 0, copy->site->host->count };
    const struct sql_statement *write = copy->write ? copy->write->script->statements.first : NULL;
    if (write && (write->conflict != SQL_CONFLICT_NONE || write->head != SQL_INSERT))
        return true;
    list_each(site_query, query, copy->site->queries)
        list_each(sql_statement, statement, query->script->statements)
            if (name_has_part(statement->operations.first->table.name,
                              "checkpoint checkpoints progress state job "
                              "jobs watermark cursor status"))
                return true;
    return host_range_mentions(
        copy->site->host, all,
        "checkpoint checkpoints progress resume state watermark bookmark journal redis "
        "env argv args persist upsert replace merge ignore duplicates conflict exists "
        "truncate delete");
}

static void check_copies(struct unit *unit, const struct model *model)
{
    const struct batch_copies copies = batch_copies_read(&unit->arena, &model->sites);
    list_each(batch_copy, copy, copies) {
        const struct host_assignment *start = find_start(copy);
        if (!start || can_go_on(copy))
            continue;
        struct diagnostic *finding =
            diagnose(&unit->diagnostics, &kind_backfill_not_resumable, copy->loop->span,
                     "the copy begins again after a failure: nothing keeps its position");
        diagnostic_also(finding, start->span, "every run starts here");
        diagnostic_also(finding, copy->writing->span,
                        "rows that are there already are written again");
        diagnostic_help(finding, "save the last key with each batch, and start behind it");
        diagnostic_about(finding, "phase %.*s", STR_ARGS(copy->site->phase->name));
        site_cap(finding, copy->site);
    }
}

// ---- statements

static const struct table *find_table(const struct plan *plan, struct sql_name name)
{
    list_each(store, store, plan->stores)
        list_each(table, table, store->tables) {
            const struct name *own = &table->name;
            if (own->count > 0 && str_equal_ignoring_case(own->parts[own->count - 1], name.name))
                return table;
        }
    return NULL;
}

static bool is_part(const struct sql_token *token)
{
    return token->kind == SQL_TOKEN_PLACEHOLDER || token->kind == SQL_TOKEN_NUMBER
           || token->kind == SQL_TOKEN_STRING || token->kind == SQL_TOKEN_OPEN
           || sql_token_is(token, "BETWEEN") || sql_token_is(token, "IN");
}

// The table that is gone through, if nothing says which of its rows: no WHERE, or only that the
// new value is not there yet. What is taken from a WITH or from a query with a LIMIT is a part.
static struct sql_name find_whole(const struct sql_statement *statement)
{
    const struct sql_name none = { STR_NONE, STR_NONE };
    struct sql_range where = statement->where;
    struct sql_name table = statement->operations.first->table;
    if (sql_token_is(sql_token_at(statement->tokens, statement->range.from), "WITH"))
        return none;
    list_each(sql_select, select, statement->selects)
        if (select->has_limit || select->has_aggregate)
            return none;
    if (statement->head == SQL_INSERT_SELECT) {
        const struct sql_select *select = statement->selects.first;
        if (!select || !select->sources.first)
            return none;
        where = select->where;
        table = select->sources.first->table;
    } else if (statement->head != SQL_UPDATE || statement->has_limit)
        return none;
    for (uint32_t i = where.from; i < where.to; i++)
        if (is_part(sql_token_at(statement->tokens, i)))
            return none;
    return table;
}

// What asks for batches: a practice of the plan, or words of the phase that was looked at last.
struct asking {
    struct span practice, phase_span;
    const struct phase *phase;
    unsigned statements;
};

static struct span find_practice(const struct plan *plan)
{
    list_each(text_item, practice, plan->practices)
        if (text_mentions(practice->text.str, "batch|chunk"))
            return text_place(practice->text);
    return (struct span){ 0 };
}

static struct span find_asking(struct asking *asking, const struct phase *phase)
{
    if (span_is_set(asking->practice))
        return asking->practice;
    if (asking->phase != phase) {
        asking->phase = phase;
        asking->phase_span =
            phase_mentions(phase, "batch|chunk") ? phase->span : (struct span){ 0 };
    }
    return asking->phase_span;
}

static void check_statement(struct unit *unit, struct asking *asking, const struct site *site,
                            const struct sql_statement *statement)
{
    const struct sql_name name = find_whole(statement);
    if (!sql_name_is_set(name) || ++asking->statements > MOST_STATEMENTS
        || statement_is_elided(statement))
        return;
    const struct table *table = find_table(unit->plan, name);
    bool has_many = table && table->rows.amount >= many_rows;
    struct span asked = find_asking(asking, site->phase);
    bool is_small = table && quantity_is_set(table->rows) && !has_many;
    if (is_small || (!has_many && !span_is_set(asked)))
        return;
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, &kind_backfill_not_resumable, statement->span,
                 "the backfill is one statement over the whole table '%.*s'", STR_ARGS(name.name));
    if (has_many)
        diagnostic_also(finding, table->span, "that has as many rows as this");
    else
        diagnostic_also(finding, asked, "this asks for batches");
    diagnostic_note(finding,
                    "it locks every row it has passed until it ends, and a failure undoes it all");
    diagnostic_help(finding,
                    "fill a range of keys at a time, and save the last key with each batch");
    diagnostic_about(finding, "phase %.*s, %.*s", STR_ARGS(site->phase->name), STR_ARGS(name.name));
    site_cap(finding, site);
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    const struct model *model = model_of(unit);
    struct asking asking = { .practice = find_practice(plan) };
    check_copies(unit, model);
    list_each(site, site, model->sites)
        if (site_is_backfill(site) && !site->host && !phase_is_down(plan, site->phase))
            list_each(site_query, query, site->queries)
                list_each(sql_statement, statement, query->script->statements)
                    check_statement(unit, &asking, site, statement);
}

const struct rule rule_backfill_not_resumable = { .check_plan = check_plan };
