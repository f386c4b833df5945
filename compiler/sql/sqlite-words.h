// The words of SQLite's SQL that mean something without being named by the grammar.
#ifndef SQL_SQLITE_WORDS_H
#define SQL_SQLITE_WORDS_H

#include "sql/statement.h"

enum sqlite_words_of {
    SQLITE_RESERVED_WORD, // never a name without quotes
    SQLITE_QUIET_WORD,    // a keyword of expressions and queries that could be a name
    SQLITE_STABLE_WORD,   // functions of the time, and its three constants
    SQLITE_VOLATILE_WORD,
    SQLITE_CONSTANT_WORD, // functions that give the same each time
};

bool sqlite_word_is(enum sqlite_words_of list, struct str word);

// A name as it can stand for a table or column: in 'single quotes' too. No data where it is
// none; without its quotes.
struct str sqlite_token_name(const struct sql_token *token);

// True where a column, a table or an alias is named: no keyword, function, string, and nothing
// that the text itself gives a name behind AS. Of a.b, both.
bool sqlite_is_name(const struct sql_tokens *tokens, struct sql_range range, uint32_t i);

#endif
