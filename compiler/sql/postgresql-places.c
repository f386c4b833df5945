// Offsets of PostgreSQL's trees as tokens, and the tokens of what has no offset there.
//
// The tree says where things begin, and of expressions only where their operator stands. Where
// they end the tokens say: at the next comma outside parentheses and brackets, or where the
// tree says that the next thing begins.
#include "sql/postgresql-tree.h"

uint32_t tree_token(const struct tree_reader *reader, int32_t location)
{
    const struct sql_statement *statement = reader->statement;
    const struct sql_token *items = statement->tokens->items;
    const char *place = items[statement->range.from].text.data + (location > 0 ? location : 0);
    uint32_t low = statement->range.from, high = statement->range.to;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (items[middle].text.data + items[middle].text.length <= place)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

uint32_t tree_clause_end(const struct tree_reader *reader, uint32_t at)
{
    const struct sql_statement *statement = reader->statement;
    unsigned brackets = 0;
    for (; at < statement->range.to; at++) {
        const struct sql_token *token = &statement->tokens->items[at];
        if (token->kind == SQL_TOKEN_OPEN)
            at = token->partner;
        else if (token->kind == SQL_TOKEN_CLOSE
                 || (token->kind == SQL_TOKEN_COMMA && brackets == 0))
            return at;
        else if (token->kind == SQL_TOKEN_OPERATOR && token->text.data[0] == '[')
            brackets++;
        else if (token->kind == SQL_TOKEN_OPERATOR && token->text.data[0] == ']' && brackets > 0)
            brackets--;
    }
    return statement->range.to;
}

static struct sql_cursor cursor_of(const struct tree_reader *reader, uint32_t from, uint32_t to)
{
    return (struct sql_cursor){
        .arena = reader->arena, .tokens = reader->statement->tokens, .at = from, .end = to
    };
}

struct sql_cursor tree_clause(const struct tree_reader *reader, uint32_t at)
{
    return cursor_of(reader, at, tree_clause_end(reader, at));
}

struct sql_cursor tree_next_clause(struct tree_reader *reader)
{
    uint32_t from = reader->rest.from;
    uint32_t to = tree_clause_end(reader, from);
    if (to > reader->rest.to)
        to = reader->rest.to;
    reader->rest.from = to < reader->rest.to ? to + 1 : to; // behind the comma
    reader->is_lost |= from >= to;
    return cursor_of(reader, from, to);
}

struct span tree_span(const struct tree_reader *reader, struct sql_range range)
{
    return sql_tokens_span(reader->statement->tokens, range.from, range.to);
}

struct sql_range tree_group(struct sql_cursor *cursor)
{
    while (cursor->at < cursor->end && sql_cursor_peek(cursor, 0)->kind != SQL_TOKEN_OPEN)
        cursor->at++;
    uint32_t from = cursor->at < cursor->end ? cursor->at + 1 : cursor->end;
    sql_cursor_skip(cursor);
    return (struct sql_range){ from, cursor->at > from ? cursor->at - 1 : from };
}
