// What undoes a statement, run on the server and on the catalog.
#include "tests/catalog/checker.h"

#include "sql/inverse.h"

static struct str server_refuses(struct checker *checker, struct str sql, struct str said)
{
    return arena_format(&checker->arena, "#   undone by: %.*s\n#   server:  refused %.*s\n",
                        STR_ARGS(sql), STR_ARGS(str_trim(said)));
}

static struct str run_undoing(struct checker *checker, struct catalog_session *session,
                              const struct sql_undoing *undoing)
{
    struct str said;
    if (!server_run(&checker->server, &checker->arena, undoing->text, &said))
        return server_refuses(checker, undoing->text, said);
    list_each(sql_statement, statement, read_statement(checker, undoing->text)->statements) {
        struct catalog_result result = catalog_run(&checker->arena, session, statement);
        if (result.outcome == CATALOG_REFUSED)
            return arena_format(&checker->arena,
                                "#   undone by: %.*s\n#   catalog: refused %.*s\n",
                                STR_ARGS(undoing->text), STR_ARGS(result.reason));
    }
    return STR_NONE;
}

static struct str undone_wrongly(struct checker *checker, const struct sql_inverse *inverse,
                                 struct str difference)
{
    struct output out = { .arena = &checker->arena };
    for (const struct sql_undoing *undoing = inverse->statements.first; undoing;
         undoing = undoing->next)
        output_format(&out, "#   undone by: %.*s\n", STR_ARGS(undoing->text));
    output_format(&out, "#   and then differs (catalog: as it was before)\n%.*s",
                  STR_ARGS(difference));
    return output_get(&out);
}

struct str undo_both(struct checker *checker, struct catalog_session *session,
                     const struct catalog *before, struct str sql, bool is_counted)
{
    struct sql_line line = { .session.now = before };
    struct str text = arena_format(&checker->arena, "%.*s;", STR_ARGS(sql));
    list_each(sql_statement, statement, read_statement(checker, text)->statements)
        sql_line_add(&checker->arena, &line, statement);
    struct sql_inverse inverse = sql_inverse_derive(&checker->arena, &line, 0);
    checker->lasting += is_counted && inverse.refusals.first;
    if (inverse.refusals.first)
        return STR_NONE;
    checker->undone += is_counted;
    list_each(sql_undoing, undoing, inverse.statements) {
        struct str why = run_undoing(checker, session, undoing);
        if (why.data)
            return why;
    }
    struct str was = comparable(checker, catalog_dump(&checker->arena, before));
    struct str server = server_dump(checker);
    struct str catalog = comparable(checker, catalog_dump(&checker->arena, session->now));
    if (!str_equal(server, was))
        return undone_wrongly(checker, &inverse, difference(checker, server, was));
    return str_equal(catalog, was)
               ? STR_NONE
               : undone_wrongly(checker, &inverse, difference(checker, server, catalog));
}
