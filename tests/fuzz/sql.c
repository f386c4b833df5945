// Any bytes as SQL of each engine: read, undone, and what undoes it read again.
#include "base/check.h"
#include "base/output.h"
#include "sql/ddl.h"
#include "sql/inverse.h"
#include "sql/transaction.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct sql_script *read_sql(struct arena *arena, enum sql_engine engine, struct str sql)
{
    struct piece *piece = arena_new(arena, struct piece);
    *piece = (struct piece){ .address = 1, .is_verbatim = true };
    struct text text = { .str = sql, .pieces = piece, .piece_count = 1 };
    return sql_read_for(arena, engine, text);
}

static void check_statement(const struct sql_statement *statement, size_t size)
{
    if (!statement->operations.first || statement->range.from >= statement->range.to)
        BUG("an empty statement");
    list_each(sql_operation, operation, statement->operations)
        if (operation->span.start > operation->span.end || operation->span.end > size + 1)
            BUG("an operation outside of the text");
    for (const struct ddl *change = statement->changes; change; change = change->next)
        if (change->statement != statement || change->span.start > change->span.end
            || change->span.end > size + 1)
            BUG("a change outside of the text");
}

// What belay writes, its own grammar reads.
static void check_inverse(struct arena *arena, const struct sql_line *line)
{
    struct sql_inverse inverse = sql_inverse_derive(arena, line, 0);
    list_each(sql_undoing, undoing, inverse.statements) {
        const struct sql_script *script = read_sql(arena, line->session.now->engine, undoing->text);
        const struct sql_statement *statement = script->statements.first;
        if (!statement || statement->next || statement->refusal.data)
            BUG("what undoes a statement cannot be read");
    }
}

static void check_engine(enum sql_engine engine, struct str sql)
{
    struct arena arena = { 0 };
    struct sql_line line = { .session.now = catalog_new(&arena, engine, 999999, sql.length % 2) };
    const struct sql_script *script = read_sql(&arena, engine, sql);
    list_each(sql_statement, statement, script->statements) {
        check_statement(statement, sql.length);
        sql_needs_no_transaction(engine, 11, statement);
        sql_line_add(&arena, &line, statement);
    }
    catalog_dump(&arena, line.session.now);
    if (line.changes.count)
        catalog_difference(&arena, line.changes.items[0].before, line.session.now);
    check_inverse(&arena, &line);
    arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str sql = { (const char *)data, size };
    for (int engine = SQL_ENGINE_UNKNOWN; engine <= SQL_ENGINE_SQLITE; engine++)
        check_engine((enum sql_engine)engine, sql);
    return 0;
}
