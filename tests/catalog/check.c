// Holds the catalog against a real server, by random statements: after each of them both say
// alike whether it is taken, and both hold the same. What undoes a statement is run on both too,
// for some of them, and has to bring both back.
// usage: catalog-check ENGINE VERSION SEED STATEMENTS DUMP.sql CLIENT [ARGUMENT...]
// Prints TAP. VERSION is the server's, or 0. A SEED that names a file: the cases in it, and
// STATEMENTS says nothing.
#include "tests/catalog/checker.h"

#include "base/check.h"
#include "sql/read.h"
#include "sql/types.h"

enum { SEQUENCE_LENGTH = 30 };

static bool check_sequence(struct checker *checker, uint64_t seed, unsigned number)
{
    struct catalog_session session = begin(checker);
    struct sequence sequence = { 0 };
    struct str why = STR_NONE;
    struct generator generator = { .arena = &checker->arena,
                                   .state = seed * 0x9E3779B97F4A7C15ULL + number };
    checker->is_lost = false;
    for (unsigned i = 0; i < SEQUENCE_LENGTH && !why.data && !checker->is_lost; i++) {
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
    print_failure(&sequence, why);
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
    bool has_cases = strchr(arguments[3], '/');
    uint64_t seed = strtoull(arguments[3], NULL, 10);
    unsigned wanted = (unsigned)strtoul(arguments[4], NULL, 10);
    unsigned failed = 0, sequences = 0;
    checker.forms = forms_of(checker.engine);
    server_start(&checker.server, checker.engine, arguments + 6);
    prepare_dump(&checker, &lasting);
    if (has_cases)
        return check_cases(&checker, read_query(&lasting, arguments[3]));
    while (checker.statements < wanted && failed < 40) {
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
