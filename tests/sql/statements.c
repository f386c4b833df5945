// Prints the statements of SQL files as an engine's reader reads them, for tests/sql/run: the
// line, the first words, how many changes of a catalog it has ("?" where it is opaque), and
// what is said against it, between tabs.
// usage: sql-statements ENGINE FILE...
#include "base/check.h"
#include "sql/ddl.h"
#include "sql/read.h"

static void print_words(const struct sql_statement *statement)
{
    enum { WORDS_MAX = 2 };
    uint32_t at = statement->range.from;
    for (unsigned i = 0; i < WORDS_MAX && at < statement->range.to; i++, at++) {
        const struct sql_token *token = &statement->tokens->items[at];
        if (token->kind != SQL_TOKEN_WORD)
            break;
        printf("%s%.*s", i ? " " : "", STR_ARGS(token->text));
    }
}

static void print_changes(const struct sql_statement *statement)
{
    unsigned count = 0;
    bool is_opaque = false;
    for (const struct ddl *change = statement->changes; change; change = change->next) {
        is_opaque |= change->kind == DDL_OPAQUE;
        count++;
    }
    if (is_opaque)
        printf("\t?\t");
    else
        printf("\t%u\t", count);
}

static void print_file(struct arena *arena, struct source_map *sources, enum sql_engine engine,
                       const struct source_file *file)
{
    struct text text = text_of_span(arena, sources, span_of_file(file));
    const struct sql_script *script = sql_read_for(arena, engine, text);
    list_each(sql_statement, statement, script->statements) {
        printf("%u\t", source_locate(sources, statement->span.start).line_number);
        print_words(statement);
        print_changes(statement);
        printf("%.*s\n", STR_ARGS(statement->refusal));
    }
}

int main(int count, char **arguments)
{
    struct arena arena = { 0 };
    struct source_map sources = { .arena = &arena };
    struct str problem;
    for (int i = 2; i < count; i++) {
        const struct source_file *file = source_read(&sources, arguments[i], str_of(arguments[i]),
                                                     (size_t)64 << 20, &problem);
        if (!file)
            return 2;
        print_file(&arena, &sources, sql_engine_of(str_of(arguments[1])), file);
    }
    arena_release(&arena);
    return 0;
}
