// One statement on a server and on a catalog, and sequences of them.
#include "tests/catalog/checker.h"

#include "sql/read.h"

enum { VERIFY_EVERY = 5, VERIFY_EVERY_SLOW = 40 }; // MariaDB takes half a second to be asked

// ---- one statement

const struct sql_script *read_statement(struct checker *checker, struct str sql)
{
    struct piece *piece = arena_new(&checker->arena, struct piece);
    *piece = (struct piece){ .is_verbatim = true, .length = (uint32_t)sql.length };
    struct text text = { .str = sql, .pieces = piece, .piece_count = 1 };
    return sql_read_for(&checker->arena, checker->engine, text);
}

static const char *const outcomes[] = {
    [CATALOG_APPLIED] = "taken", [CATALOG_REFUSED] = "refused", [CATALOG_NOT_KNOWN] = "not known"
};

static bool holds_unknown(const struct catalog *catalog)
{
    struct map_walk walk = map_walk(catalog->relations);
    const struct catalog_object *object;
    while ((object = map_next(&walk)))
        if (object->kind == CATALOG_ANYTHING
            || (object->kind == CATALOG_TABLE && object->table->is_partial))
            return true;
    return false;
}

// The server has refused what the catalog does not know; PostgreSQL's transaction fails with it.
static void go_back(struct catalog_session *session, struct catalog_session before)
{
    *session = before;
    session->has_failed |= session->begin && session->now->engine == SQL_ENGINE_POSTGRESQL;
}

// Runs one statement on both; no data where they agree, else what they disagree about.
static struct str run_both(struct checker *checker, struct catalog_session *session, struct str sql,
                           bool is_counted)
{
    struct str said;
    struct output text = { .arena = &checker->arena };
    output_format(&text, "%.*s;", STR_ARGS(sql));
    bool is_taken = server_run(&checker->server, &checker->arena, output_get(&text), &said);
    struct catalog_session before = *session;
    struct catalog_result result = { .outcome = CATALOG_APPLIED };
    const struct sql_script *script = read_statement(checker, output_get(&text));
    list_each(sql_statement, statement, script->statements)
        result = catalog_run(&checker->arena, session, statement);
    checker->statements += is_counted;
    checker->refused += is_counted && !is_taken;
    checker->unsure += is_counted && result.outcome == CATALOG_NOT_KNOWN;
    if (result.outcome == CATALOG_NOT_KNOWN && !is_taken)
        go_back(session, before);
    checker->is_lost = holds_unknown(session->now);
    if (result.outcome != CATALOG_NOT_KNOWN && (result.outcome == CATALOG_APPLIED) != is_taken)
        return arena_format(&checker->arena, "#   catalog: %s %.*s\n#   server:  %s %.*s\n",
                            outcomes[result.outcome], STR_ARGS(result.reason),
                            is_taken ? "taken" : "refused", STR_ARGS(str_trim(said)));
    if (session->has_failed || checker->is_lost)
        return STR_NONE; // PostgreSQL answers nothing until the transaction ends
    struct str server = server_dump(checker);
    struct str catalog = comparable(checker, catalog_dump(&checker->arena, session->now));
    if (!str_equal(server, catalog))
        return difference(checker, server, catalog);
    unsigned every = checker->engine == SQL_ENGINE_MARIADB ? VERIFY_EVERY_SLOW : VERIFY_EVERY;
    if (!is_counted || checker->statements % every == 0) {
        struct str why = verify_schema(checker, session->now);
        if (why.data)
            return why;
    }
    return checker->engine == SQL_ENGINE_SQLITE ? compare_text(checker, session->now) : STR_NONE;
}

// ---- a sequence

struct catalog_session begin(struct checker *checker)
{
    server_reset(&checker->server, &checker->arena);
    return (struct catalog_session){ .now = catalog_new(&checker->arena, checker->engine,
                                                        checker->version, true) };
}

struct str try(struct checker *checker, struct catalog_session *session,
                      const struct trial *trial, bool is_counted)
{
    const struct catalog *before = session->now;
    bool was_open = session->begin != NULL;
    struct str why = run_both(checker, session, trial->sql, is_counted);
    if (why.data || checker->is_lost || !trial->is_undone || session->now == before || was_open || session->begin)
        return why;
    return undo_both(checker, session, before, trial->sql, is_counted);
}

// Where they disagree after the statements, why; no data where they do not.
static struct str replay(struct checker *checker, const struct sequence *sequence, size_t without)
{
    struct catalog_session session = begin(checker);
    for (size_t i = 0; i < sequence->trials.count; i++) {
        if (i == without)
            continue;
        struct str why = try(checker, &session, &sequence->trials.items[i], false);
        if (why.data || checker->is_lost)
            return why;
    }
    return STR_NONE;
}

// Leaves out what the disagreement does not need.
struct str shrink(struct checker *checker, struct sequence *sequence, struct str why)
{
    for (size_t i = sequence->trials.count; i-- > 0;) {
        struct str smaller = replay(checker, sequence, i);
        if (!smaller.data)
            continue;
        why = smaller;
        for (size_t j = i; j + 1 < sequence->trials.count; j++)
            sequence->trials.items[j] = sequence->trials.items[j + 1];
        sequence->trials.count--;
    }
    return why;
}

void print_failure(const struct sequence *sequence, struct str why)
{
    for (size_t i = 0; i < sequence->trials.count; i++)
        printf("#   %.*s;%s\n", STR_ARGS(sequence->trials.items[i].sql),
               sequence->trials.items[i].is_undone ? " -- and undone" : "");
    printf("%.*s", STR_ARGS(why));
}
