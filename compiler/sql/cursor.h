// A place in the tokens of one statement, for the readers of statement.h's structures.
#ifndef SQL_CURSOR_H
#define SQL_CURSOR_H

#include "sql/statement.h"

struct sql_cursor {
    struct arena *arena;
    const struct sql_tokens *tokens;
    uint32_t at, end;
};

// The token at the place, or SQL_TOKEN_END at the end; `ahead` tokens further.
const struct sql_token *sql_cursor_peek(const struct sql_cursor *cursor, uint32_t ahead);

bool sql_cursor_is(const struct sql_cursor *cursor, const char *word);

// Steps over the word where it stands here.
bool sql_cursor_accept(struct sql_cursor *cursor, const char *word);

// Steps over each of the words in "IF NOT EXISTS" where all of them stand here.
bool sql_cursor_accept_all(struct sql_cursor *cursor, const char *words);

// Steps over every word of the blank-separated list that stands here, in any order.
void sql_cursor_skip_any(struct sql_cursor *cursor, const char *words);

// Steps over a token, or over a whole group in parentheses.
void sql_cursor_skip(struct sql_cursor *cursor);

// Goes to the next `word` outside parentheses; false, and to the end, where there is none.
bool sql_cursor_find(struct sql_cursor *cursor, const char *word);

// Reads `a`, `a.b`, `a.b.c`; a placeholder is stepped over and gives no name.
struct sql_name sql_cursor_name(struct sql_cursor *cursor);

// Reads a name without dots.
struct str sql_cursor_word(struct sql_cursor *cursor);

// Reads a table with its alias, a subquery or a function; NULL where none of them stands here.
struct sql_source *sql_cursor_source(struct sql_cursor *cursor);

// True where the token is a word of the blank-separated list.
bool sql_token_is_any(const struct sql_token *token, const char *words);

// The index of the semicolon that ends the statement at `from`, or the end: those in a
// routine's body do not.
uint32_t sql_find_end(const struct sql_tokens *tokens, uint32_t from);

// Behind DELIMITER, which is a command of mysql's and ends with its line.
uint32_t sql_skip_delimiter(const struct sql_tokens *tokens, uint32_t from);

// Reads one statement, tokens [from, to), by its head.
struct sql_statement *sql_read_statement(struct arena *arena, const struct sql_tokens *tokens,
                                         uint32_t from, uint32_t to);

// Adds the statement, and the comment that belongs to it.
void sql_script_add(struct sql_script *script, struct sql_statement *statement);

// As sql_read(), for an engine.
struct sql_script *sql_read_by_heads(struct arena *arena, enum sql_engine engine, struct text text);

// Reads the clauses of ALTER TABLE behind the table's name into the statement's operations.
void sql_read_alter(struct sql_cursor cursor, struct sql_statement *statement,
                    struct sql_name table);

// Reads every SELECT of the statement.
void sql_read_selects(struct sql_cursor cursor, struct sql_statement *statement);

struct sql_operation *sql_operation_add(struct arena *arena, struct sql_statement *statement,
                                        enum sql_head head, struct sql_name table);

#endif
