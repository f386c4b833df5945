#include "rules/support/mistakes.h"

#include "base/check.h"
#include "diagnostics/suggest.h"
#include "rules/support/edits.h"
#include "sql/identifier.h"

static struct str said(struct unit *unit, const struct catalog *catalog, struct sql_name name)
{
    bool is_default = str_equal(name.schema, catalog->schema);
    return is_default ? name.name : sql_name_format(unit->diagnostics.arena, name);
}

static struct diagnostic *report_column(struct unit *unit, const struct diagnostic_kind *kind,
                                        const struct catalog *catalog,
                                        const struct sql_mistake *mistake)
{
    struct str column = mistake->column;
    if (!sql_name_is_set(mistake->table))
        return diagnostic_help(diagnose(&unit->diagnostics, kind, mistake->span,
                                        "no table of the query has a column '%.*s' when this runs",
                                        STR_ARGS(column)),
                               "name a column that is there when this runs");
    struct str table = said(unit, catalog, mistake->table);
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, kind, mistake->span,
                 "'%.*s' has no column '%.*s' when this runs", STR_ARGS(table), STR_ARGS(column));
    if (span_is_set(mistake->made))
        diagnostic_also(finding, mistake->made, "the last change of '%.*s' before",
                        STR_ARGS(table));
    return diagnostic_help(finding, "name a column that is there when this runs");
}

static struct diagnostic *report_count(struct unit *unit, const struct diagnostic_kind *kind,
                                       const struct sql_mistake *mistake)
{
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, kind, mistake->span, "%zu value%s for %zu column%s",
                 mistake->given, mistake->given == 1 ? " is given" : "s are given",
                 mistake->expected, mistake->expected == 1 ? "" : "s");
    return diagnostic_help(finding, "name the columns, and give each of them one value");
}

static struct diagnostic *report_types(struct unit *unit, const struct diagnostic_kind *kind,
                                       const struct sql_mistake *mistake)
{
    struct diagnostic *finding =
        diagnose(&unit->diagnostics, kind, mistake->span, "'%.*s' is %.*s and '%.*s' is %.*s",
                 STR_ARGS(mistake->column), STR_ARGS(mistake->text),
                 STR_ARGS(mistake->other_column), STR_ARGS(mistake->other_text));
    diagnostic_note(finding, "PostgreSQL has no operator that compares the two");
    return diagnostic_help(finding, "cast one of them to the type of the other");
}

static struct diagnostic *report(struct unit *unit, const struct diagnostic_kind *kind,
                                 const struct catalog *catalog, const struct sql_mistake *mistake)
{
    struct str column = mistake->column;
    switch (mistake->kind) {
    case SQL_NO_TABLE:
        return diagnostic_help(diagnose(&unit->diagnostics, kind, mistake->span,
                                        "there is no table '%.*s' when this runs",
                                        STR_ARGS(said(unit, catalog, mistake->table))),
                               "name a table that is there when this runs");
    case SQL_NO_COLUMN: return report_column(unit, kind, catalog, mistake);
    case SQL_AMBIGUOUS_COLUMN:
        return diagnostic_help(diagnose(&unit->diagnostics, kind, mistake->span,
                                        "'%.*s' is a column of '%.*s' and of '%.*s'",
                                        STR_ARGS(column),
                                        STR_ARGS(said(unit, catalog, mistake->table)),
                                        STR_ARGS(said(unit, catalog, mistake->other))),
                               "write the table in front of it");
    case SQL_COLUMN_COUNT: return report_count(unit, kind, mistake);
    case SQL_COLUMN_TWICE:
        return diagnostic_help(diagnose(&unit->diagnostics, kind, mistake->span,
                                        "'%.*s' is named twice", STR_ARGS(column)),
                               "name each column once");
    case SQL_COMPARED_TYPES: return report_types(unit, kind, mistake);
    }
    BUG("a mistake of no kind");
}

// ---- slips of the pen

static const struct catalog_table *find_table(struct unit *unit, const struct catalog *catalog,
                                              struct sql_name name)
{
    struct catalog_found found = catalog_find(&unit->arena, catalog, name);
    bool is_table = found.presence == CATALOG_PRESENT && found.object->kind == CATALOG_TABLE;
    return is_table ? found.object->table : NULL;
}

// Where the plan began with it, the plan took it away: then the name is no slip.
static bool was_there(struct unit *unit, const struct site *site,
                      const struct sql_mistake *mistake)
{
    const struct store *store = site->action ? site->action->store
                                : site->verify ? site->verify->store : NULL;
    const struct catalog *start = store ? model_of(unit)->schemas[store->index] : NULL;
    const struct catalog_column *column;
    if (!start)
        return true;
    const struct catalog_table *table = find_table(unit, start, mistake->table);
    if (!table || mistake->kind == SQL_NO_TABLE)
        return table != NULL;
    return catalog_find_column(&unit->arena, start, table, mistake->column, &column)
           != CATALOG_ABSENT;
}

// The nearest name that is there; no data where none is near.
static struct str nearest(struct unit *unit, const struct catalog *catalog,
                          const struct sql_mistake *mistake)
{
    bool is_table = mistake->kind == SQL_NO_TABLE;
    struct suggestion suggestion =
        suggestion_start(is_table ? mistake->table.name : mistake->column);
    if (is_table) {
        struct map_walk relations = map_walk(catalog->relations);
        for (const struct catalog_object *object; (object = map_next(&relations));)
            if (object->kind == CATALOG_TABLE)
                suggestion_offer(&suggestion, object->name.name);
        return suggestion.best;
    }
    const struct catalog_table *table = find_table(unit, catalog, mistake->table);
    if (!table)
        return STR_NONE;
    struct catalog_columns columns = catalog_columns_of(&unit->arena, table);
    for (size_t i = 0; i < columns.count; i++)
        suggestion_offer(&suggestion, columns.items[i]->definition.name);
    return suggestion.best;
}

// The place of the name in the words, which may have a table before it; not set where it stands
// there in other letters.
static struct span name_span(struct unit *unit, struct span words, struct str name)
{
    struct str text = source_text(unit->sources, words);
    size_t before = text.length > name.length ? text.length - name.length : 0;
    bool is_last = str_equal_ignoring_case(str_from(text, before), name)
                   && (before == 0 || text.data[before - 1] == '.');
    return is_last ? (struct span){ words.start + (uint32_t)before, words.end }
                   : (struct span){ 0 };
}

static void offer_name(struct unit *unit, const struct catalog *catalog,
                       const struct sql_mistake *mistake, const struct site *site,
                       struct diagnostic *finding)
{
    bool is_table = mistake->kind == SQL_NO_TABLE;
    struct str wrong = is_table ? mistake->table.name : mistake->column;
    if (!unit->takes_fixes || !site || site->host || site->is_inferred
        || (!is_table && mistake->kind != SQL_NO_COLUMN)
        || was_there(unit, site, mistake))
        return;
    struct span span = name_span(unit, mistake->span, wrong);
    struct str name = nearest(unit, catalog, mistake);
    if (!name.data || !span_is_set(span))
        return;
    struct edits edits = edits_begin(unit, finding, "write '%.*s'", STR_ARGS(name));
    edits_replace(&edits, span,
                  sql_identifier_quote(&unit->arena, catalog->engine, name));
}

// Of what it names and is not there; none where it is another mistake.
static struct grounds find_grounds(struct unit *unit, const struct moment_of_sql *moment,
                                   const struct sql_mistake *mistake)
{
    bool is_column = mistake->kind == SQL_NO_COLUMN && sql_name_is_set(mistake->table);
    if (!moment->before || (!is_column && mistake->kind != SQL_NO_TABLE))
        return (struct grounds){ 0 };
    const struct catalog_absence absence = {
        is_column ? CATALOG_NO_COLUMN : CATALOG_NO_OBJECT, mistake->table, mistake->column
    };
    return grounds_of_absence(model_of(unit)->world, moment->before, moment->meeting.event,
                              moment->store, &absence);
}

void report_mistakes(struct unit *unit, const struct diagnostic_kind *kind,
                     const struct moment_of_sql *moment, const struct sql_statement *statement,
                     const struct site *site)
{
    const struct catalog *catalog = moment->catalog;
    if (statement_is_elided(statement))
        return;
    struct arena scratch = { 0 }; // most statements have none
    bool has_any = sql_mistakes_find(&scratch, catalog, statement).first != NULL;
    arena_release(&scratch);
    struct sql_mistakes mistakes = { 0 };
    if (has_any)
        mistakes = sql_mistakes_find(unit->diagnostics.arena, catalog, statement);
    list_each(sql_mistake, mistake, mistakes) {
        const struct grounds grounds = find_grounds(unit, moment, mistake);
        if (grounds.is_perhaps_brought)
            continue;
        struct diagnostic *finding = report(unit, kind, catalog, mistake);
        struct str about = mistake->column.length ? mistake->column : mistake->table.name;
        diagnostic_about(finding, "%.*s", STR_ARGS(about));
        finding_rests(unit, finding, &grounds, moment->meeting, STR("this cannot run without it"));
        offer_name(unit, catalog, mistake, site, finding);
        if (site)
            site_cap(finding, site);
    }
}

unsigned first_refused_phase(const struct model *model, const struct plan *plan)
{
    unsigned first = plan->phase_count;
    list_each(breach, breach, model->exploration->breaches)
        if (breach->kind == BREACH_REFUSED && breach->state->way == WAY_FORWARD
            && breach->state->event->phase->index < first)
            first = breach->state->event->phase->index;
    return first;
}
