// What the server holds and what the catalog holds.
#include "tests/catalog/checker.h"
#include "tests/catalog/comparable.h"

#include "base/check.h"

struct lines {
    ARRAY_OF(struct str) items;
};

static int compare_lines(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

static struct str sorted(struct checker *checker, struct lines *lines)
{
    struct output out = { .arena = &checker->arena };
    if (lines->items.count)
        qsort(lines->items.items, lines->items.count, sizeof(struct str), compare_lines);
    for (size_t i = 0; i < lines->items.count; i++)
        output_format(&out, "%.*s\n", STR_ARGS(lines->items.items[i]));
    return output_get(&out);
}

// Sorted, and without what the server cannot tell.
struct str comparable(struct checker *checker, struct str dump)
{
    struct lines lines = { 0 };
    struct str line;
    while (str_next_line(&dump, &line)) {
        struct str kept = comparable_line(&checker->arena, checker->engine, line);
        if (kept.length)
            array_add(&checker->arena, &lines.items, kept);
    }
    return sorted(checker, &lines);
}

struct str server_dump(struct checker *checker)
{
    struct str said;
    if (!server_run(&checker->server, &checker->arena, checker->query, &said)) {
        fprintf(stderr, "catalog-check: the dump fails: %.*s\n", STR_ARGS(said));
        exit(2);
    }
    return comparable(checker, said);
}

struct str difference(struct checker *checker, struct str server, struct str catalog)
{
    struct output out = { .arena = &checker->arena };
    struct str left = STR_NONE, right = STR_NONE;
    bool has_left = str_next_line(&server, &left), has_right = str_next_line(&catalog, &right);
    while (has_left || has_right) {
        int order = !has_left ? 1 : !has_right ? -1 : str_compare(left, right);
        if (order < 0)
            output_format(&out, "#   server:  %.*s\n", STR_ARGS(left));
        if (order > 0)
            output_format(&out, "#   catalog: %.*s\n", STR_ARGS(right));
        if (order <= 0)
            has_left = str_next_line(&server, &left);
        if (order >= 0)
            has_right = str_next_line(&catalog, &right);
    }
    return output_get(&out);
}

// ---- SQLite keeps the text of what it has, with all that no PRAGMA tells

static const char text_of_schema[] =
    "SELECT sql || ';' FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite!_%' "
    "ESCAPE '!' ORDER BY CASE type WHEN 'table' THEN 1 WHEN 'index' THEN 2 WHEN 'view' THEN 3 "
    "ELSE 4 END, rowid;";

static struct str all_lines(struct checker *checker, const struct catalog *catalog)
{
    struct lines lines = { 0 };
    struct str dump = catalog_dump(&checker->arena, catalog), line;
    while (str_next_line(&dump, &line))
        array_add(&checker->arena, &lines.items, comparable_reread(&checker->arena, line));
    return sorted(checker, &lines);
}

struct str compare_text(struct checker *checker, const struct catalog *catalog)
{
    struct str said;
    struct catalog_session session = { .now = catalog_new(&checker->arena, checker->engine,
                                                          checker->version, true) };
    if (!server_run(&checker->server, &checker->arena, str_of(text_of_schema), &said))
        return arena_format(&checker->arena, "#   the schema's text: %.*s\n", STR_ARGS(said));
    list_each(sql_statement, statement, read_statement(checker, said)->statements) {
        struct catalog_result result = catalog_run(&checker->arena, &session, statement);
        if (result.outcome == CATALOG_REFUSED)
            return arena_format(&checker->arena, "#   the schema's text: %.*s\n",
                                STR_ARGS(result.reason));
    }
    struct str server = all_lines(checker, session.now), here = all_lines(checker, catalog);
    return str_equal(server, here) ? STR_NONE : difference(checker, server, here);
}
