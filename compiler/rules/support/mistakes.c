#include "rules/support/mistakes.h"

#include "base/check.h"

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

void report_mistakes(struct unit *unit, const struct diagnostic_kind *kind,
                     const struct catalog *catalog, const struct sql_statement *statement,
                     const struct site *site)
{
    if (statement_is_elided(statement))
        return;
    struct sql_mistakes mistakes = sql_mistakes_find(unit->diagnostics.arena, catalog, statement);
    list_each(sql_mistake, mistake, mistakes) {
        struct diagnostic *finding = report(unit, kind, catalog, mistake);
        struct str about = mistake->column.length ? mistake->column : mistake->table.name;
        diagnostic_about(finding, "%.*s", STR_ARGS(about));
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
