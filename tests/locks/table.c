// Prints what belay says that statements lock, one line for each form of a table of forms.
// usage: locks-table ENGINE VERSION SCHEMA.sql FORMS [STATEMENT]
//
// STATEMENT runs behind the schema. A line of FORMS is "KEY: SQL; SQL": the last statement is
// judged, those before it run; lines that begin otherwise are left out. The fields of a line of
// output: key, "read" or "not read", "known" or "unknown", "alone" or "-", "waits" or "-", the
// algorithm, what each algorithm that is asked for comes to (ALGORITHM=mode or =refused), and for
// each table NAME:MODE:MODE-ON-INDEXES:WORK:MAY-WORK.
#include "base/output.h"
#include "sql/locks.h"
#include "sql/read.h"
#include "sql/types.h"

#include <stdio.h>
#include <stdlib.h>

struct judge {
    struct arena *arena;
    struct sql_lock_setting setting;
};

static struct str read_file(struct arena *arena, const char *path)
{
    struct output out = { .arena = arena };
    FILE *file = fopen(path, "rb");
    if (!file) {
        fprintf(stderr, "locks-table: %s cannot be read\n", path);
        exit(2);
    }
    char chunk[4096];
    for (size_t count; (count = fread(chunk, 1, sizeof chunk, file)) > 0;)
        output_text(&out, chunk, count);
    fclose(file);
    return output_get(&out);
}

static const struct sql_script *read_sql(const struct judge *judge, struct str sql)
{
    struct piece *piece = arena_new(judge->arena, struct piece);
    *piece = (struct piece){ .address = 1, .is_verbatim = true };
    struct text text = { .str = sql, .pieces = piece, .piece_count = 1 };
    return sql_read_for(judge->arena, judge->setting.engine, text);
}

// False where the catalog refuses it.
static bool apply(struct judge *judge, const struct sql_statement *statement)
{
    struct catalog_result result =
        catalog_apply_statement(judge->arena, judge->setting.before, statement);
    judge->setting.before = result.after;
    sql_lock_setting_take(&judge->setting, statement);
    if (result.outcome != CATALOG_REFUSED)
        return true;
    struct str text =
        sql_tokens_text(statement->tokens, statement->range.from, statement->range.to);
    fprintf(stderr, "locks-table: refused: %.*s: %.*s\n", STR_ARGS(text), STR_ARGS(result.reason));
    return false;
}

static void run(struct judge *judge, struct str sql)
{
    list_each(sql_statement, statement, read_sql(judge, sql)->statements)
        if (!apply(judge, statement))
            exit(2);
}

// ---- output

static const char *algorithm_name(enum sql_algorithm algorithm)
{
    static const char *const names[] = { "-", "INSTANT", "NOCOPY", "INPLACE", "COPY" };
    return names[algorithm];
}

static const char *mode_of_change(const struct sql_locks *locks)
{
    return locks->is_refused ? "refused" : sql_lock_name(locks->tables.last->mode);
}

static void print_algorithms(const struct judge *judge, struct sql_statement *statement)
{
    static const char *const names[] = { "INSTANT", "NOCOPY", "INPLACE", "COPY" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct ddl_manner manner = { .algorithm = str_of(names[i]) };
        statement->manner = &manner;
        const struct sql_locks *locks = sql_locks_of(judge->arena, &judge->setting, statement);
        if (locks->tables.last && locks->is_algorithm_known)
            printf("%s%s=%s", i > 0 ? "," : "", names[i], mode_of_change(locks));
    }
    statement->manner = NULL;
}

static void print_locks(const struct sql_locks *locks)
{
    list_each(sql_table_lock, lock, locks->tables)
        printf("\t%.*s:%s:%s:%u:%u", STR_ARGS(lock->table.name), sql_lock_name(lock->mode),
               sql_lock_name(lock->indexes), lock->work, lock->may_work);
}

static void print(const struct judge *judge, struct str key, struct sql_statement *statement)
{
    const struct sql_locks *locks = sql_locks_of(judge->arena, &judge->setting, statement);
    bool is_refused = locks->is_refused;
    printf("%.*s\t%s\t%s\t%s\t%s\t%s%s\t", STR_ARGS(key),
           statement->refusal.data ? "not read" : "read", locks->is_known ? "known" : "unknown",
           locks->alone ? "alone" : "-", locks->waits_for_snapshots ? "waits" : "-",
           locks->is_algorithm_known || is_refused ? "" : "?",
           is_refused ? "refused" : algorithm_name(locks->algorithm));
    print_algorithms(judge, statement);
    print_locks(locks);
    putchar('\n');
}

static void judge_form(struct judge judge, struct str key, struct str sql)
{
    const struct sql_script *script = read_sql(&judge, sql);
    list_each(sql_statement, statement, script->statements) {
        if (!statement->next)
            print(&judge, key, statement);
        else
            apply(&judge, statement);
    }
}

static bool is_form(struct str line)
{
    return line.length > 0 && line.data[0] != '#' && line.data[0] != '=' && line.data[0] != '!'
           && line.data[0] != '~' && line.data[0] != '0'
           && str_find(line, STR(": "), 0) != STR_NOT_FOUND;
}

int main(int count, char **arguments)
{
    if (count < 5) {
        fprintf(stderr, "usage: locks-table ENGINE VERSION SCHEMA.sql FORMS [STATEMENT]\n");
        return 2;
    }
    struct arena arena = { 0 };
    struct str version = str_of(arguments[2]);
    struct judge judge = { .arena = &arena };
    judge.setting.engine = sql_engine_of(str_of(arguments[1]));
    judge.setting.version = sql_version_number(version);
    judge.setting.before = catalog_new(&arena, judge.setting.engine, judge.setting.version, true);
    run(&judge, read_file(&arena, arguments[3]));
    if (count > 5)
        run(&judge, str_of(arguments[5]));
    struct str rest = read_file(&arena, arguments[4]), line;
    while (str_next_line(&rest, &line)) {
        size_t colon = str_find(line, STR(": "), 0);
        if (is_form(line))
            judge_form(judge, str_slice(line, 0, colon), str_from(line, colon + 2));
    }
    arena_release(&arena);
    return 0;
}
