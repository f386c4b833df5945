//! rule        verification-compares-nothing
//! code        VER005
//! level       warning
//! since       0.1
//! source      X60, outputs.md 0
//!
//! A verification prints the values of both sides, or of one, and compares nothing.
//!
//! ## Why
//!
//! `SELECT count(*) … UNION ALL SELECT count(*) …` prints two numbers. It succeeds whether they
//! are the same or not, and nobody who reads a log at night sees which one is which. The same
//! goes for a checksum of one table with nothing beside it. A verification that counts has a
//! result that is right or wrong: one query that gives the difference, and the value expected.
//!
//! ## Fails
//!
//! ````belay phase
//! change "Check the counts" ```sql
//!   SELECT count(*) FROM old.parcels
//!   UNION ALL
//!   SELECT count(*) FROM new.parcels;
//! ```
//! ````
//!
//! ## Passes
//!
//! ````belay phase
//! verify "Row counts" = 0 ```sql
//!   SELECT (SELECT count(*) FROM old.parcels) - (SELECT count(*) FROM new.parcels);
//! ```
//! ````
//!
//! ````belay phase
//! change "Check what is there" ```sql
//!   SELECT 'parcels', count(*) FROM parcels
//!   UNION ALL
//!   SELECT 'vans', count(*) FROM vans;
//! ```
//! ````

#include "rules/rule.h"

#include "model/mention.h"
#include "model/sides.h"
#include "sql/checksum.h"

// So many places are named in a finding; the others are counted.
enum { MOST_PLACES = 8 };

struct place {
    const struct site *site;
    const struct sql_statement *statement;
};

struct places {
    struct place items[MOST_PLACES];
    unsigned count; // more than MOST_PLACES where some are not kept
};

static void add_place(struct places *places, const struct site *site,
                      const struct sql_statement *statement)
{
    struct place place = { site, statement };
    struct place *first = &places->items[0];
    if (places->count > 0 && statement->span.start < first->statement->span.start) {
        place =
            *first; // a phase's samples stand before its verifications, whatever the source says
        *first = (struct place){ site, statement };
    }
    if (places->count < MOST_PLACES)
        places->items[places->count] = place;
    places->count++;
}

// Nothing says what the result has to be.
static bool expects_nothing(const struct site *site)
{
    return site_is_validation(site) && !site->host
           && !(site->verify && bound_is_set(&site->verify->bound));
}

// ---- two counts, one under the other

static bool is_count(const struct sql_statement *statement, struct sql_range item)
{
    const struct sql_token *first = &statement->tokens->items[item.from];
    return (sql_token_is(first, "COUNT") || sql_token_is(first, "SUM"))
           && sql_token_at(statement->tokens, item.from + 1)->kind == SQL_TOKEN_OPEN;
}

static bool is_label(const struct sql_statement *statement, struct sql_range item)
{
    enum sql_token_kind kind = statement->tokens->items[item.from].kind;
    return kind == SQL_TOKEN_STRING || kind == SQL_TOKEN_NUMBER || kind == SQL_TOKEN_QUOTED_NAME;
}

// Counts and labels, and nothing else; of one table.
static bool prints_count(const struct sql_statement *statement, const struct sql_select *select)
{
    unsigned counts = 0;
    for (size_t i = 0; i < select->items.count; i++) {
        bool counts_rows = is_count(statement, select->items.items[i]);
        counts += counts_rows;
        if (!counts_rows && !is_label(statement, select->items.items[i]))
            return false;
    }
    return counts > 0 && select->sources.first && select->sources.first == select->sources.last
           && !select->has_group_by;
}

// Of two tables, not of one table twice.
static bool are_of_both(const struct plan *plan, const struct sql_select *a,
                        const struct sql_select *b)
{
    const struct sql_name first = a->sources.first->table, second = b->sources.first->table;
    bool is_one = str_equal_ignoring_case(first.name, second.name)
                  && str_equal_ignoring_case(first.schema, second.schema);
    return !is_one && tables_are_sides(plan, first, second);
}

// SELECT (SELECT count(*) …) AS a, (SELECT count(*) …) AS b: side by side. The counts stand in the
// items of the first SELECT, each alone in its parentheses.
static bool prints_side_by_side(const struct plan *plan, const struct sql_statement *statement)
{
    const struct sql_select *main = sql_main_select(statement);
    if (!main || main->has_from || main->items.count != 2)
        return false;
    const struct sql_select *counts[2] = { main->next, main->next ? main->next->next : NULL };
    for (unsigned i = 0; i < 2; i++) {
        uint32_t open = main->items.items[i].from;
        const struct sql_token *token = &statement->tokens->items[open];
        if (!counts[i] || counts[i]->range.from != open + 1 || counts[i]->before
            || !prints_count(statement, counts[i]))
            return false;
        const struct sql_token *behind = sql_token_at(statement->tokens, token->partner + 1);
        bool is_alone = token->partner + 1 >= main->items.items[i].to
                        || behind->kind == SQL_TOKEN_WORD || behind->kind == SQL_TOKEN_QUOTED_NAME;
        if (!is_alone)
            return false;
    }
    return are_of_both(plan, counts[0], counts[1]);
}

static bool prints_both_sides(const struct plan *plan, const struct sql_statement *statement)
{
    list_each(sql_select, select, statement->selects) {
        const struct sql_select *before = select->before;
        if (select->depth > 0 || !before || select->joining != SQL_UNION_ALL)
            continue;
        if (prints_count(statement, select) && prints_count(statement, before)
            && are_of_both(plan, before, select))
            return true;
    }
    return prints_side_by_side(plan, statement);
}

// ---- a checksum with nothing beside it

static bool has_two_sides(const struct plan *plan)
{
    if (plan->moves.first || (plan->stores.first && plan->stores.first->next))
        return true;
    list_each(phase, phase, plan->phases)
        if (phase->kind == KIND_BACKFILL || phase->kind == KIND_DUAL_WRITE)
            return true;
    return false;
}

// "Run on both sides and compare" is said in the title, or in a comment.
static bool says_where_else(const struct site *site)
{
    const char *words =
        "both|each|compar|same|equal|match|identical|source|target|either|before and after|twice";
    return text_mentions(site->title.str, words) || text_mentions(site->code->text.str, words);
}

static void add_lone_checksum(struct unit *unit, const struct plan *plan, struct places *places)
{
    struct place only = { 0 };
    unsigned count = 0;
    list_each(site, site, model_of(unit)->sites) {
        list_each(site_query, query, site->queries)
            list_each(sql_statement, statement, query->script->statements) {
                const struct checksum *checksum = sql_checksum(&unit->arena, statement);
                count += checksum ? 1 : 0;
                if (checksum && statement->head == SQL_SELECT)
                    only = (struct place){ site, statement };
                if (checksum && sql_next_checksum(&unit->arena, checksum))
                    return;
            }
        if (count > 1)
            return;
    }
    if (count == 1 && only.site && expects_nothing(only.site) && has_two_sides(plan)
        && !says_where_else(only.site))
        add_place(places, only.site, only.statement);
}

// ---- what is said

static void report(struct unit *unit, const struct places *places, const char *message,
                   const char *note, const char *help)
{
    if (places->count == 0)
        return;
    struct diagnostic *finding = diagnose(&unit->diagnostics, &kind_verification_compares_nothing,
                                          places->items[0].statement->span, "%s", message);
    for (unsigned i = 1; i < places->count && i < MOST_PLACES; i++)
        diagnostic_also(finding, places->items[i].statement->span, "here as well");
    if (places->count > MOST_PLACES)
        diagnostic_note(finding, "and %u more", places->count - MOST_PLACES);
    diagnostic_note(finding, "%s", note);
    diagnostic_help(finding, "%s", help);
    site_cap(finding, places->items[0].site);
}

static void check_plan(struct unit *unit, const struct plan *plan)
{
    struct places counts = { 0 }, checksums = { 0 };
    list_each(site, site, model_of(unit)->sites)
        if (expects_nothing(site))
            list_each(site_query, query, site->queries)
                list_each(sql_statement, statement, query->script->statements)
                    if (prints_both_sides(plan, statement))
                        add_place(&counts, site, statement);
    add_lone_checksum(unit, plan, &checksums);
    report(unit, &counts, "two counts are printed and nothing compares them",
           "the query succeeds whether they are equal or not",
           "select the difference of the two counts, and expect 0");
    report(unit, &checksums, "the checksum of one side is compared with nothing",
           "a checksum says something only beside that of the other side",
           "say what it is compared with, or compare both sides in one verification");
}

const struct rule rule_verification_compares_nothing = { .check_plan = check_plan };
