// Any bytes as statements of PostgreSQL, applied to a catalog that knows all and to one that
// knows nothing: no change lies outside of the text, and what comes of it can be written out and
// compared.
#include "base/check.h"
#include "sql/catalog.h"
#include "sql/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_span(struct span span, size_t size)
{
    if (span.start > span.end || span.end > size + 1)
        BUG("a place outside of the text");
}

static void check_expression(const struct sql_expression *expression, struct str sql)
{
    check_span(expression->span, sql.length);
    bool is_inside = !expression->text.data
                     || (expression->text.data >= sql.data
                         && expression->text.data + expression->text.length
                                <= sql.data + sql.length);
    if (!is_inside)
        BUG("an expression that is not of the text");
}

static void check_table(const struct sql_table_definition *table, struct str sql)
{
    list_each(sql_column, column, table->columns) {
        check_span(column->span, sql.length);
        check_expression(&column->fallback, sql);
        check_expression(&column->expression, sql);
    }
    list_each(sql_constraint_definition, constraint, table->constraints) {
        check_span(constraint->span, sql.length);
        check_expression(&constraint->expression, sql);
    }
}

static void check_changes(const struct sql_statement *statement, struct str sql)
{
    for (const struct ddl *change = statement->changes; change; change = change->next) {
        check_span(change->span, sql.length);
        check_expression(&change->expression, sql);
        if (change->create_table)
            check_table(change->create_table, sql);
        if (change->index)
            check_expression(&change->index->where, sql);
    }
    list_each(sql_access, access, statement->accesses)
        check_span(access->span, sql.length);
}

static void apply(struct arena *arena, const struct sql_script *script, bool is_complete)
{
    const struct catalog *first = catalog_new(arena, SQL_ENGINE_POSTGRESQL, 150000, is_complete);
    struct catalog_session session = { .now = first };
    list_each(sql_statement, statement, script->statements)
        catalog_run(arena, &session, statement);
    catalog_dump(arena, session.now);
    catalog_difference(arena, first, session.now);
    if (catalog_difference(arena, session.now, session.now).first)
        BUG("a catalog that differs from itself");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = { 0 };
    struct str sql = { (const char *)data, size };
    struct piece piece = { .address = 1, .is_verbatim = true };
    struct text text = { .str = sql, .pieces = &piece, .piece_count = 1 };
    const struct sql_script *script = sql_read_for(&arena, SQL_ENGINE_POSTGRESQL, text);
    list_each(sql_statement, statement, script->statements)
        check_changes(statement, sql);
    apply(&arena, script, true);
    apply(&arena, script, false);
    arena_release(&arena);
    return 0;
}
