// Holds the catalog against a real server, by random statements: after each of them both say
// alike whether it is taken, and both hold the same. What undoes a statement is run on both too,
// for some of them, and has to bring both back.
// usage: catalog-check ENGINE VERSION SEED STATEMENTS DUMP.sql CLIENT [ARGUMENT...]
// Prints TAP. VERSION is the server's, or 0.
#include "tests/catalog/checker.h"

#include "base/check.h"
#include "sql/read.h"
#include "sql/types.h"

enum { SEQUENCE_LENGTH = 30 };
enum { VERIFY_EVERY = 5, VERIFY_EVERY_SLOW = 40 }; // MariaDB takes half a second to be asked

struct trial {
    struct str sql;
    bool is_undone; // when it was taken
};

struct sequence {
    ARRAY_OF(struct trial) trials;
};

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
        *session = before;
    if (result.outcome != CATALOG_NOT_KNOWN && (result.outcome == CATALOG_APPLIED) != is_taken)
        return arena_format(&checker->arena, "#   catalog: %s %.*s\n#   server:  %s %.*s\n",
                            outcomes[result.outcome], STR_ARGS(result.reason),
                            is_taken ? "taken" : "refused", STR_ARGS(str_trim(said)));
    if (session->has_failed)
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

static struct catalog_session begin(struct checker *checker)
{
    server_reset(&checker->server, &checker->arena);
    return (struct catalog_session){ .now = catalog_new(&checker->arena, checker->engine,
                                                        checker->version, true) };
}

static struct str try(struct checker *checker, struct catalog_session *session,
                      const struct trial *trial, bool is_counted)
{
    const struct catalog *before = session->now;
    bool was_open = session->begin != NULL;
    struct str why = run_both(checker, session, trial->sql, is_counted);
    if (why.data || !trial->is_undone || session->now == before || was_open || session->begin)
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
        if (why.data)
            return why;
    }
    return STR_NONE;
}

// Leaves out what the disagreement does not need.
static struct str shrink(struct checker *checker, struct sequence *sequence, struct str why)
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

static bool check_sequence(struct checker *checker, uint64_t seed, unsigned number)
{
    struct catalog_session session = begin(checker);
    struct sequence sequence = { 0 };
    struct str why = STR_NONE;
    struct generator generator = { .arena = &checker->arena,
                                   .state = seed * 0x9E3779B97F4A7C15ULL + number };
    for (unsigned i = 0; i < SEQUENCE_LENGTH && !why.data; i++) {
        generator.catalog = session.now;
        struct str sql = generate(&generator, checker->forms);
        array_add(&checker->arena, &sequence.trials,
                  ((struct trial){ sql, chance(&generator, 40) }));
        why = try(checker, &session, &sequence.trials.items[i], true);
    }
    if (!why.data)
        return true;
    why = shrink(checker, &sequence, why);
    printf("# seed %llu, sequence %u:\n", (unsigned long long)seed, number);
    for (size_t i = 0; i < sequence.trials.count; i++)
        printf("#   %.*s;\n", STR_ARGS(sequence.trials.items[i].sql));
    printf("%.*s", STR_ARGS(why));
    return false;
}

static const struct form *forms_of(enum sql_engine engine)
{
    switch (engine) {
    case SQL_ENGINE_POSTGRESQL: return postgresql_forms;
    case SQL_ENGINE_SQLITE: return sqlite_forms;
    case SQL_ENGINE_MYSQL:
    case SQL_ENGINE_MARIADB:
    case SQL_ENGINE_UNKNOWN: break;
    }
    return mariadb_forms;
}

static struct str read_query(struct arena *arena, const char *path)
{
    struct source_map sources = { .arena = arena };
    struct str problem;
    const struct source_file *file =
        source_read(&sources, path, str_of(path), (size_t)1 << 20, &problem);
    if (!file) {
        fprintf(stderr, "catalog-check: cannot read '%s'\n", path);
        exit(2);
    }
    return file->text;
}

// PostgreSQL plans the query once.
static void prepare_dump(struct checker *checker, struct arena *lasting)
{
    struct str said;
    if (checker->engine != SQL_ENGINE_POSTGRESQL)
        return;
    struct str prepared =
        arena_format(lasting, "PREPARE dump AS %.*s", STR_ARGS(checker->query));
    if (server_run(&checker->server, lasting, prepared, &said))
        checker->query = STR("EXECUTE dump;");
}

int main(int count, char **arguments)
{
    if (count < 7)
        return 2;
    struct arena lasting = { 0 };
    setvbuf(stdout, NULL, _IOLBF, 0);
    struct checker checker = { .engine = sql_engine_of(str_of(arguments[1])),
                               .version = sql_version_number(str_of(arguments[2])),
                               .query = read_query(&lasting, arguments[5]) };
    uint64_t seed = strtoull(arguments[3], NULL, 10);
    unsigned wanted = (unsigned)strtoul(arguments[4], NULL, 10);
    unsigned failed = 0, sequences = 0;
    checker.forms = forms_of(checker.engine);
    server_start(&checker.server, checker.engine, arguments + 6);
    prepare_dump(&checker, &lasting);
    while (checker.statements < wanted && failed < 10) {
        failed += !check_sequence(&checker, seed, sequences++);
        arena_release(&checker.arena);
    }
    server_stop(&checker.server);
    printf("%sok 1 - %s: %u statements in %u sequences, %u refused, %u not known, %u failed\n",
           failed ? "not " : "", arguments[1], checker.statements, sequences, checker.refused,
           checker.unsure, failed);
    printf("%sok 2 - %s: at most one statement in twenty is not known\n",
           checker.unsure * 20 > checker.statements ? "not " : "", arguments[1]);
    printf("ok 3 - %s: %u statements undone, %u others destroy something\n", arguments[1],
           checker.undone, checker.lasting);
    printf("1..3\n");
    arena_release(&lasting);
    return failed > 0;
}
