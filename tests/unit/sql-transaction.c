// Statements that begin and end transactions.

#include "sql/transaction.h"
#include "tests/unit/check.h"

static const struct sql_statement *read_one(struct arena *arena, const char *text)
{
    struct text code = text_for_span(arena, str_of(text), (struct span){ 1, 2 });
    return sql_read_for(arena, SQL_ENGINE_POSTGRESQL, code)->statements.first;
}

static enum sql_ending ending_of(const char *text)
{
    struct arena arena = { 0 };
    enum sql_ending ending = sql_ends_transaction(read_one(&arena, text));
    arena_release(&arena);
    return ending;
}

static bool begins(const char *text)
{
    struct arena arena = { 0 };
    bool is_begin = sql_begins_transaction(read_one(&arena, text));
    arena_release(&arena);
    return is_begin;
}

void test_sql_transaction__knows_what_begins_one(void)
{
    CHECK(begins("BEGIN;"));
    CHECK(begins("start transaction isolation level serializable;"));
    CHECK(!begins("SAVEPOINT a;"));
    CHECK(!begins("COMMIT;"));
    CHECK(!begins("DO $$ BEGIN PERFORM 1; END $$;"));
}

void test_sql_transaction__knows_what_ends_one(void)
{
    CHECK(ending_of("COMMIT;") == SQL_COMMITS);
    CHECK(ending_of("END TRANSACTION;") == SQL_COMMITS);
    CHECK(ending_of("PREPARE TRANSACTION 'a';") == SQL_COMMITS);
    CHECK(ending_of("COMMIT AND CHAIN;") == SQL_COMMITS_AND_BEGINS);
    CHECK(ending_of("COMMIT AND NO CHAIN;") == SQL_COMMITS);
    CHECK(ending_of("ROLLBACK;") == SQL_UNDOES);
    CHECK(ending_of("ROLLBACK TO SAVEPOINT a;") == SQL_ENDS_NOTHING);
    CHECK(ending_of("RELEASE SAVEPOINT a;") == SQL_ENDS_NOTHING);
    CHECK(ending_of("PREPARE a AS SELECT 1;") == SQL_ENDS_NOTHING);
}
