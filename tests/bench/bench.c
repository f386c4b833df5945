// How long belay takes to read SQL of PostgreSQL and to apply it to a catalog, beside what
// libpg_query takes to parse the same text and to unpack its tree.
// usage: bench DIRECTORY
//
// Writes the SQL into DIRECTORY, for other programs to be measured by: many small files, and one
// long one. Rounds are interleaved; what is printed are medians, in milliseconds.
#include "base/output.h"
#include "sql/catalog.h"
#include "sql/locks.h"
#include "sql/read.h"

#include <pg_query.h>
#include <pg_query/pg_query.pb-c.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { FILES = 2000, STATEMENTS = 20000, ROUNDS = 9, VERSION = 159999, SHAPES = 10 };

struct texts {
    struct str *items;
    size_t count;
    const char *name;
};

// ---- the SQL

// Statement `number`: those of one group of ten are about one table.
static void write_statement(struct output *out, unsigned number)
{
    unsigned table = number / SHAPES;
    static const char *const shapes[SHAPES] = {
        "CREATE TABLE account_%1$u (id bigint PRIMARY KEY, email text NOT NULL, name varchar(80),\n"
        "    balance numeric(12,2) NOT NULL DEFAULT 0, born date, active boolean DEFAULT true,\n"
        "    created timestamptz NOT NULL DEFAULT now(), CHECK (balance >= 0));\n",
        "CREATE INDEX account_%1$u_email ON account_%1$u (lower(email)) WHERE active;\n",
        "ALTER TABLE account_%1$u ADD COLUMN note text, ADD COLUMN rank integer DEFAULT 3;\n",
        "ALTER TABLE account_%1$u ADD CONSTRAINT ranked CHECK (rank > 0) NOT VALID;\n",
        "ALTER TABLE account_%1$u VALIDATE CONSTRAINT ranked;\n",
        "UPDATE account_%1$u SET note = 'old' WHERE created < now() - interval '1 year';\n",
        "CREATE VIEW account_%1$u_active AS SELECT id, name, balance FROM account_%1$u WHERE active;\n",
        "ALTER TABLE account_%1$u ALTER COLUMN name TYPE varchar(120);\n",
        "INSERT INTO account_%1$u (id, email) VALUES (%1$u, 'a@example.org') ON CONFLICT DO NOTHING;\n",
        "COMMENT ON COLUMN account_%1$u.rank IS 'from one to five';\n",
    };
    output_format(out, shapes[number % SHAPES], table);
}

static struct texts make_texts(struct arena *arena, const char *name, size_t count,
                               unsigned statements)
{
    struct texts texts = { arena_new_many(arena, struct str, count), count, name };
    for (size_t i = 0; i < count; i++) {
        struct output out = { .arena = arena };
        for (unsigned number = 0; number < statements; number++)
            write_statement(&out, (unsigned)i * SHAPES + number);
        texts.items[i] = arena_copy(arena, output_get(&out));
    }
    return texts;
}

static void write_file(const char *path, struct str text)
{
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(text.data, 1, text.length, file) != text.length || fclose(file) != 0) {
        fprintf(stderr, "bench: %s cannot be written\n", path);
        exit(2);
    }
}

static void write_texts(struct arena *arena, const struct texts *texts, const char *directory)
{
    for (size_t i = 0; i < texts->count; i++) {
        struct str path = arena_format(arena, "%s/%s-%04zu.sql", directory, texts->name, i);
        write_file(path.data, texts->items[i]);
    }
}

// ---- what is measured

static void parse_alone(struct str text)
{
    PgQueryProtobufParseResult result = pg_query_parse_protobuf(text.data);
    if (result.error) {
        fprintf(stderr, "bench: %s\n", result.error->message);
        exit(2);
    }
    PgQuery__ParseResult *tree = pg_query__parse_result__unpack(
        NULL, result.parse_tree.len, (const uint8_t *)result.parse_tree.data);
    pg_query__parse_result__free_unpacked(tree, NULL);
    pg_query_free_protobuf_parse_result(result);
}

static const struct sql_script *read_text(struct arena *arena, struct str text)
{
    struct piece piece = { .address = 1, .is_verbatim = true };
    struct text whole = { .str = text, .pieces = &piece, .piece_count = 1 };
    return sql_read_for(arena, SQL_ENGINE_POSTGRESQL, whole);
}

static void read_alone(struct str text)
{
    struct arena arena = { 0 };
    read_text(&arena, text);
    arena_release(&arena);
}

static void read_and_apply(struct str text)
{
    struct arena arena = { 0 };
    struct catalog_session session = {
        .now = catalog_new(&arena, SQL_ENGINE_POSTGRESQL, VERSION, true),
    };
    list_each(sql_statement, statement, read_text(&arena, text)->statements)
        catalog_run(&arena, &session, statement);
    arena_release(&arena);
}

static void read_apply_and_lock(struct str text)
{
    struct arena arena = { 0 };
    struct sql_lock_setting setting = { .engine = SQL_ENGINE_POSTGRESQL, .version = VERSION };
    struct catalog_session session = {
        .now = catalog_new(&arena, SQL_ENGINE_POSTGRESQL, VERSION, true),
    };
    list_each(sql_statement, statement, read_text(&arena, text)->statements) {
        setting.before = session.now;
        sql_locks_of(&arena, &setting, statement);
        catalog_run(&arena, &session, statement);
    }
    arena_release(&arena);
}

static const struct contender {
    const char *name;
    void (*run)(struct str text);
} contenders[] = {
    { "libpg_query: parse, unpack", parse_alone },
    { "belay: read", read_alone },
    { "belay: read, apply", read_and_apply },
    { "belay: read, apply, locks", read_apply_and_lock },
};

enum { CONTENDERS = sizeof contenders / sizeof *contenders };

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return a < b ? -1 : a > b;
}

static void measure(const struct texts *texts, const char *title)
{
    double times[CONTENDERS][ROUNDS];
    for (unsigned round = 0; round < ROUNDS; round++)
        for (unsigned each = 0; each < CONTENDERS; each++) {
            double began = now();
            for (size_t i = 0; i < texts->count; i++)
                contenders[each].run(texts->items[i]);
            times[each][round] = now() - began;
        }
    for (unsigned each = 0; each < CONTENDERS; each++)
        qsort(times[each], ROUNDS, sizeof **times, compare);
    printf("%s\n", title);
    for (unsigned each = 0; each < CONTENDERS; each++)
        printf("  %-28s %9.1f ms   %5.2f x\n", contenders[each].name, times[each][ROUNDS / 2],
               times[each][ROUNDS / 2] / times[0][ROUNDS / 2]);
}

int main(int count, char **arguments)
{
    struct arena arena = { 0 };
    if (count != 2) {
        fprintf(stderr, "usage: bench DIRECTORY\n");
        return 2;
    }
    struct texts small = make_texts(&arena, "small", FILES, SHAPES);
    struct texts large = make_texts(&arena, "large", 1, STATEMENTS);
    write_texts(&arena, &small, arguments[1]);
    write_texts(&arena, &large, arguments[1]);
    measure(&small, "2,000 files of 10 statements");
    measure(&large, "one file of 20,000 statements");
    arena_release(&arena);
    return 0;
}
