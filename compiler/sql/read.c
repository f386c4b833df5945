#include "sql/read.h"

#include "base/utf8.h"
#include "sql/cursor.h"
#include "sql/dialect.h"

static const struct {
    const char *name, *title;
} engines[] = {
    [SQL_ENGINE_UNKNOWN] = { "", "the store" },
    [SQL_ENGINE_POSTGRESQL] = { "postgresql", "PostgreSQL" },
    [SQL_ENGINE_MYSQL] = { "mysql", "MySQL" },
    [SQL_ENGINE_MARIADB] = { "mariadb", "MariaDB" },
    [SQL_ENGINE_SQLITE] = { "sqlite", "SQLite" },
};

enum sql_engine sql_engine_of(struct str name)
{
    for (size_t i = 1; i < sizeof engines / sizeof *engines; i++)
        if (str_is(name, engines[i].name))
            return (enum sql_engine)i;
    return SQL_ENGINE_UNKNOWN;
}

const char *sql_engine_title(enum sql_engine engine)
{
    return engines[engine].title;
}

bool sql_refuse_bytes(struct sql_statement *statement)
{
    struct str text =
        sql_tokens_text(statement->tokens, statement->range.from, statement->range.to);
    if (!memchr(text.data, '\0', text.length) && utf8_find_invalid(text) == STR_NOT_FOUND)
        return false;
    statement->refusal = STR("the statement is no text");
    statement->refusal_span = statement->span;
    return true;
}

bool sql_refuse_unclosed(struct sql_statement *statement)
{
    if (!statement->tokens->is_unclosed || statement->range.to < statement->tokens->count)
        return false;
    statement->refusal = STR("a quote in the statement is never closed");
    statement->refusal_span = statement->span;
    return true;
}

static struct sql_script *read_by_heads(struct arena *arena, enum sql_engine engine,
                                        struct text text)
{
    struct sql_script *script = sql_read_by_heads(arena, engine, text);
    list_each(sql_statement, statement, script->statements)
        if (!sql_refuse_unclosed(statement))
            sql_refuse_bytes(statement);
    return script;
}

struct sql_script *sql_read_for(struct arena *arena, enum sql_engine engine, struct text text)
{
    switch (engine) {
    case SQL_ENGINE_POSTGRESQL: return sql_read_postgresql(arena, text);
    case SQL_ENGINE_SQLITE: return sql_read_sqlite(arena, text);
    case SQL_ENGINE_MYSQL:
    case SQL_ENGINE_MARIADB: return sql_read_mysql(arena, engine, text);
    case SQL_ENGINE_UNKNOWN: break;
    }
    return read_by_heads(arena, engine, text);
}
